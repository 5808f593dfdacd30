import { insertDocument } from '../../data/stores/documents.ts';
import { findReviewForUpdate } from '../../data/stores/reviews.ts';
import { insertStatement } from '../../data/stores/statements.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import type { ActionContext } from './action.ts';
import { recordReviewStep } from './record-step.ts';
import type { PaperGiven } from './request-review.ts';
import { hasRole, inTransaction } from './review-case.ts';

export interface ReviewAddition {
  readonly reviewId: number;
  /** May be empty when papers are given. */
  readonly statement: string;
  readonly documents: readonly PaperGiven[];
}

export type AddedToReview =
  | { readonly kind: 'added' }
  | { readonly kind: 'refused'; readonly because: 'no_review' | 'not_allowed' | 'ended' };

/** The person says more, or hands in another paper, for as long as nobody has decided. */
export function addToReview(context: ActionContext, addition: ReviewAddition): Promise<AddedToReview> {
  return inTransaction(context, async (inner): Promise<AddedToReview> => {
    const { db, vault, now, actor } = inner;
    const review = await findReviewForUpdate(db, addition.reviewId);
    if (review === null) return { kind: 'refused', because: 'no_review' };
    const isOwn = actor.kind === 'customer' && actor.personId === review.personId;
    if (!isOwn && !hasRole(inner, 'officer')) return { kind: 'refused', because: 'not_allowed' };
    if (!isOpen(review.state)) return { kind: 'refused', because: 'ended' };
    const { reviewId, personId, decisionId, state } = review;
    const text = addition.statement.trim();
    const statementId =
      text === ''
        ? null
        : await insertStatement(db, vault, {
            personId,
            reviewId,
            decisionId,
            kind: 'contest',
            authorKind: actor.kind === 'customer' ? 'customer' : 'staff',
            authorId: actor.kind === 'staff' ? actor.staffId : null,
            at: now,
            text,
          });
    for (const paper of addition.documents) {
      await insertDocument(db, vault, { ...paper, personId, reviewId, statementId, uploadedAt: now });
    }
    await recordReviewStep(inner, {
      reviewId,
      personId,
      event: 'add',
      from: state,
      to: state,
      details: { statement: statementId, papers: addition.documents.length },
    });
    return { kind: 'added' };
  });
}
