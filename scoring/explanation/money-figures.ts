import {
  affordabilityOf,
  amountWithin,
  limitedTruth,
  limitOf,
  setAffordability,
  whatItSays,
} from '../decision/decide-credit.ts';
import type { CompiledRule } from '../policy/compile-policy.ts';
import { type CreditCase, isBetter } from './credit-case.ts';
import type { Changes } from './moved-terms.ts';
import { turningPoints } from './recourse-candidates.ts';
import {
  ARITHMETIC,
  type Arithmetic,
  isRoot,
  type MoneyRoots,
  rootsOf,
  touchedBy,
} from './recourse-effects.ts';
import { isSilent } from './rules-in-the-way.ts';

/** A figure that follows from others and is known. */
export interface Follower {
  readonly id: string;
  readonly now: number;
  readonly follow: Arithmetic;
  /** Where rules read it; −1: none does. */
  readonly slot: number;
  /** In the scorecard; −1: it has no term. */
  readonly place: number;
  /** Where an attribute of it, or a rule that looks at it, turns. */
  readonly edges: readonly number[];
}

/** The amount, the term, the income, the expenses and the obligations of a case with all that follows, changed in place. */
export class MoneyFigures {
  readonly #case: CreditCase;
  readonly #roots: MoneyRoots;
  readonly #followers = new Map<string, readonly Follower[]>();

  constructor(of: CreditCase) {
    this.#case = of;
    this.#roots = rootsOf(of.decision.inputs.values);
  }

  /** What follows from it, was known and matters; what was not known stays not known. */
  followersOf(id: string): readonly Follower[] {
    const ready = this.#followers.get(id);
    if (ready !== undefined) return ready;
    const { plan, decision } = this.#case;
    const { values, asOf } = decision.inputs;
    const { compiled, scorecard, placeOf } = plan;
    const turning = turningPoints(compiled, [scorecard], asOf);
    const followers = touchedBy(id)
      .slice(1)
      .flatMap((figure): readonly Follower[] => {
        const now = values[figure];
        const slot = compiled.slots.numbers.get(figure) ?? -1;
        const place = placeOf.get(figure) ?? -1;
        if (typeof now !== 'number' || (slot < 0 && place < 0)) return [];
        const follow = ARITHMETIC[figure]!;
        return [{ id: figure, now, follow, slot, place, edges: turning.get(figure) ?? [] }];
      });
    this.#followers.set(id, followers);
    return followers;
  }

  touchedBy(id: string): readonly string[] {
    return [id, ...this.followersOf(id).map((follower) => follower.id)];
  }

  /** The figure as it stands with the changes that were made. */
  figure({ follow }: Follower): number | null {
    return follow(this.#roots);
  }

  /** The figure as it would be with this value too. */
  figureAt({ follow }: Follower, id: string, value: number): number | null {
    if (!isRoot(id)) return follow(this.#roots);
    const before = this.#roots[id];
    this.#roots[id] = value;
    const figure = follow(this.#roots);
    this.#roots[id] = before;
    return figure;
  }

  /** Makes the changes, with all that follows from them. */
  move(changes: Changes, followers: readonly Follower[]): void {
    const { numbers } = this.#case.filled;
    for (const { characteristic, to } of changes) this.#set(characteristic, to);
    for (const { follow, slot } of followers) if (slot >= 0) numbers[slot] = follow(this.#roots) ?? NaN;
  }

  moveBack(changes: Changes, followers: readonly Follower[]): void {
    const { numbers } = this.#case.filled;
    for (const { characteristic, from } of changes) this.#set(characteristic, from as number);
    for (const { now, slot } of followers) if (slot >= 0) numbers[slot] = now;
  }

  #set(id: string, value: number): void {
    if (isRoot(id)) this.#roots[id] = value;
    this.#case.filled.set(id, value);
  }
}

/** Whether the rules that look at money let the figures pass as they stand. */
export class MoneyRules {
  readonly #case: CreditCase;
  readonly #plain: readonly CompiledRule[];
  readonly #limiting: readonly CompiledRule[];

  constructor(of: CreditCase, rules: readonly CompiledRule[]) {
    this.#case = of;
    this.#plain = rules.filter(({ limit }) => limit === null);
    this.#limiting = rules.filter(({ limit }) => limit !== null);
  }

  get ids(): readonly string[] {
    return [...this.#plain, ...this.#limiting].map(({ rule }) => rule.id);
  }

  /** They are silent, and what they allow is better than what was decided. */
  letPass(): boolean {
    const { decision, filled } = this.#case;
    const { credit } = this.#case.plan;
    setAffordability(filled, affordabilityOf(credit, filled));
    for (const rule of this.#plain) if (!isSilent(rule, filled)) return false;
    const limit = this.limit();
    if (Number.isNaN(limit)) return false;
    const requested = credit.requestedAmount(filled.numbers, filled.texts);
    return isBetter(decision.outcome, amountWithin(limit, credit, filled, requested));
  }

  /** The least of the limits that speak; NaN where one would have people decide. Affordability must stand as the figures do. */
  limit(): number {
    const { plan, filled } = this.#case;
    const { numbers, texts } = filled;
    const requested = plan.credit.requestedAmount(numbers, texts);
    let least = Infinity;
    for (const rule of this.#limiting) {
      const limit = limitOf(rule, filled);
      const says = whatItSays(rule, limitedTruth(rule, rule.holds(numbers, texts), limit, requested));
      if (says === 'refers' || says === 'declines') return NaN;
      if (says === 'limits') least = Math.min(least, limit);
    }
    return least;
  }

  /** The most that the limits allow as the figures stand. */
  mostAllowed(): number {
    const { plan, filled } = this.#case;
    setAffordability(filled, affordabilityOf(plan.credit, filled));
    return this.limit();
  }
}
