import { type Database, migrate, openDatabase } from '../../data/database.ts';
import { Vault } from '../../data/vault.ts';
import { postgres } from './postgres.ts';
import { TEST_MASTER_KEY, type TempDatabase, withDatabase } from './temp-database.ts';

type Work = (temp: Omit<TempDatabase, 'directory'>) => Promise<void>;
type Check = (title: string, work: Work) => void;

/** The same tests on SQLite and on a real PostgreSQL: `check` is `it` with a migrated database of its own. */
export function onEveryDatabase(title: string, tests: (check: Check) => void): void {
  describe(`${title}, on SQLite`, () => {
    tests((name, work) => {
      it(name, () => withDatabase(work));
    });
  });
  describe(`${title}, on PostgreSQL`, () => {
    before(async function () {
      this.timeout(60_000);
      if ((await postgres()).kind === 'unavailable') this.skip();
    });
    tests((name, work) => {
      it(name, () => withPostgres(work));
    });
  });
}

let template: Promise<string> | undefined;

async function withPostgres(work: Work): Promise<void> {
  const server = await postgres();
  if (server.kind === 'unavailable') throw new Error(server.because);
  template ??= makeTemplate(server.newDatabase);
  const url = await server.newDatabase(await template);
  const db = openDatabase(url);
  try {
    await work({ db, vault: new Vault(TEST_MASTER_KEY), url });
  } finally {
    await db.destroy();
    await server.dropDatabase(url);
  }
}

async function makeTemplate(newDatabase: () => Promise<string>): Promise<string> {
  const url = await newDatabase();
  const db: Database = openDatabase(url);
  await migrate(db);
  await db.destroy();
  return url;
}

/** An address of a database without a schema, for tests of the migrations themselves; null when there is no server. */
export async function emptyPostgres(): Promise<string | null> {
  const server = await postgres();
  return server.kind === 'started' ? server.newDatabase() : null;
}
