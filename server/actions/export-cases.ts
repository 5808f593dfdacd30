import { appendAuditEntry } from '../../data/audit/chain.ts';
import { SPREADSHEET_CSV, writeCsv, type Cell } from '../../data/files/write-csv.ts';
import { writeXlsx } from '../../data/files/write-xlsx.ts';
import { type CaseFilter, type CaseRow, eachCase } from '../../data/views/cases.ts';
import type { ActionContext } from './action.ts';

export type CasesExported =
  | { readonly kind: 'csv'; readonly lines: AsyncIterable<string> }
  | { readonly kind: 'xlsx'; readonly bytes: Buffer }
  | { readonly kind: 'too_many_rows'; readonly limit: number };

const HEADER = [
  'case',
  'person',
  'as_of',
  'currency',
  'balance',
  'days_past_due',
  'phase',
  'points',
  'pay_probability',
  'measure',
  'expected_net_value',
  'debtor_cost',
  'release_class',
  'release',
  'decision',
] as const;

/** Gives out what the planner sees: the same filter, every page of it. That it was taken stands in the audit trail. */
export async function exportCases(
  { db, now, actor }: ActionContext,
  filter: CaseFilter,
  format: 'csv' | 'xlsx',
  /** Told of each page before it goes. */
  seen: (rows: readonly CaseRow[]) => Promise<void>,
): Promise<CasesExported> {
  await db.transaction((transaction) =>
    appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'cases.exported',
      subject: { kind: 'run', id: filter.runId ?? null },
      details: { filter, format },
    }),
  );
  if (format === 'csv')
    return { kind: 'csv', lines: writeCsv(HEADER, linesOf(eachCase(db, filter), seen), SPREADSHEET_CSV) };
  const written = await writeXlsx('cases', HEADER, linesOf(eachCase(db, filter), seen));
  return written.kind === 'workbook' ? { kind: 'xlsx', bytes: written.bytes } : written;
}

async function* linesOf(
  pages: AsyncIterable<readonly CaseRow[]>,
  seen: (rows: readonly CaseRow[]) => Promise<void>,
): AsyncIterable<readonly Cell[]> {
  for await (const rows of pages) {
    await seen(rows);
    for (const row of rows) {
      yield [
        row.number,
        `P-${row.personId}`,
        row.asOf,
        row.currency,
        units(row.amountCents),
        row.daysPastDue,
        row.phase,
        row.points,
        row.probability === null ? null : Math.round(row.probability * 1e4) / 1e4,
        row.measure,
        units(row.expectedNetCents),
        units(row.debtorCostCents),
        row.releaseClass,
        row.release,
        row.decisionId,
      ];
    }
  }
}

function units(cents: number | null): number | null {
  return cents === null ? null : cents / 100;
}
