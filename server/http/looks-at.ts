import { insertAccesses } from '../../data/stores/accesses.ts';
import { listPersonsOf, type OnePersonsTable } from '../../data/views/whose.ts';
import type { Sight } from '../../scoring/safeguards/access.ts';
import type { Call } from './call.ts';

/** Whose data a page, or an answer of the API, shows to staff. */
export interface LooksAt {
  readonly what: Sight;
  /** Of those listed who are on record; none where there is no such thing. */
  readonly whose: (call: Call) => Promise<readonly number[]>;
}

/** Keeps whose data a member of staff sees by this request. */
export async function keepLooks(call: Call, what: Sight, personIds: readonly number[]): Promise<void> {
  const { actor, as: role } = call;
  if (actor.kind !== 'staff') return;
  const { db, now: at } = call.context;
  const via = call.request.path.toLowerCase().startsWith('/api/') ? 'api' : 'page';
  await insertAccesses(
    db,
    [...new Set(personIds)].map((personId) => ({ personId, staffId: actor.staffId, role, what, via, at })),
  );
}

/** The same for rows that name no person: whose they are is looked up. */
export async function sawRowsOf(call: Call, table: OnePersonsTable, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await keepLooks(call, 'list', await listPersonsOf(call.context.db, table, ids));
}

/** Who stands in a list that is about to be shown; kept once a day for each of them. */
export function sawListed(call: Call, rows: readonly { readonly personId: number | null }[]): Promise<void> {
  const personIds = rows.map(({ personId }) => personId).filter((id): id is number => id !== null);
  return keepLooks(call, 'list', personIds);
}
