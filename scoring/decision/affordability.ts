import type { Affordability } from './decision.ts';

/** Monthly figures in cents as the policy's expressions gave them; NaN where nothing is known. */
export interface AffordabilityInputs {
  readonly incomeCents: number;
  readonly expensesCents: number;
  readonly obligationsCents: number;
  readonly requestedCents: number;
  readonly termMonths: number;
  /** Yearly, as a share: 0.14. */
  readonly annualRate: number;
  readonly stressRate: number;
  readonly debtServiceLimit: number;
  readonly freeCashLeastCents: number;
}

export interface AffordabilityWorked extends Affordability {
  /** Highest amount whose stressed payment keeps debt service within its limit; NaN when unknown. */
  readonly amountByDebtServiceCents: number;
  /** Highest amount whose stressed payment leaves the least free cash; NaN when unknown. */
  readonly amountByFreeCashCents: number;
}

/**
 * Worked out line by line: debt service = (obligations + stressed payment) ÷ income; free = income − expenses −
 * obligations − stressed payment. The stressed payment is what the loan would cost with the yearly rate raised by the
 * policy's stress, so a rise of rates is borne before it comes.
 */
export function workOutAffordability(inputs: AffordabilityInputs): AffordabilityWorked {
  const { incomeCents, expensesCents, obligationsCents, requestedCents, termMonths } = inputs;
  const stressed = inputs.annualRate + inputs.stressRate;
  const newPayment = annuityPayment(requestedCents, inputs.annualRate, termMonths);
  const stressedPayment = annuityPayment(requestedCents, stressed, termMonths);
  const roomByService = inputs.debtServiceLimit * incomeCents - obligationsCents;
  const roomByFree = incomeCents - expensesCents - obligationsCents - inputs.freeCashLeastCents;
  const amountByDebtServiceCents = annuityAmount(roomByService, stressed, termMonths);
  const amountByFreeCashCents = annuityAmount(roomByFree, stressed, termMonths);
  return {
    incomeCents: orNull(incomeCents),
    expensesCents: orNull(expensesCents),
    obligationsCents: orNull(obligationsCents),
    newPaymentCents: orZero(newPayment),
    stressedPaymentCents: orZero(stressedPayment),
    debtServiceShare: orNull((obligationsCents + stressedPayment) / incomeCents),
    freeCents: orNull(incomeCents - expensesCents - obligationsCents - stressedPayment),
    affordableAmountCents: orNull(Math.min(amountByDebtServiceCents, amountByFreeCashCents)),
    amountByDebtServiceCents,
    amountByFreeCashCents,
  };
}

/** Equal monthly payment, rounded up to the cent: principal × i ÷ (1 − (1 + i)^−n), i = yearly rate ÷ 12. */
export function annuityPayment(principalCents: number, annualRate: number, months: number): number {
  if (!(months > 0)) return NaN;
  const monthly = annualRate / 12;
  return Math.ceil(
    monthly === 0 ? principalCents / months : (principalCents * monthly) / (1 - (1 + monthly) ** -months),
  );
}

/** The largest principal that the payment carries, rounded down to the cent: the inverse of {@link annuityPayment}. */
export function annuityAmount(paymentCents: number, annualRate: number, months: number): number {
  if (!(months > 0) || Number.isNaN(paymentCents)) return NaN;
  if (paymentCents <= 0) return 0;
  const monthly = annualRate / 12;
  return Math.floor(
    monthly === 0 ? paymentCents * months : (paymentCents * (1 - (1 + monthly) ** -months)) / monthly,
  );
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function orZero(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
