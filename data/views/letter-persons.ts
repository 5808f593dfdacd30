import type { Country, Language } from '../../scoring/portfolio/records.ts';
import type { Database } from '../database.ts';
import { type Identity, openIdentity } from '../identity.ts';
import type { Vault } from '../vault.ts';

/** Whom a letter is written to, and in whose name. */
export interface LetterPerson {
  readonly personId: number;
  readonly language: Language;
  readonly country: Country;
  readonly identity: Identity | null;
  /** An e-mail address is known and not reported to be wrong. */
  readonly emailWorks: boolean;
  readonly portfolioId: number;
  readonly portfolioKind: 'collection' | 'credit';
  readonly controller: string;
  readonly policyId: string | null;
}

export async function findLetterPerson(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<LetterPerson | null> {
  const row = await db('persons')
    .join('portfolios', 'portfolios.id', 'persons.portfolio_id')
    .where('persons.id', personId)
    .first<Row | undefined>(
      'persons.language',
      'persons.jurisdiction',
      'persons.identity_sealed',
      'persons.portfolio_id',
      'portfolios.kind',
      'portfolios.controller',
      'portfolios.policy',
    );
  if (row === undefined) return null;
  const identity = openIdentity(vault, await vault.keyFor(db, personId), row.identity_sealed);
  const broken = await db('person_statuses')
    .where({ person_id: personId, kind: 'email_invalid', to_on: null })
    .first<{ id: number } | undefined>('id');
  const email = identity?.email ?? null;
  return {
    personId,
    language: row.language,
    country: row.jurisdiction,
    identity,
    emailWorks: email !== null && email !== '' && broken === undefined,
    portfolioId: row.portfolio_id,
    portfolioKind: row.kind,
    controller: row.controller,
    policyId: row.policy,
  };
}

interface Row {
  readonly language: Language;
  readonly jurisdiction: Country;
  readonly identity_sealed: Buffer | null;
  readonly portfolio_id: number;
  readonly kind: LetterPerson['portfolioKind'];
  readonly controller: string;
  readonly policy: string | null;
}
