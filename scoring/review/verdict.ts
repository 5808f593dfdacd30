import type { CollectionOutcome, CreditOutcome } from '../decision/decision.ts';
import { chairOf, type Committee, countedVotes, everyoneVoted } from './committee.ts';
import { type BurdenOf, compareFavour } from './favour.ts';
import type { ChangedOutcome, Verdict, Vote } from './review.ts';

export interface Tally {
  readonly uphold: number;
  readonly change: number;
  readonly sendBack: number;
}

export type CommitteeVerdict =
  /** Not everyone has voted and the chair has not closed. */
  | { readonly kind: 'open'; readonly voted: number }
  /** Too few votes to decide; the review stays before the committee until substitutes have voted. */
  | { readonly kind: 'no_quorum'; readonly voted: number; readonly needed: number }
  | { readonly kind: 'upheld'; readonly tally: Tally; readonly byTie: boolean }
  | { readonly kind: 'changed'; readonly to: ChangedOutcome; readonly tally: Tally; readonly byTie: boolean }
  | { readonly kind: 'sent_back'; readonly missing: readonly string[]; readonly tally: Tally };

/**
 * What the committee has decided. Sent back only by more than half of the votes. Otherwise the votes that decide are
 * set in order of favour to the person, the contested outcome lowest, and the middle one is the verdict: more than
 * half of the voters accept it or would give more. With an even number there are two middles, which is a tie: the one
 * better for the person wins, or the chair's side where the policy says so.
 */
export function verdictOf(
  committee: Committee,
  votes: readonly Vote[],
  contested: CreditOutcome | CollectionOutcome,
  burdenOf: BurdenOf,
): CommitteeVerdict {
  const counted = countedVotes(committee, votes);
  if (!committee.closed && !everyoneVoted(committee, votes)) return { kind: 'open', voted: counted.length };
  const { quorum } = committee.rules;
  if (counted.length < quorum || counted.length === 0) {
    return { kind: 'no_quorum', voted: counted.length, needed: Math.max(1, quorum) };
  }
  const tally = tallyOf(counted);
  if (tally.sendBack * 2 > counted.length) {
    return { kind: 'sent_back', missing: counted.flatMap((v) => missingOf(v.verdict)), tally };
  }
  return middleOf(committee, counted, contested, burdenOf, tally);
}

function middleOf(
  committee: Committee,
  counted: readonly Vote[],
  contested: CreditOutcome | CollectionOutcome,
  burdenOf: BurdenOf,
  tally: Tally,
): CommitteeVerdict {
  const ranked = counted
    .flatMap((vote) => (vote.verdict.kind === 'send_back' ? [] : [{ vote, verdict: vote.verdict }]))
    .sort((a, b) => compareVerdicts(a.verdict, b.verdict, burdenOf) || a.vote.memberId - b.vote.memberId);
  const lower = Math.ceil(ranked.length / 2) - 1;
  const upper = Math.floor(ranked.length / 2);
  const byTie = compareVerdicts(ranked[lower]!.verdict, ranked[upper]!.verdict, burdenOf) !== 0;
  let place = upper;
  if (byTie && committee.rules.tie === 'chair') {
    const chairId = chairOf(committee);
    const chairs = ranked.findIndex((r) => r.vote.memberId === chairId);
    // A chair who did not vote on the matter has no side: the tie stays in the person's favour.
    if (chairs !== -1 && chairs <= lower) place = lower;
  }
  const { verdict } = ranked[place]!;
  return verdict.kind === 'change'
    ? { kind: 'changed', to: verdict.to, tally, byTie }
    : upheldOr(contested, tally, byTie);
}

function upheldOr(
  contested: CreditOutcome | CollectionOutcome,
  tally: Tally,
  byTie: boolean,
): CommitteeVerdict {
  if (contested.kind === 'refer') {
    throw new Error('A vote to uphold a referred application was counted: castVote refuses it');
  }
  return { kind: 'upheld', tally, byTie };
}

/** Upholding is the least the person can get, so it ranks lowest. */
function compareVerdicts(a: DecidingVerdict, b: DecidingVerdict, burdenOf: BurdenOf): number {
  if (a.kind === 'uphold' || b.kind === 'uphold')
    return Number(a.kind !== 'uphold') - Number(b.kind !== 'uphold');
  return compareFavour(a.to, b.to, burdenOf);
}

type DecidingVerdict = Exclude<Verdict, { kind: 'send_back' }>;

function tallyOf(votes: readonly Vote[]): Tally {
  const of = (kind: Verdict['kind']): number => votes.filter((vote) => vote.verdict.kind === kind).length;
  return { uphold: of('uphold'), change: of('change'), sendBack: of('send_back') };
}

function missingOf(verdict: Verdict): readonly string[] {
  return verdict.kind === 'send_back' ? [verdict.missing] : [];
}
