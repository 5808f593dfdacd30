import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { ReviewState } from '../../scoring/review/review.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

/** A step of a review, as the track shows it. Rows are only ever added. */
export interface ReviewEvent {
  readonly reviewId: number;
  readonly personId: number;
  readonly at: IsoInstant;
  /** A representative is named by the mandate they acted under. */
  readonly actorKind: 'staff' | 'customer' | 'representative' | 'system';
  readonly actorId: number | null;
  /** What was done: `request`, `prepare`, `send_back`, `extend` … */
  readonly event: string;
  readonly fromState: ReviewState | null;
  readonly toState: ReviewState;
  /** Null also when the person is erased. */
  readonly note: string | null;
}

const PURPOSE = 'review note';

export async function insertReviewEvent(db: Database, vault: Vault, event: ReviewEvent): Promise<void> {
  const sealed =
    event.note === null ? null : vault.seal(await vault.keyFor(db, event.personId), event.note, PURPOSE);
  await db('review_events').insert({
    review_id: event.reviewId,
    person_id: event.personId,
    at: event.at,
    actor_kind: event.actorKind,
    actor_id: event.actorId,
    event: event.event,
    from_state: event.fromState,
    to_state: event.toState,
    note_sealed: sealed,
  });
}

/** Oldest first. */
export async function listReviewEvents(
  db: Database,
  vault: Vault,
  reviewId: number,
): Promise<readonly ReviewEvent[]> {
  const rows = await db('review_events').where({ review_id: reviewId }).orderBy('id').select<EventRow[]>();
  const keys = await vault.keysFor(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    reviewId: row.review_id,
    personId: row.person_id,
    at: row.at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    event: row.event,
    fromState: row.from_state,
    toState: row.to_state,
    note: vault.open(keys.get(row.person_id), row.note_sealed, PURPOSE),
  }));
}

interface EventRow {
  readonly review_id: number;
  readonly person_id: number;
  readonly at: IsoInstant;
  readonly actor_kind: ReviewEvent['actorKind'];
  readonly actor_id: number | null;
  readonly event: string;
  readonly from_state: ReviewState | null;
  readonly to_state: ReviewState;
  readonly note_sealed: Buffer | null;
}
