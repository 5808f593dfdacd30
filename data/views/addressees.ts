import type { Database } from '../database.ts';
import { openIdentity, openRepresentative } from '../identity.ts';
import type { Vault } from '../vault.ts';

/** Whom a letter is for, and who writes. */
export interface Addressee {
  readonly name: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly controller: string;
  /** Of a copy for somebody who acts for the person: for whom, and whose code opens the pages. */
  readonly actsFor: { readonly name: string | null; readonly representativeId: number } | null;
}

/** Null when the person is erased. */
export async function readAddressee(
  db: Database,
  vault: Vault,
  { personId, mandateId }: { readonly personId: number; readonly mandateId: number | null },
): Promise<Addressee | null> {
  const row = (await db('persons')
    .join('portfolios', 'portfolios.id', 'persons.portfolio_id')
    .where('persons.id', personId)
    .first('persons.identity_sealed', 'portfolios.controller')) as
    | { readonly identity_sealed: Buffer | null; readonly controller: string }
    | undefined;
  if (row === undefined) return null;
  const key = await vault.keyFor(db, personId);
  const identity = openIdentity(vault, key, row.identity_sealed);
  const { controller } = row;
  const name = identity?.name ?? null;
  if (mandateId === null) {
    const { email = null, address = null } = identity ?? {};
    return { name, email, address, controller, actsFor: null };
  }
  const mandate = await db('mandates')
    .where({ id: mandateId })
    .first<{ representative_id: number; identity_sealed: Buffer } | undefined>();
  if (mandate === undefined) return null;
  const representative = openRepresentative(vault, key, mandate.identity_sealed);
  // One line holds whatever leads to them; the letter's way says which it is.
  const contact = representative?.contact ?? null;
  return {
    name: representative?.name ?? null,
    email: contact,
    address: contact,
    controller,
    actsFor: { name, representativeId: mandate.representative_id },
  };
}
