import { addDays, addMonths, type IsoDate } from '../portfolio/dates.ts';
import type { Balance } from '../portfolio/balance.ts';
import { type IsHoliday, periodEnd } from './deadlines.ts';

export const PAUSE_REASONS = ['money_trouble', 'debt_counselling', 'other'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** What a person offers or asks about one claim. */
export type Asked =
  | { readonly kind: 'plan'; readonly instalmentCents: number; readonly firstDueOn: IsoDate }
  | { readonly kind: 'pause'; readonly reason: PauseReason };

export type Terms =
  | {
      readonly kind: 'plan';
      readonly instalmentCents: number;
      readonly instalments: number;
      readonly firstDueOn: IsoDate;
    }
  /** `to` is exclusive: collection may go on from that day. */
  | { readonly kind: 'pause'; readonly reason: PauseReason; readonly to: IsoDate };

/** The limits in force from a day on. They only say what needs no person: everything else goes to one. */
export interface OfferTerms {
  readonly from: IsoDate;
  /** Less than this a month costs more to book than it brings; a pause then helps more. */
  readonly instalmentAtLeastCents: number;
  /** A plan is accepted at once when it pays the claim off in so many instalments … */
  readonly acceptedInstalments: number;
  /** … and begins within so many days. */
  readonly acceptedFirstWithinDays: number;
  /** No plan is taken that begins later than this: a pause is what such a person needs. */
  readonly firstWithinDays: number;
  readonly pauseDays: number;
  /** A pause for debt counselling is accepted at once, once in so many months. */
  readonly pauseAgainAfterMonths: number;
  readonly answerDays: number;
  readonly basis: string;
}

const TERMS: readonly OfferTerms[] = [
  {
    from: '2024-01-01',
    instalmentAtLeastCents: 500,
    acceptedInstalments: 12,
    acceptedFirstWithinDays: 31,
    firstWithinDays: 92,
    pauseDays: 60,
    pauseAgainAfterMonths: 12,
    answerDays: 10,
    basis:
      'A choice of the controller in the spirit of Directive (EU) 2023/2225 art. 35 (forbearance before enforcement) and 36 (debt advisory services); neither sets figures.',
  },
];

export function offerTermsOn(date: IsoDate, all: readonly OfferTerms[] = TERMS): OfferTerms {
  const inForce = all.filter(({ from }) => from <= date).at(-1) ?? all[0];
  if (inForce === undefined) throw new Error('there are no terms for offers');
  return inForce;
}

/** What is known of the claim and the person when the offer comes. */
export interface OfferSituation {
  readonly balance: Pick<Balance, 'totalCents' | 'phase' | 'disputed' | 'closed'>;
  readonly planRuns: boolean;
  readonly offerOpen: boolean;
  /** The day the last accepted pause was asked for; null: never. */
  readonly lastPauseOn: IsoDate | null;
}

export type OfferRefused =
  | 'nothing_owed'
  | 'offer_open'
  | 'no_amount'
  | 'more_than_owed'
  | 'too_small'
  | 'first_passed'
  | 'first_too_late';

export type OfferJudged =
  | { readonly kind: 'accepted'; readonly terms: Terms }
  | { readonly kind: 'asked'; readonly terms: Terms; readonly dueOn: IsoDate }
  | { readonly kind: 'refused'; readonly because: readonly OfferRefused[] };

/**
 * Whether an offer can be taken, and whether it needs a person. What the terms accept is accepted at once; no program
 * ever refuses an offer that makes sense, it goes to a person with a day for the answer.
 */
export function judgeOffer(
  asked: Asked,
  situation: OfferSituation,
  today: IsoDate,
  isHoliday: IsHoliday,
  terms: OfferTerms = offerTermsOn(today),
): OfferJudged {
  const because = refusalsOf(asked, situation, today, terms);
  if (because.length > 0) return { kind: 'refused', because };
  const offered = termsOf(asked, situation, today, terms);
  return isAcceptedAtOnce(offered, situation, today, terms)
    ? { kind: 'accepted', terms: offered }
    : { kind: 'asked', terms: offered, dueOn: offerDueOn(today, isHoliday, terms) };
}

export function offerDueOn(
  today: IsoDate,
  isHoliday: IsHoliday,
  terms: OfferTerms = offerTermsOn(today),
): IsoDate {
  return periodEnd(today, { days: terms.answerDays }, isHoliday);
}

function refusalsOf(
  asked: Asked,
  { balance, offerOpen }: OfferSituation,
  today: IsoDate,
  terms: OfferTerms,
): readonly OfferRefused[] {
  if (balance.closed !== null || balance.totalCents === 0) return ['nothing_owed'];
  if (offerOpen) return ['offer_open'];
  if (asked.kind === 'pause') return [];
  const { instalmentCents, firstDueOn } = asked;
  const because: OfferRefused[] = [];
  if (instalmentCents <= 0) because.push('no_amount');
  else if (instalmentCents > balance.totalCents) because.push('more_than_owed');
  else if (instalmentCents < Math.min(terms.instalmentAtLeastCents, balance.totalCents)) {
    because.push('too_small');
  }
  if (firstDueOn < today) because.push('first_passed');
  else if (firstDueOn > addDays(today, terms.firstWithinDays)) because.push('first_too_late');
  return because;
}

function termsOf(asked: Asked, { balance }: OfferSituation, today: IsoDate, terms: OfferTerms): Terms {
  if (asked.kind === 'pause') {
    return { kind: 'pause', reason: asked.reason, to: addDays(today, terms.pauseDays) };
  }
  const { instalmentCents, firstDueOn } = asked;
  // The last instalment is what is left.
  const instalments = Math.ceil(balance.totalCents / instalmentCents);
  return { kind: 'plan', instalmentCents, instalments, firstDueOn };
}

/** A claim before a court or with a bailiff, a disputed one, or one with a plan already: people look at it. */
function isAcceptedAtOnce(
  offered: Terms,
  { balance, planRuns, lastPauseOn }: OfferSituation,
  today: IsoDate,
  terms: OfferTerms,
): boolean {
  if (balance.phase !== 'amicable') return false;
  if (offered.kind === 'pause') {
    const isFirst = lastPauseOn === null || addMonths(lastPauseOn, terms.pauseAgainAfterMonths) <= today;
    return offered.reason === 'debt_counselling' && isFirst;
  }
  return (
    !balance.disputed &&
    !planRuns &&
    offered.instalments <= terms.acceptedInstalments &&
    offered.firstDueOn <= addDays(today, terms.acceptedFirstWithinDays)
  );
}

/** The next instalment's day, from `today` on; null: the last one has fallen due. */
export function nextDueOn(
  { firstDueOn, instalments }: { readonly firstDueOn: IsoDate; readonly instalments: number },
  today: IsoDate,
): IsoDate | null {
  for (let nth = 0; nth < instalments; nth += 1) {
    const dueOn = addMonths(firstDueOn, nth);
    if (dueOn >= today) return dueOn;
  }
  return null;
}

/** The day the last instalment falls due. */
export function lastDueOn({ firstDueOn, instalments }: Extract<Terms, { kind: 'plan' }>): IsoDate {
  return addMonths(firstDueOn, instalments - 1);
}
