import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { decisionsWithActs, RELEASE_STATE, type ReleaseState } from './release-state.ts';

/** What a planner narrows the table to; everything given must hold. */
export interface CaseFilter {
  readonly runId?: number | undefined;
  readonly measure?: string | undefined;
  readonly outcome?: string | undefined;
  readonly phase?: string | undefined;
  readonly release?: ReleaseState | undefined;
  readonly leastCents?: number | undefined;
  readonly mostCents?: number | undefined;
  readonly leastDays?: number | undefined;
  readonly mostDays?: number | undefined;
  readonly personId?: number | undefined;
  readonly decisionId?: number | undefined;
  /** Beginning of a claim or application number. */
  readonly number?: string | undefined;
  /** Whose cases are left out, whatever else is asked for. */
  readonly exceptPersonIds?: readonly number[] | undefined;
}

export const CASE_SORTS = ['worth', 'balance', 'days', 'probability', 'points', 'number'] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

export interface CasePage {
  readonly sort: CaseSort;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface CaseRow {
  readonly decisionId: number;
  readonly personId: number;
  readonly number: string;
  readonly outcome: string;
  readonly measure: string | null;
  /** What was let go in its place, in writing for the person's sake; null: nothing, or what was recommended. */
  readonly instead: string | null;
  readonly currency: string;
  readonly amountCents: number | null;
  readonly daysPastDue: number | null;
  readonly phase: string | null;
  readonly probability: number | null;
  readonly points: number | null;
  readonly expectedNetCents: number | null;
  readonly debtorCostCents: number | null;
  readonly releaseClass: string | null;
  readonly release: ReleaseState;
  readonly asOf: IsoDate;
}

/** One page of the table. Ties are broken by the decision's id, so that a case is on exactly one page. */
export async function listCases(
  db: Database,
  filter: CaseFilter,
  page: CasePage,
): Promise<readonly CaseRow[]> {
  const rows = (await filtered(db, filter)
    .select(COLUMNS)
    .select({ release: db.raw(RELEASE_STATE), instead: db.raw(INSTEAD) })
    .orderBy(SORT_COLUMNS[page.sort], page.descending ? 'desc' : 'asc')
    .orderBy('d.id')
    .offset(page.offset)
    .limit(page.limit)) as CaseRow[];
  return rows;
}

/** Everything the filter leaves, page by page in a steady order: for the export. */
export async function* eachCase(
  db: Database,
  filter: CaseFilter,
  page = 2000,
): AsyncIterable<readonly CaseRow[]> {
  let after = 0;
  for (;;) {
    const rows = (await filtered(db, filter)
      .where('d.id', '>', after)
      .select(COLUMNS)
      .select({ release: db.raw(RELEASE_STATE), instead: db.raw(INSTEAD) })
      .orderBy('d.id')
      .limit(page)) as CaseRow[];
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.decisionId;
  }
}

export interface CaseTotals {
  readonly cases: number;
  readonly amountCents: number;
  readonly expectedNetCents: number;
  readonly debtorCostCents: number;
}

export async function countCases(db: Database, filter: CaseFilter): Promise<CaseTotals> {
  const row = (await filtered(db, filter)
    .count({ cases: '*' })
    .sum({ amount: 'd.amount_cents', net: 'd.expected_net_cents', cost: 'd.debtor_cost_cents' })
    .first()) as Record<'cases' | 'amount' | 'net' | 'cost', number | string | null>;
  return {
    cases: Number(row.cases),
    amountCents: Number(row.amount ?? 0),
    expectedNetCents: Number(row.net ?? 0),
    debtorCostCents: Number(row.cost ?? 0),
  };
}

export const CASE_GROUPS = ['measure', 'phase', 'release'] as const;
export type CaseGroup = (typeof CASE_GROUPS)[number];

export interface GroupLine extends CaseTotals {
  readonly group: string | null;
}

export async function groupCases(
  db: Database,
  filter: CaseFilter,
  by: CaseGroup,
): Promise<readonly GroupLine[]> {
  const expression = db.raw(by === 'release' ? RELEASE_STATE : `d.${by}`);
  const rows = (await filtered(db, filter)
    .select({ group: expression })
    .count({ cases: '*' })
    .sum({ amount: 'd.amount_cents', net: 'd.expected_net_cents', cost: 'd.debtor_cost_cents' })
    .groupBy(expression)
    .orderBy('cases', 'desc')) as ({ readonly group: string | null } & Record<
    'cases' | 'amount' | 'net' | 'cost',
    number | string | null
  >)[];
  return rows.map((row) => ({
    group: row.group,
    cases: Number(row.cases),
    amountCents: Number(row.amount ?? 0),
    expectedNetCents: Number(row.net ?? 0),
    debtorCostCents: Number(row.cost ?? 0),
  }));
}

/** The decisions of a selection that can still be released, with what the action needs to know of each. */
export interface Releasable {
  readonly decisionId: number;
  readonly personId: number;
  readonly claimId: number | null;
  readonly measure: string;
  readonly releaseClass: 'automatic' | 'one_person' | 'two_people';
  readonly release: ReleaseState;
  readonly firstStaffId: number | null;
}

export async function listReleasable(
  db: Database,
  filter: CaseFilter,
  decisionIds: readonly number[] | null,
): Promise<readonly Releasable[]> {
  const rows: Releasable[] = [];
  const parts = decisionIds === null ? [null] : chunksOf(decisionIds, 500);
  for (const part of parts) {
    const query = filtered(db, filter).where('d.outcome_kind', 'measure');
    if (part !== null) query.whereIn('d.id', part);
    rows.push(
      ...((await query
        .select({
          decisionId: 'd.id',
          personId: 'd.person_id',
          claimId: 'd.claim_id',
          measure: 'd.measure',
          releaseClass: 'd.release_class',
          firstStaffId: 'r.staff_id',
        })
        .select({ release: db.raw(RELEASE_STATE) })
        .orderBy('d.id')) as Releasable[]),
    );
  }
  return rows;
}

/** Measures that one person released and another has still to confirm, oldest first. */
export async function listAwaitingSecond(
  db: Database,
  limit: number,
): Promise<
  readonly (CaseRow & { readonly runId: number; readonly firstStaffId: number; readonly firstName: string })[]
> {
  return (await allCases(db)
    .join('staff as s', 's.id', 'r.staff_id')
    .whereRaw(`${RELEASE_STATE} = 'awaiting_second'`)
    .select(COLUMNS)
    .select({
      release: db.raw(RELEASE_STATE),
      instead: db.raw(INSTEAD),
      runId: 'd.run_id',
      firstStaffId: 'r.staff_id',
      firstName: 's.display_name',
    })
    .orderBy('r.id')
    .limit(limit)) as (CaseRow & { runId: number; firstStaffId: number; firstName: string })[];
}

/** Measures that people decided on a contested case and nobody has released yet, oldest first: they belong to no run. */
export async function listPeoplesMeasures(db: Database, limit: number): Promise<readonly CaseRow[]> {
  return (await allCases(db)
    .where('d.decided_by', 'people')
    .where('d.outcome_kind', 'measure')
    .whereRaw(`${RELEASE_STATE} = 'waiting'`)
    .select(COLUMNS)
    .select({ release: db.raw(RELEASE_STATE), instead: db.raw(INSTEAD) })
    .orderBy('d.id')
    .limit(limit)) as CaseRow[];
}

const COLUMNS = {
  decisionId: 'd.id',
  personId: 'd.person_id',
  outcome: 'd.outcome_kind',
  measure: 'd.measure',
  amountCents: 'd.amount_cents',
  daysPastDue: 'd.days_past_due',
  phase: 'd.phase',
  probability: 'd.probability',
  points: 'd.points',
  expectedNetCents: 'd.expected_net_cents',
  debtorCostCents: 'd.debtor_cost_cents',
  releaseClass: 'd.release_class',
  asOf: 'd.as_of',
  number: 'n.claim_number',
  currency: 'n.currency',
} as const;

const INSTEAD = 'coalesce(c.measure, r.measure)';

const SORT_COLUMNS: Readonly<Record<CaseSort, string>> = {
  worth: 'd.expected_net_cents',
  balance: 'd.amount_cents',
  days: 'd.days_past_due',
  probability: 'd.probability',
  points: 'd.points',
  number: 'n.claim_number',
};

function allCases(db: Database) {
  return decisionsWithActs(db).join('claims as n', 'n.id', 'd.claim_id');
}

function filtered(db: Database, filter: CaseFilter) {
  const query = allCases(db);
  if (filter.runId !== undefined) query.where('d.run_id', filter.runId);
  if (filter.measure !== undefined) query.where('d.measure', filter.measure);
  if (filter.outcome !== undefined) query.where('d.outcome_kind', filter.outcome);
  if (filter.phase !== undefined) query.where('d.phase', filter.phase);
  if (filter.personId !== undefined) query.where('d.person_id', filter.personId);
  if (filter.decisionId !== undefined) query.where('d.id', filter.decisionId);
  if (filter.leastCents !== undefined) query.where('d.amount_cents', '>=', filter.leastCents);
  if (filter.mostCents !== undefined) query.where('d.amount_cents', '<=', filter.mostCents);
  if (filter.leastDays !== undefined) query.where('d.days_past_due', '>=', filter.leastDays);
  if (filter.mostDays !== undefined) query.where('d.days_past_due', '<=', filter.mostDays);
  if (filter.number !== undefined) query.whereLike('n.claim_number', `${escapeLike(filter.number)}%`);
  if ((filter.exceptPersonIds ?? []).length > 0)
    query.whereNotIn('d.person_id', filter.exceptPersonIds ?? []);
  if (filter.release !== undefined) query.whereRaw(`${RELEASE_STATE} = ?`, [filter.release]);
  return query;
}

/** The wildcards of LIKE, typed by a person, mean nothing but themselves; both databases take a plain prefix. */
function escapeLike(text: string): string {
  return text.replace(/[%_\\]/g, '');
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
