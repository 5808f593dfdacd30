import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** Sessions nobody came back to. The rest of the table belongs to connect-session-knex. */
export async function deleteExpiredSessions(db: Database, now: IsoInstant): Promise<number> {
  return db('sessions').where('expired', '<', now).delete();
}
