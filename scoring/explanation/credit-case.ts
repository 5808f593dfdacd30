import { affordabilityOf, setAffordability, setScores } from '../decision/decide-credit.ts';
import { scoresOf } from '../decision/decide.ts';
import type { CreditOutcome, Decision } from '../decision/decision.ts';
import { fillSlots, type Filled } from '../decision/fill-slots.ts';
import { locate } from '../scorecard/locate.ts';
import { type RowScore, scoreRow } from '../scorecard/score.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import type { CreditPlan } from './credit-plan.ts';

/** A decided application, laid out so that changes can be tried on it. */
export interface CreditCase {
  readonly decision: Decision;
  readonly plan: CreditPlan;
  /** What rules read; changed in place by whoever tries something, and set back. */
  readonly filled: Filled;
  readonly score: RowScore;
  /** 1 where more log-odds are better for the person. A gain is log-odds times this. */
  readonly sign: 1 | -1;
}

export function layOut(
  decision: Decision,
  plan: CreditPlan,
  scorecards: ReadonlyMap<string, Scorecard>,
): CreditCase {
  const { compiled, scorecard } = plan;
  const { inputs } = decision;
  const filled = fillSlots(compiled, inputs);
  setScores(filled, compiled, scoresOf(inputs, compiled, scorecards), 'actual');
  setAffordability(filled, affordabilityOf(plan.credit, filled));
  return {
    decision,
    plan,
    filled,
    score: scoreRow(scorecard, inputs.values),
    sign: scorecard.target.favourable === 1 ? 1 : -1,
  };
}

/** What training has seen: an attribute without a case, or beyond the last of them, is no ground for advice. */
export function isKnownGround({ scorecard, placeOf, locators }: CreditPlan, id: string, to: number): boolean {
  const place = placeOf.get(id);
  if (place === undefined) return true;
  const { attributes, observed } = scorecard.characteristics[place]!;
  if (observed && (to < observed.from || to > observed.to)) return false;
  return attributes[locate(locators[place]!, to)]!.count > 0;
}

/** What was refused is approved, what was cut is approved for more. */
export function isBetter(was: Decision['outcome'], now: Decision['outcome'] | CreditOutcome): boolean {
  if (now.kind !== 'approve') return false;
  return was.kind === 'approve' ? now.amountCents > was.amountCents : was.kind === 'decline';
}
