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

/**
 * The limits in force from a day on, as the profile of a controller dates them. They only say what needs no person:
 * everything else goes to one.
 */
export interface OfferTerms {
  readonly from: IsoDate;
  /** Less than this a month costs more to book than it brings; a pause then helps more. */
  readonly instalmentAtLeastCents: number;
  /** A plan is accepted at once when it pays the claim off in so many months … */
  readonly acceptedInstalments: number;
  /** … each instalment being at least so much of what is owed … */
  readonly acceptedLeastShare: number;
  /** … and begins within so many days. */
  readonly acceptedFirstWithinDays: number;
  /** No plan is taken that begins later than this: a pause is what such a person needs. */
  readonly firstWithinDays: number;
  /** How long a pause lasts, at most. */
  readonly pauseDays: number;
  /** So many pauses of a claim for debt counselling are accepted at once within a year. */
  readonly acceptedPausesAYear: number;
  readonly answerDays: number;
  readonly basis: string;
}

/** Where a controller has dated no terms of its own, nothing is accepted without a person. */
export const PEOPLE_DECIDE: OfferTerms = {
  from: '1970-01-01',
  instalmentAtLeastCents: 1,
  acceptedInstalments: 0,
  acceptedLeastShare: 1,
  acceptedFirstWithinDays: 0,
  firstWithinDays: 92,
  pauseDays: 60,
  acceptedPausesAYear: 0,
  answerDays: 10,
  basis: 'Directive (EU) 2023/2225 art. 35: forbearance is weighed case by case.',
};

export function offerTermsOn(date: IsoDate, dated: readonly OfferTerms[]): OfferTerms {
  return dated.filter(({ from }) => from <= date).at(-1) ?? PEOPLE_DECIDE;
}

/** What is known of the claim and the person when the offer comes. */
export interface OfferSituation {
  readonly balance: Pick<Balance, 'totalCents' | 'phase' | 'disputed' | 'closed'>;
  readonly planRuns: boolean;
  readonly offerOpen: boolean;
  /** Days on which pauses of this claim were asked for that were accepted. */
  readonly pausesOn: readonly IsoDate[];
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
  terms: OfferTerms,
): OfferJudged {
  const because = refusalsOf(asked, situation, today, terms);
  if (because.length > 0) return { kind: 'refused', because };
  const offered = termsOf(asked, situation, today, terms);
  return isAcceptedAtOnce(offered, situation, today, terms)
    ? { kind: 'accepted', terms: offered }
    : { kind: 'asked', terms: offered, dueOn: offerDueOn(today, isHoliday, terms) };
}

export function offerDueOn(today: IsoDate, isHoliday: IsHoliday, terms: OfferTerms): IsoDate {
  return periodEnd(today, { days: terms.answerDays }, isHoliday);
}

function refusalsOf(
  asked: Asked,
  situation: OfferSituation,
  today: IsoDate,
  terms: OfferTerms,
): readonly OfferRefused[] {
  const { balance, offerOpen } = situation;
  if (balance.closed !== null || balance.totalCents === 0) return ['nothing_owed'];
  if (offerOpen && !isGrantedMeanwhile(asked, situation, today, terms)) return ['offer_open'];
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

/**
 * A pause that needs no person does not wait for one who weighs something else: whoever goes to a debt counsellor has it
 * at once, and what was asked before is answered all the same.
 */
export function isGrantedMeanwhile(
  asked: Asked,
  situation: Omit<OfferSituation, 'offerOpen'>,
  today: IsoDate,
  terms: OfferTerms,
): boolean {
  return (
    asked.kind === 'pause' &&
    isAcceptedAtOnce(termsOf(asked, situation, today, terms), situation, today, terms)
  );
}

function termsOf(
  asked: Asked,
  { balance }: Pick<OfferSituation, 'balance'>,
  today: IsoDate,
  terms: OfferTerms,
): Terms {
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
  { balance, planRuns, pausesOn }: Omit<OfferSituation, 'offerOpen'>,
  today: IsoDate,
  terms: OfferTerms,
): boolean {
  if (balance.phase !== 'amicable') return false;
  if (offered.kind === 'pause') {
    const withinAYear = pausesOn.filter((on) => addMonths(on, 12) > today).length;
    return offered.reason === 'debt_counselling' && withinAYear < terms.acceptedPausesAYear;
  }
  return (
    !balance.disputed &&
    !planRuns &&
    offered.instalments <= terms.acceptedInstalments &&
    offered.instalmentCents >= terms.acceptedLeastShare * balance.totalCents &&
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
