import type { Knex } from 'knex';
import { cents, dropTables, flag, isoDate, isoInstant, type Migration, refuse, rowId } from './schema.ts';

/**
 * Scorecards, policies, runs, decisions, reviews. Reason: what a person is told must be recomputable for as long as
 * they may contest it, so nothing a decision rests on may change afterwards: triggers refuse it, whoever asks. An
 * override or a verdict is a new row. A decision leaves only with its person, by erasure (GDPR art. 17).
 */
export const decisions: Migration = { name: '002-decisions', up, down };

async function up(db: Knex): Promise<void> {
  await people(db);
  await models(db);
  await runs(db);
  await decisionsAndReleases(db);
  await reviews(db);
  await voicesAndPapers(db);
  await immutable(db);
}

async function people(db: Knex): Promise<void> {
  await db.schema.createTable('staff', (t) => {
    rowId(t);
    t.text('username').notNullable().unique();
    t.text('display_name').notNullable();
    t.text('password_hash');
    // JSON list of roles.
    t.text('roles').notNullable();
    t.text('language').notNullable().defaultTo('en');
    flag(t, 'demo');
    isoInstant(t, 'created_at').notNullable();
    isoInstant(t, 'disabled_at');
  });
  await db.schema.createTable('customers', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().unique().references('persons.id');
    t.text('username').notNullable().unique();
    t.text('password_hash');
    flag(t, 'demo');
    isoInstant(t, 'created_at').notNullable();
    isoInstant(t, 'disabled_at');
  });
  await db.schema.createTable('api_keys', (t) => {
    rowId(t);
    t.text('name').notNullable();
    t.text('key_hash').notNullable().unique();
    t.bigInteger('portfolio_id').references('portfolios.id');
    flag(t, 'demo');
    isoInstant(t, 'created_at').notNullable();
    isoInstant(t, 'revoked_at');
    isoInstant(t, 'last_used_at');
  });
}

async function models(db: Knex): Promise<void> {
  await db.schema.createTable('scorecards', (t) => {
    rowId(t);
    t.text('name').notNullable();
    t.integer('version').notNullable();
    t.text('fingerprint').notNullable().unique();
    t.text('document').notNullable();
    // JSON: how the training went (discrimination, calibration); null when it was only loaded.
    t.text('report');
    isoInstant(t, 'created_at').notNullable();
    t.unique(['name', 'version']);
  });
  await db.schema.createTable('policies', (t) => {
    rowId(t);
    t.text('policy_id').notNullable();
    t.integer('version').notNullable();
    t.text('fingerprint').notNullable();
    t.text('yaml').notNullable();
    isoInstant(t, 'created_at').notNullable();
    t.unique(['policy_id', 'version']);
  });
  await db.schema.createTable('measure_responses', (t) => {
    rowId(t);
    t.bigInteger('portfolio_id').notNullable().references('portfolios.id');
    t.text('policy_id').notNullable();
    isoDate(t, 'as_of').notNullable();
    t.text('fingerprint').notNullable();
    t.text('document').notNullable();
    isoInstant(t, 'created_at').notNullable();
    t.index(['portfolio_id', 'policy_id']);
  });
}

async function runs(db: Knex): Promise<void> {
  await db.schema.createTable('runs', (t) => {
    rowId(t);
    t.bigInteger('portfolio_id').notNullable().references('portfolios.id');
    isoDate(t, 'as_of').notNullable();
    t.text('policy_id').notNullable();
    t.integer('policy_version').notNullable();
    t.text('policy_fingerprint').notNullable();
    t.bigInteger('measure_responses_id').references('measure_responses.id');
    t.text('state').notNullable().checkIn(['running', 'finished', 'failed', 'cancelled']);
    // The checkpoint: everybody up to this number is decided.
    t.bigInteger('last_person_id').notNullable().defaultTo(0);
    t.integer('persons_total').notNullable().defaultTo(0);
    t.integer('persons_done').notNullable().defaultTo(0);
    t.integer('cases').notNullable().defaultTo(0);
    t.integer('decided').notNullable().defaultTo(0);
    t.integer('refused').notNullable().defaultTo(0);
    // JSON: seconds by stage.
    t.text('seconds').notNullable().defaultTo('{}');
    t.text('error');
    t.bigInteger('started_by');
    isoInstant(t, 'started_at').notNullable();
    isoInstant(t, 'finished_at');
    t.index(['portfolio_id', 'id']);
  });
  await db.schema.createTable('run_rules', (t) => {
    t.bigInteger('run_id').notNullable().references('runs.id');
    t.text('rule').notNullable();
    t.integer('cases').notNullable();
    t.primary(['run_id', 'rule']);
  });
}

async function decisionsAndReleases(db: Knex): Promise<void> {
  await db.schema.createTable('decisions', (t) => {
    rowId(t);
    t.bigInteger('portfolio_id').notNullable();
    // Null: a single decision, outside a batch.
    t.bigInteger('run_id').references('runs.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.bigInteger('claim_id');
    t.bigInteger('application_id');
    t.text('kind').notNullable().checkIn(['collection', 'credit']);
    isoDate(t, 'as_of').notNullable();
    isoInstant(t, 'decided_at').notNullable();
    t.text('decided_by').notNullable().checkIn(['program', 'people']);
    t.bigInteger('replaces_decision_id').references('decisions.id');
    t.text('outcome_kind').notNullable().checkIn(['measure', 'approve', 'decline', 'refer']);
    t.text('measure');
    // The claim's balance, or the amount approved or asked for.
    cents(t, 'amount_cents');
    t.integer('term_months');
    t.double('probability');
    t.integer('points');
    cents(t, 'expected_net_cents');
    cents(t, 'debtor_cost_cents');
    t.integer('days_past_due');
    t.text('phase');
    t.text('release_class').checkIn(['automatic', 'one_person', 'two_people']);
    t.text('policy_id').notNullable();
    t.integer('policy_version').notNullable();
    // Space-separated, in the order of the scores.
    t.text('scorecard_fingerprints').notNullable();
    t.binary('inputs_sealed').notNullable();
    // Nothing is decided twice in a run.
    t.unique(['run_id', 'claim_id']);
    t.unique(['run_id', 'application_id']);
    t.index(['person_id']);
    t.index(['replaces_decision_id']);
    t.index(['run_id', 'expected_net_cents']);
    t.index(['run_id', 'measure']);
  });
  await db.schema.createTable('releases', (t) => {
    rowId(t);
    t.bigInteger('decision_id').notNullable().references('decisions.id');
    t.bigInteger('person_id').notNullable();
    t.text('act').notNullable().checkIn(['release', 'confirm', 'reject']);
    t.bigInteger('staff_id').references('staff.id');
    isoInstant(t, 'at').notNullable();
    // One act of each kind, and never two by the same person: two people means two.
    t.unique(['decision_id', 'act']);
    t.unique(['decision_id', 'staff_id']);
    t.index(['person_id']);
  });
}

async function reviews(db: Knex): Promise<void> {
  await db.schema.createTable('reviews', (t) => {
    rowId(t);
    t.bigInteger('decision_id').notNullable().references('decisions.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.text('state').notNullable();
    t.integer('round').notNullable().defaultTo(1);
    isoInstant(t, 'requested_at').notNullable();
    isoDate(t, 'due_on').notNullable();
    isoDate(t, 'extended_to');
    t.text('extension_reason');
    flag(t, 'suspends_outcome');
    t.bigInteger('assigned_to').references('staff.id');
    t.bigInteger('prepared_by').references('staff.id');
    t.bigInteger('outcome_decision_id').references('decisions.id');
    isoInstant(t, 'closed_at');
    t.index(['state', 'due_on']);
    t.index(['decision_id']);
    t.index(['person_id']);
  });
  // A decision is contested once at a time; asking twice finds the review that is under way.
  await db.raw(
    `create unique index reviews_open on reviews (decision_id)
     where state not in ('decided', 'notified', 'withdrawn')`,
  );
  await db.schema.createTable('review_members', (t) => {
    t.bigInteger('review_id').notNullable().references('reviews.id');
    t.integer('round').notNullable();
    t.bigInteger('staff_id').notNullable().references('staff.id');
    t.text('seat').notNullable().checkIn(['member', 'chair']);
    t.primary(['review_id', 'round', 'staff_id']);
  });
  await db.schema.createTable('review_events', (t) => {
    rowId(t);
    t.bigInteger('review_id').notNullable().references('reviews.id');
    t.bigInteger('person_id').notNullable();
    isoInstant(t, 'at').notNullable();
    t.text('actor_kind').notNullable();
    t.bigInteger('actor_id');
    t.text('event').notNullable();
    t.text('from_state');
    t.text('to_state').notNullable();
    t.binary('note_sealed');
    t.index(['review_id']);
    t.index(['person_id']);
  });
  await db.schema.createTable('conflicts', (t) => {
    rowId(t);
    t.bigInteger('review_id').notNullable().references('reviews.id');
    t.bigInteger('person_id').notNullable();
    t.bigInteger('staff_id').notNullable().references('staff.id');
    isoInstant(t, 'declared_at').notNullable();
    t.binary('reason_sealed');
    t.unique(['review_id', 'staff_id']);
    t.index(['person_id']);
  });
  await db.schema.createTable('votes', (t) => {
    rowId(t);
    t.bigInteger('review_id').notNullable().references('reviews.id');
    t.bigInteger('person_id').notNullable();
    t.integer('round').notNullable();
    t.bigInteger('member_id').notNullable().references('staff.id');
    isoInstant(t, 'cast_at').notNullable();
    t.text('verdict_kind').notNullable().checkIn(['uphold', 'change', 'send_back']);
    // JSON of the whole verdict and the reasons: others' votes stay covered until the close.
    t.binary('verdict_sealed').notNullable();
    t.binary('reasons_sealed').notNullable();
    t.unique(['review_id', 'round', 'member_id']);
    t.index(['person_id']);
  });
}

async function voicesAndPapers(db: Knex): Promise<void> {
  await db.schema.createTable('statements', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.bigInteger('review_id').references('reviews.id');
    t.bigInteger('decision_id').references('decisions.id');
    t.text('kind').notNullable();
    t.text('author_kind').notNullable();
    t.bigInteger('author_id');
    isoInstant(t, 'at').notNullable();
    t.binary('text_sealed').notNullable();
    t.index(['person_id']);
    t.index(['review_id']);
  });
  await db.schema.createTable('documents', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.bigInteger('review_id').references('reviews.id');
    t.bigInteger('statement_id').references('statements.id');
    t.binary('name_sealed').notNullable();
    t.text('media_type').notNullable();
    t.integer('bytes').notNullable();
    t.specificType('sha256', 'char(64)').notNullable();
    t.binary('content_sealed').notNullable();
    isoInstant(t, 'uploaded_at').notNullable();
    t.index(['person_id']);
    t.index(['review_id']);
  });
  await db.schema.createTable('notices', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.bigInteger('decision_id').references('decisions.id');
    t.bigInteger('review_id').references('reviews.id');
    t.text('kind').notNullable();
    t.text('language').notNullable();
    t.text('channel').notNullable();
    t.text('state').notNullable().checkIn(['outbox', 'sent', 'failed']);
    t.binary('text_sealed').notNullable();
    isoInstant(t, 'created_at').notNullable();
    isoInstant(t, 'sent_at');
    isoInstant(t, 'read_at');
    t.index(['person_id']);
    t.index(['decision_id']);
    t.index(['state', 'id']);
  });
  await db.schema.createTable('sign_in_codes', (t) => {
    rowId(t);
    t.bigInteger('person_id').notNullable().references('persons.id');
    t.bigInteger('notice_id').references('notices.id');
    t.text('code_hash').notNullable().unique();
    isoInstant(t, 'created_at').notNullable();
    isoInstant(t, 'expires_at').notNullable();
    isoInstant(t, 'used_at');
    t.index(['person_id']);
    t.index(['notice_id']);
  });
}

async function immutable(db: Knex): Promise<void> {
  const erased = 'exists (select 1 from erasures where erasures.person_id = old.person_id)';
  await refuse(db, 'update', 'decisions', 'a decision is never edited: make a new one that replaces it');
  await refuse(db, 'delete', 'decisions', 'a decision leaves only with its erased person', erased);
  await refuse(db, 'update', 'votes', 'a vote is never edited');
  await refuse(db, 'delete', 'votes', 'a vote leaves only with its erased person', erased);
  await refuse(db, 'update', 'releases', 'a release is never edited');
  await refuse(db, 'delete', 'releases', 'a release leaves only with its erased person', erased);
  await refuse(db, 'update', 'scorecards', 'a published scorecard never changes: publish a new version');
  await refuse(db, 'delete', 'scorecards', 'a published scorecard stays: decisions rest on it');
  await refuse(db, 'update', 'policies', 'a published policy never changes: publish a new version');
  await refuse(db, 'delete', 'policies', 'a published policy stays: decisions rest on it');
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, [
    'sign_in_codes',
    'notices',
    'documents',
    'statements',
    'votes',
    'conflicts',
    'review_events',
    'review_members',
    'reviews',
    'releases',
    'decisions',
    'run_rules',
    'runs',
    'measure_responses',
    'policies',
    'scorecards',
    'api_keys',
    'customers',
    'staff',
  ]);
}
