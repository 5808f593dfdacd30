import type { Binning } from './binning.ts';
import { locateColumn, locatorOf } from './locate.ts';
import type { Column } from './table.ts';

/** The cost of a fit grows with the cube of this: a thousand attributes take a second a step. */
export const MOST_ATTRIBUTES = 1000;
/** A few rows cannot tell more attributes apart than there are rows. */
const FEWEST_ATTRIBUTES = 250;

/**
 * Of more characteristics than can be fitted together, those that alone tell most about the outcome: Pearson's
 * chi-square of attributes by outcome, less what chance gives it (its degrees of freedom). Null where all can be kept.
 */
export function screened(
  binnings: readonly Binning[],
  columnOf: (id: string) => Column,
  outcomes: Float64Array,
): { readonly kept: readonly Binning[]; readonly leftOut: readonly Binning[] } | null {
  const attributes = binnings.reduce((sum, binning) => sum + binning.attributes.length, 0);
  const most = Math.max(FEWEST_ATTRIBUTES, Math.min(MOST_ATTRIBUTES, outcomes.length));
  if (attributes <= most) return null;
  const base = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
  const order = binnings
    .map((binning, place) => ({
      binning,
      place,
      tells: excess(binning, columnOf(binning.id), outcomes, base),
    }))
    .sort((a, b) => b.tells - a.tells || a.place - b.place);
  let room = most;
  const kept = new Set<Binning>();
  for (const { binning } of order) {
    room -= binning.attributes.length;
    if (room < 0 && kept.size > 0) break;
    kept.add(binning);
  }
  return {
    kept: binnings.filter((binning) => kept.has(binning)),
    leftOut: binnings.filter((binning) => !kept.has(binning)),
  };
}

function excess(binning: Binning, column: Column, outcomes: Float64Array, base: number): number {
  const hits = locateColumn(locatorOf(binning), column, new Uint16Array(outcomes.length));
  const counts = new Float64Array(binning.attributes.length);
  const positives = new Float64Array(binning.attributes.length);
  hits.forEach((hit, row) => {
    counts[hit] = counts[hit]! + 1;
    positives[hit] = positives[hit]! + outcomes[row]!;
  });
  let chiSquare = 0;
  let freedom = -1;
  counts.forEach((count, at) => {
    if (count === 0) return;
    chiSquare += (positives[at]! - count * base) ** 2 / (count * base * (1 - base));
    freedom += 1;
  });
  return chiSquare - freedom;
}
