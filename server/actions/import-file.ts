import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import type { Database } from '../../data/database.ts';
import type { RecordType } from '../../data/files/columns.ts';
import { mappedReader, type Mapping } from '../../data/files/mapping.ts';
import { openCsv, type CsvFile, type FileRefused } from '../../data/files/open-csv.ts';
import { readCsv, type CsvRow } from '../../data/files/read-csv.ts';
import { recordReader, type Refusal, type RowReader } from '../../data/files/read-records.ts';
import { writeRefusedRows } from '../../data/files/refused-rows.ts';
import { deleteDemoCustomers } from '../../data/stores/customers.ts';
import {
  deleteRefusedRowsBefore,
  failImport,
  findUnfinishedImport,
  finishImport,
  insertImport,
  readRefusedRows,
  type ImportRow,
  type Progress,
} from '../../data/stores/imports.ts';
import type { Portfolio } from '../../data/stores/portfolios.ts';
import { RecordReferences } from '../../data/stores/record-references.ts';
import { disableDemoStaff } from '../../data/stores/staff.ts';
import { addDays, type IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { ActionContext } from './action.ts';
import { ImportStopped, readChunk, storeChunk, type ChunkDone } from './import-chunk.ts';

export interface ImportOrder {
  readonly portfolio: Portfolio;
  readonly path: string;
  /** As the person knows the file; stands in messages. */
  readonly fileName: string;
  /** Simulated people: real records end the demo sign-ins. */
  readonly sample?: boolean;
  readonly as: RecordType | MappedLedger;
  /** Where to put the refused rows, if there are any; null where they are only to be had by {@link exportRefusedRows}. */
  readonly refusedFile: string | null;
}

/** A ledger that is read through a mapping. */
export interface MappedLedger {
  readonly mapping: Mapping;
  /** The mapping as it was written, which the import keeps. */
  readonly text: string;
}

export interface ImportDone {
  readonly kind: 'done';
  readonly import: number;
  /** Rows of the file with something new in them. */
  readonly accepted: number;
  readonly refused: number;
  /** Rows whose records were all on record already. */
  readonly known: number;
  /** Of them those with a record that a correction has taken out: it stays out. */
  readonly takenOut: number;
  /** Of them those that tell again what a person had erased: it stays out. */
  readonly erased: number;
  /** Of them those that met a payment put in by hand: it is counted once. */
  readonly matched: number;
  /** New records by type. */
  readonly records: Readonly<Partial<Record<RecordType, number>>>;
  readonly refusedFile: string | null;
  /** The first few refusals, to be shown to whoever sent the file; never for a log. */
  readonly refusals: readonly Refusal[];
  /** The import had been cut off and went on where it stopped. */
  readonly resumed: boolean;
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

export interface ImportProgress {
  readonly accepted: number;
  readonly known: number;
  readonly refused: number;
  readonly bytesRead: number;
  readonly bytes: number;
}

export type ImportResult = ImportDone | FileRefused;

/** Big enough that a transaction costs little, small enough that others get their turn to write. */
const ROWS_A_CHUNK = 5_000;
const REFUSALS_TOLD = 20;
/** Time enough to mend a file; then the rows go (data minimisation, GDPR art. 5(1)(c) and (e)). */
const REFUSED_ROWS_KEPT_DAYS = 30;

/**
 * Takes a file into a portfolio. The file is checked from end to end first; then its rows go in chunk by chunk, each
 * chunk with its refused rows, its checkpoint and its audit entry in one transaction, so that an import killed
 * anywhere goes on when the same file is given again, with nothing lost and nothing twice.
 */
export async function importFile(
  context: ActionContext,
  order: ImportOrder,
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<ImportResult> {
  const started = performance.now();
  const checked = await checkFile(order);
  if (checked.kind === 'refused') return checked;
  const { file, reader } = checked;
  const begun = await beginImport(context, order, file);
  const work: Work = {
    context,
    file,
    reader,
    portfolioId: order.portfolio.id,
    references: new RecordReferences(order.portfolio.id, context.vault),
    ...begun,
  };
  const tally = new Tally(begun.found.progress);
  try {
    await takeRows(work, tally, onProgress);
    await endImport(work, tally.progress);
  } catch (error) {
    if (!(error instanceof ImportStopped)) {
      await failImport(context.db, work.found.id, sayError(error), context.now);
    }
    throw error;
  }
  const refusedFile = tally.progress.refused === 0 ? null : order.refusedFile;
  if (refusedFile !== null) await writeRefusedFile(work, refusedFile);
  const seconds = (performance.now() - started) / 1000;
  const { accepted, refused, known, takenOut, erased, matched } = tally.progress;
  return {
    kind: 'done',
    import: work.found.id,
    accepted,
    refused,
    known,
    takenOut,
    erased,
    matched,
    records: tally.records,
    refusedFile,
    refusals: tally.refusals,
    resumed: work.resumed,
    seconds: Number(seconds.toFixed(3)),
    rowsPerSecond: Math.round(tally.rows / seconds),
  };
}

export type FileChecked =
  | { readonly kind: 'sound'; readonly file: CsvFile; readonly reader: RowReader }
  | FileRefused;

/** Everything that can be told of a file before its first row: whether it is a table, and one with the columns wanted. */
export async function checkFile({
  path,
  fileName,
  as,
}: Pick<ImportOrder, 'path' | 'fileName' | 'as'>): Promise<FileChecked> {
  const file = await openCsv(path, typeof as === 'string' ? {} : as.mapping.file, fileName);
  if (file.kind === 'refused') return file;
  const made = typeof as === 'string' ? recordReader(as, file) : mappedReader(as.mapping, file);
  if (made.kind === 'refused') return { kind: 'refused', code: 'header', reason: made.reason };
  return { kind: 'sound', file, reader: made.reader };
}

interface Work {
  readonly context: ActionContext;
  readonly file: CsvFile;
  readonly portfolioId: number;
  readonly reader: RowReader;
  readonly found: ImportRow;
  readonly resumed: boolean;
  readonly references: RecordReferences;
}

/** What has been done so far; only what is committed is counted. */
class Tally {
  progress: Progress;
  rows = 0;
  readonly records: Partial<Record<RecordType, number>> = {};
  readonly refusals: Refusal[] = [];

  constructor(progress: Progress) {
    this.progress = progress;
  }

  add(chunk: ChunkDone): void {
    this.progress = chunk.progress;
    this.rows += chunk.rows;
    for (const [type, count] of chunk.records) this.records[type] = (this.records[type] ?? 0) + count;
    for (const { refusals } of chunk.refused) {
      if (this.refusals.length < REFUSALS_TOLD) this.refusals.push(...refusals);
    }
  }
}

async function beginImport(
  { db, vault, now, actor }: ActionContext,
  order: ImportOrder,
  file: CsvFile,
): Promise<{ readonly found: ImportRow; readonly resumed: boolean }> {
  const wanted = {
    portfolioId: order.portfolio.id,
    fileName: order.fileName,
    sha256: file.sha256,
    recordType: typeof order.as === 'string' ? order.as : 'mapping',
    mapping: typeof order.as === 'string' ? null : order.as.text,
    header: file.header,
    delimiter: file.delimiter,
    startedBy: actor.kind === 'staff' ? actor.staffId : null,
    startedAt: now,
  };
  return db.transaction(async (transaction) => {
    const unfinished = await findUnfinishedImport(transaction, wanted);
    if (unfinished !== null) return { found: unfinished, resumed: true };
    if (order.sample !== true) await endDemoSignIns(transaction, now);
    await deleteRefusedRowsBefore(transaction, daysBefore(now, REFUSED_ROWS_KEPT_DAYS));
    const found = await insertImport(transaction, wanted);
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'import.started',
      subject: { kind: 'import', id: found.id },
      details: {
        portfolio: order.portfolio.id,
        as: wanted.recordType,
        proof: vault.blindIndex(file.sha256),
        bytes: file.bytes,
      },
    });
    return { found, resumed: false };
  });
}

async function endImport({ context: { db, now, actor }, found }: Work, progress: Progress): Promise<void> {
  const { accepted, known, refused, takenOut, erased, matched } = progress;
  await db.transaction(async (transaction) => {
    await finishImport(transaction, found.id, now);
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'import.finished',
      subject: { kind: 'import', id: found.id },
      details: { accepted, known, refused, takenOut, erased, matched },
    });
  });
}

function daysBefore(instant: IsoInstant, days: number): IsoInstant {
  return addDays(instant.slice(0, 10), -days) + instant.slice(10);
}

/** Demo sign-ins are written down for anybody to use; they must not reach real people's records. */
async function endDemoSignIns(db: Database, now: IsoInstant): Promise<void> {
  await disableDemoStaff(db, now);
  await deleteDemoCustomers(db);
}

/** Reads the next chunk while the database is busy with the one before. */
async function takeRows(
  work: Work,
  tally: Tally,
  onProgress: (progress: ImportProgress) => void,
): Promise<void> {
  let storing: Promise<void> = Promise.resolve();
  for await (const { rows, bytesRead } of chunksOf(work.file, tally.progress.row)) {
    const chunk = readChunk(work.reader, rows);
    await storing;
    storing = storeChunk(work.context, work, tally.progress, chunk).then((done) => {
      tally.add(done);
      const { accepted, known, refused } = done.progress;
      onProgress({ accepted, known, refused, bytesRead, bytes: work.file.bytes });
    });
    // Awaited in the next round; a failure there must not count as unhandled here.
    storing.catch(() => undefined);
  }
  await storing;
}

async function* chunksOf(
  file: CsvFile,
  after: number,
): AsyncGenerator<{ readonly rows: readonly CsvRow[]; readonly bytesRead: number }> {
  let rows: CsvRow[] = [];
  let bytesRead = 0;
  for await (const block of readCsv(file)) {
    bytesRead = block.bytesRead;
    for (const row of block.rows) {
      if (row.row <= after) continue;
      rows.push(row);
      if (rows.length === ROWS_A_CHUNK) {
        yield { rows, bytesRead };
        rows = [];
      }
    }
  }
  if (rows.length > 0) yield { rows, bytesRead };
}

async function writeRefusedFile({ context, found }: Work, path: string): Promise<void> {
  const pages = readRefusedRows(context.db, context.vault, found.id);
  await pipeline(
    Readable.from(writeRefusedRows(found, pages)),
    // It holds personal data: only its owner may read it.
    createWriteStream(path, { mode: 0o600 }),
  );
}

/** What a database says about a failed statement may hold values of the file; the code does not. */
function sayError(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === 'string' ? code : 'internal error';
}
