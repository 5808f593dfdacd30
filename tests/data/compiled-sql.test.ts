import { expect } from 'chai';
import pg from 'pg';
import { compileToSql } from '../../scoring/scorecard/compile-sql.ts';
import { foretoldNames } from '../../scoring/scorecard/foretold.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { rowOf, type Table, valueAt } from '../../scoring/scorecard/table.ts';
import { attribute, cardOf, numericCharacteristic } from '../scoring/scorecard/cards.ts';
import { pairOf } from '../scoring/scorecard/compiled/any-batch.ts';
import { withDuckDb } from '../scoring/scorecard/duckdb.ts';
import { asAmount, asCurve, asShare } from '../scoring/scorecard/kinds-of-card.ts';
import { REAL_TABLES, type RealTable, realCard, realTablesAreHere } from '../scoring/scorecard/real-cards.ts';
import {
  expectSameScores,
  readScoredRow,
  type ScoredRow,
  scoredRow,
} from '../scoring/scorecard/scored-row.ts';
import { emptyPostgres } from './engines.ts';

type Engine = (table: Table, sql: string) => Promise<readonly (readonly unknown[])[] | null>;

const ENGINES: Readonly<Record<'duckdb' | 'postgres', Engine>> = { duckdb: inDuckDb, postgres: inPostgres };

describe('a compiled scorecard in a real engine', function () {
  this.timeout(180_000);

  for (const dialect of ['duckdb', 'postgres'] as const) {
    for (const name of Object.keys(REAL_TABLES) as RealTable[]) {
      it(`scores every row of ${name} in ${dialect} as the scorer does, missing, unseen and out of range included`, async function () {
        if (!realTablesAreHere(`compiled SQL in ${dialect}`)) this.skip();
        const { card, table } = await realCard(name);
        const told = await ENGINES[dialect](table, compileToSql(card, dialect, { id: 'row', cutoff: 0.3 }));
        if (told === null) this.skip();
        expect(told).to.have.length(table.rows);
        expectSameScores(
          told.map((columns) => readScoredRow(columns.slice(1))),
          scoredRows(card, table, 0.3),
        );
      });
    }
  }

  for (const dialect of ['duckdb', 'postgres'] as const) {
    it(`foretells shares, amounts and curves over months in ${dialect} as the scorer does, row by row`, async function () {
      const table = severalCases(400);
      const recovered = Array.from({ length: 30 }, (_, at) => 1 - 0.7 * 0.9 ** at);
      const ofMonths = [0.9, 0.4, 0.1, -0.2, -0.5, -0.3, -0.8, -1, -0.7, -1.2, -1.1, -1.6];
      const shape = { horizon: 36, recovered, ofMonths, cells: [0.3, -0.2, 0.7, -0.6, 0.1] };
      for (const card of [asShare(SEVERAL), asAmount(SEVERAL, 850), asCurve(SEVERAL, shape)]) {
        const told = await ENGINES[dialect](table, compileToSql(card, dialect, { id: 'row' }));
        if (told === null) this.skip();
        expect(told).to.have.length(table.rows);
        const foretelling = foretoldNames(card).length;
        expectSameScores(
          told.map((columns) => readScoredRow(columns.slice(1), foretelling)),
          scoredRows(card, table, card.training.positiveRate),
        );
      }
    });
  }

  it('PostgreSQL reads numbers from text and categories from numbers, and takes hostile names as names', async function () {
    const url = await emptyPostgres();
    if (url === null) this.skip();
    const harm = `x'; drop table treasure; --\n"\\`;
    const card: Scorecard = {
      ...cardOf([
        numericCharacteristic('amount', [0.1, 3, 1000], [1, 2, 3, 4]),
        {
          ...numericCharacteristic(harm, [], []),
          kind: 'category',
          attributes: [
            attribute({ kind: 'categories', values: ['3', harm, 'null\0'] }, 0.5),
            attribute({ kind: 'other' }, -0.7),
            attribute({ kind: 'missing' }, -0.2),
          ],
        },
      ]),
      name: harm,
    };
    const quoted = `"${harm.replaceAll('"', '""')}"`;
    const client = await connected(url);
    try {
      await client.query('create table treasure as select 1 as gold');
      const scored = async (amount: string, code: string): Promise<ScoredRow> => {
        await client.query('drop table if exists cases');
        await client.query(`create table cases as select ${amount} as amount, ${code} as ${quoted}`);
        const { rows } = await client.query<unknown[]>({
          text: compileToSql(card, 'postgres'),
          rowMode: 'array',
        });
        return readScoredRow(rows[0]!);
      };
      const word = `E'${harm.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
      const told = [
        await scored("' 3 '::text", '3.0::float8'),
        await scored("'1e200'::varchar(9)", `${word}::text`),
        await scored('0.10::numeric(5, 2)', '3::smallint'),
        await scored("'NaN'::float8", 'null::text'),
        await scored("'-Infinity'::float4", "'3.0'::text"),
        await scored("'Infinity'::text", "'NaN'::numeric"),
      ];
      const wanted = [
        { amount: 3, [harm]: 3 },
        { amount: null, [harm]: harm },
        { amount: 0.1, [harm]: 3 },
        { amount: null, [harm]: null },
        { amount: -Infinity, [harm]: '3.0' },
        { amount: null, [harm]: null },
      ];
      expectSameScores(
        told,
        wanted.map((row) => scoredRow(card, row)),
      );
      expect((await client.query('select gold from treasure')).rows).to.deep.equal([{ gold: 1 }]);
    } finally {
      await client.end();
    }
  });

  it('PostgreSQL gives the probability of log-odds that its exp refuses', async function () {
    const url = await emptyPostgres();
    if (url === null) this.skip();
    const card = cardOf([numericCharacteristic('x', [0], [-2000, 2000])]);
    const client = await connected(url);
    try {
      await client.query('create table cases as select * from (values (-1), (1)) as one (x)');
      const { rows } = await client.query<{ probability: number }>(compileToSql(card, 'postgres'));
      expect(rows.map(({ probability }) => Math.round(probability))).to.deep.equal([0, 1]);
    } finally {
      await client.end();
    }
  });
});

const PLAIN = cardOf(
  [
    numericCharacteristic(
      'debt',
      [0, 100, 250.5, 1000, 5000, 1e4, 2e4],
      [-1, -0.4, 0, 0.3, 0.2, 0.9, 1.4, 2],
    ),
    {
      ...numericCharacteristic('region', [], []),
      kind: 'category',
      attributes: [
        attribute({ kind: 'categories', values: ['north', 'Lääne'] }, 0.6),
        attribute({ kind: 'other' }, -0.3),
        attribute({ kind: 'missing' }, -0.1),
      ],
    },
  ],
  1,
  -1.7,
);
const SEVERAL: Scorecard = { ...PLAIN, pairs: [pairOf(PLAIN, 0, 1, [0.2, -0.9, 0.4])] };

/** Missing, unseen, infinite and far off among them. */
function severalCases(rows: number): Table {
  const debts = [NaN, -5, 0, 100, 250.5, 999.99, 1e4, 1e9, Infinity, -Infinity, -0];
  return {
    rows,
    columns: [
      {
        id: 'debt',
        kind: 'numeric',
        values: Float64Array.from({ length: rows }, (_, at) => debts[at % 11]!),
      },
      {
        id: 'region',
        kind: 'category',
        codes: Int32Array.from({ length: rows }, (_, at) => (at % 4) - 1),
        dictionary: ['north', 'Lääne', 'unseen'],
      },
    ],
  };
}

function scoredRows(card: Scorecard, table: Table, cutoff: number): readonly ScoredRow[] {
  return Array.from({ length: table.rows }, (_, row) => scoredRow(card, rowOf(table, row), cutoff));
}

async function inDuckDb(table: Table, sql: string): Promise<readonly (readonly unknown[])[]> {
  return withDuckDb(async (connection) => {
    await connection.run(`create table cases ("row" integer, ${declared(table, 'double', 'varchar')})`);
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
    const rows = (await connection.runAndReadAll(sql)).getRows();
    return rows.sort((a, b) => Number(a[0]) - Number(b[0]));
  });
}

async function inPostgres(table: Table, sql: string): Promise<readonly (readonly unknown[])[] | null> {
  const url = await emptyPostgres();
  if (url === null) return null;
  const client = await connected(url);
  try {
    await client.query(`create table cases ("row" integer, ${declared(table, 'double precision', 'text')})`);
    const all = Array.from({ length: table.rows }, (_, row) => row);
    const arrays = table.columns.map((column, at) =>
      column.kind === 'numeric' ? `$${at + 2}::double precision[]` : `$${at + 2}::text[]`,
    );
    await client.query(`insert into cases select * from unnest($1::integer[], ${arrays.join(', ')})`, [
      all,
      // Every other missing number is NaN: both are missing.
      ...table.columns.map((column) => all.map((row) => valueAt(column, row) ?? missingAt(column.kind, row))),
    ]);
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.sort((a, b) => Number(a[0]) - Number(b[0]));
  } finally {
    await client.end();
  }
}

function missingAt(kind: 'numeric' | 'category', row: number): number | null {
  return kind === 'numeric' && row % 2 === 0 ? NaN : null;
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // the server stops before the last client has gone
  await client.connect();
  return client;
}

function declared(table: Table, number: string, text: string): string {
  return table.columns
    .map(({ id, kind }) => `"${id.replaceAll('"', '""')}" ${kind === 'numeric' ? number : text}`)
    .join(', ');
}
