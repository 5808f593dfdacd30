import { writeFile } from 'node:fs/promises';
import writeExcelFile from 'write-excel-file/node';
import type { Cell } from './write-csv.ts';

/** A workbook is put together in memory: beyond this many rows CSV, which is streamed, is the file to ask for. */
export const MAX_XLSX_ROWS = 100_000;

export type XlsxWritten =
  | { readonly kind: 'workbook'; readonly bytes: Buffer; readonly rows: number }
  | { readonly kind: 'too_many_rows'; readonly limit: number };

/**
 * A workbook of one sheet. Texts are written as texts, so that none of them runs as a formula, whatever it begins
 * with. Cells of a column are numbers or texts as they come; amounts in units, not cents.
 */
export async function writeXlsx(
  sheet: string,
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  limit: number = MAX_XLSX_ROWS,
): Promise<XlsxWritten> {
  const data: ReturnType<typeof sheetRow>[] = [
    header.map((name) => ({ value: readable(name), type: String, fontWeight: 'bold' as const })),
  ];
  for await (const row of rows) {
    if (data.length > limit) return { kind: 'too_many_rows', limit };
    data.push(sheetRow(row));
  }
  const bytes = await writeExcelFile(data, { sheet: sheetName(sheet), stickyRowsCount: 1 }).toBuffer();
  return { kind: 'workbook', bytes, rows: data.length - 1 };
}

/** It holds personal data: only its owner may read it. */
export async function saveXlsx(
  path: string,
  workbook: Extract<XlsxWritten, { kind: 'workbook' }>,
): Promise<void> {
  await writeFile(path, workbook.bytes, { mode: 0o600 });
}

function sheetRow(cells: readonly Cell[]) {
  return cells.map((cell) => {
    if (cell === null) return null;
    if (typeof cell === 'number') return Number.isFinite(cell) ? { value: cell, type: Number } : null;
    if (typeof cell === 'boolean') return { value: cell, type: Boolean };
    return { value: readable(cell), type: String };
  });
}

/** XML has no place for most control characters; a spreadsheet calls a file with one of them broken. */
function readable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

/** At most 31 characters, none of them with a meaning in references to cells. */
function sheetName(name: string): string {
  return (
    name
      .replace(/[\\/?*[\]:']/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet'
  );
}
