import { expect } from 'chai';
import {
  creditGranted,
  defaultedWithin,
  paidWithin,
  paymentMonths,
} from '../../../scoring/portfolio/targets.ts';
import type { PersonFile } from '../../../scoring/portfolio/records.ts';
import {
  APPLICATION_ID,
  CLAIM_ID,
  OBSERVED_ON,
  application,
  claim,
  claimEvent,
  debtors,
  fileWith,
  invoice,
  payment,
} from '../../fixtures/debtors.ts';

const UNTIL = '2026-12-31';

describe('payment within 90 days', () => {
  const paid = (...payments: PersonFile['payments']) =>
    paidWithin({ ...debtors.twoMonthsLate, payments }, CLAIM_ID, OBSERVED_ON, 90, UNTIL);

  it('takes a tenth of the balance, in one payment or several', () => {
    expect(paid(payment('2026-07-10', 3_000))).to.equal(1);
    expect(paid(payment('2026-07-10', 2_999))).to.equal(0);
    expect(paid(payment('2026-07-10', 1_500), payment('2026-09-01', 1_500))).to.equal(1);
  });

  it('begins the day after the observation date and takes in the ninetieth', () => {
    expect(paid(payment(OBSERVED_ON, 5_000))).to.equal(0);
    expect(paid(payment('2026-09-28', 5_000))).to.equal(1);
    expect(paid(payment('2026-09-29', 5_000))).to.equal(0);
  });

  it('does not count a booking that was taken back', () => {
    expect(paid(payment('2026-07-10', 5_000, { reversedOn: '2026-07-20' }))).to.equal(0);
  });

  it('is not observable until the window is over, though a payment came', () => {
    const file = { ...debtors.twoMonthsLate, payments: [payment('2026-07-10', 30_000)] };
    expect(paidWithin(file, CLAIM_ID, OBSERVED_ON, 90, '2026-09-27')).to.equal(null);
    expect(paidWithin(file, CLAIM_ID, OBSERVED_ON, 90, '2026-09-28')).to.equal(1);
  });

  it('is not observable of a claim that was sold within the window, was closed before it, or owes nothing', () => {
    const sold = {
      ...debtors.twoMonthsLate,
      claimEvents: [claimEvent('2026-08-01', 'closed', { code: 'sold' })],
    };
    expect(paidWithin(sold, CLAIM_ID, OBSERVED_ON, 90, UNTIL)).to.equal(null);
    const closed = {
      ...debtors.twoMonthsLate,
      claimEvents: [claimEvent('2026-06-01', 'closed', { code: 'paid' })],
    };
    expect(paidWithin(closed, CLAIM_ID, OBSERVED_ON, 90, UNTIL)).to.equal(null);
    expect(paidWithin(debtors.paidTwice, CLAIM_ID, OBSERVED_ON, 90, UNTIL)).to.equal(null);
  });

  it('is not observable of a claim that was not known yet', () => {
    expect(paidWithin(debtors.twoMonthsLate, CLAIM_ID, '2026-05-19', 90, UNTIL)).to.equal(null);
  });
});

describe('payment month by month', () => {
  const followed = (payments: PersonFile['payments'], until: string = UNTIL) =>
    paymentMonths({ ...debtors.twoMonthsLate, payments }, CLAIM_ID, OBSERVED_ON, until, 36);

  it('is followed to the month in which a tenth of the balance is in, and the shares of the months from there on are told', () => {
    const paid = followed([
      payment('2026-07-10', 1_500),
      payment('2026-09-15', 6_000),
      payment('2026-11-01', 3_000),
    ]);
    expect(paid).to.deep.equal({ months: 3, paid: true, sharesAfter: [0.25, 0, 0.1, 0] });
  });

  it('without such a payment it is followed to the last whole month of the records, and no further', () => {
    expect(followed([])).to.deep.equal({ months: 6, paid: false, sharesAfter: [] });
    expect(followed([], '2026-09-29')).to.include({ months: 2, paid: false });
    expect(followed([payment('2026-09-29', 30_000)], '2026-09-29')).to.include({ months: 2, paid: false });
    expect(followed([], '2026-07-15')).to.equal(null);
  });

  it('ends before the month of a sale, and of a closed claim nothing is followed', () => {
    const events = (on: string, code: string) => ({
      ...debtors.twoMonthsLate,
      claimEvents: [claimEvent(on, 'closed', { code })],
    });
    const sold = paymentMonths(events('2026-08-10', 'sold'), CLAIM_ID, OBSERVED_ON, UNTIL, 36);
    expect(sold).to.include({ months: 1, paid: false });
    expect(paymentMonths(events('2026-06-01', 'paid'), CLAIM_ID, OBSERVED_ON, UNTIL, 36)).to.equal(null);
  });
});

describe('default within 12 months', () => {
  const asked = application({ on: '2025-01-10', obtainedOn: '2025-01-10' });
  const granted = claim({
    creditor: asked.lender,
    product: 'loan',
    principalCents: 240_000,
    openedOn: '2025-01-12',
    obtainedOn: '2025-01-12',
    dueOn: '2025-02-12',
    limitationOn: null,
  });
  const bills = ['2025-02-12', '2025-03-12', '2025-04-12', '2025-05-12'].map((dueOn) =>
    invoice(dueOn, 10_000),
  );
  const loan = (payments: PersonFile['payments'], given: Partial<PersonFile> = {}) =>
    fileWith({ applications: [asked], claims: [granted], invoices: bills, payments, ...given });
  const target = (file: PersonFile, until = UNTIL) =>
    defaultedWithin(file, APPLICATION_ID, asked.on, 12, until);
  const onTime = bills.map(({ dueOn }) => payment(dueOn, 10_000));

  it('is a bill 90 days unpaid', () => {
    expect(target(loan(onTime))).to.equal(0);
    expect(target(loan(onTime.slice(0, 1)))).to.equal(1);
    expect(target(loan([]))).to.equal(1);
  });

  it('is no default when the bill is paid on the ninetieth day', () => {
    const oneBill = (paidOn: string) => loan([payment(paidOn, 10_000)], { invoices: bills.slice(0, 1) });
    expect(target(oneBill('2025-05-13'))).to.equal(0);
    expect(target(oneBill('2025-05-14'))).to.equal(1);
  });

  it('is not observable before the year is over, nor without a credit', () => {
    expect(target(loan([]), '2026-01-09')).to.equal(null);
    expect(target(loan([]), '2026-01-10')).to.equal(1);
    expect(target(loan([], { claims: [] }))).to.equal(null);
  });

  it('goes by the creditor’s own status of a card: three months late', () => {
    const statements = [0, 1, 2, 3].map((late, at) =>
      invoice(bills[at]?.dueOn ?? '', 50_000, { reportedMonthsLate: late }),
    );
    expect(target(loan([], { invoices: statements }))).to.equal(1);
    expect(target(loan([], { invoices: statements.slice(0, 3) }))).to.equal(0);
  });

  it('takes as the credit granted the lender’s own contract soon after the application', () => {
    expect(creditGranted(loan([]), APPLICATION_ID, UNTIL)?.claimId).to.equal(CLAIM_ID);
    const later = fileWith({ applications: [asked], claims: [{ ...granted, openedOn: '2025-06-01' }] });
    expect(creditGranted(later, APPLICATION_ID, UNTIL)).to.equal(undefined);
    const other = fileWith({ applications: [asked], claims: [{ ...granted, creditor: 'Muu Pank AS' }] });
    expect(creditGranted(other, APPLICATION_ID, UNTIL)).to.equal(undefined);
  });
});
