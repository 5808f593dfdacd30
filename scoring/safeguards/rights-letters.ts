import { dateText, onDateText } from '../explanation/format.ts';
import { fill, type Notice, type NoticeBlock, signInBlock, type SignInTold } from '../explanation/notice.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import type { Country, Language } from '../portfolio/records.ts';
import { authorityLines } from './authorities.ts';
import type { ErasablePart } from './erasable-parts.ts';
import { INTEREST_ANALYSES, interestPurposes } from './interest-analysis.ts';
import type { ConsentPurpose, Processing } from './purposes.ts';
import type { Recipient } from './recipients.ts';
import type { Refusal } from './refusals.ts';
import { REFUSALS } from './refusals.ts';
import type { Right } from './rights.ts';
import { RIGHTS_EN } from './texts/rights-en.ts';
import { RIGHTS_ET } from './texts/rights-et.ts';
import { RIGHTS_FI } from './texts/rights-fi.ts';
import { RIGHTS_SV } from './texts/rights-sv.ts';
import type { RightsTexts } from './texts/rights-texts.ts';

const TEXTS: Readonly<Record<Language, RightsTexts>> = {
  et: RIGHTS_ET,
  en: RIGHTS_EN,
  fi: RIGHTS_FI,
  sv: RIGHTS_SV,
};

export function rightsTexts(language: Language): RightsTexts {
  return TEXTS[language];
}

/** Whose letter it is, and what stands around every letter. */
export interface LetterSetting {
  readonly language: Language;
  readonly country: Country;
  readonly controller: string;
  /** How to reach the controller, as its policy says; null where it says nothing. */
  readonly contact: string | null;
  readonly signIn: SignInTold | null;
  /** What the controller uses data for, and on what basis. */
  readonly processing: readonly Processing[];
}

export type Outcome = 'granted' | 'partly' | 'refused';

/** What stays when the rest is erased, why, and until when. */
export interface Kept {
  readonly refusal: Refusal;
  readonly until: IsoDate | null;
}

export interface Answer {
  readonly right: Right;
  readonly outcome: Outcome;
  readonly refusal: Refusal | null;
  /** In the words of whoever decided. */
  readonly reason: string;
  readonly kept: readonly Kept[];
  /** What went, where a part was erased and the rest stays. */
  readonly parts: readonly ErasablePart[];
  /** Those who got the data, and are told (art. 19) or named (art. 15(1)(c)). */
  readonly recipients: readonly Recipient[];
  readonly consent: ConsentPurpose | null;
  /** A decision made on the wrong data goes to people. */
  readonly reopened: boolean;
  /** From when the data are used again that were left alone meanwhile (art. 18(3)); null where they stay so, or never were. */
  readonly liftedOn: IsoDate | null;
}

/** The receipt: that it came, by when we answer, and what holds meanwhile. */
export function requestReceivedLetter(
  request: {
    readonly right: Right;
    readonly receivedOn: IsoDate;
    readonly dueOn: IsoDate;
    readonly identified: boolean;
    readonly meanwhile: 'restricted' | 'objection' | null;
  },
  setting: LetterSetting,
): Notice {
  const { language } = setting;
  const { letter, right } = TEXTS[language];
  return {
    subject: fill(letter.received, { right: right[request.right].name }),
    blocks: [
      {
        heading: null,
        lines: [
          letter.greeting,
          fill(letter.thanks, { date: onDateText(request.receivedOn, language) }),
          fill(letter.by, { date: onDateText(request.dueOn, language) }),
          ...(request.identified ? [] : [letter.identity]),
          ...(request.meanwhile === 'restricted' ? [letter.restrictedMeanwhile] : []),
          ...(request.meanwhile === 'objection' ? [letter.objectionMeanwhile] : []),
          letter.never,
        ],
      },
      ...signInBlock(setting.signIn, language),
      signature(setting),
    ],
  };
}

/** GDPR art. 12(3): told within the first period, with the reason. */
export function requestExtendedLetter(
  { right, dueOn, reason }: { readonly right: Right; readonly dueOn: IsoDate; readonly reason: string },
  setting: LetterSetting,
): Notice {
  const { language } = setting;
  const { letter, right: names } = TEXTS[language];
  return {
    subject: fill(letter.extended, { right: names[right].name }),
    blocks: [
      {
        heading: null,
        lines: [
          letter.greeting,
          letter.longer,
          fill(letter.newDay, { date: dateText(dueOn, language) }),
          letter.why,
          `– ${reason}`,
        ],
      },
      ...signInBlock(setting.signIn, language),
      remedies(setting),
      signature(setting),
    ],
  };
}

/** The answer: what was done, what was not and why, with the article, and where to go next (art. 12(4)). */
export function requestAnsweredLetter(answer: Answer, setting: LetterSetting): Notice {
  const { language } = setting;
  const { letter, right } = TEXTS[language];
  return {
    subject: fill(letter.answered, { right: right[answer.right].name }),
    blocks: [
      { heading: null, lines: [letter.greeting, ...outcomeLines(answer, language)] },
      ...contentBlocks(answer, setting),
      ...keptBlock(answer, language),
      ...signInBlock(setting.signIn, language),
      ...(answer.right === 'complaint_information' ? [] : [remedies(setting)]),
      { heading: null, lines: [letter.never, ...signature(setting).lines] },
    ],
  };
}

/** GDPR art. 18(3): before a restriction ends, the person is told. */
export function restrictionLiftedLetter(from: IsoDate, setting: LetterSetting): Notice {
  const { language } = setting;
  const { letter } = TEXTS[language];
  const date = dateText(from, language);
  return {
    subject: fill(letter.lift, { date }),
    blocks: [
      { heading: null, lines: [letter.greeting, fill(letter.lifted, { date })] },
      ...signInBlock(setting.signIn, language),
      remedies(setting),
      signature(setting),
    ],
  };
}

function outcomeLines(answer: Answer, language: Language): readonly string[] {
  const { letter } = TEXTS[language];
  const { outcome } = answer;
  return [
    letter[outcome],
    ...(outcome === 'refused' ? [] : doneLines(answer, language)),
    ...(answer.consent === null
      ? []
      : [fill(letter.consentEnded, { purpose: TEXTS[language].purpose[answer.consent].name })]),
    ...(answer.reopened ? [letter.reopened] : []),
    ...(answer.liftedOn === null ? [] : [fill(letter.lifted, { date: dateText(answer.liftedOn, language) })]),
    ...(outcome === 'granted' ? [] : whyLines(answer, language)),
  ];
}

/** Of an erasure in part only what went: the rest stays, and more letters come. */
function doneLines({ right, outcome, parts }: Answer, language: Language): readonly string[] {
  const { letter, right: names, part } = TEXTS[language];
  if (right !== 'erasure' || outcome !== 'partly') return [names[right].done];
  return [letter.erasedParts, ...parts.map((each) => `– ${part[each]}`)];
}

function whyLines({ refusal, reason }: Answer, language: Language): readonly string[] {
  const { letter, refusal: texts } = TEXTS[language];
  if (refusal === null) return reason === '' ? [] : [letter.reason, `– ${reason}`];
  const { citation } = REFUSALS[refusal];
  return [letter.reason, `– ${texts[refusal]}`, ...(reason === '' ? [] : [`– ${reason}`]), `– ${citation}`];
}

function contentBlocks(answer: Answer, setting: LetterSetting): readonly NoticeBlock[] {
  const { language, country } = setting;
  const { letter, recipient: names, purpose } = TEXTS[language];
  if (answer.outcome === 'refused') return [];
  const listed = answer.recipients.map(
    ({ kind, name }) => `– ${names[kind]}${name === null ? '' : `: ${name}`}`,
  );
  switch (answer.right) {
    case 'recipients':
      return [{ heading: null, lines: listed.length === 0 ? [letter.noRecipients] : listed }];
    case 'complaint_information':
      return [{ heading: null, lines: [...authorityLines(country, language), letter.court] }];
    case 'interest_analysis':
      return interestPurposes(setting.processing).map((id) => {
        const { version, datedOn, texts } = INTEREST_ANALYSES[id];
        const { interest, need, balance, safeguards } = texts[language];
        return {
          heading: `${purpose[id].name} (${dateText(datedOn, language)}, ${version})`,
          lines: [interest, need, balance, safeguards],
        };
      });
    case 'rectification':
    case 'erasure':
    case 'restriction':
      return listed.length === 0 ? [] : [{ heading: null, lines: [letter.told, ...listed] }];
    default:
      return [];
  }
}

function keptBlock({ kept }: Answer, language: Language): readonly NoticeBlock[] {
  if (kept.length === 0) return [];
  const { letter, refusal } = TEXTS[language];
  return [
    {
      heading: letter.stays,
      lines: kept.map(
        ({ refusal: code, until }) =>
          `– ${refusal[code]}${until === null ? '' : ` ${fill(letter.staysUntil, { date: dateText(until, language) })}`} (${REFUSALS[code].citation})`,
      ),
    },
  ];
}

function remedies({ country, language }: LetterSetting): NoticeBlock {
  const { letter } = TEXTS[language];
  return {
    heading: letter.disagree,
    lines: [letter.authority, ...authorityLines(country, language), letter.court],
  };
}

function signature({ language, contact, controller }: LetterSetting): NoticeBlock {
  return {
    heading: null,
    lines: [TEXTS[language].letter.contact, ...(contact === null ? [] : [contact]), controller],
  };
}
