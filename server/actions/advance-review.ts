import type { StoredReview } from '../../data/stores/reviews.ts';
import { moveReview, type ReviewChange } from '../../data/stores/reviews.ts';
import type { ReviewState } from '../../scoring/review/review.ts';
import { advance, type ReviewStep } from '../../scoring/review/review-states.ts';
import type { ActionContext } from './action.ts';
import { recordReviewStep } from './record-step.ts';

export type StepRefused = {
  readonly kind: 'refused';
  readonly because: 'already' | 'too_early' | 'ended';
  readonly state: ReviewState;
};

export type StepTaken = { readonly kind: 'moved'; readonly to: ReviewState } | StepRefused;

/** Takes one step of the state machine, with its track and audit entry; the caller's transaction holds the row. */
export async function advanceReview(
  context: ActionContext,
  review: Pick<StoredReview, 'reviewId' | 'personId' | 'state'>,
  step: ReviewStep,
  change: ReviewChange = {},
  told: { readonly note?: string; readonly details?: Readonly<Record<string, unknown>> } = {},
): Promise<StepTaken> {
  const { reviewId, personId, state } = review;
  const next = advance(state, step);
  if (next.kind === 'refused') return { kind: 'refused', because: next.because, state };
  if (!(await moveReview(context.db, reviewId, state, next.to, change))) {
    throw new Error(`review ${reviewId} left the state ${state} while it was locked`);
  }
  await recordReviewStep(context, { reviewId, personId, event: step, from: state, to: next.to, ...told });
  return { kind: 'moved', to: next.to };
}
