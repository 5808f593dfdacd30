import type { AttributeCover, Binned } from './locate.ts';
import { asCategory, type Column, type NumericColumn } from './table.ts';

/** The attributes of one characteristic before anything is fitted to them. */
export interface Binning extends Binned {
  readonly id: string;
  readonly attributes: readonly AttributeCover[];
  /** How many ranges each attribute was joined of; absent: one each. */
  readonly spans?: readonly number[];
  /** Smallest and largest ordinary value; null for categories. */
  readonly observed: { readonly from: number; readonly to: number } | null;
}

export type BinningOutcome =
  | { readonly kind: 'binned'; readonly binning: Binning }
  /** The column can tell nothing, or would only name the rows. */
  | { readonly kind: 'dropped'; readonly id: string; readonly reason: string };

export interface BinningOptions {
  /** Ranges of a numeric characteristic at most. */
  readonly ranges: number;
  /** A category with fewer rows joins the rest. */
  readonly rareBelow: number;
  readonly categories: number;
  readonly special: readonly number[] | undefined;
  readonly categorical: boolean;
}

export const DEFAULT_BINNING = { ranges: 32, rareBelow: 10, categories: 256 } as const;

/** Codes that registers and bureaus write for "no record", "not usable", "condition not met". */
const SPECIAL_CODES = new Set([
  -9, -8, -7, -99, -98, -97, -999, -998, -997, -9999, -9998, -9997, -99999, -999999,
]);

const DATE = /^\d{4}-\d{2}-\d{2}([T ]|$)|^\d{1,2}[./]\d{1,2}[./]\d{4}( |$)/;

export function binColumn(column: Column, options: BinningOptions): BinningOutcome {
  const read = column.kind === 'numeric' && options.categorical ? asCategory(column) : column;
  return read.kind === 'numeric' ? binNumbers(read, options) : binCategories(read, options);
}

function binNumbers(column: NumericColumn, options: BinningOptions): BinningOutcome {
  const { id } = column;
  const known = column.values.filter((value) => Number.isFinite(value)).sort();
  if (known.length === 0) return dropped(id, 'has no value in any row');
  const distinct = countDistinct(known);
  if (distinct === 1 && known.length === column.values.length)
    return dropped(id, 'has the same value in every row');
  if (looksLikeKey(id, known, distinct)) return dropped(id, 'numbers the rows and says nothing about them');

  const specials = options.special ?? specialCodes(known);
  const special = new Set(specials);
  const ordinary = special.size === 0 ? known : known.filter((value) => !special.has(value));
  const cuts = quantileCuts(ordinary, options.ranges);
  const bounds = [null, ...cuts, null];
  const observed = ordinary.length > 0 ? { from: ordinary[0]!, to: ordinary[ordinary.length - 1]! } : null;
  return binned(id, 'numeric', observed, [
    ...bounds.slice(1).map((to, index) => ({ kind: 'range', from: bounds[index]!, to }) as const),
    ...specials.map((value) => ({ kind: 'special', value }) as const),
    { kind: 'missing' },
  ]);
}

function binCategories(column: Column & { kind: 'category' }, options: BinningOptions): BinningOutcome {
  const { id } = column;
  const counts = new Map<string, number>();
  for (const code of column.codes) {
    const value = column.dictionary[code];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const known = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (known === 0) return dropped(id, 'has no value in any row');
  if (counts.size === 1 && known === column.codes.length)
    return dropped(id, 'has the same value in every row');
  if ([...counts.keys()].every((value) => DATE.test(value))) {
    return dropped(id, 'holds dates, which mean nothing to a later case (give the days or months since)');
  }
  if (counts.size > 20 && counts.size > known / 2) {
    return dropped(id, `has ${counts.size} different texts in ${known} rows and so names the rows`);
  }
  const frequent = [...counts]
    .filter(([, count]) => count >= Math.min(options.rareBelow, known / 20))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, options.categories)
    .map(([value]) => value)
    .sort((a, b) => (a < b ? -1 : 1));
  return binned(id, 'category', null, [
    ...frequent.map((value) => ({ kind: 'categories', values: [value] }) as const),
    { kind: 'other' },
    { kind: 'missing' },
  ]);
}

/**
 * Found only where the code cannot be a measurement: it is one of the usual codes, below zero, while every other
 * value of the column is zero or more. −1 and −2 are never taken for codes: they are too often real values.
 */
function specialCodes(sorted: Float64Array): number[] {
  const below = [...new Set(sorted.filter((value) => value < 0))];
  return below.every((value) => SPECIAL_CODES.has(value)) ? below : [];
}

/**
 * A running number, with gaps or without: whole numbers, all different, and either called an id or so close together
 * that measurements would meet. Of n values spread evenly over r the chance that none meet is about e^(−n²/2r)
 * (birthdays), and values that crowd anywhere meet sooner; at r = n²/40 that is one in 500 million.
 */
function looksLikeKey(id: string, sorted: Float64Array, distinct: number): boolean {
  if (distinct < sorted.length || distinct < 50 || !sorted.every(Number.isInteger)) return false;
  const close = sorted[sorted.length - 1]! - sorted[0]! < sorted.length ** 2 / 40;
  return close || /(^|[_\s-])(id|nr|no|number|key)$/i.test(id);
}

/** Cuts at the quantiles of the sorted values, each put at the roundest number between its two neighbours. */
function quantileCuts(sorted: Float64Array, ranges: number): number[] {
  const cuts: number[] = [];
  if (sorted.length === 0) return cuts;
  const distinct = countDistinct(sorted);
  let inRange = 0;
  let rangesLeft = ranges;
  let rowsLeft = sorted.length;
  for (let at = 0; at < sorted.length; ) {
    let next = at + 1;
    while (next < sorted.length && sorted[next] === sorted[at]) next += 1;
    inRange += next - at;
    rowsLeft -= next - at;
    const nextRun = runLength(sorted, next);
    const wanted = distinct <= ranges ? 1 : (inRange + rowsLeft) / rangesLeft;
    // Cuts where the range comes nearest to its share, so that one frequent value gets a range of its own.
    if (next < sorted.length && inRange + nextRun / 2 >= wanted && rangesLeft > 1) {
      cuts.push(roundestBetween(sorted[at]!, sorted[next]!));
      inRange = 0;
      rangesLeft -= 1;
    }
    at = next;
  }
  return cuts;
}

function runLength(sorted: Float64Array, from: number): number {
  let to = from;
  while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
  return to - from;
}

/** The decimal with the fewest digits in (below, above], nearest to the middle: people read these cuts. */
function roundestBetween(below: number, above: number): number {
  const middle = below + (above - below) / 2;
  const largest = Math.max(Math.abs(below), Math.abs(above));
  for (let power = Math.ceil(Math.log10(largest)); power > -12; power -= 1) {
    const candidate =
      power >= 0 ? Math.round(middle / 10 ** power) * 10 ** power : Number(middle.toFixed(-power));
    // Adding 0 turns −0 into 0.
    if (candidate > below && candidate <= above) return candidate + 0;
  }
  return above;
}

function countDistinct(sorted: Float64Array): number {
  let distinct = 0;
  for (let at = 0; at < sorted.length; at += 1) if (at === 0 || sorted[at] !== sorted[at - 1]) distinct += 1;
  return distinct;
}

function binned(
  id: string,
  kind: Binned['kind'],
  observed: Binning['observed'],
  attributes: readonly AttributeCover[],
): BinningOutcome {
  return { kind: 'binned', binning: { id, kind, observed, attributes } };
}

function dropped(id: string, reason: string): BinningOutcome {
  return { kind: 'dropped', id, reason };
}
