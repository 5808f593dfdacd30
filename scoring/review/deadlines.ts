import { addDays, addMonths, dayNumber, type IsoDate } from '../portfolio/dates.ts';
import type { CommitteeRules } from './review.ts';

/** Public holidays of the place where the answer is due; passed in, because a calendar is no business of a pure core. */
export type IsHoliday = (date: IsoDate) => boolean;

export type Period = { readonly days: number } | { readonly months: number };

/**
 * The last day to answer a request for review: the earlier of the days promised and the months of GDPR art. 12(3).
 * Both run from the day of receipt under Regulation 1182/71.
 */
export function answerDueOn(
  receivedOn: IsoDate,
  rules: Pick<CommitteeRules, 'deadlineDays' | 'deadlineMonths'>,
  isHoliday: IsHoliday,
): IsoDate {
  return earlier(
    periodEnd(receivedOn, { days: rules.deadlineDays }, isHoliday),
    periodEnd(receivedOn, { months: rules.deadlineMonths }, isHoliday),
  );
}

export type Extension =
  | { readonly kind: 'extended'; readonly dueOn: IsoDate; readonly reason: string }
  | { readonly kind: 'refused'; readonly because: 'no_reason' | 'too_late' | 'already_extended' };

/**
 * GDPR art. 12(3): two more months where the request is complex; the person is told, with the reason, within the
 * first period. `dueOn` is the day that now stands.
 */
export function extendDeadline(
  review: { readonly receivedOn: IsoDate; readonly dueOn: IsoDate; readonly extended: boolean },
  reason: string,
  today: IsoDate,
  rules: Pick<CommitteeRules, 'deadlineMonths'>,
  isHoliday: IsHoliday,
): Extension {
  if (reason.trim() === '') return { kind: 'refused', because: 'no_reason' };
  if (review.extended) return { kind: 'refused', because: 'already_extended' };
  if (today > review.dueOn) return { kind: 'refused', because: 'too_late' };
  const dueOn = periodEnd(review.receivedOn, { months: rules.deadlineMonths + MONTHS_MORE }, isHoliday);
  return { kind: 'extended', dueOn, reason: reason.trim() };
}

const MONTHS_MORE = 2;

/**
 * The last day of a period. The day of the event is not counted (Reg. 1182/71 art. 3(1)); a period in months ends on
 * the same date, or on the last day of a month that lacks it (3(2)(c)); an end on a Saturday, Sunday or holiday moves
 * to the next working day (3(4)).
 */
export function periodEnd(eventOn: IsoDate, period: Period, isHoliday: IsHoliday): IsoDate {
  const last = 'days' in period ? addDays(eventOn, period.days) : addMonths(eventOn, period.months);
  return nextWorkingDay(last, isHoliday);
}

function nextWorkingDay(date: IsoDate, isHoliday: IsHoliday): IsoDate {
  let day = date;
  while (isWeekend(day) || isHoliday(day)) day = addDays(day, 1);
  return day;
}

/** 1970-01-01 was a Thursday. */
function isWeekend(date: IsoDate): boolean {
  const weekday = (((dayNumber(date) + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

function earlier(a: IsoDate, b: IsoDate): IsoDate {
  return a <= b ? a : b;
}

/** Days left to answer: 0 on the last day, negative when late. */
export function daysLeft(dueOn: IsoDate, today: IsoDate): number {
  return dayNumber(dueOn) - dayNumber(today);
}
