import type { Knex } from 'knex';
import { dropTables, isoDate, isoInstant, type Migration, rowId } from './schema.ts';

/**
 * Requests to use a right, their steps, what they put right, and who is told of it. Reason: a right is used within a
 * period and answered with reasons (GDPR art. 12); that can be shown only where each request has its clock, its proof
 * of identity and its answer. A corrected record keeps its old value here; a consent keeps the words it was given to.
 */
export const rights: Migration = { name: '015-rights', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('rights_requests', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.text('right').notNullable();
    t.text('channel').notNullable();
    t.text('state').notNullable();
    t.text('language').notNullable();
    isoInstant(t, 'received_at').notNullable();
    isoDate(t, 'due_on').notNullable();
    isoDate(t, 'extended_to');
    // Null: the person themself, in the portal.
    t.bigInteger('entered_by').references('staff.id');
    // Null until they have shown who they are.
    t.bigInteger('proof_id').references('identity_proofs.id');
    t.binary('asked_sealed').notNullable();
    t.text('outcome');
    t.text('refusal');
    t.binary('answer_sealed');
    t.bigInteger('proposed_by').references('staff.id');
    t.bigInteger('decided_by').references('staff.id');
    isoInstant(t, 'decided_at');
    isoInstant(t, 'answered_at');
    // Whoever is late is told to the data-protection officer once, and never again.
    isoInstant(t, 'escalated_at');
    t.index(['state', 'due_on']);
    t.index(['person_id']);
  });
  await db.schema.createTable('rights_events', (t) => {
    rowId(t);
    t.bigInteger('request_id').notNullable().references('rights_requests.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    isoInstant(t, 'at').notNullable();
    t.text('actor_kind').notNullable();
    t.bigInteger('actor_id');
    t.text('event').notNullable();
    t.text('from_state');
    t.text('to_state').notNullable();
    t.binary('note_sealed');
    t.index(['request_id']);
    t.index(['person_id']);
  });
  await db.schema.createTable('record_corrections', (t) => {
    rowId(t);
    t.bigInteger('request_id').notNullable().references('rights_requests.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.text('table_name').notNullable();
    t.bigInteger('record_id').notNullable();
    t.text('act').notNullable();
    // The whole record as it stood, and as it stands; null after it was taken out.
    t.binary('before_sealed').notNullable();
    t.binary('after_sealed');
    t.bigInteger('staff_id').notNullable().references('staff.id');
    isoInstant(t, 'at').notNullable();
    t.index(['request_id']);
    t.index(['person_id']);
  });
  await db.schema.createTable('recipients_to_tell', (t) => {
    rowId(t);
    t.bigInteger('request_id').notNullable().references('rights_requests.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.text('kind').notNullable();
    t.text('name');
    isoInstant(t, 'told_at');
    t.bigInteger('told_by').references('staff.id');
    t.index(['request_id']);
    t.index(['person_id']);
  });
  await db.schema.createTable('consent_choices', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.text('purpose').notNullable();
    t.text('choice').notNullable().checkIn(['given', 'withdrawn']);
    t.integer('wording_version').notNullable();
    t.text('language').notNullable();
    t.text('channel').notNullable();
    t.bigInteger('staff_id').references('staff.id');
    isoInstant(t, 'at').notNullable();
    t.index(['person_id']);
  });
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, [
    'consent_choices',
    'recipients_to_tell',
    'record_corrections',
    'rights_events',
    'rights_requests',
  ]);
}
