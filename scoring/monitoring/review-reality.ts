import type { IsoInstant } from '../portfolio/dates.ts';
import { wilson } from './calibration.ts';

/** One vote as it was come to: how long the member had the file before it, and whether it kept the program's outcome. */
export interface ObservedVote {
  readonly memberId: number;
  readonly reviewId: number;
  /** {@link minutesWithFile}; null when the file was never opened. */
  readonly minutesWithFile: number | null;
  readonly verdict: 'uphold' | 'change' | 'send_back';
}

export interface RealityThresholds {
  /** Fewer votes, or fewer decided reviews, than this are not judged. */
  readonly leastVotes: number;
  /** A median below this is hardly reading. */
  readonly leastMinutes: number;
  /** From this share of kept outcomes on, with little time, the vote looks like a stamp. */
  readonly keptShare: number;
}

export interface MemberObserved {
  readonly memberId: number;
  readonly votes: number;
  readonly unopened: number;
  /** Null while too few votes were cast to say anything of a person. */
  readonly judged: {
    readonly medianMinutes: number | null;
    /** Share of deciding votes that agree with the engine. */
    readonly agreement: number | null;
    readonly rubberStamp: boolean;
  } | null;
}

/**
 * Whether each member's review is real. A human hand that only confirms is no human review: it must be meaningful
 * oversight by someone with authority who considers all the data (WP251rev.01 ch. IV.A; CJEU C-634/21, SCHUFA, § 44 ff.).
 * A warning is a reason to look, not a verdict on a person, so that small numbers are not judged.
 */
export function observeMembers(
  votes: readonly ObservedVote[],
  thresholds: RealityThresholds,
): readonly MemberObserved[] {
  const members = [...new Set(votes.map(({ memberId }) => memberId))].sort((a, b) => a - b);
  return members.map((memberId) => {
    const own = votes.filter((vote) => vote.memberId === memberId);
    const unopened = own.filter(({ minutesWithFile }) => minutesWithFile === null).length;
    if (own.length < thresholds.leastVotes) return { memberId, votes: own.length, unopened, judged: null };
    // A file that was never opened was had for no time at all.
    const medianMinutes = median(own.map(({ minutesWithFile }) => minutesWithFile ?? 0));
    const deciding = own.filter(({ verdict }) => verdict !== 'send_back');
    const kept = deciding.filter(({ verdict }) => verdict === 'uphold').length;
    const agreement = deciding.length === 0 ? null : kept / deciding.length;
    return {
      memberId,
      votes: own.length,
      unopened,
      judged: {
        medianMinutes,
        agreement,
        rubberStamp:
          agreement !== null &&
          agreement >= thresholds.keptShare &&
          medianMinutes !== null &&
          medianMinutes < thresholds.leastMinutes,
      },
    };
  });
}

export interface ShareObserved {
  readonly count: number;
  readonly of: number;
  /** Null while `of` is too small to tell anything. */
  readonly share: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** A share with its interval of 95 %, kept back for small numbers. */
export function observedShare(count: number, of: number, least: number): ShareObserved {
  return {
    count,
    of,
    share: of < Math.max(1, least) ? null : { value: count / of, ...wilson(count / of, of) },
  };
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * How long a member had the file before them until the vote: from each opening to the next, or to the vote, but no
 * longer than half an hour at a time, since a page left open over lunch is not read. Null: never opened.
 */
export function minutesWithFile(openings: readonly IsoInstant[], castAt: IsoInstant): number | null {
  const moments = openings.filter((at) => at <= castAt).sort();
  if (moments.length === 0) return null;
  const ends = [...moments.slice(1), castAt];
  return moments.reduce((total, at, i) => {
    const minutes = (Date.parse(ends[i]!) - Date.parse(at)) / 60_000;
    return total + Math.min(minutes, SITTING_MINUTES);
  }, 0);
}

const SITTING_MINUTES = 30;
