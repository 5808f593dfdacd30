import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { RowGroup } from '../../scoring/safeguards/retention.ts';
import { type Database, isPostgres } from '../database.ts';
import type { Vault } from '../vault.ts';
import { TABLES_OF_A_PERSON } from './erasure.ts';

/** Where the rows of a group lie, and the day that their period runs from. */
const ROWS: Readonly<Record<RowGroup, { readonly table: string; readonly since: string }>> = {
  contacts: { table: 'contacts', since: 'happened_on' },
  household: { table: 'incomes', since: 'obtained_on' },
  register_copies: { table: 'public_records', since: 'obtained_on' },
  // One in force has no such day, and stays.
  consents: { table: 'consents', since: 'withdrawn_on' },
  // One that waits for an answer has no such day, and stays.
  offers: { table: 'offers', since: 'answered_at' },
  accesses: { table: 'accesses', since: 'at' },
};

/** Deletes the rows of a group that are past their period, of these persons alone, and says how many. */
export async function deleteRowsPast(
  db: Database,
  group: RowGroup,
  personIds: readonly number[],
  before: IsoDate,
): Promise<number> {
  const { table, since } = ROWS[group];
  return db(table).whereIn('person_id', personIds).andWhere(since, '<', before).delete();
}

/** Copies of entries that their register took out so long ago that it would not tell them any more. */
export async function deleteEndedCopies(
  db: Database,
  personIds: readonly number[],
  endedBefore: IsoDate,
): Promise<number> {
  return db('public_records').whereIn('person_id', personIds).andWhere('ended_on', '<', endedBefore).delete();
}

/** Of a person who is let go these stay: amounts, dates and codes under a number that leads nowhere. */
const FIGURES_STAY = new Set<string>([
  'claims',
  'claim_parties',
  'claim_events',
  'invoices',
  'payments',
  'plans',
  'promises',
  'measures_taken',
  'applications',
  'outcomes',
  'decisions',
  'releases',
  'reviews',
  'votes',
]);

/** Numbers that the sender knows the person by. */
const SENDERS_NUMBERS = [
  'claims',
  'claim_parties',
  'claim_events',
  'invoices',
  'payments',
  'plans',
  'promises',
  'measures_taken',
  'applications',
  'outcomes',
] as const;

/**
 * Takes away all that leads to a person and leaves figures for statistics: the key is destroyed, so that every sealed
 * text is unreadable for good; words, papers, letters, accounts and register copies are deleted; numbers that a sender
 * knows the person by are blanked. Decisions and votes stay as figures, their texts sealed under a key that is no more.
 */
export async function pseudonymisePerson(
  db: Database,
  vault: Vault,
  personId: number,
  now: IsoInstant,
): Promise<void> {
  await vault.destroyKey(db, personId, now);
  for (const table of TABLES_OF_A_PERSON) {
    if (!FIGURES_STAY.has(table)) await db(table).where({ person_id: personId }).delete();
  }
  for (const table of SENDERS_NUMBERS) {
    await db(table).where({ person_id: personId }).update({ external_id: null });
  }
  await db('claims').where({ person_id: personId }).update({ claim_number: '' });
  await db('applications').where({ person_id: personId }).update({ application_number: '' });
  await db('persons')
    .where({ id: personId })
    .update({
      person_ref_index: `let-go-${personId}`,
      identifier_index: null,
      identity_sealed: null,
      adult_on: null,
      pseudonymised_at: now,
    });
}

/** Deleted pages are overwritten, but the log of changes holds the old ones until it is folded in. */
export async function foldLog(db: Database): Promise<void> {
  if (!isPostgres(db)) await db.raw('pragma wal_checkpoint(truncate)');
}
