import { expect } from 'chai';
import fc from 'fast-check';
import { type Decided, judgeAnswer, mayConfirm } from '../../../scoring/safeguards/decide-request.ts';
import { isAbsolute, REFUSALS, refusalsOf } from '../../../scoring/safeguards/refusals.ts';
import {
  isWaiting,
  moveRequest,
  REQUEST_STATES,
  REQUEST_STEPS,
  type RequestState,
} from '../../../scoring/safeguards/request-states.ts';
import { alarmOf, extendRequest, requestDueOn } from '../../../scoring/safeguards/rights-deadlines.ts';
import { RIGHTS } from '../../../scoring/safeguards/rights.ts';
import { readCorrection, readMissing, touchesScores } from '../../../scoring/safeguards/corrections.ts';

const NO_HOLIDAYS = (): boolean => false;
const NOTHING = { openCases: 0, openReviews: 0, otherRequests: 0, holds: 0 };
const right = fc.constantFrom(...RIGHTS);

describe('a request to use a right', () => {
  it('ends answered or taken back, whatever is done with it, and stays ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...REQUEST_STEPS), { maxLength: 30 }), (steps) => {
        let state: RequestState = 'received';
        for (const step of steps) {
          const next = moveRequest(state, step);
          if (!isWaiting(state)) expect(next.kind).to.equal('refused');
          if (next.kind === 'moved') state = next.to;
        }
        expect(REQUEST_STATES).to.include(state);
      }),
    );
  });

  it('can always be brought to its answer from wherever it stands', () => {
    const reaches = (from: RequestState, seen: readonly RequestState[] = []): boolean =>
      from === 'answered' ||
      REQUEST_STEPS.some((step) => {
        const next = moveRequest(from, step);
        return next.kind === 'moved' && !seen.includes(next.to) && reaches(next.to, [...seen, from]);
      });
    for (const state of REQUEST_STATES.filter(isWaiting)) expect(reaches(state), state).to.equal(true);
  });

  it('that waits past its last day is never silent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REQUEST_STATES), fc.integer({ min: -400, max: 400 }), (state, days) => {
        const dueOn = '2026-06-30';
        const today = new Date(Date.parse(dueOn) + days * 86_400_000).toISOString().slice(0, 10);
        const alarm = alarmOf({ state, dueOn }, today);
        if (!isWaiting(state)) expect(alarm).to.equal('none');
        else if (days > 0) expect(alarm).to.equal('late');
        else expect(alarm).to.equal(days >= -7 ? 'soon' : 'none');
      }),
    );
  });

  it('is answered within the law’s month, or sooner where the controller promises it', () => {
    const law = requestDueOn('2026-01-31', { deadlineDays: 90, deadlineMonths: 3 }, NO_HOLIDAYS);
    // 28 February 2026 is a Saturday.
    expect(law).to.equal('2026-03-02');
    expect(requestDueOn('2026-01-31', { deadlineDays: 10, deadlineMonths: 1 }, NO_HOLIDAYS)).to.equal(
      '2026-02-10',
    );
  });

  it('is extended once, by two months, within the first period and with a reason', () => {
    const request = { receivedOn: '2026-01-15', dueOn: '2026-02-16', extended: false };
    const extended = extendRequest(request, 'many papers', '2026-02-16', NO_HOLIDAYS);
    expect(extended).to.deep.equal({ kind: 'extended', dueOn: '2026-04-15', reason: 'many papers' });
    expect(extendRequest(request, ' ', '2026-02-01', NO_HOLIDAYS)).to.include({ because: 'no_reason' });
    expect(extendRequest(request, 'late', '2026-02-17', NO_HOLIDAYS)).to.include({ because: 'too_late' });
    expect(extendRequest({ ...request, extended: true }, 'again', '2026-02-01', NO_HOLIDAYS)).to.include({
      because: 'already_extended',
    });
  });
});

describe('the answer to a request', () => {
  const refusing = (refusal: Decided['refusal'], reason = 'because'): Decided => ({
    outcome: 'refused',
    refusal,
    reason,
    kept: [],
    corrections: [],
    parts: [],
  });
  const granting: Decided = { ...refusing(null, ''), outcome: 'granted' };

  it('to somebody we do not know can only be that we do not know them', () => {
    fc.assert(
      fc.property(
        right,
        fc.constantFrom(...(Object.keys(REFUSALS) as (keyof typeof REFUSALS)[])),
        (asked, code) => {
          const judged = judgeAnswer({ right: asked, state: 'received' }, refusing(code), NOTHING);
          expect(judged.kind === 'sound').to.equal(code === 'identity_not_shown');
          expect(judgeAnswer({ right: asked, state: 'received' }, granting, NOTHING).kind).to.equal(
            'refused',
          );
        },
      ),
    );
  });

  it('is no refusal without a code that the right knows and a reason', () => {
    for (const asked of RIGHTS) {
      for (const code of Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]) {
        const judged = judgeAnswer({ right: asked, state: 'identified' }, refusing(code), NOTHING);
        const known = refusalsOf(asked).includes(code) && code !== 'identity_not_shown';
        expect(judged.kind === 'sound', `${asked} ${code}`).to.equal(known);
      }
      expect(judgeAnswer({ right: asked, state: 'identified' }, refusing(null), NOTHING).kind).to.equal(
        'refused',
      );
    }
  });

  it('is never a refusal of an opt-out, of a withdrawn consent or of what anybody may know', () => {
    expect(RIGHTS.filter(isAbsolute)).to.deep.equal([
      'consent_withdrawal',
      'marketing_opt_out',
      'interest_analysis',
      'complaint_information',
    ]);
  });

  it('erases nobody while a claim, a review or another request is open, and never by one person', () => {
    const erasure = { right: 'erasure', state: 'identified' } as const;
    expect(judgeAnswer(erasure, granting, { ...NOTHING, openCases: 1 })).to.include({ because: 'case_open' });
    expect(judgeAnswer(erasure, granting, { ...NOTHING, openReviews: 1 })).to.include({
      because: 'review_open',
    });
    expect(judgeAnswer(erasure, granting, { ...NOTHING, otherRequests: 1 })).to.include({
      because: 'request_open',
    });
    expect(judgeAnswer(erasure, granting, { ...NOTHING, holds: 1 })).to.include({ because: 'held' });
    expect(judgeAnswer(erasure, granting, NOTHING)).to.deep.equal({ kind: 'sound', step: 'propose' });
  });

  it('needs two different people for an erasure, one of them the data-protection officer', () => {
    const officer = { staffId: 1, isDataProtectionOfficer: false };
    const other = { staffId: 2, isDataProtectionOfficer: false };
    const dpo = { staffId: 3, isDataProtectionOfficer: true };
    expect(mayConfirm(officer, dpo)).to.equal(true);
    expect(mayConfirm(dpo, officer)).to.equal(true);
    expect(mayConfirm(officer, other)).to.equal(false);
    expect(mayConfirm(dpo, dpo)).to.equal(false);
  });
});

describe('a correction', () => {
  it('is read with amounts in whole cents and days of the calendar, and never without a change', () => {
    const typed = { list: 'publicRecords', recordId: 7, act: 'change' as const };
    expect(readCorrection({ ...typed, values: { amountCents: 500, endedOn: null } }).kind).to.equal(
      'correction',
    );
    expect(readCorrection({ ...typed, values: {} })).to.include({ because: 'no_change' });
    expect(readCorrection({ ...typed, values: { amountCents: -1 } })).to.include({ field: 'amountCents' });
    expect(readCorrection({ ...typed, values: { on: '2026-02-30' } })).to.include({ field: 'on' });
    expect(readCorrection({ ...typed, values: { on: null } })).to.include({ field: 'on' });
    expect(readCorrection({ ...typed, values: { kind: 'x' } })).to.include({ because: 'wrong_value' });
    expect(readCorrection({ ...typed, list: 'staff', values: { on: '2026-01-01' } })).to.include({
      because: 'unknown_list',
    });
  });

  it('adds what is missing whole, of a day that has come, with what shows it, and only to a claim', () => {
    const typed = {
      ...{ list: 'payments', claimId: 7, today: '2026-03-02', evidence: ' A receipt. ' },
      values: { on: '2026-03-02', amountCents: 500 },
    };
    const read = readMissing(typed);
    expect(read).to.have.nested.property('correction.evidence', 'A receipt.');
    expect(readMissing({ ...typed, evidence: ' ' })).to.include({ because: 'no_evidence' });
    expect(readMissing({ ...typed, list: 'publicRecords' })).to.include({ because: 'not_addable' });
    for (const [field, value] of [
      ['on', null],
      ['on', '2026-03-03'],
      ['amountCents', 0],
      ['amountCents', null],
    ] as const) {
      const wrong = { ...typed, values: { ...typed.values, [field]: value } };
      expect(readMissing(wrong)).to.include({ because: 'wrong_value', field });
    }
  });

  it('changes who a person is only with what shows it, to what can be so', () => {
    const typed = {
      list: 'identity',
      recordId: 3,
      act: 'change',
      evidence: ' A passport. ',
      values: { name: 'Õnne-Liis O’Neill', personalCode: '131052-308T', email: 'a@b.example', phone: null },
    } as const;
    expect(readCorrection(typed)).to.have.nested.property('correction.evidence', 'A passport.');
    expect(readCorrection({ ...typed, evidence: ' ' })).to.include({ because: 'not_shown' });
    expect(readCorrection({ ...typed, act: 'remove' })).to.include({ because: 'not_removable' });
    for (const [field, value] of [
      ['name', null],
      ['name', 'Mari\nMaasikas'],
      ['personalCode', '12'],
      ['email', 'mari at example'],
      ['phone', 'none'],
      ['language', 'ru'],
      ['language', null],
    ] as const) {
      const wrong = { ...typed, values: { ...typed.values, [field]: value } };
      expect(readCorrection(wrong), field).to.include({ because: 'wrong_value', field });
    }
    const corrected = { list: 'identity', recordId: 3, act: 'change', values: {} } as const;
    expect(touchesScores([corrected])).to.equal(false);
    expect(touchesScores([corrected, { ...corrected, list: 'incomes' }])).to.equal(true);
  });

  it('never takes out a claim', () => {
    expect(readCorrection({ list: 'claims', recordId: 1, act: 'remove', values: {} })).to.include({
      because: 'not_removable',
    });
  });
});
