import { appendAuditEntry } from '../../data/audit/chain.ts';
import { insertReviewEvent } from '../../data/stores/review-events.ts';
import type { ReviewState } from '../../scoring/review/review.ts';
import type { ActionContext } from './action.ts';
import { stepActorOf } from './author.ts';

export interface ReviewStepTaken {
  readonly reviewId: number;
  readonly personId: number;
  /** `request`, `prepare`, `open`, `vote`, `conflict`, `send_back`, `decide`, `notify`, `withdraw`, `extend`. */
  readonly event: string;
  readonly from: ReviewState | null;
  readonly to: ReviewState;
  readonly note?: string;
  /** Codes, counts and ids only: the audit trail outlives an erasure. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The track that the person follows and the audit trail, in the transaction of the step. */
export async function recordReviewStep(
  { db, vault, now, actor }: ActionContext,
  step: ReviewStepTaken,
): Promise<void> {
  const { reviewId, personId } = step;
  await insertReviewEvent(db, vault, {
    reviewId,
    personId,
    at: now,
    ...stepActorOf(actor),
    event: step.event,
    fromState: step.from,
    toState: step.to,
    note: step.note === undefined || step.note === '' ? null : step.note,
  });
  await appendAuditEntry(db, {
    at: now,
    actor,
    action: `review.${step.event}`,
    subject: { kind: 'review', id: reviewId },
    personId,
    details: { from: step.from, to: step.to, ...step.details },
  });
}
