import type { Knex } from 'knex';
import { dropTables, isoInstant, type Migration } from './schema.ts';

/**
 * Sessions, failed sign-ins, whose an API key is. Reason: a restart must sign nobody out and a second server must know
 * the sessions of the first; guessing passwords must end after a few tries; and what a program does through the API
 * stands in the audit trail under a member of staff who answers for it.
 */
export const identity: Migration = { name: '004-identity', up, down };

async function up(db: Knex): Promise<void> {
  // The columns that connect-session-knex reads and writes.
  await db.schema.createTable('sessions', (t) => {
    t.string('sid').primary();
    t.json('sess').notNullable();
    t.timestamp('expired').notNullable().index();
  });
  await db.schema.createTable('sign_in_failures', (t) => {
    // A hash of the name that was tried: it need not belong to an account, and may be a password typed in the wrong field.
    t.specificType('account_hash', 'char(64)').primary();
    t.integer('failures').notNullable();
    isoInstant(t, 'last_at').notNullable();
    isoInstant(t, 'locked_until');
  });
  await db.schema.alterTable('api_keys', (t) => {
    t.bigInteger('staff_id').references('staff.id');
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('api_keys', (t) => {
    t.dropForeign(['staff_id']);
    t.dropColumn('staff_id');
  });
  await dropTables(db, ['sign_in_failures', 'sessions']);
}
