import type { Knex } from 'knex';
import type { Migration } from './schema.ts';

/**
 * A request to use a right is in somebody's hands. Reason: what everybody may answer, nobody does; the desk shows whose it
 * is, and what is nobody's yet.
 */
export const requestInHands: Migration = { name: '026-request-in-hands', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('rights_requests', (t) => {
    t.bigInteger('assigned_to').references('staff.id');
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('rights_requests', (t) => {
    t.dropForeign(['assigned_to']);
    t.dropColumn('assigned_to');
  });
}
