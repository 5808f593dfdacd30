import type { Knex } from 'knex';
import { cents, dropTables, isoDate, isoInstant, type Migration, ofClaim, rowId } from './schema.ts';

/**
 * What a person offers or asks about a claim: a payment plan or a pause. Reason: an offer has a day by which it is
 * answered, and an accepted one must become a record that rules read; words kept with a case are neither.
 */
export const offers: Migration = { name: '020-offers', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('offers', (t) => {
    rowId(t);
    ofClaim(t);
    t.text('kind').notNullable().checkIn(['plan', 'pause']);
    t.text('state').notNullable().checkIn(['asked', 'accepted', 'refused', 'withdrawn']);
    isoInstant(t, 'asked_at').notNullable();
    // Of a plan.
    cents(t, 'instalment_cents');
    t.integer('instalments');
    isoDate(t, 'first_due_on');
    // Of a pause: why, and the exclusive day it ends.
    t.text('reason');
    isoDate(t, 'pause_to');
    t.binary('words_sealed');
    isoDate(t, 'due_on').notNullable();
    // Null: not answered, or accepted by the terms without a person.
    t.bigInteger('answered_by').references('staff.id');
    isoInstant(t, 'answered_at');
    t.binary('reasons_sealed');
    t.index(['state', 'due_on']);
  });
  await db.raw(`create unique index offers_open on offers (claim_id) where state = 'asked'`);
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, ['offers']);
}
