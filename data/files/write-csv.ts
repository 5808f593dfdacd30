import { guarded } from './formula.ts';

export type Cell = string | number | boolean | null;

export interface CsvStyle {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** Spreadsheets in Estonian and Finnish read a figure with a point as text, or as a date. */
  readonly decimal: '.' | ',';
  /** Lets spreadsheets know that the file is UTF-8. */
  readonly bom: boolean;
}

export const PLAIN_CSV: CsvStyle = { delimiter: ',', decimal: '.', bom: false };
/** Opens with a double click in a spreadsheet that speaks Estonian, Finnish or Swedish. */
export const SPREADSHEET_CSV: CsvStyle = { delimiter: ';', decimal: ',', bom: true };

/** CSV in pieces, in constant memory: RFC 4180 quoting, and no cell that a spreadsheet would run as a formula. */
export async function* writeCsv(
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  style: CsvStyle = PLAIN_CSV,
): AsyncGenerator<string> {
  let piece = (style.bom ? '\ufeff' : '') + csvLine(header, style);
  for await (const row of rows) {
    piece += csvLine(row, style);
    if (piece.length > PIECE) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

const PIECE = 64 * 1024;

export function csvLine(cells: readonly Cell[], style: CsvStyle = PLAIN_CSV): string {
  let line = '';
  for (let i = 0; i < cells.length; i += 1) {
    if (i > 0) line += style.delimiter;
    line += cellText(cells[i]!, style);
  }
  // A lone empty cell would be an empty line, which readers skip.
  return cells.length === 1 && line === '' ? '""\r\n' : `${line}\r\n`;
}

function cellText(cell: Cell, style: CsvStyle): string {
  if (cell === null) return '';
  if (typeof cell === 'number')
    return style.decimal === ',' ? quoted(String(cell).replace('.', ','), style) : String(cell);
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  return quoted(guarded(cell), style);
}

function quoted(text: string, style: CsvStyle): string {
  const plain = !text.includes(style.delimiter) && !NEEDS_QUOTES.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

const NEEDS_QUOTES = /["\r\n]|^\s|\s$/;
