import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, migrate, openDatabase } from '../../data/database.ts';
import { Vault } from '../../data/vault.ts';

export interface TempDatabase {
  readonly db: Database;
  readonly vault: Vault;
  /** The address to open it again, for example from another process. */
  readonly url: string;
  /** A folder of its own that goes away afterwards. */
  readonly directory: string;
}

/** The same key in every test, so that what it seals can be opened by another process of the test. */
export const TEST_MASTER_KEY = Buffer.alloc(32, 7);

let template: Promise<string> | undefined;

/** A migrated SQLite database of the test's own: a copy of one that is migrated once for the process. */
export async function withDatabase<T>(work: (temp: TempDatabase) => Promise<T>): Promise<T> {
  template ??= makeTemplate();
  const directory = mkdtempSync(join(tmpdir(), 'recourse-test-'));
  const file = join(directory, 'recourse.sqlite');
  copyFileSync(await template, file);
  const url = `sqlite:${file}`;
  const db = openDatabase(url);
  try {
    return await work({ db, vault: new Vault(TEST_MASTER_KEY), url, directory });
  } finally {
    await db.destroy();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function makeTemplate(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'recourse-template-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'template.sqlite');
  const db = openDatabase(`sqlite:${file}`);
  await migrate(db);
  // Everything into the one file that is copied.
  await db.raw('pragma wal_checkpoint(truncate)');
  await db.destroy();
  return file;
}
