import { sigmoid } from './metrics.ts';

/** Two characteristics as a grid of cells. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** The cell of each case, row by row of the grid. */
  readonly cells: Uint16Array;
}

/** Small steps, well shrunk, and never for a handful: a table of 30,000 and one of 1,000 are served by the same. */
const RATE = 0.02;
const SHRINKAGE = 10;
const LEAST_HESSIAN = 10;

/** What the log-odds of some cases leave unexplained. */
export interface Residuals {
  /** outcome − probability. */
  readonly gradient: Float64Array;
  /** probability × (1 − probability). */
  readonly hessian: Float64Array;
}

export function residualsAt(logOdds: Float64Array, outcomes: Float64Array): Residuals {
  const gradient = new Float64Array(logOdds.length);
  const hessian = new Float64Array(logOdds.length);
  for (let at = 0; at < logOdds.length; at += 1) {
    const probability = sigmoid(logOdds[at]!);
    gradient[at] = outcomes[at]! - probability;
    hessian[at] = probability * (1 - probability);
  }
  return { gradient, hessian };
}

/** A cut of a grid into four quadrants, and what each of them lacks. */
export interface Quadrants {
  readonly gain: number;
  /** The first row and column beyond the cut. */
  readonly row: number;
  readonly column: number;
  /** Above left, above right, below left, below right. */
  readonly steps: readonly number[];
}

/**
 * The cut into four quadrants that explains most of what is left, by a second-order step in each: Σ G² ⁄ (H + λ). Null
 * where no cut leaves enough on all sides.
 */
export function bestQuadrants({ rows, columns, cells }: Grid, residuals: Residuals): Quadrants | null {
  const g = new Float64Array(rows * columns);
  const h = new Float64Array(rows * columns);
  const { gradient, hessian } = residuals;
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at]!;
    g[cell] = g[cell]! + gradient[at]!;
    h[cell] = h[cell]! + hessian[at]!;
  }
  sumUp(g, rows, columns);
  sumUp(h, rows, columns);
  const end = (rows - 1) * columns;
  const [gAll, hAll] = [g[end + columns - 1]!, h[end + columns - 1]!];
  let best = -1;
  let bestAt = -1;
  for (let row = 0; row < rows - 1; row += 1) {
    const across = row * columns + columns - 1;
    for (let column = 0; column < columns - 1; column += 1) {
      const at = row * columns + column;
      const h0 = h[at]!;
      const h1 = h[across]! - h0;
      const h2 = h[end + column]! - h0;
      const h3 = hAll - h0 - h1 - h2;
      if (h0 < LEAST_HESSIAN || h1 < LEAST_HESSIAN || h2 < LEAST_HESSIAN || h3 < LEAST_HESSIAN) continue;
      const g0 = g[at]!;
      const g1 = g[across]! - g0;
      const g2 = g[end + column]! - g0;
      const gain = part(g0, h0) + part(g1, h1) + part(g2, h2) + part(gAll - g0 - g1 - g2, h3);
      if (gain > best) {
        best = gain;
        bestAt = at;
      }
    }
  }
  if (bestAt < 0) return null;
  const [row, column] = [Math.floor(bestAt / columns), bestAt % columns];
  const quadrants = (sums: Float64Array): readonly number[] => {
    const aboveLeft = sums[bestAt]!;
    const aboveRight = sums[row * columns + columns - 1]! - aboveLeft;
    const belowLeft = sums[end + column]! - aboveLeft;
    return [aboveLeft, aboveRight, belowLeft, sums.at(-1)! - aboveLeft - aboveRight - belowLeft];
  };
  const weights = quadrants(h);
  return {
    gain: best - part(gAll, hAll),
    row: row + 1,
    column: column + 1,
    steps: quadrants(g).map((sum, quadrant) => sum / (weights[quadrant]! + SHRINKAGE)),
  };
}

/** The cases of one bag: those it learns from, and those it is judged by. */
export interface Bag {
  readonly inside: Uint32Array;
  readonly outside: Uint32Array;
}

/**
 * Boosts all grids together on given log-odds, round by round, learning from the cases inside the bag only. `onRound`
 * sees what has become of the log-odds outside after each round, and says whether to go on. Gives the values by cell.
 */
export function boostGrids(
  grids: readonly Grid[],
  logOdds: Float64Array,
  outcomes: Float64Array,
  { inside, outside }: Bag,
  onRound: (round: number, outsideLogOdds: Float64Array) => boolean,
): readonly Float64Array[] {
  const within = grids.map((grid) => gridOfCases(grid, inside));
  const without = grids.map((grid) => gridOfCases(grid, outside));
  const present = Float64Array.from(inside, (at) => logOdds[at]!);
  const outsidePresent = Float64Array.from(outside, (at) => logOdds[at]!);
  const insideOutcomes = Float64Array.from(inside, (at) => outcomes[at]!);
  const values = grids.map(({ rows, columns }) => new Float64Array(rows * columns));
  for (let round = 1; ; round += 1) {
    const residuals = residualsAt(present, insideOutcomes);
    within.forEach((grid, g) => {
      const cut = bestQuadrants(grid, residuals);
      if (cut === null) return;
      const step = stepOf(grid, cut);
      const own = values[g]!;
      for (let cell = 0; cell < own.length; cell += 1) own[cell] = own[cell]! + step[cell]!;
      addByCell(present, grid.cells, step);
      addByCell(outsidePresent, without[g]!.cells, step);
    });
    if (!onRound(round, outsidePresent)) return values;
  }
}

export function gridOfCases({ rows, columns, cells }: Grid, cases: Uint32Array): Grid {
  const own = new Uint16Array(cases.length);
  for (let at = 0; at < own.length; at += 1) own[at] = cells[cases[at]!]!;
  return { rows, columns, cells: own };
}

function addByCell(into: Float64Array, cells: Uint16Array, amounts: Float64Array): void {
  for (let at = 0; at < into.length; at += 1) into[at] = into[at]! + amounts[cells[at]!]!;
}

function stepOf({ rows, columns }: Grid, { row, column, steps }: Quadrants): Float64Array {
  const step = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < columns; c += 1) {
      step[r * columns + c] = RATE * steps[(r < row ? 0 : 2) + (c < column ? 0 : 1)]!;
    }
  }
  return step;
}

/** Each cell becomes the sum of all cells above and to the left, itself included. */
function sumUp(cells: Float64Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row += 1) {
    let along = 0;
    for (let at = row * columns; at < (row + 1) * columns; at += 1) {
      along += cells[at]!;
      cells[at] = along + (row === 0 ? 0 : cells[at - columns]!);
    }
  }
}

function part(gradient: number, hessian: number): number {
  return (gradient * gradient) / (hessian + SHRINKAGE);
}
