import type { Language } from '../../scoring/portfolio/records.ts';
import type { Database } from '../database.ts';
import { type Identity, openIdentity, personalCodeIndex } from '../identity.ts';
import type { Vault } from '../vault.ts';

/** What a request of a signed-in customer needs to know: that the person is still on record, and who speaks to them. */
export interface CustomerIdentity {
  readonly personId: number;
  readonly username: string | null;
  readonly controller: string;
  readonly language: Language;
}

/** Null when the person was erased or their account closed. */
export async function readCustomerIdentity(db: Database, personId: number): Promise<CustomerIdentity | null> {
  const row = (await db('persons')
    .join('portfolios', 'portfolios.id', 'persons.portfolio_id')
    .leftJoin('customers', 'customers.person_id', 'persons.id')
    .where('persons.id', personId)
    .whereNull('customers.disabled_at')
    .first('persons.language', 'portfolios.controller', 'customers.username')) as
    | { language: Language; controller: string; username: string | null }
    | undefined;
  return row === undefined ? null : { personId, ...row };
}

/** What tells who the person is, sealed; null when the person was erased. */
export async function findSealedIdentity(db: Database, personId: number): Promise<Buffer | null> {
  const row = await db('persons')
    .where({ id: personId })
    .first<{ identity_sealed: Buffer | null } | undefined>('identity_sealed');
  return row?.identity_sealed ?? null;
}

/** The firm whose person it is; null when there is no such person any more. */
export async function readController(db: Database, personId: number): Promise<string | null> {
  const row = await db('persons')
    .join('portfolios', 'portfolios.id', 'persons.portfolio_id')
    .where('persons.id', personId)
    .first<{ controller: string } | undefined>('portfolios.controller');
  return row?.controller ?? null;
}

export async function readPersonName(db: Database, vault: Vault, personId: number): Promise<string | null> {
  return (await readContactIdentity(db, vault, personId))?.name ?? null;
}

/** Name, telephone and address, opened; null when the person is erased. */
export async function readContactIdentity(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<Identity | null> {
  const row = await db('persons')
    .where({ id: personId })
    .first<{ identity_sealed: Buffer | null } | undefined>('identity_sealed');
  if (row === undefined) return null;
  return openIdentity(vault, await vault.keyFor(db, personId), row.identity_sealed);
}

/** A personal code as a register writes it, with the country that gave it, where that is known. */
export interface CodeOfCountry {
  readonly code: string;
  readonly country: string | null;
}

/** Every file that is kept of the holder of one of these codes: one in each portfolio they are in. */
export async function listPersonsWithCode(
  db: Database,
  vault: Vault,
  codes: readonly CodeOfCountry[],
): Promise<readonly number[]> {
  const found = new Set<number>();
  for (const { code, country } of codes) {
    const query = db('persons')
      .leftJoin('customers', 'customers.person_id', 'persons.id')
      .where('persons.identifier_index', personalCodeIndex(vault, code))
      .whereNull('customers.disabled_at');
    // Codes of two countries may look alike: one without its country counts in that country alone.
    if (country !== null) void query.where('persons.jurisdiction', country);
    for (const id of await query.orderBy('persons.id').pluck<number[]>('persons.id')) found.add(id);
  }
  return [...found];
}
