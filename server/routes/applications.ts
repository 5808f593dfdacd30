import { listReviewsOfDecision } from '../../data/stores/reviews.ts';
import {
  type ApplicationFilter,
  type ApplicationRow,
  listApplications,
  readApplication,
} from '../../data/views/applications.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { applicationPage, type ApplicationContext } from '../../review-ui/pages/application.ts';
import { applicationsPage } from '../../review-ui/pages/applications.ts';
import { outcomeWords } from '../../review-ui/explained.ts';
import { presentSaid } from '../../review-ui/statements.ts';
import type { Cell, Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import { coveredPersons } from '../actions/show-score.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { decisionPart } from './decision-part.ts';
import { type ExplainedDecision, readExplained } from './explained.ts';
import { type Misread, misreadChoices, numberAsked, sayMisread } from './misread.ts';
import { toldAbout } from './statements.ts';
import { looksAtRowOf } from './looks-at.ts';
import { sawListed } from '../http/looks-at.ts';

const ROWS_A_PAGE = 100;
const OUTCOMES = ['approve', 'decline', 'refer', 'undecided'] as const;
const OUTCOME_TAGS = { approve: 'yes', decline: 'no', refer: 'wait' } as const;

/** Credit applications with their decisions. */
export function applicationRoutes(routes: Routes): void {
  // The committee knows an application from the file that is before it, and no other.
  const allow = ['officer', 'auditor', 'planner'] as const;
  route(routes, {
    method: 'get',
    path: '/applications',
    looksAt: 'listed',
    allow: [...allow],
    handler: showApplications,
  });
  route(routes, {
    method: 'get',
    path: '/applications/:id',
    allow: [...allow],
    looksAt: looksAtRowOf('applications', 'application'),
    handler: showApplication,
  });
}

async function showApplications(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const { t } = wording;
  const { filter, misread } = filterOf(call);
  const rows = await listApplications(call.context.db, filter, ROWS_A_PAGE + 1);
  const shown = rows.slice(0, ROWS_A_PAGE);
  const last = shown.at(-1);
  const address = (before: number | null): string => {
    const query = new URLSearchParams();
    if (filter.outcome !== null) query.set('outcome', filter.outcome);
    if (before !== null) query.set('before', String(before));
    return `/applications?${query.toString()}`;
  };
  const filters = [
    {
      name: 'outcome',
      label: t('staff.applications.filterOutcome'),
      value: filter.outcome ?? '',
      options: [
        { value: '', label: t('staff.applications.all') },
        ...OUTCOMES.map((value) => ({ value, label: outcomeText(value, wording) })),
      ],
    },
  ];
  sayMisread(call, [...misreadChoices(call, filters), ...misread]);
  await sawListed(call, shown);
  page(call, applicationsPage, {
    filters,
    table: applicationTable(shown, await coveredPersons(call.context), wording),
    more: rows.length > ROWS_A_PAGE && last !== undefined ? address(last.applicationId) : null,
    newest: filter.before === null ? null : address(null),
  });
}

function filterOf(call: Call): { readonly filter: ApplicationFilter; readonly misread: readonly Misread[] } {
  const { outcome } = call.request.query;
  const before = numberAsked(call, 'before', 'before');
  return {
    filter: { outcome: OUTCOMES.find((each) => each === outcome) ?? null, before: before.number },
    misread: before.misread,
  };
}

function outcomeText(outcome: (typeof OUTCOMES)[number], { t }: Wording): string {
  return outcome === 'undecided'
    ? t('staff.applications.undecided')
    : t(`customer.applicationState.${outcome}`);
}

function outcomeCell(row: ApplicationRow, wording: Wording): Cell {
  if (row.outcomeKind === null) return { text: outcomeText('undecided', wording), tag: 'plain' };
  return { text: outcomeText(row.outcomeKind, wording), tag: OUTCOME_TAGS[row.outcomeKind] };
}

function applicationTable(
  rows: readonly ApplicationRow[],
  covered: ReadonlyMap<number, number>,
  wording: Wording,
): Table {
  const { t, date, money, number } = wording;
  return {
    caption: t('staff.applications.caption'),
    columns: [
      { label: t('staff.applications.number'), kind: 'text' },
      { label: t('staff.applications.on'), kind: 'text' },
      { label: t('staff.applications.product'), kind: 'text' },
      { label: t('staff.applications.amount'), kind: 'number' },
      { label: t('staff.applications.term'), kind: 'number' },
      { label: t('staff.applications.points'), kind: 'number' },
      { label: t('staff.applications.outcome'), kind: 'text' },
    ],
    rows: rows.map((row) => ({
      key: true,
      cells: [
        { text: row.applicationNumber, href: `/applications/${row.applicationId}` },
        date(row.on),
        t(`facts.code.${row.product}`),
        money(row.amountCents, row.currency),
        t('common.months', { count: row.termMonths }),
        row.points === null || covered.has(row.personId) ? null : number(row.points),
        outcomeCell(row, wording),
      ],
    })),
    empty: t('staff.applications.empty'),
    narrow: 'cards',
  };
}

async function showApplication(call: Call): Promise<void> {
  const { db } = call.context;
  const row = await readApplication(db, idOf(call));
  const file = row && (await readPersonFile(db, row.personId));
  if (row === null || file === null) throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const { t } = wording;
  const decision = row.decisionId === null ? null : await readExplained(call.context, row.decisionId);
  const reviewId = (await coveredPersons(call.context)).get(row.personId) ?? null;
  page(call, applicationPage, {
    title: t('staff.applications.title1', {
      number: row.applicationNumber,
      outcome:
        decision === null
          ? outcomeText('undecided', wording)
          : outcomeWords(decision.stored.decision, wording),
    }),
    tags: [
      ...tagsOf(row, wording),
      ...(isRestricted(file, call.context.today)
        ? [{ text: t('needs.restrictedTag'), tone: 'no' as const }]
        : []),
    ],
    facts: factsOf(row, wording),
    incomes: incomeTable(file, wording),
    covered:
      reviewId === null
        ? null
        : { href: `/reviews/${reviewId}`, text: t('preparation.coveredElsewhere', { number: reviewId }) },
    decision: decision === null || reviewId !== null ? null : decisionPart(decision, wording),
    said: presentSaid(await toldAbout(call.context, { applicationId: row.applicationId }), wording),
    applicationId: row.applicationId,
    personId: row.personId,
    contest: decision && `/decisions/${decision.stored.id}/contest`,
    reviews: await reviewsOf(call, decision, wording),
  } satisfies ApplicationContext);
}

function tagsOf(row: ApplicationRow, wording: Wording): ApplicationContext['tags'] {
  return [
    row.outcomeKind === null
      ? { text: outcomeText('undecided', wording), tone: 'plain' }
      : { text: outcomeText(row.outcomeKind, wording), tone: OUTCOME_TAGS[row.outcomeKind] },
  ];
}

function factsOf(row: ApplicationRow, { t, date, money, percent }: Wording): ApplicationContext['facts'] {
  return [
    { name: t('staff.applications.amount'), value: money(row.amountCents, row.currency) },
    { name: t('staff.applications.term'), value: t('common.months', { count: row.termMonths }) },
    { name: t('staff.applications.rate'), value: percent(row.annualRate, 1) },
    { name: t('staff.applications.product'), value: t(`facts.code.${row.product}`) },
    { name: t('staff.applications.lender'), value: row.lender },
    { name: t('staff.applications.on'), value: date(row.on) },
    { name: t('staff.applications.person'), value: String(row.personId) },
  ];
}

function incomeTable(file: PersonFile, { t, has, money, date }: Wording): Table {
  return {
    caption: t('staff.applications.incomes'),
    columns: [
      { label: t('staff.applications.kind'), kind: 'text' },
      { label: t('staff.applications.monthly'), kind: 'number' },
      { label: t('staff.facts.source'), kind: 'text' },
      { label: t('staff.facts.obtained'), kind: 'text' },
      { label: t('staff.applications.verified'), kind: 'text' },
    ],
    rows: file.incomes.map((each) => ({
      cells: [
        `${t(`facts.record.income.${each.kind}`)}: ${has(`facts.code.${each.code}`) ? t(`facts.code.${each.code}`) : each.code}`,
        money(each.monthlyCents),
        t(`facts.source.${each.source}`),
        date(each.obtainedOn),
        t(each.verified ? 'common.yes' : 'common.no'),
      ],
    })),
    empty: t('staff.applications.incomesEmpty'),
    narrow: 'cards',
  };
}

/** Reviews of the decision in force, or of the one it replaced. */
async function reviewsOf(
  { context: { db } }: Call,
  decision: ExplainedDecision | null,
  { t }: Wording,
): Promise<ApplicationContext['reviews']> {
  if (decision === null) return [];
  const { id, replaces_decision_id: replaced } = decision.stored;
  const reviews = [
    ...(await listReviewsOfDecision(db, id)),
    ...(replaced === null ? [] : await listReviewsOfDecision(db, replaced)),
  ];
  return reviews.map((review) => ({
    href: `/reviews/${review.reviewId}`,
    text: `${t('staff.review.number', { number: review.reviewId })}: ${t(`staff.review.state.${review.state}`)}`,
  }));
}
