import type { Source } from '../portfolio/records.ts';

export const REASON_CODE_IDS = [
  'R01',
  'R02',
  'R03',
  'R04',
  'R05',
  'R06',
  'R07',
  'R08',
  'R09',
  'R10',
  'R11',
  'R12',
  'R13',
  'R14',
  'R15',
  'R16',
  'R17',
  'R18',
  'R19',
  'R20',
  'R21',
  'R22',
  'R23',
  'R24',
  'R25',
  'R26',
  'R27',
  'R28',
] as const;
export type ReasonCodeId = (typeof REASON_CODE_IDS)[number];

/** What a reason code stands for. Its words are in `texts/`, one file a language. */
export interface ReasonCode {
  readonly id: ReasonCodeId;
  /** Name for staff, logs and the API: never shown to the person. */
  readonly slug: string;
  /** Where the datum usually comes from, and so where a mistake in it is mended. */
  readonly source: Source;
  /** `against`: spoke against the person; `protects`: a rule that shields them; `neutral`: neither. */
  readonly side: 'against' | 'protects' | 'neutral';
}

const CODES: Readonly<Record<ReasonCodeId, Omit<ReasonCode, 'id'>>> = {
  R01: { slug: 'income_too_low_for_obligations', source: 'bank_statement', side: 'against' },
  R02: { slug: 'debt_service_above_limit', source: 'derived', side: 'against' },
  R03: { slug: 'open_payment_default', source: 'default_register', side: 'against' },
  R04: { slug: 'recent_ended_default', source: 'default_register', side: 'against' },
  R05: { slug: 'tax_debt', source: 'tax_authority', side: 'against' },
  R06: { slug: 'insolvency', source: 'official_notices', side: 'against' },
  R07: { slug: 'bureau_rating_below_limit', source: 'credit_bureau', side: 'against' },
  R08: { slug: 'broken_promises_or_plans', source: 'own_measures', side: 'against' },
  R09: { slug: 'short_history', source: 'own_measures', side: 'against' },
  R10: { slug: 'many_recent_obligations', source: 'credit_bureau', side: 'against' },
  R11: { slug: 'amount_high_for_income', source: 'derived', side: 'against' },
  R12: { slug: 'income_not_verifiable', source: 'person', side: 'neutral' },
  R13: { slug: 'data_missing', source: 'person', side: 'neutral' },
  R14: { slug: 'data_contradictory', source: 'person', side: 'neutral' },
  R15: { slug: 'identity_not_verified', source: 'person', side: 'neutral' },
  R16: { slug: 'age_or_legal_capacity', source: 'population_register', side: 'protects' },
  R17: { slug: 'voluntary_credit_ban', source: 'positive_credit_register', side: 'protects' },
  R18: { slug: 'existing_arrears', source: 'own_measures', side: 'against' },
  R19: { slug: 'enforcement_pending', source: 'bailiff', side: 'against' },
  R20: { slug: 'business_ban_or_failed_companies', source: 'business_register', side: 'against' },
  R21: { slug: 'outside_product_policy', source: 'derived', side: 'neutral' },
  R22: { slug: 'needs_check_by_a_person', source: 'derived', side: 'neutral' },
  R23: { slug: 'claim_disputed', source: 'person', side: 'protects' },
  R24: { slug: 'claim_time_barred', source: 'derived', side: 'protects' },
  R25: { slug: 'cost_exceeds_benefit', source: 'derived', side: 'neutral' },
  R26: { slug: 'court_not_expedient', source: 'derived', side: 'neutral' },
  R27: { slug: 'hardship_relief', source: 'person', side: 'protects' },
  R28: { slug: 'restriction_or_objection', source: 'person', side: 'protects' },
};

/** In the order of their numbers. */
export const REASON_CODES: readonly ReasonCode[] = REASON_CODE_IDS.map((id) => ({ id, ...CODES[id] }));

/** A code of a policy or characteristic; throws on one that the catalogue lacks, so that no reason goes unsaid. */
export function reasonCode(id: string): ReasonCode {
  if (!isReasonCode(id)) throw new Error(`"${id}" is no reason code (want R01 to R28)`);
  return { id, ...CODES[id] };
}

export function isReasonCode(id: string): id is ReasonCodeId {
  return Object.hasOwn(CODES, id);
}
