import { findReviewForUpdate } from '../../data/stores/reviews.ts';
import { insertStatement } from '../../data/stores/statements.ts';
import type { ActionContext } from './action.ts';
import { advanceReview, type StepRefused } from './advance-review.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export interface PreparedFile {
  readonly reviewId: number;
  /** What the officer found and put into the file; may be empty. The person reads it too. */
  readonly note: string;
}

export type ReviewPrepared =
  | { readonly kind: 'prepared' }
  | StepRefused
  | { readonly kind: 'refused'; readonly because: 'no_review' | 'not_allowed' };

/** An officer says that the file is ready. Whoever prepares it does not vote on it. */
export function prepareReview(context: ActionContext, file: PreparedFile): Promise<ReviewPrepared> {
  return inTransaction(context, async (inner): Promise<ReviewPrepared> => {
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'officer')) return { kind: 'refused', because: 'not_allowed' };
    const review = await findReviewForUpdate(inner.db, file.reviewId);
    if (review === null) return { kind: 'refused', because: 'no_review' };
    const step = await advanceReview(inner, review, 'prepare', { preparedBy: staffId });
    if (step.kind === 'refused') return step;
    const text = file.note.trim();
    if (text !== '') {
      await insertStatement(inner.db, inner.vault, {
        personId: review.personId,
        reviewId: review.reviewId,
        decisionId: review.decisionId,
        kind: 'note',
        authorKind: 'staff',
        authorId: staffId,
        at: inner.now,
        text,
      });
    }
    return { kind: 'prepared' };
  });
}
