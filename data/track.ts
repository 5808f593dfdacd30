import type { IsoInstant } from '../scoring/portfolio/dates.ts';
import type { Database } from './database.ts';
import { openRows } from './sealed-rows.ts';
import type { Vault } from './vault.ts';

/** One step on the track of a review or a request. Rows are only ever added. */
export interface Step<State extends string> {
  readonly personId: number;
  readonly at: IsoInstant;
  /** A representative is named by the mandate they acted under. */
  readonly actorKind: 'staff' | 'customer' | 'representative' | 'system';
  readonly actorId: number | null;
  /** What was done: `request`, `prepare`, `send_back`, `extend` … */
  readonly event: string;
  readonly fromState: State | null;
  readonly toState: State;
  /** Null also when the person is erased. */
  readonly note: string | null;
}

/** Where the steps of one kind of matter are kept, and what their notes are sealed for. */
export interface Track {
  readonly table: 'review_events' | 'rights_events';
  readonly about: 'review_id' | 'request_id';
  readonly notes: string;
}

export async function insertStep(
  db: Database,
  vault: Vault,
  { table, about, notes }: Track,
  id: number,
  step: Step<string>,
): Promise<void> {
  const { note } = step;
  await db(table).insert({
    [about]: id,
    person_id: step.personId,
    at: step.at,
    actor_kind: step.actorKind,
    actor_id: step.actorId,
    event: step.event,
    from_state: step.fromState,
    to_state: step.toState,
    note_sealed: note === null ? null : vault.seal(await vault.keyFor(db, step.personId), note, notes),
  });
}

/** Oldest first. */
export async function listSteps<State extends string>(
  db: Database,
  vault: Vault,
  { table, about, notes }: Track,
  id: number,
): Promise<readonly Step<State>[]> {
  const rows = await db(table)
    .where({ [about]: id })
    .orderBy('id')
    .select<StepRow<State>[]>();
  return openRows(db, vault, rows, (row, { open }) => ({
    personId: row.person_id,
    at: row.at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    event: row.event,
    fromState: row.from_state,
    toState: row.to_state,
    note: open(row.note_sealed, notes),
  }));
}

interface StepRow<State extends string> {
  readonly person_id: number;
  readonly at: IsoInstant;
  readonly actor_kind: Step<State>['actorKind'];
  readonly actor_id: number | null;
  readonly event: string;
  readonly from_state: State | null;
  readonly to_state: State;
  readonly note_sealed: Buffer | null;
}
