import type { Spread } from './cross-validate.ts';
import { around, spreadOf } from './challenger.ts';
import { type ChallengerSpec, LAYERS, type Misfit, networksByFold } from './challenger-network.ts';
import { continuousMetrics } from './continuous-metrics.ts';
import { mean, sigmoid, standardDeviation } from './metrics.ts';
import type { Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';

/** A black box beside a scorecard of an amount or a share, and what is lost by not using it. */
export interface AmountChallenger {
  readonly kind: 'neural_network_of_amounts';
  readonly layers: readonly number[];
  readonly networks: number;
  readonly rows: number;
  readonly mae: Spread;
  /** Mean absolute error of the scorecard − that of the network: above 0, what explainability costs. */
  readonly maeGap: number;
  /** 95 %, paired on the same rows. Which rows were drawn is in it; what another training sample would give is not. */
  readonly maeInterval: readonly [number, number];
  /** Over the folds in which outcomes differ, as that of the scorecard; null where there is none. */
  readonly byVariance: {
    readonly r2: Spread;
    /** R² of the network − R² of the scorecard: above 0, what explainability costs. */
    readonly gap: number;
    readonly interval: readonly [number, number];
  } | null;
}

export interface TooFewAmounts {
  readonly kind: 'too_few_rows';
  readonly rows: number;
}

/** With fewer no interval would say anything. */
const ENOUGH_ROWS = 60;

/**
 * As `challenge` does for yes and no. A share is learnt by its log-odds; an amount in standard deviations, and what lies
 * further off than one of them counts by its distance and not by its square, as the scorecard counts it less.
 */
export async function challengeAmounts(
  tf: TensorFlow,
  table: Table,
  outcomes: Float64Array,
  spec: ChallengerSpec,
  kind: 'amount' | 'share',
  folds: ArrayLike<number>,
  /** What the scorecard foretold of each row that it did not see. */
  outOfFold: Float64Array,
  onFold: (done: number, of: number) => void = () => undefined,
): Promise<AmountChallenger | TooFewAmounts> {
  if (table.rows < ENOUGH_ROWS) return { kind: 'too_few_rows', rows: table.rows };
  const { misfit, learnt, foretold } = kind === 'share' ? shares(outcomes) : amounts(outcomes);
  const judgedFolds = [...new Set(Array.from(folds))];
  const told = await networksByFold(
    tf,
    table,
    learnt,
    spec,
    { of: folds, judged: judgedFolds },
    misfit,
    onFold,
  );
  const judged = told.folds.map(({ held, outputs }) => ({
    network: outputs.map(foretold),
    scorecard: Float64Array.from(held, (row) => outOfFold[row]!),
    outcomes: Float64Array.from(held, (row) => outcomes[row]!),
  }));
  const { networks, rows } = told;
  return { kind: 'neural_network_of_amounts', layers: LAYERS, networks, rows, ...comparisonOf(judged) };
}

interface Learning {
  readonly misfit: Misfit;
  /** The outcomes as the network learns them. */
  readonly learnt: Float64Array;
  /** What an output foretells. */
  readonly foretold: (output: number) => number;
}

function shares(outcomes: Float64Array): Learning {
  return { misfit: CROSS_ENTROPY, learnt: outcomes, foretold: sigmoid };
}

/** The unit is of all outcomes: it sets the size of steps and says nothing of any row. */
function amounts(outcomes: Float64Array): Learning {
  const values = Array.from(outcomes);
  const centre = mean(values);
  const unit = standardDeviation(values);
  return {
    misfit: HUBER,
    learnt: outcomes.map((outcome) => (outcome - centre) / unit),
    foretold: (output) => centre + unit * output,
  };
}

const CROSS_ENTROPY: Misfit = {
  base: (outcomes) => {
    const total = outcomes.reduce((sum, outcome) => sum + outcome, 0);
    return Math.log((total + 0.5) / (outcomes.length - total + 0.5));
  },
  tensor: (tf, logOdds, outcomes) => tf.mean(tf.sub(tf.softplus(logOdds), tf.mul(outcomes, logOdds))),
  mean: (logOdds, outcomes) =>
    mean(
      Array.from(
        logOdds,
        (sum, at) => Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))) - outcomes[at]! * sum,
      ),
    ),
};

const HUBER: Misfit = {
  base: (outcomes) => mean(Array.from(outcomes)),
  tensor: (tf, output, outcomes) => {
    const error = tf.abs(tf.sub(outcomes, output));
    const near = tf.minimum(error, 1);
    return tf.mean(tf.add(tf.mul(0.5, tf.square(near)), tf.sub(error, near)));
  },
  mean: (output, outcomes) =>
    mean(
      Array.from(output, (value, at) => {
        const error = Math.abs(outcomes[at]! - value);
        return error <= 1 ? error ** 2 / 2 : error - 0.5;
      }),
    ),
};

interface Judged {
  readonly network: Float64Array;
  readonly scorecard: Float64Array;
  readonly outcomes: Float64Array;
}

function comparisonOf(
  judged: readonly Judged[],
): Pick<AmountChallenger, 'mae' | 'maeGap' | 'maeInterval' | 'byVariance'> {
  const metrics = judged.map(({ network, outcomes }) => continuousMetrics(network, outcomes));
  const absolute = judged.map((fold) => errorDifference(fold, Math.abs));
  // Where outcomes are all alike there is no variance to explain, nor anything to compare by it.
  const telling = judged.filter((_, at) => !Number.isNaN(metrics[at]!.r2));
  const squared = telling.map((fold) => {
    const variance = standardDeviation(Array.from(fold.outcomes)) ** 2;
    return errorDifference(fold, (error) => error ** 2 / variance);
  });
  const gapOf = (differences: readonly Difference[]): readonly [number, readonly [number, number]] => {
    const gap = mean(differences.map((one) => one.mean));
    return [
      gap,
      around(
        gap,
        differences.map(({ variance }) => variance),
      ),
    ];
  };
  const [maeGap, maeInterval] = gapOf(absolute);
  const [gap, interval] = gapOf(squared);
  return {
    mae: spreadOf(metrics.map(({ mae }) => mae)),
    maeGap,
    maeInterval,
    byVariance:
      telling.length === 0
        ? null
        : { r2: spreadOf(metrics.map(({ r2 }) => r2).filter((r2) => !Number.isNaN(r2))), gap, interval },
  };
}

interface Difference {
  readonly mean: number;
  readonly variance: number;
}

/** How much more the scorecard's errors weigh than the network's, row by row. */
function errorDifference(
  { network, scorecard, outcomes }: Judged,
  weigh: (error: number) => number,
): Difference {
  const differences = Array.from(
    outcomes,
    (outcome, at) => weigh(outcome - scorecard[at]!) - weigh(outcome - network[at]!),
  );
  return { mean: mean(differences), variance: standardDeviation(differences) ** 2 / differences.length };
}
