import { aucDifference } from './auc-difference.ts';
import type { Spread } from './cross-validate.ts';
import type { ScorecardSpec } from './fit.ts';
import { areaUnderRoc, logLoss, mean, sigmoid, standardDeviation, Z_95 } from './metrics.ts';
import { LAYERS, type Misfit, networksByFold } from './challenger-network.ts';
import type { Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';

/** A black box on the same columns and folds, and what is lost by not using it. */
export interface Challenger {
  readonly kind: 'neural_network';
  /** Units of the hidden layers. */
  readonly layers: readonly number[];
  /** Networks whose log-odds are averaged. */
  readonly networks: number;
  /** Rows that each was trained on at most; more were not needed to find out. */
  readonly rows: number;
  readonly auc: Spread;
  readonly logLoss: Spread;
  /** AUC of the network − AUC of the scorecard, mean over folds: above 0, what explainability costs. */
  readonly gap: number;
  /** 95 %, paired on the same rows. Which rows were drawn is in it; what another training sample would give is not. */
  readonly interval: readonly [number, number];
  /** Log loss of the scorecard − log loss of the network: above 0, what explainability costs. */
  readonly logLossGap: number;
  readonly logLossInterval: readonly [number, number];
}

export interface TooFew {
  readonly kind: 'too_few_rows';
  readonly ofRarerClass: number;
}

/** With fewer rows of a class no interval would say anything. */
const ENOUGH_OF_A_CLASS = 30;

/**
 * Trains a neural network on all folds but one and scores that one, for each fold in turn, and compares it with the
 * scorecard's own out-of-fold probabilities. The same table, seed and TensorFlow backend give the same figures.
 */
export async function challenge(
  tf: TensorFlow,
  table: Table,
  outcomes: Float64Array,
  spec: Pick<ScorecardSpec, 'target' | 'drop' | 'special' | 'categorical' | 'seed'>,
  folds: ArrayLike<number>,
  /** P(target = 1) of each row by the scorecard that did not see it. NaN: the row was not judged. */
  outOfFold: Float64Array,
  onFold: (done: number, of: number) => void = () => undefined,
): Promise<Challenger | TooFew> {
  const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const rarer = Math.min(positives, table.rows - positives);
  if (rarer < ENOUGH_OF_A_CLASS) return { kind: 'too_few_rows', ofRarerClass: rarer };
  const judgedFolds = [...new Set(Array.from(folds))].filter((fold) => {
    const classes = new Set(
      outcomes.filter((_, row) => folds[row] === fold && !Number.isNaN(outOfFold[row]!)),
    );
    return classes.size === 2;
  });
  const told = await networksByFold(
    tf,
    table,
    outcomes,
    spec,
    { of: folds, judged: judgedFolds },
    LOGISTIC,
    onFold,
  );
  const judged = told.folds.map(({ held, outputs }) => ({
    network: outputs.map(sigmoid),
    scorecard: Float64Array.from(held, (row) => outOfFold[row]!),
    outcomes: Float64Array.from(held, (row) => outcomes[row]!),
  }));
  const { networks, rows } = told;
  return { kind: 'neural_network', layers: LAYERS, networks, rows, ...comparisonOf(judged) };
}

/** Of outcomes that are 0 or 1; the output is log-odds. */
const LOGISTIC: Misfit = {
  base: (outcomes) => {
    const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
    return Math.log((positives + 0.5) / (outcomes.length - positives + 0.5));
  },
  tensor: (tf, logOdds, outcomes) => tf.mean(tf.sub(tf.softplus(logOdds), tf.mul(outcomes, logOdds))),
  mean: (logOdds, outcomes) => logLoss(logOdds.map(sigmoid), outcomes),
};

interface Judged {
  readonly network: Float64Array;
  readonly scorecard: Float64Array;
  readonly outcomes: Float64Array;
}

function comparisonOf(
  judged: readonly Judged[],
): Pick<Challenger, 'auc' | 'logLoss' | 'gap' | 'interval' | 'logLossGap' | 'logLossInterval'> {
  const areas = judged.map(({ network, scorecard, outcomes }) => aucDifference(network, scorecard, outcomes));
  const losses = judged.map(({ network, scorecard, outcomes }) =>
    lossDifference(network, scorecard, outcomes),
  );
  const gap = mean(areas.map(({ difference }) => difference));
  const logLossGap = mean(losses.map((loss) => loss.mean));
  return {
    auc: spreadOf(judged.map(({ network, outcomes }) => areaUnderRoc(network, outcomes))),
    logLoss: spreadOf(judged.map(({ network, outcomes }) => logLoss(network, outcomes))),
    gap,
    interval: around(
      gap,
      areas.map(({ variance }) => variance),
    ),
    logLossGap,
    logLossInterval: around(
      logLossGap,
      losses.map(({ variance }) => variance),
    ),
  };
}

/** The 95 % interval of a mean over folds whose own variances are known. */
export function around(centre: number, variances: readonly number[]): readonly [number, number] {
  const error = Math.sqrt(variances.reduce((sum, one) => sum + one, 0)) / variances.length;
  return [centre - Z_95 * error, centre + Z_95 * error];
}

function lossDifference(
  network: Float64Array,
  scorecard: Float64Array,
  outcomes: Float64Array,
): { readonly mean: number; readonly variance: number } {
  const differences = Array.from(
    outcomes,
    (outcome, at) => logLoss([scorecard[at]!], [outcome]) - logLoss([network[at]!], [outcome]),
  );
  return { mean: mean(differences), variance: standardDeviation(differences) ** 2 / differences.length };
}

export function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values), sd: standardDeviation(values) };
}
