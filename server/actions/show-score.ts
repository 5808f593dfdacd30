import { listOpenReviewsOfMember } from '../../data/stores/committees.ts';
import type { ReviewEvent } from '../../data/stores/review-events.ts';
import { listReviewEvents } from '../../data/stores/review-events.ts';
import { everyoneVoted, seatOf } from '../../scoring/review/committee.ts';
import type { ActionContext } from './action.ts';
import { recordReviewStep } from './record-step.ts';
import { hasRole, inTransaction, loadReviewCase, type ReviewCase, staffIdOf } from './review-case.ts';

export interface ScoreAsked {
  readonly reviewId: number;
  /** What the member makes of the case before they see the score; may be empty. */
  readonly impression: string;
}

export type ScoreShown =
  | { readonly kind: 'shown'; readonly again: boolean }
  | { readonly kind: 'refused'; readonly because: 'no_review' | 'not_allowed' };

/**
 * A member asks to see the score, after they noted what they make of the case, or not. It is recorded with its time:
 * whoever sees a number first is drawn to it.
 */
export function showScore(context: ActionContext, { reviewId, impression }: ScoreAsked): Promise<ScoreShown> {
  return inTransaction(context, async (inner): Promise<ScoreShown> => {
    const staffId = staffIdOf(inner);
    const found = await loadReviewCase(inner, reviewId);
    if (found === null) return { kind: 'refused', because: 'no_review' };
    const { review, committee } = found;
    if (staffId === null || seatOf(committee, staffId).kind !== 'may_vote') {
      return { kind: 'refused', because: 'not_allowed' };
    }
    const events = await listReviewEvents(inner.db, inner.vault, reviewId);
    if (hasSeenScore(events, staffId)) return { kind: 'shown', again: true };
    await recordReviewStep(inner, {
      reviewId,
      personId: review.personId,
      event: SCORE_SHOWN,
      from: review.state,
      to: review.state,
      note: impression.trim(),
      details: { impression: impression.trim() !== '' },
    });
    return { kind: 'shown', again: false };
  });
}

const SCORE_SHOWN = 'score_shown';

/** Whether the score stays covered for this member: only while they may still vote, and only where the policy says so. */
export function isScoreCovered(
  { policy, committee, review }: Pick<ReviewCase, 'policy' | 'committee' | 'review'>,
  events: readonly ReviewEvent[],
  staffId: number | null,
): boolean {
  if (policy.review.showScoreLate !== true || staffId === null) return false;
  if (review.state !== 'before_committee' || committee.closed) return false;
  return seatOf(committee, staffId).kind === 'may_vote' && !hasSeenScore(events, staffId);
}

/**
 * The open reviews in which this member still has the score covered, by person. Whatever else shows a score of that
 * person must not give it away.
 */
export async function coveredPersons(context: ActionContext): Promise<ReadonlyMap<number, number>> {
  const { db, vault } = context;
  const covered = new Map<number, number>();
  const staffId = staffIdOf(context);
  if (staffId === null || !hasRole(context, 'member', 'chair')) return covered;
  for (const reviewId of await listOpenReviewsOfMember(db, staffId)) {
    const found = await loadReviewCase(context, reviewId);
    if (found === null) continue;
    const events = await listReviewEvents(db, vault, reviewId);
    if (isScoreCovered(found, events, staffId)) covered.set(found.review.personId, reviewId);
  }
  return covered;
}

/** What a member made of the case at first is theirs alone while the vote runs, as their vote is. */
export function visibleEvents(
  events: readonly ReviewEvent[],
  { review, committee, votes }: Pick<ReviewCase, 'review' | 'committee' | 'votes'>,
  staffId: number | null,
): readonly ReviewEvent[] {
  const open = review.state === 'before_committee' && !committee.closed && !everyoneVoted(committee, votes);
  if (!open) return events;
  return events.map((each) =>
    each.event === SCORE_SHOWN && each.actorId !== staffId ? { ...each, note: null } : each,
  );
}

function hasSeenScore(events: readonly ReviewEvent[], staffId: number): boolean {
  return events.some(({ event, actorKind, actorId }) => {
    return event === SCORE_SHOWN && actorKind === 'staff' && actorId === staffId;
  });
}
