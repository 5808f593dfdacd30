import type { ReviewState } from '../../scoring/review/review.ts';
import type { Database } from '../database.ts';
import { insertStep, listSteps, type Step, type Track } from '../track.ts';
import type { Vault } from '../vault.ts';

export interface ReviewEvent extends Step<ReviewState> {
  readonly reviewId: number;
}

const TRACK: Track = { table: 'review_events', about: 'review_id', notes: 'review note' };

export function insertReviewEvent(
  db: Database,
  vault: Vault,
  { reviewId, ...step }: ReviewEvent,
): Promise<void> {
  return insertStep(db, vault, TRACK, reviewId, step);
}

/** Oldest first. */
export async function listReviewEvents(
  db: Database,
  vault: Vault,
  reviewId: number,
): Promise<readonly ReviewEvent[]> {
  const steps = await listSteps<ReviewState>(db, vault, TRACK, reviewId);
  return steps.map((step) => ({ reviewId, ...step }));
}
