import type * as tensorflow from '@tensorflow/tfjs';
import { informationMatrix, inverseOf, type Layout } from './curvature.ts';
import { sigmoid } from './metrics.ts';
import type { TensorFlow } from './tensorflow.ts';

/** A quadratic penalty on some parameters; its strength is learnt from the data. */
export interface Penalty {
  /** `chain`: squared steps between neighbours. `ridge`: squared sizes, so that a thin category stays near the mean. */
  readonly kind: 'chain' | 'ridge';
  readonly parameters: readonly number[];
}

export interface ShapeFit {
  /** Intercept first, then the attributes in the layout's order. */
  readonly numbers: Float64Array;
  /** Row by row; Laplace: the inverse of the penalised information. */
  readonly covariance: Float64Array;
  readonly strengths: readonly number[];
  readonly iterations: number;
}

const MAX_ITERATIONS = 30;
const FIRST_STRENGTH = 20;
const WEAKEST = 1e-3;
const STRONGEST = 1e5;
/**
 * A weak prior on each strength: the variance, in squared log-odds, that a chain is expected to have from end to end,
 * and a category about the mean. It keeps the many weak characteristics of a small table from being shrunk to nothing
 * one by one, which would lose what they tell together. The same for every table.
 */
const EXPECTED_VARIANCE = { chain: 0.1, ridge: 0.2 } as const;
/** Fellner–Schall steps fall short while a strength grows; a longer step needs fewer of them. */
const OVERSHOOT = 1.4;

/**
 * Fits intercept and attributes together: TensorFlow minimises the penalised log-loss, its automatic gradient
 * preconditioned by the inverse curvature (Newton's method). Between steps each penalty's strength moves to where the
 * marginal likelihood wants it (Fellner–Schall: effective degrees of freedom over penalised size), so that no table
 * needs tuning, and a characteristic that tells nothing shrinks to nothing.
 */
export function fitShapes(
  tf: TensorFlow,
  layout: Layout,
  outcomes: Float64Array,
  penalties: readonly Penalty[],
  /** An earlier fit to go on from; its strengths are kept. */
  start?: { readonly numbers: Float64Array; readonly strengths: readonly number[] },
): ShapeFit {
  const p = layout.parameters;
  const strengths = start ? [...start.strengths] : penalties.map(() => FIRST_STRENGTH);
  const model = new TensorModel(tf, layout, outcomes, start?.numbers ?? startAt(baseLogOdds(outcomes), p));
  let covariance: Float64Array = new Float64Array(0);
  let iterations = 0;
  try {
    for (let settled = false; !settled && iterations < MAX_ITERATIONS; iterations += 1) {
      const penalty = penaltyMatrix(layout, penalties, strengths);
      const information = informationMatrix(layout, model.weights());
      for (let at = 0; at < information.length; at += 1) information[at] = information[at]! + penalty[at]!;
      covariance = inverseOf(information, p);
      const moved = model.newtonStep(covariance, penalty);
      const change = start ? 0 : adaptStrengths(strengths, penalties, model.numbers(), covariance, p);
      settled = moved < 1e-2 && change < 0.1;
    }
    return { numbers: model.numbers(), covariance, strengths, iterations };
  } finally {
    model.dispose();
  }
}

/** The model as TensorFlow sees it: one variable, one look-up sum with its own gradient, one loss. */
class TensorModel {
  private readonly variable: tensorflow.Variable<tensorflow.Rank.R2>;
  private readonly outcomes: tensorflow.Tensor2D;
  private readonly lookUpSum: (numbers: tensorflow.Tensor2D) => tensorflow.Tensor2D;

  constructor(
    private readonly tf: TensorFlow,
    private readonly layout: Layout,
    outcomes: Float64Array,
    start: Float64Array,
  ) {
    this.variable = tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from(start), [layout.parameters, 1])));
    this.outcomes = tf.tensor2d(Float32Array.from(outcomes), [layout.rows, 1]);
    this.lookUpSum = lookUpSumOp(tf, layout);
  }

  /** p(1 − p) of each row at the present numbers. */
  weights(): Float64Array {
    const logOdds = sumHits(this.layout, this.variable.dataSync<'float32'>());
    return logOdds.map((value) => {
      const probability = sigmoid(value);
      return probability * (1 - probability);
    });
  }

  numbers(): Float64Array {
    return Float64Array.from(this.variable.dataSync());
  }

  /** One Newton step, halved until the loss falls; gives the largest move of a number. */
  newtonStep(inverseCurvature: Float64Array, penalty: Float64Array): number {
    const { tf, layout } = this;
    return tf.tidy(() => {
      const shape: [number, number] = [layout.parameters, layout.parameters];
      const penaltyTensor = tf.tensor2d(Float32Array.from(penalty), shape);
      const loss = (): tensorflow.Scalar => this.loss(penaltyTensor);
      const { value, grads } = tf.variableGrads(loss, [this.variable]);
      const gradient = Object.values(grads)[0] as tensorflow.Tensor2D;
      const step = tf.matMul(tf.tensor2d(Float32Array.from(inverseCurvature), shape), gradient);
      const before = value.dataSync()[0]!;
      const from = this.variable.clone();
      const largest = tf.max(tf.abs(step)).dataSync()[0]!;
      for (let share = 1; share > 1e-3; share /= 2) {
        this.variable.assign(tf.sub(from, tf.mul(step, share)));
        // 32-bit sums carry noise of this size; below it a comparison says nothing.
        if (loss().dataSync()[0]! <= before + 1e-6 * Math.abs(before)) return largest * share;
      }
      this.variable.assign(from);
      return 0;
    });
  }

  dispose(): void {
    this.variable.dispose();
    this.outcomes.dispose();
  }

  /** Σ softplus(η) − yη + ½ θᵀSθ. */
  private loss(penalty: tensorflow.Tensor2D): tensorflow.Scalar {
    const { tf } = this;
    const logOdds = this.lookUpSum(this.variable);
    const misfit = tf.sum(tf.sub(tf.softplus(logOdds), tf.mul(this.outcomes, logOdds)));
    const roughness = tf.mul(0.5, tf.sum(tf.mul(this.variable, tf.matMul(penalty, this.variable))));
    return tf.add<tensorflow.Scalar>(misfit, roughness);
  }
}

/**
 * η = intercept + Σ numbers hit. A one-hot product would touch every attribute of every row, and the gradient of
 * `gather` is missing on WebAssembly; the gradient here is a histogram.
 */
function lookUpSumOp(tf: TensorFlow, layout: Layout): (numbers: tensorflow.Tensor2D) => tensorflow.Tensor2D {
  const operation = tf.customGrad((numbers) => {
    const logOdds = sumHits(layout, (numbers as tensorflow.Tensor).dataSync<'float32'>());
    return {
      value: tf.tensor2d(Float32Array.from(logOdds), [layout.rows, 1]),
      gradFunc: (upstream: tensorflow.Tensor) =>
        tf.tensor2d(histogram(layout, upstream.dataSync<'float32'>()), [layout.parameters, 1]),
    };
  });
  return (numbers) => operation(numbers) as tensorflow.Tensor2D;
}

function sumHits(layout: Layout, numbers: Float32Array): Float64Array {
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
 * S: the penalties at their strengths, and a heavy one that holds each characteristic's weighted mean at 0. The mean
 * costs no fit, because the intercept is free, but without it the curvature could not be inverted.
 */
function penaltyMatrix(
  layout: Layout,
  penalties: readonly Penalty[],
  strengths: readonly number[],
): Float64Array {
  const p = layout.parameters;
  const matrix = new Float64Array(p * p);
  const add = (a: number, b: number, amount: number): void => {
    matrix[a * p + b] = matrix[a * p + b]! + amount;
  };
  penalties.forEach(({ kind, parameters }, index) => {
    const strength = strengths[index]!;
    parameters.forEach((a, at) => {
      if (kind === 'ridge') return add(a, a, strength);
      const b = parameters[at + 1];
      if (b === undefined) return;
      add(a, a, strength);
      add(b, b, strength);
      add(a, b, -strength);
      add(b, a, -strength);
    });
  });
  layout.hits.forEach((hits, j) => {
    const share = new Float64Array(layout.sizes[j]!);
    for (let row = 0; row < layout.rows; row += 1) share[hits[row]!] = share[hits[row]!]! + 1 / layout.rows;
    const hold = layout.rows / 10;
    for (let a = 0; a < share.length; a += 1) {
      // An attribute without a row has no curvature of its own.
      if (share[a] === 0) add(layout.starts[j]! + a, layout.starts[j]! + a, 1);
      for (let b = 0; b < share.length; b += 1) {
        add(layout.starts[j]! + a, layout.starts[j]! + b, hold * share[a]! * share[b]!);
      }
    }
  });
  return matrix;
}

/** Moves every strength to its Fellner–Schall value; gives the largest change that can still matter. */
function adaptStrengths(
  strengths: number[],
  penalties: readonly Penalty[],
  numbers: Float64Array,
  covariance: Float64Array,
  p: number,
): number {
  let largest = 0;
  penalties.forEach(({ kind, parameters }, index) => {
    const strength = strengths[index]!;
    let trace = 0;
    let size = 0;
    parameters.forEach((a, at) => {
      if (kind === 'ridge') {
        trace += covariance[a * p + a]!;
        size += numbers[a]! ** 2;
        return;
      }
      const b = parameters[at + 1];
      if (b === undefined) return;
      trace += covariance[a * p + a]! + covariance[b * p + b]! - 2 * covariance[a * p + b]!;
      size += (numbers[a]! - numbers[b]!) ** 2;
    });
    const rank = kind === 'ridge' ? parameters.length : parameters.length - 1;
    if (rank < 1) return;
    const freedom = Math.max(0, rank - strength * trace);
    const expected = kind === 'chain' ? EXPECTED_VARIANCE.chain / rank : EXPECTED_VARIANCE.ridge;
    const target = (freedom + 1) / (size + expected);
    const wanted = Math.min(STRONGEST, Math.max(WEAKEST, strength * (target / strength) ** OVERSHOOT));
    strengths[index] = wanted;
    largest = Math.max(largest, Math.abs(Math.log(wanted / strength)) * Math.min(1, freedom));
  });
  return largest;
}

function baseLogOdds(outcomes: Float64Array): number {
  let positives = 0;
  for (const outcome of outcomes) positives += outcome;
  return Math.log(positives / (outcomes.length - positives));
}

function startAt(intercept: number, parameters: number): Float64Array {
  const numbers = new Float64Array(parameters);
  numbers[0] = intercept;
  return numbers;
}
