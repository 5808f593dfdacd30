import type { Correction } from './corrections.ts';
import type { ErasablePart } from './erasable-parts.ts';
import { type Refusal, refusalsOf } from './refusals.ts';
import type { RequestState } from './request-states.ts';
import type { Kept, Outcome } from './rights-letters.ts';
import { type Right, RIGHT_RULES } from './rights.ts';

/** What an officer wants to answer. */
export interface Decided {
  readonly outcome: Outcome;
  readonly refusal: Refusal | null;
  readonly reason: string;
  readonly kept: readonly Kept[];
  readonly corrections: readonly Correction[];
  readonly parts: readonly ErasablePart[];
}

/** What of the person is still under way: nobody's case is destroyed in the middle. */
export interface UnderWay {
  readonly openCases: number;
  readonly openReviews: number;
  readonly otherRequests: number;
  /** Orders to keep the data, whatever their age: a court, an authority. */
  readonly holds: number;
}

export type Judged =
  | { readonly kind: 'sound'; readonly step: 'decide' | 'propose' | 'turn_away' }
  | {
      readonly kind: 'refused';
      readonly because:
        | 'not_now'
        | 'never_refused'
        | 'wrong_refusal'
        | 'no_refusal'
        | 'no_reason'
        | 'nothing_corrected'
        | 'nothing_erased'
        | 'nothing_kept'
        | 'case_open'
        | 'review_open'
        | 'request_open'
        | 'held';
    };

/** Whether an answer may be given as it stands, and whether a second person has to confirm it. */
export function judgeAnswer(
  request: { readonly right: Right; readonly state: RequestState },
  decided: Decided,
  underWay: UnderWay,
): Judged {
  const { right, state } = request;
  if (state === 'received') return judgeStranger(decided);
  if (state !== 'identified') return refused('not_now');
  const refusal = judgeRefusal(right, decided);
  if (refusal !== null) return refused(refusal);
  if (decided.outcome !== 'refused') {
    const fault = faultOf(right, decided, underWay);
    if (fault !== null) return refused(fault);
  }
  return {
    kind: 'sound',
    step: RIGHT_RULES[right].twoPeople && decided.outcome !== 'refused' ? 'propose' : 'decide',
  };
}

/** Before we know who asks there is one answer only, and it tells nothing. */
function judgeStranger({ outcome, refusal, reason }: Decided): Judged {
  if (outcome !== 'refused' || refusal !== 'identity_not_shown') return refused('not_now');
  return reason.trim() === '' ? refused('no_reason') : { kind: 'sound', step: 'turn_away' };
}

function judgeRefusal(
  right: Right,
  { outcome, refusal, reason }: Decided,
): Extract<Judged, { kind: 'refused' }>['because'] | null {
  if (outcome === 'granted') return refusal === null ? null : 'wrong_refusal';
  const known: readonly Refusal[] = refusalsOf(right).filter((code) => code !== 'identity_not_shown');
  if (known.length === 0) return 'never_refused';
  if (refusal === null) return 'no_refusal';
  if (!known.includes(refusal)) return 'wrong_refusal';
  return reason.trim() === '' ? 'no_reason' : null;
}

function faultOf(
  right: Right,
  { outcome, corrections, parts, kept }: Decided,
  { openCases, openReviews, otherRequests, holds }: UnderWay,
): Extract<Judged, { kind: 'refused' }>['because'] | null {
  if (right === 'rectification') return corrections.length === 0 ? 'nothing_corrected' : null;
  if (right !== 'erasure') return null;
  if (holds > 0) return 'held';
  if (outcome === 'partly') {
    if (parts.length === 0) return 'nothing_erased';
    return kept.length === 0 ? 'nothing_kept' : null;
  }
  if (openCases > 0) return 'case_open';
  if (openReviews > 0) return 'review_open';
  return otherRequests > 0 ? 'request_open' : null;
}

function refused(because: Extract<Judged, { kind: 'refused' }>['because']): Judged {
  return { kind: 'refused', because };
}

export interface Colleague {
  readonly staffId: number;
  readonly isDataProtectionOfficer: boolean;
}

/** Two people, one of them the data-protection officer: nobody destroys data alone. */
export function mayConfirm(proposer: Colleague, confirmer: Colleague): boolean {
  return (
    proposer.staffId !== confirmer.staffId &&
    (proposer.isDataProtectionOfficer || confirmer.isDataProtectionOfficer)
  );
}
