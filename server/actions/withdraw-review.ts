import { findReviewForUpdate } from '../../data/stores/reviews.ts';
import type { ActionContext } from './action.ts';
import { advanceReview, type StepRefused } from './advance-review.ts';
import { hasRole, inTransaction } from './review-case.ts';

export type ReviewWithdrawn =
  | { readonly kind: 'withdrawn' }
  | StepRefused
  | { readonly kind: 'refused'; readonly because: 'no_review' | 'not_allowed' };

/** The person takes the request back, until it is decided. The contested outcome then stands as it was. */
export function withdrawReview(
  context: ActionContext,
  { reviewId }: { readonly reviewId: number },
): Promise<ReviewWithdrawn> {
  return inTransaction(context, async (inner): Promise<ReviewWithdrawn> => {
    const review = await findReviewForUpdate(inner.db, reviewId);
    if (review === null) return { kind: 'refused', because: 'no_review' };
    const { actor } = inner;
    const isOwn = actor.kind === 'customer' && actor.personId === review.personId;
    if (!isOwn && !hasRole(inner, 'officer')) return { kind: 'refused', because: 'not_allowed' };
    const step = await advanceReview(inner, review, 'withdraw');
    return step.kind === 'moved' ? { kind: 'withdrawn' } : step;
  });
}
