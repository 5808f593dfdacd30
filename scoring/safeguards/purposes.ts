import type { PersonFile } from '../portfolio/records.ts';
import type { LegalBasis } from './processing.ts';

/**
 * What data are processed for, each apart from the others, with the basis of GDPR art. 6(1) that it rests on where a
 * controller's profile says no other. Profiles, consents, disclosures, letters and copies all speak of these.
 */
export const PURPOSES = {
  contract: { basis: 'contract' },
  debt_collection: { basis: 'legitimate_interest' },
  collection_planning: { basis: 'legitimate_interest', also: 'GDPR art. 22' },
  portfolio_valuation: { basis: 'legitimate_interest' },
  credit_decision: { basis: 'legal_obligation', also: 'Directive (EU) 2023/2225 art. 18' },
  identification: { basis: 'legal_obligation' },
  money_laundering: { basis: 'legal_obligation' },
  accounting: { basis: 'legal_obligation' },
  legal_claims: { basis: 'legitimate_interest' },
  default_reporting: { basis: 'legitimate_interest' },
  model_development: { basis: 'legitimate_interest', also: 'GDPR art. 89' },
  service_development: { basis: 'legitimate_interest' },
  support_need: { basis: 'consent', also: 'GDPR art. 9(2)(a)' },
  marketing: { basis: 'consent', also: 'GDPR art. 21(2)' },
  satisfaction: { basis: 'consent' },
} as const satisfies Record<string, { readonly basis: LegalBasis; readonly also?: string }>;
export type Purpose = keyof typeof PURPOSES;

export const PURPOSE_IDS = Object.keys(PURPOSES) as readonly Purpose[];

const CITATIONS: Readonly<Record<LegalBasis, string>> = {
  contract: 'GDPR art. 6(1)(b)',
  pre_contract: 'GDPR art. 6(1)(b)',
  legal_obligation: 'GDPR art. 6(1)(c)',
  legitimate_interest: 'GDPR art. 6(1)(f)',
  consent: 'GDPR art. 6(1)(a)',
};

/** A purpose with what allows it. */
export interface Processing {
  readonly purpose: Purpose;
  readonly basis: LegalBasis;
}

/**
 * What a controller uses data for: as its profile says, and what somebody consents to; without a profile, all that the
 * program can be used for.
 */
export function processingOf(
  profile: { readonly purposes: readonly Processing[] } | null,
): readonly Processing[] {
  if (profile === null) return PURPOSE_IDS.map((purpose) => ({ purpose, basis: PURPOSES[purpose].basis }));
  const said = new Set(profile.purposes.map(({ purpose }) => purpose));
  const consented = CONSENT_PURPOSES.filter((purpose) => !said.has(purpose));
  return [...profile.purposes, ...consented.map((purpose) => ({ purpose, basis: 'consent' as const }))];
}

export function citationOf({ purpose, basis }: Processing): string {
  const rule: { readonly basis: LegalBasis; readonly also?: string } = PURPOSES[purpose];
  return rule.also === undefined ? CITATIONS[basis] : `${CITATIONS[basis]}; ${rule.also}`;
}

export function purposesOn(basis: LegalBasis): readonly Purpose[] {
  return PURPOSE_IDS.filter((purpose) => PURPOSES[purpose].basis === basis);
}

/** A consent for each purpose that rests on one; nothing else is ever asked for. */
export type ConsentPurpose = {
  [P in Purpose]: (typeof PURPOSES)[P]['basis'] extends 'consent' ? P : never;
}[Purpose];

export const CONSENT_PURPOSES = purposesOn('consent') as readonly ConsentPurpose[];

export function isConsentPurpose(text: string): text is ConsentPurpose {
  return (CONSENT_PURPOSES as readonly string[]).includes(text);
}

/** The words that a consent was given to; a change of meaning is a new version, and asks anew. */
export const CONSENT_WORDING_VERSION = 1;

/** Whether a consent is in force: given, and not taken back, the newest choice first. */
export function isGiven(consents: PersonFile['consents'], purpose: string): boolean {
  return consents.some((consent) => consent.purpose === purpose && consent.withdrawnOn === null);
}
