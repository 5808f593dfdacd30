import type { IncomeExpense } from '../portfolio/records.ts';
import { type CaseHistory, family, flagged, newest, share, sumOf, UNKNOWN } from './characteristic.ts';

const income = family({
  applies: 'both',
  family: 'income',
  sources: ['person', 'tax_authority', 'bank_statement', 'employer'],
  reason: 'R01',
});

const expense = family({
  applies: 'both',
  family: 'expenses',
  sources: ['person', 'bank_statement'],
  reason: 'R01',
});

/** A difference between what was told and what was verified above this share is a contradiction (data must be asked, R14). */
const CONTRADICTION_SHARE = 0.3;

export const INCOME_CHARACTERISTICS = [
  income(
    'income_monthly',
    'cents',
    'Netosissetulek kuus',
    'Net income a month',
    { favours: 1, change: { direction: 1, daysPerUnit: 0.003, costPerUnit: 0.0002 } },
    (history) => monthlyIncome(history),
  ),
  income('income_kind', 'category', 'Peamine sissetuleku liik', 'Main kind of income', {}, (history) => {
    const [main] = best(history, 'income').toSorted((a, b) => b.monthlyCents - a.monthlyCents);
    return main === undefined ? UNKNOWN : { value: main.code, evidence: main };
  }),
  income(
    'income_verified_share',
    'share',
    'Kontrollitud osa sissetulekust',
    'Share of income that was verified',
    { favours: 1, reason: 'R12', change: { direction: 1, daysPerUnit: 0, costPerUnit: 0.5 } },
    (history) => {
      const parts = best(history, 'income');
      const verified = parts.filter((part) => part.verified);
      return {
        value: share(total(verified), total(parts)),
        evidence: newest(parts),
      };
    },
  ),
  income(
    'months_in_job',
    'months',
    'Kuid praegusel töökohal',
    'Months in the present job',
    { favours: 1, change: { direction: 1, daysPerUnit: 30, costPerUnit: 0.3 } },
    (history) => {
      const job = best(history, 'income').find(({ code, count }) => code === 'salary' && count !== null);
      return job === undefined ? UNKNOWN : { value: job.count, evidence: job };
    },
  ),
  income('income_sources', 'count', 'Sissetuleku allikaid', 'Sources of income', {}, (history) => {
    const parts = best(history, 'income');
    return parts.length === 0 ? UNKNOWN : { value: parts.length, evidence: newest(parts) };
  }),
  expense(
    'expenses_monthly',
    'cents',
    'Kulud kuus',
    'Expenses a month',
    { favours: -1, change: { direction: -1, daysPerUnit: 0.002, costPerUnit: 0.0002 } },
    (history) => monthlyExpenses(history),
  ),
  expense(
    'housing_cost',
    'cents',
    'Eluasemekulu kuus',
    'Housing cost a month',
    { favours: -1 },
    (history) => {
      const housing = best(history, 'expense').find(({ code }) => code === 'housing');
      return housing === undefined ? UNKNOWN : { value: housing.monthlyCents, evidence: housing };
    },
  ),
  expense('dependants', 'count', 'Ülalpeetavaid', 'Dependants', { role: 'route' }, (history) => {
    const told = best(history, 'expense').find(({ code }) => code === 'dependants');
    return told === undefined ? UNKNOWN : { value: told.count, evidence: told };
  }),
  income(
    'income_known',
    'flag',
    'Sissetulek on teada',
    'Income is known',
    { role: 'route', reason: 'R13' },
    (history) => {
      const parts = best(history, 'income');
      return flagged(parts.length > 0, newest(parts));
    },
  ),
  income(
    'income_verified',
    'flag',
    'Kogu sissetulek on kontrollitud',
    'All income is verified',
    { role: 'route', reason: 'R12' },
    (history) => {
      const parts = best(history, 'income');
      return flagged(parts.length > 0 && parts.every(({ verified }) => verified), newest(parts));
    },
  ),
  income(
    'income_stale',
    'flag',
    'Sissetuleku andmed on aegunud',
    'Income data is out of date',
    { role: 'route', reason: 'R13' },
    (history) => {
      const stale = history.stale.incomes.filter(({ kind }) => kind === 'income');
      return flagged(stale.length > 0 && best(history, 'income').length === 0, newest(stale));
    },
  ),
  income(
    'income_contradiction',
    'flag',
    'Öeldud ja kontrollitud sissetulek lahknevad üle 30%',
    'Income told and income verified differ by more than 30 %',
    { role: 'route', reason: 'R14' },
    (history) => {
      const parts = inForce(history, 'income');
      const told = parts.filter((part) => !part.verified);
      const verified = parts.filter((part) => part.verified);
      const both = told.length > 0 && verified.length > 0;
      const gap = Math.abs(total(newestOfEachCode(told)) - total(newestOfEachCode(verified)));
      return flagged(
        both && gap > CONTRADICTION_SHARE * total(newestOfEachCode(verified)),
        both ? newest(parts) : null,
      );
    },
  ),
  expense(
    'expenses_known',
    'flag',
    'Kulud on teada',
    'Expenses are known',
    { role: 'route', reason: 'R13' },
    (history) => {
      const parts = best(history, 'expense');
      return flagged(parts.length > 0, newest(parts));
    },
  ),
];

export function monthlyIncome(history: CaseHistory) {
  return sumOfBest(history, 'income');
}

export function monthlyExpenses(history: CaseHistory) {
  return sumOfBest(history, 'expense');
}

/** Of each kind of income or expense the newest verified figure, or the newest told one where none is verified. */
export function best(history: CaseHistory, kind: IncomeExpense['kind']): readonly IncomeExpense[] {
  const parts = inForce(history, kind);
  const verified = newestOfEachCode(parts.filter((part) => part.verified));
  const codes = new Set(verified.map(({ code }) => code));
  return [...verified, ...newestOfEachCode(parts.filter(({ code }) => !codes.has(code)))];
}

/** Not ended by the observation date. */
export function inForce({ asOf, file }: CaseHistory, kind: IncomeExpense['kind']): readonly IncomeExpense[] {
  return file.incomes.filter((part) => part.kind === kind && (part.to === null || part.to > asOf));
}

export function total(parts: readonly IncomeExpense[]): number {
  return sumOf(parts, ({ monthlyCents }) => monthlyCents);
}

function sumOfBest(history: CaseHistory, kind: IncomeExpense['kind']) {
  const parts = best(history, kind);
  return parts.length === 0 ? UNKNOWN : { value: total(parts), evidence: newest(parts) };
}

function newestOfEachCode(parts: readonly IncomeExpense[]): readonly IncomeExpense[] {
  const found = new Map<string, IncomeExpense>();
  for (const part of parts) {
    const other = found.get(part.code);
    if (other === undefined || part.obtainedOn > other.obtainedOn) found.set(part.code, part);
  }
  return [...found.values()];
}
