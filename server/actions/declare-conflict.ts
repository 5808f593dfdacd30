import { insertConflict } from '../../data/stores/committees.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import type { ActionContext } from './action.ts';
import { callSubstitutes } from './draw-committee.ts';
import { recordReviewStep } from './record-step.ts';
import { inTransaction, loadReviewCase, staffIdOf } from './review-case.ts';

export interface ConflictDeclared {
  readonly reviewId: number;
  readonly reason: string;
}

export type ConflictRecorded =
  /** `substitutes`: who came in because the quorum was lost. */
  | { readonly kind: 'declared'; readonly again: boolean; readonly substitutes: number }
  | { readonly kind: 'refused'; readonly because: 'no_review' | 'not_allowed' | 'not_a_member' | 'ended' };

/** A member steps back. A vote already cast no longer counts; it stays on record. */
export function declareConflict(
  context: ActionContext,
  { reviewId, reason }: ConflictDeclared,
): Promise<ConflictRecorded> {
  return inTransaction(context, async (inner): Promise<ConflictRecorded> => {
    const staffId = staffIdOf(inner);
    if (staffId === null) return { kind: 'refused', because: 'not_allowed' };
    const found = await loadReviewCase(inner, reviewId);
    if (found === null) return { kind: 'refused', because: 'no_review' };
    const { review, committee } = found;
    if (!isOpen(review.state)) return { kind: 'refused', because: 'ended' };
    if (!committee.memberIds.includes(staffId)) return { kind: 'refused', because: 'not_a_member' };
    const again = committee.involvements.some(
      ({ memberId, conflict }) => memberId === staffId && conflict === 'declared',
    );
    if (again) return { kind: 'declared', again, substitutes: 0 };
    await insertConflict(inner.db, inner.vault, {
      reviewId,
      personId: review.personId,
      staffId,
      declaredAt: inner.now,
      reason: reason.trim() === '' ? null : reason.trim(),
    });
    await recordReviewStep(inner, {
      reviewId,
      personId: review.personId,
      event: 'conflict',
      from: review.state,
      to: review.state,
      details: { member: staffId },
    });
    const without = await loadReviewCase(inner, reviewId);
    const substitutes = without === null ? 0 : (await callSubstitutes(inner, without)).seated.length;
    return { kind: 'declared', again, substitutes };
  });
}
