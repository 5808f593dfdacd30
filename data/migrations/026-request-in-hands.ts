import type { Knex } from 'knex';
import { addReference, dropReference, type Migration } from './schema.ts';

/**
 * A request to use a right is in somebody's hands. Reason: what everybody may answer, nobody does; the desk shows whose it
 * is, and what is nobody's yet.
 */
export const requestInHands: Migration = { name: '026-request-in-hands', up, down };

async function up(db: Knex): Promise<void> {
  await addReference(db, 'rights_requests', 'assigned_to', 'staff');
}

async function down(db: Knex): Promise<void> {
  await dropReference(db, 'rights_requests', 'assigned_to');
}
