import type { CollectionOutcome, CreditOutcome } from '../decision/decision.ts';
import type { IsoInstant } from '../portfolio/dates.ts';
import { type Committee, type Conflict, seatOf } from './committee.ts';
import { type BurdenOf, isSameOutcome, isWorseFor } from './favour.ts';
import type { ReviewState, Verdict, Vote } from './review.ts';

export interface Ballot {
  readonly memberId: number;
  readonly castAt: IsoInstant;
  readonly verdict: Verdict;
  readonly reasons: string;
}

export type CastVote =
  | { readonly kind: 'cast'; readonly vote: Vote }
  | {
      readonly kind: 'refused';
      readonly because:
        | Conflict
        | 'not_a_member'
        | 'not_before_committee'
        | 'closed'
        | 'already_voted'
        | 'no_reasons'
        | 'nothing_missing_named'
        | 'nothing_to_uphold'
        | 'no_change'
        | 'wrong_kind'
        | 'worse_for_person';
    };

/** Whether a ballot may be cast. Every vote has reasons, and none may leave the person worse off. */
export function castVote(
  reviewState: ReviewState,
  committee: Committee,
  votes: readonly Vote[],
  contested: CreditOutcome | CollectionOutcome,
  burdenOf: BurdenOf,
  ballot: Ballot,
): CastVote {
  if (reviewState !== 'before_committee') return refused('not_before_committee');
  if (committee.closed) return refused('closed');
  const seat = seatOf(committee, ballot.memberId);
  if (seat.kind === 'may_not') return refused(seat.because);
  if (votes.some((vote) => vote.memberId === ballot.memberId)) return refused('already_voted');
  if (ballot.reasons.trim() === '') return refused('no_reasons');
  const fault = faultOf(ballot.verdict, contested, burdenOf);
  if (fault !== null) return refused(fault);
  return { kind: 'cast', vote: { ...ballot, reasons: ballot.reasons.trim() } };
}

function faultOf(
  verdict: Verdict,
  contested: CreditOutcome | CollectionOutcome,
  burdenOf: BurdenOf,
): Extract<CastVote, { kind: 'refused' }>['because'] | null {
  if (verdict.kind === 'send_back') return verdict.missing.trim() === '' ? 'nothing_missing_named' : null;
  // A referred application was not decided by the program: people decide it, there is nothing to keep.
  if (verdict.kind === 'uphold') return contested.kind === 'refer' ? 'nothing_to_uphold' : null;
  if ((verdict.to.kind === 'measure') !== (contested.kind === 'measure')) return 'wrong_kind';
  if (isSameOutcome(verdict.to, contested)) return 'no_change';
  return isWorseFor(verdict.to, contested, burdenOf) ? 'worse_for_person' : null;
}

function refused(because: Extract<CastVote, { kind: 'refused' }>['because']): CastVote {
  return { kind: 'refused', because };
}
