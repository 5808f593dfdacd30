import type { Knex } from 'knex';
import { dropTables, isoInstant, type Migration } from './schema.ts';

/** Saved views of the case table. Reason: a planner comes back to the same questions every morning. */
export const caseViews: Migration = { name: '005-case-views', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('case_views', (t) => {
    t.bigIncrements('id');
    t.bigInteger('staff_id').notNullable().references('staff.id');
    t.text('name').notNullable();
    // The filter as it stands in the address, without the run: a view is looked at in whichever run is newest.
    t.text('query').notNullable();
    isoInstant(t, 'created_at').notNullable();
    t.unique(['staff_id', 'name']);
  });
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, ['case_views']);
}
