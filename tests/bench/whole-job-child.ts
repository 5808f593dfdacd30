import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { migrate } from '../../data/database.ts';
import { publishPacks } from '../../data/policies.ts';
import { SAMPLE_LAST_DATE } from '../../data/sample/simulate.ts';
import type { WrittenSample } from '../../data/sample/write-sample.ts';
import { insertMeasureResponses } from '../../data/stores/measure-responses.ts';
import { findPortfolio } from '../../data/stores/portfolios.ts';
import { insertScorecard } from '../../data/stores/scorecards.ts';
import type { ActionContext } from '../../server/actions/action.ts';
import { loadSample } from '../../server/actions/load-sample.ts';
import { runPortfolio } from '../../server/actions/run-portfolio.ts';
import { type BenchMeans, benchContext, COLLECTORS, sound } from './means.ts';

export interface WholeJobOrder {
  readonly folder: string;
  readonly meansFile: string;
  readonly sample: WrittenSample;
}

const [order] = (await once(process, 'message')) as [WholeJobOrder];
process.send?.(await doTheJob(order));
process.disconnect();

async function doTheJob({ folder, meansFile, sample }: WholeJobOrder) {
  const context = benchContext(`sqlite:${join(folder, 'recourse.sqlite')}`);
  await migrate(context.db);
  await publishPacks(context.db, context.now);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const loaded = sound(await loadSample(context, sample));
  const imported = performance.now();
  await publishMeans(context, JSON.parse(readFileSync(meansFile, 'utf8')) as BenchMeans);
  let decisions = 0;
  const runStages: Record<string, number> = {};
  for (const { name, policy } of COLLECTORS) {
    const done = sound(await runPortfolio(context, { portfolio: name, asOf: SAMPLE_LAST_DATE, policy }));
    decisions += done.decided;
    for (const [stage, seconds] of Object.entries(done.seconds))
      runStages[stage] = rounded((runStages[stage] ?? 0) + seconds);
  }
  const ended = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  await context.db.destroy();
  return {
    records: loaded.accepted,
    decisions,
    importSeconds: rounded((imported - started) / 1000),
    runSeconds: rounded((ended - imported) / 1000),
    seconds: rounded((ended - started) / 1000),
    cpuSeconds: rounded((user + system) / 1e6),
    peakMemoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1000),
    rowsPerSecond: {
      import: Math.round((loaded.accepted / (imported - started)) * 1000),
      decisions: Math.round((decisions / (ended - imported)) * 1000),
    },
    runStages,
  };
}

async function publishMeans({ db, now }: ActionContext, means: BenchMeans): Promise<void> {
  await insertScorecard(db, means.scorecard, null, now);
  for (const { name, policy } of COLLECTORS) {
    const portfolio = await findPortfolio(db, name);
    const responses = means.responses[name] ?? null;
    if (portfolio === null || responses === null) continue;
    await insertMeasureResponses(db, {
      portfolioId: portfolio.id,
      policyId: policy,
      asOf: SAMPLE_LAST_DATE,
      fingerprint: responses.fingerprint,
      responses,
      createdAt: now,
    });
  }
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
