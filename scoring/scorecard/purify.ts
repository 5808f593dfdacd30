/**
 * Takes out of a grid what is no interaction: afterwards the weighted mean of every row and of every column is 0
 * (Lengerich et al., Purifying interaction effects with the functional ANOVA, AISTATS 2020). Cells that no case hits
 * follow their row and column.
 */
export function purify(
  values: Float64Array,
  counts: ArrayLike<number>,
  rows: number,
  columns: number,
): Purified {
  const pure = Float64Array.from(values);
  const byRow = new Float64Array(rows);
  const byColumn = new Float64Array(columns);
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const moved = Math.max(
      takeMeans(pure, counts, byRow, columns, columns, 1),
      takeMeans(pure, counts, byColumn, rows, 1, columns),
    );
    if (moved < NEGLIGIBLE) break;
  }
  return { values: pure, byRow, byColumn };
}

export interface Purified {
  readonly values: Float64Array;
  /** What was taken out: added to the values of its row and of its column, it gives the grid as it was. */
  readonly byRow: Float64Array;
  readonly byColumn: Float64Array;
}

const MOST_PASSES = 200;
const NEGLIGIBLE = 1e-10;

/** Takes the weighted mean out of each line of cells; gives the largest. */
function takeMeans(
  values: Float64Array,
  counts: ArrayLike<number>,
  taken: Float64Array,
  length: number,
  lineStride: number,
  cellStride: number,
): number {
  let largest = 0;
  for (let line = 0; line < taken.length; line += 1) {
    let sum = 0;
    let weight = 0;
    for (let at = 0; at < length; at += 1) {
      const cell = line * lineStride + at * cellStride;
      sum += values[cell]! * counts[cell]!;
      weight += counts[cell]!;
    }
    if (weight === 0) continue;
    const mean = sum / weight;
    largest = Math.max(largest, Math.abs(mean));
    taken[line] = taken[line]! + mean;
    for (let at = 0; at < length; at += 1) {
      const cell = line * lineStride + at * cellStride;
      values[cell] = values[cell]! - mean;
    }
  }
  return largest;
}
