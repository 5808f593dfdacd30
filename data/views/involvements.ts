import type { Involvement } from '../../scoring/review/committee.ts';
import type { Database } from '../database.ts';

/**
 * Everybody who had a hand in the contested decision, in one that it replaced, or in the file before the committee: none
 * of them may vote. Decided before: sat on the committee, voting or not, or closed the vote, when people decided. Made: started the run. Released:
 * released or confirmed the measure. Prepared: a file, of this review or of one before. Same
 * address: lives where the person does. Declared: a conflict of interest.
 */
export async function listInvolvements(db: Database, reviewId: number): Promise<readonly Involvement[]> {
  const review = await db('reviews')
    .where({ id: reviewId })
    .first<{ decision_id: number; prepared_by: number | null } | undefined>('decision_id', 'prepared_by');
  if (review === undefined) return [];
  const decisions = await lineOf(db, review.decision_id);
  const earlier = await db('reviews')
    .whereIn('outcome_decision_id', decisions)
    .orderBy('id')
    .pluck<number[]>('id');
  const started = await db('runs')
    .join('decisions', 'decisions.run_id', 'runs.id')
    .whereIn('decisions.id', decisions)
    .whereNotNull('runs.started_by')
    .distinct('runs.started_by')
    .pluck<number[]>('runs.started_by');
  // Whoever was seated had the file and heard the others, whether or not they came to vote.
  const seated = await db('review_members')
    .whereIn('review_id', earlier)
    .distinct('staff_id')
    .orderBy('staff_id')
    .pluck<number[]>('staff_id');
  const released = await db('releases')
    .whereIn('decision_id', decisions)
    .whereNotNull('staff_id')
    .orderBy('id')
    .pluck<number[]>('staff_id');
  const declared = await db('conflicts')
    .where({ review_id: reviewId })
    .orderBy('id')
    .pluck<number[]>('staff_id');
  const neighbours = await db('found_conflicts')
    .where({ review_id: reviewId, kind: 'same_address' })
    .orderBy('staff_id')
    .pluck<number[]>('staff_id');
  // From the track, not from the review: a file that was sent back may have been prepared by several people.
  const prepared = await actorsOf(db, [reviewId, ...earlier], 'prepare');
  const closed = await actorsOf(db, earlier, 'decide');
  if (review.prepared_by !== null && !prepared.includes(review.prepared_by))
    prepared.push(review.prepared_by);
  const as = (conflict: Involvement['conflict'], members: readonly number[]): readonly Involvement[] =>
    members.map((memberId) => ({ memberId, conflict }));
  return [
    ...as('decided_before', [...new Set([...seated, ...closed])]),
    ...as('made', started),
    ...as('released', released),
    ...as('prepared', prepared),
    ...as('same_address', neighbours),
    ...as('declared', declared),
  ];
}

/** The decision, the one it replaced, the one that one replaced …: people may have decided more than once. */
async function lineOf(db: Database, decisionId: number): Promise<readonly number[]> {
  const line: number[] = [];
  for (let id: number | null = decisionId; id !== null && !line.includes(id); ) {
    line.push(id);
    const row: { replaces_decision_id: number | null } | undefined = await db('decisions')
      .where({ id })
      .first('replaces_decision_id');
    id = row?.replaces_decision_id ?? null;
  }
  return line;
}

function actorsOf(db: Database, reviewIds: readonly number[], event: string): Promise<number[]> {
  return db('review_events')
    .whereIn('review_id', reviewIds)
    .andWhere({ event, actor_kind: 'staff' })
    .distinct('actor_id')
    .orderBy('actor_id')
    .pluck<number[]>('actor_id');
}
