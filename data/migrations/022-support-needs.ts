import type { Knex } from 'knex';
import { dropTables, isoDate, isoInstant, type Migration, ofPerson } from './schema.ts';

/**
 * What a person needs from us, as a row of its own, and what a release let go when that was not what was recommended;
 * a pause on one claim. Reason: a need that lies sealed among a person's words keeps nobody from calling, nobody asks
 * after it when its day comes, and a pause of one claim must not stop the others silently.
 */
export const supportNeeds: Migration = { name: '022-support-needs', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('support_needs', (t) => {
    t.bigIncrements('id');
    ofPerson(t);
    // A code that names help, never a cause.
    t.text('need').notNullable();
    isoInstant(t, 'told_at').notNullable();
    t.text('channel').notNullable();
    // Who of the staff wrote it down; null: the person did.
    t.bigInteger('staff_id').references('staff.id');
    // How the consent was given to staff.
    t.binary('basis_sealed');
    // Words written beside it; they go with it.
    t.bigInteger('note_statement_id');
    isoDate(t, 'review_on').notNullable();
    // Exclusive; null: in force.
    isoDate(t, 'ended_on');
    t.text('ended').checkIn(['withdrawn', 'over']);
    t.index(['ended_on', 'review_on']);
  });
  await db.schema.alterTable('releases', (t) => {
    // Null: the measure that was recommended.
    t.text('measure');
    t.text('because');
  });
  await db.schema.alterTable('restrictions', (t) => {
    // Null: everything of the person.
    t.bigInteger('claim_id');
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('restrictions', (t) => t.dropColumn('claim_id'));
  await db.schema.alterTable('releases', (t) => t.dropColumns('measure', 'because'));
  await dropTables(db, ['support_needs']);
}
