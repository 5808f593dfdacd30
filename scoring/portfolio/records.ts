/**
 * The records that evidence is made of, as `scoring/` sees them: without names, identifiers, contact details or
 * free text. Money is integer cents of the claim's currency. A record has two times: when it happened
 * (`on`, `issuedOn`, `from` …) and when we came to know it (`obtainedOn`); both must be on or before the
 * observation date for the record to count ({@link ./as-of.ts}).
 */
import type { IsoDate } from './dates.ts';

export type Country = 'EE' | 'FI';
export type Language = 'et' | 'en' | 'fi' | 'sv';

/** Where a datum came from: part 1 of the promises (who may be asked) fixes the list. */
export const SOURCES = [
  'creditor',
  'person',
  'representative',
  'own_measures',
  'bailiff',
  'court',
  'population_register',
  'official_notices',
  'default_register',
  'credit_bureau',
  'positive_credit_register',
  'tax_authority',
  'business_register',
  'land_register',
  'bank_statement',
  'employer',
  'derived',
] as const;
export type Source = (typeof SOURCES)[number];

/** Carried by every datum of evidence. A datum past `validUntil` is stale: it is not used, and is said to be stale. */
export interface Provenance {
  readonly source: Source;
  readonly obtainedOn: IsoDate;
  readonly validUntil: IsoDate | null;
}

export interface Person extends Provenance {
  readonly personId: number;
  readonly jurisdiction: Country;
  readonly language: Language;
  /** The day the person turns 18; null when the date of birth is unknown. The only trace of age in the records. */
  readonly adultOn: IsoDate | null;
  readonly personKind: 'natural' | 'legal';
}

/** A lasting circumstance of a person, from a date to an exclusive end. `abroad` and the like route; they never score. */
export interface PersonStatus extends Provenance {
  readonly personId: number;
  readonly kind:
    | 'deceased'
    | 'guardianship'
    | 'abroad'
    | 'address_invalid'
    | 'phone_invalid'
    | 'email_invalid';
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}

export interface Claim extends Provenance {
  readonly claimId: number;
  /** The number people know it by. */
  readonly claimNumber: string;
  readonly personId: number;
  /** Other persons who owe the same claim. */
  readonly coDebtorIds: readonly number[];
  readonly creditor: string;
  readonly ownership: 'owned' | 'commission';
  readonly product:
    | 'loan'
    | 'card'
    | 'leasing'
    | 'telecom'
    | 'utility'
    | 'rent'
    | 'retail'
    | 'medical'
    | 'other';
  readonly consumer: boolean;
  readonly currency: string;
  /** The amounts when the claim came to us; later interest and costs are claim events. */
  readonly principalCents: number;
  readonly interestCents: number;
  readonly costsCents: number;
  readonly creditLimitCents: number | null;
  readonly openedOn: IsoDate;
  readonly dueOn: IsoDate;
  readonly contractEndedOn: IsoDate | null;
  readonly limitationOn: IsoDate | null;
}

/** What happened to a claim, dated, so that its state can be told as of any day. */
export interface ClaimEvent extends Provenance {
  readonly claimId: number;
  readonly on: IsoDate;
  readonly kind:
    | 'phase' // code: amicable | court | enforcement | insolvency
    | 'disputed'
    | 'dispute_settled'
    | 'title' // an enforcement title exists from here
    | 'limitation' // code: the new limitation date
    | 'interest'
    | 'cost'
    | 'closed'; // code: paid | sold | written_off
  readonly code: string | null;
  readonly amountCents: number | null;
}

export interface Invoice extends Provenance {
  readonly claimId: number;
  readonly issuedOn: IsoDate;
  readonly dueOn: IsoDate;
  readonly amountCents: number;
  /** The creditor's own status of the account at this bill: months late, 0 revolving, −1 paid duly, −2 no use. */
  readonly reportedMonthsLate: number | null;
}

export interface Payment extends Provenance {
  readonly claimId: number;
  readonly on: IsoDate;
  readonly amountCents: number;
  /** Set when the booking was taken back (for example booked twice); from that day the payment does not count. */
  readonly reversedOn: IsoDate | null;
}

export interface InstalmentPlan extends Provenance {
  readonly claimId: number;
  readonly agreedOn: IsoDate;
  readonly instalmentCents: number;
  readonly instalments: number;
  readonly firstDueOn: IsoDate;
  readonly endedOn: IsoDate | null;
  readonly ended: 'kept' | 'broken' | 'cancelled' | null;
}

export interface PromiseToPay extends Provenance {
  readonly claimId: number;
  readonly on: IsoDate;
  readonly dueOn: IsoDate;
  readonly amountCents: number;
}

export interface ContactEvent extends Provenance {
  readonly personId: number;
  readonly claimId: number | null;
  readonly on: IsoDate;
  readonly channel: 'sms' | 'email' | 'letter' | 'call' | 'visit' | 'portal';
  readonly direction: 'out' | 'in';
  readonly result: 'sent' | 'reached' | 'no_answer' | 'returned' | 'refused' | 'received';
}

export interface MeasureTaken extends Provenance {
  readonly claimId: number;
  readonly on: IsoDate;
  /** A measure id of the policy packs (`scoring/policy/measures.ts`). */
  readonly measure: string;
  readonly creditorCostCents: number;
  readonly debtorCostCents: number;
}

export interface PublicRecord extends Provenance {
  readonly personId: number;
  readonly kind:
    | 'payment_default'
    | 'tax_debt'
    | 'insolvency'
    | 'property'
    | 'business_role'
    | 'enforcement'
    | 'bureau_rating'
    | 'positive_credit';
  readonly on: IsoDate;
  readonly endedOn: IsoDate | null;
  readonly amountCents: number | null;
  /** bureau_rating: the rating; business_role: board | failed | banned; positive_credit: loan | card …; otherwise null. */
  readonly code: string | null;
  /** positive_credit: the monthly payment. */
  readonly monthlyCents: number | null;
}

export interface IncomeExpense extends Provenance {
  readonly personId: number;
  readonly kind: 'income' | 'expense' | 'obligation';
  /** income: salary | pension | benefit | business | other; expense: housing | dependants | living; obligation: loan | card | leasing | maintenance. */
  readonly code: string;
  readonly monthlyCents: number;
  /** dependants: how many people; salary: months in the job when told; otherwise null. */
  readonly count: number | null;
  readonly from: IsoDate;
  readonly to: IsoDate | null;
  readonly verified: boolean;
}

export interface CreditApplication extends Provenance {
  readonly applicationId: number;
  readonly applicationNumber: string;
  readonly personId: number;
  readonly on: IsoDate;
  readonly lender: string;
  readonly product: 'loan' | 'card' | 'leasing' | 'hire_purchase';
  readonly currency: string;
  readonly amountCents: number;
  readonly termMonths: number;
  readonly annualRate: number;
}

export interface Consent extends Provenance {
  readonly personId: number;
  readonly purpose: string;
  readonly givenOn: IsoDate;
  readonly withdrawnOn: IsoDate | null;
}

/**
 * A brake on processing or on lending. `hardship` is a support need told with consent, never a diagnosis; `pause` is
 * agreed between the person and us, and rests on no consent.
 */
export interface Restriction extends Provenance {
  readonly personId: number;
  readonly kind: 'restricted' | 'objection' | 'credit_ban' | 'hardship' | 'pause' | 'suspension_requested';
  /** The one claim it is about; null or absent: everything of the person. */
  readonly claimId?: number | null;
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}

/** What came of a claim or an application, as told by the file it came from: a target for training only. */
export interface Outcome {
  readonly claimId: number | null;
  readonly applicationId: number | null;
  readonly name: string;
  readonly on: IsoDate;
  readonly value: number;
}

/** Everything on record about one person. Lists are in order of their date. */
export interface PersonFile {
  readonly person: Person;
  readonly statuses: readonly PersonStatus[];
  readonly claims: readonly Claim[];
  readonly claimEvents: readonly ClaimEvent[];
  readonly invoices: readonly Invoice[];
  readonly payments: readonly Payment[];
  readonly plans: readonly InstalmentPlan[];
  readonly promises: readonly PromiseToPay[];
  readonly contacts: readonly ContactEvent[];
  readonly measures: readonly MeasureTaken[];
  readonly publicRecords: readonly PublicRecord[];
  readonly incomes: readonly IncomeExpense[];
  readonly applications: readonly CreditApplication[];
  readonly consents: readonly Consent[];
  readonly restrictions: readonly Restriction[];
}

/** What a decision is about: one claim of a person, or one application. */
export type CaseRef =
  | { readonly kind: 'claim'; readonly claimId: number }
  | { readonly kind: 'application'; readonly applicationId: number };
