import type { Knex } from 'knex';
import { dropTables, flag, isoDate, isoInstant, type Migration, ofPerson } from './schema.ts';

/**
 * What is sent again: an import leaves out what a person had erased and does not count a payment twice that was put in
 * by hand; a request whose server was killed can be taken over. Reason: without a mark neither can be told from
 * something new, and a key that nobody held kept its sender waiting for a day.
 */
export const sentAgain: Migration = { name: '023-sent-again', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('erased_parts', (t) => {
    t.bigIncrements('id');
    ofPerson(t);
    t.text('part').notNullable();
    // What tells of a day up to this one stays out; what comes about later is new.
    isoDate(t, 'erased_on').notNullable();
    t.unique(['person_id', 'part']);
  });
  await db.schema.alterTable('imports', (t) => {
    t.integer('rows_erased').notNullable().defaultTo(0);
    t.integer('rows_matched').notNullable().defaultTo(0);
  });
  await db.schema.alterTable('idempotency_keys', (t) => {
    // Whose attempt it is, until when it is known to live, and whether anything of it was committed.
    t.text('attempt');
    isoInstant(t, 'lives_until');
    flag(t, 'acted');
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('idempotency_keys', (t) => t.dropColumns('attempt', 'lives_until', 'acted'));
  await db.schema.alterTable('imports', (t) => t.dropColumns('rows_erased', 'rows_matched'));
  await dropTables(db, ['erased_parts']);
}
