import type { Database } from './database.ts';
import type { PersonKey, Vault } from './vault.ts';

/** What a row of a person is read with. */
export interface Opener {
  readonly key: PersonKey | undefined;
  /** A sealed column as it was written; null where nothing was, and once the person is erased. */
  readonly open: (sealed: Uint8Array | null, purpose: string) => string | null;
}

/**
 * Reads rows of persons whose texts are sealed, each under the key of its own person; the keys are read in one query. A row
 * of which `read` makes null is left out: with its person erased there is nothing left of it to show.
 */
export async function openRows<Row extends { readonly person_id: number }, Value>(
  db: Database,
  vault: Vault,
  rows: readonly Row[],
  read: (row: Row, opener: Opener) => Value | null,
): Promise<readonly Value[]> {
  const keys = await vault.keysFor(
    db,
    rows.map((row) => row.person_id),
  );
  return rows
    .map((row) => {
      const key = keys.get(row.person_id);
      return read(row, { key, open: (sealed, purpose) => vault.open(key, sealed, purpose) });
    })
    .filter((value) => value !== null);
}
