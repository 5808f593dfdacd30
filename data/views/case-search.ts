import type { Database } from '../database.ts';

/**
 * The newest decision on a claim or application by its number, as somebody who calls reads it from a letter. Several
 * persons may have a case of the same number in different portfolios: then nobody is guessed.
 */
export async function findDecisionByNumber(
  db: Database,
  number: string,
): Promise<
  { readonly kind: 'found'; readonly decisionId: number } | { readonly kind: 'none' | 'ambiguous' }
> {
  const claims = db('claims').select('id').where({ claim_number: number });
  const applications = db('applications').select('id').where({ application_number: number });
  const rows = await db('decisions')
    .whereIn('claim_id', claims)
    .orWhereIn('application_id', applications)
    .orderBy('id', 'desc')
    .select<{ id: number; claim_id: number | null; application_id: number | null }[]>(
      'id',
      'claim_id',
      'application_id',
    );
  const [newest] = rows;
  if (newest === undefined) return { kind: 'none' };
  const isOne = rows.every(
    ({ claim_id, application_id }) =>
      claim_id === newest.claim_id && application_id === newest.application_id,
  );
  return isOne ? { kind: 'found', decisionId: newest.id } : { kind: 'ambiguous' };
}
