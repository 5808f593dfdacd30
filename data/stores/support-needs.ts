import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import type { SupportNeed } from '../../scoring/safeguards/support-needs.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';
import { deleteWords } from './statements.ts';

/** What a person needs from us, since when, who wrote it down, and when it is asked after anew. */
export interface StoredNeed {
  readonly needId: number;
  readonly personId: number;
  readonly need: SupportNeed;
  readonly toldAt: IsoInstant;
  readonly channel: Channel;
  /** Null: the person told it themself. */
  readonly staffId: number | null;
  /** How the consent was given, in the words of whoever wrote it down; null: by a tick of the person. */
  readonly basis: string | null;
  readonly reviewOn: IsoDate;
  /** Exclusive; null: in force. */
  readonly endedOn: IsoDate | null;
}

export interface NewNeed extends Omit<StoredNeed, 'needId' | 'endedOn'> {
  /** Words written beside it. */
  readonly noteStatementId: number | null;
}

const BASIS = 'support need basis';

export async function insertSupportNeed(db: Database, vault: Vault, need: NewNeed): Promise<number> {
  const key = await vault.keyFor(db, need.personId);
  const [row] = await db('support_needs')
    .insert({
      person_id: need.personId,
      need: need.need,
      told_at: need.toldAt,
      channel: need.channel,
      staff_id: need.staffId,
      basis_sealed: need.basis === null ? null : vault.seal(key, need.basis, BASIS),
      note_statement_id: need.noteStatementId,
      review_on: need.reviewOn,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('support_needs: the database returned no id');
  return row.id;
}

/** In force on a day, the oldest first. */
export async function listNeeds(
  db: Database,
  vault: Vault,
  personId: number,
  on: IsoDate,
): Promise<readonly StoredNeed[]> {
  const key = await vault.keyFor(db, personId);
  const rows = await inForce(db, on).where({ person_id: personId }).orderBy('id').select<NeedRow[]>();
  return rows.map((row) => ({ ...needOf(row), basis: vault.open(key, row.basis_sealed, BASIS) }));
}

/** Null: there is none of that number. */
export async function findNeed(db: Database, needId: number): Promise<Omit<StoredNeed, 'basis'> | null> {
  const row = await db('support_needs').where({ id: needId }).first<NeedRow | undefined>();
  return row === undefined ? null : needOf(row);
}

/** Of many persons the needs in force on a day; who has none is not among them. */
export async function needsOfPersons(
  db: Database,
  personIds: readonly number[],
  on: IsoDate,
): Promise<ReadonlyMap<number, readonly SupportNeed[]>> {
  const needs = new Map<number, SupportNeed[]>();
  for (let at = 0; at < personIds.length; at += PERSONS_A_QUERY) {
    const rows = await inForce(db, on)
      .whereIn('person_id', personIds.slice(at, at + PERSONS_A_QUERY))
      .orderBy('id')
      .select<Pick<NeedRow, 'person_id' | 'need'>[]>('person_id', 'need');
    for (const row of rows) {
      const list = needs.get(row.person_id);
      if (list === undefined) needs.set(row.person_id, [row.need]);
      else list.push(row.need);
    }
  }
  return needs;
}

const PERSONS_A_QUERY = 5_000;

/** In force and to be asked after by a day, what is due first first. */
export async function listNeedsDueBy(
  db: Database,
  by: IsoDate,
): Promise<readonly Omit<StoredNeed, 'basis'>[]> {
  const rows = await db('support_needs')
    .whereNull('ended_on')
    .andWhere('review_on', '<=', by)
    .orderBy(['review_on', 'id'])
    .select<NeedRow[]>();
  return rows.map(needOf);
}

/** False: it had ended before. */
export async function endNeed(
  db: Database,
  needId: number,
  on: IsoDate,
  ended: 'withdrawn' | 'over',
): Promise<boolean> {
  const notes = await db('support_needs').where({ id: needId }).pluck<(number | null)[]>('note_statement_id');
  const moved = await db('support_needs')
    .where({ id: needId, ended_on: null })
    .update({ ended_on: on, ended, note_statement_id: null, basis_sealed: null });
  await deleteWords(
    db,
    notes.flatMap((id) => id ?? []),
  );
  return moved === 1;
}

/** Still needed: asked after again on another day. False: it has ended. */
export async function renewNeed(db: Database, needId: number, reviewOn: IsoDate): Promise<boolean> {
  return (
    (await db('support_needs').where({ id: needId, ended_on: null }).update({ review_on: reviewOn })) === 1
  );
}

/** The consent is taken back: what rested on it ends, and the words written beside it go. */
export async function withdrawNeeds(db: Database, personId: number, on: IsoDate): Promise<void> {
  const open = await db('support_needs').where({ person_id: personId, ended_on: null }).pluck<number[]>('id');
  for (const needId of open) await endNeed(db, needId, on, 'withdrawn');
}

function inForce(db: Database, on: IsoDate) {
  return db('support_needs').where((open) => void open.whereNull('ended_on').orWhere('ended_on', '>', on));
}

interface NeedRow {
  readonly id: number;
  readonly person_id: number;
  readonly need: SupportNeed;
  readonly told_at: IsoInstant;
  readonly channel: Channel;
  readonly staff_id: number | null;
  readonly basis_sealed: Buffer | null;
  readonly review_on: IsoDate;
  readonly ended_on: IsoDate | null;
}

function needOf(row: NeedRow): Omit<StoredNeed, 'basis'> {
  return {
    needId: row.id,
    personId: row.person_id,
    need: row.need,
    toldAt: row.told_at,
    channel: row.channel,
    staffId: row.staff_id,
    reviewOn: row.review_on,
    endedOn: row.ended_on,
  };
}
