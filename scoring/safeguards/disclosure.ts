import { type ClaimView, claimView } from '../portfolio/balance.ts';
import { addDays, addMonths, type IsoDate } from '../portfolio/dates.ts';
import type { Country, PersonFile } from '../portfolio/records.ts';
import { isRestricted } from '../portfolio/restricted.ts';
import type { Recipient } from './processing.ts';
import type { Processing, Purpose } from './purposes.ts';

/** Why data of a claim go to somebody outside. A sale has two: before the deal and after it. */
export const DISCLOSURE_PURPOSES = [
  'breach',
  'commission_report',
  'sale_offer',
  'sale_done',
  'collection_abroad',
  'default_entry',
  'enforcement',
  'legal_duty',
] as const;
export type DisclosurePurpose = (typeof DISCLOSURE_PURPOSES)[number];

export const DISCLOSED_FIELDS = [
  'reference',
  'claim_number',
  'name',
  'personal_code',
  'address',
  'email',
  'phone',
  'creditor',
  'product',
  'currency',
  'principal',
  'interest',
  'costs',
  'outstanding',
  'paid',
  'due_on',
  'days_past_due',
  'closed_on',
  'phase',
] as const;
export type DisclosedField = (typeof DISCLOSED_FIELDS)[number];

const AMOUNTS = ['currency', 'principal', 'interest', 'costs', 'outstanding'] as const;
const WHO = ['name', 'personal_code', 'address'] as const;

/** Who the person is, as far as it may go out. */
export interface DisclosableIdentity {
  readonly name: string | null;
  readonly personalCode: string | null;
  readonly address: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

interface Rule {
  /** What of a controller's processing it serves: one of these must be among what it says it does; empty: the law itself. */
  readonly serves: readonly Purpose[];
  readonly to: readonly Recipient[];
  readonly fields: readonly DisclosedField[];
  /** A claim that the person disputes may go: to whoever decides on it, or has to know that it is disputed. */
  readonly evenDisputed?: boolean;
  readonly basis: Readonly<Record<Country, string>>;
}

const INTEREST = 'GDPR art. 6(1)(f)';

/** What may go for each purpose, to whom, and nothing else. */
const RULES: Readonly<Record<DisclosurePurpose, Rule>> = {
  // Limited to the breach: the claim's number, amounts and dates.
  breach: {
    serves: ['debt_collection', 'legal_claims'],
    to: ['guarantor', 'debt_collector', 'group_company', 'adviser'],
    fields: ['claim_number', ...AMOUNTS, 'due_on', 'days_past_due', 'closed_on'],
    basis: { EE: 'IKS § 10(1)', FI: INTEREST },
  },
  commission_report: {
    serves: ['debt_collection'],
    to: ['creditor'],
    fields: ['claim_number', ...AMOUNTS, 'paid', 'due_on', 'days_past_due', 'closed_on', 'phase'],
    evenDisputed: true,
    basis: { EE: 'GDPR art. 6(1)(b)', FI: 'GDPR art. 6(1)(b)' },
  },
  // A buyer weighs figures: no name, and a reference that leads nowhere without us.
  sale_offer: {
    serves: ['debt_collection', 'legal_claims'],
    to: ['new_creditor'],
    fields: ['reference', 'product', ...AMOUNTS, 'paid', 'due_on', 'days_past_due', 'phase'],
    basis: { EE: INTEREST, FI: INTEREST },
  },
  sale_done: {
    serves: ['debt_collection', 'legal_claims'],
    to: ['new_creditor'],
    fields: [
      'reference',
      'claim_number',
      ...WHO,
      'email',
      'phone',
      'creditor',
      'product',
      ...AMOUNTS,
      'paid',
      'due_on',
      'phase',
    ],
    basis: { EE: 'VÕS § 170', FI: INTEREST },
  },
  collection_abroad: {
    serves: ['debt_collection', 'legal_claims'],
    to: ['collector_abroad'],
    fields: ['claim_number', 'name', 'address', 'creditor', ...AMOUNTS, 'due_on'],
    basis: { EE: INTEREST, FI: INTEREST },
  },
  default_entry: {
    serves: ['default_reporting'],
    to: ['credit_register'],
    fields: ['name', 'personal_code', 'creditor', 'currency', 'outstanding', 'due_on'],
    basis: { EE: 'IKS § 10(1)', FI: 'Luottotietolaki 527/2007' },
  },
  enforcement: {
    serves: ['legal_claims'],
    to: ['court', 'bailiff', 'insolvency_trustee'],
    fields: ['claim_number', ...WHO, 'creditor', ...AMOUNTS, 'paid', 'due_on'],
    evenDisputed: true,
    basis: { EE: 'GDPR art. 6(1)(f), 9(2)(f)', FI: 'GDPR art. 6(1)(f), 9(2)(f)' },
  },
  legal_duty: {
    serves: [],
    to: ['authority'],
    fields: ['claim_number', ...WHO, 'creditor', ...AMOUNTS, 'paid', 'due_on', 'phase'],
    evenDisputed: true,
    basis: { EE: 'GDPR art. 6(1)(c)', FI: 'GDPR art. 6(1)(c)' },
  },
};

interface RegisterRule {
  /** An entry comes later than so many days after the claim fell due. */
  readonly moreThanDays: number;
  readonly leastCents: number;
  /** Since the written demand. */
  readonly demandDays: number;
  readonly products: readonly string[] | null;
  readonly from: IsoDate;
  readonly citation: string;
  readonly verify: string | null;
}

/** The same figures as in the policies that come with the program; a test holds them together. */
export const REGISTER_RULES: Readonly<Record<Country, RegisterRule>> = {
  EE: {
    moreThanDays: 45,
    leastCents: 30_00,
    demandDays: 14,
    products: null,
    from: '2019-01-15',
    citation: 'IKS § 10(2); Creditinfo maksehäireregistri reeglid',
    verify:
      'The law names 30 days; 45 days, 30 euros and the warning are the register’s rules and good practice.',
  },
  FI: {
    moreThanDays: 60,
    leastCents: 1,
    demandDays: 21,
    products: ['loan', 'card', 'leasing'],
    from: '2013-03-16',
    citation: 'Luottotietolaki 527/2007',
    verify: 'The contract must say that a default may be entered. Check the contract.',
  },
};

/** IKS § 10(2), in force from 2019-01-15: no breach goes out in its first 30 days, nor 5 years after its end. */
export const BREACH_LIMITS = {
  leastDays: 30,
  monthsAfterEnd: 60,
  citation: 'IKS § 10(2)',
  from: '2019-01-15',
} as const;

export type DisclosureRefusal =
  | 'no_claim'
  | 'not_listed'
  | 'not_a_purpose'
  | 'not_for_them'
  | 'restricted'
  | 'disputed'
  | 'no_breach'
  | 'nothing_owed'
  | 'too_early'
  | 'too_late'
  | 'too_little'
  | 'not_demanded'
  | 'not_credit'
  | 'minor'
  | 'sold_already'
  | 'not_sold'
  | 'lives_here';

export type Disclosed =
  | {
      readonly kind: 'extent';
      /** Exactly what goes, in the order of the list. */
      readonly extent: readonly { readonly field: DisclosedField; readonly value: string | number | null }[];
      readonly legalBasis: string;
      /** What nobody checked for the firm: it must, before it relies on it. */
      readonly verify: string | null;
    }
  | { readonly kind: 'refused'; readonly because: DisclosureRefusal };

export interface DisclosureAsked {
  readonly claimId: number;
  readonly recipient: Recipient;
  readonly purpose: DisclosurePurpose;
}

export interface DisclosureSetting {
  readonly today: IsoDate;
  readonly said: {
    readonly recipients: readonly Recipient[];
    readonly purposes: readonly Processing[];
  } | null;
}

/** Whether a controller says that it does what the disclosure serves; what the law asks needs no saying. */
export function isServed(purpose: DisclosurePurpose, processing: readonly Processing[]): boolean {
  const { serves } = RULES[purpose];
  return serves.length === 0 || processing.some((each) => serves.includes(each.purpose));
}

/** Who may get anything for a purpose. */
export function recipientsFor(purpose: DisclosurePurpose): readonly Recipient[] {
  return RULES[purpose].to;
}

/**
 * What of a claim goes to whom, or why nothing does. `said`: whom and what for the controller's notice names; null where
 * it follows no profile.
 */
export function disclosureOf(
  file: PersonFile,
  identity: DisclosableIdentity | null,
  asked: DisclosureAsked,
  { today, said }: DisclosureSetting,
): Disclosed {
  const claim = file.claims.find(({ claimId }) => claimId === asked.claimId);
  if (claim === undefined) return { kind: 'refused', because: 'no_claim' };
  const view = claimView(file, claim, today);
  const rule = RULES[asked.purpose];
  const because = refusalOf(file, view, asked, { today, said });
  if (because !== null) return { kind: 'refused', because };
  const { jurisdiction } = file.person;
  return {
    kind: 'extent',
    extent: DISCLOSED_FIELDS.filter((field) => rule.fields.includes(field)).map((field) => ({
      field,
      value: valueOf(field, view, identity),
    })),
    legalBasis: rule.basis[jurisdiction],
    verify: asked.purpose === 'default_entry' ? REGISTER_RULES[jurisdiction].verify : null,
  };
}

function refusalOf(
  file: PersonFile,
  view: ClaimView,
  { recipient, purpose }: DisclosureAsked,
  { today, said }: DisclosureSetting,
): DisclosureRefusal | null {
  const rule = RULES[purpose];
  if (said !== null && !said.recipients.includes(recipient)) return 'not_listed';
  if (!rule.to.includes(recipient)) return 'not_for_them';
  if (said !== null && !isServed(purpose, said.purposes)) return 'not_a_purpose';
  if (isRestricted(file, today) && purpose !== 'legal_duty') return 'restricted';
  if (view.balance.disputed && rule.evenDisputed !== true) return 'disputed';
  switch (purpose) {
    case 'breach':
      return breachRefusal(file, view, today);
    case 'default_entry':
      return breachRefusal(file, view, today) ?? registerRefusal(file, view, today);
    case 'sale_offer':
      if (isSold(view)) return 'sold_already';
      return isOwed(view) ? null : 'nothing_owed';
    case 'sale_done':
      return isSold(view) ? null : 'not_sold';
    case 'collection_abroad':
      if (!isOwed(view)) return 'nothing_owed';
      return livesAbroad(file, today) ? null : 'lives_here';
    case 'enforcement':
      return isOwed(view) ? null : 'nothing_owed';
    case 'commission_report':
    case 'legal_duty':
      return null;
  }
}

function breachRefusal(
  file: PersonFile,
  { claim, balance }: ClaimView,
  today: IsoDate,
): DisclosureRefusal | null {
  const { closedOn } = balance;
  if (claim.dueOn >= (closedOn ?? today) || (closedOn === null && balance.daysPastDue === 0))
    return 'no_breach';
  if (file.person.jurisdiction !== 'EE') return null;
  const since = closedOn === null ? addDays(today, -balance.daysPastDue) : claim.dueOn;
  if (addDays(since, BREACH_LIMITS.leastDays) > today) return 'too_early';
  if (closedOn !== null && addMonths(closedOn, BREACH_LIMITS.monthsAfterEnd) < today) return 'too_late';
  return null;
}

/** A register learns of a default that stands, and of which the person was told in time to pay or to object. */
function registerRefusal(file: PersonFile, view: ClaimView, today: IsoDate): DisclosureRefusal | null {
  const { adultOn, jurisdiction } = file.person;
  const rule = REGISTER_RULES[jurisdiction];
  if (!isOwed(view)) return 'nothing_owed';
  if (adultOn !== null && adultOn > today) return 'minor';
  if (rule.products !== null && !(view.claim.consumer && rule.products.includes(view.claim.product))) {
    return 'not_credit';
  }
  if (view.balance.daysPastDue <= rule.moreThanDays) return 'too_early';
  if (view.balance.totalCents < rule.leastCents) return 'too_little';
  const demandedBy = addDays(today, -rule.demandDays);
  const demanded = view.measures.some(({ measure, on }) => measure === 'demand_letter' && on <= demandedBy);
  return demanded ? null : 'not_demanded';
}

function isOwed({ balance }: ClaimView): boolean {
  return balance.closed === null && balance.totalCents > 0;
}

function isSold({ balance, measures }: ClaimView): boolean {
  return balance.closed === 'sold' || measures.some(({ measure }) => measure === 'debt_sale');
}

function livesAbroad({ statuses }: PersonFile, today: IsoDate): boolean {
  return statuses.some(
    ({ kind, from, to }) => kind === 'abroad' && from <= today && (to === null || to > today),
  );
}

function valueOf(
  field: DisclosedField,
  { claim, balance, payments }: ClaimView,
  identity: DisclosableIdentity | null,
): string | number | null {
  switch (field) {
    case 'reference':
      return `C-${claim.claimId}`;
    case 'claim_number':
      return claim.claimNumber;
    case 'name':
      return identity?.name ?? null;
    case 'personal_code':
      return identity?.personalCode ?? null;
    case 'address':
      return identity?.address ?? null;
    case 'email':
      return identity?.email ?? null;
    case 'phone':
      return identity?.phone ?? null;
    case 'creditor':
      return claim.creditor;
    case 'product':
      return claim.product;
    case 'currency':
      return claim.currency;
    case 'principal':
      return amount(balance.principalCents);
    case 'interest':
      return amount(balance.interestCents);
    case 'costs':
      return amount(balance.costsCents);
    case 'outstanding':
      return amount(balance.totalCents);
    case 'paid':
      return amount(payments.reduce((sum, { amountCents }) => sum + amountCents, 0));
    case 'due_on':
      return claim.dueOn;
    case 'days_past_due':
      return balance.daysPastDue;
    case 'closed_on':
      return balance.closedOn;
    case 'phase':
      return balance.phase;
  }
}

function amount(cents: number): string {
  return (cents / 100).toFixed(2);
}
