import type { PersonFile } from '../portfolio/records.ts';

/** What data are processed for, each apart from the others, on a basis of GDPR art. 6(1). */
export const PURPOSES = {
  contract: { basis: 'contract', citation: 'GDPR art. 6(1)(b)' },
  collection: { basis: 'legitimate_interest', citation: 'GDPR art. 6(1)(b), (f)' },
  payment_forecast: { basis: 'legitimate_interest', citation: 'GDPR art. 6(1)(f), 22' },
  creditworthiness: {
    basis: 'legal_obligation',
    citation: 'GDPR art. 6(1)(c); Directive (EU) 2023/2225 art. 18',
  },
  legal_duties: { basis: 'legal_obligation', citation: 'GDPR art. 6(1)(c)' },
  model_care: { basis: 'legitimate_interest', citation: 'GDPR art. 6(1)(f), 89' },
  support_need: { basis: 'consent', citation: 'GDPR art. 6(1)(a), 9(2)(a)' },
  marketing: { basis: 'consent', citation: 'GDPR art. 6(1)(a), 21(2)' },
  satisfaction: { basis: 'consent', citation: 'GDPR art. 6(1)(a)' },
} as const satisfies Record<
  string,
  {
    readonly basis: 'contract' | 'legitimate_interest' | 'legal_obligation' | 'consent';
    readonly citation: string;
  }
>;
export type Purpose = keyof typeof PURPOSES;
export type Basis = (typeof PURPOSES)[Purpose]['basis'];

export function purposesOn(basis: Basis): readonly Purpose[] {
  return (Object.keys(PURPOSES) as Purpose[]).filter((purpose) => PURPOSES[purpose].basis === basis);
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
