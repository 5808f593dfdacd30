import { monthsOf, RECOVERY_MONTHS } from './hazard.ts';
import { sumFor, targetKindOf } from './prediction.ts';
import { pointsOf } from './scaling.ts';
import type { Scorecard } from './scorecard.ts';

/** The columns that say what a scorecard foretells, whichever program or database writes them. */
export function foretoldNames(scorecard: Scorecard): readonly string[] {
  const kind = targetKindOf(scorecard);
  if (kind === 'binary') return ['probability'];
  if (kind !== 'hazard') return [kind];
  const months = toldMonths(scorecard);
  return [...months.map((month) => `paid_${month}`), ...months.map((month) => `recovered_${month}`)];
}

/** 6, 12, 24 and 36 months, as far as training saw; the last month seen where that is less. */
export function toldMonths(scorecard: Scorecard): readonly number[] {
  const { horizon } = monthsOf(scorecard);
  const told = RECOVERY_MONTHS.filter((month) => month <= horizon);
  return told.length > 0 ? told : [horizon];
}

/**
 * The points that reasons are told against: those of the cut-off, and without one of the average case. An amount has no
 * cut-off, and a month decides nothing.
 */
export function thresholdPoints(scorecard: Scorecard, cutoff?: number): number {
  const { scaling, target, training } = scorecard;
  return pointsOf(scaling, target.favourable, sumFor(scorecard, cutoff ?? training.positiveRate));
}
