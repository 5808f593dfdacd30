import type { Knex } from 'knex';
import { cents, dropTables, isoInstant, type Migration, ofPerson } from './schema.ts';

/**
 * What must be taken back of a measure that people replaced after it was carried out, until somebody has done it.
 * Reason: a register entry or a court petition does not go away because a decision does.
 */
export const undos: Migration = { name: '021-undos', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('undos', (t) => {
    t.bigIncrements('id');
    ofPerson(t);
    t.bigInteger('decision_id').notNullable().references('decisions.id');
    t.bigInteger('replaced_by').notNullable().references('decisions.id');
    t.text('what')
      .notNullable()
      .checkIn(['cost_returned', 'entry_removed', 'proceedings_stopped', 'holder_told']);
    cents(t, 'amount_cents');
    isoInstant(t, 'opened_at').notNullable();
    // Null: open.
    isoInstant(t, 'done_at');
    t.bigInteger('done_by').references('staff.id');
    t.unique(['decision_id', 'what']);
    t.index(['done_at', 'id']);
  });
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, ['undos']);
}
