/**
 * The second derivative of the penalised log-likelihood of an additive look-up model, and its inverse: the covariance of
 * the fitted numbers (Laplace). Every row hits one attribute a characteristic, so that XᵀWX is a table of pair sums.
 */
export interface Layout {
  /** Attribute hit by each row, by characteristic. */
  readonly hits: readonly Uint16Array[];
  /** Number of attributes of each characteristic. */
  readonly sizes: readonly number[];
  /** Where a characteristic's attributes begin among the parameters; the intercept is parameter 0. */
  readonly starts: readonly number[];
  /** Found shapes, by row: each has one parameter, its multiplier, after all attributes. */
  readonly shapes: readonly Float64Array[];
  readonly firstShape: number;
  readonly parameters: number;
  readonly rows: number;
}

export function layoutOf(
  hits: readonly Uint16Array[],
  sizes: readonly number[],
  rows: number,
  shapes: readonly Float64Array[] = [],
): Layout {
  const starts: number[] = [];
  let parameters = 1;
  for (const size of sizes) {
    starts.push(parameters);
    parameters += size;
  }
  return {
    hits,
    sizes,
    starts,
    shapes,
    firstShape: parameters,
    parameters: parameters + shapes.length,
    rows,
  };
}

/** XᵀWX, symmetric, row by row. */
export function informationMatrix(layout: Layout, weights: Float64Array): Float64Array {
  const { hits, sizes, starts, parameters: p, rows } = layout;
  const matrix = new Float64Array(p * p);
  let total = 0;
  for (let row = 0; row < rows; row += 1) total += weights[row]!;
  matrix[0] = total;
  for (let j = 0; j < hits.length; j += 1) {
    const start = starts[j]!;
    const hit = hits[j]!;
    for (let row = 0; row < rows; row += 1) {
      const a = start + hit[row]!;
      matrix[a * p + a] = matrix[a * p + a]! + weights[row]!;
    }
    for (let a = start; a < start + sizes[j]!; a += 1) matrix[a] = matrix[a * p] = matrix[a * p + a]!;
    for (let k = j + 1; k < hits.length; k += 1) addPairSums(matrix, layout, weights, j, k);
  }
  layout.shapes.forEach((_, s) => addShapeSums(matrix, layout, weights, s));
  return matrix;
}

function addShapeSums(matrix: Float64Array, layout: Layout, weights: Float64Array, s: number): void {
  const { hits, starts, shapes, firstShape, parameters: p, rows } = layout;
  const weighted = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) weighted[row] = weights[row]! * shapes[s]![row]!;
  const own = (firstShape + s) * p;
  for (let row = 0; row < rows; row += 1) matrix[own] = matrix[own]! + weighted[row]!;
  hits.forEach((hit, j) => {
    const at = own + starts[j]!;
    for (let row = 0; row < rows; row += 1) matrix[at + hit[row]!] = matrix[at + hit[row]!]! + weighted[row]!;
  });
  for (let other = 0; other <= s; other += 1) {
    const shape = shapes[other]!;
    let sum = 0;
    for (let row = 0; row < rows; row += 1) sum += weighted[row]! * shape[row]!;
    matrix[own + firstShape + other] = sum;
  }
  for (let a = 0; a < firstShape + s; a += 1) matrix[a * p + firstShape + s] = matrix[own + a]!;
}

function addPairSums(
  matrix: Float64Array,
  layout: Layout,
  weights: Float64Array,
  j: number,
  k: number,
): void {
  const { hits, sizes, starts, parameters: p, rows } = layout;
  const [hitJ, hitK, sizeJ, sizeK] = [hits[j]!, hits[k]!, sizes[j]!, sizes[k]!];
  const sums = new Float64Array(sizeJ * sizeK);
  for (let row = 0; row < rows; row += 1) {
    const at = hitJ[row]! * sizeK + hitK[row]!;
    sums[at] = sums[at]! + weights[row]!;
  }
  for (let a = 0; a < sizeJ; a += 1) {
    for (let b = 0; b < sizeK; b += 1) {
      const [rowAt, columnAt] = [starts[j]! + a, starts[k]! + b];
      matrix[rowAt * p + columnAt] = matrix[columnAt * p + rowAt] = sums[a * sizeK + b]!;
    }
  }
}

/** The inverse of a symmetric positive definite matrix by Cholesky; the argument is left as it is. */
export function inverseOf(matrix: Float64Array, size: number): Float64Array {
  const lower = choleskyOf(matrix, size);
  const inverseLower = inverseOfLower(lower, size);
  return gramOf(inverseLower, size);
}

/** L of a symmetric positive definite matrix = LLᵀ, row by row; the argument is left as it is. */
export function choleskyOf(matrix: Float64Array, n: number): Float64Array {
  const lower = Float64Array.from(matrix);
  for (let i = 0; i < n; i += 1) {
    const rowI = i * n;
    for (let j = 0; j < i; j += 1) {
      const sum = lower[rowI + j]! - dot(lower, rowI, lower, j * n, j);
      lower[rowI + j] = sum / lower[j * n + j]!;
    }
    const pivot = lower[rowI + i]! - dot(lower, rowI, lower, rowI, i);
    if (!(pivot > 0)) throw new Error(`the curvature is not positive at parameter ${i} (pivot ${pivot})`);
    lower[rowI + i] = Math.sqrt(pivot);
  }
  return lower;
}

/** Column c of L⁻¹ is kept as row c, so that every inner loop runs along memory. */
function inverseOfLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column += 1) {
    const at = column * n;
    inverse[at + column] = 1 / lower[column * n + column]!;
    for (let i = column + 1; i < n; i += 1) {
      const row = i * n;
      inverse[at + i] = -dot(lower, row + column, inverse, at + column, i - column) / lower[row + i]!;
    }
  }
  return inverse;
}

/** (L⁻¹)ᵀ L⁻¹ from the columns of L⁻¹ kept as rows. */
function gramOf(columns: Float64Array, n: number): Float64Array {
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      gram[i * n + j] = gram[j * n + i] = dot(columns, i * n + i, columns, j * n + i, n - i);
    }
  }
  return gram;
}

/** Four sums side by side: one alone would wait for each addition to end before it begins the next. */
function dot(a: Float64Array, aAt: number, b: Float64Array, bAt: number, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    sum0 += a[aAt + k]! * b[bAt + k]!;
    sum1 += a[aAt + k + 1]! * b[bAt + k + 1]!;
    sum2 += a[aAt + k + 2]! * b[bAt + k + 2]!;
    sum3 += a[aAt + k + 3]! * b[bAt + k + 3]!;
  }
  for (; k < length; k += 1) sum0 += a[aAt + k]! * b[bAt + k]!;
  return sum0 + sum1 + (sum2 + sum3);
}
