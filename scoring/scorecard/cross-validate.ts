import { columnsLacking, compileScorer } from './compile.ts';
import { type FitRefusal, fitScorecard, type ScorecardSpec } from './fit.ts';
import { largest } from './largest.ts';
import { mean, type Metrics, metricsOf, standardDeviation } from './metrics.ts';
import { seededRandom, shuffled } from './seeded.ts';
import { takeRows, type Table } from './table.ts';
import { readTarget } from './target.ts';
import type { TensorFlow } from './tensorflow.ts';
import { withoutUnusable } from './unusable-columns.ts';

export interface CrossValidation {
  readonly kind: 'validated';
  readonly folds: readonly Metrics[];
  /** On the pooled out-of-fold predictions. */
  readonly pooled: Metrics;
  readonly auc: Spread;
  readonly logLoss: Spread;
  readonly brier: Spread;
  /** P(target = 1) of each row by the scorecard that did not see it. */
  readonly outOfFold: Float64Array;
}

export interface Spread {
  readonly mean: number;
  readonly sd: number;
}

/** Fits on all folds but one and scores that one, for each fold in turn. `folds`: the fold of each row, from 0. */
export async function crossValidate(
  tf: TensorFlow,
  table: Table,
  spec: ScorecardSpec,
  folds: ArrayLike<number>,
  onFold: (done: number, of: number) => void = () => undefined,
): Promise<CrossValidation | FitRefusal> {
  const target = readTarget(table, spec.target.name);
  if (target.kind === 'refused') return target;
  const usable = withoutUnusable(table, spec);
  const count = largest(Array.from(folds)) + 1;
  const outOfFold = new Float64Array(table.rows);
  const metrics: Metrics[] = [];
  for (let fold = 0; fold < count; fold += 1) {
    const held = positionsWhere(folds, (of) => of === fold);
    const outcome = await fitScorecard(
      tf,
      takeRows(
        table,
        positionsWhere(folds, (of) => of !== fold),
      ),
      usable,
    );
    if (outcome.kind === 'refused') {
      return { ...outcome, reason: `without fold ${fold}: ${outcome.reason}` };
    }
    const heldTable = takeRows(table, held);
    const lacking = columnsLacking(outcome.scorecard, heldTable);
    if (lacking.length > 0) throw new Error(`the fold lost the columns ${lacking.join(', ')}`);
    const { probability } = compileScorer(outcome.scorecard).score(heldTable);
    held.forEach((row, at) => {
      outOfFold[row] = probability[at]!;
    });
    metrics.push(
      metricsOf(
        probability,
        Float64Array.from(held, (row) => target.outcomes[row]!),
      ),
    );
    onFold(fold + 1, count);
  }
  const spread = (of: (m: Metrics) => number): Spread => {
    const values = metrics.map(of);
    return { mean: mean(values), sd: standardDeviation(values) };
  };
  return {
    kind: 'validated',
    folds: metrics,
    pooled: metricsOf(outOfFold, target.outcomes),
    auc: spread((m) => m.auc),
    logLoss: spread((m) => m.logLoss),
    brier: spread((m) => m.brier),
    outOfFold,
  };
}

/** Deals the rows of each class out to k folds in an order shuffled by the seed. */
export function stratifiedFolds(outcomes: ArrayLike<number>, k: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const folds = new Uint8Array(outcomes.length);
  let next = 0;
  for (const outcome of [0, 1]) {
    const rows = positionsWhere(outcomes, (value) => value === outcome);
    for (const row of shuffled(rows, random)) {
      folds[row] = next % k;
      next += 1;
    }
  }
  return folds;
}

function positionsWhere(values: ArrayLike<number>, wanted: (value: number) => boolean): Uint32Array {
  const positions: number[] = [];
  for (let row = 0; row < values.length; row += 1) if (wanted(values[row]!)) positions.push(row);
  return Uint32Array.from(positions);
}
