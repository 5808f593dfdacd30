import type { IsoDate } from '../../scoring/portfolio/dates.ts';

/**
 * Why nothing is decided as of a day to come; null for today and before. Nobody knows yet what will be on record by
 * then, and what falls due until then would count as late.
 */
export function dayToCome(asOf: IsoDate, today: IsoDate): string | null {
  return asOf > today
    ? `the observation day ${asOf} has not come yet: choose ${today} or a day before it`
    : null;
}
