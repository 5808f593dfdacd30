import type { Value, ValueRow } from './scorecard.ts';

/** A flat table in columns: what a scorecard is fitted on and what a batch of rows comes as. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

export type Column = NumericColumn | CategoryColumn;

export interface NumericColumn {
  readonly id: string;
  readonly kind: 'numeric';
  /** NaN: missing. */
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly id: string;
  readonly kind: 'category';
  /** Index into `dictionary`; −1: missing. */
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

export function findColumn(table: Table, id: string): Column | undefined {
  return table.columns.find((column) => column.id === id);
}

/** Names in a sentence; of more than that, the first and how many more. */
export const MOST_NAMED = 20;

export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `"${name}"`);
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `${shown.join(', ')}${more}`;
}

export function valueAt(column: Column, row: number): Value {
  if (column.kind === 'category') return column.dictionary[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}

export function rowOf(table: Table, row: number): ValueRow {
  return Object.fromEntries(table.columns.map((column) => [column.id, valueAt(column, row)]));
}

/** Gathers rows of values into columns. A column with any text in it is a category column. */
export function tableOf(ids: readonly string[], rows: readonly ValueRow[]): Table {
  return { rows: rows.length, columns: ids.map((id) => columnOf(id, rows)) };
}

/** The rows at the given positions, in that order. */
export function takeRows(table: Table, positions: Uint32Array): Table {
  return {
    rows: positions.length,
    columns: table.columns.map((column) =>
      column.kind === 'numeric'
        ? { ...column, values: Float64Array.from(positions, (row) => column.values[row]!) }
        : { ...column, codes: Int32Array.from(positions, (row) => column.codes[row]!) },
    ),
  };
}

/** A numeric column read as codes: 3 becomes the category "3". */
export function asCategory(column: NumericColumn): CategoryColumn {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(column.values, (value) =>
    Number.isNaN(value) ? -1 : encode(codeOf, String(value)),
  );
  return { id: column.id, kind: 'category', codes, dictionary: [...codeOf.keys()] };
}

function columnOf(id: string, rows: readonly ValueRow[]): Column {
  const values = rows.map((row) => row[id] ?? null);
  if (values.some((value) => typeof value === 'string')) {
    const codeOf = new Map<string, number>();
    const codes = Int32Array.from(values, (value) => (isMissing(value) ? -1 : encode(codeOf, String(value))));
    return { id, kind: 'category', codes, dictionary: [...codeOf.keys()] };
  }
  return {
    id,
    kind: 'numeric',
    values: Float64Array.from(values, (value) => (value === null ? NaN : Number(value))),
  };
}

export function isMissing(value: Value | undefined): value is null | undefined {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

function encode(codeOf: Map<string, number>, text: string): number {
  const known = codeOf.get(text);
  if (known !== undefined) return known;
  codeOf.set(text, codeOf.size);
  return codeOf.size - 1;
}
