/** An ISO calendar date, `YYYY-MM-DD`. Compared as text; never carries a time or a zone. */
export type IsoDate = string;

/** An ISO instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export type IsoInstant = string;

const DAYS_OF_ERA = 146_097;
/** From 0000-03-01, where the arithmetic begins its years, to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_468;

/**
 * Days since 1970-01-01 (proleptic Gregorian). Howard Hinnant's civil-day arithmetic: years begin in March, so that
 * the leap day is the last; `Date` takes ten times as long, and a run asks millions of times.
 */
export function dayNumber(date: IsoDate): number {
  const calendarMonth = digit(date, 5) * 10 + digit(date, 6);
  const calendarYear = digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3);
  const year = calendarMonth > 2 ? calendarYear : calendarYear - 1;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const month = (calendarMonth + 9) % 12;
  const dayOfYear = Math.floor((153 * month + 2) / 5) + digit(date, 8) * 10 + digit(date, 9) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + dayOfEra - DAYS_BEFORE_1970;
}

/** The inverse of {@link dayNumber}. */
export function dateOfDay(day: number): IsoDate {
  const shifted = day + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const dayOfEra = shifted - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const calendarMonth = month < 10 ? month + 3 : month - 9;
  return isoDate(era * 400 + yearOfEra + (calendarMonth <= 2 ? 1 : 0), calendarMonth, dayOfMonth);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOfDay(dayNumber(date) + days);
}

/** Adds calendar months; a day that the target month lacks becomes its last day (Reg. 1182/71 art. 3(2)(c)). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return isoDate(year, month, Math.min(Number(date.slice(8, 10)), daysOfMonth(year, month)));
}

function daysOfMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function isoDate(year: number, month: number, day: number): IsoDate {
  const years = year >= 1000 ? String(year) : String(year).padStart(4, '0');
  return `${years}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}

/** Whether the text is a real calendar date in ISO form ("2025-02-30" is not). */
export function isIsoDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dateOfDay(dayNumber(text)) === text;
}

/** The same day `months` earlier; from the last day of a month to the last day of a month, so that months are whole. */
export function monthsBefore(date: IsoDate, months: number): IsoDate {
  const isMonthEnd = addDays(date, 1).endsWith('-01');
  return isMonthEnd
    ? addDays(addMonths(`${addDays(date, 1).slice(0, 8)}01`, -months), -1)
    : addMonths(date, -months);
}
