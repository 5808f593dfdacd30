import { insertVote } from '../../data/stores/votes.ts';
import type { LawAgainst } from '../../scoring/decision/laws-against.ts';
import { isMeasure } from '../../scoring/policy/measures.ts';
import { type CastVote, castVote as decideBallot } from '../../scoring/review/cast-vote.ts';
import { countedVotes, seatedMembers } from '../../scoring/review/committee.ts';
import type { Verdict } from '../../scoring/review/review.ts';
import type { ActionContext } from './action.ts';
import { lawsAgainstVote } from './laws-against-vote.ts';
import { recordReviewStep } from './record-step.ts';
import {
  hasRole,
  inTransaction,
  lawfulMeasures,
  loadReviewCase,
  type ReviewCase,
  staffIdOf,
} from './review-case.ts';

export interface VoteGiven {
  readonly reviewId: number;
  readonly verdict: Verdict;
  /** The person reads them. */
  readonly reasons: string;
}

export type VoteCast =
  | { readonly kind: 'cast'; readonly voted: number; readonly seated: number }
  | {
      readonly kind: 'refused';
      readonly because:
        | Extract<CastVote, { kind: 'refused' }>['because']
        | 'no_review'
        | 'not_allowed'
        | 'unlawful'
        | 'more_than_asked';
    }
  /** No vote gives a credit that a law forbids. */
  | {
      readonly kind: 'refused';
      readonly because: 'unlawful_credit';
      readonly laws: readonly LawAgainst[];
    };

/** A member votes, once, with reasons; nobody sees the others' votes before all have voted or the chair closed. */
export function castVote(context: ActionContext, given: VoteGiven): Promise<VoteCast> {
  return inTransaction(context, async (inner): Promise<VoteCast> => {
    const memberId = staffIdOf(inner);
    if (memberId === null || !hasRole(inner, 'member', 'chair')) return refused('not_allowed');
    const found = await loadReviewCase(inner, given.reviewId);
    if (found === null) return refused('no_review');
    const { review, committee, votes, contested, burdenOf } = found;
    if (!isKnown(given.verdict)) return refused('unlawful');
    const ballot = { memberId, castAt: inner.now, verdict: given.verdict, reasons: given.reasons };
    const result = decideBallot(review.state, committee, votes, contested.decision.outcome, burdenOf, ballot);
    if (result.kind === 'refused') return refused(result.because);
    if (!isLawful(found, given.verdict)) return refused('unlawful');
    if (isMoreThanAsked(found, given.verdict)) return refused('more_than_asked');
    const laws = await lawsAgainstVote(inner, contested, given.verdict);
    if (laws.length > 0) return { kind: 'refused', because: 'unlawful_credit', laws };
    const { reviewId, personId, round } = review;
    // The unique constraint has the last word when one member votes twice at the same moment.
    if (!(await insertVote(inner.db, inner.vault, { reviewId, personId, round, vote: result.vote }))) {
      return refused('already_voted');
    }
    await recordReviewStep(inner, {
      reviewId,
      personId,
      event: 'vote',
      from: review.state,
      to: review.state,
      details: { member: memberId, round },
    });
    return {
      kind: 'cast',
      voted: countedVotes(committee, [...votes, result.vote]).length,
      seated: seatedMembers(committee).length,
    };
  });
}

function isKnown(verdict: Verdict): boolean {
  return verdict.kind !== 'change' || verdict.to.kind !== 'measure' || isMeasure(verdict.to.measure);
}

/** No vote can bring about a measure that a law rules out, nor one that the decision never weighed. */
function isLawful(found: ReviewCase, verdict: Verdict): boolean {
  if (verdict.kind !== 'change' || verdict.to.kind !== 'measure') return true;
  return lawfulMeasures(found).includes(verdict.to.measure);
}

/** Nobody is lent more than they asked for: that would need an application of its own (CCD2 art. 18(10)). */
function isMoreThanAsked({ contested, policy }: ReviewCase, verdict: Verdict): boolean {
  if (verdict.kind !== 'change' || verdict.to.kind !== 'approve') return false;
  const asked = contested.decision.inputs.values[policy.credit?.requestedAmount ?? ''];
  return typeof asked === 'number' && verdict.to.amountCents > asked;
}

function refused(
  because: Exclude<Extract<VoteCast, { kind: 'refused' }>['because'], 'unlawful_credit'>,
): VoteCast {
  return { kind: 'refused', because };
}
