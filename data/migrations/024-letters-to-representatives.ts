import type { Knex } from 'knex';
import {
  addReference,
  dropReference,
  dropTables,
  isoInstant,
  type Migration,
  ofPerson,
  rowId,
} from './schema.ts';

/**
 * Letters go to whoever acts for a person, a mandate has its paper and its proof of identity, and what comes from
 * somebody who may not act is kept. Reason: a guardian who is not told cannot act in time; a mandate that nobody can
 * look at anew is a word; and words sent a day too late must not be lost.
 */
export const lettersToRepresentatives: Migration = {
  name: '024-letters-to-representatives',
  up,
  down,
};

async function up(db: Knex): Promise<void> {
  for (const table of ['notices', 'documents', 'identity_proofs']) {
    await addReference(db, table, 'mandate_id', 'mandates');
  }
  await db.raw('drop index notices_first');
  await db.raw(
    `create unique index notices_first on notices (decision_id, coalesce(mandate_id, 0))
     where kind in ('decision', 'measure')`,
  );
  await db.schema.createTable('unheard_requests', (t) => {
    rowId(t);
    ofPerson(t);
    // Under which mandate it was sent; none where nobody had given one.
    t.bigInteger('mandate_id').references('mandates.id');
    t.text('because').notNullable();
    t.text('channel').notNullable();
    t.binary('words_sealed').notNullable();
    isoInstant(t, 'at').notNullable();
    // Who of the staff wrote it down, where somebody called, wrote or came.
    t.bigInteger('staff_id').references('staff.id');
    isoInstant(t, 'settled_at');
    t.bigInteger('settled_by').references('staff.id');
  });
  await addReference(db, 'documents', 'unheard_request_id', 'unheard_requests');
}

async function down(db: Knex): Promise<void> {
  await dropReference(db, 'documents', 'unheard_request_id');
  await dropTables(db, ['unheard_requests']);
  await db.raw('drop index notices_first');
  // A copy of a first letter would be a second one.
  await db('deliveries').whereIn('notice_id', db('notices').select('id').whereNotNull('mandate_id')).delete();
  await db('sign_in_codes')
    .whereIn('notice_id', db('notices').select('id').whereNotNull('mandate_id'))
    .update({ notice_id: null });
  await db('notices').whereNotNull('mandate_id').delete();
  await db.raw(
    `create unique index notices_first on notices (decision_id) where kind in ('decision', 'measure')`,
  );
  for (const table of ['identity_proofs', 'documents', 'notices']) {
    await dropReference(db, table, 'mandate_id');
  }
}
