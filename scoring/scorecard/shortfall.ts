import { basePointsOf } from './scaling.ts';
import type { Scorecard } from './scorecard.ts';

/** Four principal reasons at most: more tell a person less (the practice of adverse-action notices). */
export const REASONS_AT_MOST = 4;

/** Less than this moves nobody across a threshold that people would recognise. */
export const LEAST_POINTS = 0.5;

/** What people at the threshold have of a term on average: its mean, and its share of the way from there. */
export interface Yardstick {
  readonly mean: number;
  readonly allowance: number;
}

/** What a term's points fall short of the yardstick; below 0 it cost the person something. */
export type ShortfallOf = (term: string, points: number) => number;

/** Compiled forms that know the yardsticks beforehand subtract in this order too: float sums depend on it. */
export function shortfallOf(scorecard: Scorecard, thresholdPoints: number | null): ShortfallOf {
  const yardstickOf = yardsticksOf(scorecard, thresholdPoints);
  return (term, points) => {
    const { mean, allowance } = yardstickOf(term);
    return points - mean - allowance;
  };
}

/**
 * A score at the threshold is not reached by being average everywhere. People at the threshold have, for each term, on
 * average `mean + variance ÷ total variance × (threshold − base)` points (the regression of a term on the sum, terms
 * taken as uncorrelated). Over all terms the shortfalls add up to exactly score − threshold. Without a threshold the
 * yardstick is the average case.
 */
export function yardsticksOf(
  scorecard: Scorecard,
  thresholdPoints: number | null,
): (term: string) => Yardstick {
  const { ofTerm, meanTotal, varianceTotal } = spreadsOf(scorecard);
  const distance = thresholdPoints === null ? 0 : thresholdPoints - meanTotal;
  return (term) => {
    const { mean, variance } = ofTerm.get(term) ?? NO_SPREAD;
    const share = varianceTotal > 0 ? variance / varianceTotal : 1 / ofTerm.size;
    return { mean, allowance: share * distance };
  };
}

interface Spread {
  readonly mean: number;
  readonly variance: number;
}

interface Spreads {
  /** By the name of the term's contribution. */
  readonly ofTerm: ReadonlyMap<string, Spread>;
  /** Points of the average case. */
  readonly meanTotal: number;
  readonly varianceTotal: number;
}

const NO_SPREAD: Spread = { mean: 0, variance: 0 };

/** A scorecard never changes, and thousands of decisions are explained by one. */
const SPREADS = new WeakMap<Scorecard, Spreads>();

function spreadsOf(scorecard: Scorecard): Spreads {
  const known = SPREADS.get(scorecard);
  if (known !== undefined) return known;
  const ofTerm = new Map([
    ...scorecard.characteristics.map(({ id, attributes }): [string, Spread] => [
      id,
      spreadOf(
        attributes.map(({ points }) => points),
        attributes.map(({ count }) => count),
      ),
    ]),
    ...scorecard.pairs.map(({ id, points, counts }): [string, Spread] => [id, spreadOf(points, counts)]),
  ]);
  const spreads = {
    ofTerm,
    meanTotal: basePointsOf(scorecard) + sum([...ofTerm.values()].map(({ mean }) => mean)),
    varianceTotal: sum([...ofTerm.values()].map(({ variance }) => variance)),
  };
  SPREADS.set(scorecard, spreads);
  return spreads;
}

function spreadOf(points: readonly number[], counts: readonly number[]): Spread {
  const count = sum(counts);
  if (count === 0) return NO_SPREAD;
  const mean = sum(points.map((each, i) => each * counts[i]!)) / count;
  const variance = sum(points.map((each, i) => (each - mean) ** 2 * counts[i]!)) / count;
  return { mean, variance };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
