import { paymentOf, STRESS } from '../characteristics/application.ts';
import { share } from '../characteristics/characteristic.ts';
import type { Value } from '../scorecard/scorecard.ts';

type Values = Readonly<Record<string, Value>>;

/**
 * What follows from what. A person changes the amount asked for, the term, the income, the expenses or the
 * obligations; payments, shares and free cash follow by the arithmetic of the characteristics themselves
 * (scoring/characteristics/{application,obligations}.ts). So advice never moves a share without what it is a share of.
 */
export const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  requested_payment: ['requested_amount', 'requested_term'],
  amount_to_income: ['requested_amount', 'income_monthly'],
  payment_to_income: ['requested_amount', 'requested_term', 'income_monthly'],
  debt_service_share: ['income_monthly', 'obligations_monthly'],
  debt_service_share_with_loan: [
    'requested_amount',
    'requested_term',
    'income_monthly',
    'obligations_monthly',
  ],
  debt_service_share_stressed: [
    'requested_amount',
    'requested_term',
    'income_monthly',
    'obligations_monthly',
  ],
  free_cash: ['income_monthly', 'expenses_monthly', 'obligations_monthly'],
  free_cash_after_loan: [
    'requested_amount',
    'requested_term',
    'income_monthly',
    'expenses_monthly',
    'obligations_monthly',
  ],
  expenses_share: ['income_monthly', 'expenses_monthly'],
};

/** The characteristics that change when this one does, itself the first. */
export function touchedBy(id: string): readonly string[] {
  return [id, ...Object.keys(FOLLOWS).filter((derived) => FOLLOWS[derived]?.includes(id))];
}

/** The values with the changes made and all that follows from them. What was not known stays not known. */
export function withChanges(values: Values, changes: ReadonlyMap<string, Value>): Values {
  const changed: Record<string, Value> = { ...values };
  for (const [id, value] of changes) changed[id] = value;
  for (const [derived, roots] of Object.entries(FOLLOWS)) {
    if (typeof values[derived] === 'number' && roots.some((root) => changes.has(root))) {
      changed[derived] = figureOf(derived, changed);
    }
  }
  return changed;
}

/** What figures follow from; what is not known counts as 0. */
export type MoneyRoots = Record<(typeof ROOTS)[number], number>;

const ROOTS = [
  'requested_amount',
  'requested_term',
  'requested_rate',
  'income_monthly',
  'expenses_monthly',
  'obligations_monthly',
] as const;

export function isRoot(id: string): id is (typeof ROOTS)[number] {
  return (ROOTS as readonly string[]).includes(id);
}

export function rootsOf(values: Values): MoneyRoots {
  return {
    requested_amount: numberIn(values.requested_amount),
    requested_term: numberIn(values.requested_term),
    requested_rate: numberIn(values.requested_rate),
    income_monthly: numberIn(values.income_monthly),
    expenses_monthly: numberIn(values.expenses_monthly),
    obligations_monthly: numberIn(values.obligations_monthly),
  };
}

function numberIn(value: Value | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** The figure that follows from the others. */
export function figureOf(derived: string, values: Values): number | null {
  return ARITHMETIC[derived]?.(rootsOf(values)) ?? null;
}

export type Arithmetic = (roots: MoneyRoots) => number | null;

/** By figure, how it follows. */
export const ARITHMETIC: Readonly<Record<string, Arithmetic>> = {
  requested_payment: (of) => payment(of, 0),
  amount_to_income: (of) => share(of.requested_amount, of.income_monthly),
  payment_to_income: (of) => share(payment(of, 0), of.income_monthly),
  debt_service_share: (of) => share(of.obligations_monthly, of.income_monthly),
  debt_service_share_with_loan: (of) => share(payment(of, 0) + of.obligations_monthly, of.income_monthly),
  debt_service_share_stressed: (of) => share(payment(of, STRESS) + of.obligations_monthly, of.income_monthly),
  free_cash: freeCash,
  free_cash_after_loan: (of) => freeCash(of) - payment(of, 0),
  expenses_share: (of) => share(of.expenses_monthly, of.income_monthly),
};

function payment(of: MoneyRoots, extraRate: number): number {
  return paymentOf(
    { amountCents: of.requested_amount, termMonths: of.requested_term, annualRate: of.requested_rate },
    extraRate,
  );
}

function freeCash(of: MoneyRoots): number {
  return of.income_monthly - of.expenses_monthly - of.obligations_monthly;
}
