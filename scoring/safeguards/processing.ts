/** The words in which a controller says what it does with personal data. Each has a text in every language. */

export const LEGAL_BASES = [
  'contract',
  'pre_contract',
  'legal_obligation',
  'legitimate_interest',
  'consent',
] as const;
/** What allows it: GDPR art. 6(1)(b), (b) before a contract, (c), (f), (a). */
export type LegalBasis = (typeof LEGAL_BASES)[number];

export const RECIPIENTS = [
  'creditor',
  'representative',
  'guarantor',
  'court',
  'bailiff',
  'insolvency_trustee',
  'authority',
  'credit_register',
  'population_register',
  'debt_collector',
  'collector_abroad',
  'new_creditor',
  'processor',
  'group_company',
  'adviser',
] as const;
/** To whom data may go. */
export type Recipient = (typeof RECIPIENTS)[number];

export const RECORD_GROUPS = [
  'claims',
  'applications',
  'decisions',
  'reviews',
  'contacts',
  'household',
  'register_copies',
  'consents',
  'offers',
  'rights_requests',
  'accesses',
] as const;
/** What is kept and let go together. */
export type RecordGroup = (typeof RECORD_GROUPS)[number];

export const KEPT_SINCE = [
  'claim_end',
  'application_end',
  'contract_end',
  'last_contact',
  'obtained',
  'answered',
] as const;
/** From when a period of keeping runs. */
export type KeptSince = (typeof KEPT_SINCE)[number];

export const RETENTION_GROUNDS = [
  'limitation_period',
  'accounting_law',
  'credit_law',
  'accountability',
  'source_period',
  'last_contact',
] as const;
/** Why it is kept so long. */
export type RetentionGround = (typeof RETENTION_GROUNDS)[number];

export const SPECIAL_DATA_RULES = ['never', 'consent_or_debt_document', 'documented_consent'] as const;
/**
 * When data on health and the like (GDPR art. 9) may be held at all: never; with consent, or where a document of the
 * debt tells it and collection cannot do without; with documented consent alone. Wherever it is held, it may only
 * relax an outcome.
 */
export type SpecialDataRule = (typeof SPECIAL_DATA_RULES)[number];
