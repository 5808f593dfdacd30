import type { Knex } from 'knex';
import type { Migration } from './schema.ts';

/**
 * Who got data is sealed under the key of the person whose data went. Reason: a guarantor or a buyer may be a private
 * person, whose name is personal data like any other. The plain columns stay for rows made before, and get nothing new.
 */
export const recipientsSealed: Migration = { name: '025-recipients-sealed', up, down };

const TABLES = ['disclosures', 'recipients_to_tell'] as const;

async function up(db: Knex): Promise<void> {
  for (const table of TABLES) {
    await db.schema.alterTable(table, (t) => {
      t.binary('recipient_sealed');
    });
  }
}

async function down(db: Knex): Promise<void> {
  for (const table of TABLES) {
    await db.schema.alterTable(table, (t) => t.dropColumn('recipient_sealed'));
  }
}
