import type { Knex } from 'knex';
import { dropTables, isoInstant, type Migration } from './schema.ts';

/**
 * What a person disagrees with, each time they ask for people, and what a validation service said of the signatures of
 * a paper. Reason: "the data are wrong" must be found by query and shown beside the datum, not searched for in prose;
 * and a signature that nobody checked must not look like one that holds.
 */
export const contests: Migration = { name: '011-contests', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('contests', (t) => {
    t.bigIncrements('id');
    t.bigInteger('review_id').notNullable().references('reviews.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    isoInstant(t, 'at').notNullable();
    t.text('channel').notNullable();
    // Null: the session of the portal, or the system that asked, vouches for who it is.
    t.bigInteger('proof_id').references('identity_proofs.id');
    t.bigInteger('staff_id').references('staff.id');
    t.bigInteger('statement_id').references('statements.id');
    // Codes with spaces between them; empty when the person named none.
    t.text('points').notNullable();
    // Which data are said to be wrong, and what is said to be right.
    t.binary('wrong_data_sealed');
    t.index(['review_id']);
    t.index(['person_id']);
  });
  await db.schema.createTable('signature_checks', (t) => {
    t.bigIncrements('id');
    t.bigInteger('document_id').notNullable().references('documents.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    isoInstant(t, 'at').notNullable();
    t.text('result').notNullable();
    t.smallint('signatures').notNullable();
    t.smallint('valid').notNullable();
    // Who signed and when: names of people.
    t.binary('signers_sealed');
    t.index(['document_id']);
    t.index(['person_id']);
  });
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, ['signature_checks', 'contests']);
}
