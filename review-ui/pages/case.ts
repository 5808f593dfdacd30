import {
  type Explained,
  factorTable,
  factTable,
  measureTable,
  outcomeWords,
  ruleTable,
  waterfallOf,
} from '../explained.ts';
import type { Waterfall } from '../charts/waterfall.ts';
import type { OfferShown } from '../offers.ts';
import type { Page } from '../page.ts';
import { staffReasonWords } from '../reasons.ts';
import { presentSaid, type Said, type Told } from '../statements.ts';
import type { Cell, Table } from '../table.ts';
import { type Timeline, timelineOf } from '../timeline.ts';
import type { Wording } from '../wording.ts';
import type { CarriedOut } from '../../scoring/safeguards/carry-out.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { measureName } from '../explained.ts';
import { releaseTag } from './cases.ts';

/** One person across their claims, with the newest decision on one of them. */
export interface CaseData {
  readonly decisionId: number;
  readonly runId: number | null;
  readonly number: string;
  readonly explained: Explained;
  readonly file: PersonFile;
  readonly release: string;
  readonly releaseClass: string | null;
  /** Released, confirmed or stopped: by whom and when. */
  readonly acts: readonly { readonly act: string; readonly name: string; readonly at: string }[];
  readonly reviewId: number | null;
  /** The person's data are only kept today. */
  readonly restricted: boolean;
  readonly offers: readonly OfferShown[];
  readonly needs: readonly { readonly need: string; readonly from: string }[];
  /** What becomes of the measure today; null where none is recommended. */
  readonly carriedOut: CarriedOut | null;
  /** What the person told us about this claim, in their own words. */
  readonly said: readonly Told[];
  /** Decisions on the person's other claims in the same run. */
  readonly others: readonly {
    readonly decisionId: number;
    readonly claimId: number | null;
    readonly measure: string | null;
    readonly amountCents: number | null;
    readonly daysPastDue: number | null;
    readonly points: number | null;
  }[];
}

export interface CaseContext {
  readonly decisionId: number;
  readonly personId: number;
  readonly title: string;
  readonly crumb: string;
  readonly tags: readonly (Cell & object)[];
  readonly reasons: readonly { readonly sentence: string; readonly from: string }[];
  readonly said: readonly Said[];
  readonly waterfall: Waterfall | null;
  readonly factors: Table | null;
  readonly measures: Table;
  readonly spoke: Table;
  readonly facts: Table;
  readonly claims: Table;
  readonly timeline: Timeline;
  readonly canRelease: boolean;
  /** Why it cannot be released; null when it can, or when the acts say all. */
  readonly releaseNot: string | null;
  readonly acts: readonly string[];
  /** Said where processing is restricted; empty otherwise. */
  readonly restricted: string;
  /** What the person proposed about this claim. */
  readonly offers: readonly OfferShown[];
  readonly needs: readonly string[];
  /** What the needs make of the measure; empty where they leave it as it is. */
  readonly carriedOut: string;
}

export const casePage: Page<CaseContext> = {
  name: 'case',
  voice: 'staff',
  section: 'cases',
  title: ({ title }) => title,
};

export function presentCase(data: CaseData, wording: Wording): CaseContext {
  const { t, money } = wording;
  const { explained, file } = data;
  const { decision, explanation, policy } = explained;
  const { currency } = decision.inputs;
  const [score] = explanation.scores;
  return {
    decisionId: data.decisionId,
    personId: file.person.personId,
    title: t('planner.case.title', { number: data.number, measure: outcomeWords(decision, wording) }),
    crumb: data.runId === null ? '/cases' : `/cases?run=${data.runId}`,
    tags: [
      {
        text: t('planner.case.person', { id: file.person.personId, count: file.claims.length }),
        tag: 'plain',
      },
      { text: t('planner.case.balance', { amount: money(amountOf(data), currency) }), tag: 'plain' },
      releaseTag({ ...data, release: releaseOf(data) }, wording) as Cell & object,
      ...(data.restricted ? [{ text: t('needs.restrictedTag'), tag: 'no' as const }] : []),
      ...(data.reviewId === null
        ? []
        : [{ text: t('planner.case.review', { id: data.reviewId }), tag: 'info' as const }]),
    ],
    reasons: explanation.reasons.map((reason) => {
      const { sentence, from } = staffReasonWords(reason, { policy, currency }, wording);
      return { sentence: `${sentence}.`, from };
    }),
    said: presentSaid(data.said, wording),
    waterfall: waterfallOf(explained, wording, 12),
    factors: score === undefined ? null : factorTable(explained, score, wording),
    measures: measureTable(explained, wording),
    spoke: ruleTable(explained, wording, 'spoke'),
    facts: factTable(explained, wording),
    claims: claimTable(data, wording),
    timeline: timelineOf(file, 'person', wording, MOST_EVENTS),
    canRelease: releaseOf(data) === 'waiting',
    releaseNot: ['waiting', 'released', 'rejected', 'held_back'].includes(releaseOf(data))
      ? null
      : t(`planner.case.releaseNot.${data.release}`),
    restricted: data.restricted ? t('needs.restricted') : '',
    offers: data.offers,
    needs: data.needs.map(({ need, from }) =>
      t('needs.onCase.since', { need: t(`customer.facts.need.${need}`), date: wording.date(from) }),
    ),
    carriedOut: carriedOutText(data, wording),
    acts: data.acts.map(({ act, name, at }) =>
      t(`planner.case.act.${act}`, { name, at: wording.instant(at) }),
    ),
  };
}

const MOST_EVENTS = 60;

/** A measure that the person must not get is held back, whatever else stood in the way of its release or not. */
function releaseOf({ release, carriedOut }: CaseData): string {
  const isOpen = ['waiting', 'awaiting_second', 'released'].includes(release);
  return isOpen && carriedOut?.kind === 'held_back' ? 'held_back' : release;
}

function carriedOutText({ carriedOut }: CaseData, wording: Wording): string {
  const { t } = wording;
  if (carriedOut === null || carriedOut.kind === 'as_recommended') return '';
  if (carriedOut.because === 'restricted') return t('needs.restricted');
  const need = t(`customer.facts.need.${carriedOut.because}`);
  return carriedOut.kind === 'changed'
    ? t('needs.onCase.inWriting', { measure: measureName(carriedOut.measure, wording), need })
    : t('needs.onCase.heldBack', { need });
}

function amountOf({ explained }: CaseData): number {
  const balance = explained.decision.inputs.values['balance'];
  return typeof balance === 'number' ? balance : 0;
}

function claimTable({ file, others, decisionId }: CaseData, wording: Wording): Table {
  const { t, money, number, date } = wording;
  const decided = new Map(others.map((other) => [other.claimId, other]));
  return {
    caption: t('planner.case.claims'),
    columns: [
      { label: t('planner.cases.column.number'), kind: 'text' },
      { label: t('planner.case.creditor'), kind: 'text' },
      { label: t('planner.case.due'), kind: 'text' },
      { label: t('planner.cases.column.balance'), kind: 'number' },
      { label: t('planner.cases.column.days'), kind: 'number' },
      { label: t('planner.cases.column.measure'), kind: 'text' },
    ],
    rows: file.claims.map((claim) => {
      const other = decided.get(claim.claimId);
      return {
        cells: [
          other === undefined || other.decisionId === decisionId
            ? claim.claimNumber
            : { text: claim.claimNumber, href: `/cases/${other.decisionId}` },
          claim.creditor,
          date(claim.dueOn),
          other?.amountCents == null ? null : money(other.amountCents, claim.currency),
          other?.daysPastDue == null ? null : number(other.daysPastDue),
          other?.measure == null ? t('planner.case.notOpen') : measureName(other.measure, wording),
        ],
      };
    }),
    empty: t('planner.cases.empty'),
    narrow: 'cards',
  };
}
