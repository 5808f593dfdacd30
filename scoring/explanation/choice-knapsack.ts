import type { ChoiceProblem, Chosen } from './choice-problem.ts';
import { Bounds, bySteepness, type Step, stepsOf } from './gain-bounds.ts';
import { type Answer, type Front, isCheaper, unbeaten } from './partial-choices.ts';
import {
  type Allowed,
  classesAfter,
  CLOSED,
  extraOf,
  gainsOf,
  Keys,
  orderOf,
  type Placed,
  type PlacedCoupling,
  placeCouplings,
  placeGroup,
  relaxedOf,
} from './placed-groups.ts';

/**
 * A multiple-choice knapsack with couplings: of each group one choice (or none, where it may stay as it is), so that the
 * gains together reach what is wanted at the least cost. A coupling adds a gain that depends on the choices of two
 * groups: the pair terms of a scorecard.
 *
 * Why what is found is the cheapest there is. Groups are decided one after another, and every partial choice is kept
 * but for two kinds. One is beaten: another costs no more, gains no less, and stands the same in every coupling that is
 * still open, so whatever completes the first completes the other (Nemhauser and Ullmann). The other is hopeless: what
 * it costs and the bound of what is missing are above an answer already found. The bound never asks too much, for it
 * relaxes the rest twice over: choices may be made in part (the upper hull of each group, steepest first), and a
 * coupling gives each choice the best that any choice of the earlier group could make of it. A choice that stays gains
 * exactly 0 in it, so where nothing changes nothing is lost.
 */
export class ChoiceKnapsack<T> {
  readonly #problem: ChoiceProblem<T>;
  readonly #groups: readonly Placed<T>[];
  readonly #couplings: readonly PlacedCoupling[];
  readonly #steps: readonly Step[];
  /** No coupling open. */
  readonly #closed: readonly number[];
  #whole: Bounds | null = null;

  constructor(problem: ChoiceProblem<T>) {
    this.#problem = problem;
    const order = orderOf(problem);
    this.#couplings = placeCouplings(problem, order);
    this.#groups = order.map((index, place) => placeGroup(problem.groups[index]!, place, this.#couplings));
    this.#closed = this.#couplings.map(() => CLOSED);
    this.#steps = this.#groups
      .flatMap((group) => stepsOf(group, group.byCost, group.relaxed))
      .sort(bySteepness);
  }

  /**
   * The cheapest, then again and again the cheapest that does not contain all that an earlier one changes. Each answer
   * splits the rest by which of its characteristics is left out; a part is searched only when it can be the next.
   */
  cheapest(most: number): readonly Chosen<T>[] {
    const answers: Chosen<T>[] = [];
    const parts: Part<T>[] = [{ leftOut: [], least: 0, found: undefined }];
    const seen = new Set<string>(['']);
    while (parts.length > 0) {
      const next = parts.reduce((best, part) => (isEarlier(part, best) ? part : best));
      parts.splice(parts.indexOf(next), 1);
      if (next.found === undefined) {
        // Dearer than what another part already has, it cannot be the next; it is searched again should it be its turn.
        const limit = parts.reduce(
          (least, part) => (part.found ? Math.min(least, part.least) : least),
          Infinity,
        );
        const found = this.#search(next.leftOut, limit);
        if (found !== null) parts.push({ ...next, found, least: found.cost });
        else if (limit < Infinity) parts.push({ ...next, least: limit * (1 + 1e-9) + 1e-12 });
        continue;
      }
      const { found } = next;
      let told = answers.find((answer) => contains(found, answer));
      if (told === undefined) {
        answers.push(found);
        if (answers.length === most) break;
        told = found;
      }
      for (const id of characteristicsOf(told)) {
        const leftOut = [...next.leftOut, id].sort();
        const key = leftOut.join(' ');
        if (seen.has(key)) continue;
        seen.add(key);
        const least = Math.max(next.least, this.#least(leftOut));
        if (least < Infinity) parts.push({ leftOut, least, found: undefined });
      }
    }
    return answers;
  }

  /** The greatest gain that any choices reach, cost and number aside: what nobody can do better than. Null where a group that must change cannot. */
  greatest(): Chosen<T> | null {
    let front = new Map<string, Reached>([
      ['', { gain: 0, cost: 0, choice: 0, before: null, classes: this.#closed }],
    ]);
    for (const group of this.#groups) {
      const next = new Map<string, Reached>();
      for (const state of front.values()) {
        const gains = gainsOf(group, state.classes);
        for (let choice = group.mayStay ? 0 : 1; choice <= group.size; choice += 1) {
          const classes = classesAfter(group, choice, state.classes);
          const gain = state.gain + gains[choice]!;
          const cost = state.cost + group.cost[choice]!;
          const key = classes.join(',');
          const known = next.get(key);
          if (known !== undefined && (known.gain > gain || (known.gain === gain && known.cost <= cost)))
            continue;
          next.set(key, { gain, cost, choice, before: state, classes });
        }
      }
      front = next;
    }
    const best = [...front.values()].reduce<Reached | null>(
      (a, b) => (a === null || b.gain > a.gain || (b.gain === a.gain && b.cost < a.cost) ? b : a),
      null,
    );
    if (best === null) return null;
    const chosen: number[] = [];
    for (let at: Reached = best; at.before !== null; at = at.before) chosen.push(at.choice);
    return this.#chosen(chosen.reverse(), best.cost, best.gain);
  }

  /** The least that a gain can cost: a bound that never asks too much. Infinity where it is out of reach. */
  least(gain: number): number {
    if (this.#whole === null) {
      const allowed = this.#allowed([]);
      const relaxed = this.#groups.map((group) => group.relaxed);
      if (allowed === null) return Infinity;
      this.#whole = new Bounds(this.#groups, allowed, relaxed, this.#steps);
    }
    return this.#whole.least(0, gain);
  }

  /** The least that what is wanted can cost with these left out: the bound, without a search. */
  #least(leftOut: readonly string[]): number {
    const allowed = this.#allowed(leftOut);
    if (allowed === null) return Infinity;
    let cost = 0;
    let missing = this.#problem.wanted;
    this.#groups.forEach((group, place) => {
      cost += group.cost[allowed[place]![0]!]!;
      missing -= group.relaxed[allowed[place]![0]!]!;
    });
    for (const step of this.#stepsIn(allowed)) {
      if (missing <= 0) return cost;
      cost += step.gain <= missing ? step.cost : (step.cost * missing) / step.gain;
      missing -= step.gain;
    }
    return missing <= 1e-9 ? cost : Infinity;
  }

  /** The choices of each group that touch none of what is left out; null where one that must change then cannot. */
  #allowed(leftOut: readonly string[]): Allowed | null {
    const allowed = this.#groups.map((group) => {
      if (leftOut.length === 0 || !group.characteristics.some((id) => leftOut.includes(id)))
        return group.byCost;
      return group.byCost.filter(
        (choice) =>
          choice === 0 || !group.choices[choice - 1]!.characteristics.some((id) => leftOut.includes(id)),
      );
    });
    return allowed.some((choices) => choices.length === 0) ? null : allowed;
  }

  /** Steepest first, of what is allowed. */
  #stepsIn(allowed: Allowed): readonly Step[] {
    const groups = this.#groups;
    const isWhole = groups.map((group, place) => allowed[place] === group.byCost);
    if (isWhole.every(Boolean)) return this.#steps;
    const whole = this.#steps.filter(({ place }) => isWhole[place]);
    const parts = groups.flatMap((group, place) =>
      isWhole[place] || allowed[place]!.length < 2 ? [] : stepsOf(group, allowed[place]!, group.relaxed),
    );
    return parts.length === 0 ? whole : [...whole, ...parts].sort(bySteepness);
  }

  /**
   * Leaves out the choices that no answer within the limit makes. With a price λ for the gain, whatever is chosen costs
   * at least λ × wanted + Σ least (cost − λ × gain) of each group (Lagrange); a choice that lifts this above the limit is
   * out. With fewer choices the couplings promise less, and so once more.
   */
  #narrowed(open: Allowed, limit: number): { readonly allowed: Allowed; readonly bounds: Bounds } | null {
    const groups = this.#groups;
    const { wanted } = this.#problem;
    let allowed = open;
    let relaxed: readonly Float64Array[] = groups.map((group) => group.relaxed);
    let steps = this.#stepsIn(allowed);
    for (let round = 0; round < NARROWINGS; round += 1) {
      let missing = wanted;
      groups.forEach((_, place) => (missing -= relaxed[place]![allowed[place]![0]!]!));
      let price = 0;
      for (const step of steps) {
        if (missing <= 0) break;
        missing -= step.gain;
        price = step.cost / step.gain;
      }
      if (missing > 1e-9) return null;
      const priced = groups.map(({ cost }, place) => {
        let least = Infinity;
        for (const choice of allowed[place]!)
          least = Math.min(least, cost[choice]! - price * relaxed[place]![choice]!);
        return least;
      });
      const bound = priced.reduce((sum, least) => sum + least, price === 0 ? 0 : price * wanted);
      if (bound - DUST > limit) return null;
      if (limit === Infinity) break;
      const most = relaxed;
      allowed = allowed.map((choices, place) => {
        const slack = limit - bound + priced[place]! + DUST;
        return choices.filter(
          (choice) => groups[place]!.cost[choice]! - price * most[place]![choice]! <= slack,
        );
      });
      relaxed = groups.map((group) => (group.isCoupled ? relaxedOf(group, allowed) : group.relaxed));
      steps = groups
        .flatMap((group, place) =>
          allowed[place]!.length < 2 ? [] : stepsOf(group, allowed[place]!, relaxed[place]!),
        )
        .sort(bySteepness);
    }
    return { allowed, bounds: new Bounds(groups, allowed, relaxed, steps) };
  }

  /** The cheapest with these left out; null where there is none that costs so little. */
  #search(leftOut: readonly string[], costAtMost: number): Chosen<T> | null {
    const open = this.#allowed(leftOut);
    if (open === null) return null;
    const { wanted, suffices, changesAtMost } = this.#problem;
    const groups = this.#groups;
    let best = this.#quickAnswer(open);
    if (best !== null && best.cost > costAtMost) best = null;
    let limit = (best === null ? costAtMost : best.cost) * (1 + 1e-12);
    const narrowed = this.#narrowed(open, limit);
    if (narrowed === null) return null;
    const { allowed, bounds } = narrowed;
    const restMayStay = mayAllStay(groups);
    // Partial choices stand in columns; `before` and `choice` of every one ever made lead back to the whole.
    const before: number[] = [-1];
    const choiceMade: number[] = [0];
    let front: Front = { cost: [0], gain: [0], changes: [0], key: [0], id: [0] };
    let classesOfKey: (readonly number[])[] = [this.#closed];
    for (let place = 0; place <= groups.length; place += 1) {
      const unfinished: number[] = [];
      for (let at = 0; at < front.cost.length; at += 1) {
        const gain = front.gain[at]!;
        if (restMayStay[place] && gain >= wanted && suffices(gain)) {
          const found = {
            cost: front.cost[at]!,
            gain,
            changes: front.changes[at]!,
            id: front.id[at]!,
            choices: null,
          };
          if (best === null || isCheaper(found, best)) {
            best = found;
            limit = found.cost * (1 + 1e-12);
          }
        } else unfinished.push(at);
      }
      if (place === groups.length) break;
      const group = groups[place]!;
      const choices = allowed[place]!;
      // Only staying is left to a group in most places: nothing is coupled with it, so nothing happens there.
      if (
        choices.length === 1 &&
        choices[0] === 0 &&
        !group.isCoupled &&
        unfinished.length === front.cost.length
      )
        continue;
      const next: Front = { cost: [], gain: [], changes: [], key: [], id: [] };
      const keys = new Keys(group, classesOfKey);
      let added = false;
      for (const at of unfinished) {
        const keyBefore = front.key[at]!;
        const delta = group.isCoupled ? gainsOf(group, classesOfKey[keyBefore]!) : group.own;
        const keysAfter = group.isCoupled ? keys.after(keyBefore) : null;
        for (const choice of choices) {
          const cost = front.cost[at]! + group.cost[choice]!;
          if (cost > limit) break;
          const changes = front.changes[at]! + group.changes[choice]!;
          if (changes > changesAtMost) continue;
          const gain = front.gain[at]! + delta[choice]!;
          if (cost + bounds.least(place + 1, wanted - gain) > limit) continue;
          next.cost.push(cost);
          next.gain.push(gain);
          next.changes.push(changes);
          let key = keyBefore;
          if (keysAfter !== null) {
            key = keysAfter[group.openClass[choice]!]!;
            if (key === CLOSED) key = keys.meet(keysAfter, keyBefore, choice);
          }
          next.key.push(key);
          if (choice === 0) next.id.push(front.id[at]!);
          else {
            added = true;
            next.id.push(before.length);
            before.push(front.id[at]!);
            choiceMade.push(place * CHOICES_AT_MOST + choice);
          }
        }
      }
      classesOfKey = keys.classes;
      front = added || group.isCoupled ? unbeaten(next, changesAtMost) : next;
    }
    if (best === null) return null;
    if (best.choices !== null) return this.#chosen(best.choices, best.cost, best.gain);
    const chosen: number[] = groups.map(() => 0);
    for (let at = best.id; before[at]! >= 0; at = before[at]!) {
      chosen[Math.floor(choiceMade[at]! / CHOICES_AT_MOST)] = choiceMade[at]! % CHOICES_AT_MOST;
    }
    return this.#chosen(chosen, best.cost, best.gain);
  }

  /** Steepest steps first until it suffices, then whatever can be taken back: rarely the cheapest, but its cost cuts the search short. */
  #quickAnswer(allowed: Allowed): Answer | null {
    const { suffices, changesAtMost } = this.#problem;
    const groups = this.#groups;
    const chosen = groups.map((_, place) => allowed[place]![0]!);
    let gain = this.#gainOfAll(chosen);
    if (!suffices(gain)) {
      for (const { place, choice } of this.#steps) {
        if (!allowed[place]!.includes(choice)) continue;
        const delta = this.#deltaOf(chosen, place, choice);
        if (delta <= 0) continue;
        gain += delta;
        chosen[place] = choice;
        if (suffices(gain)) break;
      }
      if (!suffices(gain)) return null;
    }
    const places = groups
      .map((_, place) => place)
      .filter((place) => chosen[place] !== allowed[place]![0])
      .sort((a, b) => groups[b]!.cost[chosen[b]!]! - groups[a]!.cost[chosen[a]!]!);
    for (const place of places) {
      for (const choice of allowed[place]!) {
        if (groups[place]!.cost[choice]! >= groups[place]!.cost[chosen[place]!]!) break;
        const delta = this.#deltaOf(chosen, place, choice);
        if (!suffices(gain + delta)) continue;
        gain += delta;
        chosen[place] = choice;
        break;
      }
    }
    let cost = 0;
    let changes = 0;
    // Added in the order of the search, so that the same choices cost the same to the last bit.
    groups.forEach((group, place) => {
      cost += group.cost[chosen[place]!]!;
      changes += group.changes[chosen[place]!]!;
    });
    return changes > changesAtMost ? null : { cost, gain, changes, id: -1, choices: chosen };
  }

  #gainOfAll(chosen: readonly number[]): number {
    let gain = 0;
    let classes = this.#closed;
    this.#groups.forEach((group, place) => {
      gain += gainsOf(group, classes)[chosen[place]!]!;
      classes = classesAfter(group, chosen[place]!, classes);
    });
    return gain;
  }

  #deltaOf(chosen: readonly number[], place: number, choice: number): number {
    const group = this.#groups[place]!;
    const now = chosen[place]!;
    let delta = group.own[choice]! - group.own[now]!;
    for (const coupling of [...group.opens, ...group.closes]) {
      const { first, second, firstClasses, secondClasses } = coupling;
      const a = first === place ? choice : chosen[first]!;
      const b = second === place ? choice : chosen[second]!;
      delta +=
        extraOf(coupling, firstClasses[a]!, secondClasses[b]!) -
        extraOf(coupling, firstClasses[chosen[first]!]!, secondClasses[chosen[second]!]!);
    }
    return delta;
  }

  #chosen(chosen: readonly number[], cost: number, gain: number): Chosen<T> {
    const choices = this.#groups.flatMap((group, place) => group.choices[chosen[place]! - 1] ?? []);
    return { choices, cost, gain };
  }
}

/** A third narrowing rarely leaves out more. */
const NARROWINGS = 2;

/** For the rounding of sums of costs. */
const DUST = 1e-9;

/** More choices than any group has. */
const CHOICES_AT_MOST = 2 ** 20;

interface Part<T> {
  readonly leftOut: readonly string[];
  /** What its cheapest costs at least. */
  readonly least: number;
  /** Undefined: not searched yet. */
  readonly found: Chosen<T> | undefined;
}

function isEarlier<T>(a: Part<T>, b: Part<T>): boolean {
  if (a.least !== b.least) return a.least < b.least;
  // What may cost as little must be searched before another is told.
  if (a.found === undefined || b.found === undefined) return a.found === undefined && b.found !== undefined;
  const [changesA, changesB] = [a.found, b.found].map((found) => characteristicsOf(found).length) as [
    number,
    number,
  ];
  return changesA === changesB ? a.found.gain > b.found.gain : changesA < changesB;
}

function characteristicsOf<T>({ choices }: Chosen<T>): readonly string[] {
  return choices.flatMap(({ characteristics }) => characteristics);
}

function contains<T>(found: Chosen<T>, told: Chosen<T>): boolean {
  const own = characteristicsOf(found);
  return characteristicsOf(told).every((id) => own.includes(id));
}

/** By place, whether all groups from there on may stay as they are. */
function mayAllStay<T>(groups: readonly Placed<T>[]): readonly boolean[] {
  const may = [true];
  for (let place = groups.length - 1; place >= 0; place -= 1) may.push(may.at(-1)! && groups[place]!.mayStay);
  return may.reverse();
}

interface Reached {
  readonly gain: number;
  readonly cost: number;
  readonly choice: number;
  readonly before: Reached | null;
  readonly classes: readonly number[];
}
