import { compileScorer } from '../scorecard/compile.ts';
import { logit, type Metrics, metricsOf } from '../scorecard/metrics.ts';
import { pointsOf } from '../scorecard/scaling.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { findColumn, type Table } from '../scorecard/table.ts';
import { type Calibration, calibrationReport } from './calibration.ts';
import { type Discrimination, discriminationOf, sumOf } from './discrimination.ts';
import { type Fairness, fairnessOf } from './fairness.ts';
import { type ScoreBin, scoreDistribution } from './score-distribution.ts';
import { type TermGain, termGains } from './term-gain.ts';

/** What predictions are worth on rows whose outcomes are known. */
export interface Performance {
  readonly rows: number;
  readonly positiveRate: number;
  readonly metrics: Metrics;
  readonly discrimination: Discrimination;
  readonly calibration: Calibration;
  readonly distribution: readonly ScoreBin[];
}

/** What a scorecard is worth on a table, with what only the scorecard itself can tell there. */
export interface TablePerformance extends Performance {
  readonly gains: readonly TermGain[];
  readonly fairness: Fairness | null;
}

/** Of predictions however they were made, out of fold too: their points are those of the scorecard's scale. */
export function performanceOf(
  { scaling, target }: Pick<Scorecard, 'scaling' | 'target'>,
  probabilities: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): Performance {
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

/** `group`: a column by which people are told apart; it needs no part in the score. The cut-off is the base rate unless said. */
export function performanceOnTable(
  scorecard: Scorecard,
  table: Table,
  outcomes: ArrayLike<number>,
  asked: { readonly group?: string | undefined; readonly cutoff?: number | undefined } = {},
): TablePerformance {
  const scores = compileScorer(scorecard).score(table);
  const measured = performanceOf(scorecard, scores.probability, outcomes);
  const column = asked.group === undefined ? undefined : findColumn(table, asked.group);
  return {
    ...measured,
    gains: termGains(scorecard, scores, outcomes),
    fairness:
      column === undefined
        ? null
        : fairnessOf(
            column,
            { probability: scores.probability, points: scores.points, outcomes },
            scorecard.target.favourable,
            asked.cutoff ?? scorecard.training.positiveRate,
          ),
  };
}
