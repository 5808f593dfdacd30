import type { Allowed, Placed } from './placed-groups.ts';

/** From one choice of a group's upper hull to the next. */
export interface Step {
  readonly place: number;
  readonly choice: number;
  readonly gain: number;
  readonly cost: number;
}

/** The steps of the upper hull of a group's (cost, relaxed gain), each less steep than the one before. */
export function stepsOf<T>(
  { place, cost }: Placed<T>,
  allowed: readonly number[],
  relaxed: Float64Array,
): readonly Step[] {
  const hull: number[] = [];
  for (const choice of allowed) {
    if (hull.length > 0 && relaxed[choice]! <= relaxed[hull.at(-1)!]!) continue;
    while (hull.length > 1) {
      const [a, b] = [hull.at(-2)!, hull.at(-1)!];
      if (
        (relaxed[b]! - relaxed[a]!) * (cost[choice]! - cost[b]!) >
        (relaxed[choice]! - relaxed[b]!) * (cost[b]! - cost[a]!)
      )
        break;
      hull.pop();
    }
    hull.push(choice);
  }
  return hull.slice(1).map((choice, at) => ({
    place,
    choice,
    gain: relaxed[choice]! - relaxed[hull[at]!]!,
    cost: cost[choice]! - cost[hull[at]!]!,
  }));
}

export function bySteepness(a: Step, b: Step): number {
  return a.cost * b.gain - b.cost * a.gain;
}

/**
 * The least burden that a gain can have when choices may be made in part: along the upper hulls, steepest first. Whole
 * choices never cost less. By place, for the groups from there on, in columns: a search asks ten thousand times.
 */
export class Bounds {
  readonly #gains: Float64Array;
  readonly #costs: Float64Array;
  readonly #starts: Int32Array;
  readonly #baseCost: Float64Array;
  readonly #baseGain: Float64Array;

  constructor(
    groups: readonly Placed<unknown>[],
    allowed: Allowed,
    relaxed: readonly Float64Array[],
    steps: readonly Step[],
  ) {
    const places = groups.length;
    this.#baseCost = new Float64Array(places + 1);
    this.#baseGain = new Float64Array(places + 1);
    const sizes = new Int32Array(places + 1);
    for (const { place } of steps) sizes[place]! += 1;
    for (let place = places - 1; place >= 0; place -= 1) {
      const first = allowed[place]![0]!;
      this.#baseCost[place] = this.#baseCost[place + 1]! + groups[place]!.cost[first]!;
      this.#baseGain[place] = this.#baseGain[place + 1]! + relaxed[place]![first]!;
      sizes[place]! += sizes[place + 1]!;
    }
    this.#starts = new Int32Array(places + 2);
    for (let place = 0; place <= places; place += 1)
      this.#starts[place + 1] = this.#starts[place]! + sizes[place]!;
    this.#gains = new Float64Array(this.#starts[places + 1]!);
    this.#costs = new Float64Array(this.#starts[places + 1]!);
    let from = steps;
    for (let place = 0; place < places; place += 1) {
      if (place > 0 && sizes[place] !== sizes[place - 1]) from = from.filter((step) => step.place >= place);
      let gain = 0;
      let cost = 0;
      let at = this.#starts[place]!;
      for (const step of from) {
        gain += step.gain;
        cost += step.cost;
        this.#gains[at] = gain;
        this.#costs[at] = cost;
        at += 1;
      }
    }
  }

  least(place: number, gain: number): number {
    const gains = this.#gains;
    const costs = this.#costs;
    const missing = gain - this.#baseGain[place]!;
    const base = this.#baseCost[place]!;
    if (missing <= 0) return base;
    const start = this.#starts[place]!;
    const end = this.#starts[place + 1]!;
    if (start === end) return missing > 1e-9 ? Infinity : base;
    if (missing > gains[end - 1]!)
      return missing > gains[end - 1]! + 1e-9 ? Infinity : base + costs[end - 1]!;
    let low = start;
    let high = end - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (gains[middle]! >= missing) high = middle;
      else low = middle + 1;
    }
    const gainBefore = low === start ? 0 : gains[low - 1]!;
    const costBefore = low === start ? 0 : costs[low - 1]!;
    return (
      base + costBefore + ((costs[low]! - costBefore) * (missing - gainBefore)) / (gains[low]! - gainBefore)
    );
  }
}
