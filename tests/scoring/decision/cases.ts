import type { DecisionInputs } from '../../../scoring/decision/decision.ts';
import { fingerprintOf } from '../../../scoring/scorecard/fingerprint.ts';
import { DEFAULT_SCALING, pointsOf } from '../../../scoring/scorecard/scaling.ts';
import type { Scorecard, ScorecardCharacteristic, Value } from '../../../scoring/scorecard/scorecard.ts';

/** A scorecard that gives everyone this probability of target = 1, but for the characteristics given. */
export function flatScorecard(
  name: string,
  probability: number,
  favourable: 0 | 1,
  characteristics: readonly ScorecardCharacteristic[] = [],
): Scorecard {
  const content = {
    format: 'recourse-scorecard/1' as const,
    name,
    version: 1,
    target: { name: 'target', favourable },
    intercept: Math.log(probability / (1 - probability)),
    characteristics,
    pairs: [],
    scaling: DEFAULT_SCALING,
    training: {
      rows: 1000,
      positiveRate: probability,
      seed: 0,
      backend: 'none',
      seconds: 0,
      dataFingerprint: '0',
      observedOn: null,
    },
  };
  return { ...content, fingerprint: fingerprintOf(content) };
}

/** A numeric characteristic: log-odds below and from the cut, and when missing. */
export function step(
  id: string,
  cut: number,
  below: number,
  from: number,
  missing: number,
  favourable: 0 | 1,
): ScorecardCharacteristic {
  const attribute = (logOdds: number) => ({
    logOdds,
    standardError: 0.1,
    points: pointsOf({ ...DEFAULT_SCALING, anchorPoints: 0, anchorOdds: 1 }, favourable, logOdds),
    count: 100,
    positives: 20,
  });
  return {
    id,
    kind: 'numeric',
    monotone: 0,
    change: null,
    attributes: [
      { ...attribute(below), kind: 'range', from: null, to: cut },
      { ...attribute(from), kind: 'range', from: cut, to: null },
      { ...attribute(missing), kind: 'missing' },
    ],
  };
}

export type Values = Readonly<Record<string, Value>>;

export function claimInputs(
  values: Values,
  asOf = '2026-06-30',
  jurisdiction: 'EE' | 'FI' = 'EE',
): DecisionInputs {
  return {
    case: { kind: 'claim', claimId: 1 },
    caseNumber: 'N-1',
    personId: 1,
    jurisdiction,
    language: 'et',
    asOf,
    currency: 'EUR',
    values,
    evidence: {},
  };
}

export function applicationInputs(values: Values, asOf = '2026-06-30'): DecisionInputs {
  return { ...claimInputs(values, asOf), case: { kind: 'application', applicationId: 1 }, caseNumber: 'T-1' };
}

/** A consumer two months late on an ended contract, reachable, with nothing against any measure but its own rules. */
export const CLAIM: Values = {
  days_past_due: 65,
  balance: 42_000,
  principal: 40_000,
  arrears: 42_000,
  side_claims_share: 0.05,
  product: 'loan',
  phase: 'amicable',
  has_title: 0,
  contract_ended: 1,
  consumer: 1,
  owned: 1,
  co_debtors: 0,
  closed: 0,
  overpaid: 0,
  double_payment: 0,
  disputed: 0,
  time_barred: 0,
  deceased: 0,
  minor: 0,
  guardianship: 0,
  abroad: 0,
  insolvent: 0,
  restricted: 0,
  objection: 0,
  hardship: 0,
  suspension_requested: 0,
  natural_person: 1,
  email_valid: 1,
  phone_valid: 1,
  address_valid: 1,
  promise_open: 0,
  plan_active: 0,
  plan_instalments_missed: null,
  plans_broken: 0,
  broken_promises_365d: 0,
  calls_7d: 0,
  days_since_contact: 20,
  reached_share_365d: 0.4,
  reached_180d: 1,
  payments_180d: 0,
  payment_defaults_active: 0,
  enforcement_cases: 0,
  properties: 0,
  paid_costs_so_far: 0,
  count_remind_email: 1,
  count_remind_sms: 0,
  count_remind_letter: 0,
  count_demand_letter: 0,
  count_plan_offer: 0,
  count_pause: 0,
  count_extension: 0,
  count_instalment_reduction: 0,
  count_bureau_listing: 0,
  days_since_remind_email: 20,
  days_since_remind_sms: null,
  days_since_remind_letter: null,
  days_since_demand_letter: null,
  days_since_plan_offer: null,
  days_since_debt_advice: null,
  months_late_0: 2,
  months_late_highest_6: 2,
};

/** An applicant whom every rule of the pack lets through. */
export const APPLICATION: Values = {
  requested_amount: 300_000,
  requested_term: 36,
  requested_rate: 0.12,
  income_monthly: 150_000,
  income_known: 1,
  income_stale: 0,
  income_age_days: 20,
  income_contradiction: 0,
  income_verified_share: 1,
  expenses_monthly: 55_000,
  expenses_known: 1,
  obligations_monthly: 12_000,
  obligations_contradiction: 0,
  dependants: 1,
  bureau_rating_stale: 0,
  bureau_rating_age_days: 1,
  payment_defaults_sum: 0,
  tax_debt: 0,
  own_days_past_due: 0,
  enforcement_cases: 0,
  applications_180d: 0,
  minor: 0,
  credit_ban: 0,
  insolvent: 0,
  deceased: 0,
  guardianship: 0,
  restricted: 0,
  objection: 0,
  hardship: 0,
  business_ban: 0,
};
