import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Terms } from '../../scoring/review/offers.ts';
import type { Database } from '../database.ts';

interface Agreed<T extends Terms> {
  readonly offerId: number;
  readonly personId: number;
  readonly claimId: number;
  readonly terms: T;
  readonly on: IsoDate;
}

/** A plan that was agreed, as a record that the rules read at the next run; one that ran before gives way to it. */
export async function insertAgreedPlan(
  db: Database,
  { offerId, personId, claimId, terms, on }: Agreed<Extract<Terms, { kind: 'plan' }>>,
): Promise<void> {
  await db('plans')
    .where({ person_id: personId, claim_id: claimId, ended_on: null })
    .update({ ended_on: on, ended: 'cancelled' });
  await db('plans').insert({
    ...(await asTold(db, offerId, personId, on)),
    claim_id: claimId,
    agreed_on: on,
    instalment_cents: terms.instalmentCents,
    instalments: terms.instalments,
    first_due_on: terms.firstDueOn,
    ended_on: null,
    ended: null,
  });
}

/**
 * A pause that was agreed, of this claim alone. Policies read it as they read hardship, which leaves only relief open:
 * the mark of a requested suspension would open the way to court sooner in Finland (513/1999 § 4 c).
 */
export async function insertAgreedPause(
  db: Database,
  { offerId, personId, claimId, terms, on }: Agreed<Extract<Terms, { kind: 'pause' }>>,
): Promise<void> {
  await db('restrictions').insert({
    ...(await asTold(db, offerId, personId, on)),
    claim_id: claimId,
    kind: 'pause',
    from_on: on,
    to_on: terms.to,
  });
}

async function asTold(db: Database, offerId: number, personId: number, on: IsoDate) {
  const person = await db('persons')
    .where({ id: personId })
    .first<{ portfolio_id: number } | undefined>('portfolio_id');
  if (person === undefined) throw new Error(`person ${personId} is not on record`);
  return {
    portfolio_id: person.portfolio_id,
    external_id: `offer ${offerId}`,
    source: 'person',
    obtained_on: on,
    valid_until: null,
    person_id: personId,
  };
}
