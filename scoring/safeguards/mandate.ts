import type { IsoDate, IsoInstant } from '../portfolio/dates.ts';

export const MANDATE_KINDS = [
  'power_of_attorney',
  'guardian',
  'legal_representative',
  'lawyer',
  'debt_counsellor',
] as const;
export type MandateKind = (typeof MANDATE_KINDS)[number];

export const MANDATE_SCOPES = ['all', 'claim', 'reviews'] as const;

/** What a representative may see and do: everything, one claim, or decisions and their review alone. */
export type MandateScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'claim'; readonly claimId: number }
  | { readonly kind: 'reviews' };

/** Who may act for a person, in what, and how long. */
export interface Mandate {
  readonly kind: MandateKind;
  readonly scope: MandateScope;
  readonly validFrom: IsoDate;
  /** The last day on which it holds; null: until it is ended. */
  readonly validUntil: IsoDate | null;
  readonly confirmedAt: IsoInstant | null;
  readonly endedAt: IsoInstant | null;
}

export type MandateStanding = 'valid' | 'unconfirmed' | 'not_yet' | 'expired' | 'ended';

/** How a mandate stands on a day. Only a valid one opens anything. */
export function standingOf(mandate: Mandate, today: IsoDate): MandateStanding {
  if (mandate.endedAt !== null) return 'ended';
  if (mandate.validUntil !== null && mandate.validUntil < today) return 'expired';
  if (mandate.confirmedAt === null) return 'unconfirmed';
  return mandate.validFrom > today ? 'not_yet' : 'valid';
}

/** Why somebody who asks in a person's name is not heard. */
export type Unheard = 'no_mandate' | 'mandate_waiting' | 'mandate_over' | 'beyond_mandate' | 'guardian_acts';

/** What a page or an act is about. */
export type Matter =
  | { readonly kind: 'file' }
  | { readonly kind: 'decision'; readonly claimId: number | null }
  | { readonly kind: 'review'; readonly claimId: number | null };

/** Whatever is not named by a narrow mandate is outside it. */
export function covers(scope: MandateScope, matter: Matter): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'claim':
      return matter.kind !== 'file' && matter.claimId === scope.claimId;
    case 'reviews':
      return matter.kind !== 'file';
  }
}

export interface MandateDraft {
  readonly kind: MandateKind;
  readonly scope: MandateScope;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate | null;
  /** The representative acts instead of the person. */
  readonly replacesPerson: boolean;
}

export type MandateFault =
  | 'ends_before_it_begins'
  /** Only a guardian acts instead of the person; everybody else beside them. */
  | 'only_guardian_replaces'
  /** Parents represent a minor; the day they come of age is the last (General Part of the Civil Code Act § 8). */
  | 'past_majority'
  | 'not_a_minor';

/** What keeps a mandate from being recorded as it stands; null when nothing does. */
export function faultOfMandate(
  draft: MandateDraft,
  person: { readonly adultOn: IsoDate | null },
): MandateFault | null {
  const { kind, validFrom, validUntil, replacesPerson } = draft;
  if (validUntil !== null && validUntil < validFrom) return 'ends_before_it_begins';
  if (replacesPerson && kind !== 'guardian') return 'only_guardian_replaces';
  if (kind !== 'legal_representative') return null;
  if (person.adultOn === null || person.adultOn <= validFrom) return 'not_a_minor';
  return validUntil === null || validUntil > person.adultOn ? 'past_majority' : null;
}

/** A power of attorney is the person's own to end; what a court or the law gave is not. */
export function personMayEnd(kind: MandateKind): boolean {
  return kind !== 'guardian' && kind !== 'legal_representative';
}
