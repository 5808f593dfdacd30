import { type ErasablePart } from '../../scoring/safeguards/decide-request.ts';
import type { Database } from '../database.ts';

/**
 * Takes away one kind of data of a person and leaves the rest: what was told for support, surveys or offers goes with
 * its consent; a statement goes where no review and no decision rests on it.
 */
export async function eraseParts(
  db: Database,
  personId: number,
  parts: readonly ErasablePart[],
): Promise<Readonly<Record<string, number>>> {
  const erased: Record<string, number> = {};
  for (const part of parts) erased[part] = await ERASE[part](db, personId);
  return erased;
}

const ERASE: Readonly<Record<ErasablePart, (db: Database, personId: number) => Promise<number>>> = {
  contacts: (db, personId) => db('contacts').where({ person_id: personId }).delete(),
  told_income: (db, personId) => db('incomes').where({ person_id: personId, source: 'person' }).delete(),
  support_needs: async (db, personId) => {
    const told = await db('restrictions').where({ person_id: personId, kind: 'hardship' }).delete();
    const said = await deleteStatements(db, personId, ['support']);
    return told + said + (await deleteConsents(db, personId, ['support_need']));
  },
  surveys_and_offers: (db, personId) => deleteConsents(db, personId, ['marketing', 'satisfaction']),
  statements: (db, personId) =>
    deleteStatements(db, personId, ['note', 'new_fact', 'proposal', 'correction']),
};

async function deleteConsents(db: Database, personId: number, purposes: readonly string[]): Promise<number> {
  return db('consents').where({ person_id: personId }).whereIn('purpose', purposes).delete();
}

/** Never one of a review: its committee decided on it. */
async function deleteStatements(db: Database, personId: number, kinds: readonly string[]): Promise<number> {
  const ids = await db('statements')
    .where({ person_id: personId, review_id: null })
    .whereIn('kind', kinds)
    .whereNotExists(db('documents').select('id').whereRaw('documents.statement_id = statements.id'))
    .pluck<number[]>('id');
  await db('statement_readings').whereIn('statement_id', ids).delete();
  return db('statements').whereIn('id', ids).delete();
}
