import { ERROR_COLUMN, type RefusedRow, type Refusal } from './read-records.ts';
import type { Dialect } from './dialect.ts';
import { writeCsv, type Cell } from './write-csv.ts';

/**
 * The refused rows as a file in the columns they came in, each with what is wrong with it, to mend and send again the
 * same way: an import ignores the column `error`. It is UTF-8 whatever the file was in, and says so by its mark, which
 * wins over the encoding that a mapping states.
 */
export function writeRefusedRows(
  { header, delimiter }: { readonly header: readonly string[]; readonly delimiter: Dialect['delimiter'] },
  pages: AsyncIterable<readonly RefusedRow[]>,
): AsyncGenerator<string> {
  const columns = header.filter((name) => name.toLowerCase() !== ERROR_COLUMN);
  return writeCsv([...columns, ERROR_COLUMN], linesOf(header, pages), { delimiter, decimal: '.', bom: true });
}

async function* linesOf(
  header: readonly string[],
  pages: AsyncIterable<readonly RefusedRow[]>,
): AsyncGenerator<readonly Cell[]> {
  const errorAt = header.findIndex((name) => name.toLowerCase() === ERROR_COLUMN);
  for await (const page of pages) {
    for (const { row, fields, refusals } of page) {
      const cells = header.map((_, i) => fields[i] ?? '');
      if (errorAt !== -1) cells.splice(errorAt, 1);
      yield [...cells, `row ${row}: ${refusals.map(sayRefusal).join('; ')}`];
    }
  }
}

/** What is wrong and what was wanted, with the value: for the person whose file it is, never for a log. */
export function sayRefusal(refusal: Refusal): string {
  if (refusal.field === null) return refusal.wanted;
  const value = refusal.value ?? '';
  const told = value === '' ? 'is empty' : `"${value.length > 80 ? `${value.slice(0, 77)}…` : value}"`;
  return `${refusal.field} ${told} (want ${refusal.wanted})`;
}
