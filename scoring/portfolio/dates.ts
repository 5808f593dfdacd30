/** An ISO calendar date, `YYYY-MM-DD`. Compared as text; never carries a time or a zone. */
export type IsoDate = string;

/** An ISO instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export type IsoInstant = string;

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 (proleptic Gregorian). */
export function dayNumber(date: IsoDate): number {
  return Math.floor(
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS,
  );
}

/** The inverse of {@link dayNumber}. */
export function dateOfDay(day: number): IsoDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
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
  const month = index - year * 12;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(Number(date.slice(8, 10)), last);
  return `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Whether the text is a real calendar date in ISO form ("2025-02-30" is not). */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** The same day `months` earlier; from the last day of a month to the last day of a month, so that months are whole. */
export function monthsBefore(date: IsoDate, months: number): IsoDate {
  const isMonthEnd = addDays(date, 1).endsWith('-01');
  return isMonthEnd
    ? addDays(addMonths(`${addDays(date, 1).slice(0, 8)}01`, -months), -1)
    : addMonths(date, -months);
}
