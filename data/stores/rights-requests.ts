import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import type { ConsentPurpose } from '../../scoring/safeguards/purposes.ts';
import type { Refusal } from '../../scoring/safeguards/refusals.ts';
import type { RequestState } from '../../scoring/safeguards/request-states.ts';
import type { Answer, Outcome } from '../../scoring/safeguards/rights-letters.ts';
import type { Ground, Right } from '../../scoring/safeguards/rights.ts';
import { type Database, isPostgres } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { PersonKey, Vault } from '../vault.ts';

/** What was asked, sealed under the person's key: their own words may tell anything. */
export interface Asked {
  readonly words: string;
  readonly ground: Ground | null;
  readonly consent: ConsentPurpose | null;
  /** The record a correction is about. */
  readonly record: { readonly list: string; readonly recordId: number } | null;
  /** Whether the person wants their data left alone while we look. */
  readonly restrictMeanwhile: boolean;
}

/** What is proposed or decided, sealed. */
export type AnswerKept = Omit<Answer, 'right' | 'outcome' | 'refusal'> & {
  /** Kinds of data that a part of an erasure takes away. */
  readonly parts: readonly string[];
};

export interface RightsRequest {
  readonly id: number;
  readonly personId: number;
  readonly right: Right;
  readonly channel: Channel;
  readonly state: RequestState;
  readonly language: Language;
  readonly receivedAt: IsoInstant;
  /** The day that stands, extended or not. */
  readonly dueOn: IsoDate;
  readonly extendedTo: IsoDate | null;
  readonly enteredBy: number | null;
  /** In whose hands it is; null: in nobody's yet. */
  readonly assignedTo: number | null;
  readonly proofId: number | null;
  readonly asked: Asked;
  readonly outcome: Outcome | null;
  readonly refusal: Refusal | null;
  readonly answer: AnswerKept | null;
  readonly proposedBy: number | null;
  readonly decidedBy: number | null;
  readonly decidedAt: IsoInstant | null;
  readonly answeredAt: IsoInstant | null;
  readonly escalatedAt: IsoInstant | null;
}

const ASKED = 'rights request';
const ANSWER = 'rights answer';

export type NewRightsRequest = Pick<
  RightsRequest,
  | 'personId'
  | 'right'
  | 'channel'
  | 'state'
  | 'language'
  | 'receivedAt'
  | 'dueOn'
  | 'enteredBy'
  | 'proofId'
  | 'asked'
>;

export async function insertRightsRequest(
  db: Database,
  vault: Vault,
  request: NewRightsRequest,
): Promise<number> {
  const key = await vault.keyFor(db, request.personId);
  const [row] = await db('rights_requests')
    .insert({
      person_id: request.personId,
      right: request.right,
      channel: request.channel,
      state: request.state,
      language: request.language,
      received_at: request.receivedAt,
      due_on: request.dueOn,
      entered_by: request.enteredBy,
      proof_id: request.proofId,
      asked_sealed: vault.seal(key, JSON.stringify(request.asked), ASKED),
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('rights_requests: the database returned no id');
  return row.id;
}

/** Null when there is none, or the person is erased. */
export async function findRightsRequest(
  db: Database,
  vault: Vault,
  id: number,
): Promise<RightsRequest | null> {
  return (
    (await opened(db, vault, await db('rights_requests').where({ id }).select<RequestRow[]>()))[0] ?? null
  );
}

/**
 * As {@link findRightsRequest}, and in a PostgreSQL transaction the row stays locked, so that two steps at the same
 * moment are taken one after the other. In SQLite the transaction itself is the lock.
 */
export async function findRightsRequestForUpdate(
  db: Database,
  vault: Vault,
  id: number,
): Promise<RightsRequest | null> {
  const query = db('rights_requests').where({ id });
  if (isPostgres(db)) void query.forUpdate();
  return (await opened(db, vault, await query.select<RequestRow[]>()))[0] ?? null;
}

/** Newest first. */
export async function listRightsRequestsOfPerson(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly RightsRequest[]> {
  const rows = await db('rights_requests')
    .where({ person_id: personId })
    .orderBy('id', 'desc')
    .select<RequestRow[]>();
  return opened(db, vault, rows);
}

/** What may change with a state. What was asked, and when, never does. */
export interface RequestChange {
  readonly proofId?: number;
  readonly outcome?: Outcome | null;
  readonly refusal?: Refusal | null;
  readonly answer?: AnswerKept | null;
  readonly proposedBy?: number | null;
  readonly decidedBy?: number | null;
  readonly decidedAt?: IsoInstant;
  readonly answeredAt?: IsoInstant;
}

/** False: the request is no longer in the state the caller saw, and nothing was changed. */
export async function moveRightsRequest(
  db: Database,
  vault: Vault,
  request: Pick<RightsRequest, 'id' | 'personId' | 'state'>,
  to: RequestState,
  change: RequestChange,
): Promise<boolean> {
  const moved = await db('rights_requests')
    .where({ id: request.id, state: request.state })
    .update({ state: to, ...(await columnsOf(db, vault, request.personId, change)) });
  return moved === 1;
}

async function columnsOf(
  db: Database,
  vault: Vault,
  personId: number,
  change: RequestChange,
): Promise<Record<string, string | number | Buffer | null>> {
  const columns: Record<string, string | number | Buffer | null> = {};
  if (change.proofId !== undefined) columns['proof_id'] = change.proofId;
  if (change.outcome !== undefined) columns['outcome'] = change.outcome;
  if (change.refusal !== undefined) columns['refusal'] = change.refusal;
  if (change.answer !== undefined) {
    columns['answer_sealed'] =
      change.answer === null
        ? null
        : vault.seal(await vault.keyFor(db, personId), JSON.stringify(change.answer), ANSWER);
  }
  if (change.proposedBy !== undefined) columns['proposed_by'] = change.proposedBy;
  if (change.decidedBy !== undefined) columns['decided_by'] = change.decidedBy;
  if (change.decidedAt !== undefined) columns['decided_at'] = change.decidedAt;
  if (change.answeredAt !== undefined) columns['answered_at'] = change.answeredAt;
  return columns;
}

export async function assignRightsRequest(db: Database, id: number, staffId: number): Promise<void> {
  await db('rights_requests').where({ id }).update({ assigned_to: staffId });
}

export async function extendRightsRequest(db: Database, id: number, dueOn: IsoDate): Promise<void> {
  await db('rights_requests').where({ id }).update({ due_on: dueOn, extended_to: dueOn });
}

/** False: it was escalated before. */
export async function escalateRightsRequest(db: Database, id: number, now: IsoInstant): Promise<boolean> {
  return (await db('rights_requests').where({ id, escalated_at: null }).update({ escalated_at: now })) === 1;
}

interface RequestRow {
  readonly id: number;
  readonly person_id: number;
  readonly right: Right;
  readonly channel: Channel;
  readonly state: RequestState;
  readonly language: Language;
  readonly received_at: IsoInstant;
  readonly due_on: IsoDate;
  readonly extended_to: IsoDate | null;
  readonly entered_by: number | null;
  readonly assigned_to: number | null;
  readonly proof_id: number | null;
  readonly asked_sealed: Buffer;
  readonly outcome: Outcome | null;
  readonly refusal: Refusal | null;
  readonly answer_sealed: Buffer | null;
  readonly proposed_by: number | null;
  readonly decided_by: number | null;
  readonly decided_at: IsoInstant | null;
  readonly answered_at: IsoInstant | null;
  readonly escalated_at: IsoInstant | null;
}

async function opened(
  db: Database,
  vault: Vault,
  rows: readonly RequestRow[],
): Promise<readonly RightsRequest[]> {
  return openRows(db, vault, rows, (row, { key }) => requestOf(row, vault, key));
}

function requestOf(row: RequestRow, vault: Vault, key: PersonKey | undefined): RightsRequest | null {
  const asked = vault.open(key, row.asked_sealed, ASKED);
  if (asked === null) return null;
  const answer = vault.open(key, row.answer_sealed, ANSWER);
  return {
    id: row.id,
    personId: row.person_id,
    right: row.right,
    channel: row.channel,
    state: row.state,
    language: row.language,
    receivedAt: row.received_at,
    dueOn: row.due_on,
    extendedTo: row.extended_to,
    enteredBy: row.entered_by,
    assignedTo: row.assigned_to,
    proofId: row.proof_id,
    asked: JSON.parse(asked) as Asked,
    outcome: row.outcome,
    refusal: row.refusal,
    answer: answer === null ? null : (JSON.parse(answer) as AnswerKept),
    proposedBy: row.proposed_by,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    answeredAt: row.answered_at,
    escalatedAt: row.escalated_at,
  };
}
