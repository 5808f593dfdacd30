import type { Knex } from 'knex';
import { dropTables, isoInstant, type Migration } from './schema.ts';

/**
 * How somebody showed who they are, whenever staff act on a person's word. Reason: a request that comes by telephone
 * or letter is answered only to whom it belongs (GDPR art. 12(6)), and one place keeps how that was made sure of,
 * whatever was asked for.
 */
export const identityProofs: Migration = { name: '010-identity-proofs', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('identity_proofs', (t) => {
    t.bigIncrements('id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.text('channel').notNullable();
    t.text('method').notNullable();
    t.smallint('passed').notNullable();
    // Null: the person themself, in the portal.
    t.bigInteger('staff_id').references('staff.id');
    isoInstant(t, 'at').notNullable();
    t.binary('note_sealed');
    t.index(['person_id']);
  });
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, ['identity_proofs']);
}
