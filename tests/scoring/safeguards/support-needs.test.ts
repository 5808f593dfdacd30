import { expect } from 'chai';
import { SPECIAL_DATA_RULES } from '../../../scoring/safeguards/processing.ts';
import {
  isReliefNeed,
  isSupportNeed,
  mayKeepNote,
  reviewOn,
  SUPPORT_NEEDS,
} from '../../../scoring/safeguards/support-needs.ts';

describe('a need for support', () => {
  it('is one of a closed list, and names no cause', () => {
    expect(SUPPORT_NEEDS.every(isSupportNeed)).to.equal(true);
    for (const other of ['', 'illness', 'depression', 'toString'])
      expect(isSupportNeed(other)).to.equal(false);
  });

  it('asks for relief where it is about paying, not where it is about how we talk', () => {
    expect(SUPPORT_NEEDS.filter(isReliefNeed)).to.deep.equal([
      'more_time',
      'pause',
      'smaller_payments',
      'debt_advice',
    ]);
  });

  it('is asked after anew in six months, on the last day of a shorter month', () => {
    expect(reviewOn('2026-03-02')).to.equal('2026-09-02');
    expect(reviewOn('2026-08-31')).to.equal('2027-02-28');
  });

  it('keeps a note only with agreement, and never where the controller never holds such data', () => {
    for (const rule of SPECIAL_DATA_RULES) {
      const without = mayKeepNote(rule, false);
      const agreed = mayKeepNote(rule, true);
      if (rule === 'never') {
        expect([without, agreed]).to.deep.equal([
          { kind: 'refused', because: 'never_held' },
          { kind: 'refused', because: 'never_held' },
        ]);
      } else {
        expect(without).to.deep.equal({ kind: 'refused', because: 'not_agreed' });
        expect(agreed).to.deep.equal({ kind: 'kept' });
      }
    }
  });
});
