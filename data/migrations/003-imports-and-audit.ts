import type { Knex } from 'knex';
import { dropTables, isoInstant, type Migration, refuse, rowId } from './schema.ts';

/**
 * Imports, the audit chain, settings. Reason: a file killed half way goes on where it stopped and enters nothing
 * twice; who did what to whose data is proved by a chain of hashes over ciphertext, which verifies after an erasure.
 */
export const importsAndAudit: Migration = { name: '003-imports-and-audit', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('imports', (t) => {
    rowId(t);
    t.bigInteger('portfolio_id').notNullable().references('portfolios.id');
    t.text('file_name').notNullable();
    t.specificType('sha256', 'char(64)');
    t.text('record_type').notNullable();
    t.text('mapping');
    t.text('state').notNullable().checkIn(['running', 'finished', 'failed']);
    // JSON, the importer's own: where to go on after a crash.
    t.text('checkpoint').notNullable().defaultTo('{}');
    t.integer('accepted').notNullable().defaultTo(0);
    t.integer('known').notNullable().defaultTo(0);
    t.integer('refused').notNullable().defaultTo(0);
    t.text('error');
    t.bigInteger('started_by');
    isoInstant(t, 'started_at').notNullable();
    isoInstant(t, 'finished_at');
    t.index(['portfolio_id', 'id']);
  });
  await db.schema.createTable('import_refusals', (t) => {
    rowId(t);
    t.bigInteger('import_id').notNullable().references('imports.id');
    t.integer('row_number').notNullable();
    t.text('field');
    t.text('wanted').notNullable();
    // The row as it came, with the value at fault: sealed under the installation's key, since it belongs to nobody yet.
    t.binary('row_sealed').notNullable();
    t.index(['import_id', 'row_number']);
  });
  await db.schema.createTable('audit_entries', (t) => {
    t.bigInteger('seq').primary();
    isoInstant(t, 'at').notNullable();
    t.text('actor_kind').notNullable();
    t.bigInteger('actor_id');
    t.text('action').notNullable();
    t.text('subject_kind').notNullable();
    t.bigInteger('subject_id');
    t.bigInteger('person_id');
    // Sealed under the person's key when the entry is about a person, plain JSON otherwise.
    t.binary('payload').notNullable();
    t.specificType('previous_hash', 'char(64)').notNullable();
    t.specificType('hash', 'char(64)').notNullable();
    t.index(['person_id']);
    t.index(['subject_kind', 'subject_id']);
  });
  await db.schema.createTable('idempotency_keys', (t) => {
    t.text('actor').notNullable();
    t.text('key').notNullable();
    t.text('request_hash').notNullable();
    t.integer('status');
    t.text('body');
    isoInstant(t, 'created_at').notNullable();
    t.primary(['actor', 'key']);
    t.index(['created_at']);
  });
  await db.schema.createTable('settings', (t) => {
    t.text('key').primary();
    t.text('value').notNullable();
  });
  await refuse(db, 'update', 'audit_entries', 'the audit trail is never edited');
  await refuse(db, 'delete', 'audit_entries', 'the audit trail is never shortened');
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, ['settings', 'idempotency_keys', 'audit_entries', 'import_refusals', 'imports']);
}
