import { expect } from 'chai';
import { explainScore } from '../../../scoring/explanation/contributions.ts';
import { scoreReasons } from '../../../scoring/explanation/reasons.ts';
import { foretoldNames, thresholdPoints } from '../../../scoring/scorecard/foretold.ts';
import { curveOf, monthsOf } from '../../../scoring/scorecard/hazard.ts';
import { sigmoid } from '../../../scoring/scorecard/metrics.ts';
import { predictionOf, targetKindOf } from '../../../scoring/scorecard/prediction.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import type { Scorecard, ValueRow } from '../../../scoring/scorecard/scorecard.ts';

/** What `recourse score --reasons 4 --contributions` says of a row, unrounded, in the order of its columns. */
export interface ScoredRow {
  /** Probability, share, amount, or what has come by each month that is told. */
  readonly foretold: readonly number[];
  readonly points: number;
  readonly reasons: readonly (string | null)[];
  readonly contributions: readonly number[];
}

const REASONS = 4;

export function scoredRow(card: Scorecard, row: ValueRow, cutoff = card.training.positiveRate): ScoredRow {
  const isCurve = targetKindOf(card) === 'hazard';
  const explained = explainScore(card, isCurve ? inMonth(card, row, 1) : row);
  const reasons = scoreReasons(explained, card, thresholdPoints(card, cutoff), () => null, {});
  return {
    foretold: isCurve ? curveTold(card, row) : [predictionOf(card, explained.sum)],
    points: explained.points,
    reasons: Array.from({ length: REASONS }, (_, at) => reasons[at]?.characteristic ?? null),
    contributions: explained.contributions.map(({ logOdds }) => logOdds),
  };
}

/** Month by month from the plain scorer. */
function curveTold(card: Scorecard, row: ValueRow): readonly number[] {
  const { horizon, recovered } = monthsOf(card);
  const curve = curveOf(
    Array.from({ length: horizon }, (_, at) => sigmoid(scoreRow(card, inMonth(card, row, at + 1)).logOdds)),
    recovered,
  );
  return foretoldNames(card).map((name) => {
    const [what, month] = name.split('_');
    return (what === 'paid' ? curve.paid : curve.recovered)[Number(month) - 1]!;
  });
}

function inMonth(card: Scorecard, row: ValueRow, month: number): ValueRow {
  return { ...row, [monthsOf(card).characteristic]: month };
}

/** The columns of a compiled SELECT, without the one that names the row; so many of them foretell. */
export function readScoredRow(columns: readonly unknown[], foretelling = 1): ScoredRow {
  const [points, ...rest] = columns.slice(foretelling);
  return {
    foretold: columns.slice(0, foretelling).map(Number),
    points: Number(points),
    reasons: rest.slice(0, REASONS).map((name) => (typeof name === 'string' ? name : null)),
    contributions: rest.slice(REASONS).map(Number),
  };
}

/** Everything to the last bit but what is foretold: engines differ in the last digit of `exp`. */
export function expectSameScores(told: readonly ScoredRow[], wanted: readonly ScoredRow[]): void {
  const exact = (rows: readonly ScoredRow[]): readonly object[] =>
    rows.map(({ points, reasons, contributions }) => ({ points, reasons, contributions }));
  expect(exact(told)).to.deep.equal(exact(wanted));
  told.forEach(({ foretold }, at) => {
    expect(foretold).to.have.length(wanted[at]!.foretold.length);
    foretold.forEach((value, nth) => expect(value).to.be.closeTo(wanted[at]!.foretold[nth]!, 1e-12));
  });
}
