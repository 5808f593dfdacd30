import type { CreditCase } from './credit-case.ts';
import { isKnownGround } from './credit-case.ts';
import type { Follower, MoneyFigures, MoneyRules } from './money-figures.ts';
import type { Changes } from './moved-terms.ts';
import {
  amountStep,
  type Candidate,
  candidate,
  changeOf,
  reachablePoints,
  turningPoints,
} from './recourse-candidates.ts';

export const AMOUNT = 'requested_amount';
const TERM = 'requested_term';

/** Incomes and expenses are advised in steps of €25: nobody is told to earn €1,243.17. */
const MONEY_STEP = 25_00;

/**
 * The values of money on offer. Between two of them nothing turns: neither an attribute of a figure, nor a rule, nor
 * what the limits allow.
 */
export class MoneyOffers {
  readonly #case: CreditCase;
  readonly #figures: MoneyFigures;
  readonly #rules: MoneyRules;

  constructor(of: CreditCase, figures: MoneyFigures, rules: MoneyRules) {
    this.#case = of;
    this.#figures = figures;
    this.#rules = rules;
  }

  /** Of income and the like, in whole steps, also the first beyond each edge of a figure that follows from it alone. */
  withEdges(candidates: readonly Candidate[]): readonly Candidate[] {
    const { plan } = this.#case;
    const { characteristic: id, from } = candidates[0]!;
    const change = changeOf(id, [plan.scorecard]);
    if (id === TERM || change === null || change.direction === 0 || typeof from !== 'number')
      return candidates;
    const toStep = change.direction > 0 ? Math.ceil : Math.floor;
    const tos = new Set(candidates.map(({ to }) => toStep(to / MONEY_STEP) * MONEY_STEP));
    const steps = stepsOfMoney(from, change.direction);
    if (steps.last >= 1) {
      for (const follower of this.#figures.followersOf(id)) {
        const { edges, now } = follower;
        const at = (to: number): number => this.#figures.figureAt(follower, id, to) ?? now;
        const last = at(steps.valueAt(steps.last));
        for (const edge of edges) {
          if (now < edge === last < edge) continue;
          tos.add(steps.firstWhere((to) => at(to) < edge === last < edge));
        }
      }
      const passesAt = (to: number): boolean => this.#passesWith([candidate(id, from, to, change)]);
      if (!this.#rules.letPass() && passesAt(steps.valueAt(steps.last))) tos.add(steps.firstWhere(passesAt));
    }
    return [...tos]
      .filter((to) => to >= 0 && to !== from && isKnownGround(plan, id, to))
      .sort((a, b) => Math.abs(a - from) - Math.abs(b - from))
      .map((to) => candidate(id, from, to, change));
  }

  #passesWith(changes: Changes): boolean {
    const followers = changes.flatMap(({ characteristic }) => this.#figures.followersOf(characteristic));
    this.#figures.move(changes, followers);
    const passes = this.#rules.letPass();
    this.#figures.moveBack(changes, followers);
    return passes;
  }

  /**
   * The lender's steps of amount that matter beside these changes: each the last on its side of an edge; the highest
   * first. `followers`: all that follow from the changes beside.
   */
  amountsBeside(
    { from, characteristic: id }: Candidate,
    beside: Changes,
    followers: readonly Follower[],
  ): readonly Candidate[] {
    const { plan, filled, decision } = this.#case;
    const { compiled, scorecard, credit } = plan;
    const { asOf } = decision.inputs;
    const change = changeOf(id, [scorecard]);
    if (change === null || typeof from !== 'number' || change.direction > 0) return [];
    const step = amountStep(compiled, asOf);
    const least = Number(filled.valueOf(credit.settings.leastAmount) ?? step);
    const highest = Math.ceil(from / step) - 1;
    const steps = new Set<number>([highest]);
    const ownEdges = turningPoints(compiled, [scorecard], asOf).get(id) ?? [];
    for (const point of reachablePoints(id, from, change, ownEdges)) steps.add(Math.floor(point / step));
    this.#figures.move(beside, followers);
    for (const follower of this.#figures.followersOf(id)) {
      for (const last of this.#lastSteps(follower, id, step, highest)) steps.add(last);
    }
    const limit = this.#rules.mostAllowed();
    if (Number.isFinite(limit)) steps.add(Math.floor(limit / step));
    this.#figures.moveBack(beside, followers);
    return [...steps]
      .map((count) => count * step)
      .filter((to) => to > 0 && to >= least && to < from && isKnownGround(plan, id, to))
      .sort((a, b) => b - a)
      .map((to) => candidate(id, from, to, change));
  }

  /** Of each edge of the figure that lies between no amount and the highest, the last step on the near side. */
  #lastSteps(follower: Follower, id: string, step: number, highest: number): readonly number[] {
    const at = (count: number): number => this.#figures.figureAt(follower, id, count * step) ?? 0;
    const [none, all] = [at(0), at(highest)];
    return follower.edges.flatMap((edge): readonly number[] => {
      const isBelow = none < edge;
      if (isBelow === all < edge) return [];
      // The figure is proportional to the amount but for its rounding: the step is guessed, then mended.
      let last = Math.min(highest, Math.max(0, Math.floor(((edge - none) / (all - none)) * highest)));
      while (last > 0 && at(last) < edge !== isBelow) last -= 1;
      while (last < highest && at(last + 1) < edge === isBelow) last += 1;
      return [last];
    });
  }
}

/** Values of money in whole steps, from the person's own in the direction that it can change: at most twice as much. */
function stepsOfMoney(from: number, direction: -1 | 1) {
  const start = direction > 0 ? Math.floor(from / MONEY_STEP) : Math.ceil(from / MONEY_STEP);
  const last = direction > 0 ? Math.ceil((2 * from) / MONEY_STEP) - start : start;
  const valueAt = (step: number): number => (start + direction * step) * MONEY_STEP;
  return {
    last,
    valueAt,
    /** The first value from which on it holds, when it holds at the last. */
    firstWhere(holds: (to: number) => boolean): number {
      let [low, high] = [1, last];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (holds(valueAt(middle))) high = middle;
        else low = middle + 1;
      }
      return valueAt(low);
    },
  };
}
