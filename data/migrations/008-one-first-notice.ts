import type { Knex } from 'knex';
import type { Migration } from './schema.ts';

/**
 * A decision has one first notice, whoever makes it. Reason: two processes that released at the same moment could each
 * write the letter; now the database itself keeps the second one out. A letter that went out twice before stays, as a
 * repeated one.
 */
export const oneFirstNotice: Migration = { name: '008-one-first-notice', up, down };

async function up(db: Knex): Promise<void> {
  await db.raw(
    `update notices set kind = 'repeated_' || kind
     where kind in ('decision', 'measure') and exists (
       select 1 from notices earlier where earlier.decision_id = notices.decision_id
       and earlier.kind in ('decision', 'measure') and earlier.id < notices.id)`,
  );
  await db.raw(
    `create unique index notices_first on notices (decision_id) where kind in ('decision', 'measure')`,
  );
}

async function down(db: Knex): Promise<void> {
  await db.raw('drop index notices_first');
  await db.raw(`update notices set kind = substr(kind, 10) where kind like 'repeated!_%' escape '!'`);
}
