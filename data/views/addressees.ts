import type { Database } from '../database.ts';
import { openIdentity } from '../identity.ts';
import type { Vault } from '../vault.ts';

/** Whom a letter is for, and who writes. */
export interface Addressee {
  readonly name: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly controller: string;
}

/** Null when the person is erased. */
export async function readAddressee(db: Database, vault: Vault, personId: number): Promise<Addressee | null> {
  const row = (await db('persons')
    .join('portfolios', 'portfolios.id', 'persons.portfolio_id')
    .where('persons.id', personId)
    .first('persons.identity_sealed', 'portfolios.controller')) as
    | { readonly identity_sealed: Buffer | null; readonly controller: string }
    | undefined;
  if (row === undefined) return null;
  const identity = openIdentity(vault, await vault.keyFor(db, personId), row.identity_sealed);
  return {
    name: identity?.name ?? null,
    email: identity?.email ?? null,
    address: identity?.address ?? null,
    controller: row.controller,
  };
}
