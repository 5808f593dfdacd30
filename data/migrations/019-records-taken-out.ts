import type { Knex } from 'knex';
import type { Migration } from './schema.ts';

/**
 * Which record of a sender a correction took out, and how many rows of a file named one. Reason: the sender's next file
 * holds the wrong record still; without its number here it would come back (GDPR art. 16). Corrections made before
 * this have none: their number lies sealed in the record as it stood.
 */
export const recordsTakenOut: Migration = { name: '019-records-taken-out', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('record_corrections', (t) => {
    t.bigInteger('portfolio_id');
    // Of a record that was taken out, the name its sender knows it by.
    t.text('external_id');
    t.index(['portfolio_id', 'table_name', 'external_id']);
  });
  await db.schema.alterTable('imports', (t) => {
    t.integer('taken_out').notNullable().defaultTo(0);
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('imports', (t) => t.dropColumn('taken_out'));
  await db.schema.alterTable('record_corrections', (t) => {
    t.dropIndex(['portfolio_id', 'table_name', 'external_id']);
    t.dropColumn('external_id');
    t.dropColumn('portfolio_id');
  });
}
