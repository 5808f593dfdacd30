import type { Decision } from '../decision/decision.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import type { Language } from '../portfolio/records.ts';
import { stillPossible } from '../review/still-possible.ts';
import type { Undo } from '../review/undo.ts';
import { dateText, moneyText, onDateText } from './format.ts';
import {
  closing,
  fill,
  type Notice,
  noticeTexts,
  type NoticeSetting,
  outcomeLines,
  signInBlock,
  spoken,
} from './notice.ts';

export type ReviewTold = Pick<NoticeSetting, 'policy' | 'controller' | 'signIn'>;

/** The receipt of a request for review: that it came, and by when people answer. */
export function reviewReceivedNotice(
  decision: Pick<Decision, 'inputs' | 'kind' | 'outcome'>,
  {
    receivedOn,
    dueOn,
    suspended,
    carriedOutOn,
    identityToFollow = false,
  }: {
    readonly receivedOn: IsoDate;
    readonly dueOn: IsoDate;
    readonly suspended: boolean;
    /** The day the contested measure was carried out; null while it was not. */
    readonly carriedOutOn: IsoDate | null;
    /** Asked in the person's name by somebody who has yet to show that it is they. */
    readonly identityToFollow?: boolean;
  },
  setting: ReviewTold,
): Notice {
  const { inputs, kind, outcome } = spoken(decision);
  const { language, caseNumber } = inputs;
  const { subject, greeting, received } = noticeTexts(language);
  return {
    subject: fill(subject.received, { number: caseNumber }),
    blocks: [
      {
        heading: null,
        lines: [
          greeting,
          fill(received.thanks, { date: onDateText(receivedOn, language) }),
          fill(received.by, { date: onDateText(dueOn, language) }),
          ...(carriedOutOn !== null && outcome.kind === 'measure'
            ? stillPossibleLines(outcome.measure, carriedOutOn, language)
            : suspended && kind === 'collection'
              ? [received.waits]
              : []),
          ...(identityToFollow ? received.showYourself : []),
          received.tell,
        ],
      },
      ...signInBlock(setting.signIn, language),
      ...closing(setting, language).slice(1),
    ],
  };
}

/** Contested after it was carried out: the answer says what can still be done. */
export function stillPossibleLines(
  measure: string,
  carriedOutOn: IsoDate,
  language: Language,
): readonly string[] {
  const { carriedOut, left } = noticeTexts(language).received;
  return [
    fill(carriedOut, { date: onDateText(carriedOutOn, language) }),
    ...stillPossible(measure).map((remedy) => left[remedy]),
  ];
}

/** GDPR art. 12(3): the person is told of the extension, and why, within the first period. */
export function reviewExtendedNotice(
  decision: Pick<Decision, 'inputs'>,
  { dueOn, reason }: { readonly dueOn: IsoDate; readonly reason: string },
  setting: ReviewTold,
): Notice {
  const { language, caseNumber } = spoken(decision).inputs;
  const { subject, greeting, extended } = noticeTexts(language);
  return {
    subject: fill(subject.extended, { number: caseNumber }),
    blocks: [
      {
        heading: null,
        lines: [
          greeting,
          extended.longer,
          fill(extended.by, { date: dateText(dueOn, language) }),
          extended.why,
          `– ${reason}`,
        ],
      },
      ...signInBlock(setting.signIn, language),
      ...closing(setting, language),
    ],
  };
}

/** We missed our day: the person is told so at once, without waiting to be asked, and where they can complain. */
export function reviewLateNotice(
  decision: Pick<Decision, 'inputs'>,
  { dueOn }: { readonly dueOn: IsoDate },
  setting: ReviewTold,
): Notice {
  const { language, caseNumber } = spoken(decision).inputs;
  const { subject, greeting, late } = noticeTexts(language);
  return {
    subject: fill(subject.late, { number: caseNumber }),
    blocks: [
      {
        heading: null,
        lines: [greeting, fill(late.missed, { date: onDateText(dueOn, language) }), late.goesOn],
      },
      ...signInBlock(setting.signIn, language),
      ...closing(setting, language),
    ],
  };
}

export interface VerdictTold {
  readonly changed: boolean;
  /** Each voting member's reasons, in their own words, and whether that member wanted another end. */
  readonly reasons: readonly { readonly text: string; readonly otherwise: boolean }[];
  /** What is taken back of a measure that was carried out before. */
  readonly undos: readonly Undo[];
}

/** The answer of the committee, with its reasons and what the person can do if they do not agree. */
export function reviewDecidedNotice(given: Decision, verdict: VerdictTold, setting: ReviewTold): Notice {
  const decision = spoken(given);
  const { language, caseNumber } = decision.inputs;
  const { subject, greeting, decided } = noticeTexts(language);
  return {
    subject: fill(subject.decided, { number: caseNumber }),
    blocks: [
      {
        heading: null,
        lines: [
          greeting,
          verdict.reasons.length === 1
            ? decided.employee
            : fill(decided.committee, { members: `${verdict.reasons.length}` }),
          verdict.changed ? decided.changed : decided.upheld,
          ...outcomeLines(decision),
          ...undoLines(verdict.undos, decision.inputs),
          decided.final,
        ],
      },
      {
        heading: decided.reasons,
        lines: verdict.reasons.map(
          ({ text, otherwise }) => `– ${otherwise ? fill(decided.otherwise, { reason: text }) : text}`,
        ),
      },
      ...signInBlock(setting.signIn, language),
      ...closing(setting, language),
    ],
  };
}

function undoLines(
  undos: readonly Undo[],
  { language, currency }: Pick<Decision['inputs'], 'language' | 'currency'>,
): readonly string[] {
  const { undone } = noticeTexts(language).decided;
  if (undos.length === 0) return [];
  return [
    undone.lead,
    ...undos.map(({ what, amountCents }) =>
      fill(undone[what], { cost: moneyText(amountCents ?? 0, currency, language) }),
    ),
  ];
}
