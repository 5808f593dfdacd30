import type { Scaling, Scorecard } from './scorecard.ts';

/** 20 points double the odds; 600 points are odds of 30 favourable outcomes to one. */
export const DEFAULT_SCALING: Scaling = { pointsToDouble: 20, anchorPoints: 600, anchorOdds: 30 };

/** Points per unit of log-odds(target = 1): negative where target = 1 is the worse outcome for the person. */
export function pointsPerLogOdds(scaling: Scaling, favourable: 0 | 1): number {
  const factor = scaling.pointsToDouble / Math.LN2;
  return favourable === 1 ? factor : -factor;
}

/** Points of log-odds(target = 1) on this scale. */
export function pointsOf(scaling: Scaling, favourable: 0 | 1, logOdds: number): number {
  const offset = scaling.anchorPoints - (scaling.pointsToDouble / Math.LN2) * Math.log(scaling.anchorOdds);
  return exactPoints(offset + pointsPerLogOdds(scaling, favourable) * logOdds);
}

/** Points of the average training case, from which every explanation starts. */
export function basePointsOf(scorecard: Pick<Scorecard, 'scaling' | 'target' | 'intercept'>): number {
  return pointsOf(scorecard.scaling, scorecard.target.favourable, scorecard.intercept);
}

/**
 * Published numbers are whole multiples of a power of two. Their sums are then exact in binary arithmetic, so that a
 * score is the same to the last bit in whichever order, on whichever machine, its contributions are added.
 */
export function exactLogOdds(value: number): number {
  return roundTo(value, 2 ** 20);
}

export function exactPoints(value: number): number {
  return roundTo(value, 2 ** 16);
}

function roundTo(value: number, steps: number): number {
  // Adding 0 turns −0 into 0, which JSON cannot tell apart.
  return Math.round(value * steps) / steps + 0;
}
