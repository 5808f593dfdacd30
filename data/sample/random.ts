/** Seeded chance: the same seed gives the same draws, on every machine and in any order of persons. */
export interface Random {
  /** In [0, 1). */
  uniform(): number;
  chance(probability: number): boolean;
  /** A whole number in [from, to]. */
  integer(from: number, to: number): number;
  normal(): number;
  poisson(mean: number): number;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight; the weights need not add up to one. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
}

/** A stream of its own for each person, so that person k is the same however many are asked for. */
export function randomOf(seed: number, person: number): Random {
  const uniform = sfc32(seed, person);
  const random: Random = {
    uniform,
    chance: (probability) => uniform() < probability,
    integer: (from, to) => from + Math.floor(uniform() * (to - from + 1)),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    poisson: (mean) => {
      const limit = Math.exp(-mean);
      let count = 0;
      let product = uniform();
      while (product > limit) {
        count += 1;
        product *= uniform();
      }
      return count;
    },
    pick: (list) => itemAt(list, Math.floor(uniform() * list.length)),
    weighted: (list) => {
      let left = uniform() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of list) {
        left -= weight;
        if (left < 0) return item;
      }
      return itemAt(list, list.length - 1)[0];
    },
  };
  return random;
}

function itemAt<T>(list: readonly T[], at: number): T {
  const item = list[at];
  if (item === undefined) throw new Error(`nothing at ${at} of a list of ${list.length}`);
  return item;
}

/** Chris Doty-Humphrey's small fast counter generator, warmed up. */
function sfc32(seed: number, person: number): () => number {
  let a = seed | 0;
  let b = Math.imul(person + 1, 0x9e3779b9);
  let c = Math.imul(person ^ 0x5bf03635, 0x85ebca6b);
  let counter = 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let warm = 0; warm < 15; warm += 1) next();
  return next;
}
