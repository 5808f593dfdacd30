import type { Knex } from 'knex';
import { dropTables, isoDate, isoInstant, type Migration, rowId } from './schema.ts';

/**
 * Holds, and who was let go. Reason: what a court or an inspection still needs must outlive its period, and that order
 * has an author and an end; a person of whom only figures are left must not be taken for one whose key was lost.
 */
export const retention: Migration = { name: '016-retention', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('retention_holds', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.text('reason').notNullable();
    t.binary('note_sealed');
    t.bigInteger('set_by').notNullable().references('staff.id');
    isoInstant(t, 'set_at').notNullable();
    // Looked at again by then: nothing is held for ever by forgetting.
    isoDate(t, 'review_on').notNullable();
    t.bigInteger('lifted_by').references('staff.id');
    isoInstant(t, 'lifted_at');
    t.index(['person_id']);
  });
  await db.schema.alterTable('persons', (t) => {
    isoInstant(t, 'pseudonymised_at');
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('persons', (t) => t.dropColumn('pseudonymised_at'));
  await dropTables(db, ['retention_holds']);
}
