import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase } from '../../data/database.ts';
import { loadPolicy, publishPacks } from '../../data/policies.ts';
import { SAMPLE_PORTFOLIOS } from '../../data/sample/portfolios.ts';
import { SAMPLE_LAST_DATE } from '../../data/sample/simulate.ts';
import { writeSample } from '../../data/sample/write-sample.ts';
import { Vault } from '../../data/vault.ts';
import type { CompiledPolicy } from '../../scoring/policy/compile-policy.ts';
import type { MeasureResponses } from '../../scoring/decision/responses.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { ActionContext } from '../../server/actions/action.ts';
import { learnMeasureResponses } from '../../server/actions/learn-measure-responses.ts';
import { learnScorecard } from '../../server/actions/learn-scorecard.ts';
import { loadSample } from '../../server/actions/load-sample.ts';

/** What the benched decisions are made with: learnt from a small sample of its own, so that no learning is timed. */
export interface BenchMeans {
  readonly scorecard: Scorecard;
  /** By portfolio; priors where there were too few measures to learn from. */
  readonly responses: Readonly<Record<string, MeasureResponses | null>>;
}

export const BENCH_KEY = Buffer.alloc(32, 1);
export const COLLECTORS = SAMPLE_PORTFOLIOS.filter(({ kind }) => kind === 'collection');

const PERSONS = 2_000;
const SEED = 99;

export function benchContext(url: string): ActionContext {
  return {
    db: openDatabase(url),
    vault: new Vault(BENCH_KEY),
    now: `${SAMPLE_LAST_DATE}T20:00:00.000Z`,
    today: SAMPLE_LAST_DATE,
    actor: { kind: 'system' },
  };
}

export async function learnMeans(): Promise<BenchMeans> {
  const folder = mkdtempSync(join(tmpdir(), 'recourse-bench-means-'));
  const context = benchContext(`sqlite:${join(folder, 'recourse.sqlite')}`);
  try {
    await migrate(context.db);
    await publishPacks(context.db, context.now);
    const written = await writeSample(folder, { persons: PERSONS, seed: SEED });
    const portfolios = written.portfolios.filter(({ portfolio }) => portfolio.kind === 'collection');
    sound(await loadSample(context, { ...written, portfolios }));
    const learnt = await learnScorecard(context, {
      portfolios: COLLECTORS.map(({ name }) => name),
      target: 'payment_90d',
      scorecard: 'payment-90d',
      asOf: SAMPLE_LAST_DATE,
      seed: SEED,
      check: 'hold_out',
    });
    if (learnt.kind === 'refused') throw new Error(learnt.reason);
    const responses: Record<string, MeasureResponses | null> = {};
    for (const { name, policy } of COLLECTORS) {
      const done = await learnMeasureResponses(context, { portfolio: name, policy, asOf: SAMPLE_LAST_DATE });
      if (done.kind === 'refused') throw new Error(done.reason);
      responses[name] = done.kind === 'learnt' ? done.responses : null;
    }
    return { scorecard: learnt.scorecard, responses };
  } finally {
    await context.db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pack of the Estonian collector, compiled. */
export async function benchPolicy(): Promise<CompiledPolicy> {
  const context = benchContext('sqlite::memory:');
  try {
    await migrate(context.db);
    await publishPacks(context.db, context.now);
    const policy = await loadPolicy(context.db, 'collection-ee');
    if (policy === null) throw new Error('there is no policy "collection-ee"');
    return policy;
  } finally {
    await context.db.destroy();
  }
}

/** A step that refuses what the bench itself made is a broken promise. */
export function sound<T extends { readonly kind: string }>(result: T): Exclude<T, { kind: 'refused' }> {
  if (result.kind === 'refused') throw new Error((result as { reason?: string }).reason ?? 'refused');
  return result as Exclude<T, { kind: 'refused' }>;
}
