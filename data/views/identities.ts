import type { Language } from '../../scoring/portfolio/records.ts';
import type { Database } from '../database.ts';

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
