export const REQUEST_STATES = [
  'received',
  'identified',
  'proposed',
  'decided',
  'answered',
  'withdrawn',
] as const;
/**
 * A request comes in, the person shows who they are, it is decided (by one person, or proposed by one and confirmed by
 * another), and the person has the answer. Until it is decided they may take it back.
 */
export type RequestState = (typeof REQUEST_STATES)[number];

export const REQUEST_STEPS = [
  'identify',
  'turn_away',
  'propose',
  'send_back',
  'decide',
  'answer',
  'withdraw',
] as const;
export type RequestStep = (typeof REQUEST_STEPS)[number];

export type RequestMove =
  | { readonly kind: 'moved'; readonly from: RequestState; readonly to: RequestState }
  | {
      readonly kind: 'refused';
      readonly state: RequestState;
      readonly step: RequestStep;
      /** `ended`: nothing more can happen; `not_now`: another step comes first, or this one was taken. */
      readonly because: 'ended' | 'not_now';
    };

const MOVES: Readonly<Record<RequestState, Partial<Record<RequestStep, RequestState>>>> = {
  // Whoever cannot show who they are is turned away: an answer like any other, with its reason and its remedies.
  received: { identify: 'identified', turn_away: 'decided', withdraw: 'withdrawn' },
  identified: { propose: 'proposed', decide: 'decided', withdraw: 'withdrawn' },
  proposed: { send_back: 'identified', decide: 'decided', withdraw: 'withdrawn' },
  decided: { answer: 'answered' },
  answered: {},
  withdrawn: {},
};

/** The closed transition function of a request. A step that does not fit is an answer, never an exception. */
export function moveRequest(state: RequestState, step: RequestStep): RequestMove {
  const to = MOVES[state][step];
  if (to !== undefined) return { kind: 'moved', from: state, to };
  return { kind: 'refused', state, step, because: isOver(state) ? 'ended' : 'not_now' };
}

/** The clock runs: the person waits for an answer. */
export function isWaiting(state: RequestState): boolean {
  return state !== 'answered' && state !== 'withdrawn';
}

function isOver(state: RequestState): boolean {
  return !isWaiting(state);
}
