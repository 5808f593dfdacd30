import { expect } from 'chai';
import fc from 'fast-check';
import type { ReviewState } from '../../../scoring/review/review.ts';
import { advance, isOpen, REVIEW_STEPS } from '../../../scoring/review/review-states.ts';

const STATES: readonly ReviewState[] = [
  'requested',
  'prepared',
  'before_committee',
  'decided',
  'notified',
  'withdrawn',
];

describe('the states of a review', () => {
  it('lead from the request to the notice', () => {
    let state: ReviewState = 'requested';
    for (const [step, to] of [
      ['prepare', 'prepared'],
      ['open', 'before_committee'],
      ['decide', 'decided'],
      ['notify', 'notified'],
    ] as const) {
      expect(advance(state, step)).to.deep.equal({ kind: 'moved', from: state, to });
      state = to;
    }
  });

  it('return to preparation when the committee sends the case back', () => {
    expect(advance('before_committee', 'send_back')).to.include({ to: 'requested' });
  });

  it('allow withdrawal at any time before it is decided, and never after', () => {
    for (const state of STATES) {
      expect(advance(state, 'withdraw').kind, state).to.equal(isOpen(state) ? 'moved' : 'refused');
    }
  });

  it('tell a step done twice from one that comes too early and one that comes too late', () => {
    expect(advance('prepared', 'prepare')).to.include({ kind: 'refused', because: 'already' });
    expect(advance('requested', 'decide')).to.include({ kind: 'refused', because: 'too_early' });
    expect(advance('withdrawn', 'open')).to.include({ kind: 'refused', because: 'ended' });
    expect(advance('decided', 'withdraw')).to.include({ kind: 'refused', because: 'ended' });
    expect(advance('notified', 'notify')).to.include({ kind: 'refused', because: 'already' });
  });

  it('are never undefined, whatever is tried in whatever order, and what is ended stays ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...REVIEW_STEPS), { maxLength: 40 }), (steps) => {
        let state: ReviewState = 'requested';
        for (const step of steps) {
          const result = advance(state, step);
          if (result.kind === 'refused')
            expect(result.because).to.be.oneOf(['already', 'too_early', 'ended']);
          const next: ReviewState = result.kind === 'moved' ? result.to : state;
          expect(STATES).to.include(next);
          if (state === 'withdrawn' || state === 'notified') expect(next).to.equal(state);
          if (state === 'decided') expect(next).to.be.oneOf(['decided', 'notified']);
          state = next;
        }
      }),
    );
  });
});
