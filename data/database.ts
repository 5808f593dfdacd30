import { closeSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import knex, { type Knex } from 'knex';
import ClientSqlite3 from 'knex/lib/dialects/sqlite3/index.js';
import pg from 'pg';
import { makeFolder } from './files/make-folder.ts';
import { MIGRATIONS } from './migrations/list.ts';
import { isPostgres, type Migration } from './migrations/schema.ts';

/** A connection pool or a transaction: stores take either. */
export type Database = Knex;

export { isPostgres };

/** Throws where the database does not answer. */
export async function ping(db: Database): Promise<void> {
  await db.raw('select 1');
}

/**
 * Opens SQLite (`sqlite:PATH`, `file:PATH` or a path, made when missing) or PostgreSQL (`postgres://…`).
 * Throws on any other address.
 */
export function openDatabase(url: string): Database {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url);
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1];
  if (scheme !== undefined && scheme !== 'sqlite' && scheme !== 'file') {
    // The address itself may hold a password, so only its scheme is told.
    throw new Error(`DATABASE_URL has the scheme "${scheme}:" (want sqlite:PATH or postgres://…)`);
  }
  return openSqlite(url.replace(/^(sqlite|file):(\/\/(?=\/))?/, ''));
}

/**
 * Brings the schema up to date. Safe when two processes start at once: the second waits for the first, and a process
 * killed on the way leaves nothing half done, because everything is in one transaction.
 */
export async function migrate(db: Database): Promise<readonly string[]> {
  // The switch to WAL lasts in the file.
  if (!isPostgres(db)) await db.raw('pragma journal_mode = wal');
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
 * Two changes to knex's SQLite. A transaction takes the write lock at its beginning: one that reads before it writes
 * would fail outright when another wrote in between. And whoever finds the file locked waits here and tries again,
 * not in SQLite's own waiting, which would hold one of Node's four file threads and could keep the very writer it
 * waits for from going on. A statement that was refused as busy has done nothing, so that trying again is safe.
 */
class PatientSqlite extends ClientSqlite3 {
  override _query(connection: unknown, query: { sql: string }): Promise<unknown> {
    if (query.sql === 'BEGIN;') query.sql = 'BEGIN IMMEDIATE;';
    return patiently(() => super._query(connection, query));
  }
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + LOCK_PATIENCE_MS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAt) throw error;
      await pause(Math.min(2 + attempt, 25));
    }
  }
}

const LOCK_PATIENCE_MS = 60_000;

function isBusy(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'SQLITE_BUSY';
}

interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void;
}

/** What knex would print, whoever asked is told as an error: on the terminal it would bury the sentence that says why. */
const PRINTS_NOTHING: Knex.Logger = { warn: () => undefined, error: () => undefined };

function openSqlite(path: string): Database {
  const inMemory = path === ':memory:' || path === '';
  if (!inMemory) makeFile(resolve(path));
  return knex({
    client: PatientSqlite,
    connection: { filename: inMemory ? ':memory:' : path },
    log: PRINTS_NOTHING,
    useNullAsDefault: true,
    // Errors tell the statement without its values: those may be personal data, and errors are logged.
    compileSqlOnError: false,
    // Readers go on while one connection writes and others wait for their turn to write.
    pool: {
      min: 1,
      max: inMemory ? 1 : 5,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null) => void) => {
        // Even these find the file locked while another process makes it.
        patiently(() => setUp(connection)).then(() => done(null), done);
      },
    },
  });
}

function setUp(connection: SqliteConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.exec(SQLITE_PRAGMAS, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** Readable by its owner alone: the figures in it are plain. SQLite gives its other files the same rights. */
function makeFile(path: string): void {
  makeFolder(dirname(path));
  closeSync(openSync(path, 'a', 0o600));
}

/** secure_delete overwrites what is deleted: an erased person's plain figures do not linger in free pages. */
const SQLITE_PRAGMAS = `
  pragma busy_timeout = 5;
  pragma synchronous = normal;
  pragma foreign_keys = on;
  pragma secure_delete = on;
  pragma cache_size = -32768;
  pragma temp_store = memory;`;

function openPostgres(url: string): Database {
  return knex({
    client: 'pg',
    connection: { connectionString: url, types: { getTypeParser } },
    log: PRINTS_NOTHING,
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
