import type { Knex } from 'knex';
import { dropTables, isPostgres, type Migration, refuse } from './schema.ts';

/**
 * The sealed text of a decision moves into a table of its own, and each order of the planner's table gets its index.
 * Reason: the pages of a run read the figures of 100,000 decisions; with a kilobyte of sealed text in each row they
 * read five times as many pages of the file as they need.
 */
export const decisionInputs: Migration = { name: '006-decision-inputs', up, down };

/** By number, a run is read to its end page by page; by the others it is shown. */
const SORTED_BY = ['id', 'amount_cents', 'days_past_due', 'probability', 'points'] as const;

/** Everything ever decided about one case is read by it; a decision is about one of the two. */
const CASES = ['claim_id', 'application_id'] as const;

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('decision_inputs', (t) => {
    // In SQLite only a column of type integer is the row's own number; any other would need an index beside it.
    t.specificType('decision_id', isPostgres(db) ? 'bigint' : 'integer').primary();
    t.binary('sealed').notNullable();
    t.foreign('decision_id').references('decisions.id');
  });
  await db.raw('insert into decision_inputs (decision_id, sealed) select id, inputs_sealed from decisions');
  await db.raw('alter table decisions drop column inputs_sealed');
  await db.schema.alterTable('decisions', (t) => {
    for (const column of SORTED_BY) t.index(['run_id', column]);
  });
  for (const column of CASES) {
    await db.raw(`create index decisions_${column} on decisions (${column}) where ${column} is not null`);
  }
  await refuse(
    db,
    'update',
    'decision_inputs',
    'a decision is never edited: make a new one that replaces it',
  );
  await refuse(
    db,
    'delete',
    'decision_inputs',
    'a decision leaves only with its erased person',
    `exists (select 1 from decisions join erasures on erasures.person_id = decisions.person_id
             where decisions.id = old.decision_id)`,
  );
}

async function down(db: Knex): Promise<void> {
  for (const column of CASES) await db.raw(`drop index decisions_${column}`);
  await db.schema.alterTable('decisions', (t) => {
    for (const column of SORTED_BY) t.dropIndex(['run_id', column]);
    t.binary('inputs_sealed');
  });
  await db.raw('drop trigger decisions_no_update' + (isPostgres(db) ? ' on decisions' : ''));
  await db.raw(
    `update decisions set inputs_sealed =
       (select sealed from decision_inputs where decision_inputs.decision_id = decisions.id)`,
  );
  await refuse(db, 'update', 'decisions', 'a decision is never edited: make a new one that replaces it');
  await dropTables(db, ['decision_inputs']);
}
