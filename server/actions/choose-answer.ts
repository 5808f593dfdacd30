import { appendAuditEntry } from '../../data/audit/chain.ts';
import { type AnswerWish, saveAnswerWish } from '../../data/stores/answer-wishes.ts';
import { findReview } from '../../data/stores/reviews.ts';
import type { ActionContext } from './action.ts';
import { inTransaction } from './review-case.ts';

/** The person says how they want their request answered. */
export function chooseAnswer(
  context: ActionContext,
  { reviewId, channel }: { readonly reviewId: number; readonly channel: AnswerWish },
): Promise<{ readonly kind: 'chosen' } | { readonly kind: 'refused' }> {
  return inTransaction(context, async (inner) => {
    const { db, now, actor } = inner;
    const review = await findReview(db, reviewId);
    if (review === null || actor.kind !== 'customer' || actor.personId !== review.personId) {
      return { kind: 'refused' as const };
    }
    await saveAnswerWish(db, { reviewId, personId: review.personId, channel, at: now });
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'review.answer_chosen',
      subject: { kind: 'review', id: reviewId },
      personId: review.personId,
      details: { channel },
    });
    return { kind: 'chosen' as const };
  });
}
