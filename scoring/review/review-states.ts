import type { ReviewState } from './review.ts';

export const REVIEW_STEPS = ['prepare', 'open', 'send_back', 'decide', 'notify', 'withdraw'] as const;
/**
 * What may happen to a review: an officer prepares it, opens it before the committee, the committee sends it back or
 * decides, the person is notified; until it is decided the person may withdraw.
 */
export type ReviewStep = (typeof REVIEW_STEPS)[number];

export type Advance =
  | { readonly kind: 'moved'; readonly from: ReviewState; readonly to: ReviewState }
  | {
      readonly kind: 'refused';
      readonly state: ReviewState;
      readonly step: ReviewStep;
      /** `already`: the step was done before; `too_early`: another comes first; `ended`: nothing more can happen. */
      readonly because: 'already' | 'too_early' | 'ended';
    };

/** The closed transition function of a review. A step that does not fit is an answer, never an exception. */
export function advance(state: ReviewState, step: ReviewStep): Advance {
  const to = TRANSITIONS[state][step];
  if (to !== undefined) return { kind: 'moved', from: state, to };
  return { kind: 'refused', state, step, because: whyRefused(state, step) };
}

const TRANSITIONS: Readonly<Record<ReviewState, Partial<Record<ReviewStep, ReviewState>>>> = {
  requested: { prepare: 'prepared', withdraw: 'withdrawn' },
  prepared: { open: 'before_committee', withdraw: 'withdrawn' },
  // Sent back means prepared anew: the votes of that round end, the clock does not.
  before_committee: { send_back: 'requested', decide: 'decided', withdraw: 'withdrawn' },
  decided: { notify: 'notified' },
  notified: {},
  withdrawn: {},
};

/** Where a step leads on the straight way, to tell "done before" from "not yet". */
const REACHES: Readonly<Record<ReviewStep, number>> = {
  prepare: 1,
  open: 2,
  send_back: 3,
  decide: 3,
  notify: 4,
  withdraw: 5,
};

const PLACE: Readonly<Record<ReviewState, number>> = {
  requested: 0,
  prepared: 1,
  before_committee: 2,
  decided: 3,
  notified: 4,
  withdrawn: 5,
};

function whyRefused(state: ReviewState, step: ReviewStep): 'already' | 'too_early' | 'ended' {
  if (state === 'withdrawn') return step === 'withdraw' ? 'already' : 'ended';
  if (state === 'notified') return step === 'notify' ? 'already' : 'ended';
  if (step === 'withdraw') return 'ended';
  return PLACE[state] >= REACHES[step] ? 'already' : 'too_early';
}

/** While a review is open the contested outcome may be suspended, and the deadline runs. */
export function isOpen(state: ReviewState): boolean {
  return state === 'requested' || state === 'prepared' || state === 'before_committee';
}
