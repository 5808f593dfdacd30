import type { Column, Table } from '../../scoring/scorecard/table.ts';
import type { Dialect } from './dialect.ts';
import { type FileRefused, openCsv, shown } from './open-csv.ts';
import { readCsv } from './read-csv.ts';

export interface TableRead {
  readonly kind: 'table';
  /** As the person knows the file. */
  readonly name: string;
  readonly table: Table;
  /** What was found odd and how it was read, for the person at the terminal. */
  readonly notes: readonly string[];
}

export type TableRefused =
  | FileRefused
  | { readonly kind: 'refused'; readonly code: 'row' | 'no_rows' | 'no_column'; readonly reason: string };

export interface TableOptions {
  /** Columns to be kept as the text they are, such as an id with leading zeros. */
  readonly verbatim?: readonly string[];
  /** The same for a column that need not be there. */
  readonly verbatimWhereFound?: readonly string[];
  readonly onProgress?: (bytesRead: number, bytes: number) => void;
}

/**
 * Reads a flat table as it comes: how it is written, which columns hold numbers and which categories, and what stands
 * for a missing value is found out. Columns go into typed arrays as they are read; the text of the file is not kept.
 */
export async function readTable(path: string, options: TableOptions = {}): Promise<TableRead | TableRefused> {
  const file = await openCsv(path);
  if (file.kind === 'refused') return file;
  const verbatim = new Set(options.verbatim ?? []);
  const absent = [...verbatim].filter((id) => !file.header.includes(id));
  if (absent.length > 0) {
    const wanted = absent.map((id) => `"${id}"`).join(', ');
    return { kind: 'refused', code: 'no_column', reason: `${file.name}: has no column ${wanted}` };
  }
  for (const id of options.verbatimWhereFound ?? []) verbatim.add(id);
  const columns = file.header.map((id) => new ColumnReader(id, verbatim.has(id), file.decimal));
  let rows = 0;
  for await (const block of readCsv(file)) {
    for (const { row, fields, fault } of block.rows) {
      if (fault !== null)
        return { kind: 'refused', code: 'row', reason: `${file.name} row ${row}: ${fault}` };
      for (let at = 0; at < columns.length; at += 1) columns[at]!.take(fields[at]!, rows, row);
      rows += 1;
    }
    options.onProgress?.(block.bytesRead, file.bytes);
  }
  if (rows === 0) {
    return { kind: 'refused', code: 'no_rows', reason: `${file.name}: has a header but no rows below it` };
  }
  const finished = columns.map((column) => column.finish(rows));
  return {
    kind: 'table',
    name: file.name,
    table: { rows, columns: finished.map(({ column }) => column) },
    notes: finished.flatMap(({ note }) => (note === null ? [] : [`${file.name}: ${note}`])),
  };
}

/** Stands for a missing value in any column. */
const MISSING = new Set(['', 'NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>']);
/** Stands for a missing value among numbers; among categories it may be one. */
const MISSING_NUMBER = new Set(['?', '.', '-', '--', 'none', 'unknown', 'missing', 'n.a.', 'na']);
/** What programs write for a number that is too large; no amount, and no category either. */
const ENDLESS = /^[-+]?(?:inf|infinity|∞|1\.#inf)$/i;
/** So many different words, and so small a share, may stray into a column of numbers. */
const STRAY_WORDS = 10;
const STRAY_SHARE = 0.05;

/** Takes a column's fields one by one: numbers into one array, texts as codes into another, which exists only when needed. */
class ColumnReader {
  readonly #id: string;
  readonly #verbatim: boolean;
  readonly #decimal: Dialect['decimal'];
  #numbers = new Float64Array(1024);
  #codes: Int32Array | null = null;
  readonly #codeOf = new Map<string, number>();
  #numeric = 0;
  #textual = 0;
  /** Of the texts, those that stand for a number without end. */
  #endless = 0;
  #firstText: { readonly row: number; readonly text: string } | null = null;

  constructor(id: string, verbatim: boolean, decimal: Dialect['decimal']) {
    this.#id = id;
    this.#verbatim = verbatim;
    this.#decimal = decimal;
  }

  take(field: string, at: number, row: number): void {
    if (at >= this.#numbers.length) this.#grow();
    const text = this.#verbatim ? field : field.trim();
    if (!this.#verbatim) {
      const missing = MISSING.has(text);
      const read = missing ? NaN : numberIn(text, this.#decimal);
      const known = Number.isFinite(read);
      this.#numbers[at] = known ? read : NaN;
      if (known) this.#numeric += 1;
      if (known || missing) return;
      // "1e400" is beyond what a number can be.
      if (!Number.isNaN(read) || ENDLESS.test(text)) this.#endless += 1;
    } else if (text === '') return;
    this.#textual += 1;
    if (!MISSING_NUMBER.has(text.toLowerCase())) this.#firstText ??= { row, text };
    this.#codes ??= new Int32Array(this.#numbers.length).fill(-1);
    this.#codes[at] = this.#encode(text);
  }

  finish(rows: number): { readonly column: Column; readonly note: string | null } {
    const id = this.#id;
    const values = this.#numbers.slice(0, rows);
    if (!this.#verbatim && this.#textual === 0) {
      return { column: { id, kind: 'numeric', values }, note: null };
    }
    const strays =
      !this.#verbatim &&
      this.#codeOf.size <= STRAY_WORDS &&
      (this.#firstText === null
        ? this.#numeric > 0
        : this.#numeric >= 20 &&
          this.#textual - this.#endless <= STRAY_SHARE * (this.#numeric + this.#textual));
    if (strays) return { column: { id, kind: 'numeric', values }, note: this.#strayNote() };
    const codes = (this.#codes ?? new Int32Array(rows).fill(-1)).slice(0, rows);
    if (this.#numeric > 0) {
      for (let at = 0; at < rows; at += 1) {
        if (!Number.isNaN(values[at]!)) codes[at] = this.#encode(String(values[at]));
      }
    }
    return { column: { id, kind: 'category', codes, dictionary: [...this.#codeOf.keys()] }, note: null };
  }

  #strayNote(): string | null {
    if (this.#firstText === null) return null;
    const { row, text } = this.#firstText;
    const count = this.#textual === 1 ? 'one value is' : `${this.#textual} values are`;
    return `row ${row}, column "${this.#id}": "${shown(text)}" is not a number; ${count} read as missing`;
  }

  #encode(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    const code = this.#codeOf.size;
    this.#codeOf.set(text, code);
    return code;
  }

  #grow(): void {
    const numbers = new Float64Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    if (this.#codes === null) return;
    const codes = new Int32Array(numbers.length).fill(-1);
    codes.set(this.#codes);
    this.#codes = codes;
  }
}

const PLAIN = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?%?$/i;
const GROUPED_WITH_COMMAS = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const WITH_COMMA = /^[-+]?(?:\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+)?,\d+%?$/;
const GROUPED_WITH_SPACES = /^[-+]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:\.\d+)?$/;

/** NaN for a text that is no number. Only what cannot be anything else is one: "0x10" and "Infinity" are words. */
function numberIn(text: string, decimal: Dialect['decimal']): number {
  if (PLAIN.test(text)) return Number(text.endsWith('%') ? text.slice(0, -1) : text);
  if (decimal === ',' && WITH_COMMA.test(text)) {
    return Number(text.replace(/[ .%\u00a0\u202f]/g, '').replace(',', '.'));
  }
  if (decimal === '.' && GROUPED_WITH_COMMAS.test(text)) return Number(text.replaceAll(',', ''));
  return GROUPED_WITH_SPACES.test(text) ? Number(text.replace(/[ \u00a0\u202f]/g, '')) : NaN;
}
