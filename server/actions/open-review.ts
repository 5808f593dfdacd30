import { insertSeats } from '../../data/stores/committees.ts';
import {
  type Appointment,
  drawCommittee,
  type Drawn,
  type ToDraw,
} from '../../scoring/review/appointments.ts';
import { type Committee, seatedMembers } from '../../scoring/review/committee.ts';
import type { ActionContext } from './action.ts';
import { advanceReview, type StepRefused } from './advance-review.ts';
import { toDraw } from './draw-committee.ts';
import { hasRole, inTransaction, loadReviewCase } from './review-case.ts';

export interface CommitteeCalled {
  readonly reviewId: number;
  /** Who of the appointed sits; without it all who may. */
  readonly memberIds?: readonly number[];
  /** Who of them presides; without it the chair, a deputy, or the member appointed longest. */
  readonly chairId?: number;
}

export type ReviewOpened =
  | { readonly kind: 'opened'; readonly mayVote: number }
  | StepRefused
  | {
      readonly kind: 'refused';
      readonly because: 'no_review' | 'not_allowed' | 'nobody_appointed' | 'not_a_member';
    }
  /** With who was left out and why, so that somebody can be appointed. */
  | ({ readonly kind: 'refused'; readonly because: 'too_few' } & Pick<TooFew, 'fit' | 'needed' | 'leftOut'>);

type TooFew = Extract<Drawn, { kind: 'too_few' }>;

/** Puts a prepared file before the committee: it is drawn from those appointed, and its vote begins. */
export function openReview(context: ActionContext, call: CommitteeCalled): Promise<ReviewOpened> {
  return inTransaction(context, async (inner): Promise<ReviewOpened> => {
    if (!hasRole(inner, 'officer', 'chair')) return { kind: 'refused', because: 'not_allowed' };
    const found = await loadReviewCase(inner, call.reviewId);
    if (found === null) return { kind: 'refused', because: 'no_review' };
    const draw = await toDraw(inner, found);
    const drawn = drawCommittee(wantedOf(draw, call));
    if (call.memberIds?.some((id) => !draw.appointments.some(({ staffId }) => staffId === id)) === true) {
      return { kind: 'refused', because: 'not_a_member' };
    }
    if (drawn.kind === 'too_few') return { ...drawn, kind: 'refused', because: 'too_few' };
    if (drawn.kind === 'nobody_appointed') return { kind: 'refused', because: 'nobody_appointed' };
    const { involvements } = draw;
    const committee: Committee = { ...found.committee, memberIds: drawn.memberIds, involvements };
    const step = await advanceReview(inner, found.review, 'open', {}, { details: detailsOf(drawn) });
    if (step.kind === 'refused') return step;
    await insertSeats(
      inner.db,
      found.review.reviewId,
      found.review.round,
      drawn.memberIds.map((staffId) => ({ staffId, seat: staffId === drawn.chairId ? 'chair' : 'member' })),
    );
    return { kind: 'opened', mayVote: seatedMembers(committee).length };
  });
}

/** A wish narrows which members are drawn and names who presides; it never lets in somebody who may not sit. */
function wantedOf(draw: ToDraw, { memberIds, chairId }: CommitteeCalled): ToDraw {
  const isWanted = ({ staffId, as }: Appointment): boolean =>
    memberIds === undefined || memberIds.includes(staffId) || (as === 'chair' && chairId === undefined);
  return {
    ...draw,
    appointments: draw.appointments
      .filter((each) => isWanted(each) || each.staffId === chairId)
      .map((each) =>
        chairId === undefined || each.as !== 'chair' || each.staffId === chairId
          ? each
          : { ...each, as: 'member' },
      ),
  };
}

function detailsOf(drawn: Extract<Drawn, { kind: 'drawn' }>): Readonly<Record<string, unknown>> {
  return {
    seats: drawn.memberIds.length,
    chair: drawn.chairId,
    chairBy: drawn.chairBy,
    substitutes: drawn.substituteIds,
    leftOut: drawn.leftOut.map(({ staffId, because }) => `${staffId}: ${because}`),
  };
}
