import type { Decision } from '../scoring/decision/decision.ts';
import { votedOtherwise } from '../scoring/review/favour.ts';
import type { Vote } from '../scoring/review/review.ts';
import { outcomeWords } from './explained.ts';
import type { Wording } from './wording.ts';

/** What one member of the committee wrote; members are numbered, not named. */
export interface MemberReason {
  readonly member: string;
  readonly text: string;
}

/** The decision that was contested, and the one that came of it; null when none did. */
export interface Contested {
  readonly contested: Decision;
  readonly outcome: Decision | null;
}

/** A member who would have decided otherwise is read as such. */
export function memberReasons(
  votes: readonly Vote[],
  decisions: Contested,
  wording: Wording,
): readonly MemberReason[] {
  const came = { changed: isChanged(decisions, wording), outcome: decisions.outcome?.outcome ?? null };
  return votes.map((vote, index) => {
    const key = votedOtherwise(vote, came) ? 'memberOtherwise' : 'member';
    return { member: wording.t(`customer.track.${key}`, { number: index + 1 }), text: vote.reasons };
  });
}

/** Whether what came of it says something else than what was contested. */
export function isChanged({ contested, outcome }: Contested, wording: Wording): boolean {
  return outcome !== null && outcomeWords(outcome, wording) !== outcomeWords(contested, wording);
}
