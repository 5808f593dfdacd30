import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, dateOfDay, dayNumber } from '../../../scoring/portfolio/dates.ts';
import { answerDueOn, daysLeft, extendDeadline, periodEnd } from '../../../scoring/review/deadlines.ts';

const noHolidays = (): boolean => false;
const rules = { deadlineDays: 30, deadlineMonths: 1 };

describe('the deadline of a review', () => {
  it('does not count the day of receipt', () => {
    // Monday 2 November 2026 + 30 days = Wednesday 2 December; one month = the same day.
    expect(answerDueOn('2026-11-02', rules, noHolidays)).to.equal('2026-12-02');
  });

  it('is 30 days where the month is longer', () => {
    // From Wednesday 1 July: 30 days end on Friday 31 July, a month on Saturday 1 August.
    expect(answerDueOn('2026-07-01', rules, noHolidays)).to.equal('2026-07-31');
  });

  it('is one month where the month is shorter than 30 days', () => {
    // From Tuesday 9 February: a month ends on Tuesday 9 March, 30 days on Thursday 11 March.
    expect(answerDueOn('2027-02-09', rules, noHolidays)).to.equal('2027-03-09');
  });

  it('ends on the last day of a month that lacks the date', () => {
    expect(periodEnd('2027-01-29', { months: 1 }, noHolidays)).to.equal('2027-03-01'); // 28 February is a Sunday
    expect(periodEnd('2024-01-31', { months: 1 }, noHolidays)).to.equal('2024-02-29');
  });

  it('moves from a weekend or a holiday to the next working day', () => {
    expect(periodEnd('2026-11-20', { days: 30 }, noHolidays)).to.equal('2026-12-21'); // a Sunday
    const christmas = (day: string): boolean => ['2026-12-24', '2026-12-25'].includes(day);
    expect(periodEnd('2026-11-24', { days: 30 }, christmas)).to.equal('2026-12-28'); // Thursday to Monday
  });

  it('always falls on a working day within a week of the plain end, never before it', () => {
    const day = fc.integer({ min: dayNumber('2000-01-01'), max: dayNumber('2060-01-01') }).map(dateOfDay);
    fc.assert(
      fc.property(day, (received) => {
        const due = answerDueOn(received, rules, noHolidays);
        const weekday = new Date(`${due}T00:00:00Z`).getUTCDay();
        expect(weekday).to.be.within(1, 5);
        expect(daysLeft(due, received)).to.be.within(28, 32);
        expect(due <= periodEnd(received, { days: 30 }, noHolidays)).to.equal(true);
        expect(due <= periodEnd(received, { months: 1 }, noHolidays)).to.equal(true);
      }),
    );
  });

  it('is extended once, in time, with a reason, by two months', () => {
    const review = { receivedOn: '2026-11-02', dueOn: '2026-12-02', extended: false };
    expect(extendDeadline(review, ' Papers from abroad. ', '2026-12-02', rules, noHolidays)).to.deep.equal({
      kind: 'extended',
      dueOn: '2027-02-02',
      reason: 'Papers from abroad.',
    });
    const because = (r: typeof review, reason: string, today: string): unknown => {
      const result = extendDeadline(r, reason, today, rules, noHolidays);
      return result.kind === 'refused' ? result.because : result.kind;
    };
    expect(because(review, '  ', '2026-12-02')).to.equal('no_reason');
    expect(because(review, 'x', addDays(review.dueOn, 1))).to.equal('too_late');
    expect(because({ ...review, extended: true }, 'x', '2026-12-02')).to.equal('already_extended');
  });
});
