import { MEASURES } from '../../policy/measures.ts';
import type { FactTexts } from './texts.ts';

const payments = (days: number): FactTexts => ({
  some: `You made {value|payment|payments} in the last ${days} days.`,
  zero: `You made no payments in the last ${days} days.`,
});

/** 1: the bill before the latest. */
const bill = (bills: number): string =>
  bills === 1 ? 'your bill before the latest' : `your bill ${bills} bills before the latest`;
const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Sentences by characteristic. One without a sentence is told by its name and value. */
export const FACTS_EN: Readonly<Record<string, FactTexts>> = {
  days_past_due: { some: 'The claim is {value} past due.', zero: 'The claim is not past due.' },
  arrears: { some: '{value} of the claim is past due.', zero: 'Nothing of the claim is past due.' },
  overdue_invoices: { some: '{value|invoice is|invoices are} past due.', zero: 'No invoice is past due.' },
  average_days_late: {
    some: 'In the last year your invoices were {value} late on average.',
    zero: 'You paid your invoices on time in the last year.',
    unknown: 'No invoice of yours fell due in the last year.',
  },
  balance: { some: 'You owe {value}.', zero: 'You owe nothing on this claim.' },
  principal: { some: 'The principal left is {value}.' },
  side_claims_share: { some: 'Interest and costs are {value} of the debt.' },
  original_amount: { some: 'The claim was {value} at first.' },
  has_title: { some: 'An enforcement title exists.', zero: 'There is no enforcement title.' },
  contract_ended: { some: 'The contract has ended.', zero: 'The contract is still in force.' },
  days_since_contract_end: {
    some: 'The contract ended {value} ago.',
    unknown: 'The contract has not ended.',
  },
  days_on_book: { some: 'The contract began {value} ago.' },
  days_with_us: { some: 'The claim came to us {value} ago.' },
  limitation_days_left: { some: 'The claim becomes time-barred in {value}.' },
  days_since_payment: {
    some: 'Your last payment was {value} ago.',
    zero: 'You made a payment today.',
    unknown: 'We have no payment from you on record.',
  },
  payments_30d: payments(30),
  payments_90d: payments(90),
  payments_180d: payments(180),
  other_payments_180d: {
    some: 'You made {value|payment|payments} on other claims in the last 180 days.',
    zero: 'You made no payments on other claims in the last 180 days.',
  },
  paid_share_180d: {
    some: 'You paid {value} of the debt in the last 180 days.',
    zero: 'You paid nothing of the debt in the last 180 days.',
  },
  paid_share: {
    some: 'You have paid {value} of the debt so far.',
    zero: 'You have not yet paid any of the debt.',
  },
  average_payment: {
    some: 'Your payments in the last year were {value} on average.',
    unknown: 'You made no payments in the last year.',
  },
  months_paid_of_6: {
    some: 'You paid in {value} out of the last six.',
    zero: 'You did not pay in any of the last six months.',
  },
  part_payments_365d: {
    some: 'You made {value|part payment|part payments} in the last year.',
    zero: 'You made no part payments in the last year.',
  },
  paid_month_0: { some: 'You paid {value} in the last month.', zero: 'You paid nothing in the last month.' },
  ...numbered([1, 2, 3, 4, 5], 'paid_month', (month) => ({
    some: `Counting back, you paid {value} in month ${month + 1}.`,
    zero: `Counting back, you paid nothing in month ${month + 1}.`,
  })),
  paid_6_months: {
    some: 'You paid {value} in the last six months.',
    zero: 'You paid nothing in the last six months.',
  },
  months_late_0: { some: 'Your latest bill was {value} late.', zero: 'Your latest bill was not late.' },
  ...numbered([1, 2, 3, 4, 5], 'months_late', (bills) => ({
    some: `${sentenceCase(bill(bills))} was {value} late.`,
    zero: `${sentenceCase(bill(bills))} was not late.`,
  })),
  months_late_highest_6: {
    some: 'Over the last six bills you were at most {value} late.',
    zero: 'None of your last six bills was late.',
  },
  bills_late_of_6: {
    some: 'Of your last six bills, {value|was|were} late.',
    zero: 'None of your last six bills was late.',
  },
  bill_0: { some: 'Your latest bill was {value}.', zero: 'Your latest bill was zero.' },
  ...numbered([1, 2, 3, 4, 5], 'bill', (bills) => ({ some: `${sentenceCase(bill(bills))} was {value}.` })),
  paid_of_bill_0: {
    some: 'You paid {value} of the previous bill.',
    zero: 'You paid nothing of the previous bill.',
  },
  ...numbered([1, 2, 3, 4], 'paid_of_bill', (bills) => ({
    some: `You paid {value} of ${bill(bills + 1)}.`,
    zero: `You paid nothing of ${bill(bills + 1)}.`,
  })),
  account_use_0: { some: 'By the latest bill your account was {value}.' },
  ...numbered([1, 2, 3, 4, 5], 'account_use', (bills) => ({
    some: `By ${bill(bills)} your account was {value}.`,
  })),
  months_late_change: {
    some: 'Over the last three bills you fell {value} further behind.',
    zero: 'Over the last three bills you did not fall further behind.',
  },
  bill_change: { some: 'Your latest bill was {value} of the mean of the last six.' },
  product: { some: 'The claim is of this kind: {value}.' },
  phase: { some: 'The claim is now at this stage: {value}.' },
  ownership: { some: 'We hold the claim as follows: {value}.' },
  co_debtors: {
    some: '{value|other person owes|other people owe} the same claim.',
    zero: 'Nobody else owes the same claim.',
  },
  overpaid: {
    some: 'You have paid {value} more than the debt.',
    zero: 'You have not paid more than the debt.',
  },
  paid_costs_so_far: {
    some: 'Collection has added costs of {value} so far.',
    zero: 'Collection has added no costs so far.',
  },
  calls_7d: {
    some: 'We called you {value|time|times} in the last 7 days.',
    zero: 'We did not call you in the last 7 days.',
  },
  contact_attempts_7d: {
    some: 'We tried to reach you {value|time|times} in the last 7 days.',
    zero: 'We did not try to reach you in the last 7 days.',
  },
  days_since_contact: {
    some: 'Our last attempt to reach you was {value} ago.',
    zero: 'We tried to reach you today.',
    unknown: 'We have not tried to reach you yet.',
  },
  dependants: { some: 'You have {value|dependant|dependants}.', zero: 'You have no dependants.' },
  credit_product: { some: 'You asked for this product: {value}.' },
  ...ofMeasures(),
  utilisation: {
    some: 'You use {value} of your credit limit.',
    zero: 'You use none of your credit limit.',
    unknown: 'We do not know how much of your credit limit you use.',
  },
  utilisation_6: {
    some: 'Over six bills you used {value} of your credit limit on average.',
    unknown: 'We do not know how much of your credit limit you used.',
  },
  credit_limit: { some: 'Your credit limit is {value}.', unknown: 'We know no credit limit of yours.' },
  open_claims: {
    some: 'You have {value|other open contract or claim|other open contracts or claims} with us.',
    zero: 'You have no other open contracts or claims with us.',
  },
  other_arrears: {
    some: '{value} is past due on your other claims.',
    zero: 'Nothing is past due on your other claims.',
  },
  other_days_past_due: {
    some: 'Another claim is {value} past due.',
    zero: 'None of your other claims is past due.',
  },
  paid_claims: {
    some: 'You have paid {value|claim|claims} with us in full.',
    zero: 'You have not yet paid a claim with us in full.',
  },
  paid_claims_share: {
    some: '{value} of your ended claims were paid.',
    zero: 'None of your ended claims was paid.',
    unknown: 'No claim of yours with us has ended yet.',
  },
  paid_without_court_share: {
    some: '{value} of your paid claims needed no court.',
    zero: 'All of your paid claims went through a court.',
    unknown: 'You have not yet paid a claim with us in full.',
  },
  average_days_to_pay: {
    some: 'Earlier claims took you {value} to pay on average.',
    unknown: 'You have not yet paid a claim with us in full.',
  },
  claims_365d: {
    some: '{value|new claim|new claims} came in the last year.',
    zero: 'No new claims came in the last year.',
  },
  days_known: {
    some: 'Your first contract or claim with us began {value} ago.',
    unknown: 'We know no earlier contract or claim of yours.',
  },
  promises_365d: {
    some: 'You made {value|promise|promises} to pay in the last year.',
    zero: 'You made no promises to pay in the last year.',
  },
  broken_promises_365d: {
    some: 'In the last year {value|promise to pay was|promises to pay were} not kept.',
    zero: 'No promise to pay was broken in the last year.',
  },
  kept_promises_share: {
    some: '{value} of your promises to pay were kept.',
    zero: 'None of your promises to pay was kept.',
    unknown: 'You have made no promises to pay.',
  },
  promise_open: {
    some: 'You have a promise to pay that is not yet due.',
    zero: 'You have no open promise to pay.',
  },
  days_since_promise: {
    some: 'Your last promise to pay was {value} ago.',
    unknown: 'You have made no promises to pay.',
  },
  plan_active: { some: 'You have a payment plan.', zero: 'You have no payment plan.' },
  plans_broken: {
    some: '{value|payment plan has|payment plans have} ended unpaid.',
    zero: 'No payment plan of yours has ended unpaid.',
  },
  plan_instalments_missed: {
    some: 'You have missed {value|instalment|instalments} of your plan.',
    zero: 'You have missed no instalments of your plan.',
  },
  plans_agreed: { some: 'We have agreed {value|payment plan|payment plans} with you.' },
  contact_attempts_90d: {
    some: 'We tried to reach you {value|time|times} in the last 90 days.',
    zero: 'We did not try to reach you in the last 90 days.',
  },
  reached_180d: {
    some: 'We reached you {value|time|times} in the last 180 days.',
    zero: 'We have not reached you in the last 180 days.',
  },
  reached_share_365d: {
    some: '{value} of our calls reached you in the last year.',
    zero: 'None of our calls reached you in the last year.',
    unknown: 'We have not called you in the last year.',
  },
  days_since_reached: {
    some: 'We last reached you {value} ago.',
    unknown: 'We have not reached you so far.',
  },
  inbound_180d: {
    some: 'You contacted us {value|time|times} in the last 180 days.',
    zero: 'We have not heard from you in the last 180 days.',
  },
  returned_mail_365d: {
    some: '{value|letter to you|letters to you} came back in the last year.',
    zero: 'No letter to you came back in the last year.',
  },
  measures_taken: { some: 'We have taken {value|step|steps} on this claim so far.' },
  measures_90d: {
    some: 'We took {value|step|steps} on this claim in the last 90 days.',
    zero: 'We took no steps on this claim in the last 90 days.',
  },
  answered_measures_share: {
    some: 'A payment followed {value} of our steps.',
    zero: 'No payment followed our steps.',
    unknown: 'We have taken no steps yet on this claim.',
  },
  payment_defaults_active: {
    some: 'You have {value|payment default|payment defaults} in force.',
    zero: 'You have no payment defaults in force.',
  },
  payment_defaults_sum: {
    some: 'Your payment defaults in force come to {value}.',
    zero: 'You have no payment defaults in force.',
  },
  payment_defaults_ended: {
    some: 'You have {value|ended payment default|ended payment defaults}.',
    zero: 'You have no ended payment defaults.',
  },
  days_since_payment_default: {
    some: 'Your newest payment default is {value} old.',
    unknown: 'You have no payment defaults.',
  },
  tax_debt: { some: 'You have a tax debt of {value}.', zero: 'You have no tax debt.' },
  enforcement_cases: {
    some: 'You have {value|enforcement case|enforcement cases} under way.',
    zero: 'You have no enforcement cases under way.',
  },
  past_insolvencies: {
    some: 'You have been through {value|insolvency proceeding|insolvency proceedings}.',
    zero: 'You have been through no insolvency proceedings.',
  },
  failed_companies: {
    some: 'You led {value|company|companies} that went bankrupt.',
    zero: 'No company that you led went bankrupt.',
  },
  board_roles: { some: 'You hold {value|board seat|board seats}.', zero: 'You hold no board seats.' },
  bureau_rating: {
    some: 'The credit bureau rates you {value}.',
    unknown: 'We have no credit bureau rating.',
  },
  properties: { some: 'You own {value|property|properties}.', zero: 'No property of yours is on record.' },
  new_credits_365d: {
    some: 'You took {value|new loan|new loans} in the last year.',
    zero: 'You took no new loans in the last year.',
  },
  income_monthly: { some: 'Your income is {value} a month.', unknown: 'We do not know your income.' },
  income_sources: { some: 'Your income has {value|source|sources}.' },
  income_verified_share: {
    some: '{value} of your income is verified.',
    zero: 'Your income is not verified.',
    unknown: 'We do not know your income.',
  },
  months_in_job: {
    some: 'You have been in your job for {value}.',
    zero: 'You have been in your job for less than a month.',
    unknown: 'We do not know how long you have been in your job.',
  },
  expenses_monthly: { some: 'Your expenses are {value} a month.', unknown: 'We do not know your expenses.' },
  housing_cost: {
    some: 'Your housing costs {value} a month.',
    zero: 'You have no housing costs.',
    unknown: 'We do not know your housing costs.',
  },
  obligations_monthly: {
    some: 'Your loans and other obligations take {value} a month.',
    zero: 'You have no loans or other obligations.',
    unknown: 'We do not know your loans and other obligations.',
  },
  obligations: {
    some: 'You have {value|loan or other obligation|loans and other obligations}.',
    zero: 'You have no loans or other obligations.',
  },
  registered_debt: {
    some: 'The credit register shows loans of {value}.',
    unknown: 'The credit register shows no loans.',
  },
  debt_service_share: {
    some: 'Your obligations take {value} of your income.',
    zero: 'No part of your income goes to obligations.',
    unknown: 'We do not know how much of your income goes to obligations.',
  },
  free_cash: {
    some: 'You have {value} left each month.',
    zero: 'You have nothing left at the end of a month.',
    unknown: 'We do not know how much you have left each month.',
  },
  expenses_share: {
    some: 'Your expenses take {value} of your income.',
    unknown: 'We do not know how much of your income goes to expenses.',
  },
  requested_amount: { some: 'You asked for {value}.' },
  requested_term: { some: 'You asked for a term of {value}.' },
  requested_rate: { some: 'The yearly interest rate is {value}.' },
  requested_payment: { some: 'The new loan would cost {value} a month.' },
  amount_to_income: {
    some: 'The amount is {value} of your monthly income.',
    unknown: 'We do not know how the amount compares with your income.',
  },
  payment_to_income: {
    some: 'The new payment would take {value} of your income.',
    unknown: 'We do not know how the new payment compares with your income.',
  },
  debt_service_share_with_loan: {
    some: 'With the new loan, your obligations would take {value} of your income.',
    unknown: 'We do not know how your obligations compare with your income.',
  },
  debt_service_share_stressed: {
    some: 'Should interest rise by 3 points, obligations would take {value} of your income.',
    unknown: 'We do not know how your obligations compare with your income.',
  },
  free_cash_after_loan: {
    some: 'With the new loan you would have {value} left each month.',
    unknown: 'We do not know how much you would have left each month.',
  },
  applications_180d: {
    some: 'You made {value|other application|other applications} in the last 180 days.',
    zero: 'You made no other applications in the last 180 days.',
  },
  own_arrears: { some: 'You have {value} past due with us.', zero: 'You have nothing past due with us.' },
  own_days_past_due: {
    some: 'You are {value} past due with us.',
    zero: 'You are not past due with us.',
    unknown: 'You have had no contract with us before.',
  },
  own_worst_days_late: {
    some: 'Your longest delay with our bills in two years was {value}.',
    zero: 'You paid all of our bills on time in two years.',
    unknown: 'We have no bills of yours from the last two years.',
  },
  own_average_days_late: {
    some: 'In two years you paid our bills {value} late on average.',
    zero: 'You paid all of our bills on time in two years.',
    unknown: 'We have no bills of yours from the last two years.',
  },
  own_bills_on_time_share: {
    some: 'In two years you paid {value} of our bills on time.',
    zero: 'In two years you paid none of our bills on time.',
    unknown: 'We have no bills of yours from the last two years.',
  },
  own_open_credits: {
    some: 'You have {value|open credit|open credits} with us.',
    zero: 'You have no open credits with us.',
  },
  income_kind: {
    some: 'Your main income is {value}.',
    unknown: 'We do not know what your income comes from.',
  },
  last_measure: { some: 'Our last step was: {value}.', unknown: 'We have taken no steps yet on this claim.' },
  days_since_measure: {
    some: 'Our last step on this claim was {value} ago.',
    unknown: 'We have taken no steps yet on this claim.',
  },
  income_known: { some: 'We know your income.', zero: 'We do not know your income.' },
  income_stale: { some: 'Your income data is out of date.', zero: 'Your income data is up to date.' },
  income_age_days: { some: 'Your income data is {value} old.', unknown: 'We have no income data.' },
  income_verified: { some: 'Your income is verified.', zero: 'Part of your income is not verified.' },
  income_contradiction: {
    some: 'The income you told us and the income we verified differ by more than 30%.',
    zero: 'Your income data agrees.',
  },
  expenses_known: { some: 'We know your expenses.', zero: 'We do not know your expenses.' },
  obligations_known: { some: 'We know your obligations.', zero: 'We do not know your obligations.' },
  obligations_contradiction: {
    some: 'The register shows clearly more obligations than you told us.',
    zero: 'Your obligations agree with the register.',
  },
  bureau_rating_known: {
    some: 'We have a credit bureau rating.',
    zero: 'We have no credit bureau rating.',
  },
  bureau_rating_stale: {
    some: 'The credit bureau rating is out of date.',
    zero: 'The credit bureau rating is up to date.',
  },
  bureau_rating_age_days: {
    some: 'The credit bureau rating is {value} old.',
    unknown: 'We have no credit bureau rating.',
  },
};

/** How often each measure was taken, and how long ago. */
function ofMeasures(): Record<string, FactTexts> {
  return Object.fromEntries(
    MEASURES.flatMap(({ id, name }): [string, FactTexts][] => [
      [
        `count_${id}`,
        {
          some: `We have taken this step {value|time|times}: ${name.en.toLowerCase()}.`,
          zero: `We have not taken this step yet: ${name.en.toLowerCase()}.`,
        },
      ],
      [
        `days_since_${id}`,
        {
          some: `We last took this step {value} ago: ${name.en.toLowerCase()}.`,
          zero: `We took this step today: ${name.en.toLowerCase()}.`,
          unknown: `We have not taken this step yet: ${name.en.toLowerCase()}.`,
        },
      ],
    ]),
  );
}

function numbered(
  numbers: readonly number[],
  id: string,
  texts: (number: number) => FactTexts,
): Record<string, FactTexts> {
  return Object.fromEntries(numbers.map((number) => [`${id}_${number}`, texts(number)]));
}
