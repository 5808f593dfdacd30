import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../../data/database.ts';
import { csvLine, type Cell } from '../../../data/files/write-csv.ts';
import type { Vault } from '../../../data/vault.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { importFile, type ImportDone, type ImportOrder } from '../../../server/actions/import-file.ts';
import { openPortfolio } from '../../../server/actions/open-portfolio.ts';

export const EVIDENCE = { source: 'creditor', obtained_on: '2026-01-05', valid_until: '' };

export const person = (n: number, more: Record<string, Cell> = {}) => ({
  person_ref: `P-${n}`,
  jurisdiction: 'EE',
  language: 'et',
  person_kind: 'natural',
  name: `Mari Maasikas ${n}`,
  personal_code: `4850101000${n}`,
  ...EVIDENCE,
  ...more,
});
export const claim = (n: number, more: Record<string, Cell> = {}) => ({
  claim_number: `C-${n}`,
  person_ref: `P-${n}`,
  co_debtor_refs: '',
  creditor: 'Kalda Telekom',
  ownership: 'commission',
  product: 'telecom',
  consumer: 'true',
  currency: 'EUR',
  principal: '120.50',
  interest: '0',
  costs: '0',
  opened_on: '2025-01-01',
  due_on: '2025-10-01',
  ...EVIDENCE,
  ...more,
});
export const payment = (n: number, more: Record<string, Cell> = {}) => ({
  external_id: `T-${n}`,
  claim_number: `C-${n}`,
  on: '2026-02-01',
  amount: '10.00',
  ...EVIDENCE,
  ...more,
});

/** A file of these rows; the first one tells the columns. */
export function csv(rows: readonly Record<string, Cell>[]): string {
  const header = Object.keys(rows[0]!);
  return csvLine(header) + rows.map((row) => csvLine(header.map((name) => row[name] ?? ''))).join('');
}

export function contextOf(db: Database, vault: Vault): ActionContext {
  return { db, vault, now: '2026-03-01T08:00:00.000Z', today: '2026-03-01', actor: { kind: 'system' } };
}

/** Imports a text as a file of that name in the folder; throws when the whole file is refused. */
export async function take(
  folder: string,
  context: ActionContext,
  content: string | Buffer,
  as: ImportOrder['as'],
  name = 'file.csv',
  portfolioName = 'Ledger',
): Promise<ImportDone> {
  const opened = await openPortfolio(context, { name: portfolioName });
  if (opened.kind === 'refused') throw new Error(opened.reason);
  const path = join(folder, name);
  writeFileSync(path, content);
  const done = await importFile(context, {
    portfolio: opened.portfolio,
    path,
    fileName: name,
    as,
    refusedFile: join(folder, `${name}.refused.csv`),
  });
  if (done.kind === 'refused') throw new Error(done.reason);
  return done;
}
