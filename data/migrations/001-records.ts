import type { Knex } from 'knex';
import {
  cents,
  dropTables,
  evidence,
  flag,
  isoDate,
  isoInstant,
  type Migration,
  ofClaim,
  ofPerson,
  rowId,
} from './schema.ts';

/**
 * The records that evidence is made of. Reason: a decision may only rest on dated data with a known source, and the
 * person may ask for each of them. Names, identifiers, contact and free text are sealed under the person's own key;
 * amounts, dates and codes stay plain under a pseudonymous number and are deleted outright on erasure.
 */
export const records: Migration = { name: '001-records', up, down };

async function up(db: Knex): Promise<void> {
  await portfoliosAndPersons(db);
  await claims(db);
  await claimHistory(db);
  await personHistory(db);
}

async function portfoliosAndPersons(db: Knex): Promise<void> {
  await db.schema.createTable('portfolios', (t) => {
    rowId(t);
    t.text('name').notNullable().unique();
    t.text('controller').notNullable();
    t.text('kind').notNullable().checkIn(['collection', 'credit']);
    t.text('jurisdiction').notNullable().checkIn(['EE', 'FI']);
    t.text('policy');
    flag(t, 'sample');
    isoInstant(t, 'created_at').notNullable();
  });
  await db.schema.createTable('persons', (t) => {
    rowId(t);
    t.bigInteger('portfolio_id').notNullable().references('portfolios.id');
    // Blind indexes: equal references give equal text, and the text tells nothing without the master key.
    t.text('person_ref_index').notNullable();
    t.text('identifier_index');
    t.text('jurisdiction').notNullable();
    t.text('language').notNullable();
    isoDate(t, 'adult_on');
    t.text('person_kind').notNullable();
    t.text('source').notNullable();
    isoDate(t, 'obtained_on').notNullable();
    isoDate(t, 'valid_until');
    t.binary('identity_sealed');
    t.unique(['portfolio_id', 'person_ref_index']);
    t.index(['portfolio_id', 'id']);
    t.index(['identifier_index']);
  });
  // No foreign key: the tombstone of a destroyed key outlives the person's rows.
  await db.schema.createTable('person_keys', (t) => {
    t.bigInteger('person_id').primary();
    t.binary('wrapped');
    isoInstant(t, 'destroyed_at');
  });
  await db.schema.createTable('erasures', (t) => {
    t.bigInteger('person_id').primary();
    isoInstant(t, 'erased_at').notNullable();
  });
}

async function claims(db: Knex): Promise<void> {
  await db.schema.createTable('claims', (t) => {
    evidence(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.text('claim_number').notNullable();
    t.text('creditor').notNullable();
    t.text('ownership').notNullable();
    t.text('product').notNullable();
    flag(t, 'consumer');
    t.specificType('currency', 'char(3)').notNullable();
    cents(t, 'principal_cents').notNullable();
    cents(t, 'interest_cents').notNullable();
    cents(t, 'costs_cents').notNullable();
    cents(t, 'credit_limit_cents');
    isoDate(t, 'opened_on').notNullable();
    isoDate(t, 'due_on').notNullable();
    isoDate(t, 'contract_ended_on');
    isoDate(t, 'limitation_on');
    t.unique(['person_id', 'id']);
    t.index(['portfolio_id', 'claim_number']);
  });
  await db.schema.createTable('claim_parties', (t) => {
    evidence(t);
    ofPerson(t);
    t.bigInteger('claim_id').notNullable().references('claims.id');
    t.text('role').notNullable();
    t.unique(['claim_id', 'person_id']);
  });
}

async function claimHistory(db: Knex): Promise<void> {
  await db.schema.createTable('claim_events', (t) => {
    evidence(t);
    ofClaim(t);
    isoDate(t, 'happened_on').notNullable();
    t.text('kind').notNullable();
    t.text('code');
    cents(t, 'amount_cents');
  });
  await db.schema.createTable('invoices', (t) => {
    evidence(t);
    ofClaim(t);
    isoDate(t, 'issued_on').notNullable();
    isoDate(t, 'due_on').notNullable();
    cents(t, 'amount_cents').notNullable();
    t.integer('reported_months_late');
  });
  await db.schema.createTable('payments', (t) => {
    evidence(t);
    ofClaim(t);
    isoDate(t, 'happened_on').notNullable();
    cents(t, 'amount_cents').notNullable();
    isoDate(t, 'reversed_on');
  });
  await db.schema.createTable('plans', (t) => {
    evidence(t);
    ofClaim(t);
    isoDate(t, 'agreed_on').notNullable();
    cents(t, 'instalment_cents').notNullable();
    t.integer('instalments').notNullable();
    isoDate(t, 'first_due_on').notNullable();
    isoDate(t, 'ended_on');
    t.text('ended');
  });
  await db.schema.createTable('promises', (t) => {
    evidence(t);
    ofClaim(t);
    isoDate(t, 'happened_on').notNullable();
    isoDate(t, 'due_on').notNullable();
    cents(t, 'amount_cents').notNullable();
  });
  await db.schema.createTable('measures_taken', (t) => {
    evidence(t);
    ofClaim(t);
    isoDate(t, 'happened_on').notNullable();
    t.text('measure').notNullable();
    cents(t, 'creditor_cost_cents').notNullable();
    cents(t, 'debtor_cost_cents').notNullable();
  });
}

async function personHistory(db: Knex): Promise<void> {
  await db.schema.createTable('person_statuses', (t) => {
    evidence(t);
    ofPerson(t);
    t.text('kind').notNullable();
    isoDate(t, 'from_on').notNullable();
    isoDate(t, 'to_on');
  });
  await db.schema.createTable('representatives', (t) => {
    evidence(t);
    ofPerson(t);
    t.text('kind').notNullable().checkIn(['representative', 'guardian', 'trustee', 'debt_counsellor']);
    isoDate(t, 'from_on').notNullable();
    isoDate(t, 'to_on');
    t.binary('identity_sealed');
  });
  await db.schema.createTable('contacts', (t) => {
    evidence(t);
    ofPerson(t);
    t.bigInteger('claim_id');
    isoDate(t, 'happened_on').notNullable();
    t.text('channel').notNullable();
    t.text('direction').notNullable();
    t.text('result').notNullable();
  });
  await db.schema.createTable('public_records', (t) => {
    evidence(t);
    ofPerson(t);
    t.text('kind').notNullable();
    isoDate(t, 'happened_on').notNullable();
    isoDate(t, 'ended_on');
    cents(t, 'amount_cents');
    t.text('code');
    cents(t, 'monthly_cents');
  });
  await db.schema.createTable('incomes', (t) => {
    evidence(t);
    ofPerson(t);
    t.text('kind').notNullable();
    t.text('code').notNullable();
    cents(t, 'monthly_cents').notNullable();
    t.integer('count');
    isoDate(t, 'from_on').notNullable();
    isoDate(t, 'to_on');
    flag(t, 'verified');
  });
  await db.schema.createTable('applications', (t) => {
    evidence(t);
    ofPerson(t);
    t.text('application_number').notNullable();
    isoDate(t, 'happened_on').notNullable();
    t.text('lender').notNullable();
    t.text('product').notNullable();
    t.specificType('currency', 'char(3)').notNullable();
    cents(t, 'amount_cents').notNullable();
    t.integer('term_months').notNullable();
    t.double('annual_rate').notNullable();
    t.index(['portfolio_id', 'application_number']);
  });
  await db.schema.createTable('consents', (t) => {
    evidence(t);
    ofPerson(t);
    t.text('purpose').notNullable();
    isoDate(t, 'given_on').notNullable();
    isoDate(t, 'withdrawn_on');
  });
  await db.schema.createTable('restrictions', (t) => {
    evidence(t);
    ofPerson(t);
    t.text('kind').notNullable();
    isoDate(t, 'from_on').notNullable();
    isoDate(t, 'to_on');
  });
  await db.schema.createTable('outcomes', (t) => {
    evidence(t);
    ofPerson(t);
    t.bigInteger('claim_id');
    t.bigInteger('application_id');
    t.text('name').notNullable();
    isoDate(t, 'happened_on').notNullable();
    t.double('value').notNullable();
  });
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, [
    'outcomes',
    'restrictions',
    'consents',
    'applications',
    'incomes',
    'public_records',
    'contacts',
    'representatives',
    'person_statuses',
    'measures_taken',
    'promises',
    'plans',
    'payments',
    'invoices',
    'claim_events',
    'claim_parties',
    'claims',
    'erasures',
    'person_keys',
    'persons',
    'portfolios',
  ]);
}
