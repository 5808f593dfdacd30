import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Review, ReviewState } from '../../scoring/review/review.ts';
import { type Database, isPostgres } from '../database.ts';

export interface StoredReview extends Review {
  /** 1, and one more each time the committee sent the file back. */
  readonly round: number;
  /** Set when the answer was put off; {@link StoredReview.dueOn} is the day that stands. */
  readonly extendedTo: IsoDate | null;
  readonly extensionReason: string | null;
  readonly assignedTo: number | null;
  readonly preparedBy: number | null;
  /** The decision made by people that ends the review. */
  readonly outcomeDecisionId: number | null;
  /** The chair closed the vote of this round. */
  readonly closedAt: IsoInstant | null;
}

export type NewReview = Omit<Review, 'reviewId' | 'state'>;

/** Null: the decision is being reviewed already ({@link findOpenReviewOf}). */
export async function insertReview(db: Database, review: NewReview): Promise<number | null> {
  const [row] = await db('reviews')
    .insert({
      decision_id: review.decisionId,
      person_id: review.personId,
      state: 'requested' satisfies ReviewState,
      round: 1,
      requested_at: review.requestedAt,
      due_on: review.dueOn,
      suspends_outcome: review.suspendsOutcome ? 1 : 0,
    })
    .onConflict(db.raw(`(decision_id) where state not in ('decided', 'notified', 'withdrawn')`))
    .ignore()
    .returning<{ id: number }[]>('id');
  return row?.id ?? null;
}

export async function findReview(db: Database, reviewId: number): Promise<StoredReview | null> {
  return reviewOf(await db('reviews').where({ id: reviewId }).first<ReviewRow | undefined>());
}

/**
 * As {@link findReview}, and in a PostgreSQL transaction the row stays locked, so that two steps at the same moment are
 * taken one after the other. In SQLite the transaction itself is the lock.
 */
export async function findReviewForUpdate(db: Database, reviewId: number): Promise<StoredReview | null> {
  const query = db('reviews').where({ id: reviewId });
  if (isPostgres(db)) void query.forUpdate();
  return reviewOf(await query.first<ReviewRow | undefined>());
}

export async function findOpenReviewOf(db: Database, decisionId: number): Promise<StoredReview | null> {
  return reviewOf(
    await db('reviews')
      .where({ decision_id: decisionId })
      .whereNotIn('state', ['decided', 'notified', 'withdrawn'])
      .first<ReviewRow | undefined>(),
  );
}

/** Newest first. */
export async function listReviewsOfPerson(db: Database, personId: number): Promise<readonly StoredReview[]> {
  const rows = await db('reviews').where({ person_id: personId }).orderBy('id', 'desc').select<ReviewRow[]>();
  return rows.map((row) => reviewOf(row)).filter((review) => review !== null);
}

/** Newest first. */
export async function listReviewsOfDecision(
  db: Database,
  decisionId: number,
): Promise<readonly StoredReview[]> {
  const rows = await db('reviews')
    .where({ decision_id: decisionId })
    .orderBy('id', 'desc')
    .select<ReviewRow[]>();
  return rows.map((row) => reviewOf(row)).filter((review) => review !== null);
}

/** The queue: what is due first comes first. */
export async function listReviewsInState(
  db: Database,
  states: readonly ReviewState[],
): Promise<readonly StoredReview[]> {
  const rows = await db('reviews').whereIn('state', states).orderBy(['due_on', 'id']).select<ReviewRow[]>();
  return rows.map((row) => reviewOf(row)).filter((review) => review !== null);
}

/** What may change together with a state; the decision under review never does. */
export interface ReviewChange {
  readonly preparedBy?: number;
  readonly assignedTo?: number | null;
  readonly outcomeDecisionId?: number;
  readonly closedAt?: IsoInstant | null;
  readonly round?: number;
}

/** False: the review is no longer in the state the caller saw, and nothing was changed. */
export async function moveReview(
  db: Database,
  reviewId: number,
  from: ReviewState,
  to: ReviewState,
  change: ReviewChange = {},
): Promise<boolean> {
  const moved = await db('reviews')
    .where({ id: reviewId, state: from })
    .update({ state: to, ...columnsOf(change) });
  return moved === 1;
}

export async function assignReview(db: Database, reviewId: number, staffId: number | null): Promise<void> {
  await db('reviews').where({ id: reviewId }).update({ assigned_to: staffId });
}

/** False: somebody closed it before. */
export async function closeReviewVote(db: Database, reviewId: number, now: IsoInstant): Promise<boolean> {
  const closed = await db('reviews')
    .where({ id: reviewId, state: 'before_committee' satisfies ReviewState, closed_at: null })
    .update({ closed_at: now });
  return closed === 1;
}

export async function extendReview(
  db: Database,
  reviewId: number,
  dueOn: IsoDate,
  reason: string,
): Promise<void> {
  await db('reviews')
    .where({ id: reviewId })
    .update({ due_on: dueOn, extended_to: dueOn, extension_reason: reason });
}

function columnsOf(change: ReviewChange): Record<string, number | string | null> {
  const columns: Record<string, number | string | null> = {};
  if (change.preparedBy !== undefined) columns.prepared_by = change.preparedBy;
  if (change.assignedTo !== undefined) columns.assigned_to = change.assignedTo;
  if (change.outcomeDecisionId !== undefined) columns.outcome_decision_id = change.outcomeDecisionId;
  if (change.closedAt !== undefined) columns.closed_at = change.closedAt;
  if (change.round !== undefined) columns.round = change.round;
  return columns;
}

interface ReviewRow {
  readonly id: number;
  readonly decision_id: number;
  readonly person_id: number;
  readonly state: ReviewState;
  readonly round: number;
  readonly requested_at: IsoInstant;
  readonly due_on: IsoDate;
  readonly extended_to: IsoDate | null;
  readonly extension_reason: string | null;
  readonly suspends_outcome: number;
  readonly assigned_to: number | null;
  readonly prepared_by: number | null;
  readonly outcome_decision_id: number | null;
  readonly closed_at: IsoInstant | null;
}

function reviewOf(row: ReviewRow | undefined): StoredReview | null {
  if (row === undefined) return null;
  return {
    reviewId: row.id,
    decisionId: row.decision_id,
    personId: row.person_id,
    state: row.state,
    round: row.round,
    requestedAt: row.requested_at,
    dueOn: row.due_on,
    extendedTo: row.extended_to,
    extensionReason: row.extension_reason,
    suspendsOutcome: row.suspends_outcome === 1,
    assignedTo: row.assigned_to,
    preparedBy: row.prepared_by,
    outcomeDecisionId: row.outcome_decision_id,
    closedAt: row.closed_at,
  };
}
