import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { migrate, openDatabase } from '../../data/database.ts';
import type { RecordType } from '../../data/files/columns.ts';
import { csvLine, type Cell } from '../../data/files/write-csv.ts';
import { Vault } from '../../data/vault.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import type { ActionContext } from '../../server/actions/action.ts';
import { importFile } from '../../server/actions/import-file.ts';
import { openPortfolio } from '../../server/actions/open-portfolio.ts';

export interface ImportBench {
  readonly rows: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly byType: Readonly<Partial<Record<RecordType, number>>>;
  readonly megabytes: number;
  /** Highest resident memory of the process while importing. */
  readonly peakMemoryMegabytes: number;
}

/**
 * Imports a made-up ledger of `claims` claims with six bills and five payments each, contacts and measures, on SQLite unless an
 * empty database is named: checked, sealed, with checkpoints and audit entries, as `recourse import` does. The files are written beforehand.
 */
export async function run(claims = 100_000, databaseUrl?: string): Promise<ImportBench> {
  const folder = mkdtempSync(join(tmpdir(), 'recourse-bench-'));
  const db = openDatabase(databaseUrl ?? `sqlite:${join(folder, 'recourse.sqlite')}`);
  const memory = watchMemory();
  try {
    await migrate(db);
    const files = await writeLedger(folder, claims);
    const context: ActionContext = {
      db,
      vault: new Vault(Buffer.alloc(32, 1)),
      now: '2026-01-31T08:00:00.000Z',
      today: '2026-01-31',
      actor: { kind: 'system' },
    };
    const opened = await openPortfolio(context, { name: 'Bench' });
    if (opened.kind === 'refused') throw new Error(opened.reason);
    const byType: Partial<Record<RecordType, number>> = {};
    let rows = 0;
    let seconds = 0;
    for (const { type, path } of files) {
      const done = await importFile(context, {
        portfolio: opened.portfolio,
        path,
        fileName: `${type}.csv`,
        as: type,
        refusedFile: `${path}.refused.csv`,
      });
      if (done.kind === 'refused' || done.refused > 0) throw new Error(`${type}.csv: rows were refused`);
      byType[type] = done.rowsPerSecond;
      rows += done.accepted;
      seconds += done.seconds;
    }
    return {
      rows,
      seconds: Number(seconds.toFixed(2)),
      rowsPerSecond: Math.round(rows / seconds),
      byType,
      megabytes: Math.round(files.reduce((sum, { path }) => sum + statSync(path).size, 0) / 1e6),
      peakMemoryMegabytes: memory.peak(),
    };
  } finally {
    memory.stop();
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

function watchMemory() {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 50);
  return { peak: () => Math.round(peak / 1e6), stop: () => clearInterval(timer) };
}

interface LedgerFile {
  readonly type: RecordType;
  readonly path: string;
}

const EVIDENCE = ['source', 'obtained_on'] as const;
const START = '2025-01-10';

/** Everything follows from the number of the claim, so that the same bench reads the same bytes. */
async function writeLedger(folder: string, claims: number): Promise<readonly LedgerFile[]> {
  const persons = Math.ceil(claims * 0.55);
  const write = (type: RecordType, columns: readonly string[], rows: Iterable<readonly Cell[]>) =>
    writeRows({ type, path: join(folder, `${type}.csv`) }, [...columns, ...EVIDENCE], rows);
  return [
    await write(
      'persons',
      ['person_ref', 'jurisdiction', 'language', 'person_kind', 'name', 'personal_code', 'email'],
      each(persons, 1, (i) => [
        `P-${i}`,
        'EE',
        'et',
        'natural',
        `Isik Number ${i}`,
        `4${String(8e9 + i)}`,
        `isik${i}@näide.ee`,
        'creditor',
        START,
      ]),
    ),
    await write(
      'claims',
      [
        'claim_number',
        'person_ref',
        'creditor',
        'ownership',
        'product',
        'consumer',
        'currency',
        'principal',
        'interest',
        'costs',
        'opened_on',
        'due_on',
      ],
      each(claims, 1, (i) => [
        `EE-${i}`,
        `P-${i % persons}`,
        `Võlausaldaja ${i % 40}`,
        'commission',
        'telecom',
        'true',
        'EUR',
        cents(i * 37 + 500),
        cents(i % 900),
        '0',
        '2024-01-01',
        '2024-10-01',
        'creditor',
        START,
      ]),
    ),
    await write(
      'invoices',
      ['external_id', 'claim_number', 'issued_on', 'due_on', 'amount'],
      each(claims, 6, (i, k) => [
        `I-${i}-${k}`,
        `EE-${i}`,
        addDays('2024-05-01', k * 30),
        addDays('2024-05-15', k * 30),
        cents(i * 7 + k),
        'creditor',
        START,
      ]),
    ),
    await write(
      'payments',
      ['external_id', 'claim_number', 'on', 'amount'],
      each(claims, 5, (i, k) => [
        `T-${i}-${k}`,
        `EE-${i}`,
        addDays(START, (i % 300) + k),
        cents(i * 3 + k),
        'creditor',
        addDays(START, (i % 300) + k),
      ]),
    ),
    await write(
      'contacts',
      ['external_id', 'person_ref', 'claim_number', 'on', 'channel', 'direction', 'result'],
      each(claims, 2, (i, k) => [
        `K-${i}-${k}`,
        `P-${i % persons}`,
        `EE-${i}`,
        addDays(START, (i % 250) + k),
        'call',
        'out',
        'reached',
        'own_measures',
        addDays(START, (i % 250) + k),
      ]),
    ),
    await write(
      'measures',
      ['external_id', 'claim_number', 'on', 'measure', 'creditor_cost', 'debtor_cost'],
      each(claims, 1, (i) => [
        `M-${i}`,
        `EE-${i}`,
        addDays(START, i % 250),
        'reminder_letter',
        '1.10',
        '0',
        'own_measures',
        addDays(START, i % 250),
      ]),
    ),
  ];
}

function* each(
  count: number,
  times: number,
  row: (i: number, k: number) => readonly Cell[],
): Generator<readonly Cell[]> {
  for (let i = 0; i < count; i += 1) for (let k = 0; k < times; k += 1) yield row(i, k);
}

function cents(amount: number): string {
  return ((amount % 500_000) / 100).toFixed(2);
}

async function writeRows(
  file: LedgerFile,
  header: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<LedgerFile> {
  const out = createWriteStream(file.path);
  let piece = csvLine(header);
  for (const row of rows) {
    piece += csvLine(row);
    if (piece.length < 1 << 20) continue;
    if (!out.write(piece)) await once(out, 'drain');
    piece = '';
  }
  out.end(piece);
  await finished(out);
  return file;
}
