import type { Spread } from './cross-validate.ts';
import { columnsLacking, compileScorer } from './compile.ts';
import { readContinuousTarget } from './continuous-target.ts';
import { type ContinuousOutcome, type ContinuousSpec, fitContinuous } from './fit-continuous.ts';
import { largest } from './largest.ts';
import { mean, standardDeviation } from './metrics.ts';
import { predictionOf } from './prediction.ts';
import { takeRows, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';
import { withoutUnusable } from './unusable-columns.ts';

/** How far foretold amounts or shares can be believed. */
export interface ContinuousMetrics {
  /** Share of the outcomes' variance that is explained; below 0: worse than their mean; NaN where they are all alike. */
  readonly r2: number;
  /** Mean absolute error, in the unit of the target. */
  readonly mae: number;
  readonly rmse: number;
  /** Real total over the foretold: 1 where neither too much nor too little is foretold. */
  readonly actualOverExpected: number;
}

export function continuousMetrics(
  predicted: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): ContinuousMetrics {
  const rows = outcomes.length;
  let [total, foretold, absolute, squares] = [0, 0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    const error = outcomes[row]! - predicted[row]!;
    total += outcomes[row]!;
    foretold += predicted[row]!;
    absolute += Math.abs(error);
    squares += error ** 2;
  }
  let around = 0;
  for (let row = 0; row < rows; row += 1) around += (outcomes[row]! - total / rows) ** 2;
  return {
    r2: around > 0 ? 1 - squares / around : NaN,
    mae: absolute / rows,
    rmse: Math.sqrt(squares / rows),
    actualOverExpected: total / foretold,
  };
}

export interface ContinuousValidation {
  readonly kind: 'validated';
  readonly folds: readonly ContinuousMetrics[];
  readonly pooled: ContinuousMetrics;
  /** Over the folds in which outcomes differ; NaN where there is none. */
  readonly r2: Spread;
  readonly mae: Spread;
  readonly outOfFold: Float64Array;
}

/** Fits on all folds but one and measures on that one, for each fold in turn. */
export async function crossValidateContinuous(
  tf: TensorFlow,
  table: Table,
  spec: ContinuousSpec,
  folds: ArrayLike<number>,
  onFold: (done: number, of: number) => void = () => undefined,
): Promise<ContinuousValidation | Extract<ContinuousOutcome, { kind: 'refused' }>> {
  const target = readContinuousTarget(table, spec.target.name, spec.target.kind);
  if (target.kind === 'refused') return target;
  const usable = withoutUnusable(table, spec);
  const count = largest(Array.from(folds)) + 1;
  const outOfFold = new Float64Array(table.rows);
  const metrics: ContinuousMetrics[] = [];
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  for (let fold = 0; fold < count; fold += 1) {
    const held = rows.filter((row) => folds[row] === fold);
    const training = takeRows(
      table,
      rows.filter((row) => folds[row] !== fold),
    );
    const fitted = await fitContinuous(tf, training, usable);
    if (fitted.kind === 'refused') return { ...fitted, reason: `without fold ${fold}: ${fitted.reason}` };
    const heldTable = takeRows(table, held);
    if (columnsLacking(fitted.scorecard, heldTable).length > 0) throw new Error('the fold lost a column');
    const { logOdds } = compileScorer(fitted.scorecard).score(heldTable);
    held.forEach((row, at) => {
      outOfFold[row] = predictionOf(fitted.scorecard, logOdds[at]!);
    });
    metrics.push(
      continuousMetrics(
        Float64Array.from(held, (row) => outOfFold[row]!),
        Float64Array.from(held, (row) => target.outcomes[row]!),
      ),
    );
    onFold(fold + 1, count);
  }
  const spread = (values: readonly number[]): Spread => ({
    mean: mean(values),
    sd: standardDeviation(values),
  });
  return {
    kind: 'validated',
    folds: metrics,
    pooled: continuousMetrics(outOfFold, target.outcomes),
    r2: spread(metrics.map(({ r2 }) => r2).filter((r2) => !Number.isNaN(r2))),
    mae: spread(metrics.map(({ mae }) => mae)),
    outOfFold,
  };
}
