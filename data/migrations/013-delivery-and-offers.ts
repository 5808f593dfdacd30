import type { Knex } from 'knex';
import { cents, dropTables, flag, isoDate, isoInstant, type Migration, ofPerson } from './schema.ts';

/**
 * How a notice leaves the house, what a changed outcome makes us take back, and what a person offers. Reason: a letter
 * must be sent once, whatever dies on the way; a register entry that people overturned is not taken back by a new row
 * among the decisions; and an offer is owed an answer.
 */
export const deliveryAndOffers: Migration = { name: '013-delivery-and-offers', up, down };

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
    t.bigInteger('review_id').primary().references('reviews.id');
    ofPerson(t);
    t.text('channel').notNullable();
    isoInstant(t, 'at').notNullable();
  });
  await db.schema.createTable('undos', (t) => {
    t.bigIncrements('id');
    ofPerson(t);
    t.bigInteger('claim_id').notNullable().references('claims.id');
    // The outcome that was carried out, and the one that stands in its place.
    t.bigInteger('decision_id').notNullable().references('decisions.id');
    t.bigInteger('replaced_by_id').notNullable().references('decisions.id');
    t.text('measure').notNullable();
    t.text('step').notNullable();
    cents(t, 'cost_cents');
    isoInstant(t, 'created_at').notNullable();
    isoInstant(t, 'done_at');
    t.bigInteger('done_by').references('staff.id');
    t.binary('note_sealed');
    t.unique(['decision_id', 'step']);
    t.index(['done_at', 'id']);
  });
  await db.schema.createTable('offers', (t) => {
    t.bigIncrements('id');
    ofPerson(t);
    t.bigInteger('claim_id').notNullable().references('claims.id');
    t.bigInteger('decision_id').notNullable().references('decisions.id');
    t.bigInteger('statement_id').references('statements.id');
    t.text('kind').notNullable().checkIn(['plan', 'pause']);
    isoDate(t, 'first_on').notNullable();
    // A plan: what is paid each month. A pause: for how many days.
    cents(t, 'monthly_cents');
    t.integer('instalments');
    t.integer('days');
    isoInstant(t, 'at').notNullable();
    isoDate(t, 'answer_by').notNullable();
    t.text('state').notNullable().checkIn(['open', 'accepted', 'refused', 'withdrawn']);
    isoInstant(t, 'answered_at');
    // Null on an answer: the policy allowed it without a person. A refusal always has one.
    t.bigInteger('answered_by').references('staff.id');
    t.binary('reason_sealed');
    t.index(['state', 'answer_by']);
  });
  // One open offer of a kind for a claim: a double click is one offer.
  await db.raw(`create unique index offers_one_open on offers (claim_id, kind) where state = 'open'`);
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('notices', (t) => t.dropColumn('attach'));
  await dropTables(db, ['offers', 'undos', 'answer_wishes', 'deliveries']);
}
