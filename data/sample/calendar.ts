import { dateOfDay, dayNumber, type IsoDate, monthsBefore } from '../../scoring/portfolio/dates.ts';

/** Months the sample tells of. */
export const MONTHS = 36;

/** The simulated time: day numbers inside, ISO dates on the records. */
export interface Calendar {
  /** The observation date: nothing on record is later. */
  readonly lastDay: number;
  /** Last day of the month before the first, then of each month: month m is (ends[m], ends[m + 1]]. */
  readonly ends: readonly number[];
  /** Month of the year (0 January) of simulated month m. */
  readonly monthOfYear: (month: number) => number;
  readonly iso: (day: number) => IsoDate;
}

export function calendarUntil(lastDate: IsoDate): Calendar {
  const ends = Array.from({ length: MONTHS + 1 }, (_, month) =>
    dayNumber(monthsBefore(lastDate, MONTHS - month)),
  );
  const months = ends.slice(1).map((day) => Number(dateOfDay(day).slice(5, 7)) - 1);
  const written = new Map<number, IsoDate>();
  return {
    lastDay: dayNumber(lastDate),
    ends,
    monthOfYear: (month) => months[Math.min(month, MONTHS - 1)] ?? 0,
    iso: (day) => {
      let date = written.get(day);
      if (date === undefined) {
        date = dateOfDay(day);
        written.set(day, date);
      }
      return date;
    },
  };
}
