import Holidays from 'date-holidays';
import type { IsoDate } from '../scoring/portfolio/dates.ts';
import type { Country } from '../scoring/portfolio/records.ts';
import type { IsHoliday } from '../scoring/review/deadlines.ts';

/** Public holidays of a country, as the deadline rules want them. A year is worked out once a process. */
export function holidaysOf(country: Country): IsHoliday {
  return (date) => holidaysIn(country, Number(date.slice(0, 4))).has(date);
}

const YEARS = new Map<string, ReadonlySet<IsoDate>>();

function holidaysIn(country: Country, year: number): ReadonlySet<IsoDate> {
  const key = `${country} ${year}`;
  const known = YEARS.get(key);
  if (known !== undefined) return known;
  const found = new Holidays(country, { types: ['public'] }).getHolidays(year);
  const dates = new Set(found.map(({ date }) => date.slice(0, 10)));
  YEARS.set(key, dates);
  return dates;
}
