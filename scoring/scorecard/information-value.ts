import { binColumn, DEFAULT_BINNING } from './binning.ts';
import { locateColumn, locatorOf } from './locate.ts';
import type { Column, Table } from './table.ts';
import { readTarget } from './target.ts';

/** Fewer ranges than a scorecard has: here a shape is only weighed, not drawn, and chance must not look like one. */
const RANGES = 10;

/** Added to each count, so that an attribute without positives or negatives weighs something finite. */
const PRIOR = 0.5;

export interface Weighed {
  readonly id: string;
  readonly informationValue: number;
}

/**
 * How much each column alone tells about the target, the strongest first: information value, the sum over attributes
 * of (share of positives − share of negatives) × the logarithm of their ratio (Siddiqi, Credit Risk Scorecards, 2006).
 * A column that tells nothing, or cannot be binned, is left out.
 */
export function informationValues(
  table: Table,
  target: string,
  isCounted: (row: number) => boolean = () => true,
): readonly Weighed[] {
  const read = readTarget(table, target);
  if (read.kind === 'refused') return [];
  return table.columns
    .filter(({ id }) => id !== target)
    .map((column) => ({
      id: column.id,
      informationValue: informationValue(column, table.rows, read.outcomes, isCounted),
    }))
    .filter(({ informationValue }) => informationValue > 0)
    .sort((a, b) => b.informationValue - a.informationValue || (a.id < b.id ? -1 : 1));
}

function informationValue(
  column: Column,
  rows: number,
  outcomes: ArrayLike<number>,
  isCounted: (row: number) => boolean,
): number {
  const outcome = binColumn(column, {
    ...DEFAULT_BINNING,
    ranges: RANGES,
    special: undefined,
    categorical: false,
  });
  if (outcome.kind === 'dropped') return 0;
  const { binning } = outcome;
  const attributes = locateColumn(locatorOf(binning), column, new Uint16Array(rows));
  const counts = binning.attributes.map(() => [0, 0] as [number, number]);
  const totals: [number, number] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    if (!isCounted(row)) continue;
    const side = outcomes[row] === 1 ? 1 : 0;
    counts[attributes[row]!]![side] += 1;
    totals[side] += 1;
  }
  return counts.reduce((sum, [negatives, positives]) => {
    if (negatives + positives === 0) return sum;
    const positiveShare = (positives + PRIOR) / (totals[1] + PRIOR);
    const negativeShare = (negatives + PRIOR) / (totals[0] + PRIOR);
    return sum + (positiveShare - negativeShare) * Math.log(positiveShare / negativeShare);
  }, 0);
}
