import { z } from 'zod';
import { listPortfolios, type Portfolio } from '../../../data/stores/portfolios.ts';
import { listRuns, readRun, type RunSummary } from '../../../data/views/runs.ts';
import { dayToCome } from '../../actions/observation-day.ts';
import { startRun } from '../../actions/run-portfolio.ts';
import { apiRoute, numberOf } from '../../http/api-route.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/route.ts';
import { startRunJob } from '../../jobs/run-job.ts';
import { isoDate, name, portfolio, run } from './schemas.ts';

const RUNS_SHOWN = 200;

export function runApi(routes: Routes): void {
  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/portfolios',
    looksAt: 'nobody',
    allow: ['integrator', 'planner', 'officer', 'auditor', 'admin'],
    summary: 'List the portfolios.',
    answer: z.object({ portfolios: z.array(portfolio) }),
    status: 200,
    handler: async ({ services }) => ({
      portfolios: (await listPortfolios(services.db)).map(portfolioAnswer),
    }),
  });

  apiRoute(routes, {
    method: 'post',
    path: '/api/v1/runs',
    allow: ['integrator', 'planner'],
    summary:
      'Decide every open case of a portfolio as of a day. The run goes on by itself; ask for its state.',
    body: z.object({
      portfolio: name('the name of a portfolio'),
      policy: name('the id of a policy'),
      asOf: isoDate,
    }),
    answer: run,
    status: 202,
    handler: async ({ services, context }, { body }) => {
      if (dayToCome(body.asOf, context.today) !== null) {
        throw new Problem('invalid', 'A day to come cannot be looked back from.', [
          { field: 'asOf', wanted: 'today or earlier' },
        ]);
      }
      const started = await startRun(context, body);
      if (started.kind === 'refused') throw new Problem('not_allowed_now', `${started.reason}.`);
      startRunJob(services.configuration, body);
      return runAnswer(await readRun(services.db, started.run.id));
    },
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/runs',
    looksAt: 'nobody',
    allow: ['integrator', 'planner', 'auditor', 'admin'],
    summary: 'List the runs, newest first.',
    answer: z.object({ runs: z.array(run) }),
    status: 200,
    handler: async ({ services }) => ({ runs: (await listRuns(services.db, RUNS_SHOWN)).map(runAnswer) }),
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/runs/{id}',
    looksAt: 'nobody',
    allow: ['integrator', 'planner', 'auditor', 'admin'],
    summary: 'Tell how far a run is.',
    answer: run,
    status: 200,
    handler: async (call) => runAnswer(await readRun(call.services.db, numberOf(call))),
  });
}

function portfolioAnswer(found: Portfolio): z.input<typeof portfolio> {
  const { name: called, controller, kind, jurisdiction, policy, sample } = found;
  return { name: called, controller, kind, jurisdiction, policy, sample };
}

function runAnswer(summary: RunSummary | null): z.input<typeof run> {
  if (summary === null) throw new Problem('not_found', 'There is no such run.');
  const { id, portfolio: named, kind, asOf, policyId, policyVersion, state, cases, restricted } = summary;
  const { personsTotal, personsDone, startedAt, finishedAt, seconds, error } = summary;
  return {
    id,
    portfolio: named,
    kind,
    asOf,
    policy: policyId,
    policyVersion,
    state,
    persons: { total: personsTotal, done: personsDone },
    cases,
    restricted,
    startedAt,
    finishedAt,
    seconds,
    error,
  };
}
