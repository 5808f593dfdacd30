import { policyText } from '../../scoring/policy/policy-text.ts';
import { z } from 'zod';
import { readPacks } from '../../data/policies.ts';
import { listPortfolios } from '../../data/stores/portfolios.ts';
import { readCurrency } from '../../data/views/dashboard.ts';
import {
  listRuns,
  readPointsHistogram,
  readReleaseCounts,
  readRun,
  readRunBefore,
  readRunMix,
  readRunRules,
  readSwapSet,
  type RunSummary,
} from '../../data/views/runs.ts';
import { loadPolicyVersion } from '../../data/policies.ts';
import { presentRun, runPage } from '../../review-ui/pages/run.ts';
import { type NamedRun, type RunsContext, runsPage, runTable } from '../../review-ui/pages/runs.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Policy } from '../../scoring/policy/policy.ts';
import { hasRole } from '../actions/review-case.ts';
import { dayToCome } from '../actions/observation-day.ts';
import { startRun } from '../actions/run-portfolio.ts';
import { fieldsOf } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { startRunJob } from '../jobs/run-job.ts';

const RUNS_LISTED = 50;
const POINTS_A_BIN = 20;

const startForm = z.object({ portfolio: z.string(), policy: z.string(), asOf: z.string() });

/** Batches over a portfolio: start one, watch it, see what came of it. */
export function runRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/runs',
    looksAt: 'nobody',
    allow: ['planner', 'analyst', 'admin', 'auditor'],
    handler: async (call) => page(call, runsPage, await runsContext(call, [])),
  });
  route(routes, { method: 'post', path: '/runs', allow: ['planner'], handler: start });
  route(routes, {
    method: 'get',
    path: '/runs/:id',
    looksAt: 'nobody',
    allow: ['planner', 'analyst', 'admin', 'auditor'],
    handler: show,
  });
}

async function start(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const read = fieldsOf(call.request, startForm);
  if (read.kind === 'invalid') throw new Problem('invalid', undefined, read.problems);
  const { portfolio, policy, asOf } = read.fields;
  if (!isIsoDate(asOf)) {
    const errors = [{ field: 'asOf', text: t('planner.runs.wrongDate') }];
    return page(call, runsPage, await runsContext(call, errors, read.fields), 422);
  }
  if (dayToCome(asOf, call.context.today) !== null) {
    const errors = [
      {
        field: 'asOf',
        text: t('planner.runs.dayToCome', { today: wordingFor(call.language).date(call.context.today) }),
      },
    ];
    return page(call, runsPage, await runsContext(call, errors, read.fields), 422);
  }
  const order = { portfolio, policy, asOf };
  const started = await startRun(call.context, order);
  if (started.kind === 'refused') {
    const errors = [{ field: 'policy', text: t('planner.runs.refused', { reason: started.reason }) }];
    return page(call, runsPage, await runsContext(call, errors, read.fields), 422);
  }
  startRunJob(call.services.configuration, order);
  seeOther(call, `/runs/${started.run.id}`);
}

async function runsContext(
  call: Call,
  errors: RunsContext['errors'],
  values?: RunsContext['values'],
): Promise<RunsContext> {
  const wording = wordingFor(call.language);
  const portfolios = await listPortfolios(call.context.db);
  const packs = await readPacks();
  const first = portfolios[0];
  return {
    runs: runTable(await named(call, await listRuns(call.context.db, RUNS_LISTED)), wording),
    portfolios: portfolios.map(({ name, controller }) => ({ value: name, label: `${name} · ${controller}` })),
    policies: packs.map(({ policy }) => ({
      value: policy.id,
      label: policy.name[call.language] ?? policy.name.en,
    })),
    values: values ?? {
      portfolio: first?.name ?? '',
      policy: first?.policy ?? packs[0]?.policy.id ?? '',
      asOf: call.context.today,
    },
    errors,
  };
}

/** Each run with the name of its policy, as the version it was made with calls itself. */
async function named(call: Call, runs: readonly RunSummary[]): Promise<readonly NamedRun[]> {
  const withNames: NamedRun[] = [];
  for (const run of runs) {
    const policy = await loadPolicyVersion(call.context.db, run.policyId, run.policyVersion);
    withNames.push({ ...run, policyName: policyName(run, policy?.policy, call.language) });
  }
  return withNames;
}

/** A policy that is not on record any more keeps its id. */
function policyName(
  { policyId, policyVersion }: RunSummary,
  policy: Policy | undefined,
  language: Language,
): string {
  const name = policy === undefined ? policyId : policyText(policy.name, language);
  return `${name} ${policyVersion}`;
}

async function show(call: Call): Promise<void> {
  const { db } = call.context;
  const run = await readRun(db, idOf(call));
  if (run === null) throw new Problem('not_found');
  const before = run.state === 'finished' ? await readRunBefore(db, run) : null;
  const policy = await loadPolicyVersion(db, run.policyId, run.policyVersion);
  const data = {
    run: { ...run, policyName: policyName(run, policy?.policy, call.language) },
    before,
    mix: await readRunMix(db, run.id),
    points: await readPointsHistogram(db, run.id, POINTS_A_BIN),
    rules: await readRunRules(db, run.id),
    releases: await readReleaseCounts(db, run.id),
    swaps: before === null ? [] : await readSwapSet(db, before.id, run.id),
    policyRules: policy?.policy.rules ?? [],
    currency: await readCurrency(db, run.portfolioId),
    opensCases: hasRole(call.context, 'planner', 'auditor'),
    releasesMeasures: hasRole(call.context, 'planner'),
  };
  page(call, runPage, presentRun(data, wordingFor(call.language)));
}
