import { expect } from 'chai';
import fc from 'fast-check';
import {
  addMonths,
  dateOfDay,
  dayNumber,
  isIsoDate,
  monthsBefore,
} from '../../../scoring/portfolio/dates.ts';

const days = fc.integer({ min: -400_000, max: 800_000 });

describe('dates', () => {
  it('number days as the calendar does', () => {
    fc.assert(
      fc.property(days, (day) => {
        const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
        expect(dateOfDay(day)).to.equal(date);
        expect(dayNumber(date)).to.equal(day);
      }),
    );
  });

  it('add months to a day that the target month lacks as its last day', () => {
    expect(addMonths('2024-01-31', 1)).to.equal('2024-02-29');
    expect(addMonths('2025-03-31', -1)).to.equal('2025-02-28');
    expect(addMonths('2025-12-15', 13)).to.equal('2027-01-15');
  });

  it('go back from the last day of a month to the last days of months', () => {
    expect([1, 2, 3].map((months) => monthsBefore('2005-09-30', months))).to.deep.equal([
      '2005-08-31',
      '2005-07-31',
      '2005-06-30',
    ]);
    expect(monthsBefore('2005-09-29', 1)).to.equal('2005-08-29');
  });

  it('that do not exist are no dates', () => {
    expect(isIsoDate('2025-02-30')).to.equal(false);
    expect(isIsoDate('2024-02-29')).to.equal(true);
    expect(isIsoDate('31-02-2024')).to.equal(false);
  });
});
