/**
 * `step`: squared steps between neighbours, so that a shape stays level unless it has ground to move. `bend`: squared
 * changes of slope, so that a trend costs nothing. `size`: squared sizes, so that a thin category stays near the mean.
 */
export type PenaltyKind = 'step' | 'bend' | 'size';

/**
 * A weak prior on each strength: the squared slope and the squared change of slope that are expected of a shape between
 * its lowest and its highest value, in log-odds, and the squared size of one category about the mean. It keeps the many
 * weak characteristics of a small table from being shrunk to nothing one by one, which would lose what they tell
 * together; with more rows than 600, each speaks for itself. The same for every table (docs/decisions/0013).
 */
const EXPECTED = { slope: 0.93, change: 14.9, size: 0.2 } as const;
const EXPECTED_AT_ROWS = 600;
/** Of a few wide steps no more is expected together, or a small table with many columns of few codes believes its noise. */
const MOST_EXPECTED_OF_STEPS = 0.03;

/**
 * What is expected of a shape as the sum of squares that its penalty holds down. `reach`: how many ranges lie between its
 * lowest and its highest. The same shape has squared steps that add up to less the more steps it is cut into, and squared
 * bends that add up to less by the cube: what is expected of a shape must not depend on how finely it is cut.
 */
export function expectedSquares(kind: PenaltyKind, reach: number, rows: number): number {
  const fewRows = Math.min(1, Math.sqrt(EXPECTED_AT_ROWS / rows));
  switch (kind) {
    case 'size':
      return EXPECTED.size;
    case 'bend':
      return (EXPECTED.change * fewRows) / reach ** 3;
    case 'step':
      return Math.min(MOST_EXPECTED_OF_STEPS, (EXPECTED.slope * fewRows) / reach);
  }
}
