import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** The account of somebody who acts for others; who they are stands with each mandate, sealed. */
export async function findRepresentativeByIndex(db: Database, index: string): Promise<number | null> {
  const row = await db('representative_accounts')
    .where({ identifier_index: index, disabled_at: null })
    .first<{ id: number } | undefined>('id');
  return row?.id ?? null;
}

/** The account with this personal code, or a new one; somebody without a code signs in with the codes of letters alone. */
export async function saveRepresentativeAccount(
  db: Database,
  identifierIndex: string | null,
  now: IsoInstant,
): Promise<number> {
  if (identifierIndex !== null) {
    const known = await findRepresentativeByIndex(db, identifierIndex);
    if (known !== null) return known;
  }
  const [row] = await db('representative_accounts')
    .insert({ identifier_index: identifierIndex, created_at: now })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('representative_accounts: the database returned no id');
  return row.id;
}
