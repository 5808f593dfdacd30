import type { Claim } from '../scoring/portfolio/records.ts';
import { lastDueOn, type Terms } from '../scoring/review/offers.ts';
import type { Wording } from './wording.ts';

/** "€40.00 a month, 12 times, from 1 May 2026 to 1 April 2027." */
export function termsText(terms: Terms, currency: string, { t, money, date, dateOn }: Wording): string {
  if (terms.kind === 'pause') return t('proposal.terms.pause', { date: dateOn(terms.to) });
  return t('proposal.terms.plan', {
    amount: money(terms.instalmentCents, currency),
    instalments: terms.instalments,
    first: date(terms.firstDueOn),
    last: date(lastDueOn(terms)),
  });
}

/** One proposal in a list of them: what, of which claim, and how it stands. */
export interface OfferShown {
  readonly text: string;
  readonly state: string;
  /** "asked on 2 March, answer by 12 March" */
  readonly when: string;
  /** Null where this viewer does not answer it. */
  readonly href: string | null;
}

export function presentOffer(
  offer: {
    readonly offerId: number;
    readonly terms: Terms;
    readonly state: string;
    readonly askedAt: string;
    readonly dueOn: string;
  },
  claim: Pick<Claim, 'claimNumber' | 'currency'> | undefined,
  opens: boolean,
  wording: Wording,
): OfferShown {
  const { t, date } = wording;
  const asked = date(offer.askedAt.slice(0, 10));
  const text = termsText(offer.terms, claim?.currency ?? 'EUR', wording);
  return {
    text: claim === undefined ? text : `${claim.claimNumber}: ${text}`,
    state: t(`proposal.state.${offer.state}`),
    when:
      offer.state === 'asked'
        ? t('offers.askedUntil', { asked, due: date(offer.dueOn) })
        : t('offers.askedOn', { asked }),
    href: opens ? `/offers/${offer.offerId}` : null,
  };
}
