import type * as tensorflow from '@tensorflow/tfjs';
import { informationMatrix, inverseOf, type Layout } from './curvature.ts';
import { sigmoid } from './metrics.ts';
import type { TensorFlow } from './tensorflow.ts';

/** How the sum of the terms becomes the expected outcome: as it is (amounts), or through the logistic curve (shares). */
export type Link = 'identity' | 'logit';

/**
 * A quadratic penalty (Σ factor × number)² over its rows; its strength is learnt. The penalties of one fit must not
 * overlap in what they hold down, or their strengths could not be told apart.
 */
export interface QuadraticPenalty {
  readonly rows: readonly (readonly PenaltyEntry[])[];
}

export interface PenaltyEntry {
  readonly parameter: number;
  readonly factor: number;
}

export interface SmoothFit {
  /** Intercept first, then the attributes in the layout's order. */
  readonly numbers: Float64Array;
  /** Row by row; the inverse of the penalised information. */
  readonly covariance: Float64Array;
  readonly iterations: number;
}

export interface SmoothFitOptions {
  readonly link: Link;
  /** Rows far off the fit count less (Huber), so that a few large amounts do not move every shape. */
  readonly robust: boolean;
}

const MAX_ITERATIONS = 40;
const FIRST_STRENGTH = 10;
const WEAKEST = 1e-4;
const STRONGEST = 1e6;
/** Of outcomes whose spread is 1: a fit that leaves less over is as good as exact, and could not be inverted. */
const LEAST_DISPERSION = 1e-4;
/** Huber's constant: low enough to spare the typical case from the few large ones, high enough to keep totals within 2 %. */
const HUBER = 2.5;
/** An expected amount below this share of the mean counts as that: its rows would otherwise rule the fit. */
const LEAST_EXPECTED = 0.025;

/**
 * Fits intercept and attributes to outcomes on a scale: quasi-likelihood with the variance in step with the expected
 * amount, or binomial for shares (Papke and Wooldridge, 1996). TensorFlow minimises the penalised loss, its automatic
 * gradient preconditioned by the inverse curvature; between steps each penalty's strength moves to where the marginal
 * likelihood wants it (Fellner–Schall; Wood and Fasiolo, 2017).
 */
export function fitSmooth(
  tf: TensorFlow,
  layout: Layout,
  outcomes: Float64Array,
  penalties: readonly QuadraticPenalty[],
  { link, robust }: SmoothFitOptions,
): SmoothFit {
  const p = layout.parameters;
  const strengths = penalties.map(() => FIRST_STRENGTH);
  const hold = holdMatrix(layout);
  let numbers: Float64Array = new Float64Array(p);
  numbers[0] = link === 'identity' ? meanOf(outcomes) : Math.log(meanOf(outcomes) / (1 - meanOf(outcomes)));
  let covariance: Float64Array = new Float64Array(0);
  let dispersion = 1;
  let iterations = 0;
  const model = new TensorSum(tf, layout, outcomes, link);
  try {
    for (let settled = false; !settled && iterations < MAX_ITERATIONS; iterations += 1) {
      const sums = sumHits(layout, numbers);
      const importance = link === 'identity' ? importanceOf(sums, outcomes, robust) : ones(layout.rows);
      if (iterations === 0) dispersion = dispersionOf(sums, outcomes, importance, link, 1);
      const weights = importance.map((one) => one / dispersion);
      const penalty = addPenalties(hold, penalties, strengths, p);
      const information = informationMatrix(layout, curvatureWeights(sums, weights, link));
      covariance = inverseOf(
        information.map((one, at) => one + penalty[at]!),
        p,
      );
      const loss = (at: Float64Array): number =>
        misfitOf(sumHits(layout, at), outcomes, weights, link) + roughnessOf(at, hold, penalties, strengths);
      const next = model.newtonStep(numbers, covariance, penalty, weights, loss);
      const moved = Math.max(...next.map((one, at) => Math.abs(one - numbers[at]!)));
      numbers = next;
      const freedom = effectiveFreedom(information, covariance, p);
      dispersion = dispersionOf(sumHits(layout, numbers), outcomes, importance, link, freedom);
      settled = adaptStrengths(strengths, penalties, numbers, covariance, p) < 0.05 && moved < 1e-3;
    }
    return { numbers, covariance, iterations };
  } finally {
    model.dispose();
  }
}

/** Σ of the numbers hit, as TensorFlow sees it, with the loss of the link. */
class TensorSum {
  private readonly outcomes: tensorflow.Tensor2D;

  constructor(
    private readonly tf: TensorFlow,
    private readonly layout: Layout,
    outcomes: Float64Array,
    private readonly link: Link,
  ) {
    this.outcomes = tf.tensor2d(Float32Array.from(outcomes), [layout.rows, 1]);
  }

  newtonStep(
    numbers: Float64Array,
    inverseCurvature: Float64Array,
    penalty: Float64Array,
    weights: Float64Array,
    lossAt: (numbers: Float64Array) => number,
  ): Float64Array {
    const { tf, layout } = this;
    const p = layout.parameters;
    let moved = numbers;
    tf.tidy(() => {
      const start = tf.tensor2d(Float32Array.from(numbers), [p, 1]);
      const penaltyTensor = tf.tensor2d(Float32Array.from(penalty), [p, p]);
      const weightTensor = tf.tensor2d(Float32Array.from(weights), [layout.rows, 1]);
      const loss = (at: tensorflow.Tensor): tensorflow.Scalar => this.loss(at, penaltyTensor, weightTensor);
      const gradient = tf.grad(loss)(start);
      const step = tf.matMul(
        tf.tensor2d(Float32Array.from(inverseCurvature), [p, p]),
        gradient as tensorflow.Tensor2D,
      );
      const before = lossAt(numbers);
      for (let share = 1; share > 1e-3; share /= 2) {
        const at = Float64Array.from(tf.sub(start, tf.mul(step, share)).dataSync());
        // Whether it got better is told in 64 bits: what a strong penalty holds together cancels out, and what 32 bits
        // leave of it hides a step into nowhere. The numbers themselves have 32 bits, so that so much is noise.
        if (lossAt(at) <= before + 1e-5 * Math.abs(before)) {
          moved = at;
          return;
        }
      }
    });
    return moved;
  }

  dispose(): void {
    this.outcomes.dispose();
  }

  private loss(
    numbers: tensorflow.Tensor,
    penalty: tensorflow.Tensor2D,
    weights: tensorflow.Tensor2D,
  ): tensorflow.Scalar {
    const { tf, outcomes } = this;
    const sums = this.lookUp(numbers as tensorflow.Tensor2D);
    const misfit =
      this.link === 'identity'
        ? tf.mul(0.5, tf.square(tf.sub(outcomes, sums)))
        : tf.sub(tf.softplus(sums), tf.mul(outcomes, sums));
    const roughness = tf.mul(
      0.5,
      tf.sum(tf.mul(numbers, tf.matMul(penalty, numbers as tensorflow.Tensor2D))),
    );
    return tf.add<tensorflow.Scalar>(tf.sum(tf.mul(weights, misfit)), roughness);
  }

  /** A look-up sum whose gradient is a histogram: that of `gather` is missing on WebAssembly. */
  private lookUp(numbers: tensorflow.Tensor2D): tensorflow.Tensor2D {
    const { tf, layout } = this;
    const operation = tf.customGrad((given) => {
      const sums = sumHits(layout, (given as tensorflow.Tensor).dataSync<'float32'>());
      return {
        value: tf.tensor2d(Float32Array.from(sums), [layout.rows, 1]),
        gradFunc: (upstream: tensorflow.Tensor) =>
          tf.tensor2d(histogram(layout, upstream.dataSync<'float32'>()), [layout.parameters, 1]),
      };
    });
    return operation(numbers) as tensorflow.Tensor2D;
  }
}

function misfitOf(sums: Float64Array, outcomes: Float64Array, weights: Float64Array, link: Link): number {
  let loss = 0;
  for (let row = 0; row < sums.length; row += 1) {
    const [sum, outcome] = [sums[row]!, outcomes[row]!];
    const misfit =
      link === 'identity'
        ? 0.5 * (outcome - sum) ** 2
        : Math.max(0, sum) + Math.log1p(Math.exp(-Math.abs(sum))) - outcome * sum;
    loss += weights[row]! * misfit;
  }
  return loss;
}

/** Penalties as sums of squares, never below 0. */
function roughnessOf(
  numbers: Float64Array,
  hold: Float64Array,
  penalties: readonly QuadraticPenalty[],
  strengths: readonly number[],
): number {
  const p = numbers.length;
  let twice = 0;
  for (let a = 0; a < p; a += 1) {
    for (let b = 0; b < p; b += 1) twice += hold[a * p + b]! * numbers[a]! * numbers[b]!;
  }
  penalties.forEach(({ rows }, index) => {
    for (const row of rows) {
      const value = row.reduce((sum, { parameter, factor }) => sum + factor * numbers[parameter]!, 0);
      twice += strengths[index]! * value ** 2;
    }
  });
  return twice / 2;
}

function sumHits(layout: Layout, numbers: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(layout.rows).fill(numbers[0]!);
  layout.hits.forEach((hits, j) => {
    const start = layout.starts[j]!;
    for (let row = 0; row < layout.rows; row += 1) sums[row] = sums[row]! + numbers[start + hits[row]!]!;
  });
  return sums;
}

function histogram(layout: Layout, upstream: Float32Array): Float32Array {
  const sums = new Float64Array(layout.parameters);
  for (let row = 0; row < layout.rows; row += 1) sums[0] = sums[0]! + upstream[row]!;
  layout.hits.forEach((hits, j) => {
    const start = layout.starts[j]!;
    for (let row = 0; row < layout.rows; row += 1) {
      const at = start + hits[row]!;
      sums[at] = sums[at]! + upstream[row]!;
    }
  });
  return Float32Array.from(sums);
}

/**
 * 1 over the variance that an amount of this size has, in units of the mean's, times Huber's weight. Where amounts may be
 * below nothing, their size says nothing about their variance.
 */
function importanceOf(expected: Float64Array, outcomes: Float64Array, robust: boolean): Float64Array {
  const grows = outcomes.every((outcome) => outcome >= 0);
  const centre = grows ? meanOf(outcomes) : 1;
  const size = expected.map((one) => (grows ? Math.max(one, LEAST_EXPECTED * centre) : 1));
  const errors = outcomes.map((outcome, row) => Math.abs(outcome - expected[row]!) / size[row]!);
  const limit = robust ? (HUBER * medianOf(errors)) / 0.6745 : Infinity;
  return size.map((one, row) => (centre / one) * Math.min(1, limit / Math.max(1e-12, errors[row]!)));
}

function curvatureWeights(sums: Float64Array, weights: Float64Array, link: Link): Float64Array {
  if (link === 'identity') return weights;
  return weights.map((weight, row) => {
    const probability = sigmoid(sums[row]!);
    return weight * Math.max(1e-6, probability * (1 - probability));
  });
}

/** Pearson's dispersion: how many times the supposed variance the errors have. */
function dispersionOf(
  sums: Float64Array,
  outcomes: Float64Array,
  importance: Float64Array,
  link: Link,
  freedom: number,
): number {
  let sum = 0;
  for (let row = 0; row < sums.length; row += 1) {
    const expected = link === 'identity' ? sums[row]! : sigmoid(sums[row]!);
    const variance = link === 'identity' ? 1 : Math.max(1e-6, expected * (1 - expected));
    sum += (importance[row]! * (outcomes[row]! - expected) ** 2) / variance;
  }
  return Math.max(LEAST_DISPERSION, sum / Math.max(sums.length / 10, sums.length - freedom));
}

/** Holds each characteristic's weighted mean at 0, which costs no fit, because the intercept is free. */
function holdMatrix(layout: Layout): Float64Array {
  const p = layout.parameters;
  const matrix = new Float64Array(p * p);
  layout.hits.forEach((hits, j) => {
    const share = new Float64Array(layout.sizes[j]!);
    for (let row = 0; row < layout.rows; row += 1) share[hits[row]!] = share[hits[row]!]! + 1 / layout.rows;
    const [hold, start] = [layout.rows / 10, layout.starts[j]!];
    for (let a = 0; a < share.length; a += 1) {
      for (let b = 0; b < share.length; b += 1) {
        // An attribute without a row has no curvature of its own.
        const own = a === b ? 1e-6 + (share[a] === 0 ? 1e-3 : 0) : 0;
        matrix[(start + a) * p + start + b] = hold * share[a]! * share[b]! + own;
      }
    }
  });
  return matrix;
}

function addPenalties(
  hold: Float64Array,
  penalties: readonly QuadraticPenalty[],
  strengths: readonly number[],
  p: number,
): Float64Array {
  const matrix = Float64Array.from(hold);
  penalties.forEach(({ rows }, index) => {
    for (const row of rows) {
      for (const a of row) {
        for (const b of row) {
          const at = a.parameter * p + b.parameter;
          matrix[at] = matrix[at]! + strengths[index]! * a.factor * b.factor;
        }
      }
    }
  });
  return matrix;
}

function effectiveFreedom(information: Float64Array, covariance: Float64Array, p: number): number {
  let trace = 0;
  for (let at = 0; at < p * p; at += 1) trace += information[at]! * covariance[at]!;
  return trace;
}

/** Moves every strength to its Fellner–Schall value; gives the largest change that can still matter. */
function adaptStrengths(
  strengths: number[],
  penalties: readonly QuadraticPenalty[],
  numbers: Float64Array,
  covariance: Float64Array,
  p: number,
): number {
  let largest = 0;
  penalties.forEach(({ rows }, index) => {
    if (rows.length === 0) return;
    let [trace, size] = [0, 0];
    for (const row of rows) {
      let value = 0;
      for (const a of row) {
        value += a.factor * numbers[a.parameter]!;
        for (const b of row) trace += a.factor * b.factor * covariance[a.parameter * p + b.parameter]!;
      }
      size += value ** 2;
    }
    const strength = strengths[index]!;
    const freedom = Math.max(1e-3, rows.length - strength * trace);
    const wanted = Math.min(STRONGEST, Math.max(WEAKEST, freedom / Math.max(1e-12, size)));
    strengths[index] = wanted;
    largest = Math.max(largest, Math.abs(Math.log(wanted / strength)) * Math.min(1, freedom));
  });
  return largest;
}

function medianOf(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}
