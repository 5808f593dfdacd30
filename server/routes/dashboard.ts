import { listPeoplesMeasures } from '../../data/views/cases.ts';
import { readCurrency, readPaidSince, readRollRates } from '../../data/views/dashboard.ts';
import {
  listCurrentRuns,
  readBuckets,
  readReleaseCounts,
  readRunBefore,
  readRunMix,
  type RunSummary,
} from '../../data/views/runs.ts';
import { countUnreadStatements } from '../../data/views/unread-statements.ts';
import { dashboardPage, type PortfolioData, presentDashboard } from '../../review-ui/pages/dashboard.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { hasRole } from '../actions/review-case.ts';
import { page } from '../http/page.ts';
import { type Call, route, type Routes } from '../http/route.ts';

const PEOPLES_MEASURES_SHOWN = 50;

/** Where a planner begins: each collection portfolio at a glance. */
export function dashboardRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/dashboard', looksAt: 'nobody', allow: ['planner'], handler: show });
}

async function show(call: Call): Promise<void> {
  const runs = await listCurrentRuns(call.context.db);
  const blocks: PortfolioData[] = [];
  for (const run of runs) if (run.kind === 'collection') blocks.push(await blockOf(call, run));
  const byPeople = await listPeoplesMeasures(call.context.db, PEOPLES_MEASURES_SHOWN);
  const unread = hasRole(call.context, 'planner') ? await countUnreadStatements(call.context.db) : 0;
  page(call, dashboardPage, presentDashboard(blocks, byPeople, unread, wordingFor(call.language)));
}

async function blockOf(call: Call, run: RunSummary): Promise<PortfolioData> {
  const { db } = call.context;
  const before = await readRunBefore(db, run);
  const mix = await readRunMix(db, run.id);
  return {
    run,
    mix,
    currency: await readCurrency(db, run.portfolioId),
    buckets: await readBuckets(db, run.id),
    releases: await readReleaseCounts(db, run.id),
    rolls: before === null ? [] : await readRollRates(db, before.id, run.id),
    paid:
      before === null
        ? null
        : {
            cents: await readPaidSince(db, run.portfolioId, before.asOf),
            forecastCents: (await readRunMix(db, before.id)).reduce(
              (sum, line) => sum + line.expectedPaidCents,
              0,
            ),
            since: before.asOf,
          },
  };
}
