import type { Knex } from 'knex';
import { dropTables, isoInstant, type Migration } from './schema.ts';

/**
 * Who read what a person told us, and when. Reason: a correction or an offer that comes without a review lay on its
 * case unseen; now it stands in a list until somebody has read it.
 */
export const statementReadings: Migration = { name: '007-statement-readings', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('statement_readings', (t) => {
    // The first reading counts; a second one adds nothing.
    t.bigInteger('statement_id').notNullable().primary().references('statements.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.bigInteger('staff_id').notNullable().references('staff.id');
    isoInstant(t, 'at').notNullable();
    t.index(['person_id']);
  });
  // The words about a case are found by its decisions.
  await db.schema.alterTable('statements', (t) => t.index(['decision_id']));
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('statements', (t) => t.dropIndex(['decision_id']));
  await dropTables(db, ['statement_readings']);
}
