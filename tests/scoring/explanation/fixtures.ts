import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Decision, DecisionInputs } from '../../../scoring/decision/decision.ts';
import { decide } from '../../../scoring/decision/decide.ts';
import { characteristic } from '../../../scoring/characteristics/catalogue.ts';
import { compilePolicy, type CompiledPolicy } from '../../../scoring/policy/compile-policy.ts';
import { parsePolicy } from '../../../scoring/policy/parse-policy.ts';
import type { Provenance } from '../../../scoring/portfolio/records.ts';
import { fingerprintOf } from '../../../scoring/scorecard/fingerprint.ts';
import {
  DEFAULT_SCALING,
  exactLogOdds,
  exactPoints,
  pointsPerLogOdds,
} from '../../../scoring/scorecard/scaling.ts';
import type {
  Attribute,
  Scorecard,
  ScorecardCharacteristic,
  Value,
} from '../../../scoring/scorecard/scorecard.ts';

export function pack(file: string): CompiledPolicy {
  const path = fileURLToPath(new URL(`../../../scoring/policy/packs/${file}.yaml`, import.meta.url));
  const parsed = parsePolicy(readFileSync(path, 'utf8'));
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return compilePolicy(parsed.policy);
}

type Terms = Readonly<Record<string, readonly [cuts: readonly number[], logOdds: readonly number[]]>>;

/** A small scorecard by hand: cuts and log-odds of each range, the missing value worth nothing. */
export function scorecard(name: string, favourable: 0 | 1, intercept: number, terms: Terms): Scorecard {
  const characteristics = Object.entries(terms).map(([id, [cuts, logOdds]]): ScorecardCharacteristic => {
    const attribute = (value: number): Omit<Extract<Attribute, { kind: 'missing' }>, 'kind'> => ({
      logOdds: exactLogOdds(value),
      standardError: 0.1,
      points: exactPoints(pointsPerLogOdds(DEFAULT_SCALING, favourable) * exactLogOdds(value)),
      count: 100,
      positives: 20,
    });
    return {
      id,
      kind: 'numeric',
      monotone: 0,
      change: characteristic(id)?.change ?? null,
      attributes: [
        ...logOdds.map(
          (value, i): Attribute => ({
            kind: 'range',
            from: cuts[i - 1] ?? null,
            to: cuts[i] ?? null,
            ...attribute(value),
          }),
        ),
        { kind: 'missing', ...attribute(0), count: 0, positives: 0 },
      ],
    };
  });
  const card: Omit<Scorecard, 'fingerprint'> = {
    format: 'recourse-scorecard/1',
    name,
    version: 1,
    target: { name: 'outcome', favourable },
    intercept: exactLogOdds(intercept),
    characteristics,
    pairs: [],
    scaling: DEFAULT_SCALING,
    training: {
      rows: 1000,
      positiveRate: 0.2,
      seed: 0,
      backend: 'test',
      seconds: 0,
      dataFingerprint: '',
      observedOn: '2026-01-01',
    },
  };
  return { ...card, fingerprint: fingerprintOf(card) };
}

export const defaultCard = scorecard('default-12m', 0, -2, {
  payment_defaults_active: [
    [1, 2],
    [-0.3, 0.6, 1.2],
  ],
  debt_service_share: [
    [0.2, 0.4],
    [-0.4, 0.1, 0.7],
  ],
  debt_service_share_with_loan: [
    [0.3, 0.5],
    [-0.3, 0.1, 0.5],
  ],
  requested_amount: [
    [200_000, 500_000],
    [-0.4, 0, 0.6],
  ],
  months_in_job: [
    [6, 24],
    [0.5, 0, -0.4],
  ],
  own_bills_on_time_share: [
    [0.5, 0.9],
    [0.6, 0, -0.4],
  ],
  income_monthly: [
    [90_000, 180_000],
    [0.4, 0, -0.3],
  ],
});

export const paymentCard = scorecard('payment-90d', 1, -1, {
  days_past_due: [
    [31, 91, 181],
    [0.8, 0.2, -0.4, -0.9],
  ],
  payments_90d: [
    [1, 3],
    [-0.5, 0.4, 0.9],
  ],
  paid_share: [
    [0.1, 0.5],
    [-0.3, 0.2, 0.7],
  ],
  broken_promises_365d: [
    [1, 2],
    [0.2, -0.4, -0.8],
  ],
  balance: [
    [50_000, 200_000],
    [0.2, 0, -0.3],
  ],
});

export const creditScorecards: ReadonlyMap<string, Scorecard> = new Map([[defaultCard.name, defaultCard]]);
export const collectionScorecards: ReadonlyMap<string, Scorecard> = new Map([
  [paymentCard.name, paymentCard],
]);

const AS_OF = '2026-11-20';

const evidence = (source: Provenance['source'], obtainedOn = '2026-11-18'): Provenance => ({
  source,
  obtainedOn,
  validUntil: null,
});

const CREDIT_VALUES: Readonly<Record<string, Value>> = {
  minor: 0,
  credit_ban: 0,
  insolvent: 0,
  enforcement_cases: 0,
  deceased: 0,
  guardianship: 0,
  restricted: 0,
  objection: 0,
  hardship: 0,
  business_ban: 0,
  tax_debt: 0,
  applications_180d: 0,
  income_known: 1,
  income_stale: 0,
  income_age_days: 10,
  income_contradiction: 0,
  income_verified_share: 1,
  expenses_known: 1,
  obligations_contradiction: 0,
  bureau_rating_stale: 0,
  bureau_rating_age_days: 2,
  payment_defaults_active: 0,
  payment_defaults_sum: 0,
  own_days_past_due: 0,
  dependants: 0,
  months_in_job: 30,
  own_bills_on_time_share: 1,
  income_monthly: 150_000,
  expenses_monthly: 50_000,
  obligations_monthly: 15_000,
  requested_amount: 300_000,
  requested_term: 36,
  requested_rate: 0.15,
  requested_payment: 10_400,
  debt_service_share: 0.1,
  debt_service_share_with_loan: 0.1693,
  free_cash: 85_000,
  free_cash_after_loan: 74_600,
  email_valid: 1,
};

export function creditInputs(
  values: Readonly<Record<string, Value>> = {},
  language: DecisionInputs['language'] = 'en',
): DecisionInputs {
  return {
    case: { kind: 'application', applicationId: 7 },
    caseNumber: 'A-7',
    personId: 3,
    jurisdiction: 'EE',
    language,
    asOf: AS_OF,
    currency: 'EUR',
    values: { ...CREDIT_VALUES, ...values },
    evidence: {
      payment_defaults_active: evidence('default_register', '2026-03-09'),
      income_monthly: evidence('bank_statement', '2026-10-31'),
      months_in_job: evidence('employer'),
      requested_amount: evidence('person'),
    },
  };
}

const COLLECTION_VALUES: Readonly<Record<string, Value>> = {
  days_past_due: 120,
  payments_90d: 0,
  paid_share: 0,
  broken_promises_365d: 2,
  balance: 80_000,
  principal: 70_000,
  arrears: 80_000,
  side_claims_share: 0.1,
  deceased: 0,
  minor: 0,
  guardianship: 0,
  abroad: 0,
  insolvent: 0,
  restricted: 0,
  objection: 0,
  hardship: 0,
  suspension_requested: 0,
  disputed: 0,
  time_barred: 0,
  closed: 0,
  overpaid: 0,
  double_payment: 0,
  consumer: 1,
  owned: 1,
  natural_person: 1,
  has_title: 0,
  contract_ended: 1,
  phase: 'amicable',
  co_debtors: 0,
  plan_active: 0,
  promise_open: 0,
  plans_broken: 0,
  payment_defaults_active: 0,
  enforcement_cases: 0,
  properties: 0,
  email_valid: 1,
  phone_valid: 1,
  address_valid: 1,
  calls_7d: 0,
  contact_attempts_7d: 0,
  reached_share_365d: 0.3,
  reached_180d: 1,
  payments_180d: 0,
  paid_costs_so_far: 0,
  limitation_days_left: 700,
  days_since_contract_end: 60,
};

export function collectionInputs(
  values: Readonly<Record<string, Value>> = {},
  language: DecisionInputs['language'] = 'en',
): DecisionInputs {
  return {
    case: { kind: 'claim', claimId: 11 },
    caseNumber: 'C-11',
    personId: 3,
    jurisdiction: 'EE',
    language,
    asOf: AS_OF,
    currency: 'EUR',
    values: { ...COUNTS, ...COLLECTION_VALUES, ...values },
    evidence: {
      days_past_due: evidence('creditor', '2026-11-01'),
      balance: evidence('creditor', '2026-11-01'),
      broken_promises_365d: evidence('own_measures', '2026-10-05'),
    },
  };
}

const COUNTS: Readonly<Record<string, Value>> = Object.fromEntries(
  [
    'plan_offer',
    'pause',
    'extension',
    'instalment_reduction',
    'demand_letter',
    'remind_letter',
    'bureau_listing',
  ].map((id) => [`count_${id}`, 0]),
);

export const creditPack = pack('consumer-credit-ee');
export const collectionPack = pack('collection-ee');

export function decideCredit(
  values: Readonly<Record<string, Value>> = {},
  language: DecisionInputs['language'] = 'en',
): Decision {
  return decide(creditInputs(values, language), creditPack, creditScorecards, null);
}

export function decideCollection(
  values: Readonly<Record<string, Value>> = {},
  language: DecisionInputs['language'] = 'en',
): Decision {
  return decide(collectionInputs(values, language), collectionPack, collectionScorecards, null);
}
