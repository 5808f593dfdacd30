import { createHash } from 'node:crypto';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import type { Database } from '../../data/database.ts';
import { RECORD_FILES, RECORD_TYPES, type RecordType } from '../../data/files/columns.ts';
import type { CsvRow } from '../../data/files/read-csv.ts';
import type { RefusedRow, Refusal, RowReader, TypedRecord } from '../../data/files/read-records.ts';
import {
  coDebtorRefs,
  findKnownKeys,
  findTakenOut,
  insertRecords,
  keyOf,
  type RecordTarget,
} from '../../data/stores/imported-records.ts';
import {
  insertRefusedRows,
  lockImports,
  moveCheckpoint,
  type ImportRow,
  type Progress,
} from '../../data/stores/imports.ts';
import type { RecordReferences } from '../../data/stores/record-references.ts';
import type { ActionContext } from './action.ts';

/** A sound row with its records. They go in together or not at all. */
interface SoundRow {
  readonly row: number;
  readonly fields: readonly string[];
  readonly records: readonly TypedRecord[];
}

export interface Chunk {
  readonly lastRow: number;
  readonly rows: number;
  readonly sound: readonly SoundRow[];
  readonly refused: readonly RefusedRow[];
}

/** Tells the rows that can go in from those that cannot, without asking the database. */
export function readChunk(reader: RowReader, rows: readonly CsvRow[]): Chunk {
  const sound: SoundRow[] = [];
  const refused: RefusedRow[] = [];
  for (const { row, fields, fault } of rows) {
    if (fault !== null) {
      refused.push({ row, fields, refusals: [{ row, field: null, value: null, wanted: fault }] });
      continue;
    }
    const read = reader.read(fields, row);
    if (read.kind === 'records') sound.push({ row, fields, records: read.records });
    else refused.push({ row, fields, refusals: read.refusals });
  }
  return { lastRow: rows.at(-1)!.row, rows: rows.length, sound, refused };
}

/** The import that a chunk belongs to. */
export interface ImportUnderWay {
  readonly found: ImportRow;
  readonly portfolioId: number;
  readonly references: RecordReferences;
}

export interface ChunkDone {
  readonly progress: Progress;
  readonly rows: number;
  readonly records: ReadonlyMap<RecordType, number>;
  readonly refused: readonly RefusedRow[];
}

/** Two processes took up the same import; the one that comes late stops, having changed nothing. */
export class ImportStopped extends Error {
  override readonly name = 'ImportStopped';
}

/** Rows, refused rows, checkpoint and audit entry in one transaction: after a crash all of them are there, or none. */
export async function storeChunk(
  { db, vault, now, actor }: ActionContext,
  { found, portfolioId, references }: ImportUnderWay,
  before: Progress,
  chunk: Chunk,
): Promise<ChunkDone> {
  return db.transaction(async (transaction) => {
    await lockImports(transaction, portfolioId);
    await lookUpReferences(transaction, references, chunk.sound);
    const { known, unknown } = partByReferences(references, chunk.sound);
    const refused = [...chunk.refused, ...unknown].sort((a, b) => a.row - b.row);
    const target = { db: transaction, vault, portfolioId, references };
    const { rows, takenOut } = await withoutTakenOut(target, known);
    const inserted = await insertRows(target, rows);
    const progress: Progress = {
      row: chunk.lastRow,
      accepted: before.accepted + inserted.rowsWithNew,
      known: before.known + known.length - inserted.rowsWithNew,
      refused: before.refused + refused.length,
      takenOut: before.takenOut + takenOut,
    };
    await insertRefusedRows(transaction, vault, found.id, refused);
    if (!(await moveCheckpoint(transaction, found, before, progress))) {
      throw new ImportStopped(`${found.fileName}: another import of this file is under way`);
    }
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'import.chunk',
      subject: { kind: 'import', id: found.id },
      details: { ...progress, proof: vault.blindIndex(hashOf(known)) },
    });
    return { progress, rows: chunk.rows, records: inserted.records, refused };
  });
}

/**
 * Over the rows that went in, as they came. The trail keeps it under the installation's own key: it proves what was
 * taken, and nobody without the key can try a guessed row against it.
 */
function hashOf(rows: readonly SoundRow[]): string {
  const hash = createHash('sha256');
  for (const { fields } of rows) hash.update(`${fields.join('\u001f')}\n`);
  return hash.digest('hex');
}

type Referred = 'persons' | 'claims' | 'applications';

const KEY_COLUMN: Readonly<Record<Referred, string>> = {
  persons: 'person_ref',
  claims: 'claim_number',
  applications: 'application_number',
};

const REFERENCE_PLACES = Object.fromEntries(
  RECORD_TYPES.map((type) => [
    type,
    RECORD_FILES[type].columns.flatMap((column, at) =>
      column.refersTo === undefined ? [] : [{ at, to: column.refersTo as Referred, field: column.name }],
    ),
  ]),
) as unknown as Readonly<Record<RecordType, readonly { at: number; to: Referred; field: string }[]>>;

/** A callback, not a list: this runs for every reference of every row. */
function eachReference(
  { type, values }: TypedRecord,
  visit: (to: Referred, key: string, field: string) => void,
): void {
  for (const { at, to, field } of REFERENCE_PLACES[type]) {
    const key = values[at];
    if (typeof key === 'string') visit(to, key, field);
  }
  if (type === 'claims') {
    for (const key of coDebtorRefs(values)) visit('persons', key, 'co_debtor_refs');
  }
}

function isReferred(type: RecordType): type is Referred {
  return type in KEY_COLUMN;
}

async function lookUpReferences(
  db: Database,
  references: RecordReferences,
  rows: readonly SoundRow[],
): Promise<void> {
  const wanted = { persons: new Set<string>(), claims: new Set<string>(), applications: new Set<string>() };
  const note = (to: Referred, key: string) => wanted[to].add(key);
  for (const { records } of rows) {
    for (const record of records) {
      eachReference(record, note);
      if (isReferred(record.type)) wanted[record.type].add(keyOf(record));
    }
  }
  await references.look(db, wanted);
}

interface Parted {
  readonly known: readonly SoundRow[];
  readonly unknown: readonly RefusedRow[];
}

/**
 * Parts the rows whose references are on record, or come in the same chunk, from those whose are not. A refused row
 * takes what it would have brought with it, so that others may fall with it.
 */
function partByReferences(references: RecordReferences, rows: readonly SoundRow[]): Parted {
  const unknown: RefusedRow[] = [];
  let known = rows;
  for (;;) {
    const given = keysGiven(known);
    const left: SoundRow[] = [];
    for (const row of known) {
      const refusals = unknownReferences(references, given, row);
      if (refusals.length === 0) left.push(row);
      else unknown.push({ row: row.row, fields: row.fields, refusals });
    }
    if (left.length === known.length) return { known, unknown };
    known = left;
  }
}

function keysGiven(rows: readonly SoundRow[]): Readonly<Record<Referred, ReadonlySet<string>>> {
  const given = { persons: new Set<string>(), claims: new Set<string>(), applications: new Set<string>() };
  for (const { records } of rows) {
    for (const record of records) if (isReferred(record.type)) given[record.type].add(keyOf(record));
  }
  return given;
}

function unknownReferences(
  references: RecordReferences,
  given: Readonly<Record<Referred, ReadonlySet<string>>>,
  { row, records }: SoundRow,
): readonly Refusal[] {
  let refusals: Refusal[] | null = null;
  const check = (to: Referred, key: string, field: string) => {
    if (isOnRecord(references, to, key) || given[to].has(key)) return;
    refusals ??= [];
    const wanted = `a ${KEY_COLUMN[to]} that is on record in this portfolio; import ${to} first`;
    refusals.push({ row, field, value: key, wanted });
  };
  for (const record of records) eachReference(record, check);
  return refusals ?? NONE;
}

const NONE: readonly Refusal[] = [];

function isOnRecord(references: RecordReferences, type: Referred, key: string): boolean {
  switch (type) {
    case 'persons':
      return references.person(key) !== undefined;
    case 'claims':
      return references.claim(key) !== undefined;
    case 'applications':
      return references.application(key) !== undefined;
  }
}

/**
 * The rows without the records that a correction has taken out. They were wrong or another person's, and the sender's
 * file says so still: they stay out, and the row counts as known.
 */
async function withoutTakenOut(
  { db, portfolioId }: RecordTarget,
  rows: readonly SoundRow[],
): Promise<{ readonly rows: readonly SoundRow[]; readonly takenOut: number }> {
  const keys = new Map<RecordType, string[]>();
  for (const { records } of rows) {
    for (const record of records) {
      const list = keys.get(record.type);
      if (list === undefined) keys.set(record.type, [keyOf(record)]);
      else list.push(keyOf(record));
    }
  }
  const out = new Map<RecordType, ReadonlySet<string>>();
  for (const [type, named] of keys) {
    const found = await findTakenOut(db, portfolioId, type, named);
    if (found.size > 0) out.set(type, found);
  }
  if (out.size === 0) return { rows, takenOut: 0 };
  const isOut = (record: TypedRecord) => out.get(record.type)?.has(keyOf(record)) === true;
  return {
    rows: rows.map((row) => ({ ...row, records: row.records.filter((record) => !isOut(record)) })),
    takenOut: rows.filter(({ records }) => records.some(isOut)).length,
  };
}

interface Inserted {
  readonly records: ReadonlyMap<RecordType, number>;
  readonly rowsWithNew: number;
}

async function insertRows(target: RecordTarget, rows: readonly SoundRow[]): Promise<Inserted> {
  const byType = new Map<RecordType, TypedRecord[]>();
  let several = false;
  for (const { records } of rows) {
    several ||= records.length > 1;
    for (const record of records) {
      const list = byType.get(record.type);
      if (list === undefined) byType.set(record.type, [record]);
      else list.push(record);
    }
  }
  // Of a row with one record the insert itself tells whether it was new; asking first would double the work.
  const rowsWithNew = several || byType.size > 1 ? await countRowsWithNew(target, rows, byType) : null;
  const records = new Map<RecordType, number>();
  for (const type of RECORD_TYPES) {
    const list = byType.get(type);
    if (list !== undefined) records.set(type, await insertRecords(target, type, list));
  }
  return {
    records,
    rowsWithNew: rowsWithNew ?? [...records.values()].reduce((sum, count) => sum + count, 0),
  };
}

async function countRowsWithNew(
  { db, portfolioId, references }: RecordTarget,
  rows: readonly SoundRow[],
  byType: ReadonlyMap<RecordType, readonly TypedRecord[]>,
): Promise<number> {
  const seen = new Map<RecordType, Set<string>>();
  for (const [type, records] of byType) {
    const keys = records.map(keyOf);
    const known = isReferred(type)
      ? new Set(keys.filter((key) => isOnRecord(references, type, key)))
      : await findKnownKeys(db, portfolioId, type, keys);
    seen.set(type, new Set(known));
  }
  let count = 0;
  for (const { records } of rows) {
    let hasNew = false;
    for (const record of records) {
      const keys = seen.get(record.type)!;
      const key = keyOf(record);
      if (keys.has(key)) continue;
      keys.add(key);
      hasNew = true;
    }
    if (hasNew) count += 1;
  }
  return count;
}
