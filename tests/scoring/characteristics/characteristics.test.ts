import { expect } from 'chai';
import { measureCase } from '../../../scoring/characteristics/catalogue.ts';
import { SUPPORT_NEED_CONSENT } from '../../../scoring/characteristics/safeguards.ts';
import { historyOf } from '../../../scoring/portfolio/as-of.ts';
import type { PersonFile } from '../../../scoring/portfolio/records.ts';
import {
  APPLICATION_ID,
  CLAIM_ID,
  OBSERVED_ON,
  claim,
  claimEvent,
  contact,
  debtors,
  fileWith,
  income,
  learntOn,
  measure,
  payment,
  publicRecord,
} from '../../fixtures/debtors.ts';

function ofClaim(file: PersonFile) {
  return measureCase(historyOf(file, OBSERVED_ON, { kind: 'claim', claimId: CLAIM_ID }));
}

function ofApplication(file: PersonFile) {
  return measureCase(historyOf(file, OBSERVED_ON, { kind: 'application', applicationId: APPLICATION_ID }))
    .values;
}

describe('characteristics of arrears and amount', () => {
  it('count the days past due from the due date of a claim without bills', () => {
    const { values } = ofClaim(debtors.twoMonthsLate);
    expect(values).to.include({
      days_past_due: 60,
      balance: 30_000,
      arrears: 30_000,
      days_with_us: 41,
      phase: 'amicable',
    });
  });

  it('count the days past due from the oldest bill that payments have not covered', () => {
    const { values } = ofClaim(debtors.paysBillByBill);
    expect(values).to.include({ days_past_due: 90, overdue_invoices: 2, balance: 16_000, arrears: 16_000 });
  });

  it('let payments go to costs, then interest, then principal', () => {
    const { values } = ofClaim(
      fileWith({
        claims: [claim({ interestCents: 2_000, costsCents: 1_000 })],
        claimEvents: [claimEvent('2026-06-01', 'cost', { amountCents: 500 })],
        payments: [payment('2026-06-10', 2_500)],
      }),
    );
    expect(values).to.include({ balance: 31_000, principal: 30_000, side_claims_share: 0.0323 });
  });

  it('take the amounts of the day the claim came to us as they are: earlier payments are in them', () => {
    const file = fileWith({
      claims: [claim()],
      payments: [payment('2026-05-10', 5_000, { obtainedOn: '2026-05-20' })],
    });
    expect(ofClaim(file).values).to.include({ balance: 30_000, days_since_payment: 51 });
  });

  it('say nothing of health: a doctor’s bill is a claim like any other', () => {
    const bill = (product: 'medical' | 'other') => ofClaim(fileWith({ claims: [claim({ product })] })).values;
    expect(bill('medical')).to.deep.equal(bill('other'));
    expect(Object.values(bill('medical'))).not.to.include('medical');
  });

  it('tell of phase, title and the days left until limitation', () => {
    const { values } = ofClaim(
      fileWith({
        claims: [claim()],
        claimEvents: [
          claimEvent('2026-06-01', 'phase', { code: 'court' }),
          claimEvent('2026-06-20', 'title'),
        ],
      }),
    );
    expect(values).to.include({ phase: 'court', has_title: 1, limitation_days_left: 1036, time_barred: 0 });
  });
});

describe('characteristics of payments', () => {
  it('count a payment until its booking is taken back', () => {
    const { values } = ofClaim(debtors.paidTwice);
    expect(values).to.include({ payments_30d: 2, balance: 0, overpaid: 10_000, double_payment: 1 });
    const later = measureCase(
      historyOf(debtors.paidTwice, '2026-07-05', { kind: 'claim', claimId: CLAIM_ID }),
    );
    expect(later.values).to.include({ payments_30d: 1, balance: 10_000, overpaid: 0, double_payment: 0 });
  });

  it('are unknown, not zero days, when nothing was ever paid', () => {
    const { values, evidence } = ofClaim(debtors.twoMonthsLate);
    expect(values).to.include({ days_since_payment: null, payments_90d: 0, months_paid_of_6: 0 });
    expect(evidence).not.to.have.property('payments_90d');
  });

  it('rest on the newest payment', () => {
    expect(ofClaim(debtors.paysBillByBill).evidence['payments_90d']).to.deep.equal(
      learntOn('2026-06-15', 'bank_statement'),
    );
  });
});

describe('characteristics of statements', () => {
  it('read the creditor’s reported months late, the latest bill first', () => {
    const { values } = ofClaim(debtors.cardHolder);
    expect(values).to.include({ months_late_0: 2, months_late_1: 1, months_late_2: 0, months_late_5: 0 });
    expect(values).to.include({
      account_use_0: 'late',
      account_use_3: 'revolving',
      account_use_4: 'paid',
      account_use_5: 'unused',
    });
    expect(values).to.include({ months_late_highest_6: 2, bills_late_of_6: 2, months_late_change: 2 });
  });

  it('put bills and payments of six months side by side', () => {
    const { values } = ofClaim(debtors.cardHolder);
    expect(values).to.include({
      bill_0: 120_000,
      bill_5: 60_000,
      paid_month_0: 25_000,
      paid_month_2: 8_000,
      paid_month_1: 0,
    });
    expect(values).to.include({
      paid_of_bill_0: 0.25,
      utilisation: 0.6,
      credit_limit: 200_000,
      paid_6_months: 33_000,
    });
  });

  it('take the months late a creditor reports as 30 days each', () => {
    expect(ofClaim(debtors.cardHolder).values['days_past_due']).to.equal(60);
  });
});

describe('characteristics of promises and plans', () => {
  it('call a promise kept within its days of grace, broken after them, open before', () => {
    const { values } = ofClaim(debtors.promisesMuch);
    expect(values).to.include({
      promises_365d: 3,
      broken_promises_365d: 1,
      kept_promises_share: 0.5,
      promise_open: 1,
    });
  });

  it('count the missed instalments of the running plan alone', () => {
    const { values } = ofClaim(debtors.onAPlan);
    expect(values).to.include({
      plan_active: 1,
      plans_broken: 1,
      plan_instalments_missed: 1,
      plans_agreed: 2,
    });
  });
});

describe('characteristics of contacts and measures', () => {
  const file = fileWith({
    claims: [claim()],
    contacts: [
      contact('2026-05-25', { result: 'no_answer' }),
      contact('2026-06-01'),
      contact('2026-06-10', { channel: 'letter', result: 'returned' }),
      contact('2026-06-29', { direction: 'in', result: 'received' }),
    ],
    measures: [measure('2026-05-21', 'demand_letter', 1_000), measure('2026-06-25', 'call')],
    payments: [payment('2026-06-02', 1_000)],
  });

  it('tell attempts from answers', () => {
    const { values } = ofClaim(file);
    expect(values).to.include({
      contact_attempts_90d: 3,
      reached_share_365d: 0.5,
      returned_mail_365d: 1,
      inbound_180d: 1,
    });
    expect(values).to.include({ days_since_reached: 1, days_since_contact: 20 });
  });

  it('count each measure by its id, with its days and its costs to the debtor', () => {
    const { values } = ofClaim(file);
    expect(values).to.include({
      count_demand_letter: 1,
      days_since_demand_letter: 40,
      count_lawsuit: 0,
      paid_costs_so_far: 1_000,
    });
    expect(values).to.include({ days_since_lawsuit: null, last_measure: 'call', measures_taken: 2 });
  });

  it('judge an answer only when its time is over', () => {
    expect(ofClaim(file).values['answered_measures_share']).to.equal(1);
  });
});

describe('characteristics of public records', () => {
  it('tell entries in force from those that ended', () => {
    const { values } = ofClaim(debtors.wellKnownToRegisters);
    expect(values).to.include({
      payment_defaults_active: 1,
      payment_defaults_ended: 1,
      payment_defaults_sum: 25_000,
    });
    expect(values).to.include({
      tax_debt: 90_000,
      enforcement_cases: 1,
      failed_companies: 1,
      properties: 1,
      insolvent: 0,
    });
  });

  it('do not use what is out of date, and say so', () => {
    const { values } = ofClaim(debtors.wellKnownToRegisters);
    expect(values).to.include({
      bureau_rating: null,
      bureau_rating_known: 0,
      bureau_rating_stale: 1,
      stale_records: 1,
    });
  });
});

describe('characteristics of income, obligations and the request', () => {
  it('prefer the proved figure to the told one', () => {
    const values = ofApplication(debtors.applicant);
    expect(values).to.include({
      income_monthly: 140_000,
      expenses_monthly: 60_000,
      obligations_monthly: 14_000,
      free_cash: 66_000,
    });
    expect(values).to.include({
      income_known: 1,
      income_verified: 1,
      income_contradiction: 0,
      dependants: 2,
      months_in_job: 30,
    });
  });

  it('work out the burden of the credit asked for, and of a higher rate', () => {
    const values = ofApplication(debtors.applicant);
    expect(values).to.include({
      requested_payment: 10_000,
      payment_to_income: 0.0714,
      debt_service_share_with_loan: 0.1714,
    });
    expect(values['debt_service_share_stressed']).to.be.greaterThan(0.1714);
    expect(values).to.include({ free_cash_after_loan: 56_000, amount_to_income: 1.7143 });
  });

  it('flag what was told and what was proved when they differ by more than 30 %', () => {
    const told = income('income', 'salary', 200_000);
    const proved = income('income', 'salary', 140_000, { verified: true });
    const contradicted = { ...debtors.applicant, incomes: [told, proved] };
    expect(ofApplication(contradicted)).to.include({ income_contradiction: 1, income_monthly: 140_000 });
  });

  it('leave the share of income unknown when the income is: silence is not nothing', () => {
    const values = ofApplication({ ...debtors.applicant, incomes: [] });
    expect(values).to.include({
      income_known: 0,
      income_monthly: null,
      debt_service_share_with_loan: null,
      free_cash: null,
    });
  });

  it('use no income past its last day, and say that it is out of date', () => {
    const stale = [income('income', 'salary', 150_000, { validUntil: '2026-06-29' })];
    expect(ofApplication({ ...debtors.applicant, incomes: stale })).to.include({
      income_monthly: null,
      income_stale: 1,
    });
    const lastDay = [income('income', 'salary', 150_000, { validUntil: OBSERVED_ON })];
    expect(ofApplication({ ...debtors.applicant, incomes: lastDay })).to.include({
      income_monthly: 150_000,
      income_stale: 0,
    });
  });

  it('take the larger of the obligations told and registered, and flag the gap', () => {
    const registered = publicRecord('positive_credit', '2025-01-01', {
      monthlyCents: 30_000,
      amountCents: 500_000,
    });
    const values = ofApplication({ ...debtors.applicant, publicRecords: [registered] });
    expect(values).to.include({
      obligations_monthly: 30_000,
      obligations_contradiction: 1,
      registered_debt: 500_000,
    });
  });
});

describe('characteristics that route', () => {
  const restriction = (kind: 'hardship' | 'restricted', to: string | null = null) => ({
    personId: 7,
    kind,
    from: '2026-06-01',
    to,
    ...learntOn('2026-06-01', 'person' as const),
  });
  const consent = (withdrawnOn: string | null) => ({
    personId: 7,
    purpose: SUPPORT_NEED_CONSENT,
    givenOn: '2026-06-01',
    withdrawnOn,
    ...learntOn('2026-06-01', 'person' as const),
  });

  it('know hardship only with consent, and only until it is withdrawn', () => {
    const told = { claims: [claim()], restrictions: [restriction('hardship')] };
    expect(ofClaim(fileWith(told)).values['hardship']).to.equal(0);
    expect(ofClaim(fileWith({ ...told, consents: [consent(null)] })).values['hardship']).to.equal(1);
    expect(ofClaim(fileWith({ ...told, consents: [consent('2026-06-20')] })).values['hardship']).to.equal(0);
    expect(ofClaim(fileWith({ ...told, consents: [consent('2026-07-20')] })).values['hardship']).to.equal(1);
  });

  it('let a restriction hold until the day it ends, that day excluded', () => {
    const until = (to: string) =>
      ofClaim(fileWith({ claims: [claim()], restrictions: [restriction('restricted', to)] }));
    expect(until(OBSERVED_ON).values['restricted']).to.equal(0);
    expect(until('2026-07-01').values['restricted']).to.equal(1);
  });

  it('call a claim time-barred from the day of limitation, or from the new day when it started anew', () => {
    const barred = fileWith({ claims: [claim({ limitationOn: OBSERVED_ON })] });
    expect(ofClaim(barred).values['time_barred']).to.equal(1);
    const anew = { ...barred, claimEvents: [claimEvent('2026-06-10', 'limitation', { code: '2029-06-10' })] };
    expect(ofClaim(anew).values['time_barred']).to.equal(0);
  });

  it('know a dispute until it is settled', () => {
    const disputed = fileWith({ claims: [claim()], claimEvents: [claimEvent('2026-06-01', 'disputed')] });
    expect(ofClaim(disputed).values['disputed']).to.equal(1);
    const settled = {
      ...disputed,
      claimEvents: [...disputed.claimEvents, claimEvent('2026-06-09', 'dispute_settled')],
    };
    expect(ofClaim(settled).values['disputed']).to.equal(0);
  });

  it('know a minor by the day of coming of age, and nothing when it is unknown', () => {
    const born = (adultOn: string | null) => {
      const file = fileWith({ claims: [claim()] });
      return ofClaim({ ...file, person: { ...file.person, adultOn } }).values['minor'];
    };
    expect([born('2026-07-01'), born(OBSERVED_ON), born(null)]).to.deep.equal([1, 0, null]);
  });
});
