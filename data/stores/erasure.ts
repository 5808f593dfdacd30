import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { type Database, isPostgres } from '../database.ts';
import type { Vault } from '../vault.ts';

/**
 * Every table with rows about a person, children before parents. A test compares the list with the schema, so that a
 * table added later cannot be forgotten here.
 */
export const TABLES_OF_A_PERSON = [
  'undos',
  'erased_parts',
  'support_needs',
  'consent_choices',
  'offers',
  'recipients_to_tell',
  'disclosures',
  'record_corrections',
  'rights_events',
  'rights_requests',
  'sign_in_codes',
  'deliveries',
  'answer_wishes',
  'contests',
  'accesses',
  'control_rounds',
  'identity_proofs',
  'retention_holds',
  'notices',
  'signature_checks',
  'documents',
  'unheard_requests',
  'mandates',
  'statement_readings',
  'statements',
  'votes',
  'conflicts',
  'review_minutes',
  'review_events',
  'reviews',
  'releases',
  'decisions',
  'outcomes',
  'restrictions',
  'consents',
  'applications',
  'incomes',
  'public_records',
  'contacts',
  'representatives',
  'person_statuses',
  'measures_taken',
  'promises',
  'plans',
  'payments',
  'invoices',
  'claim_events',
  'claim_parties',
  'claims',
  'customers',
] as const;

export type Erased = { readonly kind: 'erased' } | { readonly kind: 'unknown_person' };

/**
 * Holds the person's row until the transaction ends, before anything is checked: on PostgreSQL whoever writes a claim,
 * an application or a review of the person meanwhile has done so before the check, or waits and then finds nobody. In
 * SQLite the transaction itself is that lock.
 */
export async function lockForErasure(transaction: Database, personId: number): Promise<void> {
  if (isPostgres(transaction)) await transaction('persons').where({ id: personId }).forUpdate().first('id');
}

/**
 * Erases a person (GDPR art. 17), in the transaction of the caller: destroys the key, so that everything sealed with
 * it is gone from here, from every copy and from the audit trail at once, and deletes the plain figures outright. What
 * stays is the number, in the audit trail and in two tombstones, with nothing left that it could lead to. Whether the
 * person may be erased is decided before, in the same transaction. A backup that is put back brings the person back
 * with it: `erasures` says whom to erase again. After the commit {@link overwriteErased} is due.
 */
export async function erasePerson(
  transaction: Database,
  vault: Vault,
  personId: number,
  now: IsoInstant,
): Promise<Erased> {
  const person = await transaction('persons').where({ id: personId }).first<{ id: number } | undefined>('id');
  if (person === undefined) return { kind: 'unknown_person' };
  // Opens the way past the triggers that keep decisions from being deleted, for this person alone.
  await transaction('erasures').insert({ person_id: personId, erased_at: now });
  await vault.destroyKey(transaction, personId, now);
  await deleteSharedRows(transaction, personId);
  for (const table of TABLES_OF_A_PERSON) await transaction(table).where({ person_id: personId }).delete();
  await transaction('persons').where({ id: personId }).delete();
  return { kind: 'erased' };
}

/** Deleted pages of SQLite are overwritten, but its log of changes holds the old ones until it is folded in. */
export async function overwriteErased(db: Database): Promise<void> {
  if (!isPostgres(db)) await db.raw('pragma wal_checkpoint(truncate)');
}

/** Rows that hang on the person's own rows without naming the person. */
async function deleteSharedRows(db: Database, personId: number): Promise<void> {
  await db('review_members')
    .whereIn('review_id', db('reviews').select('id').where({ person_id: personId }))
    .delete();
  for (const table of ['found_conflicts', 'file_openings']) {
    await db(table)
      .whereIn('review_id', db('reviews').select('id').where({ person_id: personId }))
      .delete();
  }
  await db('deadline_alerts')
    .where({ subject_kind: 'review' })
    .whereIn('subject_id', db('reviews').select('id').where({ person_id: personId }))
    .delete();
  await db('decision_inputs')
    .whereIn('decision_id', db('decisions').select('id').where({ person_id: personId }))
    .delete();
  await db('claim_parties')
    .whereIn('claim_id', db('claims').select('id').where({ person_id: personId }))
    .delete();
}
