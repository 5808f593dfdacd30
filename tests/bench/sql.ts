import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { DuckDBConnection } from '@duckdb/node-api';
import pg from 'pg';
import { compileToPmml } from '../../scoring/scorecard/compile-pmml.ts';
import { compileToSql, type SqlDialectName } from '../../scoring/scorecard/compile-sql.ts';
import { rowOf, type Table, valueAt } from '../../scoring/scorecard/table.ts';
import { postgres, stopPostgres } from '../data/postgres.ts';
import { withDuckDb } from '../scoring/scorecard/duckdb.ts';
import { REAL_TABLES, type RealTable, realCard, realTablesAreHere } from '../scoring/scorecard/real-cards.ts';
import { readScoredRow, type ScoredRow, scoredRow } from '../scoring/scorecard/scored-row.ts';

/** ClickHouse in a package is far too large for package.json: the bench keeps it among what is never committed. */
const CHDB = 'chdb@3.4.0';
const CHDB_FOLDER = path.resolve(import.meta.dirname, '../../var/bench/chdb');

export interface SqlBench {
  readonly rows: number;
  readonly rowsPerSecond: Readonly<Record<SqlDialectName, number | null>>;
  readonly parity: Readonly<Record<string, Parity>>;
  readonly bytes: Readonly<Record<string, Readonly<Record<SqlDialectName | 'pmml', number>>>>;
}

export interface Parity {
  readonly rows: number;
  /** Rows whose points, contributions or reasons are not equal to the last bit. */
  readonly rowsThatDiffer: number;
  readonly widestProbabilityGap: number;
}

/** Every row of the shared tables in each engine beside the scorer, then Taiwan so many times over for the speed. */
export async function run(rows: number): Promise<SqlBench | null> {
  if (!realTablesAreHere('compiled SQL')) return null;
  const parity: Record<string, Parity> = {};
  const bytes: Record<string, Record<SqlDialectName | 'pmml', number>> = {};
  const speeds: Record<SqlDialectName, number | null> = { duckdb: null, postgres: null, clickhouse: null };
  const folder = mkdtempSync(path.join(tmpdir(), 'recourse-sql-bench-'));
  try {
    for (const name of Object.keys(REAL_TABLES) as RealTable[]) {
      const { card, table } = await realCard(name);
      const wanted = Array.from({ length: table.rows }, (_, row) => scoredRow(card, rowOf(table, row)));
      const sql = (dialect: SqlDialectName): string => compileToSql(card, dialect, { id: 'row' });
      bytes[name] = {
        duckdb: Buffer.byteLength(sql('duckdb')),
        postgres: Buffer.byteLength(sql('postgres')),
        clickhouse: Buffer.byteLength(sql('clickhouse')),
        pmml: Buffer.byteLength(compileToPmml(card)),
      };
      const times = name === 'taiwan_default' ? Math.ceil(rows / table.rows) : 0;
      const parquet = path.join(folder, `${name}.parquet`);
      const duckdb = await inDuckDb(table, sql('duckdb'), times, parquet);
      const inPostgres = await inPostgreSql(table, sql('postgres'), Math.min(times, 4));
      const clickhouse = inClickHouse(parquet, sql('clickhouse'), times, folder);
      const engines = { duckdb, postgres: inPostgres, clickhouse };
      for (const dialect of Object.keys(engines) as SqlDialectName[]) {
        const told = engines[dialect];
        if (told === null) continue;
        parity[`${name} ${dialect}`] = parityOf(told.rows, wanted);
        if (times > 0) speeds[dialect] = told.rowsPerSecond;
      }
    }
    return { rows, rowsPerSecond: speeds, parity, bytes };
  } finally {
    await stopPostgres();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Told {
  readonly rows: readonly ScoredRow[];
  readonly rowsPerSecond: number;
}

async function inDuckDb(table: Table, sql: string, times: number, parquet: string): Promise<Told> {
  return withDuckDb(async (connection) => {
    await insert(connection, table);
    await connection.run(`copy cases to '${parquet}' (format parquet)`);
    const rows = inOrder((await connection.runAndReadAll(sql)).getRows());
    if (times === 0) return { rows, rowsPerSecond: 0 };
    await connection.run(`create or replace table cases as select cases.* from cases, range(${times})`);
    const started = performance.now();
    await connection.run(`create table scored as ${sql}`);
    return { rows, rowsPerSecond: perSecond(times * table.rows, started) };
  });
}

async function insert(connection: DuckDBConnection, table: Table): Promise<void> {
  await connection.run(`create table cases (${declared(table, 'double', 'varchar')})`);
  const appender = await connection.createAppender('cases');
  for (let row = 0; row < table.rows; row += 1) {
    appender.appendInteger(row);
    for (const column of table.columns) {
      const value = valueAt(column, row);
      if (value === null) appender.appendNull();
      else if (typeof value === 'string') appender.appendVarchar(value);
      else appender.appendDouble(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}

async function inPostgreSql(table: Table, sql: string, times: number): Promise<Told | null> {
  const server = await postgres();
  if (server.kind === 'unavailable') return null;
  const client = new pg.Client({ connectionString: await server.newDatabase() });
  client.on('error', () => undefined); // the server stops before the last client has gone
  await client.connect();
  try {
    await client.query(`create table cases (${declared(table, 'double precision', 'text')})`);
    const all = Array.from({ length: table.rows }, (_, row) => row);
    const arrays = table.columns.map(
      ({ kind }, at) => `$${at + 2}::${kind === 'numeric' ? 'double precision' : 'text'}[]`,
    );
    await client.query(`insert into cases select * from unnest($1::integer[], ${arrays.join(', ')})`, [
      all,
      ...table.columns.map((column) => all.map((row) => valueAt(column, row))),
    ]);
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    if (times === 0) return { rows: inOrder(rows), rowsPerSecond: 0 };
    await client.query(`create table more as select cases.* from cases, generate_series(1, ${times})`);
    await client.query('alter table cases rename to fewer; alter table more rename to cases');
    const started = performance.now();
    await client.query(`create table scored as ${sql}`);
    return { rows: inOrder(rows), rowsPerSecond: perSecond(times * table.rows, started) };
  } finally {
    await client.end();
  }
}

interface Chdb {
  readonly Session: new (
    folder: string,
  ) => {
    readonly query: (sql: string, format?: string) => string;
    readonly cleanup: () => void;
  };
}

function inClickHouse(parquet: string, sql: string, times: number, folder: string): Told | null {
  const chdb = loadChdb();
  if (chdb === null) return null;
  const session = new chdb.Session(mkdtempSync(path.join(folder, 'clickhouse-')));
  try {
    session.query('create database bench; use bench');
    session.query(`create table cases engine = Memory as select * from file('${parquet}', Parquet)`);
    const lines = session.query(sql, 'JSONCompactEachRow').trimEnd().split('\n');
    const rows = inOrder(lines.map((line) => JSON.parse(line) as unknown[]));
    if (times === 0) return { rows, rowsPerSecond: 0 };
    session.query(
      `create table more engine = Memory as select f.* from file('${parquet}', Parquet) as f cross join numbers(${times}) as n`,
    );
    session.query('drop table cases');
    session.query('rename table more to cases');
    const started = performance.now();
    session.query(`create table scored engine = Memory as ${sql} settings max_threads = 1`);
    return { rows, rowsPerSecond: perSecond(times * rows.length, started) };
  } finally {
    session.cleanup();
  }
}

function loadChdb(): Chdb | null {
  try {
    if (!existsSync(path.join(CHDB_FOLDER, 'node_modules/chdb'))) {
      console.error(`installing ${CHDB} (546 MB) into var/bench …`);
      mkdirSync(CHDB_FOLDER, { recursive: true });
      writeFileSync(path.join(CHDB_FOLDER, 'package.json'), '{ "private": true }\n');
      execFileSync('npm', ['install', '--no-audit', '--no-fund', CHDB], { cwd: CHDB_FOLDER, stdio: 'pipe' });
    }
    return createRequire(path.join(CHDB_FOLDER, 'package.json'))('chdb') as Chdb;
  } catch (error) {
    console.error(`SKIPPED: ClickHouse could not be had: ${String(error)}`);
    return null;
  }
}

function declared(table: Table, number: string, text: string): string {
  const columns = table.columns.map(
    ({ id, kind }) => `"${id.replaceAll('"', '""')}" ${kind === 'numeric' ? number : text}`,
  );
  return ['"row" integer', ...columns].join(', ');
}

function inOrder(rows: readonly (readonly unknown[])[]): readonly ScoredRow[] {
  return [...rows].sort((a, b) => Number(a[0]) - Number(b[0])).map((row) => readScoredRow(row.slice(1)));
}

function parityOf(told: readonly ScoredRow[], wanted: readonly ScoredRow[]): Parity {
  const exact = ({ points, reasons, contributions }: ScoredRow): string =>
    JSON.stringify([points, reasons, contributions.map((each) => each + 0)]);
  let rowsThatDiffer = Math.abs(told.length - wanted.length);
  let widestProbabilityGap = 0;
  told.forEach((row, at) => {
    if (exact(row) !== exact(wanted[at]!)) rowsThatDiffer += 1;
    widestProbabilityGap = Math.max(
      widestProbabilityGap,
      Math.abs(row.foretold[0]! - wanted[at]!.foretold[0]!),
    );
  });
  return { rows: told.length, rowsThatDiffer, widestProbabilityGap };
}

function perSecond(rows: number, started: number): number {
  return Math.round((rows / (performance.now() - started)) * 1000);
}
