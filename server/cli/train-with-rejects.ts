import { columnsLacking } from '../../scoring/scorecard/compile.ts';
import { crossValidate, type CrossValidation } from '../../scoring/scorecard/cross-validate.ts';
import { fitScorecard, type FitRefusal } from '../../scoring/scorecard/fit.ts';
import { metricsOf } from '../../scoring/scorecard/metrics.ts';
import {
  approvalSwap,
  type ApprovalSwap,
  inferRejects,
  type RejectBand,
  type RejectInference,
  withRejects,
} from '../../scoring/scorecard/reject-inference.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { TensorFlow } from '../../scoring/scorecard/tensorflow.ts';
import type { Cli } from './cli.ts';
import { tableFrom } from './scoring-input.ts';
import type { TrainOrder } from './training-order.ts';

/** What was supposed of the declined, and what it changed. */
export interface RejectsUsed {
  readonly method: RejectInference;
  readonly oddsFactor: number;
  readonly rejects: number;
  readonly acceptedRate: number;
  readonly supposedRate: number;
  readonly assumption: string;
  readonly bands: readonly RejectBand[];
  readonly swap: ApprovalSwap;
}

export interface TrainedWithRejects {
  readonly kind: 'trained';
  readonly scorecard: Scorecard;
  /** On the accepted alone: nobody knows the outcomes of the others. */
  readonly validated: CrossValidation;
  readonly used: RejectsUsed;
}

/** Fits again with the declined applications and the outcomes that are supposed for them. */
export async function trainWithRejects(
  cli: Cli,
  tf: TensorFlow,
  { table, spec, options }: TrainOrder,
  asked: { readonly path: string; readonly method: RejectInference },
  knownScorecard: Scorecard,
  outcomes: Float64Array,
  folds: Uint8Array,
): Promise<TrainedWithRejects | FitRefusal> {
  const rejects = await tableFrom(
    cli,
    asked.path,
    options.id === undefined ? {} : { verbatim: [options.id] },
  );
  const lacking = columnsLacking(knownScorecard, rejects);
  if (lacking.length > 0) {
    return cli.refuse(
      `the declined applications have no column ${lacking.map((id) => `"${id}"`).join(', ')}`,
    );
  }
  const { method } = asked;
  const oddsFactor = options.rejectOdds;
  const order = { method, oddsFactor, seed: options.seed };
  const inferred = inferRejects(knownScorecard, table, outcomes, rejects, order);
  const counted = new Set([spec.target.name, ...knownScorecard.characteristics.map(({ id }) => id)]);
  const used = { rows: table.rows, columns: table.columns.filter(({ id }) => counted.has(id)) };
  const whole = withRejects(used, rejects, spec.target.name, inferred.outcomes);
  const wholeSpec = { ...spec, drop: (spec.drop ?? []).filter((id) => counted.has(id)) };
  const fitted = await fitScorecard(tf, whole, wholeSpec);
  if (fitted.kind === 'refused') return fitted;
  // The declined stand in every training part and in none that is judged.
  const judged = Int16Array.from({ length: whole.rows }, (_, row) => (row < table.rows ? folds[row]! : -1));
  const validated = await crossValidate(tf, whole, wholeSpec, judged);
  if (validated.kind === 'refused') return validated;
  const outOfFold = validated.outOfFold.slice(0, table.rows);
  return {
    kind: 'trained',
    scorecard: fitted.scorecard,
    validated: { ...validated, outOfFold, pooled: metricsOf(outOfFold, outcomes) },
    used: {
      method,
      oddsFactor,
      rejects: rejects.rows,
      acceptedRate: outcomes.reduce((sum, one) => sum + one, 0) / table.rows,
      supposedRate: inferred.outcomes.reduce((sum, one) => sum + one, 0) / rejects.rows,
      assumption:
        `the odds of the bad outcome of a declined applicant are ${oddsFactor} times those of an accepted one with the same score; ` +
        'nothing in the data says so',
      bands: inferred.bands,
      swap: approvalSwap(knownScorecard, fitted.scorecard, table, rejects),
    },
  };
}
