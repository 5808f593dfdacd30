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

/** Xᵀv: what each parameter gathers of a number of each row. */
export function sumsByParameter(layout: Layout, ofRow: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(layout.parameters);
  for (let row = 0; row < layout.rows; row += 1) sums[0] = sums[0]! + ofRow[row]!;
  layout.hits.forEach((hits, j) => {
    const start = layout.starts[j]!;
    for (let row = 0; row < layout.rows; row += 1) {
      const at = start + hits[row]!;
      sums[at] = sums[at]! + ofRow[row]!;
    }
  });
  layout.shapes.forEach((shape, s) => {
    let sum = 0;
    for (let row = 0; row < layout.rows; row += 1) sum += ofRow[row]! * shape[row]!;
    sums[layout.firstShape + s] = sum;
  });
  return sums;
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
  const sums = new Float64Array(TILE_ROWS * TILE_COLUMNS);
  for (let top = 0; top < n; top += TILE_ROWS) {
    for (let left = 0; left < Math.min(top + TILE_ROWS, n); left += TILE_COLUMNS) {
      tileOfDots(sums, lower, top, lower, left, n, 0, left);
      for (let i = top; i < Math.min(top + TILE_ROWS, n); i += 1) {
        for (let j = left; j <= Math.min(left + TILE_COLUMNS - 1, i); j += 1) {
          let sum = lower[i * n + j]! - sums[(i - top) * TILE_COLUMNS + j - left]!;
          for (let k = left; k < j; k += 1) sum -= lower[i * n + k]! * lower[j * n + k]!;
          if (j < i) lower[i * n + j] = sum / lower[j * n + j]!;
          else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
          else throw new Error(`the curvature is not positive at parameter ${i} (pivot ${sum})`);
        }
      }
    }
  }
  return lower;
}

/** Column c of L⁻¹ is kept as row c, so that every inner loop runs along memory. */
function inverseOfLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  const sums = new Float64Array(TILE_ROWS * TILE_COLUMNS);
  for (let top = 0; top < n; top += TILE_ROWS) {
    const bottom = Math.min(top + TILE_ROWS, n);
    for (let left = top - (top % TILE_COLUMNS); left < n; left += TILE_COLUMNS) {
      tileOfDots(sums, inverse, top, lower, left, n, top, left);
      for (let column = top; column < bottom; column += 1) {
        for (let i = Math.max(left, column); i < Math.min(left + TILE_COLUMNS, n); i += 1) {
          if (i === column) {
            inverse[i * n + i] = 1 / lower[i * n + i]!;
            continue;
          }
          let sum = left > top ? sums[(column - top) * TILE_COLUMNS + i - left]! : 0;
          for (let k = Math.max(left, column); k < i; k += 1)
            sum += lower[i * n + k]! * inverse[column * n + k]!;
          inverse[column * n + i] = -sum / lower[i * n + i]!;
        }
      }
    }
  }
  return inverse;
}

/** (L⁻¹)ᵀ L⁻¹ from the columns of L⁻¹ kept as rows. */
function gramOf(columns: Float64Array, n: number): Float64Array {
  const gram = new Float64Array(n * n);
  const sums = new Float64Array(TILE_ROWS * TILE_COLUMNS);
  for (let top = 0; top < n; top += TILE_ROWS) {
    for (let left = 0; left < Math.min(top + TILE_ROWS, n); left += TILE_COLUMNS) {
      tileOfDots(sums, columns, top, columns, left, n, top, n);
      for (let i = top; i < Math.min(top + TILE_ROWS, n); i += 1) {
        for (let j = left; j <= Math.min(left + TILE_COLUMNS - 1, i); j += 1) {
          gram[i * n + j] = gram[j * n + i] = sums[(i - top) * TILE_COLUMNS + j - left]!;
        }
      }
    }
  }
  return gram;
}

const TILE_ROWS = 2;
const TILE_COLUMNS = 4;

/**
 * The products of two rows of a with four rows of b, over the columns [from, to). Eight sums side by side read each
 * number for several of them, where one alone would wait for memory. Beyond the last row they are of no meaning.
 */
function tileOfDots(
  sums: Float64Array,
  a: Float64Array,
  aRow: number,
  b: Float64Array,
  bRow: number,
  n: number,
  from: number,
  to: number,
): void {
  const last = n - 1;
  const [a0, a1] = [aRow * n, Math.min(aRow + 1, last) * n];
  const b0 = bRow * n;
  const b1 = Math.min(bRow + 1, last) * n;
  const b2 = Math.min(bRow + 2, last) * n;
  const b3 = Math.min(bRow + 3, last) * n;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let k = from; k < to; k += 1) {
    const left = a[a0 + k]!;
    const right = a[a1 + k]!;
    s00 += left * b[b0 + k]!;
    s10 += right * b[b0 + k]!;
    s01 += left * b[b1 + k]!;
    s11 += right * b[b1 + k]!;
    s02 += left * b[b2 + k]!;
    s12 += right * b[b2 + k]!;
    s03 += left * b[b3 + k]!;
    s13 += right * b[b3 + k]!;
  }
  sums[0] = s00;
  sums[1] = s01;
  sums[2] = s02;
  sums[3] = s03;
  sums[4] = s10;
  sums[5] = s11;
  sums[6] = s12;
  sums[7] = s13;
}
