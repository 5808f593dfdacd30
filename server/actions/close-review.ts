import { insertDecisions, lockDecisions } from '../../data/stores/decisions.ts';
import { findReview } from '../../data/stores/reviews.ts';
import type { CreditOutcome, CollectionOutcome, Decision } from '../../scoring/decision/decision.ts';
import { measure } from '../../scoring/policy/measures.ts';
import { chairOf, type Committee, conflictOf, countedVotes } from '../../scoring/review/committee.ts';
import type { ChangedOutcome } from '../../scoring/review/review.ts';
import { type CommitteeVerdict, verdictOf } from '../../scoring/review/verdict.ts';
import type { ActionContext } from './action.ts';
import { advanceReview, type StepRefused } from './advance-review.ts';
import { callSubstitutes } from './draw-committee.ts';
import { decisionRow } from './decision-row.ts';
import { hasRole, inTransaction, loadReviewCase, type ReviewCase, staffIdOf } from './review-case.ts';
import { openUndos } from './open-undos.ts';
import { insertReviewNotice } from './review-notice.ts';

export type ReviewClosed =
  | {
      readonly kind: 'upheld' | 'changed';
      /** The decision made by people, which replaces the contested one. */
      readonly decisionId: number;
      readonly byTie: boolean;
    }
  | { readonly kind: 'sent_back'; readonly missing: readonly string[] }
  /** Nothing was closed: substitutes may still be appointed and vote. */
  | { readonly kind: 'no_quorum'; readonly voted: number; readonly needed: number }
  | StepRefused
  | { readonly kind: 'refused'; readonly because: 'no_review' | 'not_allowed' | 'conflict' };

/**
 * The chair, or whoever is in their place, closes the vote. The verdict becomes a new decision by people that names the one it replaces, and the
 * person is told; a file sent back returns to preparation while its clock runs.
 */
export function closeReview(
  context: ActionContext,
  { reviewId }: { readonly reviewId: number },
): Promise<ReviewClosed> {
  return inTransaction(context, async (inner): Promise<ReviewClosed> => {
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'chair', 'member'))
      return { kind: 'refused', because: 'not_allowed' };
    // A request for another review of the same decision waits until it is replaced, and is then refused.
    const contestedId = (await findReview(inner.db, reviewId))?.decisionId;
    if (contestedId !== undefined) await lockDecisions(inner.db, [contestedId]);
    const found = await loadReviewCase(inner, reviewId);
    if (found === null) return { kind: 'refused', because: 'no_review' };
    const { review, committee, votes, contested, burdenOf } = found;
    if (conflictOf(committee, staffId) !== null) return { kind: 'refused', because: 'conflict' };
    if (!mayClose(inner, committee, staffId)) return { kind: 'refused', because: 'not_allowed' };
    if (review.state !== 'before_committee') {
      const step = await advanceReview(inner, review, 'decide');
      if (step.kind === 'refused') return step;
      throw new Error(`review ${reviewId} was decided from the state ${review.state}`);
    }
    const closed = { ...committee, closed: true };
    const verdict = verdictOf(closed, votes, contested.decision.outcome, burdenOf);
    switch (verdict.kind) {
      case 'open':
        throw new Error(`review ${reviewId}: a closed vote cannot be open`);
      case 'no_quorum':
        await callSubstitutes(inner, found);
        return verdict;
      case 'sent_back':
        return sendBack(inner, found, verdict.missing);
      case 'upheld':
      case 'changed':
        return decideByPeople(inner, { ...found, committee: closed }, verdict);
    }
  });
}

/** Anyone who holds the chair's role, so that one who is away stops nothing; or whoever sits in the chair's place. */
export function mayClose(context: ActionContext, committee: Committee, staffId: number): boolean {
  return hasRole(context, 'chair') || chairOf(committee) === staffId;
}

async function sendBack(
  context: ActionContext,
  { review }: ReviewCase,
  missing: readonly string[],
): Promise<ReviewClosed> {
  const step = await advanceReview(
    context,
    review,
    'send_back',
    { round: review.round + 1, closedAt: null },
    { note: missing.join('\n'), details: { round: review.round } },
  );
  return step.kind === 'moved' ? { kind: 'sent_back', missing } : step;
}

async function decideByPeople(
  context: ActionContext,
  { review, contested, committee, votes }: ReviewCase,
  verdict: Extract<CommitteeVerdict, { kind: 'upheld' | 'changed' }>,
): Promise<ReviewClosed> {
  const { db, vault, now } = context;
  const decision: Decision = {
    ...contested.decision,
    outcome: verdict.kind === 'changed' ? outcomeOf(verdict.to) : contested.decision.outcome,
  };
  const row = decisionRow(decision, vault, await vault.keyFor(db, review.personId), {
    portfolioId: contested.portfolio_id,
    runId: null,
    decidedAt: now,
    decidedBy: 'people',
    replaces: contested.id,
  });
  const [decisionId] = await insertDecisions(db, [row]);
  if (decisionId === undefined) throw new Error('decisions: the database returned no id');
  const decided = await advanceReview(
    context,
    review,
    'decide',
    { outcomeDecisionId: decisionId, closedAt: now },
    { details: { verdict: verdict.kind, decision: decisionId, byTie: verdict.byTie, ...verdict.tally } },
  );
  if (decided.kind === 'refused') return decided;
  const undos = await openUndos(context, contested, { decisionId, outcome: decision.outcome });
  await insertReviewNotice(context, contested, {
    kind: 'review_decided',
    reviewId: review.reviewId,
    decisionId,
    outcome: decision.outcome,
    changed: verdict.kind === 'changed',
    votes: countedVotes(committee, votes),
    undos,
  });
  const told = await advanceReview(context, { ...review, state: decided.to }, 'notify');
  return told.kind === 'refused' ? told : { kind: verdict.kind, decisionId, byTie: verdict.byTie };
}

/** A measure that people chose is released as its class says; legal effect still takes two. */
function outcomeOf(to: ChangedOutcome): CreditOutcome | CollectionOutcome {
  if (to.kind !== 'measure') return to;
  const { legalEffect, automation } = measure(to.measure);
  const release =
    legalEffect || automation === 'C' ? 'two_people' : automation === 'B' ? 'one_person' : 'automatic';
  return { kind: 'measure', measure: to.measure, release };
}
