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

/** The figure that follows from the others. */
export function figureOf(derived: string, values: Values): number | null {
  return ARITHMETIC[derived]?.(values) ?? null;
}

const ARITHMETIC: Readonly<Record<string, (values: Values) => number | null>> = {
  requested_payment: (v) => payment(v, 0),
  amount_to_income: (v) => share(number(v, 'requested_amount'), number(v, 'income_monthly')),
  payment_to_income: (v) => share(payment(v, 0), number(v, 'income_monthly')),
  debt_service_share: (v) => share(number(v, 'obligations_monthly'), number(v, 'income_monthly')),
  debt_service_share_with_loan: (v) =>
    share(payment(v, 0) + number(v, 'obligations_monthly'), number(v, 'income_monthly')),
  debt_service_share_stressed: (v) =>
    share(payment(v, STRESS) + number(v, 'obligations_monthly'), number(v, 'income_monthly')),
  free_cash: freeCash,
  free_cash_after_loan: (v) => freeCash(v) - payment(v, 0),
  expenses_share: (v) => share(number(v, 'expenses_monthly'), number(v, 'income_monthly')),
};

function payment(values: Values, extraRate: number): number {
  return paymentOf(
    {
      amountCents: number(values, 'requested_amount'),
      termMonths: number(values, 'requested_term'),
      annualRate: number(values, 'requested_rate'),
    },
    extraRate,
  );
}

function freeCash(values: Values): number {
  return (
    number(values, 'income_monthly') -
    number(values, 'expenses_monthly') -
    number(values, 'obligations_monthly')
  );
}

function number(values: Values, id: string): number {
  const value = values[id];
  return typeof value === 'number' ? value : 0;
}
