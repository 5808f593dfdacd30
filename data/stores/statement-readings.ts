import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { insertNew } from '../bulk.ts';
import type { Database } from '../database.ts';

/** Who of the staff read a person's words first, and when. */
export interface StatementReading {
  readonly statementId: number;
  readonly personId: number;
  readonly staffId: number;
  readonly at: IsoInstant;
}

/** False: somebody has read it before. */
export async function insertStatementReading(db: Database, reading: StatementReading): Promise<boolean> {
  const row = {
    statement_id: reading.statementId,
    person_id: reading.personId,
    staff_id: reading.staffId,
    at: reading.at,
  };
  return (await insertNew(db, 'statement_readings', [row], ['statement_id'])) === 1;
}

export async function listStatementReadings(
  db: Database,
  statementIds: readonly number[],
): Promise<readonly StatementReading[]> {
  const rows = await db('statement_readings')
    .whereIn('statement_id', statementIds)
    .select<{ statement_id: number; person_id: number; staff_id: number; at: IsoInstant }[]>();
  return rows.map((row) => ({
    statementId: row.statement_id,
    personId: row.person_id,
    staffId: row.staff_id,
    at: row.at,
  }));
}
