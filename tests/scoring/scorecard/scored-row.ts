import { expect } from 'chai';
import { explainScore } from '../../../scoring/explanation/contributions.ts';
import { scoreReasons } from '../../../scoring/explanation/reasons.ts';
import { logit } from '../../../scoring/scorecard/metrics.ts';
import { pointsOf } from '../../../scoring/scorecard/scaling.ts';
import type { Scorecard, ValueRow } from '../../../scoring/scorecard/scorecard.ts';

/** What `recourse score --reasons 4 --contributions` says of a row, unrounded, in the order of its columns. */
export interface ScoredRow {
  readonly probability: number;
  readonly points: number;
  readonly reasons: readonly (string | null)[];
  readonly contributions: readonly number[];
}

const REASONS = 4;

export function scoredRow(card: Scorecard, row: ValueRow, cutoff = card.training.positiveRate): ScoredRow {
  const explained = explainScore(card, row);
  const threshold = pointsOf(card.scaling, card.target.favourable, logit(cutoff));
  const reasons = scoreReasons(explained, card, threshold, () => null, {});
  return {
    probability: explained.probability,
    points: explained.points,
    reasons: Array.from({ length: REASONS }, (_, at) => reasons[at]?.characteristic ?? null),
    contributions: explained.contributions.map(({ logOdds }) => logOdds),
  };
}

/** The columns of a compiled SELECT, without the one that names the row. */
export function readScoredRow(columns: readonly unknown[]): ScoredRow {
  const [probability, points, ...rest] = columns;
  return {
    probability: Number(probability),
    points: Number(points),
    reasons: rest.slice(0, REASONS).map((name) => (typeof name === 'string' ? name : null)),
    contributions: rest.slice(REASONS).map(Number),
  };
}

/** Everything to the last bit but the probability: engines differ in the last digit of `exp`. */
export function expectSameScores(told: readonly ScoredRow[], wanted: readonly ScoredRow[]): void {
  const exact = (rows: readonly ScoredRow[]): readonly object[] =>
    rows.map(({ points, reasons, contributions }) => ({ points, reasons, contributions }));
  expect(exact(told)).to.deep.equal(exact(wanted));
  told.forEach(({ probability }, at) => {
    expect(probability).to.be.closeTo(wanted[at]!.probability, 1e-12);
  });
}
