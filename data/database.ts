import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import knex, { type Knex } from 'knex';
import ClientSqlite3 from 'knex/lib/dialects/sqlite3/index.js';
import pg from 'pg';
import { MIGRATIONS } from './migrations/list.ts';
import { isPostgres, type Migration } from './migrations/schema.ts';

/** A connection pool or a transaction: stores take either. */
export type Database = Knex;

export { isPostgres };

/**
 * Opens SQLite (`sqlite:PATH` or a path, made when missing) or PostgreSQL (`postgres://…`).
 * Throws on any other address.
 */
export function openDatabase(url: string): Database {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url);
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1];
  if (scheme !== undefined && scheme !== 'sqlite') {
    // The address itself may hold a password, so only its scheme is told.
    throw new Error(`DATABASE_URL has the scheme "${scheme}:" (want sqlite:PATH or postgres://…)`);
  }
  return openSqlite(url.replace(/^sqlite:(\/\/(?=\/))?/, ''));
}

/**
 * Brings the schema up to date. Safe when two processes start at once: the second waits for the first, and a process
 * killed on the way leaves nothing half done, because everything is in one transaction.
 */
export async function migrate(db: Database): Promise<readonly string[]> {
  if (!isPostgres(db)) await switchToWal(db);
  return db.transaction(async (transaction) => {
    if (isPostgres(db)) await transaction.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    const [, applied] = (await transaction.migrate.latest({
      migrationSource: source,
      tableName: 'migrations',
    })) as [number, string[]];
    return applied;
  });
}

/** Any constant will do, as long as nothing else in the same database uses it. */
const MIGRATION_LOCK = 7_203_901;

const source: Knex.MigrationSource<Migration> = {
  getMigrations: async () => [...MIGRATIONS],
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => ({ up: migration.up, down: migration.down }),
};

/**
 * A transaction that reads before it writes would fail outright when another one wrote in between; taking the write
 * lock at its beginning makes it wait its turn instead (up to the busy timeout).
 */
class ImmediateSqlite extends ClientSqlite3 {
  override _query(connection: unknown, query: { sql: string }): Promise<unknown> {
    if (query.sql === 'BEGIN;') query.sql = 'BEGIN IMMEDIATE;';
    return super._query(connection, query);
  }
}

interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void;
}

function openSqlite(path: string): Database {
  const inMemory = path === ':memory:' || path === '';
  if (!inMemory) mkdirSync(dirname(resolve(path)), { recursive: true });
  return knex({
    client: ImmediateSqlite,
    connection: { filename: inMemory ? ':memory:' : path },
    useNullAsDefault: true,
    // Errors tell the statement without its values: those may be personal data, and errors are logged.
    compileSqlOnError: false,
    // Readers go on while one connection writes. More would only wait for each other on Node's four file threads.
    pool: {
      min: 1,
      max: inMemory ? 1 : 3,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null) => void) => {
        connection.exec(SQLITE_PRAGMAS, done);
      },
    },
  });
}

/** secure_delete overwrites what is deleted: an erased person's plain figures do not linger in free pages. */
const SQLITE_PRAGMAS = `
  pragma busy_timeout = 30000;
  pragma synchronous = normal;
  pragma foreign_keys = on;
  pragma secure_delete = on;
  pragma cache_size = -65536;
  pragma temp_store = memory;`;

/** The switch to WAL lasts in the file. It ignores the busy timeout, so that it is tried again while others hold the file. */
async function switchToWal(db: Database): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.raw('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (attempt === 100 || (error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

function openPostgres(url: string): Database {
  return knex({
    client: 'pg',
    connection: { connectionString: url, types: { getTypeParser } },
    compileSqlOnError: false,
    pool: { min: 0, max: 10 },
  });
}

const INT8 = 20;

/** 64-bit integers come as numbers, as they do from SQLite: no id or amount of cents comes near 2^53. */
function getTypeParser(oid: number, format: string): unknown {
  if (oid === INT8) return Number;
  return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
}
