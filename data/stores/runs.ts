import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

export type RunState = 'running' | 'finished' | 'failed' | 'cancelled';

/** A batch over a portfolio as of a day. `lastPersonId` is its checkpoint: everybody up to that number is decided. */
export interface Run {
  readonly id: number;
  readonly portfolioId: number;
  readonly asOf: IsoDate;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly policyFingerprint: string;
  readonly measureResponsesId: number | null;
  readonly state: RunState;
  readonly lastPersonId: number;
  readonly personsTotal: number;
  readonly personsDone: number;
  readonly cases: number;
  readonly decided: number;
  /** Cases of persons whose data are only kept (GDPR art. 18): not scored. */
  readonly restricted: number;
  /** By stage. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly error: string | null;
  readonly startedBy: number | null;
  readonly startedAt: IsoInstant;
  readonly finishedAt: IsoInstant | null;
}

export type NewRun = Pick<
  Run,
  | 'portfolioId'
  | 'asOf'
  | 'policyId'
  | 'policyVersion'
  | 'policyFingerprint'
  | 'measureResponsesId'
  | 'personsTotal'
  | 'startedBy'
  | 'startedAt'
>;

export async function insertRun(db: Database, run: NewRun): Promise<Run> {
  const [row] = (await db('runs')
    .insert({
      portfolio_id: run.portfolioId,
      as_of: run.asOf,
      policy_id: run.policyId,
      policy_version: run.policyVersion,
      policy_fingerprint: run.policyFingerprint,
      measure_responses_id: run.measureResponsesId,
      state: 'running',
      last_person_id: 0,
      persons_total: run.personsTotal,
      persons_done: 0,
      cases: 0,
      decided: 0,
      refused: 0,
      seconds: '{}',
      started_by: run.startedBy,
      started_at: run.startedAt,
    })
    .returning('*')) as RunRow[];
  if (row === undefined) throw new Error('runs: the database returned no row');
  return runOf(row);
}

export async function findRun(db: Database, runId: number): Promise<Run | null> {
  const row = (await db('runs').where({ id: runId }).first()) as RunRow | undefined;
  return row === undefined ? null : runOf(row);
}

/** Newest first. */
export async function listRuns(db: Database, portfolioId: number, limit = 50): Promise<readonly Run[]> {
  const rows = (await db('runs')
    .where({ portfolio_id: portfolioId })
    .orderBy('id', 'desc')
    .limit(limit)) as RunRow[];
  return rows.map(runOf);
}

/** The same order that was cut off: it goes on instead of beginning again. */
export async function findUnfinishedRun(
  db: Database,
  order: Pick<Run, 'portfolioId' | 'asOf' | 'policyId'>,
): Promise<Run | null> {
  const row = (await db('runs')
    .where({
      portfolio_id: order.portfolioId,
      as_of: order.asOf,
      policy_id: order.policyId,
      state: 'running',
    })
    .orderBy('id', 'desc')
    .first()) as RunRow | undefined;
  return row === undefined ? null : runOf(row);
}

/** How far a run has come, all chunks so far together. */
export interface Checkpoint {
  readonly lastPersonId: number;
  readonly persons: number;
  readonly cases: number;
  readonly decided: number;
  readonly restricted: number;
}

/**
 * Moves the checkpoint on, in the transaction that stores the chunk. Throws when the run is no longer running or
 * somebody else is further already: the chunk then rolls back, and nobody is decided twice.
 */
export async function checkpointRun(db: Database, runId: number, checkpoint: Checkpoint): Promise<void> {
  const moved = await db('runs')
    .where({ id: runId, state: 'running' })
    .andWhere('last_person_id', '<', checkpoint.lastPersonId)
    .update({
      last_person_id: checkpoint.lastPersonId,
      persons_done: checkpoint.persons,
      cases: checkpoint.cases,
      decided: checkpoint.decided,
      refused: checkpoint.restricted,
    });
  if (moved !== 1) {
    throw new Error(`run ${runId} is not running, or is past person ${checkpoint.lastPersonId} already`);
  }
}

export async function finishRun(
  db: Database,
  runId: number,
  done: { readonly at: IsoInstant; readonly seconds: Readonly<Record<string, number>> },
): Promise<void> {
  await db('runs')
    .where({ id: runId })
    .update({ state: 'finished', finished_at: done.at, seconds: JSON.stringify(done.seconds) });
}

export async function failRun(db: Database, runId: number, reason: string, now: IsoInstant): Promise<void> {
  await db('runs').where({ id: runId }).update({ state: 'failed', finished_at: now, error: reason });
}

export async function cancelRun(db: Database, runId: number, now: IsoInstant): Promise<void> {
  await db('runs').where({ id: runId, state: 'running' }).update({ state: 'cancelled', finished_at: now });
}

/** Adds to the number of cases that each rule ruled something out for. */
export async function addRunRules(
  db: Database,
  runId: number,
  cases: ReadonlyMap<string, number>,
): Promise<void> {
  if (cases.size === 0) return;
  await db('run_rules')
    .insert([...cases].map(([rule, count]) => ({ run_id: runId, rule, cases: count })))
    .onConflict(['run_id', 'rule'])
    .merge({ cases: db.raw('run_rules.cases + excluded.cases') });
}

/** Most cases first. */
export async function listRunRules(
  db: Database,
  runId: number,
): Promise<readonly { readonly rule: string; readonly cases: number }[]> {
  return (await db('run_rules')
    .select('rule', 'cases')
    .where({ run_id: runId })
    .orderBy([{ column: 'cases', order: 'desc' }, 'rule'])) as { rule: string; cases: number }[];
}

interface RunRow {
  readonly id: number;
  readonly portfolio_id: number;
  readonly as_of: IsoDate;
  readonly policy_id: string;
  readonly policy_version: number;
  readonly policy_fingerprint: string;
  readonly measure_responses_id: number | null;
  readonly state: RunState;
  readonly last_person_id: number;
  readonly persons_total: number;
  readonly persons_done: number;
  readonly cases: number;
  readonly decided: number;
  readonly refused: number;
  readonly seconds: string;
  readonly error: string | null;
  readonly started_by: number | null;
  readonly started_at: IsoInstant;
  readonly finished_at: IsoInstant | null;
}

function runOf(row: RunRow): Run {
  return {
    id: row.id,
    portfolioId: row.portfolio_id,
    asOf: row.as_of,
    policyId: row.policy_id,
    policyVersion: row.policy_version,
    policyFingerprint: row.policy_fingerprint,
    measureResponsesId: row.measure_responses_id,
    state: row.state,
    lastPersonId: row.last_person_id,
    personsTotal: row.persons_total,
    personsDone: row.persons_done,
    cases: row.cases,
    decided: row.decided,
    restricted: row.refused,
    seconds: JSON.parse(row.seconds) as Record<string, number>,
    error: row.error,
    startedBy: row.started_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
