import { insertSeats, type Seated } from '../../data/stores/committees.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { canReachQuorum, type Committee, seatedMembers } from '../../scoring/review/committee.ts';
import type { ActionContext } from './action.ts';
import { advanceReview, type StepRefused } from './advance-review.ts';
import { hasRole, inTransaction, loadReviewCase } from './review-case.ts';

export interface CommitteeCalled {
  readonly reviewId: number;
  /** Who sits; without it everyone who holds the role. */
  readonly memberIds?: readonly number[];
  readonly chairId?: number;
}

export type ReviewOpened =
  | { readonly kind: 'opened'; readonly mayVote: number }
  | StepRefused
  | {
      readonly kind: 'refused';
      readonly because: 'no_review' | 'not_allowed' | 'no_chair' | 'not_a_member' | 'too_few';
    };

/** Puts a prepared file before the committee: its members are appointed, and their vote begins. */
export function openReview(context: ActionContext, call: CommitteeCalled): Promise<ReviewOpened> {
  return inTransaction(context, async (inner): Promise<ReviewOpened> => {
    if (!hasRole(inner, 'officer', 'chair')) return { kind: 'refused', because: 'not_allowed' };
    const found = await loadReviewCase(inner, call.reviewId);
    if (found === null) return { kind: 'refused', because: 'no_review' };
    const seats = await seatsFor(inner, call, found.committee);
    if (typeof seats === 'string') return { kind: 'refused', because: seats };
    const committee: Committee = { ...found.committee, memberIds: seats.map(({ staffId }) => staffId) };
    if (!canReachQuorum(committee)) return { kind: 'refused', because: 'too_few' };
    const step = await advanceReview(inner, found.review, 'open', {}, { details: { seats: seats.length } });
    if (step.kind === 'refused') return step;
    await insertSeats(inner.db, found.review.reviewId, found.review.round, seats);
    return { kind: 'opened', mayVote: seatedMembers(committee).length };
  });
}

async function seatsFor(
  { db }: ActionContext,
  call: CommitteeCalled,
  { involvements }: Committee,
): Promise<readonly Seated[] | 'no_chair' | 'not_a_member'> {
  const staff = (await listStaff(db)).filter(({ disabledAt }) => disabledAt === null);
  const holding = (...roles: readonly string[]): readonly number[] =>
    staff.filter((member) => member.roles.some((role) => roles.includes(role))).map(({ staffId }) => staffId);
  const involved = new Set(involvements.map(({ memberId }) => memberId));
  const chairs = holding('chair');
  const chairId = call.chairId ?? chairs.find((id) => !involved.has(id)) ?? chairs[0];
  if (chairId === undefined || !chairs.includes(chairId)) return 'no_chair';
  const eligible = holding('member', 'chair');
  const members = call.memberIds ?? eligible;
  if (!members.every((id) => eligible.includes(id))) return 'not_a_member';
  return [...new Set([...members, chairId])].map((staffId) => ({
    staffId,
    seat: staffId === chairId ? 'chair' : 'member',
  }));
}
