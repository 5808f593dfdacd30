import { daysBetween } from '../portfolio/dates.ts';
import { type CaseHistory, family, flagged, newest, share, UNKNOWN } from './characteristic.ts';
import { best, inForce } from './income.ts';
import { all } from './public-records.ts';

const quality = family({
  applies: 'both',
  family: 'data_quality',
  sources: ['derived'],
  reason: 'R13',
});
const route = { role: 'route' } as const;

/** Whether enough is known, and fresh enough, to decide at all: a gap refers a case, it never declines one. */
export const DATA_QUALITY_CHARACTERISTICS = [
  quality(
    'bureau_rating_known',
    'flag',
    'Krediidibüroo reiting on teada',
    'The credit bureau rating is known',
    route,
    (history) => {
      const ratings = all(history, 'bureau_rating');
      return flagged(ratings.length > 0, newest(ratings));
    },
  ),
  quality(
    'bureau_rating_stale',
    'flag',
    'Krediidibüroo reiting on aegunud',
    'The credit bureau rating is out of date',
    route,
    (history) => {
      const stale = history.stale.publicRecords.filter(({ kind }) => kind === 'bureau_rating');
      return flagged(stale.length > 0 && all(history, 'bureau_rating').length === 0, newest(stale));
    },
  ),
  quality(
    'stale_records',
    'count',
    'Aegunud andmeid, mida ei kasutatud',
    'Records out of date that were not used',
    route,
    ({ stale }) => ({
      value: stale.incomes.length + stale.publicRecords.length,
      evidence: newest([...stale.incomes, ...stale.publicRecords]),
    }),
  ),
  quality(
    'income_age_days',
    'days',
    'Sissetuleku andmete vanus päevades',
    'Age of the income data in days',
    route,
    (history) => {
      const evidence = newest(best(history, 'income'));
      return evidence === null
        ? UNKNOWN
        : { value: daysBetween(evidence.obtainedOn, history.asOf), evidence };
    },
  ),
  quality(
    'data_completeness',
    'share',
    'Vajalike andmete olemasolu',
    'Share of the data needed that is there',
    { ...route, applies: 'application' },
    (history) => {
      const needed = neededForCredit(history);
      return { value: share(needed.filter(Boolean).length, needed.length), evidence: null };
    },
  ),
];

function neededForCredit(history: CaseHistory): readonly boolean[] {
  return [
    best(history, 'income').length > 0,
    best(history, 'income').some(({ verified }) => verified),
    best(history, 'expense').length > 0,
    inForce(history, 'obligation').length > 0 || all(history, 'positive_credit').length > 0,
    all(history, 'bureau_rating').length > 0,
    history.file.person.adultOn !== null,
  ];
}
