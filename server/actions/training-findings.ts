import { challenge, type Challenger } from '../../scoring/scorecard/challenger.ts';
import { type Coverage, coverageOf } from '../../scoring/scorecard/coverage.ts';
import type { CrossValidation } from '../../scoring/scorecard/cross-validate.ts';
import { type DirectionCosts, directionCosts } from '../../scoring/scorecard/direction-cost.ts';
import type { ScorecardSpec } from '../../scoring/scorecard/fit.ts';
import type { HeldOut } from '../../scoring/scorecard/hold-out.ts';
import type { Table } from '../../scoring/scorecard/table.ts';
import type { TensorFlow } from '../../scoring/scorecard/tensorflow.ts';

/** What the report of a training tells beyond how well it did; each takes fits of its own, and is null when not asked for. */
export interface TrainingFindings {
  readonly challenger: Challenger | null;
  readonly constraints: DirectionCosts | null;
  readonly uncertainty: Coverage | null;
}

export interface FindingsWanted {
  /** A neural network is trained beside it, to say what explainability costs. */
  readonly challenger?: boolean;
  /** Fits without the declared directions say what these cost. */
  readonly directionCost?: boolean;
  /** Fits to two halves of the rows say whether standard errors hold. */
  readonly coverage?: boolean;
}

/** On the same persons left out as the scorecard was. */
export async function findingsOf(
  tf: TensorFlow,
  training: {
    readonly table: Table;
    readonly outcomes: Float64Array;
    readonly spec: ScorecardSpec;
    readonly folds: readonly number[];
    readonly checked: CrossValidation | HeldOut;
  },
  wanted: FindingsWanted,
  onProgress: (text: string) => void,
): Promise<TrainingFindings> {
  const { table, outcomes, spec, folds, checked } = training;
  if (wanted.challenger) onProgress('training a challenger');
  const challenged = wanted.challenger
    ? await challenge(tf, table, outcomes, spec, folds, outOfFoldOf(table, folds, checked))
    : null;
  if (wanted.directionCost) onProgress('fitting without the directions');
  const constraints = wanted.directionCost ? await directionCosts(tf, table, outcomes, spec, folds) : null;
  if (wanted.coverage) onProgress('checking the standard errors');
  return {
    challenger: challenged?.kind === 'neural_network' ? challenged : null,
    constraints,
    uncertainty: wanted.coverage ? await coverageOf(tf, table, spec, folds) : null,
  };
}

/** NaN: the row was not judged. */
function outOfFoldOf(
  table: Table,
  folds: readonly number[],
  checked: CrossValidation | HeldOut,
): Float64Array {
  if ('outOfFold' in checked) return checked.outOfFold;
  const outOfFold = new Float64Array(table.rows).fill(NaN);
  const held = folds.flatMap((fold, row) => (fold === 0 ? [row] : []));
  held.forEach((row, at) => {
    outOfFold[row] = checked.probability[at]!;
  });
  return outOfFold;
}
