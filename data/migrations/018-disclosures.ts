import type { Knex } from 'knex';
import { dropTables, isoInstant, type Migration, rowId } from './schema.ts';

/**
 * Who got what of a person, from whom of us and why. Reason: IKS § 10(1) asks that each transfer is registered, the
 * person may read who has their data (GDPR art. 15(1)(c)), and whoever got it is told when it changes (art. 19).
 */
export const disclosures: Migration = { name: '018-disclosures', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('disclosures', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.bigInteger('claim_id').notNullable();
    t.text('recipient_kind').notNullable();
    t.text('recipient_name').notNullable();
    t.text('purpose').notNullable();
    // The names of the fields that went, as JSON; what they held is sealed beside it.
    t.text('extent').notNullable();
    t.binary('content_sealed').notNullable();
    t.text('legal_basis').notNullable();
    t.bigInteger('disclosed_by').notNullable().references('staff.id');
    isoInstant(t, 'disclosed_at').notNullable();
    t.index(['person_id']);
  });
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, ['disclosures']);
}
