import { Readable } from 'node:stream';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import { caseTable } from '../../data/files/case-table.ts';
import { PLAIN_CSV, SPREADSHEET_CSV, writeCsv } from '../../data/files/write-csv.ts';
import { writeXlsx } from '../../data/files/write-xlsx.ts';
import { readPersonsNow } from '../../data/views/persons-now.ts';
import { eachDecisionOfRun, type ExportedCase, type ExportKind } from '../../data/views/run-export.ts';
import { findRun } from '../../data/stores/runs.ts';
import type { ActionContext } from './action.ts';
import { readCarriedOut } from './carried-out.ts';

export const EXPORT_FORMATS = ['csv', 'spreadsheet-csv', 'xlsx'] as const;
/** spreadsheet-csv opens with a double click where the decimal mark is a comma: Estonian, Finnish, Swedish. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOrder {
  readonly run: number;
  readonly kind: ExportKind;
  readonly format: ExportFormat;
}

export type ExportResult =
  | {
      readonly kind: 'file';
      readonly fileName: string;
      readonly mediaType: string;
      /** The bytes, to be piped to a file or an answer. CSV is read from the database as it is written. */
      readonly bytes: Readable;
      /** Rows written so far. */
      readonly rows: () => number;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Gives the decisions of a run out as a file. Who took what out stands in the audit trail before the first byte goes. */
export async function exportRun(
  context: ActionContext,
  { run, kind, format }: ExportOrder,
): Promise<ExportResult> {
  const { db, now, actor } = context;
  const found = await findRun(db, run);
  if (found === null) return { kind: 'refused', reason: `there is no run ${run}` };
  let rows = 0;
  const table = caseTable(
    kind,
    counted(toGiveOut(context, eachDecisionOfRun(db, run, kind), kind), (count) => (rows += count)),
  );
  const name = `${kind}-run-${run}`;
  const noted = () =>
    db.transaction(async (transaction) => {
      await appendAuditEntry(transaction, {
        at: now,
        actor,
        action: 'run.exported',
        subject: { kind: 'run', id: run },
        details: { what: kind, format },
      });
    });
  if (format === 'xlsx') {
    const written = await writeXlsx(name, table.header, table.rows);
    if (written.kind === 'too_many_rows') {
      return {
        kind: 'refused',
        reason: `run ${run} has more than ${written.limit} rows, which is the most for XLSX: export CSV`,
      };
    }
    await noted();
    return {
      kind: 'file',
      fileName: `${name}.xlsx`,
      mediaType: XLSX_TYPE,
      bytes: Readable.from([written.bytes]),
      rows: () => rows,
    };
  }
  await noted();
  const style = format === 'csv' ? PLAIN_CSV : SPREADSHEET_CSV;
  const bytes = Readable.from(writeCsv(table.header, table.rows, style), { objectMode: false });
  return {
    kind: 'file',
    fileName: `${name}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    bytes,
    rows: () => rows,
  };
}

/**
 * Without those whose data are only kept since; a measure that a person needs not to be taken is no longer one that was
 * released: whoever carries the list out calls nobody who must not be called.
 */
async function* toGiveOut(
  context: ActionContext,
  pages: AsyncIterable<readonly ExportedCase[]>,
  kind: ExportKind,
): AsyncGenerator<readonly ExportedCase[]> {
  for await (const page of pages) {
    const carriedOut = await readCarriedOut(context, page);
    const personNow = await readPersonsNow(
      context.db,
      page.map(({ personId }) => personId),
      context.today,
    );
    yield page.flatMap((row) => {
      if (personNow(row.personId).restricted) return [];
      const carried = carriedOut(row.decisionId);
      const isHeldBack = row.released && carried !== null && carried.kind !== 'as_recommended';
      if (!isHeldBack) return [row];
      return kind === 'measures' ? [] : [{ ...row, released: false }];
    });
  }
}

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function* counted<T>(
  pages: AsyncIterable<readonly T[]>,
  count: (rows: number) => void,
): AsyncGenerator<readonly T[]> {
  for await (const page of pages) {
    count(page.length);
    yield page;
  }
}
