import { policyText } from '../../scoring/policy/policy-text.ts';
import type { Bars } from '../charts/bars.ts';
import {
  affordabilityTable,
  type Explained,
  factorBars,
  factorTable,
  measureName,
  requestedCents,
  ruleTable,
  uniqueFacts,
} from '../explained.ts';
import { svgPercent } from '../charts/percent.ts';
import { type MemberReason, memberReasons } from '../member-reasons.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import { type WaysOut, waysOut } from '../ways-out.ts';
import type { WhatIfField } from './what-if.ts';
import type { Wording } from '../wording.ts';
import { reasonWords } from '../reasons.ts';
import { textsIn } from '../../scoring/explanation/sentences.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Source } from '../../scoring/portfolio/records.ts';
import { measure } from '../../scoring/policy/measures.ts';
import type { Vote } from '../../scoring/review/review.ts';

export interface Step {
  readonly state: 'done' | 'now' | 'later';
  readonly title: string;
  readonly note?: string;
  /** Where it can be followed. */
  readonly href?: string;
}

export interface Choice {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}

export interface CustomerDecisionContext {
  /** The outcome in one sentence. */
  readonly headline: string;
  /** What it means in practice. */
  readonly meaning: string;
  readonly caseLine: string;
  readonly tags: readonly { readonly text: string; readonly tone: 'info' | 'plain' | 'wait' | 'yes' }[];
  readonly who: string;
  /** Another decision on the same case: the one that this replaces, or the one that replaced it. */
  readonly others: readonly { readonly href: string; readonly text: string }[];
  /** Said by the committee, when people decided. */
  readonly committeeReasons: readonly MemberReason[];
  readonly dataLead: string;
  readonly dataSources: readonly string[];
  readonly scoreLine: string | null;
  readonly reasons: readonly {
    readonly sentence: string;
    /** Own value, source and date. */
    readonly from: string;
    readonly correct: string;
    /** Points against, as a bar against the heaviest; null for a rule. */
    readonly weight: { readonly width: string; readonly text: string } | null;
  }[];
  readonly change: WaysOut;
  /** What they could try with other values; null when they may try nothing here. */
  readonly whatIf: { readonly decisionId: number; readonly fields: readonly WhatIfField[] } | null;
  readonly choices: readonly Choice[];
  readonly next: readonly Step[];
  readonly bars: Bars | null;
  readonly factors: Table | null;
  readonly rules: Table;
  readonly affordability: Table | null;
  readonly how: readonly string[];
  readonly law: readonly string[];
  readonly remedies: readonly string[];
  readonly advice: { readonly text: string; readonly url: string };
  readonly contact: string;
}

export const customerDecisionPage: Page<CustomerDecisionContext> = {
  name: 'customer-decision',
  voice: 'customer',
  title: ({ headline }) => headline,
  section: 'home',
};

/** What surrounds the decision: when it was made and told, what replaced it, whether people are looking at it. */
export interface DecisionSurroundings {
  readonly decisionId: number;
  readonly decidedOn: IsoDate;
  readonly toldOn: IsoDate | null;
  readonly decidedBy: 'program' | 'people';
  readonly replaces: number | null;
  readonly replacedBy: number | null;
  /** Of a decision by people: what they were asked about, and how each of them voted. */
  readonly committee: { readonly contested: Decision; readonly votes: readonly Vote[] } | null;
  /** Whoever reads may follow what leads beyond this decision: the person, or somebody who acts in everything. */
  readonly wholeFile: boolean;
  readonly review: {
    readonly reviewId: number;
    readonly open: boolean;
    readonly dueOn: IsoDate;
    readonly suspends: boolean;
  } | null;
  /** Of a decision by the program that still stands: what the person could change about it. */
  readonly whatIf: readonly WhatIfField[];
}

const BARS_AT_MOST = 12;

export function presentCustomerDecision(
  explained: Explained,
  around: DecisionSurroundings,
  wording: Wording,
): CustomerDecisionContext {
  const { t, language } = wording;
  const { decision, explanation, policy } = explained;
  const score = explanation.scores[0] ?? null;
  return {
    ...headlineOf(explained, wording),
    caseLine: `${decision.inputs.caseNumber} · ${wording.date(around.decidedOn)}`,
    tags: tagsOf(around, wording),
    who:
      around.decidedBy === 'people'
        ? t('customer.decision.whoPeople', { date: wording.dateOn(around.decidedOn) })
        : t('customer.decision.whoProgram', {
            date: wording.dateOn(around.decidedOn),
            policy: `${policyText(policy.name, language)} ${policy.version}`,
          }),
    others: [
      ...(around.replacedBy === null
        ? []
        : [{ href: `/my/decisions/${around.replacedBy}`, text: t('customer.decision.newer') }]),
      ...(around.replaces === null
        ? []
        : [{ href: `/my/decisions/${around.replaces}`, text: t('customer.decision.earlier') }]),
    ],
    committeeReasons:
      around.committee === null
        ? []
        : memberReasons(
            around.committee.votes,
            { contested: around.committee.contested, outcome: decision },
            wording,
          ),
    dataLead: t('customer.decision.dataUsed', { count: uniqueFacts(explanation).length }),
    dataSources: sourcesOf(explained, wording),
    scoreLine: scoreLineOf(explained, wording),
    reasons: reasonsOf(explained, wording),
    // What the program would have needed says nothing of what people weigh.
    change:
      around.decidedBy === 'people'
        ? { kind: 'plain', text: t('customer.decision.changePeople') }
        : waysOut(explained, wording),
    whatIf:
      !around.wholeFile || around.whatIf.length === 0
        ? null
        : { decisionId: around.decisionId, fields: around.whatIf },
    choices: choicesOf(explained, around, wording),
    next: nextOf(explained, around, wording),
    bars: score === null ? null : factorBars(explained, score, wording, BARS_AT_MOST),
    factors: score === null ? null : factorTable(explained, score, wording),
    rules: ruleTable(explained, wording, 'spoke'),
    affordability: affordabilityTable(explained, wording),
    how: howOf(explained, wording),
    law: [
      t('customer.decision.lawText1'),
      t('customer.decision.lawText2'),
      t(decision.kind === 'credit' ? 'customer.decision.lawCredit' : 'customer.decision.lawCollection'),
    ],
    remedies: policy.review.remedies.map((remedy) => policyText(remedy, language)),
    advice: { text: policyText(policy.notice.debtAdvice.text, language), url: policy.notice.debtAdvice.url },
    contact: policyText(policy.notice.contact, language),
  };
}

export function headlineOf(
  explained: Pick<Explained, 'decision' | 'policy'>,
  wording: Wording,
): { readonly headline: string; readonly meaning: string } {
  const { t, money, language } = wording;
  const { decision } = explained;
  const { currency, caseNumber } = decision.inputs;
  const asked = requestedCents(explained);
  const { outcome } = decision;
  switch (outcome.kind) {
    case 'approve': {
      const amount = money(outcome.amountCents, currency);
      const less = asked !== null && outcome.amountCents < asked;
      return {
        headline: less
          ? t('customer.decision.approveLess', { amount, asked: money(asked, currency) })
          : t('customer.decision.approve', { amount }),
        meaning: t('customer.decision.approveMeans', {
          amount,
          term: t('common.months', { count: outcome.termMonths }),
        }),
      };
    }
    case 'decline':
    case 'refer':
      return {
        headline: t(`customer.decision.${outcome.kind}`, {
          amount: asked === null ? caseNumber : money(asked, currency),
        }),
        meaning:
          outcome.kind === 'decline' ? declineMeans(explained, wording) : t('customer.decision.referMeans'),
      };
    case 'measure': {
      const { toPerson } = measure(outcome.measure);
      return {
        headline: t('customer.decision.measure', {
          number: caseNumber,
          measure: measureName(outcome.measure, wording),
        }),
        meaning: `${policyText(toPerson, language)} ${t(`customer.decision.release.${outcome.release}`)}`,
      };
    }
  }
}

/** What was asked for and that nothing is paid out; the amount and term are the policy's own names for them. */
function declineMeans(
  { decision, policy }: Pick<Explained, 'decision' | 'policy'>,
  wording: Wording,
): string {
  const { t, money } = wording;
  const asked = requestedCents({ decision, policy });
  const term = decision.inputs.values[policy.credit?.termMonths ?? ''];
  if (asked === null || typeof term !== 'number') return t('customer.decision.nothingPaid');
  return t('customer.decision.declineMeans', {
    amount: money(asked, decision.inputs.currency),
    term: t('common.months', { count: term }),
  });
}

function tagsOf(around: DecisionSurroundings, { t }: Wording): CustomerDecisionContext['tags'] {
  const byProgram = around.decidedBy === 'program';
  return [
    { text: t(byProgram ? 'customer.decision.tags.program' : 'customer.decision.tags.people'), tone: 'info' },
    ...(byProgram && around.review === null
      ? [{ text: t('customer.decision.tags.noPerson'), tone: 'plain' as const }]
      : []),
    ...(around.review?.open && around.review.suspends
      ? [{ text: t('customer.decision.tags.suspended'), tone: 'wait' as const }]
      : []),
    ...(around.replacedBy === null
      ? []
      : [{ text: t('customer.decision.tags.replaced'), tone: 'wait' as const }]),
  ];
}

/** One line a source: how many facts, and the newest of their dates. */
function sourcesOf({ explanation }: Explained, wording: Wording): readonly string[] {
  const { t, date, language } = wording;
  const sources = new Map<Source, { count: number; newest: IsoDate | null }>();
  for (const { evidence } of uniqueFacts(explanation)) {
    const source = evidence?.source ?? 'derived';
    const known = sources.get(source) ?? { count: 0, newest: null };
    const obtained = source === 'derived' ? null : (evidence?.obtainedOn ?? null);
    const newest = known.newest === null || (obtained ?? '') > known.newest ? obtained : known.newest;
    sources.set(source, { count: known.count + 1, newest });
  }
  return [...sources]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([source, { count, newest }]) => {
      const facts = t('customer.decision.facts', { count });
      const from = textsIn(language).sources[source];
      const line =
        newest === null
          ? t('customer.decision.dataSourceUndated', { source: from, facts })
          : t('customer.decision.dataSource', { source: from, facts, date: date(newest) });
      return line.charAt(0).toUpperCase() + line.slice(1);
    });
}

function scoreLineOf({ decision, explanation }: Explained, { t, number }: Wording): string | null {
  const score = explanation.scores[0];
  if (score === undefined) return null;
  const points = t('common.points', {
    count: Math.round(score.points),
    number: number(Math.round(score.points)),
  });
  if (explanation.threshold === null) return t('customer.decision.score', { points });
  const { threshold } = explanation;
  const byRule = decision.outcome.kind === 'decline' && threshold.passed;
  return t(byRule ? 'customer.decision.scorePassed' : 'customer.decision.scoreNeeded', {
    points,
    threshold: number(Math.round(threshold.points)),
  });
}

function reasonsOf(explained: Explained, wording: Wording): CustomerDecisionContext['reasons'] {
  const { explanation, decision } = explained;
  const below =
    explanation.threshold === null ? 'customer.decision.belowAverage' : 'customer.decision.belowLimit';
  const heaviest = Math.max(1, ...explanation.reasons.map(({ points }) => Math.abs(points)));
  return explanation.reasons.map((reason) => ({
    ...reasonWords(reason, { policy: explained.policy, currency: decision.inputs.currency }, wording),
    weight:
      reason.rule !== null
        ? null
        : {
            width: svgPercent(Math.abs(reason.points) / heaviest),
            text: wording.t(below, {
              points: wording.t('common.points', {
                count: Math.round(Math.abs(reason.points)),
                number: wording.number(Math.round(Math.abs(reason.points))),
              }),
            }),
          },
  }));
}

function choicesOf(
  { decision }: Explained,
  around: DecisionSurroundings,
  { t, dateOn }: Wording,
): readonly Choice[] {
  const here = `/my/decisions/${around.decisionId}`;
  const { review } = around;
  const heard =
    review !== null
      ? {
          href: `/my/reviews/${review.reviewId}`,
          title: t('customer.decision.reviewOpen'),
          text: t('customer.decision.reviewOpenText', { date: dateOn(review.dueOn) }),
        }
      : {
          href: `${here}/review`,
          title: t('customer.decision.review'),
          text: t('customer.decision.reviewText'),
        };
  // A narrow mandate opens the decision and its review; the rest would be refused.
  if (!around.wholeFile) return [heard];
  return [
    heard,
    {
      href: `${here}/correction`,
      title: t('customer.decision.correction'),
      text: t('customer.decision.correctionText'),
    },
    { href: `${here}/facts`, title: t('customer.decision.tell'), text: t('customer.decision.tellText') },
    ...(decision.inputs.case.kind === 'claim'
      ? [
          {
            href: `/my/claims/${decision.inputs.case.claimId}/plan`,
            title: t('customer.decision.plan'),
            text: t('customer.decision.planText'),
          },
        ]
      : [{ href: '/my#talk', title: t('customer.decision.talk'), text: t('customer.home.talkText') }]),
  ];
}

function nextOf({ decision }: Explained, around: DecisionSurroundings, wording: Wording): readonly Step[] {
  const { t, date } = wording;
  const steps: Step[] = [
    { state: 'done', title: t('customer.decision.nextDecided', { date: date(around.decidedOn) }) },
  ];
  if (around.toldOn !== null) {
    steps.push({ state: 'done', title: t('customer.decision.nextTold', { date: date(around.toldOn) }) });
  }
  if (around.replacedBy !== null) return steps;
  if (around.review?.open) {
    return [
      ...steps,
      { state: 'now', title: t('customer.decision.nextReview') },
      {
        state: 'later',
        title: t('customer.decision.nextAnswer', { date: wording.dateOn(around.review.dueOn) }),
      },
    ];
  }
  const { outcome } = decision;
  return [
    ...steps,
    {
      state: 'now',
      title: t('customer.decision.nextYourTurn'),
      note: t('customer.decision.nextYourTurnNote'),
    },
    {
      state: 'later',
      title:
        outcome.kind === 'measure' && outcome.measure !== 'no_action'
          ? t('customer.decision.nextSilenceMeasure', {
              measure: measureName(outcome.measure, wording).toLowerCase(),
            })
          : t('customer.decision.nextSilence'),
    },
  ];
}

function howOf({ explanation, policy, scorecards }: Explained, wording: Wording): readonly string[] {
  const { t, number, percent } = wording;
  const score = explanation.scores[0];
  const card = score === undefined ? undefined : scorecards.get(score.scorecard);
  if (score === undefined || card === undefined) return [t('customer.decision.allNone')];
  const target = policy.scorecards.find(({ scorecard }) => scorecard === score.scorecard)?.target ?? null;
  return [
    t('customer.decision.howText1'),
    t('customer.decision.howText2', { rows: number(card.training.rows) }),
    ...(target === null
      ? []
      : [
          t('customer.decision.howText3', {
            probability: percent(score.probability),
            target: t(`customer.decision.target.${target}`),
          }),
        ]),
    t('customer.decision.howText4'),
  ];
}
