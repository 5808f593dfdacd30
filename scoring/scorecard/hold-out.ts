import { compileScorer } from './compile.ts';
import { type FitRefusal, fitScorecard, type ScorecardSpec } from './fit.ts';
import { type Metrics, metricsOf } from './metrics.ts';
import { takeRows, type Table } from './table.ts';
import { readTarget } from './target.ts';
import type { TensorFlow } from './tensorflow.ts';

export interface HeldOut {
  readonly kind: 'validated';
  readonly metrics: Metrics;
  /** P(target = 1) of each row held out, and what came. */
  readonly probability: Float64Array;
  readonly outcomes: Float64Array;
}

/** Fits on the rows that are not held out and measures on those that are: one fit, where cross-validation takes k. */
export async function holdOut(
  tf: TensorFlow,
  table: Table,
  spec: ScorecardSpec,
  isHeld: (row: number) => boolean,
): Promise<HeldOut | FitRefusal> {
  const target = readTarget(table, spec.target.name);
  if (target.kind === 'refused') return target;
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const held = rows.filter(isHeld);
  const fitted = await fitScorecard(
    tf,
    takeRows(
      table,
      rows.filter((row) => !isHeld(row)),
    ),
    spec,
  );
  if (fitted.kind === 'refused') return fitted;
  const { probability } = compileScorer(fitted.scorecard).score(takeRows(table, held));
  const outcomes = Float64Array.from(held, (row) => target.outcomes[row]!);
  return { kind: 'validated', metrics: metricsOf(probability, outcomes), probability, outcomes };
}
