import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Column, RECORD_FILES, RECORD_TYPES, type RecordType } from '../../../data/files/columns.ts';
import { SAMPLE_PORTFOLIOS } from '../../../data/sample/portfolios.ts';
import { simulatePersons } from '../../../data/sample/simulate.ts';
import { TRUTH_FILE, writeSample } from '../../../data/sample/write-sample.ts';
import { isIsoDate } from '../../../scoring/portfolio/dates.ts';

type Row = Readonly<Record<string, string>>;

describe('a written sample', function () {
  this.timeout(60_000);
  let folder: string;
  const options = { persons: 600, seed: 2 };

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'recourse-sample-'));
    await writeSample(path.join(folder, 'a'), options);
  });

  after(() => rmSync(folder, { recursive: true }));

  it('has the same bytes for the same seed', async () => {
    await writeSample(path.join(folder, 'b'), options);
    const files = readdirSync(path.join(folder, 'a'), { recursive: true }).map(String);
    expect(files.filter((file) => file.endsWith('.csv')).length).to.be.greaterThan(30);
    for (const file of files.filter((name) => name.endsWith('.csv'))) {
      expect(readFileSync(path.join(folder, 'b', file), 'utf8'), file).to.equal(
        readFileSync(path.join(folder, 'a', file), 'utf8'),
      );
    }
  });

  it('holds the columns of every record type, each value of its type', () => {
    const types = new Set<RecordType>();
    for (const { type, rows, columns } of filesOf('a')) {
      types.add(type);
      expect(columns, type).to.deep.equal(RECORD_FILES[type].columns.map(({ name }) => name));
      for (const row of rows)
        for (const column of RECORD_FILES[type].columns) checkCell(type, column, row[column.name] ?? '');
    }
    expect([...types].sort()).to.deep.equal([...RECORD_TYPES].sort());
  });

  it('gives each row a key of its own, and refers only to rows that are there', () => {
    for (const { name } of SAMPLE_PORTFOLIOS) {
      const files = filesOf('a').filter((file) => file.portfolio === name);
      const keys = new Map(
        files.map(({ type, rows }) => [type, new Set(rows.map((row) => row[RECORD_FILES[type].key]))]),
      );
      for (const { type, rows } of files) {
        expect(keys.get(type)?.size, `${name} ${type}`).to.equal(rows.length);
        for (const { name: column, refersTo } of RECORD_FILES[type].columns) {
          if (refersTo === undefined) continue;
          for (const row of rows)
            if (row[column] !== '')
              expect(keys.get(refersTo)?.has(row[column]), `${type} ${row[column]}`).to.equal(true);
        }
      }
    }
  });

  it('writes every record of the simulated persons', () => {
    const people = [...simulatePersons(options)];
    const written = (type: RecordType) =>
      filesOf('a')
        .filter((file) => file.type === type)
        .reduce((sum, { rows }) => sum + rows.length, 0);
    const simulated = (list: 'claims' | 'payments' | 'measures' | 'contacts' | 'incomes' | 'invoices') =>
      people.reduce((sum, { file }) => sum + file[list].length, 0);
    expect(written('persons')).to.equal(people.length);
    for (const list of ['claims', 'payments', 'measures', 'contacts', 'incomes', 'invoices'] as const) {
      expect(written(list), list).to.equal(simulated(list));
    }
  });

  it('keeps the true probabilities apart from what is imported', () => {
    expect(readdirSync(path.join(folder, 'a'))).to.include(TRUTH_FILE);
    for (const { name } of SAMPLE_PORTFOLIOS)
      expect(readdirSync(path.join(folder, 'a', name))).not.to.include(TRUTH_FILE);
    expect(RECORD_TYPES).not.to.include(TRUTH_FILE.replace('.csv', ''));
    const truth = readRows(path.join(folder, 'a', TRUTH_FILE)).rows;
    expect(truth.length).to.be.greaterThan(400);
    for (const row of truth) {
      for (const [column, value] of Object.entries(row)) {
        if (/^(pay_within|default_within|paid_share)/.test(column) && value !== '')
          expect(Number(value), column).to.be.within(0, 1);
      }
    }
  });

  it('leaves no file of an earlier, larger sample behind', async () => {
    await writeSample(path.join(folder, 'b'), { persons: 1, seed: 2 });
    expect(readdirSync(path.join(folder, 'b', 'ee-lender'))).to.deep.equal([]);
  });

  function filesOf(sample: string) {
    return SAMPLE_PORTFOLIOS.flatMap(({ name: portfolio }) =>
      RECORD_TYPES.flatMap((type) => {
        const file = path.join(folder, sample, portfolio, `${type}.csv`);
        const there = readdirSync(path.dirname(file)).includes(`${type}.csv`);
        return there ? [{ portfolio, type, ...readRows(file) }] : [];
      }),
    );
  }
});

function readRows(file: string): { readonly columns: readonly string[]; readonly rows: readonly Row[] } {
  const [columns = [], ...lines] = parse(readFileSync(file, 'utf8'));
  return {
    columns,
    rows: lines.map((cells) => Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? '']))),
  };
}

function checkCell(type: RecordType, column: Column, value: string): void {
  const where = `${type}.${column.name} "${value}"`;
  if (value === '') {
    expect(column.required, where).to.equal(false);
    return;
  }
  switch (column.type) {
    case 'date':
      expect(isIsoDate(value), where).to.equal(true);
      return;
    case 'money':
      expect(value, where).to.match(column.signed ? /^-?\d+\.\d\d$/ : /^\d+\.\d\d$/);
      return;
    case 'integer':
      expect(value, where).to.match(column.signed ? /^-?\d+$/ : /^\d+$/);
      return;
    case 'number':
      expect(Number.isFinite(Number(value)), where).to.equal(true);
      return;
    case 'flag':
      expect(['true', 'false'], where).to.include(value);
      return;
    case 'code':
      expect(column.codes, where).to.include(value);
      return;
    case 'text':
      expect(value.trim(), where).to.equal(value);
  }
}
