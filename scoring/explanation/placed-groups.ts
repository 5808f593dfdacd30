import type { Choice, ChoiceGroup, ChoiceProblem, Coupling } from './choice-problem.ts';

/** The class in a coupling that is not open. */
export const CLOSED = -1;

export type Allowed = readonly (readonly number[])[];

/** A group at its place in the search, in columns by choice; choice 0 is to stay. */
export interface Placed<T> {
  readonly place: number;
  readonly size: number;
  readonly mayStay: boolean;
  readonly choices: readonly Choice<T>[];
  readonly characteristics: readonly string[];
  readonly cost: Float64Array;
  /** Without any coupling. */
  readonly own: Float64Array;
  readonly changes: Uint8Array;
  /** The most that it can gain, whatever was chosen before. */
  readonly relaxed: Float64Array;
  readonly byCost: readonly number[];
  /** Couplings with groups that come after it, and with those before it. */
  readonly opens: readonly PlacedCoupling[];
  readonly closes: readonly PlacedCoupling[];
  readonly isCoupled: boolean;
  /** Own gain, and what the couplings bring while the groups after it stay. */
  readonly alone: Float64Array;
  /** By the classes of the groups before it in the couplings with them. */
  readonly gains: Map<number, Float64Array>;
  /** By choice, which classes it opens; choices of one class stand the same. */
  readonly openClass: Int32Array;
  readonly openClasses: number;
}

/** With the earlier group first. */
export interface PlacedCoupling extends Coupling {
  readonly index: number;
  readonly stay: number;
  /** Classes of the first group. */
  readonly height: number;
}

export function placeCouplings<T>(
  { couplings }: ChoiceProblem<T>,
  order: readonly number[],
): readonly PlacedCoupling[] {
  const placeOf = new Map(order.map((group, place) => [group, place]));
  return couplings.map((coupling, index): PlacedCoupling => {
    const [first, second] = [placeOf.get(coupling.first)!, placeOf.get(coupling.second)!];
    const placed = first < second ? { ...coupling, first, second } : turned(coupling, second, first);
    const stay = placed.extra[placed.firstClasses[0]! * placed.width + placed.secondClasses[0]!]!;
    return { ...placed, index, stay, height: placed.extra.length / placed.width };
  });
}

/** The same coupling seen from its second group. */
function turned(
  { firstClasses, secondClasses, extra, width }: Coupling,
  first: number,
  second: number,
): Coupling {
  const height = extra.length / width;
  const turnedExtra = new Float64Array(extra.length);
  for (let a = 0; a < height; a += 1) {
    for (let b = 0; b < width; b += 1) turnedExtra[b * height + a] = extra[a * width + b]!;
  }
  return {
    first,
    second,
    firstClasses: secondClasses,
    secondClasses: firstClasses,
    extra: turnedExtra,
    width: height,
  };
}

export function extraOf({ extra, width, stay }: PlacedCoupling, first: number, second: number): number {
  return extra[first * width + second]! - stay;
}

export function placeGroup<T>(
  { choices, mayStay }: ChoiceGroup<T>,
  place: number,
  couplings: readonly PlacedCoupling[],
): Placed<T> {
  const size = choices.length;
  const cost = new Float64Array(size + 1);
  const own = new Float64Array(size + 1);
  const changes = new Uint8Array(size + 1);
  choices.forEach((choice, at) => {
    cost[at + 1] = choice.cost;
    own[at + 1] = choice.gain;
    changes[at + 1] = choice.characteristics.length;
  });
  const opens = couplings.filter(({ first }) => first === place);
  const closes = couplings.filter(({ second }) => second === place);
  const alone = own.slice();
  for (const coupling of opens) {
    const { firstClasses, secondClasses } = coupling;
    for (let choice = 1; choice <= size; choice += 1)
      alone[choice]! += extraOf(coupling, firstClasses[choice]!, secondClasses[0]!);
  }
  const relaxed = alone.slice();
  for (const coupling of closes) {
    const most = mostByClass(coupling, coupling.firstClasses);
    for (let choice = 1; choice <= size; choice += 1)
      relaxed[choice]! += most[coupling.secondClasses[choice]!]!;
  }
  const byCost = Array.from({ length: size + 1 }, (_, choice) => choice)
    .filter((choice) => choice > 0 || mayStay)
    .sort((a, b) => cost[a]! - cost[b]! || changes[a]! - changes[b]! || relaxed[b]! - relaxed[a]!);
  const characteristics = [...new Set(choices.flatMap((choice) => choice.characteristics))];
  const classTexts = new Map<string, number>();
  const openClass = Int32Array.from({ length: size + 1 }, (_, choice) => {
    const text = opens.map(({ firstClasses }) => firstClasses[choice]).join(',');
    const known = classTexts.get(text) ?? classTexts.size;
    classTexts.set(text, known);
    return known;
  });
  return {
    place,
    size,
    mayStay,
    choices,
    characteristics,
    cost,
    own,
    changes,
    relaxed,
    byCost,
    opens,
    closes,
    isCoupled: opens.length + closes.length > 0,
    alone,
    gains: new Map(),
    openClass,
    openClasses: classTexts.size,
  };
}

/** The most that each choice can bring, when the groups before it make only choices that are allowed. */
export function relaxedOf<T>({ alone, closes, size }: Placed<T>, allowed: Allowed): Float64Array {
  if (closes.length === 0) return alone;
  const relaxed = alone.slice();
  for (const coupling of closes) {
    const { first, firstClasses, secondClasses } = coupling;
    const most = mostByClass(
      coupling,
      allowed[first]!.map((choice) => firstClasses[choice]!),
    );
    for (let choice = 1; choice <= size; choice += 1) relaxed[choice]! += most[secondClasses[choice]!]!;
  }
  return relaxed;
}

/** By class of the second group: the most that entering it brings, whichever of the classes the first one has. */
function mostByClass(
  { secondClasses, extra, width }: PlacedCoupling,
  firstClasses: ArrayLike<number>,
): Float64Array {
  const most = new Float64Array(width).fill(-Infinity);
  const stays = secondClasses[0]!;
  for (let at = 0; at < firstClasses.length; at += 1) {
    const row = firstClasses[at]! * width;
    for (let b = 0; b < width; b += 1) most[b] = Math.max(most[b]!, extra[row + b]! - extra[row + stays]!);
  }
  return most;
}

/** What the choices bring where the groups before stand in these classes and those after stay. */
export function gainsOf<T>(group: Placed<T>, classes: readonly number[]): Float64Array {
  const { closes, size, alone } = group;
  if (closes.length === 0) return alone;
  let known = 0;
  for (const { index, height } of closes) known = known * height + classes[index]!;
  const ready = group.gains.get(known);
  if (ready !== undefined) return ready;
  const gains = alone.slice();
  for (const coupling of closes) {
    const { index, extra, width, secondClasses } = coupling;
    const row = classes[index]! * width;
    const stays = extra[row + secondClasses[0]!]!;
    for (let choice = 1; choice <= size; choice += 1)
      gains[choice]! += extra[row + secondClasses[choice]!]! - stays;
  }
  group.gains.set(known, gains);
  return gains;
}

/** The classes in the couplings still open, by index of the coupling. */
export function classesAfter<T>(
  { opens, closes, isCoupled }: Placed<T>,
  choice: number,
  classes: readonly number[],
): readonly number[] {
  if (!isCoupled) return classes;
  const after = [...classes];
  for (const { index } of closes) after[index] = CLOSED;
  for (const { index, firstClasses } of opens) after[index] = firstClasses[choice]!;
  return after;
}

/** What stands in the couplings that remain open, as one number a key: partial choices are compared within a key. */
export class Keys<T> {
  /** By key after the group. */
  readonly classes: (readonly number[])[] = [];
  readonly #group: Placed<T>;
  readonly #before: readonly (readonly number[])[];
  readonly #made: (Int32Array | undefined)[] = [];
  readonly #rest = new Map<string, Int32Array>();

  constructor(group: Placed<T>, before: readonly (readonly number[])[]) {
    this.#group = group;
    this.#before = before;
    if (!group.isCoupled) this.classes.push(...before);
  }

  /** By class of the choice among those that the group opens. */
  after(key: number): Int32Array {
    const known = this.#made[key];
    if (known !== undefined) return known;
    const rest = [...this.#before[key]!];
    for (const { index } of this.#group.closes) rest[index] = CLOSED;
    const text = rest.join(',');
    const ready = this.#rest.get(text) ?? new Int32Array(this.#group.openClasses).fill(CLOSED);
    this.#rest.set(text, ready);
    this.#made[key] = ready;
    return ready;
  }

  /** The key of a class met for the first time. */
  meet(keys: Int32Array, key: number, choice: number): number {
    const made = this.classes.length;
    this.classes.push(classesAfter(this.#group, choice, this.#before[key]!));
    keys[this.#group.openClass[choice]!] = made;
    return made;
  }
}

/** Coupled groups stand side by side, so that few couplings are open at once; the steepest first. */
export function orderOf<T>({ groups, couplings }: ChoiceProblem<T>): readonly number[] {
  const steepness = groups.map(({ choices }) =>
    choices.reduce((most, { gain, cost }) => Math.max(most, gain / (cost + 1e-12)), -Infinity),
  );
  const partners = groups.map((): number[] => []);
  for (const { first, second } of couplings) {
    partners[first]!.push(second);
    partners[second]!.push(first);
  }
  const bySteep = groups.map((_, at) => at).sort((a, b) => steepness[b]! - steepness[a]!);
  const placed = new Set<number>();
  const order: number[] = [];
  for (const start of bySteep) {
    if (placed.has(start)) continue;
    placed.add(start);
    const queue = [start];
    for (let at = 0; at < queue.length; at += 1) {
      order.push(queue[at]!);
      for (const partner of partners[queue[at]!]!) {
        if (placed.has(partner)) continue;
        placed.add(partner);
        queue.push(partner);
      }
    }
  }
  return order;
}
