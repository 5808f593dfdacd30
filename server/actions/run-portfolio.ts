import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import { type DecisionRow, insertDecisions } from '../../data/stores/decisions.ts';
import { publishPacks } from '../../data/policies.ts';
import { findPortfolio, type Portfolio } from '../../data/stores/portfolios.ts';
import {
  addRunRules,
  checkpointRun,
  failRun,
  findUnfinishedRun,
  finishRun,
  insertRun,
  type Run,
} from '../../data/stores/runs.ts';
import { countPersons, readPersonFiles } from '../../data/views/person-files.ts';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { inputsOf } from '../../scoring/decision/inputs.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import { openCases } from '../../scoring/portfolio/cases.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import type { ActionContext } from './action.ts';
import { type DecisionMeans, findDecisionMeans, findMeansOfRun } from './decision-means.ts';
import { decisionRow } from './decision-row.ts';
import { sendNoticesOfRun } from './send-notices.ts';

export interface RunOrder {
  readonly portfolio: string;
  readonly asOf: IsoDate;
  readonly policy: string;
}

export const RUN_STAGES = ['read', 'characteristics', 'decide', 'seal', 'store', 'notices'] as const;
export type RunStage = (typeof RUN_STAGES)[number];

export interface RunDone {
  readonly kind: 'done';
  readonly run: number;
  /** The run had been cut off and went on from its checkpoint. */
  readonly resumed: boolean;
  readonly cases: number;
  readonly decided: number;
  readonly seconds: Readonly<Record<RunStage | 'total', number>>;
  readonly rowsPerSecond: Readonly<Record<RunStage | 'total', number>>;
}

export interface RunRefused {
  readonly kind: 'refused';
  readonly reason: string;
}

/** So many persons are decided, stored and checkpointed in one transaction. */
const PERSONS_A_CHUNK = 1000;

/** Makes the run, or finds the one that was cut off, without deciding anybody yet. */
export async function startRun(
  context: ActionContext,
  order: RunOrder,
): Promise<{ readonly kind: 'started'; readonly run: Run; readonly resumed: boolean } | RunRefused> {
  const portfolio = await findPortfolio(context.db, order.portfolio);
  if (portfolio === null) return refused(`there is no portfolio "${order.portfolio}"`);
  const unfinished = await findUnfinishedRun(context.db, {
    portfolioId: portfolio.id,
    asOf: order.asOf,
    policyId: order.policy,
  });
  if (unfinished !== null) return { kind: 'started', run: unfinished, resumed: true };
  await publishPacks(context.db, context.now);
  const found = await findDecisionMeans(context, portfolio, order.policy);
  if (found.kind === 'missing') return refused(found.reason);
  const { policy } = found.means.policy;
  const run = await insertRun(context.db, {
    portfolioId: portfolio.id,
    asOf: order.asOf,
    policyId: policy.id,
    policyVersion: policy.version,
    policyFingerprint: policy.fingerprint,
    measureResponsesId: found.means.responsesId,
    personsTotal: await countPersons(context.db, portfolio.id),
    startedBy: context.actor.kind === 'staff' ? context.actor.staffId : null,
    startedAt: context.now,
  });
  return { kind: 'started', run, resumed: false };
}

/** Decides every open case of a portfolio. Killed anywhere, the same order goes on from the last chunk stored. */
export async function runPortfolio(
  context: ActionContext,
  order: RunOrder,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<RunDone | RunRefused> {
  const started = await startRun(context, order);
  if (started.kind === 'refused') return started;
  return continueRun(context, order, started.run, started.resumed, onProgress);
}

async function continueRun(
  context: ActionContext,
  order: RunOrder,
  run: Run,
  resumed: boolean,
  onProgress: (done: number, total: number) => void,
): Promise<RunDone | RunRefused> {
  const portfolio = (await findPortfolio(context.db, order.portfolio)) as Portfolio;
  const found = await findMeansOfRun(context, portfolio, run);
  if (found.kind === 'missing') {
    await failRun(context.db, run.id, found.reason, context.now);
    return refused(found.reason);
  }
  const watch = new Stopwatch();
  const counts = { persons: run.personsDone, cases: run.cases, decided: run.decided };
  let lastPersonId = run.lastPersonId;
  for (;;) {
    const files = await watch.time('read', () =>
      readPersonFiles(context.db, {
        portfolioId: portfolio.id,
        afterPersonId: lastPersonId,
        limit: PERSONS_A_CHUNK,
      }),
    );
    const last = files.at(-1);
    if (last === undefined) break;
    const decided = decideChunk(files, order.asOf, portfolio.kind, found.means, watch);
    lastPersonId = last.person.personId;
    counts.persons += files.length;
    counts.cases += decided.length;
    counts.decided += decided.length;
    await storeChunk(context, portfolio, run, decided, { ...counts, lastPersonId }, watch);
    onProgress(counts.persons, run.personsTotal);
  }
  // Every automated credit decision is told; a measure is told when it is released.
  if (portfolio.kind === 'credit') {
    await watch.time('notices', () => sendNoticesOfRun(context, { runId: run.id }));
  }
  const seconds = watch.seconds();
  await finishRun(context.db, run.id, { seconds, at: context.now });
  return {
    kind: 'done',
    run: run.id,
    resumed,
    cases: counts.cases,
    decided: counts.decided,
    seconds,
    rowsPerSecond: mapValues(seconds, (taken) =>
      Math.round((counts.cases - run.cases) / Math.max(taken, 1e-6)),
    ),
  };
}

function decideChunk(
  files: readonly PersonFile[],
  asOf: IsoDate,
  kind: Portfolio['kind'],
  { policy, scorecards, responses }: DecisionMeans,
  watch: Stopwatch,
): readonly Decision[] {
  const inputs = watch.timeSync('characteristics', () =>
    files.flatMap((file) => openCases(file, kind, asOf).map((ref) => inputsOf(historyOf(file, asOf, ref)))),
  );
  return watch.timeSync('decide', () => inputs.map((input) => decide(input, policy, scorecards, responses)));
}

interface Checkpoint {
  readonly persons: number;
  readonly cases: number;
  readonly decided: number;
  readonly lastPersonId: number;
}

/** One transaction: the decisions, the audit entry with their hash, and how far the run has come. */
async function storeChunk(
  { db, vault, now, actor }: ActionContext,
  portfolio: Portfolio,
  run: Run,
  decisions: readonly Decision[],
  checkpoint: Checkpoint,
  watch: Stopwatch,
): Promise<void> {
  const keys = await vault.keysFor(db, [...new Set(decisions.map(({ inputs }) => inputs.personId))]);
  const place = {
    portfolioId: portfolio.id,
    runId: run.id,
    decidedAt: now,
    decidedBy: 'program',
    replaces: null,
  } as const;
  const rows: readonly DecisionRow[] = watch.timeSync('seal', () =>
    decisions.flatMap((decision) => {
      const key = keys.get(decision.inputs.personId);
      return key === undefined || key.secret === null ? [] : [decisionRow(decision, vault, key, place)];
    }),
  );
  await watch.time('store', () =>
    db.transaction(async (transaction) => {
      await insertDecisions(transaction, rows);
      await addRunRules(transaction, run.id, countRules(decisions));
      await checkpointRun(transaction, run.id, checkpoint);
      await appendAuditEntry(transaction, {
        at: now,
        actor,
        action: 'run.decided',
        subject: { kind: 'run', id: run.id },
        details: { upToPerson: checkpoint.lastPersonId, decisions: rows.length, sha256: hashOf(rows) },
      });
    }),
  );
}

/** Over the ciphertext: the entry proves what was stored without telling it, and outlives an erasure. */
function hashOf(rows: readonly DecisionRow[]): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(row.inputs_sealed);
  return hash.digest('hex');
}

function countRules(decisions: readonly Decision[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rules } of decisions) {
    for (const { rule, holds } of rules) if (holds) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

class Stopwatch {
  readonly #started = performance.now();
  readonly #spent = new Map<RunStage, number>();

  async time<T>(stage: RunStage, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    const result = await work();
    this.#add(stage, from);
    return result;
  }

  timeSync<T>(stage: RunStage, work: () => T): T {
    const from = performance.now();
    const result = work();
    this.#add(stage, from);
    return result;
  }

  seconds(): Record<RunStage | 'total', number> {
    const of = (stage: RunStage): number => rounded((this.#spent.get(stage) ?? 0) / 1000);
    return {
      read: of('read'),
      characteristics: of('characteristics'),
      decide: of('decide'),
      seal: of('seal'),
      store: of('store'),
      notices: of('notices'),
      total: rounded((performance.now() - this.#started) / 1000),
    };
  }

  #add(stage: RunStage, from: number): void {
    this.#spent.set(stage, (this.#spent.get(stage) ?? 0) + performance.now() - from);
  }
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function mapValues<K extends string>(
  record: Readonly<Record<K, number>>,
  change: (value: number) => number,
): Record<K, number> {
  return Object.fromEntries(
    Object.entries<number>(record).map(([key, value]) => [key, change(value)]),
  ) as Record<K, number>;
}

function refused(reason: string): RunRefused {
  return { kind: 'refused', reason };
}
