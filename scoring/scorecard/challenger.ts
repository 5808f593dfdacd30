import type * as tensorflow from '@tensorflow/tfjs';
import { aucDifference } from './auc-difference.ts';
import type { Spread } from './cross-validate.ts';
import type { ScorecardSpec } from './fit.ts';
import { areaUnderRoc, logLoss, mean, sigmoid, standardDeviation } from './metrics.ts';
import { networkInputs } from './network-inputs.ts';
import { seededRandom, shuffled } from './seeded.ts';
import { takeRows, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';
import { withoutUnusable } from './unusable-columns.ts';

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

const LAYERS = [64, 32] as const;
const BATCH = 256;
const LEARNING_RATE = 2e-3;
const WEIGHT_DECAY = 1e-4;
const MOST_EPOCHS = 40;
const PATIENCE = 4;
/** Held back from each network to tell it when to stop. */
const STOPPING_SHARE = 0.15;
/** More rows than this, and more rows times inputs than that, cost minutes and change the third decimal. */
const MOST_ROWS = 40_000;
const MOST_CELLS = 5_000_000;
const FEWEST_ROWS = 2_000;
/** With fewer rows of a class no interval would say anything. */
const ENOUGH_OF_A_CLASS = 30;
const Z_95 = 1.959964;

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
  const left = new Set([spec.target.name, ...(withoutUnusable(table, spec).drop ?? [])]);
  const columns = table.columns.map(({ id }) => id).filter((id) => !left.has(id));
  const judgedFolds = [...new Set(Array.from(folds))].filter((fold) => {
    const classes = new Set(
      outcomes.filter((_, row) => folds[row] === fold && !Number.isNaN(outOfFold[row]!)),
    );
    return classes.size === 2;
  });
  const judged: Judged[] = [];
  let [networks, most] = [0, 0];
  for (const fold of judgedFolds.sort((a, b) => a - b)) {
    const random = seededRandom((spec.seed ?? 0) * 1000 + fold + 1);
    const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
    const held = rows.filter((row) => folds[row] === fold);
    const seen = shuffled(
      rows.filter((row) => folds[row] !== fold),
      random,
    ).subarray(0, MOST_ROWS);
    const wide = networkInputs(takeRows(table, seen), columns, spec).width;
    const used = seen.subarray(0, Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / Math.max(1, wide))));
    const training = takeRows(table, used);
    const inputs = networkInputs(training, columns, spec);
    const [encoded, heldEncoded] = [inputs.encode(training), inputs.encode(takeRows(table, held))];
    const seenOutcomes = Float32Array.from(used, (row) => outcomes[row]!);
    // Small tables: the luck of one start would be read as a property of networks.
    const count = used.length < 3000 ? 5 : used.length < 12_000 ? 3 : 1;
    const logOdds = new Float64Array(held.length);
    for (let network = 0; network < count; network += 1) {
      const trained = await trainNetwork(tf, encoded, seenOutcomes, inputs.width, heldEncoded, random);
      trained.forEach((value, at) => {
        logOdds[at] = logOdds[at]! + value / count;
      });
    }
    judged.push({
      network: logOdds.map(sigmoid),
      scorecard: Float64Array.from(held, (row) => outOfFold[row]!),
      outcomes: Float64Array.from(held, (row) => outcomes[row]!),
    });
    networks = Math.max(networks, count);
    most = Math.max(most, used.length);
    onFold(judged.length, judgedFolds.length);
  }
  return { kind: 'neural_network', layers: LAYERS, networks, rows: most, ...comparisonOf(judged) };
}

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
function around(centre: number, variances: readonly number[]): readonly [number, number] {
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

function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values), sd: standardDeviation(values) };
}

/** Log-odds of the held rows by a network that stopped where its own hold-out was best. */
async function trainNetwork(
  tf: TensorFlow,
  encoded: Float32Array,
  outcomes: Float32Array,
  width: number,
  held: Float32Array,
  random: () => number,
): Promise<Float64Array> {
  const order = shuffled(
    Uint32Array.from({ length: outcomes.length }, (_, row) => row),
    random,
  );
  const stopping = order.subarray(0, Math.round(order.length * STOPPING_SHARE));
  const learning = order.subarray(stopping.length);
  const network = new Network(tf, width, baseOf(outcomes), random);
  const [stopInputs, stopOutcomes] = [rowsOf(encoded, width, stopping), pick(outcomes, stopping)];
  try {
    let best = { loss: Infinity, logOdds: new Float64Array(held.length / width) as Float64Array, epoch: 0 };
    for (let epoch = 1; epoch <= MOST_EPOCHS && epoch - best.epoch <= PATIENCE; epoch += 1) {
      const shuffledRows = shuffled(learning, random);
      for (let from = 0; from < shuffledRows.length; from += BATCH) {
        const batch = shuffledRows.subarray(from, from + BATCH);
        network.step(rowsOf(encoded, width, batch), pick(outcomes, batch));
      }
      const loss = logLoss(network.logOdds(stopInputs).map(sigmoid), stopOutcomes);
      if (loss < best.loss) best = { loss, logOdds: network.logOdds(held), epoch };
      await tf.nextFrame();
    }
    return best.logOdds;
  } finally {
    network.dispose();
  }
}

/** Two hidden layers of rectified units and one output: log-odds. */
class Network {
  private readonly variables: tensorflow.Variable[] = [];
  private readonly optimizer: tensorflow.Optimizer;

  constructor(
    private readonly tf: TensorFlow,
    private readonly width: number,
    base: number,
    random: () => number,
  ) {
    const sizes = [width, ...LAYERS, 1];
    for (let layer = 1; layer < sizes.length; layer += 1) {
      const [from, to] = [sizes[layer - 1]!, sizes[layer]!];
      const spread = layer === sizes.length - 1 ? 0.1 : Math.sqrt(2 / from);
      const weights = Float32Array.from({ length: from * to }, () => spread * normal(random));
      const offsets = new Float32Array(to).fill(layer === sizes.length - 1 ? base : 0);
      this.variables.push(
        tf.tidy(() => tf.variable(tf.tensor2d(weights, [from, to]))),
        tf.tidy(() => tf.variable(tf.tensor1d(offsets))),
      );
    }
    this.optimizer = tf.train.adam(LEARNING_RATE);
  }

  step(inputs: Float32Array, outcomes: Float32Array): void {
    const { tf } = this;
    tf.tidy(() => {
      const rows = outcomes.length;
      const [x, y] = [tf.tensor2d(inputs, [rows, this.width]), tf.tensor2d(outcomes, [rows, 1])];
      this.optimizer.minimize(
        () => {
          const logOdds = this.forward(x);
          const misfit = tf.mean(tf.sub(tf.softplus(logOdds), tf.mul(y, logOdds)));
          const sizes = this.variables
            .filter((_, at) => at % 2 === 0)
            .map((weights) => tf.sum(tf.square(weights)));
          return tf.add(misfit, tf.mul(WEIGHT_DECAY, tf.addN(sizes)));
        },
        false,
        this.variables,
      );
    });
  }

  logOdds(inputs: Float32Array): Float64Array {
    const { tf, width } = this;
    const output = tf.tidy(() => this.forward(tf.tensor2d(inputs, [inputs.length / width, width])));
    const values = Float64Array.from(output.dataSync());
    output.dispose();
    return values;
  }

  dispose(): void {
    this.optimizer.dispose();
    for (const variable of this.variables) variable.dispose();
  }

  private forward(inputs: tensorflow.Tensor): tensorflow.Tensor<tensorflow.Rank.R2> {
    const { tf } = this;
    let signal = inputs;
    for (let at = 0; at < this.variables.length; at += 2) {
      signal = tf.add(tf.matMul(signal, this.variables[at]!), this.variables[at + 1]!);
      if (at + 2 < this.variables.length) signal = tf.relu(signal);
    }
    return signal as tensorflow.Tensor2D;
  }
}

function baseOf(outcomes: Float32Array): number {
  const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return Math.log((positives + 0.5) / (outcomes.length - positives + 0.5));
}

function rowsOf(encoded: Float32Array, width: number, rows: Uint32Array): Float32Array {
  const taken = new Float32Array(rows.length * width);
  rows.forEach((row, at) => taken.set(encoded.subarray(row * width, (row + 1) * width), at * width));
  return taken;
}

function pick(values: Float32Array, rows: Uint32Array): Float32Array {
  return Float32Array.from(rows, (row) => values[row]!);
}

/** A standard normal number (Box–Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
