import { insertMany, type Row } from '../bulk.ts';
import { isPostgres, type Database } from '../database.ts';
import type { Dialect } from '../files/dialect.ts';
import type { RefusedRow } from '../files/read-records.ts';
import type { Vault } from '../vault.ts';

/** How far an import has come. `row` is the last row of the file that is dealt with: gone in, known or refused. */
export interface Progress {
  readonly row: number;
  readonly accepted: number;
  readonly known: number;
  readonly refused: number;
  /** Of the known rows those with a record that a correction has taken out: it stays out. */
  readonly takenOut: number;
  /** Of the known rows those that tell again what a person had erased: it stays out. */
  readonly erased: number;
  /** Of the known rows those that met a payment put in by hand: it is counted once. */
  readonly matched: number;
}

export interface ImportRow {
  readonly id: number;
  readonly portfolioId: number;
  readonly fileName: string;
  readonly recordType: string;
  readonly mapping: string | null;
  readonly state: 'running' | 'finished' | 'failed';
  readonly header: readonly string[];
  readonly delimiter: Dialect['delimiter'];
  readonly progress: Progress;
  readonly error: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export interface NewImport {
  readonly portfolioId: number;
  readonly fileName: string;
  readonly sha256: string;
  /** A record type, or `mapping`. */
  readonly recordType: string;
  /** The text of the mapping; the same file through another mapping is another import. */
  readonly mapping: string | null;
  readonly header: readonly string[];
  readonly delimiter: Dialect['delimiter'];
  readonly startedBy: number | null;
  readonly startedAt: string;
}

/** A file whose import did not come to its end, to go on with; null when there is none. */
export async function findUnfinishedImport(db: Database, wanted: NewImport): Promise<ImportRow | null> {
  const row = (await db('imports')
    .where({
      portfolio_id: wanted.portfolioId,
      sha256: wanted.sha256,
      record_type: wanted.recordType,
      mapping: wanted.mapping,
    })
    .whereNot({ state: 'finished' })
    .orderBy('id', 'desc')
    .first()) as StoredImport | undefined;
  return row === undefined ? null : importOf(row);
}

export async function insertImport(db: Database, wanted: NewImport): Promise<ImportRow> {
  const [row] = (await db('imports')
    .insert({
      portfolio_id: wanted.portfolioId,
      file_name: wanted.fileName,
      sha256: wanted.sha256,
      record_type: wanted.recordType,
      mapping: wanted.mapping,
      state: 'running',
      checkpoint: checkpointOf(wanted, { row: 1 }),
      started_by: wanted.startedBy,
      started_at: wanted.startedAt,
    })
    .returning('*')) as StoredImport[];
  return importOf(row!);
}

/** Moves the checkpoint on; false when another process has moved it since, and this one must stop. */
export async function moveCheckpoint(
  db: Database,
  found: ImportRow,
  from: Progress,
  to: Progress,
): Promise<boolean> {
  const moved = await db('imports')
    .where({ id: found.id, checkpoint: checkpointOf(found, from) })
    .update({
      checkpoint: checkpointOf(found, to),
      accepted: to.accepted,
      known: to.known,
      refused: to.refused,
      taken_out: to.takenOut,
      rows_erased: to.erased,
      rows_matched: to.matched,
      state: 'running',
      error: null,
    });
  return moved === 1;
}

export async function finishImport(db: Database, importId: number, finishedAt: string): Promise<void> {
  await db('imports').where({ id: importId }).update({ state: 'finished', finished_at: finishedAt });
}

/** The error is told without values of the file. */
export async function failImport(
  db: Database,
  importId: number,
  error: string,
  finishedAt: string,
): Promise<void> {
  await db('imports')
    .where({ id: importId, state: 'running' })
    .update({ state: 'failed', error, finished_at: finishedAt });
}

export async function findImport(db: Database, importId: number): Promise<ImportRow | null> {
  const row = (await db('imports').where({ id: importId }).first()) as StoredImport | undefined;
  return row === undefined ? null : importOf(row);
}

export async function listImports(db: Database, portfolioId: number): Promise<readonly ImportRow[]> {
  const rows = (await db('imports')
    .where({ portfolio_id: portfolioId })
    .orderBy('id', 'desc')) as StoredImport[];
  return rows.map(importOf);
}

/** One chunk of a portfolio's import at a time; SQLite has one writer anyway. Held to the end of the transaction. */
export async function lockImports(transaction: Database, portfolioId: number): Promise<void> {
  if (isPostgres(transaction)) {
    await transaction.raw('select pg_advisory_xact_lock(?, ?)', [IMPORT_LOCK, portfolioId]);
  }
}

const IMPORT_LOCK = 7_203;

export async function insertRefusedRows(
  db: Database,
  vault: Vault,
  importId: number,
  rows: readonly RefusedRow[],
): Promise<void> {
  const stored = rows.map(
    (refused): Row => ({
      import_id: importId,
      row_number: refused.row,
      field: refused.refusals[0]?.field ?? null,
      wanted: refused.refusals[0]?.wanted ?? '',
      row_sealed: vault.seal(vault.installationKey, JSON.stringify(refused), REFUSED_ROW),
    }),
  );
  await insertMany(db, 'import_refusals', stored);
}

/** The refused rows of an import in the order of the file, in pages. */
export async function* readRefusedRows(
  db: Database,
  vault: Vault,
  importId: number,
): AsyncGenerator<readonly RefusedRow[]> {
  let last = 0;
  for (;;) {
    const rows = (await db('import_refusals')
      .select('id', 'row_sealed')
      .where({ import_id: importId })
      .andWhere('id', '>', last)
      .orderBy('id')
      .limit(REFUSED_ROWS_A_PAGE)) as readonly { id: number; row_sealed: Buffer }[];
    if (rows.length === 0) return;
    last = rows.at(-1)!.id;
    yield rows.map(
      ({ row_sealed }) =>
        JSON.parse(vault.open(vault.installationKey, row_sealed, REFUSED_ROW)!) as RefusedRow,
    );
  }
}

/** Refused rows are of people who may not be on record at all, so that no erasure would reach them. */
export async function deleteRefusedRowsBefore(db: Database, instant: string): Promise<number> {
  return db('import_refusals')
    .whereIn('import_id', db('imports').select('id').where('finished_at', '<', instant))
    .delete();
}

const REFUSED_ROW = 'refused row';
const REFUSED_ROWS_A_PAGE = 1_000;

interface StoredImport {
  readonly id: number;
  readonly portfolio_id: number;
  readonly file_name: string;
  readonly record_type: string;
  readonly mapping: string | null;
  readonly state: ImportRow['state'];
  readonly checkpoint: string;
  readonly accepted: number;
  readonly known: number;
  readonly refused: number;
  readonly taken_out: number;
  readonly rows_erased: number;
  readonly rows_matched: number;
  readonly error: string | null;
  readonly started_at: string;
  readonly finished_at: string | null;
}

function importOf(row: StoredImport): ImportRow {
  const checkpoint = JSON.parse(row.checkpoint) as Checkpoint;
  return {
    id: row.id,
    portfolioId: row.portfolio_id,
    fileName: row.file_name,
    recordType: row.record_type,
    mapping: row.mapping,
    state: row.state,
    header: checkpoint.header,
    delimiter: checkpoint.delimiter,
    progress: {
      row: checkpoint.row,
      accepted: row.accepted,
      known: row.known,
      refused: row.refused,
      takenOut: row.taken_out,
      erased: row.rows_erased,
      matched: row.rows_matched,
    },
    error: row.error,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

/** Where to go on after a crash, and what giving the refused rows back takes. */
interface Checkpoint extends Pick<ImportRow, 'header' | 'delimiter'> {
  readonly row: number;
}

function checkpointOf(
  { header, delimiter }: Pick<ImportRow, 'header' | 'delimiter'>,
  { row }: Pick<Progress, 'row'>,
): string {
  return JSON.stringify({ row, header, delimiter } satisfies Checkpoint);
}
