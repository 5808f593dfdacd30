import { type Binning, binColumn, DEFAULT_BINNING } from './binning.ts';
import { locateColumn, locatorOf } from './locate.ts';
import { asCategory, type Column, findColumn, type Table } from './table.ts';

/** How one column enters a neural network, learnt on the training rows. */
interface InputColumn {
  readonly id: string;
  readonly categorical: boolean;
  /** Which attribute gets a column of zeros and ones: categories, codes, missing, and numbers with few values. */
  readonly binning: Binning;
  readonly flagged: readonly number[];
  /** Sorted ordinary values of the training rows; null where flags say all. */
  readonly sorted: Float64Array | null;
}

export interface NetworkInputs {
  readonly width: number;
  /** Row by row. */
  readonly encode: (table: Table) => Float32Array;
}

/** What the spec says of columns; the rest is found out. */
export interface InputOptions {
  readonly special?: Readonly<Record<string, readonly number[]>>;
  readonly categorical?: readonly string[];
}

/** Numbers with no more values than this are told one by one, as codes and counts of months are. */
const FEW_VALUES = 14;
const QUANTILES = 512;

/** What a network gets to see: the same columns and training rows as the scorecard beside it. */
export function networkInputs(
  table: Table,
  columns: readonly string[],
  { special, categorical }: InputOptions,
): NetworkInputs {
  const inputs = columns.flatMap((id): InputColumn[] => {
    const column = columnOf(table, id);
    const asCodes = categorical?.includes(id) ?? false;
    const outcome = binColumn(column, {
      ...DEFAULT_BINNING,
      ranges: FEW_VALUES,
      special: special?.[id],
      categorical: asCodes,
    });
    return outcome.kind === 'dropped' ? [] : [inputOf(column, outcome.binning, asCodes, table.rows)];
  });
  const width = inputs.reduce((sum, { flagged, sorted }) => sum + flagged.length + (sorted ? 1 : 0), 0);
  return { width, encode: (other) => encode(other, inputs, width) };
}

function inputOf(column: Column, binning: Binning, categorical: boolean, rows: number): InputColumn {
  const { id } = column;
  const counts = new Uint32Array(binning.attributes.length);
  for (const hit of locateColumn(locatorOf(binning), column, new Uint16Array(rows))) counts[hit]! += 1;
  const seen = [...counts.keys()].filter((at) => counts[at]! > 0);
  if (column.kind === 'category' || categorical) {
    return { id, categorical, binning, flagged: seen, sorted: null };
  }
  const specials = new Set(
    binning.attributes.flatMap((attribute) => (attribute.kind === 'special' ? [attribute.value] : [])),
  );
  const ordinary = column.values.filter((value) => Number.isFinite(value) && !specials.has(value)).sort();
  const few = hasFewValues(ordinary);
  const flagged = seen.filter((at) => few || binning.attributes[at]!.kind !== 'range');
  const step = Math.max(1, Math.floor(ordinary.length / QUANTILES));
  return { id, categorical, binning, flagged, sorted: ordinary.filter((_, at) => at % step === 0) };
}

function hasFewValues(sorted: Float64Array): boolean {
  let distinct = 1;
  for (let at = 1; at < sorted.length && distinct <= FEW_VALUES; at += 1) {
    if (sorted[at] !== sorted[at - 1]) distinct += 1;
  }
  return distinct <= FEW_VALUES;
}

function encode(table: Table, inputs: readonly InputColumn[], width: number): Float32Array {
  const encoded = new Float32Array(table.rows * width);
  let at = 0;
  for (const { id, categorical, binning, flagged, sorted } of inputs) {
    const found = columnOf(table, id);
    const column = categorical && found.kind === 'numeric' ? asCategory(found) : found;
    const hits = locateColumn(locatorOf(binning), column, new Uint16Array(table.rows));
    const place = new Map(flagged.map((attribute, index) => [attribute, at + index]));
    for (let row = 0; row < table.rows; row += 1) {
      const flag = place.get(hits[row]!);
      if (flag !== undefined) encoded[row * width + flag] = 1;
    }
    at += flagged.length;
    if (sorted === null) continue;
    if (column.kind === 'numeric') {
      for (let row = 0; row < table.rows; row += 1) {
        if (binning.attributes[hits[row]!]!.kind === 'range') {
          encoded[row * width + at] = normalScore(sorted, column.values[row]!);
        }
      }
    }
    at += 1;
  }
  return encoded;
}

/** The value as a standard normal one at the same place among the training values: no outlier rules a network. */
function normalScore(sorted: Float64Array, value: number): number {
  if (sorted.length === 0) return 0;
  const below = countWhere(sorted, (other) => other < value);
  const atMost = countWhere(sorted, (other) => other <= value);
  return probit(((below + atMost) / 2 + 0.5) / (sorted.length + 1));
}

function countWhere(sorted: Float64Array, isBefore: (other: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The quantile of the standard normal distribution to three digits (Hastings; Abramowitz and Stegun 26.2.23). */
function probit(p: number): number {
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(Math.max(1e-9, tail)));
  const x =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return p < 0.5 ? -x : x;
}

function columnOf(table: Table, id: string): Column {
  const column = findColumn(table, id);
  if (!column) throw new Error(`the table has lost its column "${id}"`);
  return column;
}
