import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { Vault } from '../vault.ts';

export interface Seated {
  readonly staffId: number;
  readonly seat: 'member' | 'chair';
}

/** Appoints the committee of a round. Appointing somebody twice changes nothing. */
export async function insertSeats(
  db: Database,
  reviewId: number,
  round: number,
  seats: readonly Seated[],
): Promise<void> {
  if (seats.length === 0) return;
  await db('review_members')
    .insert(seats.map(({ staffId, seat }) => ({ review_id: reviewId, round, staff_id: staffId, seat })))
    .onConflict(['review_id', 'round', 'staff_id'])
    .ignore();
}

export async function listSeats(db: Database, reviewId: number, round: number): Promise<readonly Seated[]> {
  const rows = await db('review_members')
    .where({ review_id: reviewId, round })
    .orderBy('staff_id')
    .select<{ staff_id: number; seat: Seated['seat'] }[]>('staff_id', 'seat');
  return rows.map((row) => ({ staffId: row.staff_id, seat: row.seat }));
}

/** Reviews that the member sits on, newest first. */
export async function listReviewsOfMember(db: Database, staffId: number): Promise<readonly number[]> {
  return db('review_members')
    .distinct('review_id')
    .where({ staff_id: staffId })
    .orderBy('review_id', 'desc')
    .pluck<number[]>('review_id');
}

/** Reviews before the committee on which the member sits now, oldest first. */
export async function listOpenReviewsOfMember(db: Database, staffId: number): Promise<readonly number[]> {
  return db('review_members as m')
    .join('reviews as r', (join) => join.on('r.id', 'm.review_id').andOn('r.round', 'm.round'))
    .where({ 'm.staff_id': staffId, 'r.state': 'before_committee' })
    .orderBy('r.id')
    .pluck<number[]>('r.id');
}

export interface DeclaredConflict {
  readonly reviewId: number;
  readonly personId: number;
  readonly staffId: number;
  readonly declaredAt: IsoInstant;
  /** Null also when the person is erased. */
  readonly reason: string | null;
}

const PURPOSE = 'conflict';

/** A conflict declared twice counts once. */
export async function insertConflict(db: Database, vault: Vault, conflict: DeclaredConflict): Promise<void> {
  const key = await vault.keyFor(db, conflict.personId);
  await db('conflicts')
    .insert({
      review_id: conflict.reviewId,
      person_id: conflict.personId,
      staff_id: conflict.staffId,
      declared_at: conflict.declaredAt,
      reason_sealed: conflict.reason === null ? null : vault.seal(key, conflict.reason, PURPOSE),
    })
    .onConflict(['review_id', 'staff_id'])
    .ignore();
}

export async function listConflicts(
  db: Database,
  vault: Vault,
  reviewId: number,
): Promise<readonly DeclaredConflict[]> {
  const rows = await db('conflicts').where({ review_id: reviewId }).orderBy('id').select<ConflictRow[]>();
  return openRows(db, vault, rows, (row, { open }) => ({
    reviewId: row.review_id,
    personId: row.person_id,
    staffId: row.staff_id,
    declaredAt: row.declared_at,
    reason: open(row.reason_sealed, PURPOSE),
  }));
}

interface ConflictRow {
  readonly review_id: number;
  readonly person_id: number;
  readonly staff_id: number;
  readonly declared_at: IsoInstant;
  readonly reason_sealed: Buffer | null;
}
