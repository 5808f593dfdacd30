import { createHash } from 'node:crypto';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { type Database, isPostgres } from '../database.ts';
import { findSetting, saveSetting } from '../stores/settings.ts';

/** Who acted. Structurally the actor of the actions. */
export type AuditActor =
  | { readonly kind: 'staff'; readonly staffId: number }
  /** With a mandate, somebody acts for the person: the entry then names the mandate. */
  | {
      readonly kind: 'customer';
      readonly personId: number;
      readonly mandate?: { readonly mandateId: number };
    }
  | { readonly kind: 'system' };

export interface NewAuditEntry {
  readonly at: IsoInstant;
  readonly actor: AuditActor;
  /** What was done: `run.decided`, `vote.cast` … */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: number | null };
  /** Whose data it touched, when it is one person's. */
  readonly personId?: number | null;
  /**
   * Codes, counts, hashes: nothing that tells of a person, because these outlive an erasure. Anything else is given
   * sealed under the person's key ({@link sealDetails}).
   */
  readonly details?: Readonly<Record<string, unknown>> | Buffer;
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: IsoInstant;
  readonly actorKind: AuditActor['kind'] | 'representative';
  readonly actorId: number | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: number | null;
  readonly personId: number | null;
  /** Plain JSON, or sealed bytes. */
  readonly payload: Buffer;
  readonly previousHash: string;
  readonly hash: string;
}

/**
 * Appends to the chain, in the transaction of the act it records: both are there, or neither. Entries wait for each
 * other, since each carries the hash of the one before it.
 */
export async function appendAuditEntry(db: Database, entry: NewAuditEntry): Promise<number> {
  return appendAuditEntries(db, [entry]);
}

/** Several at once; returns the number of the last one. */
export async function appendAuditEntries(db: Database, entries: readonly NewAuditEntry[]): Promise<number> {
  if ((db as { isTransaction?: boolean }).isTransaction !== true) {
    return db.transaction((transaction) => appendAuditEntries(transaction, entries));
  }
  if (isPostgres(db)) await db.raw('select pg_advisory_xact_lock(?)', [CHAIN_LOCK]);
  let head = await readHead(db);
  for (const entry of entries) {
    const seq = head.seq + 1;
    const line = {
      seq,
      at: entry.at,
      actor_kind: actorKind(entry.actor),
      actor_id: actorId(entry.actor),
      action: entry.action,
      subject_kind: entry.subject.kind,
      subject_id: entry.subject.id,
      person_id: entry.personId ?? null,
      payload: Buffer.isBuffer(entry.details)
        ? entry.details
        : Buffer.from(JSON.stringify(entry.details ?? {}), 'utf8'),
      previous_hash: head.hash,
    };
    const hash = hashOf(line);
    await db('audit_entries').insert({ ...line, hash });
    head = { seq, hash };
  }
  await saveSetting(db, HEAD, JSON.stringify(head));
  return head.seq;
}

/** Any constant will do, as long as nothing else in the same database uses it. */
const CHAIN_LOCK = 7_203_902;

/** The head is kept apart from the entries, so that cutting off the newest ones shows. */
const HEAD = 'audit.head';

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

const EMPTY_CHAIN: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** Worth writing down elsewhere from time to time: a chain rebuilt from the beginning shows by it alone. */
export async function readHead(db: Database): Promise<ChainHead> {
  const text = await findSetting(db, HEAD);
  return text === null ? EMPTY_CHAIN : (JSON.parse(text) as ChainHead);
}

export type ChainVerified =
  | { readonly kind: 'intact'; readonly entries: number; readonly head: string }
  | {
      readonly kind: 'broken';
      /** The first entry that does not fit. */
      readonly seq: number;
      readonly what: 'missing' | 'changed' | 'unlinked' | 'cut_off';
      readonly expected: string;
      readonly found: string;
    };

const ENTRIES_A_PAGE = 5_000;

/** Reads the whole chain, a page at a time, and recomputes every hash. */
export async function verifyChain(db: Database): Promise<ChainVerified> {
  let previous = EMPTY_CHAIN;
  for (;;) {
    const page = (await db('audit_entries')
      .where('seq', '>', previous.seq)
      .orderBy('seq')
      .limit(ENTRIES_A_PAGE)) as AuditRow[];
    for (const row of page) {
      const fault = faultOf(row, previous);
      if (fault !== null) return fault;
      previous = { seq: row.seq, hash: row.hash };
    }
    if (page.length < ENTRIES_A_PAGE) break;
  }
  const head = await readHead(db);
  if (head.seq !== previous.seq || head.hash !== previous.hash) {
    return {
      kind: 'broken',
      seq: Math.min(head.seq, previous.seq) + 1,
      what: 'cut_off',
      expected: `${head.seq}:${head.hash}`,
      found: `${previous.seq}:${previous.hash}`,
    };
  }
  return { kind: 'intact', entries: previous.seq, head: previous.hash };
}

function faultOf(row: AuditRow, previous: ChainHead): ChainVerified | null {
  if (row.seq !== previous.seq + 1) {
    const missing = previous.seq + 1;
    return { kind: 'broken', seq: missing, what: 'missing', expected: `${missing}`, found: `${row.seq}` };
  }
  if (row.previous_hash !== previous.hash) {
    return {
      kind: 'broken',
      seq: row.seq,
      what: 'unlinked',
      expected: previous.hash,
      found: row.previous_hash,
    };
  }
  const expected = hashOf(row);
  return expected === row.hash
    ? null
    : { kind: 'broken', seq: row.seq, what: 'changed', expected, found: row.hash };
}

interface AuditRow extends HashedLine {
  readonly hash: string;
}

interface HashedLine {
  readonly seq: number;
  readonly at: string;
  readonly actor_kind: string;
  readonly actor_id: number | null;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: number | null;
  readonly person_id: number | null;
  readonly payload: Buffer;
  readonly previous_hash: string;
}

/** Over the bytes as stored: ciphertext stays ciphertext, so that the chain verifies after its key is destroyed. */
function hashOf(line: HashedLine): string {
  const canonical = JSON.stringify([
    line.seq,
    line.at,
    line.actor_kind,
    line.actor_id,
    line.action,
    line.subject_kind,
    line.subject_id,
    line.person_id,
    line.payload.toString('base64'),
    line.previous_hash,
  ]);
  return createHash('sha256').update(canonical, 'utf8').digest('hex');
}

function actorKind(actor: AuditActor): AuditEntry['actorKind'] {
  return actor.kind === 'customer' && actor.mandate !== undefined ? 'representative' : actor.kind;
}

function actorId(actor: AuditActor): number | null {
  switch (actor.kind) {
    case 'staff':
      return actor.staffId;
    case 'customer':
      return actor.mandate?.mandateId ?? actor.personId;
    case 'system':
      return null;
  }
}

/** Oldest first, from after the given number. */
export async function listAuditEntries(
  db: Database,
  after: number,
  limit: number,
): Promise<readonly AuditEntry[]> {
  return entriesOf(
    (await db('audit_entries').where('seq', '>', after).orderBy('seq').limit(limit)) as AuditRow[],
  );
}

/** Everything that was done with one person's data, newest first. */
export async function listAuditEntriesOfPerson(
  db: Database,
  personId: number,
  limit: number,
): Promise<readonly AuditEntry[]> {
  return entriesOf(
    (await db('audit_entries')
      .where({ person_id: personId })
      .orderBy('seq', 'desc')
      .limit(limit)) as AuditRow[],
  );
}

function entriesOf(rows: readonly AuditRow[]): readonly AuditEntry[] {
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    actorKind: row.actor_kind as AuditEntry['actorKind'],
    actorId: row.actor_id,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    personId: row.person_id,
    payload: row.payload,
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}
