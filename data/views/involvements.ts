import type { Involvement } from '../../scoring/review/committee.ts';
import type { Database } from '../database.ts';

/**
 * Everybody who had a hand in the contested decision or in the file before the committee: none of them may vote.
 * Made: started the run, or voted for the decision when people made it. Released: released or confirmed the measure.
 * Prepared: the file of this review. Declared: a conflict of interest.
 */
export async function listInvolvements(db: Database, reviewId: number): Promise<readonly Involvement[]> {
  const review = await db('reviews')
    .where({ id: reviewId })
    .first<{ decision_id: number; prepared_by: number | null } | undefined>('decision_id', 'prepared_by');
  if (review === undefined) return [];
  const { decision_id: decisionId } = review;
  const started = await db('runs')
    .join('decisions', 'decisions.run_id', 'runs.id')
    .where('decisions.id', decisionId)
    .whereNotNull('runs.started_by')
    .pluck<number[]>('runs.started_by');
  const voted = await db('votes')
    .join('reviews', 'reviews.id', 'votes.review_id')
    .where('reviews.outcome_decision_id', decisionId)
    .distinct('votes.member_id')
    .orderBy('votes.member_id')
    .pluck<number[]>('votes.member_id');
  const released = await db('releases')
    .where({ decision_id: decisionId })
    .whereNotNull('staff_id')
    .orderBy('id')
    .pluck<number[]>('staff_id');
  const declared = await db('conflicts')
    .where({ review_id: reviewId })
    .orderBy('id')
    .pluck<number[]>('staff_id');
  // From the track, not from the review: a file that was sent back may have been prepared by several people.
  const prepared = await db('review_events')
    .where({ review_id: reviewId, event: 'prepare', actor_kind: 'staff' })
    .distinct('actor_id')
    .orderBy('actor_id')
    .pluck<number[]>('actor_id');
  if (review.prepared_by !== null && !prepared.includes(review.prepared_by))
    prepared.push(review.prepared_by);
  const as = (conflict: Involvement['conflict'], members: readonly number[]): readonly Involvement[] =>
    members.map((memberId) => ({ memberId, conflict }));
  return [
    ...as('made', started),
    ...as('made', voted),
    ...as('released', released),
    ...as('prepared', prepared),
    ...as('declared', declared),
  ];
}
