import { moneyText, onDateText } from '../explanation/format.ts';
import { fill, type Notice, type NoticeBlock, signInBlock } from '../explanation/notice.ts';
import { lastDueOn, type Terms } from '../review/offers.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import type { LetterSetting } from './rights-letters.ts';
import { OFFER_TEXTS } from './texts/offer-texts.ts';

export interface OfferAnswer {
  readonly claimNumber: string;
  readonly currency: string;
  readonly terms: Terms;
  readonly outcome: 'accepted' | 'refused';
  /** In the words of whoever answered; empty where the terms accept it without a person. */
  readonly reasons: string;
}

/** What came of a proposal: what is agreed now, or why not and what to do next. */
export function offerAnsweredLetter(answer: OfferAnswer, setting: LetterSetting): Notice {
  const { language } = setting;
  const texts = OFFER_TEXTS[language];
  const { reasons } = answer;
  return {
    subject: fill(texts.subject, { number: answer.claimNumber }),
    blocks: [
      {
        heading: null,
        lines: [
          texts.greeting,
          ...outcomeLines(answer, setting),
          ...(reasons === '' ? [] : [texts.why, `– ${reasons}`]),
          ...(answer.outcome === 'refused' ? [texts.again] : []),
        ],
      },
      ...signInBlock(setting.signIn, language),
      { heading: null, lines: [texts.never, ...signature(setting).lines] },
    ],
  };
}

/** The day of the answer has passed: said once, so that nobody waits in doubt. */
export function offerLateLetter(
  { claimNumber, dueOn }: { readonly claimNumber: string; readonly dueOn: IsoDate },
  setting: LetterSetting,
): Notice {
  const { language } = setting;
  const texts = OFFER_TEXTS[language];
  return {
    subject: fill(texts.late.subject, { number: claimNumber }),
    blocks: [
      {
        heading: null,
        lines: [
          texts.greeting,
          fill(texts.late.sorry, { date: onDateText(dueOn, language) }),
          texts.late.still,
          texts.never,
        ],
      },
      ...signInBlock(setting.signIn, language),
      signature(setting),
    ],
  };
}

function signature({ contact, controller }: LetterSetting): NoticeBlock {
  return { heading: null, lines: [...(contact === null ? [] : [contact]), controller] };
}

function outcomeLines(
  { outcome, terms, currency }: OfferAnswer,
  { language }: LetterSetting,
): readonly string[] {
  const texts = OFFER_TEXTS[language];
  if (outcome === 'refused') return [texts.refused[terms.kind]];
  if (terms.kind === 'pause') {
    return [fill(texts.pauseAccepted, { date: onDateText(terms.to, language) }), texts.pauseMeans];
  }
  return [
    texts.planAccepted,
    fill(texts.planPay, {
      instalments: String(terms.instalments),
      amount: moneyText(terms.instalmentCents, currency, language),
      first: onDateText(terms.firstDueOn, language),
      last: onDateText(lastDueOn(terms), language),
    }),
  ];
}
