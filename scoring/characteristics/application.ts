import { addDays, daysBetween } from '../portfolio/dates.ts';
import type { CreditApplication } from '../portfolio/records.ts';
import {
  average,
  type CaseHistory,
  counted,
  family,
  type Measured,
  newest,
  share,
  UNKNOWN,
} from './characteristic.ts';
import { monthlyIncome } from './income.ts';
import { freeCash, monthlyObligations, newestOf, numberOr } from './obligations.ts';
import { isOpen } from './person-history.ts';

const asked = family({ applies: 'application', family: 'request', sources: ['person'], reason: 'R11' });
const burden = family({
  applies: 'application',
  family: 'new_burden',
  sources: ['person', 'derived'],
  reason: 'R02',
});
const behaviour = family({
  applies: 'application',
  family: 'own_credit_history',
  sources: ['own_measures', 'creditor'],
  reason: 'R18',
});

/** Added to the yearly rate to see whether the payment would still be borne: 2 to 3 points in practice. */
export const STRESS = 0.03;

export const APPLICATION_CHARACTERISTICS = [
  asked(
    'requested_amount',
    'cents',
    'Taotletud summa',
    'Amount asked for',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.00005 } },
    of((application) => application.amountCents),
  ),
  asked(
    'requested_term',
    'months',
    'Taotletud tähtaeg kuudes',
    'Term asked for in months',
    { change: { direction: 0, daysPerUnit: 0, costPerUnit: 0.05 } },
    of((application) => application.termMonths),
  ),
  asked(
    'requested_rate',
    'share',
    'Aastaintress',
    'Yearly interest rate',
    {},
    of((application) => application.annualRate),
  ),
  asked(
    'credit_product',
    'category',
    'Taotletud toode',
    'Product asked for',
    { reason: 'R21' },
    of((application) => application.product),
  ),
  asked(
    'requested_payment',
    'cents',
    'Taotletud laenu kuumakse',
    'Monthly payment of the loan asked for',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.001 } },
    of((application) => paymentOf(application, 0)),
  ),
  burden(
    'amount_to_income',
    'share',
    'Taotletud summa kuusissetulekutes',
    'Amount asked for in monthly incomes',
    { favours: -1, reason: 'R11', change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.5 } },
    (history) => toIncome(history, history.application?.amountCents ?? 0),
  ),
  burden(
    'payment_to_income',
    'share',
    'Uue kuumakse osa sissetulekust',
    'Share of income the new payment takes',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 5 } },
    (history) => toIncome(history, payment(history, 0)),
  ),
  burden(
    'debt_service_share_with_loan',
    'share',
    'Kohustuste osa sissetulekust koos uue laenuga',
    'Share of income that goes to obligations with the new loan',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 5 } },
    (history) => toIncome(history, payment(history, 0) + numberOr(monthlyObligations(history), 0)),
  ),
  burden(
    'debt_service_share_stressed',
    'share',
    'Kohustuste osa sissetulekust, kui intress tõuseb 3 protsendipunkti',
    'Share of income that goes to obligations should the rate rise by 3 points',
    { favours: -1 },
    (history) => toIncome(history, payment(history, STRESS) + numberOr(monthlyObligations(history), 0)),
  ),
  burden(
    'free_cash_after_loan',
    'cents',
    'Kuus üle jääv raha koos uue laenuga',
    'Money left over each month with the new loan',
    { favours: 1, reason: 'R01', change: { direction: 1, daysPerUnit: 0, costPerUnit: 0.0002 } },
    (history) => {
      const free = freeCash(history);
      return typeof free.value !== 'number'
        ? UNKNOWN
        : { value: free.value - payment(history, 0), evidence: newestOf([free, applied(history)]) };
    },
  ),
  asked(
    'applications_180d',
    'count',
    'Varasemaid taotlusi viimase 180 päeva jooksul',
    'Earlier applications in the last 180 days',
    { favours: -1, reason: 'R10', change: { direction: -1, daysPerUnit: 180, costPerUnit: 0.5 } },
    ({ asOf, application, file }) => {
      const from = addDays(asOf, -180);
      return counted(
        file.applications.filter(
          (other) => other.applicationId !== application?.applicationId && other.on > from,
        ),
      );
    },
  ),
  behaviour(
    'own_arrears',
    'cents',
    'Tähtajaks tasumata summa meie juures',
    'Amount past due with us',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.0001 } },
    ({ claims }) => ({
      value: claims.reduce((sum, { balance }) => sum + balance.arrearsCents, 0),
      evidence: newest(claims.map(({ balance }) => balance.latest)),
    }),
  ),
  behaviour(
    'own_days_past_due',
    'days',
    'Praegune viivitus meie juures päevades',
    'Days past due with us now',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.02 } },
    ({ claims }) =>
      claims.length === 0
        ? UNKNOWN
        : {
            value: Math.max(...claims.map(({ balance }) => balance.daysPastDue)),
            evidence: newest(claims.map(({ balance }) => balance.latest)),
          },
  ),
  behaviour(
    'own_worst_days_late',
    'days',
    'Suurim hilinemine meie arvetega kahe aasta jooksul, päevades',
    'Most days late on our bills in two years',
    { favours: -1, change: { direction: -1, daysPerUnit: 30, costPerUnit: 0.2 } },
    (history) => lateness(history, (days) => Math.max(...days)),
  ),
  behaviour(
    'own_average_days_late',
    'days',
    'Keskmine hilinemine meie arvetega kahe aasta jooksul, päevades',
    'Average days late on our bills in two years',
    { favours: -1, change: { direction: -1, daysPerUnit: 30, costPerUnit: 0.2 } },
    (history) => lateness(history, average),
  ),
  behaviour(
    'own_bills_on_time_share',
    'share',
    'Õigel ajal tasutud arvete osa kahe aasta jooksul',
    'Share of our bills paid on time in two years',
    { favours: 1, change: { direction: 1, daysPerUnit: 365, costPerUnit: 4 } },
    (history) => lateness(history, (days) => share(days.filter((late) => late <= 3).length, days.length)),
  ),
  behaviour(
    'own_open_credits',
    'count',
    'Kehtivaid laene meie juures',
    'Open credits with us',
    {},
    ({ claims }) => counted(claims.filter(isOpen).map(({ balance }) => balance.latest)),
  ),
];

function of(figure: (application: CreditApplication) => number | string): (history: CaseHistory) => Measured {
  return ({ application }) =>
    application === null ? UNKNOWN : { value: figure(application), evidence: application };
}

function applied({ application }: CaseHistory): Measured {
  return { value: null, evidence: application };
}

function payment({ application }: CaseHistory, extraRate: number): number {
  return application === null ? 0 : paymentOf(application, extraRate);
}

/** The equal monthly payment (annuity) of the credit asked for. */
export function paymentOf(
  application: Pick<CreditApplication, 'amountCents' | 'termMonths' | 'annualRate'>,
  extraRate: number,
): number {
  const rate = (application.annualRate + extraRate) / 12;
  const months = Math.max(1, application.termMonths);
  const cents = application.amountCents;
  return Math.round(rate === 0 ? cents / months : (cents * rate) / (1 - (1 + rate) ** -months));
}

function toIncome(history: CaseHistory, cents: number): Measured {
  const income = monthlyIncome(history);
  return typeof income.value !== 'number' || history.application === null
    ? UNKNOWN
    : { value: share(cents, income.value), evidence: newestOf([income, applied(history)]) };
}

function lateness(history: CaseHistory, read: (days: readonly number[]) => number | null): Measured {
  const { asOf } = history;
  const from = addDays(asOf, -730);
  const due = history.claims
    .flatMap(({ covered }) => covered)
    .filter(({ invoice }) => invoice.dueOn >= from && invoice.dueOn < asOf);
  if (due.length === 0) return UNKNOWN;
  return {
    value: read(
      due.map(({ invoice, coveredOn }) => Math.max(0, daysBetween(invoice.dueOn, coveredOn ?? asOf))),
    ),
    evidence: newest(due.map(({ invoice }) => invoice)),
  };
}
