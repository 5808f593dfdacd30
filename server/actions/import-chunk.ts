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
import { findConflicts } from '../../data/stores/record-conflicts.ts';
import { findErased, matchAddedPayments } from '../../data/stores/kept-out-records.ts';
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
    const target = { db: transaction, vault, portfolioId, references };
    const kept = await withoutKeptOut(target, known);
    const matched = await matchRows(target, kept.rows);
    const inserted = await insertRows(target, kept.rows);
    const conflicting = await conflictsIn(target, kept.rows, inserted);
    const refused = [...chunk.refused, ...unknown, ...conflicting].sort((a, b) => a.row - b.row);
    const progress: Progress = {
      row: chunk.lastRow,
      accepted: before.accepted + inserted.rowsWithNew,
      known: before.known + known.length - inserted.rowsWithNew - conflicting.length,
      refused: before.refused + refused.length,
      takenOut: before.takenOut + kept.takenOut,
      erased: before.erased + kept.erased,
      matched: before.matched + matched,
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

interface KeptIn {
  readonly rows: readonly SoundRow[];
  /** Rows with a record that a correction has taken out, and rows with one that a person had erased. */
  readonly takenOut: number;
  readonly erased: number;
}

/**
 * The rows without the records that stay out: those that a correction has taken out, since they were wrong or another
 * person's, and those that a person had erased. The sender's file says so still; the row counts as known.
 */
async function withoutKeptOut(target: RecordTarget, rows: readonly SoundRow[]): Promise<KeptIn> {
  const { db, portfolioId } = target;
  const out = new Map<RecordType, ReadonlySet<string>>();
  const erased = new Map<RecordType, ReadonlySet<string>>();
  for (const [type, records] of byType(rows)) {
    const found = await findTakenOut(db, portfolioId, type, records.map(keyOf));
    if (found.size > 0) out.set(type, found);
    const gone = await findErased(target, type, records);
    if (gone.size > 0) erased.set(type, gone);
  }
  if (out.size + erased.size === 0) return { rows, takenOut: 0, erased: 0 };
  const isOut = (record: TypedRecord) => out.get(record.type)?.has(keyOf(record)) === true;
  const isErased = (record: TypedRecord) => erased.get(record.type)?.has(keyOf(record)) === true;
  return {
    rows: rows.map((row) => ({
      ...row,
      records: row.records.filter((record) => !isOut(record) && !isErased(record)),
    })),
    takenOut: rows.filter(({ records }) => records.some(isOut)).length,
    erased: rows.filter(({ records }) => records.some(isErased)).length,
  };
}

function byType(rows: readonly SoundRow[]): ReadonlyMap<RecordType, readonly TypedRecord[]> {
  const types = new Map<RecordType, TypedRecord[]>();
  for (const { records } of rows) {
    for (const record of records) {
      const list = types.get(record.type);
      if (list === undefined) types.set(record.type, [record]);
      else list.push(record);
    }
  }
  return types;
}

/** How many rows met a payment that had been put in by hand. */
async function matchRows(target: RecordTarget, rows: readonly SoundRow[]): Promise<number> {
  const payments = rows.flatMap(({ records }) => records.filter(({ type }) => type === 'payments'));
  if (payments.length === 0) return 0;
  const matched = await matchAddedPayments(target, payments);
  const isMatched = (record: TypedRecord) => record.type === 'payments' && matched.has(keyOf(record));
  return rows.filter(({ records }) => records.some(isMatched)).length;
}

/**
 * Rows whose one record is on record under the same name with other content. What is on record stays, and the sender
 * gets the row back with the column that differs: to count it as known would lose what they wanted to say. A line of a
 * ledger that makes several records repeats the person and the claim as they stood; it is not held to that.
 */
async function conflictsIn(
  target: RecordTarget,
  rows: readonly SoundRow[],
  { records: inserted }: Inserted,
): Promise<readonly RefusedRow[]> {
  const single = rows.filter(({ records }) => records.length === 1);
  const conflicts = new Map<RecordType, ReadonlyMap<string, string>>();
  for (const [type, records] of byType(single)) {
    // All of them were new: there was nothing to differ from.
    if (inserted.get(type) === records.length) continue;
    const found = await findConflicts(target, type, records);
    if (found.size > 0) conflicts.set(type, found);
  }
  if (conflicts.size === 0) return [];
  return single.flatMap(({ row, fields, records: [record] }) => {
    const field = record && conflicts.get(record.type)?.get(keyOf(record));
    if (record === undefined || field === undefined) return [];
    const wanted = `what is on record under the same ${RECORD_FILES[record.type].key}: it is there with another ${field}, and stays as it is. To change it, have the person's data corrected`;
    return [{ row, fields, refusals: [{ row, field, value: null, wanted }] }];
  });
}

interface Inserted {
  readonly records: ReadonlyMap<RecordType, number>;
  readonly rowsWithNew: number;
}

async function insertRows(target: RecordTarget, rows: readonly SoundRow[]): Promise<Inserted> {
  const types = byType(rows);
  const several = rows.some(({ records: of }) => of.length > 1);
  // Of a row with one record the insert itself tells whether it was new; asking first would double the work.
  const rowsWithNew = several || types.size > 1 ? await countRowsWithNew(target, rows, types) : null;
  const records = new Map<RecordType, number>();
  for (const type of RECORD_TYPES) {
    const list = types.get(type);
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
  types: ReadonlyMap<RecordType, readonly TypedRecord[]>,
): Promise<number> {
  const seen = new Map<RecordType, Set<string>>();
  for (const [type, records] of types) {
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
