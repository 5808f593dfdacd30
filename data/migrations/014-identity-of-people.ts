import type { Knex } from 'knex';
import { dropTables, flag, isoDate, isoInstant, type Migration, ofPerson, rowId } from './schema.ts';

/**
 * Who looked at whose data, second factors, the end of sessions, mandates, control questions. Reason: a person may ask
 * who saw their data (GDPR art. 15); a stolen password must not be enough; whoever leaves is out everywhere at once; and
 * whoever acts for another does so within a mandate that somebody checked, and no longer than it lasts.
 */
export const identityOfPeople: Migration = { name: '014-identity-of-people', up, down };

async function up(db: Knex): Promise<void> {
  await accesses(db);
  await staffSignIns(db);
  await mandates(db);
  await controlQuestions(db);
}

async function accesses(db: Knex): Promise<void> {
  await db.schema.createTable('accesses', (t) => {
    rowId(t);
    ofPerson(t);
    t.bigInteger('staff_id').notNullable().references('staff.id');
    // The role that opened the page, of those the member had then.
    t.text('role').notNullable();
    t.text('what').notNullable();
    t.text('via').notNullable().checkIn(['page', 'api']);
    isoInstant(t, 'at').notNullable();
    // Looking again within the hour is the same look.
    t.specificType('hour', 'char(13)').notNullable();
    t.unique(['person_id', 'staff_id', 'what', 'via', 'hour']);
  });
}

async function staffSignIns(db: Knex): Promise<void> {
  await db.schema.createTable('second_factors', (t) => {
    t.bigInteger('staff_id').primary().references('staff.id');
    t.binary('secret_sealed').notNullable();
    // The newest step whose code was used: a code counts once.
    t.bigInteger('last_step').notNullable().defaultTo(0);
    isoInstant(t, 'created_at').notNullable();
    // Null until the first code has shown that the app holds the secret.
    isoInstant(t, 'confirmed_at');
  });
  await db.schema.createTable('recovery_codes', (t) => {
    rowId(t);
    t.bigInteger('staff_id').notNullable().references('staff.id').index();
    t.text('code_hash').notNullable().unique();
    isoInstant(t, 'used_at');
  });
  await db.schema.createTable('session_epochs', (t) => {
    // `staff:3`, `person:12`, `representative:4`; a session of an earlier epoch has ended.
    t.text('account').primary();
    t.integer('epoch').notNullable();
  });
}

async function mandates(db: Knex): Promise<void> {
  await db.schema.createTable('representative_accounts', (t) => {
    rowId(t);
    // Blind index of the personal code, for those who sign in by an identity provider.
    t.text('identifier_index').unique();
    isoInstant(t, 'created_at').notNullable();
    isoInstant(t, 'disabled_at');
  });
  await db.schema.createTable('mandates', (t) => {
    rowId(t);
    ofPerson(t);
    t.bigInteger('representative_id').notNullable().references('representative_accounts.id').index();
    t.text('kind').notNullable();
    t.text('scope').notNullable().checkIn(['all', 'claim', 'reviews']);
    t.bigInteger('claim_id');
    // Name and contact of the representative, under the key of the person they act for.
    t.binary('identity_sealed').notNullable();
    // How the representative showed who they are, and what shows the mandate.
    t.text('proof').notNullable();
    t.binary('basis_sealed').notNullable();
    isoDate(t, 'valid_from').notNullable();
    isoDate(t, 'valid_until');
    // The representative acts instead of the person, not beside them.
    flag(t, 'replaces_person');
    t.bigInteger('recorded_by').notNullable().references('staff.id');
    isoInstant(t, 'recorded_at').notNullable();
    t.bigInteger('confirmed_by').references('staff.id');
    isoInstant(t, 'confirmed_at');
    isoInstant(t, 'ended_at');
    t.text('ended_by').checkIn(['staff', 'person', 'representative']);
  });
  await db.schema.alterTable('sign_in_codes', (t) => {
    // Whose code it is when a representative signs in; the person is the one they act for.
    t.bigInteger('representative_id').references('representative_accounts.id');
  });
}

async function controlQuestions(db: Knex): Promise<void> {
  await db.schema.createTable('control_rounds', (t) => {
    rowId(t);
    ofPerson(t);
    t.bigInteger('staff_id').notNullable().references('staff.id');
    t.bigInteger('seed').notNullable();
    isoDate(t, 'on').notNullable();
    isoInstant(t, 'opened_at').notNullable();
    isoInstant(t, 'judged_at');
    t.smallint('passed');
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('sign_in_codes', (t) => {
    t.dropForeign(['representative_id']);
    t.dropColumn('representative_id');
  });
  await dropTables(db, [
    'control_rounds',
    'mandates',
    'representative_accounts',
    'session_epochs',
    'recovery_codes',
    'second_factors',
    'accesses',
  ]);
}
