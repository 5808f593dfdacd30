import type { Provenance } from '../portfolio/records.ts';
import {
  type CaseHistory,
  counted,
  family,
  flagged,
  type Measured,
  newest,
  share,
  sumOf,
  UNKNOWN,
} from './characteristic.ts';
import { inForce, monthlyExpenses, monthlyIncome, total } from './income.ts';
import { active } from './public-records.ts';

const obligation = family({
  applies: 'both',
  family: 'obligations',
  sources: ['person', 'positive_credit_register', 'bank_statement'],
  reason: 'R02',
});

const CONTRADICTION_SHARE = 0.3;

export const OBLIGATION_CHARACTERISTICS = [
  obligation(
    'obligations_monthly',
    'cents',
    'Kohustused kuus',
    'Obligations a month',
    { favours: -1, change: { direction: -1, daysPerUnit: 0.01, costPerUnit: 0.0002 } },
    (history) => monthlyObligations(history),
  ),
  obligation(
    'obligations',
    'count',
    'Laene ja muid kohustusi',
    'Loans and other obligations',
    { favours: -1, change: { direction: -1, daysPerUnit: 180, costPerUnit: 2 } },
    (history) => {
      const told = inForce(history, 'obligation');
      const registered = active(history, 'positive_credit');
      return counted(told.length >= registered.length ? told : registered);
    },
  ),
  obligation(
    'registered_debt',
    'cents',
    'Laenude jääk positiivses krediidiregistris',
    'Loan balances in the positive credit register',
    { favours: -1, sources: ['positive_credit_register'] },
    (history) => {
      const registered = active(history, 'positive_credit');
      return registered.length === 0
        ? UNKNOWN
        : { value: sumOf(registered, ({ amountCents }) => amountCents ?? 0), evidence: newest(registered) };
    },
  ),
  obligation(
    'debt_service_share',
    'share',
    'Kohustuste osa sissetulekust',
    'Share of income that goes to obligations',
    { favours: -1, change: { direction: -1, daysPerUnit: 365, costPerUnit: 4 } },
    (history) => ratio(monthlyObligations(history), monthlyIncome(history)),
  ),
  obligation(
    'free_cash',
    'cents',
    'Kuus üle jääv raha',
    'Money left over each month',
    { favours: 1, reason: 'R01', change: { direction: 1, daysPerUnit: 0.003, costPerUnit: 0.0002 } },
    (history) => freeCash(history),
  ),
  obligation(
    'expenses_share',
    'share',
    'Kulude osa sissetulekust',
    'Share of income that goes to expenses',
    { favours: -1, reason: 'R01' },
    (history) => ratio(monthlyExpenses(history), monthlyIncome(history)),
  ),
  obligation(
    'obligations_contradiction',
    'flag',
    'Öeldud kohustused on registrist üle 30% väiksemad',
    'Obligations told are more than 30 % below the register',
    { role: 'route', reason: 'R14' },
    (history) => {
      const told = inForce(history, 'obligation');
      const registered = active(history, 'positive_credit');
      const sum = sumOf(registered, ({ monthlyCents }) => monthlyCents ?? 0);
      const both = told.length > 0 && registered.length > 0;
      return flagged(
        both && total(told) < (1 - CONTRADICTION_SHARE) * sum,
        both ? newest([...told, ...registered]) : null,
      );
    },
  ),
  obligation(
    'obligations_known',
    'flag',
    'Kohustused on teada',
    'Obligations are known',
    { role: 'route', reason: 'R13' },
    (history) => {
      const parts = partsOf(history);
      return flagged(parts.length > 0, newest(parts));
    },
  ),
];

/** The larger of what was told and what the register shows: neither hides the other. */
export function monthlyObligations(history: CaseHistory): Measured {
  const parts = partsOf(history);
  if (parts.length === 0) return UNKNOWN;
  const registered = sumOf(active(history, 'positive_credit'), ({ monthlyCents }) => monthlyCents ?? 0);
  return { value: Math.max(total(inForce(history, 'obligation')), registered), evidence: newest(parts) };
}

/** Income less expenses and obligations; unknown without the income. Unknown expenses are not taken to be nothing. */
export function freeCash(history: CaseHistory): Measured {
  const income = monthlyIncome(history);
  const expenses = monthlyExpenses(history);
  const obligations = monthlyObligations(history);
  if (typeof income.value !== 'number' || typeof expenses.value !== 'number') return UNKNOWN;
  return {
    value: income.value - expenses.value - numberOr(obligations, 0),
    evidence: newestOf([income, expenses, obligations]),
  };
}

export function ratio(part: Measured, whole: Measured): Measured {
  if (typeof part.value !== 'number' || typeof whole.value !== 'number') return UNKNOWN;
  return { value: share(part.value, whole.value), evidence: newestOf([part, whole]) };
}

export function newestOf(measured: readonly Measured[]): Provenance | null {
  return newest(measured.flatMap(({ evidence }) => evidence ?? []));
}

export function numberOr({ value }: Measured, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function partsOf(history: CaseHistory): readonly Provenance[] {
  return [...inForce(history, 'obligation'), ...active(history, 'positive_credit')];
}
