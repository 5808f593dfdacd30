import type { IsoInstant } from '../portfolio/dates.ts';
import type { CommitteeRules, Vote } from './review.ts';

/** Why someone may not vote on this decision. Declared conflicts and recusals end a vote already cast, too. */
export type Conflict =
  | 'decided_before'
  | 'made'
  | 'released'
  | 'prepared'
  | 'same_address'
  | 'declared'
  | 'recused'
  /** Left the committee or the firm before voting: the seat is empty. */
  | 'left';

/** Who had a hand in the contested decision or in the file put before the committee. */
export interface Involvement {
  readonly memberId: number;
  readonly conflict: Conflict;
}

/** The committee of one review, as it stands. */
export interface Committee {
  readonly rules: CommitteeRules;
  readonly chairId: number | null;
  /** Who takes the chair when the chair may not act, first to last. */
  readonly succession?: readonly number[];
  /** Everyone appointed, the chair among them. */
  readonly memberIds: readonly number[];
  readonly involvements: readonly Involvement[];
  /** The chair has closed the vote. */
  readonly closed: boolean;
}

export type Seat =
  | { readonly kind: 'may_vote' }
  | { readonly kind: 'may_not'; readonly because: Conflict | 'not_a_member' };

/** Nobody votes who decided before, made, released or prepared the decision, or who declared a conflict. */
export function seatOf(committee: Committee, memberId: number): Seat {
  const conflict = conflictOf(committee, memberId);
  if (conflict !== null) return { kind: 'may_not', because: conflict };
  if (!committee.memberIds.includes(memberId)) return { kind: 'may_not', because: 'not_a_member' };
  return { kind: 'may_vote' };
}

/** What keeps someone from acting on the review, on the committee or not: a chair closes without a seat, too. */
export function conflictOf(committee: Committee, staffId: number): Conflict | null {
  return committee.involvements.find(({ memberId }) => memberId === staffId)?.conflict ?? null;
}

/** Who may vote, in the order of appointment. */
export function seatedMembers(committee: Committee): readonly number[] {
  return [...new Set(committee.memberIds)].filter((id) => seatOf(committee, id).kind === 'may_vote');
}

/** Votes that count: of seated members, one each (the first cast). A vote of someone who later recused no longer counts. */
export function countedVotes(committee: Committee, votes: readonly Vote[]): readonly Vote[] {
  const seated = new Set(seatedMembers(committee));
  const byMember = new Map<number, Vote>();
  for (const vote of votes) {
    const first = byMember.get(vote.memberId);
    if (seated.has(vote.memberId) && (first === undefined || vote.castAt < first.castAt)) {
      byMember.set(vote.memberId, vote);
    }
  }
  return [...byMember.values()].sort((a, b) => a.memberId - b.memberId);
}

export function everyoneVoted(committee: Committee, votes: readonly Vote[]): boolean {
  const seated = seatedMembers(committee);
  return seated.length > 0 && countedVotes(committee, votes).length === seated.length;
}

/** Others' votes stay covered until all have voted or the chair has closed; one's own is always in sight. */
export function visibleVotes(
  committee: Committee,
  votes: readonly Vote[],
  viewerId: number,
): readonly Vote[] {
  if (committee.closed || everyoneVoted(committee, votes)) return votes;
  return votes.filter((vote) => vote.memberId === viewerId);
}

/** Votes cast before the person last said something or handed in a paper. They stand; whoever closes should know. */
export function castBefore(votes: readonly Vote[], said: readonly IsoInstant[]): readonly Vote[] {
  return votes.filter(({ castAt }) => said.some((at) => at > castAt));
}

/** Whether enough people can still vote at all; if not, substitutes are needed before the vote. */
export function canReachQuorum(committee: Committee): boolean {
  return seatedMembers(committee).length >= committee.rules.quorum;
}

/** Who holds the chair: the one drawn, or while they may not act the first of the succession who sits. */
export function chairOf(committee: Committee): number | null {
  const seated = seatedMembers(committee);
  const line = [...(committee.chairId === null ? [] : [committee.chairId]), ...(committee.succession ?? [])];
  return line.find((id) => seated.includes(id)) ?? null;
}
