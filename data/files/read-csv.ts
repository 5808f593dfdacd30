import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { recordEnds, type CsvFile } from './open-csv.ts';
import { withoutGuard } from './formula.ts';

/** One record of the file. Rows are counted as a spreadsheet does: the header is row 1. */
export interface CsvRow {
  readonly row: number;
  /** As many as the header has, unless `fault` says otherwise; then the fields as far as they could be told apart. */
  readonly fields: readonly string[];
  /** Why the row cannot be read at all; null for a sound one. */
  readonly fault: string | null;
}

export interface CsvBlock {
  readonly rows: readonly CsvRow[];
  /** How far into the file, for progress. */
  readonly bytesRead: number;
}

/** No ledger row is longer; a longer one is a quote that never closes, or no table at all. */
export const MAX_ROW_BYTES = 1 << 20;
/** What may be read in vain after quotes that never close, before rows are read strictly line by line. */
const MAX_BYTES_IN_VAIN = 100 << 20;
const CHUNK_BYTES = 256 << 10;
const KEPT_OF_OVERLONG_ROW = 2000;

/**
 * Reads the rows below the header in blocks, in constant memory. A row that breaks the rules of CSV is given back
 * with its fault and the next line is read as a row again, so that a bad row never sinks a file.
 */
export async function* readCsv(file: CsvFile): AsyncGenerator<CsvBlock> {
  const cutter = new RowCutter(file);
  let bytesRead = 0;
  const chunks = createReadStream(file.path, { start: file.bomBytes, highWaterMark: CHUNK_BYTES });
  const decoder = file.encoding === 'utf-8' ? null : new TextDecoder(file.encoding);
  for await (const chunk of chunks as AsyncIterable<Buffer>) {
    bytesRead += chunk.length;
    const utf8 = decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
    const rows = cutter.take(utf8, false);
    if (rows.length > 0) yield { rows, bytesRead };
  }
  const last = cutter.take(Buffer.from(decoder?.decode() ?? ''), true);
  if (last.length > 0) yield { rows: last, bytesRead };
}

/** Cuts bytes in UTF-8 into rows; keeps the beginning of a row until its end has come. */
class RowCutter {
  readonly #delimiter: string;
  readonly #ends: string[];
  readonly #lineEnd: number;
  readonly #width: number;
  #pending: Buffer = Buffer.alloc(0);
  #row = 0;
  #droppingRestOfLine = false;
  #bytesInVain = 0;

  constructor(file: CsvFile) {
    this.#delimiter = file.delimiter;
    this.#ends = recordEnds(file.lineEnd);
    this.#lineEnd = file.lineEnd === '\n' ? 0x0a : 0x0d;
    this.#width = file.header.length;
  }

  take(bytes: Buffer, final: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    let all = this.#withPending(bytes);
    if (this.#droppingRestOfLine) {
      const end = all.indexOf(this.#lineEnd);
      if (end === -1) return rows;
      all = all.subarray(end + 1);
      this.#droppingRestOfLine = false;
    }
    let at = 0;
    while (at < all.length) {
      const lastEnd = all.lastIndexOf(this.#lineEnd) + 1;
      const end = final && lastEnd < all.length ? all.length : lastEnd;
      if (end <= at) {
        if (all.length - at <= MAX_ROW_BYTES) break;
        this.#overlong(all.subarray(at), rows);
        at = all.length;
        break;
      }
      const step = this.#parse(all.subarray(at, end), final, rows);
      at += step.used;
      if (step.waits) break;
    }
    this.#pending = Buffer.from(all.subarray(at));
    return rows;
  }

  #withPending(bytes: Buffer): Buffer {
    return this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
  }

  /** Parses whole lines as far as they are sound. `waits`: a quote is open, and its end may be in what comes next. */
  #parse(piece: Buffer, final: boolean, rows: CsvRow[]): { readonly used: number; readonly waits: boolean } {
    const strictly = this.#bytesInVain > MAX_BYTES_IN_VAIN;
    const bytes = strictly ? piece.subarray(0, this.#endOfLine(piece, 0)) : piece;
    try {
      for (const fields of parse(bytes, this.#options())) this.#add(fields, rows);
      return { used: bytes.length, waits: false };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const good = this.#recordsBefore(bytes, Number(error.records ?? 0), rows);
      const open = error.code === 'CSV_QUOTE_NOT_CLOSED';
      if (open && !final && !strictly && piece.length - good <= MAX_ROW_BYTES)
        return { used: good, waits: true };
      const end = this.#endOfLine(bytes, good);
      if (open) this.#bytesInVain += bytes.length - end;
      const line = bytes.subarray(good, end);
      this.#addFault(line, faultOf(error, line, final && end === piece.length), rows);
      return { used: end, waits: false };
    }
  }

  #options() {
    return { delimiter: this.#delimiter, record_delimiter: this.#ends, relax_column_count: true } as const;
  }

  /** Adds the sound records before a fault and tells where they end. */
  #recordsBefore(bytes: Buffer, count: number, rows: CsvRow[]): number {
    if (count === 0) return 0;
    const sound = parse(bytes, { ...this.#options(), to: count, info: true }) as unknown as readonly {
      readonly record: string[];
      readonly info: { readonly bytes: number };
    }[];
    for (const { record } of sound) this.#add(record, rows);
    return sound.at(-1)!.info.bytes;
  }

  #endOfLine(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(this.#lineEnd, from);
    return end === -1 ? bytes.length : end + 1;
  }

  #add(fields: string[], rows: CsvRow[]): void {
    this.#row += 1;
    // Spreadsheets leave empty lines, and lines of nothing but delimiters, below a table.
    if (this.#row === 1 || (this.#width > 1 && fields.every((field) => field.trim() === ''))) return;
    for (let i = 0; i < fields.length; i += 1) {
      if (fields[i]!.charCodeAt(0) === APOSTROPHE) fields[i] = withoutGuard(fields[i]!);
    }
    const fault =
      fields.length === this.#width
        ? null
        : `has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'} (want ${this.#width}, as in the header)`;
    rows.push({ row: this.#row, fields, fault });
  }

  #addFault(line: Buffer, fault: string, rows: CsvRow[]): void {
    this.#row += 1;
    const fields = line
      .toString('utf8')
      .replace(/[\r\n]+$/, '')
      .split(this.#delimiter);
    rows.push({ row: this.#row, fields, fault });
  }

  #overlong(line: Buffer, rows: CsvRow[]): void {
    this.#droppingRestOfLine = true;
    this.#addFault(
      line.subarray(0, KEPT_OF_OVERLONG_ROW),
      `is longer than ${MAX_ROW_BYTES} bytes (want one record; only its beginning is kept here)`,
      rows,
    );
  }
}

const APOSTROPHE = 0x27;
const QUOTE = 0x22;

function faultOf(error: CsvError, line: Buffer, atEndOfFile: boolean): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || hasOpenQuote(line)) {
    return atEndOfFile
      ? 'opens a quote that is not closed before the file ends: the file may have been cut short'
      : 'opens a quote that is not closed (want a closing quote, or "" for a quote within the value)';
  }
  return error.code === 'CSV_INVALID_CLOSING_QUOTE'
    ? 'has text after a closing quote (want "" for a quote within the value)'
    : 'has a quote within a value that does not begin with one (want the value in quotes, and "" for each quote in it)';
}

function hasOpenQuote(line: Buffer): boolean {
  let quotes = 0;
  for (let at = line.indexOf(QUOTE); at !== -1; at = line.indexOf(QUOTE, at + 1)) quotes += 1;
  return quotes % 2 === 1;
}
