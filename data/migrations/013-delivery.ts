import type { Knex } from 'knex';
import { dropTables, flag, isoInstant, type Migration, ofPerson } from './schema.ts';

/**
 * How a notice leaves the house, and how a person wants to be answered. Reason: a letter must be sent once, whatever
 * dies on the way, and what a person wished must be followed, not only read.
 */
export const delivery: Migration = { name: '013-delivery', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('notices', (t) => {
    flag(t, 'attach');
  });
  await db.schema.createTable('deliveries', (t) => {
    t.bigIncrements('id');
    ofPerson(t);
    t.bigInteger('notice_id').notNullable().references('notices.id');
    t.text('channel').notNullable();
    t.text('state').notNullable().checkIn(['waiting', 'sending', 'sent', 'unsure', 'failed']);
    t.smallint('tries').notNullable();
    // Taken up at; a process that died leaves it in "sending".
    isoInstant(t, 'taken_at');
    isoInstant(t, 'next_at');
    isoInstant(t, 'done_at');
    // A code, never a text of a server: that may name the person.
    t.text('failure');
    t.text('message_id');
    t.text('batch');
    t.text('sha256');
    t.unique(['notice_id', 'channel']);
    t.index(['channel', 'state', 'id']);
    t.index(['batch']);
  });
  await db.schema.createTable('answer_wishes', (t) => {
    t.bigIncrements('id');
    t.bigInteger('review_id').notNullable().unique().references('reviews.id');
    ofPerson(t);
    t.text('channel').notNullable();
    isoInstant(t, 'at').notNullable();
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('notices', (t) => t.dropColumn('attach'));
  await dropTables(db, ['answer_wishes', 'deliveries']);
}
