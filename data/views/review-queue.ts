import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { ReviewState } from '../../scoring/review/review.ts';
import type { Database } from '../database.ts';

/** What the queue shows of a review: codes and dates, nothing that tells who the person is. */
export interface QueueRow {
  readonly reviewId: number;
  readonly decisionId: number;
  readonly state: ReviewState;
  readonly round: number;
  readonly requestedAt: IsoInstant;
  readonly dueOn: IsoDate;
  readonly suspendsOutcome: boolean;
  readonly assignedTo: number | null;
  readonly assignedName: string | null;
  readonly kind: 'collection' | 'credit';
  readonly outcomeKind: 'measure' | 'approve' | 'decline' | 'refer';
  readonly measure: string | null;
  readonly amountCents: number | null;
  /** Claim or application number. */
  readonly caseNumber: string | null;
  readonly currency: string;
}

export interface QueueFilter {
  readonly states: readonly ReviewState[];
  readonly kind: 'collection' | 'credit' | null;
  /** A staff member's number, `nobody`, or null for all. */
  readonly assigned: number | 'nobody' | null;
}

/** What is due first comes first. */
export async function listQueue(
  db: Database,
  filter: QueueFilter,
  limit: number,
): Promise<readonly QueueRow[]> {
  const query = db('reviews')
    .join('decisions', 'decisions.id', 'reviews.decision_id')
    .leftJoin('claims', 'claims.id', 'decisions.claim_id')
    .leftJoin('applications', 'applications.id', 'decisions.application_id')
    .leftJoin('staff', 'staff.id', 'reviews.assigned_to')
    .whereIn('reviews.state', filter.states)
    .orderBy(['reviews.due_on', 'reviews.id'])
    .limit(limit)
    .select(
      'reviews.id',
      'reviews.decision_id',
      'reviews.state',
      'reviews.round',
      'reviews.requested_at',
      'reviews.due_on',
      'reviews.suspends_outcome',
      'reviews.assigned_to',
      'staff.display_name',
      'decisions.kind',
      'decisions.outcome_kind',
      'decisions.measure',
      'decisions.amount_cents',
      'claims.claim_number',
      'applications.application_number',
      'claims.currency as claim_currency',
      'applications.currency as application_currency',
    );
  if (filter.kind !== null) void query.where('decisions.kind', filter.kind);
  if (filter.assigned === 'nobody') void query.whereNull('reviews.assigned_to');
  else if (filter.assigned !== null) void query.where('reviews.assigned_to', filter.assigned);
  return ((await query) as Row[]).map(rowOf);
}

export interface QueueCounts {
  readonly open: number;
  readonly dueBy: number;
  readonly late: number;
  readonly unassigned: number;
}

/** Open reviews: in all, due by `soon`, late on `today`, and those that nobody has. */
export async function countQueue(db: Database, today: IsoDate, soon: IsoDate): Promise<QueueCounts> {
  const row = await db('reviews')
    .whereIn('state', OPEN_STATES)
    .first<{ open: number; due_by: number | null; late: number | null; unassigned: number | null }>(
      db.raw('count(*) as open'),
      db.raw('sum(case when due_on >= ? and due_on <= ? then 1 else 0 end) as due_by', [today, soon]),
      db.raw('sum(case when due_on < ? then 1 else 0 end) as late', [today]),
      db.raw('sum(case when assigned_to is null then 1 else 0 end) as unassigned'),
    );
  return {
    open: Number(row?.open ?? 0),
    dueBy: Number(row?.due_by ?? 0),
    late: Number(row?.late ?? 0),
    unassigned: Number(row?.unassigned ?? 0),
  };
}

export const OPEN_STATES: readonly ReviewState[] = ['requested', 'prepared', 'before_committee'];

export interface SimilarReview {
  readonly reviewId: number;
  readonly decisionId: number;
  /** Whether people decided otherwise than the program. */
  readonly changed: boolean;
  readonly closedAt: IsoInstant | null;
  readonly points: number | null;
  readonly outcomeKind: string;
  readonly measure: string | null;
}

/** Reviews already decided about the same outcome under the same policy, the nearest in points first. */
export async function listSimilarReviews(
  db: Database,
  decision: {
    readonly id: number;
    readonly policyId: string;
    readonly outcomeKind: string;
    readonly measure: string | null;
    readonly points: number | null;
  },
  limit: number,
): Promise<readonly SimilarReview[]> {
  const query = db('reviews')
    .join('decisions', 'decisions.id', 'reviews.decision_id')
    .leftJoin('decisions as after', 'after.id', 'reviews.outcome_decision_id')
    .whereIn('reviews.state', ['decided', 'notified'])
    .andWhere('decisions.policy_id', decision.policyId)
    .andWhere('decisions.outcome_kind', decision.outcomeKind)
    .andWhereNot('decisions.id', decision.id)
    .orderByRaw('abs(coalesce(decisions.points, 0) - ?), reviews.id desc', [decision.points ?? 0])
    .limit(limit)
    .select(
      'reviews.id',
      'reviews.decision_id',
      'reviews.closed_at',
      'decisions.points',
      'decisions.outcome_kind',
      'decisions.measure',
      'decisions.amount_cents',
      'after.outcome_kind as after_kind',
      'after.measure as after_measure',
      'after.amount_cents as after_cents',
    );
  if (decision.measure !== null) void query.where('decisions.measure', decision.measure);
  return ((await query) as SimilarRow[]).map((row) => ({
    reviewId: row.id,
    decisionId: row.decision_id,
    changed: row.after_kind !== null && !isSame(row),
    closedAt: row.closed_at,
    points: row.points,
    outcomeKind: row.outcome_kind,
    measure: row.measure,
  }));
}

interface SimilarRow {
  readonly id: number;
  readonly decision_id: number;
  readonly closed_at: IsoInstant | null;
  readonly points: number | null;
  readonly outcome_kind: string;
  readonly measure: string | null;
  readonly amount_cents: number | null;
  readonly after_kind: string | null;
  readonly after_measure: string | null;
  readonly after_cents: number | null;
}

function isSame(row: SimilarRow): boolean {
  return (
    row.outcome_kind === row.after_kind &&
    row.measure === row.after_measure &&
    (row.outcome_kind !== 'approve' || row.amount_cents === row.after_cents)
  );
}

interface Row {
  readonly id: number;
  readonly decision_id: number;
  readonly state: ReviewState;
  readonly round: number;
  readonly requested_at: IsoInstant;
  readonly due_on: IsoDate;
  readonly suspends_outcome: number;
  readonly assigned_to: number | null;
  readonly display_name: string | null;
  readonly kind: QueueRow['kind'];
  readonly outcome_kind: QueueRow['outcomeKind'];
  readonly measure: string | null;
  readonly amount_cents: number | null;
  readonly claim_number: string | null;
  readonly application_number: string | null;
  readonly claim_currency: string | null;
  readonly application_currency: string | null;
}

function rowOf(row: Row): QueueRow {
  return {
    reviewId: row.id,
    decisionId: row.decision_id,
    state: row.state,
    round: row.round,
    requestedAt: row.requested_at,
    dueOn: row.due_on,
    suspendsOutcome: row.suspends_outcome === 1,
    assignedTo: row.assigned_to,
    assignedName: row.display_name,
    kind: row.kind,
    outcomeKind: row.outcome_kind,
    measure: row.measure,
    amountCents: row.amount_cents,
    caseNumber: row.claim_number ?? row.application_number,
    currency: row.claim_currency ?? row.application_currency ?? 'EUR',
  };
}

/** The review that ended in this decision; null when no review did. */
export async function findReviewByOutcome(
  db: Database,
  decisionId: number,
): Promise<{ readonly reviewId: number; readonly round: number } | null> {
  const row = await db('reviews')
    .where({ outcome_decision_id: decisionId })
    .first<{ id: number; round: number } | undefined>('id', 'round');
  return row === undefined ? null : { reviewId: row.id, round: row.round };
}
