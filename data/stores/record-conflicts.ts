import type { Cell } from '../bulk.ts';
import type { Database } from '../database.ts';
import { RECORD_FILES, type RecordType } from '../files/columns.ts';
import { columnIndex, type TypedRecord } from '../files/read-records.ts';
import { type Identity, openIdentity } from '../identity.ts';
import { keyOf, type RecordTarget, rowOf, tableOf } from './imported-records.ts';

/** Ours may have ended what the sender still tells as open: that is news of ours, not a contradiction of theirs. */
const ENDS = new Set(['withdrawn_on', 'ended_on', 'ended', 'to_on', 'contract_ended_on']);
/** When and whence a record came says nothing of what it tells. */
const PROVENANCE = new Set(['source', 'obtained_on', 'valid_until']);
const KEYS_A_QUERY = 5_000;

/**
 * Of these records of one type those that are on record under the same name with other content: by their name, the
 * first column that differs. What a correction has put right is ours, and contradicts nobody.
 */
export async function findConflicts(
  target: RecordTarget,
  type: RecordType,
  records: readonly TypedRecord[],
): Promise<ReadonlyMap<string, string>> {
  return type === 'persons' ? personsThatDiffer(target, records) : rowsThatDiffer(target, type, records);
}

async function rowsThatDiffer(
  target: RecordTarget,
  type: RecordType,
  records: readonly TypedRecord[],
): Promise<ReadonlyMap<string, string>> {
  const stored = new Map(
    (await storedUnder(target, tableOf(type), records.map(keyOf))).map((row) => [row.external_id, row]),
  );
  const conflicts = new Map<string, string>();
  for (const record of records) {
    const key = keyOf(record);
    const there = stored.get(key);
    if (there === undefined || there['source'] === 'person') continue;
    const column = Object.entries(rowOf(target, type, record.values)).find(
      // A claim's row does not name its claim: it is the claim.
      ([name, value]) => name in there && !PROVENANCE.has(name) && differs(name, there[name] ?? null, value),
    )?.[0];
    if (column !== undefined) conflicts.set(key, columnOfFile(type, column));
  }
  return conflicts;
}

function differs(name: string, stored: Cell, sent: Cell): boolean {
  if (name === 'external_id') return false;
  if (sent === null) return stored !== null && !ENDS.has(name);
  return String(stored) !== String(sent);
}

/** The column as the sender knows it. */
function columnOfFile(type: RecordType, column: string): string {
  const plain = column.replace(/_cents$/, '');
  const known = RECORD_FILES[type].columns.map(({ name }) => name);
  const renamed = { happened_on: 'on', from_on: 'from', to_on: 'to', claim_id: 'claim_number' }[column];
  if (renamed !== undefined) return renamed;
  return column === 'person_id' ? 'person_ref' : known.includes(plain) ? plain : column;
}

interface Stored {
  readonly external_id: string;
  readonly [column: string]: Cell;
}

async function storedUnder(
  { db, portfolioId }: RecordTarget,
  table: string,
  keys: readonly string[],
): Promise<readonly Stored[]> {
  const found: Stored[] = [];
  for (let at = 0; at < keys.length; at += KEYS_A_QUERY) {
    found.push(
      ...(await db(table)
        .where({ portfolio_id: portfolioId })
        .whereIn('external_id', keys.slice(at, at + KEYS_A_QUERY))
        .select<Stored[]>('*')),
    );
  }
  return found;
}

const IDENTITY = (
  [
    ['name', 'name'],
    ['personalCode', 'personal_code'],
    ['email', 'email'],
    ['phone', 'phone'],
    ['address', 'address'],
  ] as const
).map(([field, column]) => ({ field, column, at: columnIndex('persons', column) }));

async function personsThatDiffer(
  target: RecordTarget,
  records: readonly TypedRecord[],
): Promise<ReadonlyMap<string, string>> {
  const { db, vault, references } = target;
  const ids = records.flatMap((record) => references.person(keyOf(record)) ?? []);
  const sealed = await sealedIdentities(db, ids);
  const keys = await vault.keysFor(db, ids);
  const conflicts = new Map<string, string>();
  for (const record of records) {
    const key = keyOf(record);
    const id = references.person(key);
    const known: Identity | null =
      id === undefined ? null : openIdentity(vault, keys.get(id), sealed.get(id) ?? null);
    const other = known && IDENTITY.find(({ field, at }) => known[field] !== record.values[at]);
    if (other != null) conflicts.set(key, other.column);
  }
  return conflicts;
}

async function sealedIdentities(
  db: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Buffer | null>> {
  const sealed = new Map<number, Buffer | null>();
  for (let at = 0; at < ids.length; at += KEYS_A_QUERY) {
    const rows = await db('persons')
      .whereIn('id', ids.slice(at, at + KEYS_A_QUERY))
      // Whoever they are was put right by a correction.
      .whereNot({ source: 'person' })
      .select<{ id: number; identity_sealed: Buffer | null }[]>('id', 'identity_sealed');
    for (const row of rows) sealed.set(row.id, row.identity_sealed);
  }
  return sealed;
}
