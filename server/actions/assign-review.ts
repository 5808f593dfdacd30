import { appendAuditEntry } from '../../data/audit/chain.ts';
import { assignReview as storeAssignment, findReviewForUpdate } from '../../data/stores/reviews.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export type ReviewAssigned =
  | { readonly kind: 'assigned' }
  | { readonly kind: 'refused'; readonly because: 'no_review' | 'not_allowed' | 'ended' };

/** An officer takes a review into their own hands; whoever had it before no longer has it. */
export function assignReview(
  context: ActionContext,
  { reviewId }: { readonly reviewId: number },
): Promise<ReviewAssigned> {
  return inTransaction(context, async (inner): Promise<ReviewAssigned> => {
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'officer')) return { kind: 'refused', because: 'not_allowed' };
    const review = await findReviewForUpdate(inner.db, reviewId);
    if (review === null) return { kind: 'refused', because: 'no_review' };
    if (!isOpen(review.state)) return { kind: 'refused', because: 'ended' };
    await storeAssignment(inner.db, reviewId, staffId);
    await appendAuditEntry(inner.db, {
      at: inner.now,
      actor: inner.actor,
      action: 'review.assign',
      subject: { kind: 'review', id: reviewId },
      personId: review.personId,
      details: { to: staffId },
    });
    return { kind: 'assigned' };
  });
}
