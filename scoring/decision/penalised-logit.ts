/** Logistic regression with a normal prior on each coefficient: the posterior mode, its spread and Laplace's evidence. */

/** A sparse matrix with the same number of entries in every row. */
export interface Design {
  readonly rows: number;
  readonly width: number;
  /** rows × width: which coefficient, and what it is multiplied by. */
  readonly columns: Uint32Array;
  readonly values: Float64Array;
  readonly outcomes: Uint8Array;
}

export interface Prior {
  readonly mean: number;
  readonly standardError: number;
}

export interface Fitted {
  readonly estimate: Float64Array;
  readonly standardErrors: () => Float64Array;
  /** Log of the outcomes' probability under the priors, by Laplace's approximation. */
  readonly logEvidence: number;
}

const ITERATIONS = 50;
const TOLERANCE = 1e-9;

export function fitPenalised(design: Design, priors: readonly Prior[], from?: Float64Array): Fitted {
  const size = priors.length;
  const estimate =
    from?.length === size ? Float64Array.from(from) : Float64Array.from(priors, ({ mean }) => mean);
  const hessian = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  let objective = accumulate(design, priors, estimate, gradient, hessian);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const factor = cholesky(hessian, size);
    const step = solve(factor, gradient, size);
    const decrement = dot(step, gradient);
    if (decrement < TOLERANCE) break;
    objective = advance(design, priors, estimate, step, objective, gradient, hessian);
  }
  const factor = cholesky(hessian, size);
  return {
    estimate,
    standardErrors: () =>
      Float64Array.from({ length: size }, (_, i) => Math.sqrt(solve(factor, unit(size, i), size)[i]!)),
    logEvidence: objective - halfLogDeterminant(factor, size) - logPriorScales(priors),
  };
}

/** Newton's step, halved until the objective rises; it is concave, so it does. */
function advance(
  design: Design,
  priors: readonly Prior[],
  estimate: Float64Array,
  step: Float64Array,
  before: number,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const start = Float64Array.from(estimate);
  let share = 1;
  for (;;) {
    for (let i = 0; i < estimate.length; i += 1) estimate[i] = start[i]! + share * step[i]!;
    const objective = accumulate(design, priors, estimate, gradient, hessian);
    if (objective >= before - 1e-9 || share < 1e-6) return objective;
    share /= 2;
  }
}

/** Log posterior up to a constant; fills its gradient and minus its second derivatives. */
function accumulate(
  { rows, width, columns, values, outcomes }: Design,
  priors: readonly Prior[],
  estimate: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const size = priors.length;
  gradient.fill(0);
  hessian.fill(0);
  let objective = 0;
  for (let row = 0; row < rows; row += 1) {
    const at = row * width;
    let logOdds = 0;
    for (let k = at; k < at + width; k += 1) logOdds += estimate[columns[k]!]! * values[k]!;
    const probability = 1 / (1 + Math.exp(-logOdds));
    const outcome = outcomes[row]!;
    objective -= outcome === 1 ? Math.log1p(Math.exp(-logOdds)) : Math.log1p(Math.exp(logOdds));
    const weight = probability * (1 - probability);
    for (let k = at; k < at + width; k += 1) {
      const i = columns[k]!;
      const value = values[k]!;
      gradient[i]! += (outcome - probability) * value;
      for (let l = at; l <= k; l += 1) hessian[i * size + columns[l]!]! += weight * value * values[l]!;
    }
  }
  priors.forEach(({ mean, standardError }, i) => {
    const precision = 1 / standardError ** 2;
    const distance = estimate[i]! - mean;
    objective -= 0.5 * precision * distance ** 2;
    gradient[i]! -= precision * distance;
    hessian[i * size + i]! += precision;
  });
  return objective;
}

/** Lower triangle L with L·Lᵀ = the matrix, whose lower triangle alone is read (columns of a row ascend). */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k += 1) sum -= factor[i * size + k]! * factor[j * size + k]!;
      if (i === j) {
        if (!(sum > 0)) throw new Error(`the matrix of second derivatives is not positive at ${i}`);
        factor[i * size + i] = Math.sqrt(sum);
      } else factor[i * size + j] = sum / factor[j * size + j]!;
    }
  return factor;
}

function solve(factor: Float64Array, right: Float64Array, size: number): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) x[i]! -= factor[i * size + k]! * x[k]!;
    x[i]! /= factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) x[i]! -= factor[k * size + i]! * x[k]!;
    x[i]! /= factor[i * size + i]!;
  }
  return x;
}

function halfLogDeterminant(factor: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i += 1) sum += Math.log(factor[i * size + i]!);
  return sum;
}

function logPriorScales(priors: readonly Prior[]): number {
  return priors.reduce((sum, { standardError }) => sum + Math.log(standardError), 0);
}

function unit(size: number, at: number): Float64Array {
  const vector = new Float64Array(size);
  vector[at] = 1;
  return vector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
