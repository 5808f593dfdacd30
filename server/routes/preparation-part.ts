import { findDecisions } from '../../data/stores/decisions.ts';
import { listSimilarReviews } from '../../data/views/review-queue.ts';
import { outcomeWords } from '../../review-ui/explained.ts';
import { characteristicNamed, factValue } from '../../review-ui/facts.ts';
import type { TodayShown } from '../../review-ui/pages/review-case.ts';
import type { Table } from '../../review-ui/table.ts';
import { signed } from '../../review-ui/charts/waterfall.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { explain } from '../../scoring/explanation/explain.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { nearest } from '../../scoring/review/similar.ts';
import { changedData, changedTerms } from '../../scoring/review/since-decided.ts';
import type { DecidedToday, Redecided } from '../actions/decide-today.ts';
import type { Call } from '../http/route.ts';
import type { ExplainedDecision } from './explained.ts';

const TERMS_AT_MOST = 8;
const COMPARED_AT_MOST = 40;
const SIMILAR_AT_MOST = 5;

/** What the program would say today beside what it said then, and why the two differ. */
export function todayPart(
  { explained }: ExplainedDecision,
  today: DecidedToday,
  wording: Wording,
): TodayShown {
  const { t } = wording;
  if (today.kind === 'nothing_to_decide') {
    return { lines: [t('preparation.nothing')], data: null, terms: null };
  }
  if (today.kind === 'restricted') return { lines: [t('preparation.restricted')], data: null, terms: null };
  const { sameRules, rulesOfToday } = today;
  return {
    lines: [
      t('preparation.then', { outcome: said(explained, wording) }),
      t('preparation.sameRules', { outcome: said(sameRules, wording) }),
      rulesOfToday === null
        ? t('preparation.noNewRules')
        : t('preparation.rulesOfToday', {
            version: rulesOfToday.decision.policy.version,
            outcome: said(rulesOfToday, wording),
          }),
    ],
    data: dataTable(explained, sameRules, wording),
    terms: termTable(explained, rulesOfToday ?? sameRules, wording),
  };
}

function said({ decision }: Pick<Redecided, 'decision'>, wording: Wording): string {
  const points = decision.scores[0]?.points;
  const outcome = outcomeWords(decision, wording);
  return points === undefined
    ? outcome
    : wording.t('preparation.withPoints', { outcome, points: wording.number(Math.round(points)) });
}

function dataTable(
  explained: ExplainedDecision['explained'],
  { decision: now }: Redecided,
  wording: Wording,
): Table {
  const { t, date } = wording;
  const { inputs } = explained.decision;
  const used = explained.explanation.data.map(({ characteristic }) => characteristic);
  return {
    caption: t('preparation.data'),
    columns: [
      { label: t('contest.wrong.datum'), kind: 'text' },
      { label: t('contest.wrong.used'), kind: 'number' },
      { label: t('contest.wrong.today'), kind: 'number' },
      { label: t('preparation.known'), kind: 'text' },
    ],
    rows: changedData(inputs, now.inputs, used)
      .filter(({ characteristic }) => Object.hasOwn(inputs.values, characteristic))
      .map((datum) => {
        const fact = characteristicNamed(datum.characteristic, explained, wording);
        return {
          cells: [
            fact.name,
            factValue(datum.then, fact, inputs.currency, wording),
            factValue(datum.now, fact, inputs.currency, wording),
            datum.obtainedOn === null ? '' : date(datum.obtainedOn),
          ],
        };
      }),
    empty: t('preparation.dataSame'),
    narrow: 'stack',
  };
}

function termTable(
  explained: ExplainedDecision['explained'],
  now: Redecided,
  wording: Wording,
): Table | null {
  const { t, number } = wording;
  const [then] = explained.explanation.scores;
  if (then === undefined || now.score === null) return null;
  return {
    caption: t('preparation.terms'),
    columns: [
      { label: t('contest.wrong.datum'), kind: 'text' },
      { label: t('preparation.pointsThen'), kind: 'number' },
      { label: t('preparation.pointsNow'), kind: 'number' },
      { label: t('preparation.difference'), kind: 'number' },
    ],
    rows: changedTerms(then, now.score)
      .slice(0, TERMS_AT_MOST)
      .map(({ characteristic, thenPoints, nowPoints }) => ({
        cells: [
          characteristicNamed(characteristic, explained, wording).name,
          signed(thenPoints, number, 1),
          signed(nowPoints, number, 1),
          signed(nowPoints - thenPoints, number, 1),
        ],
      })),
    empty: t('preparation.termsSame'),
    narrow: 'stack',
  };
}

/**
 * The nearest reviews that people have decided, by outcome, reasons and score. No number and no words: whose they were
 * is nobody's business here.
 */
export async function similarPart({ context, language }: Call, found: ExplainedDecision): Promise<Table> {
  const { stored, explained, means } = found;
  const wording = wordingFor(language);
  const { t, number, date } = wording;
  const past = await listSimilarReviews(
    context.db,
    {
      id: stored.id,
      policyId: stored.policy_id,
      outcomeKind: stored.outcome_kind,
      measure: stored.measure,
      points: stored.points,
    },
    COMPARED_AT_MOST,
  );
  const decisions = await findDecisions(
    context.db,
    context.vault,
    past.map(({ decisionId }) => decisionId),
  );
  const reasonsOf = new Map(
    decisions
      // Reasons are told by the scorecards of their own time; those of another version are compared by points alone.
      .filter((each) => each.scorecard_fingerprints === stored.scorecard_fingerprints)
      .filter((each) => each.policy_version === stored.policy_version)
      .map((each) => [
        each.id,
        explain(each.decision, means.policy, means.scorecards, { recourse: 'none' }).reasons.map(
          ({ code }) => code,
        ),
      ]),
  );
  const own = explained.explanation.reasons.map(({ code }) => code);
  const compared = nearest(
    { reasons: own, points: stored.points },
    past.map((each) => ({ ...each, reasons: reasonsOf.get(each.decisionId) ?? [] })),
    SIMILAR_AT_MOST,
  );
  return {
    caption: t('staff.case.similar'),
    columns: [
      { label: t('staff.case.verdict'), kind: 'text' },
      { label: t('staff.facts.points'), kind: 'number' },
      { label: t('preparation.sharedReasons'), kind: 'number' },
    ],
    rows: compared.map(({ changed, closedAt, points, shared }) => ({
      cells: [
        {
          text: t(`staff.case.verdictKind.${changed ? 'changed' : 'upheld'}`),
          tag: changed ? 'yes' : 'plain',
          ...(closedAt === null ? {} : { note: date(closedAt.slice(0, 10)) }),
        },
        points === null ? null : number(points),
        t('preparation.sharedOf', { shared: new Set(shared).size, all: new Set(own).size }),
      ],
    })),
    empty: t('staff.case.noSimilar'),
  };
}

/** Needs told with consent and circumstances on record today: codes, never their cause. */
export function supportOnRecord(file: PersonFile, today: IsoDate, { t, date }: Wording): readonly string[] {
  const isOn = ({ from, to }: { readonly from: IsoDate; readonly to: IsoDate | null }): boolean =>
    from <= today && (to === null || to > today);
  const line = (what: string, from: IsoDate): string => t('preparation.need', { what, date: date(from) });
  return [
    ...file.restrictions
      .filter((each) => (each.kind === 'hardship' || each.kind === 'pause') && isOn(each))
      .map(({ kind, from }) => line(t(`facts.record.restriction.${kind}`), from)),
    ...file.statuses.filter(isOn).map(({ kind, from }) => line(t(`facts.record.status.${kind}`), from)),
  ];
}
