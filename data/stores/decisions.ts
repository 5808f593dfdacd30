import type { Decision } from '../../scoring/decision/decision.ts';
import type { CaseRef } from '../../scoring/portfolio/records.ts';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import { allocateIds, insertMany, inTransaction, type Row } from '../bulk.ts';
import { type Database, isPostgres } from '../database.ts';
import type { PersonKey, Vault } from '../vault.ts';
import { decisionOfText, textOfDecision } from './decision-text.ts';

/**
 * A decision as it is stored: the whole of it sealed, and beside it, in plain, the figures and codes that queries
 * need. There is no function here that changes one.
 */
export interface DecisionRow {
  readonly portfolio_id: number;
  /** Null: decided one by one, outside a batch. */
  readonly run_id: number | null;
  readonly person_id: number;
  readonly claim_id: number | null;
  readonly application_id: number | null;
  readonly kind: Decision['kind'];
  readonly as_of: IsoDate;
  readonly decided_at: IsoInstant;
  readonly decided_by: 'program' | 'people';
  readonly replaces_decision_id: number | null;
  readonly outcome_kind: 'measure' | 'approve' | 'decline' | 'refer';
  readonly measure: string | null;
  /** The claim's balance, or the amount approved or asked for. */
  readonly amount_cents: number | null;
  readonly term_months: number | null;
  /** Of the scorecard that the outcome turned on. */
  readonly probability: number | null;
  readonly points: number | null;
  readonly expected_net_cents: number | null;
  readonly debtor_cost_cents: number | null;
  readonly days_past_due: number | null;
  readonly phase: string | null;
  readonly release_class: 'automatic' | 'one_person' | 'two_people' | null;
  readonly policy_id: string;
  readonly policy_version: number;
  /** Space-separated, in the order of the scores. */
  /** See {@link fingerprintsIn}. */
  readonly scorecard_fingerprints: string;
  readonly inputs_sealed: Buffer;
}

const PURPOSE = 'decision';

export function sealDecision(vault: Vault, key: PersonKey, decision: Decision): Buffer {
  return vault.seal(key, textOfDecision(decision), PURPOSE);
}

/** Null when the person is erased. */
export function openDecision(
  vault: Vault,
  key: PersonKey | undefined,
  sealed: Uint8Array | null,
): Decision | null {
  const text = vault.open(key, sealed, PURPOSE);
  return text === null ? null : decisionOfText(text);
}

/** Stores decisions and returns their numbers, in the order given. All are stored, or none. */
export async function insertDecisions(
  db: Database,
  rows: readonly DecisionRow[],
): Promise<readonly number[]> {
  const ids = await allocateIds(db, 'decisions', rows.length);
  const plain: Row[] = [];
  const inputs: Row[] = [];
  rows.forEach(({ inputs_sealed: sealed, ...figures }, at) => {
    const id = ids[at] ?? null;
    plain.push({ id, ...figures });
    inputs.push({ decision_id: id, sealed });
  });
  await inTransaction(db, async (transaction) => {
    await insertMany(transaction, 'decisions', plain);
    await insertMany(transaction, 'decision_inputs', inputs);
  });
  return ids;
}

export interface StoredDecision extends Omit<DecisionRow, 'inputs_sealed'> {
  readonly id: number;
  readonly decision: Decision;
}

/** Null when there is no such decision, or its person was erased. */
export async function findDecision(db: Database, vault: Vault, id: number): Promise<StoredDecision | null> {
  const row = await withInputs(db).where({ id }).first<StoredRow | undefined>();
  if (row === undefined) return null;
  const decision = openDecision(vault, await vault.keyFor(db, row.person_id), row.sealed);
  return decision === null ? null : storedOf(row, decision);
}

/** In the order of their numbers; those that are gone are left out. */
export async function findDecisions(
  db: Database,
  vault: Vault,
  ids: readonly number[],
): Promise<readonly StoredDecision[]> {
  const rows = await withInputs(db).whereIn('id', ids).orderBy('id').select<StoredRow[]>();
  const keys = await vault.keysFor(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.flatMap((row) => {
    const decision = openDecision(vault, keys.get(row.person_id), row.sealed);
    return decision === null ? [] : [storedOf(row, decision)];
  });
}

/** Newest first: everything that was ever decided about the case, the one in force on top. */
export async function listDecisionsOfCase(db: Database, ref: CaseRef): Promise<readonly ListedDecision[]> {
  return ref.kind === 'claim'
    ? listed(db, { claim_id: ref.claimId })
    : listed(db, { application_id: ref.applicationId });
}

/** Newest first. */
export async function listDecisionsOfPerson(
  db: Database,
  personId: number,
): Promise<readonly ListedDecision[]> {
  return listed(db, { person_id: personId });
}

/**
 * Until the transaction ends nobody else who takes this lock acts on these decisions, contests them, decides them anew
 * or tells of them; rows that merely point to them are not held up. Taken before any lock of a review, so that no two
 * wait for each other. In SQLite the transaction itself is the lock.
 */
export async function lockDecisions(db: Database, decisionIds: readonly number[]): Promise<void> {
  if (!isPostgres(db)) return;
  await db('decisions').whereIn('id', decisionIds).orderBy('id').forNoKeyUpdate().select('id');
}

/** The decision that took this one's place, if people made one. */
export async function findReplacementOf(db: Database, decisionId: number): Promise<number | null> {
  const row = (await db('decisions')
    .select('id')
    .where({ replaces_decision_id: decisionId })
    .orderBy('id', 'desc')
    .first()) as { id: number } | undefined;
  return row?.id ?? null;
}

/** The decision that stands today where this one stood: itself, or the last that took its place. */
export async function findStandingDecision(db: Database, decisionId: number): Promise<number> {
  let stands = decisionId;
  for (;;) {
    const next = await findReplacementOf(db, stands);
    if (next === null || next <= stands) return stands;
    stands = next;
  }
}

/** What a list of decisions needs; the whole one is opened by {@link findDecision}. */
export type ListedDecision = Omit<StoredDecision, 'decision'>;

async function listed(
  db: Database,
  where: Readonly<Record<string, number>>,
): Promise<readonly ListedDecision[]> {
  return (await db('decisions')
    .select(...LISTED_COLUMNS)
    .where(where)
    .orderBy('id', 'desc')) as ListedDecision[];
}

const LISTED_COLUMNS = [
  'id',
  'portfolio_id',
  'run_id',
  'person_id',
  'claim_id',
  'application_id',
  'kind',
  'as_of',
  'decided_at',
  'decided_by',
  'replaces_decision_id',
  'outcome_kind',
  'measure',
  'amount_cents',
  'term_months',
  'probability',
  'points',
  'expected_net_cents',
  'debtor_cost_cents',
  'days_past_due',
  'phase',
  'release_class',
  'policy_id',
  'policy_version',
  'scorecard_fingerprints',
] as const satisfies readonly (keyof ListedDecision)[];

interface StoredRow extends ListedDecision {
  readonly sealed: Buffer;
}

function withInputs(db: Database) {
  return db('decisions')
    .join('decision_inputs', 'decision_inputs.decision_id', 'decisions.id')
    .select(...LISTED_COLUMNS, 'sealed');
}

function storedOf(row: StoredRow, decision: Decision): StoredDecision {
  const plain: Record<string, unknown> = { ...row };
  delete plain.sealed;
  return { ...(plain as unknown as ListedDecision), decision };
}

/** The fingerprints of a decision's scorecards, in the order of its scores; none where a policy decides without one. */
export function fingerprintsIn(joined: string): readonly string[] {
  return joined === '' ? [] : joined.split(' ');
}
