import type * as tensorflow from '@tensorflow/tfjs';
import { informationMatrix, inverseOf, type Layout, sumsByParameter } from './curvature.ts';
import { sigmoid } from './metrics.ts';
import { expectedSquares, type PenaltyKind } from './smoothness-prior.ts';
import type { TensorFlow } from './tensorflow.ts';

/**
 * What is held against the numbers of some parameters of one characteristic. The strength of each kind is learnt from
 * the data, so that a kind that does not fit the characteristic fades away.
 */
export interface Penalty {
  readonly kinds: readonly PenaltyKind[];
  readonly parameters: readonly number[];
  /** How far each lies from the next: ranges that were joined are wider. Absent: all lie one apart. */
  readonly gaps?: readonly number[];
}

export interface ShapeFit {
  /** Intercept first, then the attributes in the layout's order, then the multipliers of the shapes. */
  readonly numbers: Float64Array;
  /** Row by row; Laplace: the inverse of the penalised information. */
  readonly covariance: Float64Array;
  /** By penalty and kind. */
  readonly strengths: Strengths;
  readonly iterations: number;
}

export type Strengths = readonly (readonly number[])[];

const MAX_ITERATIONS = 30;
const FIRST_STRENGTH = 20;
const WEAKEST = 1e-3;
const STRONGEST = 1e5;
/** A found shape is believed as it is, give or take a half, until the rows say otherwise. */
const MULTIPLIER_STRENGTH = 4;
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
  start?: { readonly numbers: Float64Array; readonly strengths: Strengths },
  /** What a row tells of its own, where several tell the same over again: its weight in the log-likelihood. */
  evidence = 1,
): ShapeFit {
  const p = layout.parameters;
  const blocks = penalties.map((penalty) => blockOf(penalty, layout.rows));
  const strengths = blocks.map(({ kinds }, i) =>
    kinds.map((_, k) => start?.strengths[i]?.[k] ?? FIRST_STRENGTH),
  );
  const model = new TensorModel(
    tf,
    layout,
    outcomes,
    start?.numbers ?? startAt(baseLogOdds(outcomes), layout),
    evidence,
  );
  let covariance: Float64Array = new Float64Array(0);
  let iterations = 0;
  try {
    for (let settled = false; !settled && iterations < MAX_ITERATIONS; iterations += 1) {
      const penalty = penaltyMatrix(layout, blocks, strengths);
      const information = informationMatrix(layout, model.weights());
      for (let at = 0; at < information.length; at += 1) information[at] = information[at]! + penalty[at]!;
      covariance = inverseOf(information, p);
      const moved = model.newtonStep(covariance, penalty);
      const change = start ? 0 : adaptStrengths(strengths, blocks, model.numbers(), covariance, p);
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
  private readonly centre: tensorflow.Tensor2D;
  private readonly lookUpSum: (numbers: tensorflow.Tensor2D) => tensorflow.Tensor2D;

  constructor(
    private readonly tf: TensorFlow,
    private readonly layout: Layout,
    outcomes: Float64Array,
    start: Float64Array,
    private readonly evidence: number,
  ) {
    this.variable = tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from(start), [layout.parameters, 1])));
    this.outcomes = tf.tensor2d(Float32Array.from(outcomes), [layout.rows, 1]);
    const centre = new Float32Array(layout.parameters).fill(1, layout.firstShape);
    this.centre = tf.tensor2d(centre, [layout.parameters, 1]);
    this.lookUpSum = lookUpSumOp(tf, layout);
  }

  /** p(1 − p) of each row at the present numbers, by what it tells. */
  weights(): Float64Array {
    const logOdds = sumHits(this.layout, this.variable.dataSync<'float32'>());
    return logOdds.map((value) => {
      const probability = sigmoid(value);
      return this.evidence * probability * (1 - probability);
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
    this.centre.dispose();
  }

  /** Σ evidence × (softplus(η) − yη) + ½ (θ − c)ᵀ S (θ − c), where c is 1 for a multiplier and 0 for all else. */
  private loss(penalty: tensorflow.Tensor2D): tensorflow.Scalar {
    const { tf } = this;
    const away = tf.sub(this.variable, this.centre);
    const logOdds = this.lookUpSum(this.variable);
    const losses = tf.sub(tf.softplus(logOdds), tf.mul(this.outcomes, logOdds));
    const misfit = tf.mul(this.evidence, tf.sum(losses));
    const roughness = tf.mul(0.5, tf.sum(tf.mul(away, tf.matMul(penalty, away))));
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
        tf.tensor2d(Float32Array.from(sumsByParameter(layout, upstream.dataSync<'float32'>())), [
          layout.parameters,
          1,
        ]),
    };
  });
  return (numbers) => operation(numbers) as tensorflow.Tensor2D;
}

/** The log-odds of every row at the given numbers. */
export function sumHits(layout: Layout, numbers: Float32Array | Float64Array): Float64Array {
  const sums = new Float64Array(layout.rows).fill(numbers[0]!);
  layout.hits.forEach((hits, j) => {
    const start = layout.starts[j]!;
    for (let row = 0; row < layout.rows; row += 1) sums[row] = sums[row]! + numbers[start + hits[row]!]!;
  });
  layout.shapes.forEach((shape, s) => {
    const multiplier = numbers[layout.firstShape + s]!;
    for (let row = 0; row < layout.rows; row += 1) sums[row] = sums[row]! + multiplier * shape[row]!;
  });
  return sums;
}

/** A penalty as matrices over its own parameters, one a kind. */
interface Block {
  readonly parameters: readonly number[];
  readonly kinds: readonly {
    readonly matrix: Float64Array;
    /** Directions that it weighs. */
    readonly rank: number;
    readonly expected: number;
  }[];
}

function blockOf({ parameters, kinds, gaps }: Penalty, rows: number): Block {
  const size = parameters.length;
  const reach = gaps?.reduce((sum, gap) => sum + gap, 0) ?? size - 1;
  const fitting = kinds.filter((kind) => size > (kind === 'size' ? 0 : kind === 'step' ? 1 : 2));
  return {
    parameters,
    kinds: fitting.map((kind) => {
      const matrix = new Float64Array(size * size);
      const differences = differencesOf(kind, size, gaps ?? []);
      for (const { at, coefficients } of differences) {
        coefficients.forEach((a, i) => {
          coefficients.forEach((b, k) => {
            matrix[(at + i) * size + at + k] = matrix[(at + i) * size + at + k]! + a * b;
          });
        });
      }
      return { matrix, rank: differences.length, expected: expectedSquares(kind, reach, rows) };
    }),
  };
}

/** What is squared: the rows of D in S = DᵀD. Ranges that lie further apart may differ by more. */
function differencesOf(
  kind: PenaltyKind,
  size: number,
  gaps: readonly number[],
): readonly { readonly at: number; readonly coefficients: readonly number[] }[] {
  const gap = (at: number): number => gaps[at] ?? 1;
  if (kind === 'size') return Array.from({ length: size }, (_, at) => ({ at, coefficients: [1] }));
  if (kind === 'step') {
    return Array.from({ length: size - 1 }, (_, at) => {
      const scale = 1 / Math.sqrt(gap(at));
      return { at, coefficients: [-scale, scale] };
    });
  }
  return Array.from({ length: size - 2 }, (_, at) => {
    const [left, right] = [gap(at), gap(at + 1)];
    const scale = Math.sqrt(2 / (left + right));
    return { at, coefficients: [scale / left, -scale * (1 / left + 1 / right), scale / right] };
  });
}

/**
 * S: the penalties at their strengths, and a heavy one that holds each characteristic's weighted mean at 0. The mean
 * costs no fit, because the intercept is free, but without it the curvature could not be inverted.
 */
function penaltyMatrix(layout: Layout, blocks: readonly Block[], strengths: Strengths): Float64Array {
  const p = layout.parameters;
  const matrix = new Float64Array(p * p);
  const add = (a: number, b: number, amount: number): void => {
    matrix[a * p + b] = matrix[a * p + b]! + amount;
  };
  blocks.forEach(({ parameters, kinds }, i) => {
    const together = weightedSum(kinds, strengths[i]!, parameters.length);
    parameters.forEach((a, at) => {
      parameters.forEach((b, bt) => add(a, b, together[at * parameters.length + bt]!));
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
  layout.shapes.forEach((_, s) => add(layout.firstShape + s, layout.firstShape + s, MULTIPLIER_STRENGTH));
  return matrix;
}

function weightedSum(kinds: Block['kinds'], strengths: readonly number[], size: number): Float64Array {
  const sum = new Float64Array(size * size);
  kinds.forEach(({ matrix }, k) => {
    for (let at = 0; at < sum.length; at += 1) sum[at] = sum[at]! + strengths[k]! * matrix[at]!;
  });
  return sum;
}

/**
 * Moves every strength to its Fellner–Schall value; gives the largest change that can still matter. Where two kinds
 * weigh the same parameters, each has the share of the directions that it holds: λ tr(S⁻ Sₖ) (Wood and Fasiolo, A
 * generalized Fellner–Schall method for smoothing parameter optimization, Biometrics 73, 2017).
 */
function adaptStrengths(
  strengths: number[][],
  blocks: readonly Block[],
  numbers: Float64Array,
  covariance: Float64Array,
  p: number,
): number {
  let largest = 0;
  blocks.forEach(({ parameters, kinds }, i) => {
    const own = strengths[i]!;
    const size = parameters.length;
    const inverse = kinds.length > 1 ? inverseOfPenalty(kinds, own, size) : null;
    const before = [...own];
    kinds.forEach(({ matrix, rank, expected }, k) => {
      let trace = 0;
      let length = 0;
      let held = 0;
      for (let a = 0; a < size; a += 1) {
        for (let b = 0; b < size; b += 1) {
          const weight = matrix[a * size + b]!;
          if (weight === 0) continue;
          trace += weight * covariance[parameters[a]! * p + parameters[b]!]!;
          length += weight * numbers[parameters[a]!]! * numbers[parameters[b]!]!;
          if (inverse) held += weight * inverse[a * size + b]!;
        }
      }
      const strength = before[k]!;
      const freedom = Math.max(0, (inverse ? strength * held : rank) - strength * trace);
      const target = (freedom + 1) / (length + expected);
      const wanted = Math.min(STRONGEST, Math.max(WEAKEST, strength * (target / strength) ** OVERSHOOT));
      own[k] = wanted;
      largest = Math.max(largest, Math.abs(Math.log(wanted / strength)) * Math.min(1, freedom));
    });
  });
  return largest;
}

/** A level shift, which no difference sees, is weighed as well so that there is an inverse; the traces do not see it either. */
function inverseOfPenalty(kinds: Block['kinds'], strengths: readonly number[], size: number): Float64Array {
  const sum = weightedSum(kinds, strengths, size);
  const level = Math.max(...strengths) / size;
  for (let at = 0; at < sum.length; at += 1) sum[at] = sum[at]! + level;
  return inverseOf(sum, size);
}

function baseLogOdds(outcomes: Float64Array): number {
  let positives = 0;
  for (const outcome of outcomes) positives += outcome;
  return Math.log(positives / (outcomes.length - positives));
}

function startAt(intercept: number, { parameters, firstShape }: Layout): Float64Array {
  const numbers = new Float64Array(parameters).fill(1, firstShape);
  numbers[0] = intercept;
  return numbers;
}
