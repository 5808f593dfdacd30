import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { RequestState } from '../../scoring/safeguards/request-states.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

/** A step of a request, as its track shows it. Rows are only ever added. */
export interface RightsEvent {
  readonly requestId: number;
  readonly personId: number;
  readonly at: IsoInstant;
  /** A representative is named by the mandate they acted under. */
  readonly actorKind: 'staff' | 'customer' | 'representative' | 'system';
  readonly actorId: number | null;
  readonly event: string;
  readonly fromState: RequestState | null;
  readonly toState: RequestState;
  /** Null also when the person is erased. */
  readonly note: string | null;
}

const PURPOSE = 'rights note';

export async function insertRightsEvent(db: Database, vault: Vault, event: RightsEvent): Promise<void> {
  const sealed =
    event.note === null ? null : vault.seal(await vault.keyFor(db, event.personId), event.note, PURPOSE);
  await db('rights_events').insert({
    request_id: event.requestId,
    person_id: event.personId,
    at: event.at,
    actor_kind: event.actorKind,
    actor_id: event.actorId,
    event: event.event,
    from_state: event.fromState,
    to_state: event.toState,
    note_sealed: sealed,
  });
}

/** Oldest first. */
export async function listRightsEvents(
  db: Database,
  vault: Vault,
  requestId: number,
): Promise<readonly RightsEvent[]> {
  const rows = await db('rights_events').where({ request_id: requestId }).orderBy('id').select<EventRow[]>();
  const keys = await vault.keysFor(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    requestId: row.request_id,
    personId: row.person_id,
    at: row.at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    event: row.event,
    fromState: row.from_state,
    toState: row.to_state,
    note: vault.open(keys.get(row.person_id), row.note_sealed, PURPOSE),
  }));
}

interface EventRow {
  readonly request_id: number;
  readonly person_id: number;
  readonly at: IsoInstant;
  readonly actor_kind: RightsEvent['actorKind'];
  readonly actor_id: number | null;
  readonly event: string;
  readonly from_state: RequestState | null;
  readonly to_state: RequestState;
  readonly note_sealed: Buffer | null;
}
