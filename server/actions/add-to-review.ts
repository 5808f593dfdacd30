import { findReviewForUpdate } from '../../data/stores/reviews.ts';
import { NO_GROUNDS } from '../../scoring/review/contest.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import type { ActionContext } from './action.ts';
import { keepWords, type PaperGiven } from './keep-words.ts';
import { type InPersonOf, type ProofTaken, takeProof } from './prove-identity.ts';
import { recordReviewStep } from './record-step.ts';
import { hasRole, inTransaction } from './review-case.ts';

export interface ReviewAddition {
  readonly reviewId: number;
  /** May be empty when papers are given. */
  readonly statement: string;
  readonly documents: readonly PaperGiven[];
  /** How the person came and showed who they are, where staff write down what they say. */
  readonly inPersonOf?: InPersonOf;
}

export type AddedToReview =
  | { readonly kind: 'added'; readonly documentIds: readonly number[] }
  | {
      readonly kind: 'refused';
      readonly because: 'no_review' | 'not_allowed' | 'ended' | Exclude<ProofTaken['kind'], 'proven'>;
    };

/** The person says more, or hands in another paper, for as long as nobody has decided. */
export function addToReview(context: ActionContext, addition: ReviewAddition): Promise<AddedToReview> {
  return inTransaction(context, async (inner): Promise<AddedToReview> => {
    const { db, actor } = inner;
    const review = await findReviewForUpdate(db, addition.reviewId);
    if (review === null) return { kind: 'refused', because: 'no_review' };
    const isOwn = actor.kind === 'customer' && actor.personId === review.personId;
    if (!isOwn && !hasRole(inner, 'officer')) return { kind: 'refused', because: 'not_allowed' };
    if (!isOpen(review.state)) return { kind: 'refused', because: 'ended' };
    const { reviewId, personId, decisionId, state } = review;
    const proof = await takeProof(inner, personId, addition.inPersonOf);
    if (proof.kind !== 'proven') return { kind: 'refused', because: proof.kind };
    const { documentIds } = await keepWords(inner, {
      ...addition,
      ...proof,
      grounds: NO_GROUNDS,
      personId,
      decisionId,
    });
    await recordReviewStep(inner, {
      reviewId,
      personId,
      event: 'add',
      from: state,
      to: state,
      details: { papers: documentIds.length, channel: proof.channel },
    });
    return { kind: 'added', documentIds };
  });
}
