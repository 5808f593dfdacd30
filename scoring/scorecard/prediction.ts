import { logit, sigmoid } from './metrics.ts';
import type { Scorecard } from './scorecard.ts';

/** What a scorecard foretells: whether, in which month, what share, how much. */
export type TargetKind = 'binary' | 'hazard' | 'share' | 'amount';

export function targetKindOf({ target }: Pick<Scorecard, 'target'>): TargetKind {
  return target.kind ?? 'binary';
}

/** What the sum of base and contributions says: a probability, a share, or, where terms are amounts, the sum itself. */
export function predictionOf(scorecard: Pick<Scorecard, 'target'>, sum: number): number {
  return targetKindOf(scorecard) === 'amount' ? sum : sigmoid(sum);
}

/** The sum that foretells this: the inverse of `predictionOf`. */
export function sumFor(scorecard: Pick<Scorecard, 'target'>, prediction: number): number {
  return targetKindOf(scorecard) === 'amount' ? prediction : logit(prediction);
}
