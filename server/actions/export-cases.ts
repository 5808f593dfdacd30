import { appendAuditEntry } from '../../data/audit/chain.ts';
import { SPREADSHEET_CSV, writeCsv, type Cell } from '../../data/files/write-csv.ts';
import { writeXlsx } from '../../data/files/write-xlsx.ts';
import { type CaseFilter, type CaseRow, eachCase } from '../../data/views/cases.ts';
import type { CarriedOut } from '../../scoring/safeguards/carry-out.ts';
import type { ActionContext } from './action.ts';
import { readCarriedOut } from './carried-out.ts';

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
  'held_back',
] as const;

/** Gives out what the planner sees: the same filter, every page of it. That it was taken stands in the audit trail. */
export async function exportCases(
  context: ActionContext,
  filter: CaseFilter,
  format: 'csv' | 'xlsx',
  /** Told of each page before it goes. */
  seen: (rows: readonly CaseRow[]) => Promise<void>,
): Promise<CasesExported> {
  const { db, now, actor } = context;
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
    return {
      kind: 'csv',
      lines: writeCsv(HEADER, linesOf(context, eachCase(db, filter), seen), SPREADSHEET_CSV),
    };
  const written = await writeXlsx('cases', HEADER, linesOf(context, eachCase(db, filter), seen));
  return written.kind === 'workbook' ? { kind: 'xlsx', bytes: written.bytes } : written;
}

/** A measure that the person must not get is not in the list, only why: restricted data, or a need. */
async function* linesOf(
  context: ActionContext,
  pages: AsyncIterable<readonly CaseRow[]>,
  seen: (rows: readonly CaseRow[]) => Promise<void>,
): AsyncIterable<readonly Cell[]> {
  for await (const rows of pages) {
    await seen(rows);
    const carriedOut = await readCarriedOut(
      context,
      rows.map((row) => ({ ...row, measure: row.instead ?? row.measure })),
    );
    for (const row of rows) {
      const given = givenOut(row, carriedOut(row.decisionId));
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
        given.measure,
        units(row.expectedNetCents),
        units(row.debtorCostCents),
        row.releaseClass,
        row.release,
        row.decisionId,
        given.because,
      ];
    }
  }
}

function givenOut(
  { measure, release }: CaseRow,
  carried: CarriedOut | null,
): { readonly measure: string | null; readonly because: string | null } {
  if (carried === null) return { measure, because: null };
  if (carried.kind === 'as_recommended') return { measure: carried.measure, because: null };
  // One that was let go as a call before the need was told is not to be carried out any more.
  const isChanged = carried.kind === 'changed' && release !== 'released';
  return { measure: isChanged ? carried.measure : null, because: carried.because };
}

function units(cents: number | null): number | null {
  return cents === null ? null : cents / 100;
}
