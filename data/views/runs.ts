import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { decisionsWithActs, RELEASE_STATE, RELEASE_STATES, type ReleaseState } from './release-state.ts';
import { fingerprintsIn } from '../stores/decisions.ts';

export interface RunSummary {
  readonly id: number;
  readonly portfolioId: number;
  readonly portfolio: string;
  readonly kind: 'collection' | 'credit';
  readonly asOf: IsoDate;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly state: 'running' | 'finished' | 'failed' | 'cancelled';
  readonly personsTotal: number;
  readonly personsDone: number;
  readonly cases: number;
  /** Cases of persons whose data are only kept: not scored. */
  readonly restricted: number;
  readonly startedAt: IsoInstant;
  readonly finishedAt: IsoInstant | null;
  /** By stage and in all; empty while it runs. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly error: string | null;
}

export async function listRuns(db: Database, limit: number): Promise<readonly RunSummary[]> {
  const rows = (await runRows(db).orderBy('runs.id', 'desc').limit(limit)) as RunRow[];
  return rows.map(summaryOf);
}

export async function readRun(db: Database, runId: number): Promise<RunSummary | null> {
  const row = (await runRows(db).where('runs.id', runId).first()) as RunRow | undefined;
  return row === undefined ? null : summaryOf(row);
}

/** The newest finished run of the portfolio before this one, to compare with. */
export async function readRunBefore(db: Database, run: RunSummary): Promise<RunSummary | null> {
  const row = (await runRows(db)
    .where('runs.portfolio_id', run.portfolioId)
    .where('runs.state', 'finished')
    .where('runs.id', '<', run.id)
    .orderBy('runs.id', 'desc')
    .first()) as RunRow | undefined;
  return row === undefined ? null : summaryOf(row);
}

/** Newest finished run of each portfolio: what a planner works on. */
export async function listCurrentRuns(db: Database): Promise<readonly RunSummary[]> {
  const rows = (await runRows(db)
    .whereIn('runs.id', db('runs').max('id').where('state', 'finished').groupBy('portfolio_id'))
    .orderBy('portfolios.name')) as RunRow[];
  return rows.map(summaryOf);
}

/** Fingerprints of the scorecards the run has decided with so far; null when it has decided nothing yet. */
export async function readRunScorecards(db: Database, runId: number): Promise<readonly string[] | null> {
  const row = (await db('decisions').where({ run_id: runId }).first('scorecard_fingerprints')) as
    | { readonly scorecard_fingerprints: string }
    | undefined;
  return row === undefined ? null : fingerprintsIn(row.scorecard_fingerprints);
}

/** Begun and not ended: by another process, or by one that was killed. Oldest first. */
export async function listUnfinishedRuns(db: Database): Promise<readonly RunSummary[]> {
  const rows = (await runRows(db).where('runs.state', 'running').orderBy('runs.id')) as RunRow[];
  return rows.map(summaryOf);
}

/** The first decisions of a run with an outcome. */
export async function listDecisionIds(
  db: Database,
  runId: number,
  outcome: string,
  limit: number,
): Promise<readonly number[]> {
  return (await db('decisions')
    .where({ run_id: runId, outcome_kind: outcome })
    .orderBy('id')
    .limit(limit)
    .pluck('id')) as number[];
}

/** One line of the measure mix: collection by measure, credit by outcome. */
export interface MixLine {
  readonly outcome: string;
  readonly measure: string | null;
  readonly cases: number;
  readonly amountCents: number;
  readonly expectedPaidCents: number;
  readonly expectedNetCents: number;
  readonly debtorCostCents: number;
}

export async function readRunMix(db: Database, runId: number): Promise<readonly MixLine[]> {
  const rows = (await db('decisions')
    .where({ run_id: runId })
    .groupBy('outcome_kind', 'measure')
    .select({ outcome: 'outcome_kind', measure: 'measure' })
    .count({ cases: '*' })
    .sum({
      amountCents: 'amount_cents',
      expectedNetCents: 'expected_net_cents',
      debtorCostCents: 'debtor_cost_cents',
    })
    .select({ expectedPaidCents: db.raw('sum(probability * amount_cents)') })
    .orderBy('cases', 'desc')) as MixRow[];
  return rows.map((row) => ({
    outcome: row.outcome,
    measure: row.measure,
    cases: Number(row.cases),
    amountCents: Number(row.amountCents ?? 0),
    expectedPaidCents: Math.round(Number(row.expectedPaidCents ?? 0)),
    expectedNetCents: Number(row.expectedNetCents ?? 0),
    debtorCostCents: Number(row.debtorCostCents ?? 0),
  }));
}

/** How many cases have points in each span of `width` points, lowest first. */
export async function readPointsHistogram(
  db: Database,
  runId: number,
  width: number,
): Promise<readonly { readonly from: number; readonly to: number; readonly count: number }[]> {
  const rows = (await db('decisions')
    .where({ run_id: runId })
    .whereNotNull('points')
    .groupByRaw('points / ?', [width])
    .select({ bin: db.raw('min(points)') })
    .count({ cases: '*' })) as { readonly bin: number; readonly cases: number }[];
  const counts = new Map(rows.map(({ bin, cases }) => [Math.floor(bin / width) * width, Number(cases)]));
  if (counts.size === 0) return [];
  const low = Math.min(...counts.keys());
  const high = Math.max(...counts.keys());
  const bins = [];
  for (let from = low; from <= high; from += width) {
    bins.push({ from, to: from + width, count: counts.get(from) ?? 0 });
  }
  return bins;
}

/** Rules that spoke in a run, with the number of cases, most first. */
export async function readRunRules(
  db: Database,
  runId: number,
): Promise<readonly { readonly rule: string; readonly cases: number }[]> {
  const rows = (await db('run_rules').where({ run_id: runId }).orderBy('cases', 'desc')) as {
    readonly rule: string;
    readonly cases: number;
  }[];
  return rows.map(({ rule, cases }) => ({ rule, cases: Number(cases) }));
}

/** How far the release of a run's measures has come: cases by state, and how many of them take two people. */
export type ReleaseCounts = Readonly<Record<ReleaseState | 'needsTwo', number>>;

export async function readReleaseCounts(db: Database, runId: number): Promise<ReleaseCounts> {
  const rows = (await decisionsWithActs(db)
    .where({ 'd.run_id': runId, 'd.outcome_kind': 'measure' })
    .select({ state: db.raw(RELEASE_STATE) })
    .count({ cases: '*' })
    .sum({ two: db.raw("case when d.release_class = 'two_people' then 1 else 0 end") })
    .groupByRaw(RELEASE_STATE)) as {
    readonly state: ReleaseState;
    readonly cases: number | string;
    readonly two: number | string;
  }[];
  const of = (state: ReleaseState): number => Number(rows.find((row) => row.state === state)?.cases ?? 0);
  const states = Object.fromEntries(RELEASE_STATES.map((state) => [state, of(state)]));
  const needsTwo = rows.reduce((sum, { two }) => sum + Number(two), 0);
  return { ...(states as Record<ReleaseState, number>), needsTwo };
}

/** Cases whose outcome differs between two runs: from what, to what, how many; the largest first. */
export async function readSwapSet(
  db: Database,
  beforeRunId: number,
  runId: number,
): Promise<readonly { readonly from: string; readonly to: string; readonly cases: number }[]> {
  const rows = (await db('decisions as b')
    .join('decisions as a', (on) => on.on('a.claim_id', 'b.claim_id').andOnVal('a.run_id', runId))
    .where('b.run_id', beforeRunId)
    .whereRaw('a.measure <> b.measure')
    .groupBy('b.measure', 'a.measure')
    .select({ from: 'b.measure', to: 'a.measure' })
    .count({ cases: '*' })
    .orderBy('cases', 'desc')) as { readonly from: string; readonly to: string; readonly cases: number }[];
  return rows.map((row) => ({ ...row, cases: Number(row.cases) }));
}

/** Cases and amounts by days past due and phase: the portfolio at a glance. */
export async function readBuckets(
  db: Database,
  runId: number,
): Promise<
  readonly {
    readonly fromDays: number;
    readonly phase: string | null;
    readonly cases: number;
    readonly amountCents: number;
  }[]
> {
  const bucket = `case ${BUCKET_STARTS.map((from) => `when days_past_due >= ${from} then ${from}`).join(' ')} else 0 end`;
  const rows = (await db('decisions')
    .where({ run_id: runId })
    .groupByRaw(`${bucket}, phase`)
    .select({ fromDays: db.raw(bucket), phase: 'phase' })
    .count({ cases: '*' })
    .sum({ amountCents: 'amount_cents' })) as {
    readonly fromDays: number;
    readonly phase: string | null;
    readonly cases: number;
    readonly amountCents: number | null;
  }[];
  return rows.map((row) => ({
    fromDays: Number(row.fromDays),
    phase: row.phase,
    cases: Number(row.cases),
    amountCents: Number(row.amountCents ?? 0),
  }));
}

/** First day of each bucket of days past due, latest first; before the last one the claim is not yet due. */
export const BUCKET_STARTS = [361, 181, 91, 61, 31, 1] as const;

type MixRow = Record<keyof MixLine, string & (number | null)>;

interface RunRow {
  readonly id: number;
  readonly portfolio_id: number;
  readonly portfolio: string;
  readonly kind: RunSummary['kind'];
  readonly as_of: IsoDate;
  readonly policy_id: string;
  readonly policy_version: number;
  readonly state: RunSummary['state'];
  readonly persons_total: number;
  readonly persons_done: number;
  readonly cases: number;
  /** Not decided, since the data of their persons are only kept. */
  readonly refused: number;
  readonly started_at: IsoInstant;
  readonly finished_at: IsoInstant | null;
  readonly seconds: string;
  readonly error: string | null;
}

function runRows(db: Database) {
  return db('runs')
    .join('portfolios', 'portfolios.id', 'runs.portfolio_id')
    .select('runs.*', { portfolio: 'portfolios.name', kind: 'portfolios.kind' });
}

function summaryOf(row: RunRow): RunSummary {
  return {
    id: row.id,
    portfolioId: row.portfolio_id,
    portfolio: row.portfolio,
    kind: row.kind,
    asOf: row.as_of,
    policyId: row.policy_id,
    policyVersion: row.policy_version,
    state: row.state,
    personsTotal: row.persons_total,
    personsDone: row.persons_done,
    cases: row.cases,
    restricted: row.refused,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    seconds: JSON.parse(row.seconds) as Record<string, number>,
    error: row.error,
  };
}
