import { compileScorer } from '../scorecard/compile.ts';
import { firstMonthPoints, paymentCurves } from '../scorecard/hazard.ts';
import { logit, type Metrics, metricsOf } from '../scorecard/metrics.ts';
import { predictionOf } from '../scorecard/prediction.ts';
import { pointsOf } from '../scorecard/scaling.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { type Column, findColumn, takeRows, type Table } from '../scorecard/table.ts';
import { type AmountFairness, amountFairnessOf } from './amount-fairness.ts';
import { type AmountPerformance, amountPerformanceOf } from './amount-performance.ts';
import { type Calibration, calibrationReport } from './calibration.ts';
import { type Discrimination, discriminationOf, sumOf } from './discrimination.ts';
import { type Fairness, fairnessOf } from './fairness.ts';
import { type HazardPerformance, hazardPerformanceOf, knownAtMonth } from './hazard-performance.ts';
import type { KnownCases } from './known-cases.ts';
import { type ScoreBin, scoreDistribution } from './score-distribution.ts';
import { type TermGain, termGains } from './term-gain.ts';

/** What predictions are worth on rows whose outcomes are known, by what is foretold. */
export type Performance = BinaryPerformance | HazardPerformance | AmountPerformance;

/** Of yes or no. */
export interface BinaryPerformance {
  readonly kind?: undefined;
  readonly rows: number;
  readonly positiveRate: number;
  readonly metrics: Metrics;
  readonly discrimination: Discrimination;
  readonly calibration: Calibration;
  readonly distribution: readonly ScoreBin[];
}

/** What a scorecard is worth on a table, with what only the scorecard itself can tell there. */
export interface TablePerformance {
  readonly measured: Performance;
  readonly gains: readonly TermGain[];
  readonly fairness: Fairness | AmountFairness | null;
}

/** Of predictions however they were made, out of fold too: their points are those of the scorecard's scale. */
export function performanceOf(
  { scaling, target }: Pick<Scorecard, 'scaling' | 'target'>,
  probabilities: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): BinaryPerformance {
  const points = Float64Array.from(probabilities, (p) => pointsOf(scaling, target.favourable, logit(p)));
  return {
    rows: outcomes.length,
    positiveRate: sumOf(outcomes) / outcomes.length,
    metrics: metricsOf(probabilities, outcomes),
    discrimination: discriminationOf(probabilities, outcomes),
    calibration: calibrationReport(probabilities, outcomes, points),
    distribution: scoreDistribution(points, outcomes),
  };
}

/** Of the scorecard's own predictions, whatever it foretells. */
export function performanceOn(scorecard: Scorecard, cases: KnownCases): Performance {
  switch (cases.kind) {
    case 'binary':
      return performanceOf(
        scorecard,
        compileScorer(scorecard).score(cases.table).probability,
        cases.outcomes,
      );
    case 'hazard':
      return hazardPerformanceOf(
        paymentCurves(scorecard, cases.table),
        cases.followed,
        firstMonthPoints(scorecard, cases.table),
      );
    case 'share':
    case 'amount':
      return amountPerformanceOf(cases.kind, predictionsOf(scorecard, cases.table), cases.outcomes);
  }
}

/** `group`: a column by which people are told apart; it needs no part in the score. The cut-off is the base rate unless said. */
export function performanceOnTable(
  scorecard: Scorecard,
  cases: KnownCases,
  asked: { readonly group?: string | undefined; readonly cutoff?: number | undefined } = {},
): TablePerformance {
  const column = asked.group === undefined ? undefined : findColumn(cases.table, asked.group);
  return {
    measured: performanceOn(scorecard, cases),
    gains: termGains(scorecard, cases),
    fairness: column === undefined ? null : fairnessOn(scorecard, cases, column, asked.cutoff),
  };
}

/** The expected amounts or shares of a table's rows. */
export function predictionsOf(scorecard: Scorecard, table: Table): Float64Array {
  return compileScorer(scorecard)
    .score(table)
    .logOdds.map((sum) => predictionOf(scorecard, sum));
}

/** Of months: whether it has come by the month at which cases are told apart, of the cases where that is known. */
function fairnessOn(
  scorecard: Scorecard,
  cases: KnownCases,
  column: Column,
  cutoff: number | undefined,
): Fairness | AmountFairness {
  const { favourable } = scorecard.target;
  switch (cases.kind) {
    case 'binary': {
      const { probability, points } = compileScorer(scorecard).score(cases.table);
      const scored = { probability, points, outcomes: cases.outcomes };
      return fairnessOf(column, scored, favourable, cutoff ?? scorecard.training.positiveRate);
    }
    case 'hazard': {
      const { curve, month } = hazardPerformanceOf(
        paymentCurves(scorecard, cases.table),
        cases.followed,
        firstMonthPoints(scorecard, cases.table),
      );
      const { rows, outcomes } = knownAtMonth(cases.followed, month);
      const known = takeRows(cases.table, Uint32Array.from(rows));
      const scored = {
        probability: paymentCurves(scorecard, known).map(({ paid }) => paid[month - 1]!),
        points: firstMonthPoints(scorecard, known),
        outcomes,
      };
      const own = findColumn(known, column.id)!;
      return fairnessOf(own, scored, favourable, cutoff ?? curve[month - 1]!.foretold);
    }
    case 'share':
    case 'amount':
      return amountFairnessOf(column, predictionsOf(scorecard, cases.table), cases.outcomes);
  }
}
