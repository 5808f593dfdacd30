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
