import type { Database } from '../database.ts';

/** What the installation remembers about itself, one text a key. */
export async function findSetting(db: Database, key: string): Promise<string | null> {
  const row = (await db('settings').select('value').where({ key }).first()) as { value: string } | undefined;
  return row?.value ?? null;
}

export async function saveSetting(db: Database, key: string, value: string): Promise<void> {
  await db('settings').insert({ key, value }).onConflict('key').merge({ value });
}
