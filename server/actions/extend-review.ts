import { extendReview as saveExtension } from '../../data/stores/reviews.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import { type Extension, extendDeadline } from '../../scoring/review/deadlines.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { recordReviewStep } from './record-step.ts';
import { hasRole, inTransaction, loadReviewCase } from './review-case.ts';
import { insertReviewNotice } from './review-notice.ts';

export interface ExtensionWanted {
  readonly reviewId: number;
  /** The person reads it. */
  readonly reason: string;
}

export type ReviewExtended =
  | { readonly kind: 'extended'; readonly dueOn: IsoDate }
  | {
      readonly kind: 'refused';
      readonly because:
        | Extract<Extension, { kind: 'refused' }>['because']
        | 'no_review'
        | 'not_allowed'
        | 'ended';
    };

/** The answer takes longer (GDPR art. 12(3)): once, within the first period, and the person is told why. */
export function extendReview(context: ActionContext, wanted: ExtensionWanted): Promise<ReviewExtended> {
  return inTransaction(context, async (inner): Promise<ReviewExtended> => {
    if (!hasRole(inner, 'officer', 'chair')) return { kind: 'refused', because: 'not_allowed' };
    const found = await loadReviewCase(inner, wanted.reviewId);
    if (found === null) return { kind: 'refused', because: 'no_review' };
    const { review, contested, policy } = found;
    if (!isOpen(review.state)) return { kind: 'refused', because: 'ended' };
    const extension = extendDeadline(
      {
        receivedOn: review.requestedAt.slice(0, 10),
        dueOn: review.dueOn,
        extended: review.extendedTo !== null,
      },
      wanted.reason,
      inner.today,
      policy.review,
      holidaysOf(contested.decision.inputs.jurisdiction),
    );
    if (extension.kind === 'refused') return extension;
    const { dueOn, reason } = extension;
    const { reviewId, personId, state } = review;
    await saveExtension(inner.db, reviewId, dueOn, reason);
    await recordReviewStep(inner, {
      reviewId,
      personId,
      event: 'extend',
      from: state,
      to: state,
      note: reason,
      details: { dueOn },
    });
    await insertReviewNotice(inner, contested, { kind: 'extension', reviewId, dueOn, reason });
    return { kind: 'extended', dueOn };
  });
}
