import { compileScorer } from '../scorecard/compile.ts';
import { metricsOf } from '../scorecard/metrics.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import type { Table } from '../scorecard/table.ts';
import { sumOf } from './discrimination.ts';
import { swapSet } from './swap-set.ts';
import type { EditMeasured, EditSide } from './training-report.ts';

/** Both scorecards on the same rows: what the edit does to discrimination, to calibration, and to whom. */
export function measureEdit(
  parent: Scorecard,
  edited: Scorecard,
  table: Table,
  outcomes: ArrayLike<number>,
  cutoff: number = parent.training.positiveRate,
): EditMeasured {
  const before = compileScorer(parent).score(table).probability;
  const after = compileScorer(edited).score(table).probability;
  const side = (probabilities: Float64Array): EditSide => ({
    metrics: metricsOf(probabilities, outcomes),
    observedOverExpected: sumOf(outcomes) / sumOf(probabilities),
  });
  return {
    parent: { version: parent.version, fingerprint: parent.fingerprint },
    rows: table.rows,
    before: side(before),
    after: side(after),
    swap: swapSet(before, after, outcomes, parent.target.favourable, cutoff),
  };
}
