import type { Database } from '../database.ts';

/** Tables whose rows are about one person. */
export type OnePersonsTable =
  | 'notices'
  | 'applications'
  | 'claims'
  | 'decisions'
  | 'disclosures'
  | 'documents'
  | 'mandates'
  | 'offers'
  | 'reviews'
  | 'rights_requests'
  | 'statements'
  | 'support_needs'
  | 'unheard_requests';

/** Whose row it is; null when there is none. Opens nothing sealed, so that it costs one look into an index. */
export async function findPersonOf(db: Database, table: OnePersonsTable, id: number): Promise<number | null> {
  const row = await db(table).where({ id }).first<{ person_id: number } | undefined>('person_id');
  return row?.person_id ?? null;
}

/** Whose rows they are, each person once. */
export async function listPersonsOf(
  db: Database,
  table: OnePersonsTable,
  ids: readonly number[],
): Promise<readonly number[]> {
  return db(table)
    .whereIn('id', [...ids])
    .distinct()
    .pluck<number[]>('person_id');
}
