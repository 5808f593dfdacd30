import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { HoldReason } from '../../scoring/safeguards/retention.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { Vault } from '../vault.ts';

/** Somebody's order that nothing of a person goes, with its reason and the day it is looked at again. */
export interface RetentionHold {
  readonly id: number;
  readonly personId: number;
  readonly reason: HoldReason;
  readonly note: string | null;
  readonly setBy: number;
  readonly setAt: IsoInstant;
  readonly reviewOn: IsoDate;
}

const PURPOSE = 'retention hold';

export async function insertHold(
  db: Database,
  vault: Vault,
  hold: Omit<RetentionHold, 'id'>,
): Promise<number> {
  const key = await vault.keyFor(db, hold.personId);
  const [row] = await db('retention_holds')
    .insert({
      person_id: hold.personId,
      reason: hold.reason,
      note_sealed: hold.note === null ? null : vault.seal(key, hold.note, PURPOSE),
      set_by: hold.setBy,
      set_at: hold.setAt,
      review_on: hold.reviewOn,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('retention_holds: the database returned no id');
  return row.id;
}

/** False: there is none in force of that number. */
export async function liftHold(
  db: Database,
  id: number,
  by: { readonly staffId: number; readonly at: IsoInstant },
): Promise<boolean> {
  const lifted = await db('retention_holds')
    .where({ id, lifted_at: null })
    .update({ lifted_by: by.staffId, lifted_at: by.at });
  return lifted === 1;
}

/** Those in force, the first to be looked at again first. */
export async function listHolds(db: Database, vault: Vault): Promise<readonly RetentionHold[]> {
  const rows = await db('retention_holds')
    .whereNull('lifted_at')
    .orderBy(['review_on', 'id'])
    .select<HoldRow[]>();
  return openRows(db, vault, rows, (row, { open }) => ({
    id: row.id,
    personId: row.person_id,
    reason: row.reason,
    note: row.note_sealed === null ? null : open(row.note_sealed, PURPOSE),
    setBy: row.set_by,
    setAt: row.set_at,
    reviewOn: row.review_on,
  }));
}

/** How many hold the data of one person. */
export async function countHoldsOf(db: Database, personId: number): Promise<number> {
  const ids = await db('retention_holds')
    .where({ person_id: personId, lifted_at: null })
    .pluck<number[]>('id');
  return ids.length;
}

/** Whose hold it is; null when there is none of that number in force. */
export async function findHoldPerson(db: Database, id: number): Promise<number | null> {
  const row = await db('retention_holds')
    .where({ id, lifted_at: null })
    .first<{ person_id: number } | undefined>('person_id');
  return row?.person_id ?? null;
}

/** Whether there ever was a hold of that number, lifted or not. */
export async function isHold(db: Database, id: number): Promise<boolean> {
  return (await db('retention_holds').where({ id }).first('id')) !== undefined;
}

interface HoldRow {
  readonly id: number;
  readonly person_id: number;
  readonly reason: HoldReason;
  readonly note_sealed: Buffer | null;
  readonly set_by: number;
  readonly set_at: IsoInstant;
  readonly review_on: IsoDate;
}
