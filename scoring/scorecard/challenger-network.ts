import type * as tensorflow from '@tensorflow/tfjs';
import type { ScorecardSpec } from './fit.ts';
import { networkInputs } from './network-inputs.ts';
import { seededRandom, shuffled } from './seeded.ts';
import { takeRows, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';
import { withoutUnusable } from './unusable-columns.ts';

/** What a network's output means: how far it is from the outcomes. */
export interface Misfit {
  /** The output that suits all rows alike, from which training starts. */
  readonly base: (outcomes: Float32Array) => number;
  /** What training makes small. */
  readonly tensor: (
    tf: TensorFlow,
    output: tensorflow.Tensor,
    outcomes: tensorflow.Tensor,
  ) => tensorflow.Tensor;
  /** The same of rows held back, to know when to stop. */
  readonly mean: (output: Float64Array, outcomes: Float32Array) => number;
}

export type ChallengerSpec = Pick<ScorecardSpec, 'drop' | 'special' | 'categorical' | 'seed'> & {
  readonly target: { readonly name: string };
};

export interface Networks {
  readonly folds: readonly { readonly held: Uint32Array; readonly outputs: Float64Array }[];
  /** Whose outputs are averaged, at most. */
  readonly networks: number;
  /** That each was trained on, at most. */
  readonly rows: number;
}

/** Units of the hidden layers. */
export const LAYERS = [64, 32] as const;
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

/** Trains on all folds but one and tells of that one, for each fold that is judged. */
export async function networksByFold(
  tf: TensorFlow,
  table: Table,
  outcomes: Float64Array,
  spec: ChallengerSpec,
  folds: { readonly of: ArrayLike<number>; readonly judged: readonly number[] },
  misfit: Misfit,
  onFold: (done: number, of: number) => void,
): Promise<Networks> {
  const left = new Set([spec.target.name, ...(withoutUnusable(table, spec).drop ?? [])]);
  const columns = table.columns.map(({ id }) => id).filter((id) => !left.has(id));
  const told: { readonly held: Uint32Array; readonly outputs: Float64Array }[] = [];
  let [networks, most] = [0, 0];
  for (const fold of [...folds.judged].sort((a, b) => a - b)) {
    const random = seededRandom((spec.seed ?? 0) * 1000 + fold + 1);
    const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
    const held = rows.filter((row) => folds.of[row] === fold);
    const seen = shuffled(
      rows.filter((row) => folds.of[row] !== fold),
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
    const outputs = new Float64Array(held.length);
    for (let network = 0; network < count; network += 1) {
      const trained = await trainNetwork(
        tf,
        misfit,
        encoded,
        seenOutcomes,
        inputs.width,
        heldEncoded,
        random,
      );
      trained.forEach((value, at) => {
        outputs[at] = outputs[at]! + value / count;
      });
    }
    told.push({ held, outputs });
    networks = Math.max(networks, count);
    most = Math.max(most, used.length);
    onFold(told.length, folds.judged.length);
  }
  return { folds: told, networks, rows: most };
}

/** What a network says of the held rows, having stopped where its own hold-out was best. */
async function trainNetwork(
  tf: TensorFlow,
  misfit: Misfit,
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
  const network = new Network(tf, misfit, width, outcomes, random);
  const [stopInputs, stopOutcomes] = [rowsOf(encoded, width, stopping), pick(outcomes, stopping)];
  try {
    let best = { loss: Infinity, outputs: new Float64Array(held.length / width) as Float64Array, epoch: 0 };
    for (let epoch = 1; epoch <= MOST_EPOCHS && epoch - best.epoch <= PATIENCE; epoch += 1) {
      const shuffledRows = shuffled(learning, random);
      for (let from = 0; from < shuffledRows.length; from += BATCH) {
        const batch = shuffledRows.subarray(from, from + BATCH);
        network.step(rowsOf(encoded, width, batch), pick(outcomes, batch));
      }
      const loss = misfit.mean(network.outputs(stopInputs), stopOutcomes);
      if (loss < best.loss) best = { loss, outputs: network.outputs(held), epoch };
      await tf.nextFrame();
    }
    return best.outputs;
  } finally {
    network.dispose();
  }
}

/** Two hidden layers of rectified units and one output. */
class Network {
  private readonly variables: tensorflow.Variable[] = [];
  private readonly optimizer: tensorflow.Optimizer;

  constructor(
    private readonly tf: TensorFlow,
    private readonly misfit: Misfit,
    private readonly width: number,
    outcomes: Float32Array,
    random: () => number,
  ) {
    const base = misfit.base(outcomes);
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
          const misfit = this.misfit.tensor(tf, this.forward(x), y);
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

  outputs(inputs: Float32Array): Float64Array {
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
