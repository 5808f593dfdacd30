import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { loadPolicyVersion } from '../../data/policies.ts';
import { deleteCaseView, listCaseViews, saveCaseView } from '../../data/stores/case-views.ts';
import { findDecisions } from '../../data/stores/decisions.ts';
import { findScorecardByFingerprint } from '../../data/stores/scorecards.ts';
import { type CaseRow, countCases, groupCases, listCases, CASE_GROUPS } from '../../data/views/cases.ts';
import { RELEASE_STATES } from '../../data/views/release-state.ts';
import { readCurrency } from '../../data/views/dashboard.ts';
import { listCurrentRuns, listRuns, readRun, readRunMix, type RunSummary } from '../../data/views/runs.ts';
import { measureName } from '../../review-ui/explained.ts';
import {
  CASE_COLUMNS,
  caseCells,
  caseHeads,
  type CasesContext,
  casesPage,
  groupTable,
  type LineReasons,
  type ListedCase,
  USUAL_COLUMNS,
  whyWords,
} from '../../review-ui/pages/cases.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { explain } from '../../scoring/explanation/explain.ts';
import type { CarriedOut } from '../../scoring/safeguards/carry-out.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { readCarriedOut } from '../actions/carried-out.ts';
import { coveredPersons } from '../actions/show-score.ts';
import { exportCases } from '../actions/export-cases.ts';
import { fieldsOf } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { showCase } from './case.ts';
import { type CaseQuery, caseQueryOf, caseSelectionOf, PHASES } from './case-filter.ts';
import { sayMisread } from './misread.ts';
import { looksAtRowOf } from './looks-at.ts';
import { keepLooks, sawListed } from '../http/looks-at.ts';

const CASES_A_PAGE = 50;
const RUNS_OFFERED = 20;

const viewForm = z.object({ name: z.string().trim().min(1).max(60), query: z.string().max(500) });

/** The table of a run's cases, and one case of it. */
export function caseRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/cases',
    looksAt: 'listed',
    allow: ['planner', 'auditor'],
    handler: list,
  });
  route(routes, {
    method: 'get',
    path: '/cases/export.csv',
    looksAt: 'listed',
    allow: ['planner', 'auditor'],
    handler: (call) => send(call, 'csv'),
  });
  route(routes, {
    method: 'get',
    path: '/cases/export.xlsx',
    looksAt: 'listed',
    allow: ['planner', 'auditor'],
    handler: (call) => send(call, 'xlsx'),
  });
  route(routes, {
    method: 'get',
    path: '/cases/:id',
    allow: ['planner', 'auditor'],
    looksAt: looksAtRowOf('decisions', 'case'),
    handler: showCase,
  });
  route(routes, {
    method: 'post',
    path: '/case-views',
    allow: ['planner', 'auditor'],
    handler: saveView,
  });
  route(routes, {
    method: 'post',
    path: '/case-views/:id/removal',
    allow: ['planner', 'auditor'],
    handler: removeView,
  });
}

async function list(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const query = caseQueryOf(call.request.query);
  const run = await runOf(call, query);
  sayMisread(
    call,
    query.misread.map(({ part, value }) => ({ label: partLabel(part, wording), value })),
  );
  if (run === null) return page(call, casesPage, emptyContext(wording));
  if (run.kind === 'credit') {
    const text = wording.t('planner.cases.creditRun', { run: run.id, portfolio: run.portfolio });
    return seeOther(call, '/applications', { kind: 'wait', text });
  }
  page(call, casesPage, await casesContext(call, run, query, wording));
}

/** The name that the page gives a part of the filter; what it gives no name keeps its own. */
function partLabel(part: string, { t }: Wording): string {
  const labels: Readonly<Record<string, string>> = {
    run: 'planner.runs.run',
    measure: 'planner.run.measure',
    phase: 'planner.cases.column.phase',
    release: 'planner.cases.column.release',
    from: 'planner.cases.balanceFrom',
    to: 'planner.cases.balanceTo',
    days: 'planner.cases.daysFrom',
    number: 'planner.cases.number',
    person: 'planner.cases.column.person',
    group: 'planner.cases.groupBy',
    show: 'planner.cases.columns',
  };
  const label = labels[part];
  return label === undefined ? part : t(label);
}

/** The run asked for, or the newest of any collection portfolio. */
async function runOf(call: Call, { filter }: CaseQuery): Promise<RunSummary | null> {
  if (filter.runId !== undefined) {
    const run = await readRun(call.context.db, filter.runId);
    if (run === null) throw new Problem('not_found');
    return run;
  }
  const current = await listCurrentRuns(call.context.db);
  return current.find(({ kind }) => kind === 'collection') ?? null;
}

async function casesContext(
  call: Call,
  run: RunSummary,
  query: CaseQuery,
  wording: Wording,
): Promise<CasesContext> {
  const { db } = call.context;
  const { t, number, money } = wording;
  // Even the order of the table, its sums and what a filter finds would give a covered score away.
  const covered = await coveredPersons(call.context);
  const filter = { ...query.filter, runId: run.id, exceptPersonIds: [...covered.keys()] };
  const values = { ...query.values, run: String(run.id) };
  const address = addressFrom(values, query);
  const totals = await countCases(db, filter);
  const pages = Math.max(1, Math.ceil(totals.cases / CASES_A_PAGE));
  const at = Math.min(query.page, pages);
  const rows = await listCases(db, filter, {
    sort: query.sort,
    descending: query.descending,
    offset: (at - 1) * CASES_A_PAGE,
    limit: CASES_A_PAGE,
  });
  await sawListed(call, rows);
  const reasons = query.columns.includes('why')
    ? await reasonsOf(call, rows)
    : new Map<number, LineReasons>();
  const currency = await readCurrency(db, run.portfolioId);
  const mix = await readRunMix(db, run.id);
  const any = { value: '', label: t('planner.cases.any') };
  const views = call.actor.kind === 'staff' ? await listCaseViews(db, call.actor.staffId) : [];
  const runs = (await listRuns(db, RUNS_OFFERED)).filter(
    ({ kind, state }) => kind === 'collection' && state === 'finished',
  );
  return {
    title: t('planner.cases.title', { portfolio: run.portfolio, run: run.id }),
    runs: (runs.some(({ id }) => id === run.id) ? runs : [run, ...runs]).map((each) => ({
      value: String(each.id),
      label: `${each.id} · ${each.portfolio} · ${wording.date(each.asOf)}`,
    })),
    values,
    measures: [
      any,
      ...measuresOf(mix, filter.measure).map((measure) => ({
        value: measure,
        label: measureName(measure, wording),
      })),
    ],
    phases: [any, ...PHASES.map((phase) => ({ value: phase, label: t(`planner.phase.${phase}`) }))],
    releases: [
      any,
      ...RELEASE_STATES.map((state) => ({ value: state, label: t(`planner.release.state.${state}`) })),
    ],
    groups: [
      { value: '', label: t('planner.cases.groupNone') },
      ...CASE_GROUPS.map((group) => ({ value: group, label: t(`planner.cases.group.${group}`) })),
    ],
    areColumnsChosen: query.columns !== USUAL_COLUMNS,
    columns: CASE_COLUMNS.map((column) => ({
      value: column,
      label: t(`planner.cases.column.${column}`),
      shown: query.columns.includes(column),
    })),
    heads: caseHeads(query.columns, { by: query.sort, descending: query.descending }, address, wording),
    leftOut: await leftOut(call, run.id, covered, wording),
    rows: rows.map(shownAs(await readCarriedOut(call.context, rows))).map((row) => ({
      decisionId: row.decisionId,
      number: row.number,
      href: `/cases/${row.decisionId}`,
      selectable: row.release === 'waiting',
      cells: caseCells(
        row,
        query.columns,
        whyWords(reasons.get(row.decisionId) ?? null, row.currency, wording),
        wording,
      ),
    })),
    groupTable:
      query.group === null
        ? null
        : groupTable(query.group, await groupCases(db, filter, query.group), currency, address, wording),
    totals: t('planner.cases.totals', {
      count: totals.cases,
      number: number(totals.cases),
      amount: money(totals.amountCents, currency),
      net: money(totals.expectedNetCents, currency),
      cost: money(totals.debtorCostCents, currency),
    }),
    found: totals.cases,
    pages: {
      text: t('planner.cases.page', { page: number(at), pages: number(pages) }),
      previous: at > 1 ? address({ page: String(at - 1) }) : null,
      next: at < pages ? address({ page: String(at + 1) }) : null,
    },
    hidden: [...Object.entries(values), ['back', address({})]],
    exports: [
      { value: address({}, '/cases/export.csv'), label: t('planner.run.exportCsv') },
      { value: address({}, '/cases/export.xlsx'), label: t('planner.run.exportXlsx') },
    ],
    views: views.map(({ id, name, query: saved }) => ({ id, name, href: `/cases?${saved}` })),
    query: address({ run: '' }).split('?')[1] ?? '',
    isEmpty: false,
  };
}

/** That cases of this run are missing here, and where they are read; by run alone, so that no filter can ask for them. */
async function leftOut(
  { context: { db } }: Call,
  runId: number,
  covered: ReadonlyMap<number, number>,
  { t }: Wording,
): Promise<CasesContext['leftOut']> {
  const found = [];
  for (const [personId, reviewId] of covered) {
    const { cases } = await countCases(db, { runId, personId });
    if (cases === 0) continue;
    const text = t('planner.cases.leftOut', { number: reviewId });
    found.push({ href: `/reviews/${reviewId}`, text });
  }
  return found;
}

/** A measure that its person must not get stands as held back; one let go in writing as what it became. */
function shownAs(carriedOut: (decisionId: number) => CarriedOut | null) {
  return (row: CaseRow): ListedCase => {
    const isHeld = carriedOut(row.decisionId)?.kind === 'held_back';
    const isOpen = row.release === 'waiting' || row.release === 'awaiting_second';
    return {
      ...row,
      measure: row.instead ?? row.measure,
      release: isHeld && isOpen ? 'held_back' : row.release,
    };
  };
}

/** Those of the run, and the one that is asked for: no case has it, and the filter says so. */
function measuresOf(
  mix: readonly { readonly measure: string | null }[],
  asked: string | undefined,
): readonly string[] {
  const found = mix.flatMap(({ measure }) => (measure === null ? [] : [measure]));
  return asked === undefined || found.includes(asked) ? found : [...found, asked];
}

/** Makes addresses of this table with something changed; an empty text leaves a part out. */
function addressFrom(values: Readonly<Record<string, string>>, query: CaseQuery) {
  return (changes: Readonly<Record<string, string>>, path = '/cases'): string => {
    const parts = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...values, page: '', ...changes })) {
      if (value !== '') parts.set(name, value);
    }
    for (const column of query.columns) parts.append('show', column);
    return `${path}?${parts.toString()}`;
  };
}

/** Reasons of the lines on one page, each decision explained by the versions it names. */
async function reasonsOf(call: Call, rows: readonly CaseRow[]): Promise<ReadonlyMap<number, LineReasons>> {
  const { db, vault } = call.context;
  const stored = await findDecisions(
    db,
    vault,
    rows.map(({ decisionId }) => decisionId),
  );
  const scorecards = new Map<string, Scorecard>();
  const reasons = new Map<number, LineReasons>();
  for (const { id, decision } of stored) {
    const policy = await loadPolicyVersion(db, decision.policy.id, decision.policy.version);
    if (policy === null) continue;
    for (const { scorecard: name, fingerprint } of decision.scores) {
      if (scorecards.get(name)?.fingerprint === fingerprint) continue;
      const found = await findScorecardByFingerprint(db, fingerprint);
      if (found !== null) scorecards.set(name, found);
    }
    const explanation = explain(decision, policy, scorecards, { recourse: 'none' });
    reasons.set(id, { reasons: explanation.reasons, policy: policy.policy });
  }
  return reasons;
}

function emptyContext({ t }: Wording): CasesContext {
  return {
    title: t('planner.cases.titleNone'),
    runs: [],
    values: {},
    measures: [],
    phases: [],
    releases: [],
    groups: [],
    columns: [],
    heads: [],
    rows: [],
    leftOut: [],
    groupTable: null,
    areColumnsChosen: false,
    totals: '',
    found: 0,
    pages: { text: '', previous: null, next: null },
    hidden: [],
    exports: [],
    views: [],
    query: '',
    isEmpty: true,
  };
}

/** Everything the filter finds, not just the page that is seen. */
async function send(call: Call, format: 'csv' | 'xlsx'): Promise<void> {
  const filter = await caseSelectionOf(call, call.request.query);
  const exported = await exportCases(call.context, filter, format, (rows) =>
    keepLooks(
      call,
      'export',
      rows.map(({ personId }) => personId),
    ),
  );
  if (exported.kind === 'too_many_rows') {
    const { t, number } = wordingFor(call.language);
    const { cases } = await countCases(call.context.db, filter);
    const text = t('planner.cases.tooMany', { most: number(exported.limit), found: number(cases) });
    return seeOther(call, `/cases?run=${filter.runId}`, { kind: 'refused', text });
  }
  call.response.attachment(`cases-run-${filter.runId}.${format}`).set('Cache-Control', 'no-store');
  if (exported.kind === 'xlsx') {
    call.response.type('xlsx').send(exported.bytes);
    return;
  }
  call.response.type('text/csv; charset=utf-8');
  await pipeline(Readable.from(exported.lines), call.response);
}

async function saveView(call: Call): Promise<void> {
  const read = fieldsOf(call.request, viewForm);
  if (read.kind === 'invalid') throw new Problem('invalid', undefined, read.problems);
  if (call.actor.kind !== 'staff') throw new Problem('forbidden');
  const { name, query } = read.fields;
  await saveCaseView(call.context.db, { staffId: call.actor.staffId, name, query, now: call.context.now });
  const { t } = wordingFor(call.language);
  seeOther(call, `/cases?${new URLSearchParams(query).toString()}`, {
    kind: 'done',
    text: t('planner.cases.viewSaved'),
  });
}

async function removeView(call: Call): Promise<void> {
  if (call.actor.kind !== 'staff') throw new Problem('forbidden');
  if (!(await deleteCaseView(call.context.db, call.actor.staffId, idOf(call))))
    throw new Problem('not_found');
  const { t } = wordingFor(call.language);
  seeOther(call, '/cases', { kind: 'done', text: t('planner.cases.viewRemoved') });
}
