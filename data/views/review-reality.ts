import { minutesWithFile, type ObservedVote } from '../../scoring/monitoring/review-reality.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** Every vote since, with the time its member had the file before them. */
export async function listObservedVotes(db: Database, since: IsoInstant): Promise<readonly ObservedVote[]> {
  const votes = (await db('votes')
    .where('cast_at', '>=', since)
    .orderBy('id')
    .select('review_id', 'round', 'member_id', 'cast_at', 'verdict_kind')) as readonly VoteRow[];
  const openings = (await db('file_openings')
    .whereIn('review_id', db('votes').where('cast_at', '>=', since).select('review_id'))
    .orderBy('id')
    .select('review_id', 'round', 'staff_id', 'opened_at')) as readonly OpeningRow[];
  const opened = new Map<string, IsoInstant[]>();
  for (const { review_id, round, staff_id, opened_at } of openings) {
    const key = `${review_id} ${round} ${staff_id}`;
    opened.set(key, [...(opened.get(key) ?? []), opened_at]);
  }
  return votes.map((vote) => ({
    memberId: vote.member_id,
    reviewId: vote.review_id,
    minutesWithFile: minutesWithFile(
      opened.get(`${vote.review_id} ${vote.round} ${vote.member_id}`) ?? [],
      vote.cast_at,
    ),
    verdict: vote.verdict_kind,
  }));
}

interface VoteRow {
  readonly review_id: number;
  readonly round: number;
  readonly member_id: number;
  readonly cast_at: IsoInstant;
  readonly verdict_kind: ObservedVote['verdict'];
}

interface OpeningRow {
  readonly review_id: number;
  readonly round: number;
  readonly staff_id: number;
  readonly opened_at: IsoInstant;
}

export interface VerdictCounts {
  readonly decided: number;
  readonly changed: number;
}

/** Reviews that people decided since, and how many of them changed the outcome. */
export async function countVerdicts(db: Database, since: IsoInstant): Promise<VerdictCounts> {
  const row = await db('reviews')
    .join('decisions as before', 'before.id', 'reviews.decision_id')
    .join('decisions as after', 'after.id', 'reviews.outcome_decision_id')
    .where('reviews.closed_at', '>=', since)
    .first<{ decided: number; changed: number | null }>(
      db.raw('count(*) as decided'),
      db.raw(`sum(case when ${SAME_OUTCOME} then 0 else 1 end) as changed`),
    );
  return { decided: Number(row?.decided ?? 0), changed: Number(row?.changed ?? 0) };
}

/** The outcome people decided is the one they were asked about: kind, measure and, of an approval, the amount. */
const SAME_OUTCOME = `before.outcome_kind = after.outcome_kind
  and coalesce(before.measure, '') = coalesce(after.measure, '')
  and (before.outcome_kind <> 'approve' or coalesce(before.amount_cents, 0) = coalesce(after.amount_cents, 0))`;

export interface DecidedReview {
  readonly reviewId: number;
  readonly decisionId: number;
  readonly closedAt: IsoInstant;
  readonly changed: boolean;
  readonly claimId: number | null;
  readonly applicationId: number | null;
}

/** Reviews that people decided, newest first. */
export async function listDecidedReviews(db: Database, limit: number): Promise<readonly DecidedReview[]> {
  const rows = (await db('reviews')
    .join('decisions as before', 'before.id', 'reviews.decision_id')
    .join('decisions as after', 'after.id', 'reviews.outcome_decision_id')
    .whereNotNull('reviews.closed_at')
    .orderBy('reviews.id', 'desc')
    .limit(limit)
    .select(
      'reviews.id',
      'reviews.decision_id',
      'reviews.closed_at',
      'before.claim_id',
      'before.application_id',
      db.raw(`case when ${SAME_OUTCOME} then 0 else 1 end as changed`),
    )) as readonly {
    readonly id: number;
    readonly decision_id: number;
    readonly closed_at: IsoInstant;
    readonly claim_id: number | null;
    readonly application_id: number | null;
    readonly changed: number;
  }[];
  return rows.map((row) => ({
    reviewId: row.id,
    decisionId: row.decision_id,
    closedAt: row.closed_at,
    changed: row.changed === 1,
    claimId: row.claim_id,
    applicationId: row.application_id,
  }));
}

/** Whether anything was paid on the claim from the day on, before `until`; reversed payments are none. */
export async function wasPaid(
  db: Database,
  claimId: number,
  from: IsoDate,
  until: IsoDate,
): Promise<boolean> {
  const row = await db('payments')
    .where({ claim_id: claimId, reversed_on: null })
    .andWhere('happened_on', '>=', from)
    .andWhere('happened_on', '<', until)
    .andWhere('amount_cents', '>', 0)
    .first<{ id: number } | undefined>('id');
  return row !== undefined;
}

/** What became of a loan, where it is known: the newest outcome on record that says whether it defaulted. */
export async function didDefault(db: Database, applicationId: number): Promise<boolean | null> {
  const row = await db('outcomes')
    .where({ application_id: applicationId })
    .andWhere('name', 'like', 'default%')
    .orderBy('id', 'desc')
    .first<{ value: number } | undefined>('value');
  return row === undefined ? null : row.value > 0;
}
