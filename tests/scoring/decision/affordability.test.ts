import { expect } from 'chai';
import fc from 'fast-check';
import {
  annuityAmount,
  annuityPayment,
  workOutAffordability,
} from '../../../scoring/decision/affordability.ts';

const INPUTS = {
  incomeCents: 150_000,
  expensesCents: 55_000,
  obligationsCents: 12_000,
  requestedCents: 300_000,
  termMonths: 36,
  annualRate: 0.12,
  stressRate: 0.03,
  debtServiceLimit: 0.5,
  freeCashLeastCents: 5_000,
};

describe('affordability', () => {
  it('works out each line as by hand', () => {
    const worked = workOutAffordability(INPUTS);
    // 3,000 euros over 36 months at 12 %: 99.643 a month; at 15 %: 103.996; both rounded up to the cent.
    expect(worked.newPaymentCents).to.equal(9_965);
    expect(worked.stressedPaymentCents).to.equal(10_400);
    expect(worked.debtServiceShare).to.be.closeTo((12_000 + 10_400) / 150_000, 1e-12);
    expect(worked.freeCents).to.equal(150_000 - 55_000 - 12_000 - 10_400);
    expect(worked.affordableAmountCents).to.equal(annuityAmount(63_000, 0.15, 36));
  });

  it('knows nothing without an income', () => {
    const worked = workOutAffordability({ ...INPUTS, incomeCents: NaN });
    expect(worked).to.include({ incomeCents: null, debtServiceShare: null, affordableAmountCents: null });
  });

  it('an amount within the limit keeps its payment within the limit, and a euro more does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 300_000 }),
        fc.constantFrom(0, 0.01, 0.12, 0.4),
        fc.integer({ min: 1, max: 120 }),
        (payment, rate, months) => {
          const amount = annuityAmount(payment, rate, months);
          return (
            annuityPayment(amount, rate, months) <= payment &&
            annuityPayment(amount + 100 * months, rate, months) > payment
          );
        },
      ),
    );
  });

  it('affords nothing when the obligations already fill the limit', () => {
    expect(workOutAffordability({ ...INPUTS, obligationsCents: 80_000 }).affordableAmountCents).to.equal(0);
  });
});
