import { findPersonOf, type OnePersonsTable } from '../../data/views/whose.ts';
import type { Sight } from '../../scoring/safeguards/access.ts';
import type { LooksAt } from '../http/looks-at.ts';
import { idOf } from '../http/route.ts';

/** The route shows what the row with the path's number says of its person. */
export function looksAtRowOf(table: OnePersonsTable, what: Sight): LooksAt {
  return {
    what,
    whose: async (call) => {
      const personId = await findPersonOf(call.context.db, table, idOf(call));
      return personId === null ? [] : [personId];
    },
  };
}
