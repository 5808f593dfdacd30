import type { Knex } from 'knex';
import type { Migration } from './schema.ts';

/**
 * Which controller's promises a portfolio follows. Reason: deadlines, identification, special data and retention differ
 * from firm to firm, and are configuration of whoever answers for the data. Null: the law's own figures.
 */
export const portfolioProfile: Migration = { name: '017-portfolio-profile', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('portfolios', (t) => {
    t.text('profile');
  });
}

async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('portfolios', (t) => t.dropColumn('profile'));
}
