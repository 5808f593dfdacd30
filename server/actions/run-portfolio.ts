import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setImmediate as pause } from 'node:timers/promises';
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
import type { PersonKey } from '../../data/vault.ts';
import { countPersons, findPersonsThere, readPersonFiles } from '../../data/views/person-files.ts';
import { decide } from '../../scoring/decision/decide.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { inputsOf } from '../../scoring/decision/inputs.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import { openCases } from '../../scoring/portfolio/cases.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import type { ActionContext } from './action.ts';
import { type DecisionMeans, findDecisionMeans, findMeansOfRun } from './decision-means.ts';
import { decisionRow } from './decision-row.ts';
import { dayToCome } from './observation-day.ts';
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
  /** Cases of persons whose data are only kept (GDPR art. 18): not scored. */
  readonly restricted: number;
  readonly seconds: Readonly<Record<RunStage | 'total', number>>;
  readonly rowsPerSecond: Readonly<Record<RunStage | 'total', number>>;
}

export interface RunRefused {
  readonly kind: 'refused';
  readonly reason: string;
}

/** So many persons are decided, stored and checkpointed in one transaction. */
const PERSONS_A_CHUNK = 500;
/** The arithmetic lets reading and storing take their next step this often. */
const PAUSE_EVERY_MS = 5;

/** Makes the run, or finds the one that was cut off, without deciding anybody yet. */
export async function startRun(
  context: ActionContext,
  order: RunOrder,
): Promise<{ readonly kind: 'started'; readonly run: Run; readonly resumed: boolean } | RunRefused> {
  const portfolio = await findPortfolio(context.db, order.portfolio);
  if (portfolio === null) return refused(`there is no portfolio "${order.portfolio}"`);
  const early = dayToCome(order.asOf, context.today);
  if (early !== null) return refused(early);
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
  const work: Work = { context, portfolio, run, asOf: order.asOf, means: found.means, watch };
  let checkpoint: Checkpoint = {
    lastPersonId: run.lastPersonId,
    persons: run.personsDone,
    cases: run.cases,
    decided: run.decided,
    restricted: run.restricted,
  };
  // The next persons are read and the last decisions stored while these are decided.
  let reading = readChunk(work, checkpoint.lastPersonId);
  let storing: Promise<Checkpoint> = Promise.resolve(checkpoint);
  for (;;) {
    const chunk = await watch.time('read', () => reading);
    if (chunk === null) break;
    reading = readChunk(work, chunk.lastPersonId);
    handledLater(reading);
    const decided = await decideChunk(work, chunk);
    checkpoint = await watch.time('store', () => storing);
    onProgress(checkpoint.persons, run.personsTotal);
    storing = storeChunk(work, chunk, decided, checkpoint);
    handledLater(storing);
  }
  checkpoint = await watch.time('store', () => storing);
  onProgress(checkpoint.persons, run.personsTotal);
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
    cases: checkpoint.cases,
    decided: checkpoint.decided,
    restricted: checkpoint.restricted,
    seconds,
    rowsPerSecond: mapValues(seconds, (taken) =>
      taken === 0 ? 0 : Math.round((checkpoint.cases - run.cases) / taken),
    ),
  };
}

/** What all chunks of a run have in common. */
interface Work {
  readonly context: ActionContext;
  readonly portfolio: Portfolio;
  readonly run: Run;
  readonly asOf: IsoDate;
  readonly means: DecisionMeans;
  readonly watch: Stopwatch;
}

interface Chunk {
  readonly files: readonly PersonFile[];
  readonly keys: ReadonlyMap<number, PersonKey>;
  readonly lastPersonId: number;
}

/** The next persons with their keys; null after the last. */
async function readChunk(
  { context: { db, vault }, portfolio }: Work,
  afterPersonId: number,
): Promise<Chunk | null> {
  const files = await readPersonFiles(db, {
    portfolioId: portfolio.id,
    afterPersonId,
    limit: PERSONS_A_CHUNK,
  });
  const last = files.at(-1);
  if (last === undefined) return null;
  const keys = await vault.keysFor(
    db,
    files.map(({ person }) => person.personId),
  );
  return { files, keys, lastPersonId: last.person.personId };
}

interface ChunkDecided {
  readonly cases: number;
  readonly restricted: number;
  readonly rows: readonly DecisionRow[];
  /** By rule, how many times it held. */
  readonly rules: ReadonlyMap<string, number>;
}

/**
 * Person by person from the records to the sealed row, so that no decision is kept longer than it takes to seal it,
 * with a pause now and then in which reading and storing go on.
 */
async function decideChunk(work: Work, { files, keys }: Chunk): Promise<ChunkDecided> {
  const { context, portfolio, run, asOf, means, watch } = work;
  const { policy, scorecards, responses } = means;
  const place = {
    portfolioId: portfolio.id,
    runId: run.id,
    decidedAt: context.now,
    decidedBy: 'program',
    replaces: null,
  } as const;
  const rows: DecisionRow[] = [];
  const rules = new Map<string, number>();
  let cases = 0;
  let restricted = 0;
  let paused = performance.now();
  for (const file of files) {
    // Restricted today: kept, and not scored, also for a day that lies before the restriction.
    if (isRestricted(file, asOf) || isRestricted(file, context.today)) {
      restricted += openCases(file, portfolio.kind, asOf).length;
      continue;
    }
    const inputs = watch.timeSync('characteristics', () =>
      openCases(file, portfolio.kind, asOf).map((ref) => inputsOf(historyOf(file, asOf, ref))),
    );
    const decisions = watch.timeSync('decide', () =>
      inputs.map((input) => decide(input, policy, scorecards, responses)),
    );
    cases += decisions.length;
    const key = keys.get(file.person.personId);
    // Without a key the person is being erased: there is nothing to decide any more.
    if (key === undefined || key.secret === null) continue;
    watch.timeSync('seal', () => {
      for (const decision of decisions) {
        rows.push(decisionRow(decision, context.vault, key, place));
        countRules(rules, decision);
      }
    });
    if (performance.now() - paused < PAUSE_EVERY_MS) continue;
    await pause();
    paused = performance.now();
  }
  return { cases, restricted, rows, rules };
}

/** How far a run has come, all chunks so far together. */
interface Checkpoint {
  readonly persons: number;
  readonly cases: number;
  readonly decided: number;
  readonly restricted: number;
  readonly lastPersonId: number;
}

/** One transaction: the decisions, the audit entry with their hash, and how far the run has come. */
async function storeChunk(
  { context: { db, now, actor }, portfolio, run }: Work,
  { files, lastPersonId }: Chunk,
  decided: ChunkDecided,
  before: Checkpoint,
): Promise<Checkpoint> {
  return db.transaction(async (transaction) => {
    // Whoever was erased since the records were read has no decision stored.
    const there = await findPersonsThere(transaction, portfolio.id, before.lastPersonId, lastPersonId);
    const rows = decided.rows.filter((row) => there.has(row.person_id));
    const checkpoint = {
      lastPersonId,
      persons: before.persons + files.length,
      cases: before.cases + decided.cases,
      decided: before.decided + rows.length,
      restricted: before.restricted + decided.restricted,
    };
    await insertDecisions(transaction, rows);
    await addRunRules(transaction, run.id, decided.rules);
    await checkpointRun(transaction, run.id, checkpoint);
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'run.decided',
      subject: { kind: 'run', id: run.id },
      details: { upToPerson: lastPersonId, decisions: rows.length, sha256: hashOf(rows) },
    });
    return checkpoint;
  });
}

/** Over the ciphertext: the entry proves what was stored without telling it, and outlives an erasure. */
function hashOf(rows: readonly DecisionRow[]): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(row.inputs_sealed);
  return hash.digest('hex');
}

function countRules(counts: Map<string, number>, { rules }: Decision): void {
  for (const { rule, holds } of rules) if (holds) counts.set(rule, (counts.get(rule) ?? 0) + 1);
}

/** It is awaited in the next round; a failure before that must not count as unhandled. */
function handledLater(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

/** By stage: what was spent on it, and for reading and storing, which go on beside the rest, what was waited for them. */
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
