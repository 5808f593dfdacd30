import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { SAMPLE_LAST_DATE, SAMPLE_SEED } from '../../data/sample/simulate.ts';
import { writeSample } from '../../data/sample/write-sample.ts';
import { createDemoSignIns } from '../identity/demo-sign-ins.ts';
import { loadPolicy } from '../../data/policies.ts';
import type { SamplePortfolio } from '../../data/sample/portfolios.ts';
import { findDecisions, type StoredDecision } from '../../data/stores/decisions.ts';
import { listDecisionIds } from '../../data/views/runs.ts';
import type { ActionContext } from './action.ts';
import { explainDecision } from './explain-decision.ts';
import { lawsAgainstVote } from './laws-against-vote.ts';
import { learnMeasureResponses } from './learn-measure-responses.ts';
import { learnScorecard } from './learn-scorecard.ts';
import { loadSample } from './load-sample.ts';
import { type RunDone, runPortfolio, type RunRefused } from './run-portfolio.ts';

export interface SampleOrder {
  readonly persons: number;
  /** The one controller it is made for; without it three. */
  readonly only?: SamplePortfolio;
  /** Where the demo sign-ins are kept. */
  readonly home: string;
  /** Told a sentence at each step. */
  readonly progress: (text: string) => void;
}

/** Simulates the sample portfolio, takes it in, trains its scorecards, decides it, and makes the demo sign-ins. */
export async function prepareSample(context: ActionContext, order: SampleOrder): Promise<void> {
  const folder = await mkdtemp(path.join(order.home, 'sample-'));
  try {
    const sample = await writeSample(folder, {
      persons: order.persons,
      seed: SAMPLE_SEED,
      lastDate: SAMPLE_LAST_DATE,
      ...(order.only === undefined ? {} : { only: order.only }),
    });
    order.progress(
      `  ${sample.persons} persons, ${sample.claims} claims, ${sample.applications} applications`,
    );
    done(await loadSample(context, sample));
    await train(
      context,
      order,
      sample.portfolios.map(({ portfolio }) => portfolio),
    );
    let runToRead = 0;
    for (const { portfolio } of sample.portfolios) {
      order.progress(`  deciding ${portfolio.name}`);
      const run = decided(
        await runPortfolio(context, {
          portfolio: portfolio.name,
          asOf: SAMPLE_LAST_DATE,
          policy: portfolio.policy,
        }),
      );
      if (portfolio.kind === 'credit' || runToRead === 0) runToRead = run;
    }
    await createDemoSignIns(context, order.home, await personWorthReading(context, runToRead));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Named {
  readonly name: string;
  readonly kind: 'collection' | 'credit';
  readonly policy: string;
}

async function train(
  context: ActionContext,
  order: SampleOrder,
  portfolios: readonly Named[],
): Promise<void> {
  const asOf = SAMPLE_LAST_DATE;
  for (const { target, scorecard, kind, words } of SCORECARDS) {
    const learntFrom = portfolios.filter((portfolio) => portfolio.kind === kind);
    if (!(await anyScoresWith(context, learntFrom, scorecard))) continue;
    order.progress(`  training the scorecard of ${words}`);
    done(
      await learnScorecard(context, {
        portfolios: learntFrom.map(({ name }) => name),
        target,
        scorecard,
        asOf,
        seed: SAMPLE_SEED,
        check: 'hold_out',
      }),
    );
  }
  const collections = portfolios.filter(({ kind }) => kind === 'collection');
  if (collections.length > 0) order.progress('  learning what measures do');
  for (const { name, policy } of collections) {
    done(await learnMeasureResponses(context, { portfolio: name, policy, asOf }));
  }
}

const SCORECARDS = [
  {
    target: 'payment_90d',
    scorecard: 'payment-90d',
    kind: 'collection',
    words: 'payment within 90 days',
  },
  { target: 'default_12m', scorecard: 'default-12m', kind: 'credit', words: 'default within 12 months' },
] as const;

/** A retailer that decides by a bureau's rating needs no scorecard of its own. */
async function anyScoresWith(
  { db }: ActionContext,
  portfolios: readonly Named[],
  wanted: string,
): Promise<boolean> {
  for (const { policy } of portfolios) {
    const compiled = await loadPolicy(db, policy);
    if (compiled?.policy.scorecards.some(({ scorecard }) => scorecard === wanted) === true) return true;
  }
  return false;
}

const DECISIONS_LOOKED_AT = 50;

/** The demo customer: someone who was declined and could change that, so that every part of the page has something to say. */
async function personWorthReading(context: ActionContext, runId: number): Promise<number> {
  const ids = [
    ...(await listDecisionIds(context.db, runId, 'decline', DECISIONS_LOOKED_AT)),
    ...(await listDecisionIds(context.db, runId, 'measure', DECISIONS_LOOKED_AT)),
    ...(await listDecisionIds(context.db, runId, 'refer', 1)),
    ...(await listDecisionIds(context.db, runId, 'approve', 1)),
  ];
  const stored = await findDecisions(context.db, context.vault, ids);
  const changeable: StoredDecision[] = [];
  for (const decision of stored) {
    const explained = await explainDecision(context, decision);
    if (explained.kind !== 'explained' || explained.explanation.recourse.kind !== 'options') continue;
    if (await isCreditable(context, decision)) return decision.person_id;
    changeable.push(decision);
  }
  const next = changeable[0] ?? stored[0];
  if (next === undefined) throw new Error('the sample: nothing was decided');
  return next.person_id;
}

/** Whether a committee may lend what was asked for over a year: of nobody else can the whole walk be shown. */
async function isCreditable(context: ActionContext, decision: StoredDecision): Promise<boolean> {
  const { amount_cents: amountCents } = decision;
  if (amountCents === null) return false;
  const vote = { kind: 'change', to: { kind: 'approve', amountCents, termMonths: 12 } } as const;
  return (await lawsAgainstVote(context, decision, vote)).length === 0;
}

function decided(result: RunDone | RunRefused): number {
  if (result.kind === 'refused') throw new Error(`the sample: ${result.reason}`);
  return result.run;
}

/** The sample is ours: a step that refuses it is a broken promise. */
function done<T extends { readonly kind: string }>(result: T): T {
  if (result.kind === 'refused')
    throw new Error(`the sample: ${(result as { reason?: string }).reason ?? 'refused'}`);
  return result;
}
