import type { RequestState } from '../../scoring/safeguards/request-states.ts';
import type { Database } from '../database.ts';
import { insertStep, listSteps, type Step, type Track } from '../track.ts';
import type { Vault } from '../vault.ts';

export interface RightsEvent extends Step<RequestState> {
  readonly requestId: number;
}

const TRACK: Track = { table: 'rights_events', about: 'request_id', notes: 'rights note' };

export function insertRightsEvent(
  db: Database,
  vault: Vault,
  { requestId, ...step }: RightsEvent,
): Promise<void> {
  return insertStep(db, vault, TRACK, requestId, step);
}

/** Oldest first. */
export async function listRightsEvents(
  db: Database,
  vault: Vault,
  requestId: number,
): Promise<readonly RightsEvent[]> {
  const steps = await listSteps<RequestState>(db, vault, TRACK, requestId);
  return steps.map((step) => ({ requestId, ...step }));
}
