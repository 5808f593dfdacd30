import type { Knex } from 'knex';
import { dropTables, isoDate, isoInstant, type Migration } from './schema.ts';

/**
 * Which task of the daily job was done for which day. Reason: several servers share one database, and a reminder that
 * two of them send, or none, is worse than no job at all; the key lets one in and tells afterwards what was done.
 */
export const dailyTasks: Migration = { name: '012a-daily-tasks', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('daily_tasks', (t) => {
    isoDate(t, 'day').notNullable();
    t.text('task').notNullable();
    isoInstant(t, 'begun_at').notNullable();
    isoInstant(t, 'done_at');
    isoInstant(t, 'failed_at');
    // Counts as JSON; nothing that tells of a person.
    t.text('summary');
    t.primary(['day', 'task']);
  });
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, ['daily_tasks']);
}
