import { addDays, daysBetween } from '../portfolio/dates.ts';
import type { ClaimView } from '../portfolio/balance.ts';
import type { Payment } from '../portfolio/records.ts';
import { type CaseHistory, counted, family, newest, share, sumOf, UNKNOWN } from './characteristic.ts';

/** Bills and payments are looked at six months back, as banks report them. */
export const MONTHS_BACK = [0, 1, 2, 3, 4, 5] as const;

const payment = family({
  applies: 'claim',
  family: 'payments',
  sources: ['creditor', 'own_measures', 'bank_statement'],
  reason: 'R18',
});

const monthly = family({
  applies: 'claim',
  family: 'monthly_payments',
  sources: ['creditor', 'own_measures', 'bank_statement'],
  reason: 'R18',
});

export const PAYMENT_CHARACTERISTICS = [
  payment(
    'days_since_payment',
    'days',
    'Päevi viimasest maksest',
    'Days since the last payment',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.01 } },
    ({ asOf, claim }) => {
      const last = claim?.payments.at(-1);
      return last === undefined ? UNKNOWN : { value: daysBetween(last.on, asOf), evidence: last };
    },
  ),
  ...([30, 90, 180] as const).map((days) =>
    payment(
      `payments_${days}d`,
      'count',
      `Makseid viimase ${days} päeva jooksul`,
      `Payments in the last ${days} days`,
      { favours: 1, change: { direction: 1, daysPerUnit: 30, costPerUnit: 0.5 } },
      ({ asOf, claim }) => counted(paidSince(claim, addDays(asOf, -days))),
    ),
  ),
  payment(
    'paid_share_180d',
    'share',
    'Viimase 180 päevaga tasutud osa võlast',
    'Share of the debt paid in the last 180 days',
    { favours: 1, change: { direction: 1, daysPerUnit: 300, costPerUnit: 5 } },
    ({ asOf, claim }) => {
      const payments = paidSince(claim, addDays(asOf, -180));
      const paid = sumOf(payments, (made) => made.amountCents);
      const owed = claim?.balance.totalCents ?? 0;
      return { value: share(paid, paid + owed), evidence: newest(payments) };
    },
  ),
  payment(
    'paid_share',
    'share',
    'Seni tasutud osa võlast',
    'Share of the debt paid so far',
    { favours: 1, change: { direction: 1, daysPerUnit: 300, costPerUnit: 5 } },
    ({ claim }) => {
      const payments = claim?.payments ?? [];
      const paid = sumOf(payments, (made) => made.amountCents);
      return { value: share(paid, paid + (claim?.balance.totalCents ?? 0)), evidence: newest(payments) };
    },
  ),
  payment(
    'average_payment',
    'cents',
    'Keskmine makse viimase aasta jooksul',
    'Average payment in the last year',
    {},
    ({ asOf, claim }) => {
      const payments = paidSince(claim, addDays(asOf, -365));
      return payments.length === 0
        ? UNKNOWN
        : {
            value: Math.round(sumOf(payments, (made) => made.amountCents) / payments.length),
            evidence: newest(payments),
          };
    },
  ),
  payment(
    'months_paid_of_6',
    'months',
    'Mitmel kuul viimasest kuuest on makstud',
    'Months with a payment, of the last six',
    { favours: 1, change: { direction: 1, daysPerUnit: 30, costPerUnit: 0.6 } },
    (history) => {
      const months = MONTHS_BACK.map((month) => paidInMonth(history, month));
      return {
        value: months.filter((payments) => payments.length > 0).length,
        evidence: newest(months.flat()),
      };
    },
  ),
  payment(
    'part_payments_365d',
    'count',
    'Osamakseid viimase aasta jooksul',
    'Part payments in the last year',
    {},
    ({ asOf, claim }) => {
      const owed = claim?.claim.principalCents ?? 0;
      return counted(paidSince(claim, addDays(asOf, -365)).filter((made) => made.amountCents < owed / 2));
    },
  ),
  ...MONTHS_BACK.map((month) =>
    monthly(
      `paid_month_${month}`,
      'cents',
      month === 0
        ? 'Tasutud viimase kuu jooksul'
        : `Tasutud kuu jooksul, mis lõppes ${month === 1 ? 'kuu' : `${month} kuud`} tagasi`,
      month === 0
        ? 'Paid in the last month'
        : `Paid in the month that ended ${month === 1 ? 'a month' : `${month} months`} ago`,
      { favours: 1, change: month === 0 ? { direction: 1, daysPerUnit: 0, costPerUnit: 0.0001 } : null },
      (history) => {
        const payments = paidInMonth(history, month);
        return { value: sumOf(payments, (made) => made.amountCents), evidence: newest(payments) };
      },
    ),
  ),
  monthly(
    'paid_6_months',
    'cents',
    'Tasutud viimase kuue kuu jooksul',
    'Paid in the last six months',
    { favours: 1, change: { direction: 1, daysPerUnit: 0, costPerUnit: 0.0001 } },
    (history) => {
      const payments = MONTHS_BACK.flatMap((month) => paidInMonth(history, month));
      return { value: sumOf(payments, (made) => made.amountCents), evidence: newest(payments) };
    },
  ),
];

/** Payments of the whole month that ended `month` months before the observation date. */
export function paidInMonth({ claim, monthEnds }: CaseHistory, month: number): readonly Payment[] {
  if (claim === null || claim.payments.length === 0) return [];
  const from = monthEnds[month + 1] ?? '';
  const to = monthEnds[month] ?? '';
  return claim.payments.filter((made) => made.on > from && made.on <= to);
}

/** Payments after the day given. */
export function paidSince(claim: ClaimView | null, day: string): readonly Payment[] {
  return claim === null ? [] : claim.payments.filter((made) => made.on > day);
}
