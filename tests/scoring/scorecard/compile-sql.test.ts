import type { DuckDBConnection } from '@duckdb/node-api';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileToSql, SQL_DIALECTS, type SqlDialectName } from '../../../scoring/scorecard/compile-sql.ts';
import type { RawColumn } from '../../../scoring/scorecard/compiled/explainer.ts';
import { foretoldNames } from '../../../scoring/scorecard/foretold.ts';
import type { Scorecard, ValueRow } from '../../../scoring/scorecard/scorecard.ts';
import { attribute, cardOf, numericCharacteristic } from './cards.ts';
import { anyBatch, pairOf } from './compiled/any-batch.ts';
import { withDuckDb } from './duckdb.ts';
import { type CurveShape, asAmount, asCurve, asShare } from './kinds-of-card.ts';
import { expectSameScores, readScoredRow, type ScoredRow, scoredRow } from './scored-row.ts';

describe('a scorecard compiled to SQL', function () {
  this.timeout(120_000);

  it('gives in DuckDB what the scorecard gives: contributions, points and reasons to the last bit', async () => {
    await withDuckDb(async (connection) => {
      await fc.assert(
        fc.asyncProperty(
          anyBatch,
          fc.double({ min: 0.01, max: 0.99, noNaN: true }),
          async (batch, cutoff) => {
            await insert(connection, batch.columns, batch.rows);
            const told = await select(connection, compileToSql(batch.card, 'duckdb', { id: 'row', cutoff }));
            expectSameScores(
              told,
              batch.rows.map((row) => scoredRow(batch.card, row, cutoff)),
            );
          },
        ),
        { numRuns: 200 },
      );
    });
  });

  it('foretells a share and an amount as the scorecard does, amounts to the last bit', async () => {
    await withDuckDb(async (connection) => {
      await fc.assert(
        fc.asyncProperty(
          anyBatch,
          fc.constantFrom(0.01, 1, 250, 80_000),
          async ({ card, rows, columns }, unit) => {
            await insert(connection, columns, rows);
            for (const of of [asShare(card), asAmount(card, unit)]) {
              const wanted = rows.map((row) => scoredRow(of, row));
              const told = await select(connection, compileToSql(of, 'duckdb', { id: 'row' }));
              expectSameScores(told, wanted);
              if (of.target.kind === 'amount')
                expect(told.map(({ foretold }) => foretold)).to.deep.equal(
                  wanted.map(({ foretold }) => foretold),
                );
            }
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  it('foretells what has come by each month, whatever the months do alone and in pairs, a column of that name or none', async () => {
    await withDuckDb(async (connection) => {
      await fc.assert(
        fc.asyncProperty(anyBatch, anyCurve, fc.boolean(), async (batch, shape, isNamed) => {
          const card = asCurve(batch.card, shape);
          const ids = batch.card.characteristics.map(({ id }) => id);
          const rows = isNamed ? batch.rows.map((row) => ({ ...row, month: 30 })) : batch.rows;
          await insert(connection, batch.columns, rows, isNamed ? [...ids, 'month'] : ids);
          const sql = compileToSql(card, 'duckdb', { id: 'row' });
          expectSameScores(
            await select(connection, sql, 1, foretoldNames(card).length),
            batch.rows.map((row) => scoredRow(card, row)),
          );
        }),
        { numRuns: 100 },
      );
    });
  });

  it('lays half of a pair at the door of each side, and tells of equal reasons the first name first', async () => {
    const ids = ['d', 'c', 'B', 'a'];
    const plain = cardOf(ids.map((id) => numericCharacteristic(id, [0], [-0.4, 0.4])));
    const card = {
      ...plain,
      pairs: [pairOf(plain, 0, 2, [0.9, -0.8, 0.3]), pairOf(plain, 3, 2, [0.5, -0.5])],
    };
    const rows = Array.from({ length: 81 }, (_, row) =>
      Object.fromEntries(ids.map((id, at) => [id, [-1, 1, null][Math.floor(row / 3 ** at) % 3]!])),
    );
    await withDuckDb(async (connection) => {
      await insert(connection, [], rows, ids);
      const wanted = rows.map((row) => scoredRow(card, row, 0.2));
      expectSameScores(
        await select(connection, compileToSql(card, 'duckdb', { id: 'row', cutoff: 0.2 })),
        wanted,
      );
      expect(new Set(wanted.map(({ reasons }) => reasons.join())).size).to.be.above(10);
      expect(wanted.map(({ reasons }) => reasons.join())).to.include('c,d,B,a');
    });
  });

  it('takes names and categories of any spelling as names and categories', async () => {
    await withDuckDb(async (connection) => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(hostile, { minLength: 3, maxLength: 3 }),
          async ([id, word, other]) => {
            const card = cardOf([wordCharacteristic(id!, [word!])]);
            const rows = [word!, other!, null].map((value) => ({ [id!]: value }));
            await insert(connection, [], rows, [id!]);
            const sql = compileToSql({ ...card, name: word!, version: 1 }, 'duckdb', { id: 'row' });
            expectSameScores(
              await select(connection, sql),
              rows.map((row) => scoredRow(card, row)),
            );
          },
        ),
        { numRuns: 150 },
      );
    });
  });

  it('does no harm by the name of a scorecard, a table, a column or a category', async () => {
    const harm = `x'; drop table treasure; --\n"; drop table treasure; --\n*/ drop table treasure; --`;
    const card: Scorecard = {
      ...cardOf([wordCharacteristic(harm, [harm]), numericCharacteristic(`${harm}2`, [1], [0.3, -0.2])]),
      name: harm,
      fingerprint: harm,
      target: { name: harm, favourable: 0 },
    };
    await withDuckDb(async (connection) => {
      await connection.run('create table treasure as select 1 as gold');
      const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
      await connection.run(
        `create table ${quoted(harm)} as select 7 as ${quoted(`${harm}id`)}, 0.5 as ${quoted(`${harm}2`)}, '${harm.replaceAll("'", "''")}' as ${quoted(harm)}`,
      );
      const sql = compileToSql(card, 'duckdb', { table: [harm], id: `${harm}id` });
      const told = await select(connection, sql);
      expectSameScores(told, [scoredRow(card, { [harm]: harm, [`${harm}2`]: 0.5 })]);
      expect((await connection.runAndReadAll('select gold from treasure')).getRows()).to.deep.equal([[1]]);
    });
  });

  it('reads a number from whatever type the column has', async () => {
    const card = cardOf([
      numericCharacteristic('amount', [0.1, 3, 1000], [1, 2, 3, 4]),
      wordCharacteristic('code', ['3', '0.5', 'x']),
    ]);
    await withDuckDb(async (connection) => {
      const scored = async (amount: string, code: string): Promise<readonly ScoredRow[]> => {
        await connection.run(`create or replace table cases as select ${amount} as amount, ${code} as code`);
        return select(connection, compileToSql(card, 'duckdb'), 0);
      };
      const cases: readonly (readonly [string, string, ValueRow])[] = [
        ['3::tinyint', '3::bigint', { amount: 3, code: 3 }],
        ['0.1::decimal(3, 2)', '0.50::decimal(5, 2)', { amount: 0.1, code: 0.5 }],
        ['1e3::float', '3.0::double', { amount: 1000, code: 3 }],
        ["' 3 '", "'3'", { amount: 3, code: '3' }],
        ["'3.0'", "'3.0'", { amount: 3, code: '3.0' }],
        ["'1_000'", "'x'", { amount: null, code: 'x' }],
        ["'Infinity'", "''", { amount: null, code: '' }],
        ["'1e99'", "'a'::enum('a', 'x')", { amount: 1e99, code: 'a' }],
        ['true', "'x'::enum('a', 'x')", { amount: 'true', code: 'x' }],
        ['null', 'null', { amount: null, code: null }],
        ["'nan'::double", "'nan'::double", { amount: null, code: null }],
        ["'-inf'::double", 'true', { amount: -Infinity, code: 'true' }],
      ];
      for (const [amount, code, row] of cases) {
        expectSameScores(await scored(amount, code), [scoredRow(card, row)]);
      }
    });
  });

  it('names its columns as recourse score does, each once', () => {
    const card = cardOf([
      numericCharacteristic('Age', [1], [1, 2]),
      numericCharacteristic('age', [1], [1, 2]),
    ]);
    expect(namesIn(compileToSql(card, 'duckdb', { id: 'points' }))).to.deep.equal([
      ...['points', 'probability', 'points~2', 'reason_1', 'reason_2', 'reason_3', 'reason_4'],
      ...['contribution:Age', 'contribution:age~2'],
    ]);
  });

  it('says by its names what a scorecard of another kind foretells', () => {
    const card = cardOf([numericCharacteristic('age', [1], [1, 2])]);
    const shape = { horizon: 13, recovered: undefined, ofMonths: [1, 2], cells: [] };
    const first = (of: Scorecard): readonly string[] => namesIn(compileToSql(of, 'duckdb')).slice(0, 5);
    expect(first(asShare(card)).slice(0, 2)).to.deep.equal(['share', 'points']);
    expect(first(asAmount(card, 100)).slice(0, 2)).to.deep.equal(['amount', 'points']);
    expect(first(asCurve(card, shape))).to.deep.equal([
      ...['paid_6', 'paid_12', 'recovered_6', 'recovered_12', 'points'],
    ]);
  });

  it('keeps names apart that PostgreSQL would cut to the same 63 bytes', () => {
    const long = 'õ'.repeat(40);
    const card = cardOf([`${long}1`, `${long}2`].map((id) => numericCharacteristic(id, [1], [1, 2])));
    const names = namesIn(compileToSql(card, 'postgres'));
    for (const name of names) expect(Buffer.byteLength(name)).to.be.at.most(63);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('says which reason it cannot write a name for', () => {
    const card = cardOf([numericCharacteristic('a\0b', [1], [1, 2])]);
    for (const dialect of Object.keys(SQL_DIALECTS) as SqlDialectName[]) {
      expect(() => compileToSql(card, dialect)).to.throw('no column can be called "a\\u0000b"');
    }
  });
});

const hostile = fc
  .oneof(
    fc.constantFrom(
      '',
      ' ',
      '"',
      "'",
      '\\',
      '--',
      '/*',
      '{',
      '$$',
      'A"B',
      "O'Neil",
      'sõna',
      '\u2028',
      '💶',
      '%',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  )
  .filter((text) => text !== '' && !text.includes('\0') && text.toLowerCase() !== 'row');

function wordCharacteristic(id: string, words: readonly string[]): Scorecard['characteristics'][number] {
  return {
    id,
    kind: 'category',
    monotone: 0,
    change: null,
    attributes: [
      ...words.map((word, at) => attribute({ kind: 'categories', values: [word] }, 0.5 + at)),
      attribute({ kind: 'other' }, -0.7),
      attribute({ kind: 'missing' }, -0.2),
    ],
  };
}

const anyCurve: fc.Arbitrary<CurveShape> = fc.record({
  horizon: fc.constantFrom(1, 5, 6, 13, 24, 36),
  recovered: fc.option(
    fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 36 })
      .map((shares) => [...shares].sort((a, b) => a - b)),
    { nil: undefined },
  ),
  ofMonths: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 13 }),
  cells: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { maxLength: 6 }),
});

async function select(
  connection: DuckDBConnection,
  sql: string,
  ids = 1,
  foretelling = 1,
): Promise<readonly ScoredRow[]> {
  const rows = (await connection.runAndReadAll(sql)).getRows();
  const inOrder = ids === 0 ? rows : rows.sort((a, b) => Number(a[0]) - Number(b[0]));
  return inOrder.map((row) => readScoredRow(row.slice(ids), foretelling));
}

/** The table `cases`, of the types that the columns have: missing is NULL in every other row of floats, NaN in the rest. */
async function insert(
  connection: DuckDBConnection,
  columns: readonly RawColumn[],
  rows: readonly ValueRow[],
  ids: readonly string[] = columns.map(({ id }) => id),
): Promise<void> {
  const types = ids.map((_, at) => typeOf(columns[at]));
  const quoted = ids.map((id, at) => `"${id.replaceAll('"', '""')}" ${types[at]}`);
  await connection.run(`create or replace table cases ("row" integer, ${quoted.join(', ')})`);
  const appender = await connection.createAppender('cases');
  rows.forEach((row, at) => {
    appender.appendInteger(at);
    ids.forEach((id, c) => {
      const value = row[id] ?? null;
      if (value === null || (Number.isNaN(value) && at % 2 === 0)) appender.appendNull();
      else if (typeof value === 'string') appender.appendVarchar(value);
      else if (types[c] === 'float') appender.appendFloat(value);
      else appender.appendDouble(value);
    });
    appender.endRow();
  });
  appender.closeSync();
}

function typeOf(column: RawColumn | undefined): string {
  if (column?.kind !== 'numeric') return 'varchar';
  return column.values instanceof Float32Array ? 'float' : 'double';
}

/** The names that the result's columns get, unquoted. */
function namesIn(sql: string): readonly string[] {
  const result = sql.slice(sql.lastIndexOf('\nselect\n'));
  return [...result.matchAll(/ as "((?:[^"]|"")*)",?\n/g)].map(([, name = '']) => name);
}
