import type { ErasablePart } from '../../scoring/safeguards/erasable-parts.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { deleteWordsOf } from './statements.ts';

/**
 * Takes away one kind of data of a person and leaves the rest: what was told for support, surveys or offers goes with
 * its consent; a statement goes where no review and no decision rests on it. A mark stays, so that a file sent again
 * does not bring it back.
 */
export async function eraseParts(
  db: Database,
  personId: number,
  parts: readonly ErasablePart[],
  today: IsoDate,
): Promise<Readonly<Record<string, number>>> {
  const erased: Record<string, number> = {};
  for (const part of parts) {
    erased[part] = await ERASE[part](db, personId);
    await db('erased_parts')
      .insert({ person_id: personId, part, erased_on: today })
      .onConflict(['person_id', 'part'])
      .merge();
  }
  return erased;
}

const ERASE: Readonly<Record<ErasablePart, (db: Database, personId: number) => Promise<number>>> = {
  contacts: (db, personId) => db('contacts').where({ person_id: personId }).delete(),
  told_income: (db, personId) => db('incomes').where({ person_id: personId, source: 'person' }).delete(),
  support_needs: async (db, personId) => {
    const told =
      (await db('restrictions').where({ person_id: personId, kind: 'hardship' }).delete()) +
      (await db('support_needs').where({ person_id: personId }).delete());
    const said = await deleteWordsOf(db, personId, ['support']);
    return told + said + (await deleteConsents(db, personId, ['support_need']));
  },
  surveys_and_offers: (db, personId) => deleteConsents(db, personId, ['marketing', 'satisfaction']),
  statements: (db, personId) => deleteWordsOf(db, personId, ['note', 'new_fact', 'proposal', 'correction']),
};

async function deleteConsents(db: Database, personId: number, purposes: readonly string[]): Promise<number> {
  return db('consents').where({ person_id: personId }).whereIn('purpose', purposes).delete();
}
