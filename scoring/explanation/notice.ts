import { policyText } from '../policy/policy-text.ts';
import { characteristic } from '../characteristics/catalogue.ts';
import type { CollectionOutcome, CreditOutcome, Decision } from '../decision/decision.ts';
import { measure } from '../policy/measures.ts';
import type { Policy } from '../policy/policy.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import type { Language, Source } from '../portfolio/records.ts';
import type { Explanation, Reason, RecourseOption, Threshold } from './explanation.ts';
import { dateText, moneyText, onDateText, valueText } from './format.ts';
import { categoryText, evidenceText, sentence, spokenLanguage, textsIn } from './sentences.ts';
import { NOTICE_EN } from './texts/notice-en.ts';
import { NOTICE_ET } from './texts/notice-et.ts';
import { NOTICE_FI } from './texts/notice-fi.ts';
import { NOTICE_SV } from './texts/notice-sv.ts';
import type { NoticeTexts } from './texts/notice-texts.ts';

const TEXTS: Readonly<Record<Language, NoticeTexts>> = {
  et: NOTICE_ET,
  en: NOTICE_EN,
  fi: NOTICE_FI,
  sv: NOTICE_SV,
};

export interface Notice {
  readonly subject: string;
  /** Blocks, each a heading or none and its lines. */
  readonly blocks: readonly NoticeBlock[];
}

export interface NoticeBlock {
  readonly heading: string | null;
  readonly lines: readonly string[];
}

/** Everything around the decision that a notice tells. */
export interface NoticeSetting {
  readonly policy: Pick<Policy, 'review' | 'notice'>;
  /** Who answers for the data and signs. */
  readonly controller: string;
  readonly decidedOn: IsoDate;
  /** Last day of the answer to a request made today. */
  readonly answerBy: IsoDate;
  readonly signIn: SignInTold | null;
}

export interface SignInTold {
  readonly code: string;
  readonly validUntil: IsoDate;
  /** Where people sign in; null when the installation has no public address. */
  readonly address: string | null;
}

/**
 * The first notice of an automated decision (GDPR art. 13–15 and 22, Directive (EU) 2023/2225 art. 18(8)–(9)): what a
 * program decided, why, from which data, how to ask people and by when they answer, where to find advice and remedies.
 */
export function decisionNotice(given: Decision, explanation: Explanation, setting: NoticeSetting): Notice {
  const decision = spoken(given);
  const { language } = decision.inputs;
  const texts = TEXTS[language];
  const { policy } = setting;
  const unwelcome = isUnwelcome(decision);
  return {
    subject: fill(texts.subject[outcomeKey(decision)], { number: decision.inputs.caseNumber }),
    blocks: [
      { heading: null, lines: [texts.greeting, ...outcomeLines(decision), ...whoLines(decision, setting)] },
      { heading: texts.why.heading, lines: whyLines(decision, explanation) },
      ...block(texts.change.heading, unwelcome ? changeLines(decision, explanation) : []),
      { heading: texts.data.heading, lines: dataLines(decision, explanation) },
      ...(decision.outcome.kind === 'refer' ? [] : [askBlock(decision, setting)]),
      ...signInBlock(setting.signIn, language),
      ...(unwelcome ? [adviceBlock(policy, language)] : []),
      ...closing(setting, language),
    ],
  };
}

function askBlock({ inputs, kind }: Decision, { policy, answerBy }: NoticeSetting): NoticeBlock {
  const { ask } = TEXTS[inputs.language];
  return {
    heading: ask.heading,
    lines: [
      ask.may,
      policy.review.quorum === 1 ? ask.employee : fill(ask.committee, { quorum: `${policy.review.quorum}` }),
      ask.noReasons,
      fill(ask.by, { date: onDateText(answerBy, inputs.language) }),
      ...(kind === 'collection' && policy.review.suspendsOutcome ? [ask.waits] : []),
      ask.neverWorse,
    ],
  };
}

/** The decision with the language in which we can tell it. */
export function spoken<D extends Pick<Decision, 'inputs'>>(decision: D): D {
  const { inputs } = decision;
  return { ...decision, inputs: { ...inputs, language: spokenLanguage(inputs.language) } };
}

/** The notice as plain text, headings on lines of their own. */
export function noticeText({ subject, blocks }: Notice): string {
  const written = blocks.map(({ heading, lines }) =>
    [...(heading === null ? [] : [heading]), ...lines].join('\n'),
  );
  return `${[subject, ...written].join('\n\n')}\n`;
}

export function noticeTexts(language: Language): NoticeTexts {
  return TEXTS[language];
}

export function fill(text: string, params: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}

/** What was decided, in one or two sentences to the person. */
export function outcomeLines({ inputs, outcome, measures }: Decision): readonly string[] {
  const { language, currency, caseNumber, values } = inputs;
  const texts = TEXTS[language].outcome;
  if (outcome.kind === 'measure') {
    const { toPerson } = measure(outcome.measure);
    const cost = measures.find((weighed) => weighed.measure === outcome.measure)?.debtorCostCents ?? 0;
    const balance = values.balance;
    return [
      fill(texts.measure, { number: caseNumber }),
      ...(typeof balance === 'number'
        ? [fill(texts.owe, { balance: moneyText(balance, currency, language) })]
        : []),
      policyText(toPerson, language),
      cost > 0 ? fill(texts.adds, { cost: moneyText(cost, currency, language) }) : texts.costsNothing,
    ];
  }
  const requested = valueText(values.requested_amount ?? null, 'cents', currency, language);
  const key = creditKey(outcome, values.requested_amount ?? null);
  return [
    fill(texts[key], {
      requested,
      amount: outcome.kind === 'approve' ? moneyText(outcome.amountCents, currency, language) : '',
      term: outcome.kind === 'approve' ? valueText(outcome.termMonths, 'months', currency, language) : '',
    }),
  ];
}

function outcomeKey({
  outcome,
  inputs,
}: Decision): 'approve' | 'approveLess' | 'decline' | 'refer' | 'measure' {
  return outcome.kind === 'measure' ? 'measure' : creditKey(outcome, inputs.values.requested_amount ?? null);
}

function creditKey(
  outcome: CreditOutcome,
  requested: unknown,
): 'approve' | 'approveLess' | 'decline' | 'refer' {
  if (outcome.kind !== 'approve') return outcome.kind;
  return typeof requested === 'number' && outcome.amountCents < requested ? 'approveLess' : 'approve';
}

function isUnwelcome({ outcome, inputs }: Decision): boolean {
  if (outcome.kind === 'measure') return measure(outcome.measure).pressure;
  return outcome.kind !== 'refer' && creditKey(outcome, inputs.values.requested_amount ?? null) !== 'approve';
}

function whoLines({ outcome, inputs }: Decision, { decidedOn }: NoticeSetting): readonly string[] {
  const { who, ask } = TEXTS[inputs.language];
  const date = onDateText(decidedOn, inputs.language);
  if (outcome.kind === 'refer') return [fill(who.looked, { date }), ask.anyway];
  return [fill(who.program, { date }), who[releasedBy(outcome)]];
}

function releasedBy(outcome: CreditOutcome | CollectionOutcome): 'nobody' | 'one' | 'two' {
  if (outcome.kind !== 'measure') return 'nobody';
  return outcome.release === 'two_people' ? 'two' : outcome.release === 'one_person' ? 'one' : 'nobody';
}

function whyLines(decision: Decision, { reasons, threshold, scores }: Explanation): readonly string[] {
  const { language, currency } = decision.inputs;
  const { why } = TEXTS[language];
  const score = scores.find(({ scorecard }) => scorecard === threshold?.scorecard);
  const points = (value: number): string => valueText(Math.round(value), 'points', currency, language);
  const scored =
    threshold === null || score === undefined || !isAboutScore(decision, threshold)
      ? []
      : [fill(why.score, { points: points(score.points), threshold: points(Math.ceil(threshold.points)) })];
  const chosen = decision.outcome.kind === 'measure' ? [why.choice] : [];
  const told = reasons.flatMap((reason, i) => reasonLines(reason, i + 1, language, currency));
  return [...chosen, ...scored, ...(told.length === 0 && chosen.length === 0 ? [why.allRight] : told)];
}

/** The score is told where it decided: it fell short, or the yes rests on it. */
function isAboutScore({ outcome }: Decision, { passed }: Threshold): boolean {
  return outcome.kind === 'approve' ? passed : outcome.kind === 'decline' && !passed;
}

/** Where the policy names who else has the data, the letter tells how to see and correct them there, too. */
function reasonLines(reason: Reason, place: number, language: Language, currency: string): readonly string[] {
  const said = `${place}. ${sentence(language, reason, currency)}`;
  const from =
    reason.evidence === null || reason.evidence.source === 'derived'
      ? ''
      : ` (${evidenceText(language, reason.evidence)})`;
  return [`${said}${from}`, ...(reason.toPerson === undefined ? [] : [reason.toPerson.correct[language]])];
}

function changeLines({ inputs }: Decision, { recourse }: Explanation): readonly string[] {
  const { change } = TEXTS[inputs.language];
  if (recourse.kind === 'none') return [recourse.because === 'many_changes' ? change.pages : change.none];
  if (recourse.kind !== 'options') return [];
  const options = recourse.options.map((option) => `– ${optionText(option, inputs)}`);
  return options.length > 1 ? [...options, change.asItIs] : options;
}

/** "Amount asked for: €1,800 instead of €3,000. It takes about 90 days." */
export function optionText(
  { changes, days }: RecourseOption,
  { language, currency }: Pick<Decision['inputs'], 'language' | 'currency'>,
): string {
  const { change } = TEXTS[language];
  const parts = changes.map(({ characteristic: id, from, to }) => {
    const known = characteristic(id);
    const unit = known?.unit ?? 'count';
    return fill(change.option, {
      name: known?.name[language] ?? known?.name.en ?? id.replaceAll('_', ' '),
      to: categoryText(id, to, language) ?? valueText(to, unit, currency, language),
      from: categoryText(id, from, language) ?? valueText(from, unit, currency, language),
    });
  });
  const said = `${parts.join(` ${change.and} `)}.`;
  return days === 0
    ? said
    : `${said} ${fill(change.takes, { days: valueText(days, 'days', currency, language) })}`;
}

function dataLines({ inputs }: Decision, { data }: Explanation): readonly string[] {
  const { language } = inputs;
  const texts = TEXTS[language].data;
  const sources = [
    ...new Set(data.flatMap(({ evidence }): readonly Source[] => (evidence ? [evidence.source] : []))),
  ];
  const names = textsIn(language).sources;
  return [
    ...(sources.length === 0 ? [] : [texts.from, ...sources.sort().map((source) => `– ${names[source]}`)]),
    texts.each,
    texts.wrong,
  ];
}

export function signInBlock(signIn: SignInTold | null, language: Language): readonly NoticeBlock[] {
  if (signIn === null) return [];
  const texts = TEXTS[language].signIn;
  const lines = [
    fill(texts.code, { code: signIn.code }),
    fill(texts.once, { date: dateText(signIn.validUntil, language) }),
    ...(signIn.address === null ? [] : [fill(texts.at, { address: signIn.address })]),
  ];
  return [{ heading: texts.heading, lines }];
}

export function adviceBlock({ notice }: NoticeSetting['policy'], language: Language): NoticeBlock {
  const { debtAdvice } = notice;
  return {
    heading: TEXTS[language].advice.heading,
    lines: [policyText(debtAdvice.text, language), debtAdvice.url],
  };
}

/** Remedies, contact and signature, the same under every notice. */
export function closing(
  { policy, controller }: Pick<NoticeSetting, 'policy' | 'controller'>,
  language: Language,
): readonly NoticeBlock[] {
  const texts = TEXTS[language].remedies;
  const { contact } = policy.notice;
  return [
    {
      heading: texts.heading,
      lines: [texts.may, ...policy.review.remedies.map((r) => `– ${policyText(r, language)}`)],
    },
    { heading: null, lines: [policyText(contact, language), controller] },
  ];
}

function block(heading: string, lines: readonly string[]): readonly NoticeBlock[] {
  return lines.length === 0 ? [] : [{ heading, lines }];
}
