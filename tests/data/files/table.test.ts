import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTable, type TableOptions, type TableRead } from '../../../data/files/table.ts';
import { findColumn, valueAt } from '../../../scoring/scorecard/table.ts';

describe('reading a flat table as it comes', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recourse-table-'));
  });
  after(() => rm(folder, { recursive: true }));

  const fileOf = async (text: string | Buffer): Promise<string> => {
    const path = join(folder, 'cases.csv');
    await writeFile(path, text);
    return path;
  };
  const read = async (text: string, options?: TableOptions): Promise<TableRead> => {
    const result = await readTable(await fileOf(text), options);
    if (result.kind === 'refused') throw new Error(result.reason);
    return result;
  };
  const values = ({ table }: TableRead, id: string): readonly unknown[] => {
    const column = findColumn(table, id);
    if (!column) throw new Error(`no column ${id}`);
    return Array.from({ length: table.rows }, (_, row) => valueAt(column, row));
  };

  it('numbers, texts and gaps are told apart', async () => {
    const table = await read('amount,region,late\n10.5,north,0\n,south,NA\n-3e2,NA,2\n');
    expect(values(table, 'amount')).to.deep.equal([10.5, null, -300]);
    expect(values(table, 'region')).to.deep.equal(['north', 'south', null]);
    expect(values(table, 'late')).to.deep.equal([0, null, 2]);
  });

  it('decimal commas, grouped thousands, semicolons, a byte-order mark and quoted newlines are read as meant', async () => {
    const table = await read('\ufeffamount;"note"\r\n"1 234,50";"a\nb"\r\n12,25;c\r\n0,5;"d;""e"""\r\n');
    expect(values(table, 'amount')).to.deep.equal([1234.5, 12.25, 0.5]);
    expect(values(table, 'note')).to.deep.equal(['a\nb', 'c', 'd;"e"']);
  });

  it('a column of numbers and words is one of categories', async () => {
    const table = await read('floor\n1\nground\n2\nattic\n1\n');
    expect(values(table, 'floor')).to.deep.equal(['1', 'ground', '2', 'attic', '1']);
  });

  it('a stray word among many numbers counts as missing, and is told with its place', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => (at === 7 ? 'abc' : String(at)));
    const table = await read(`months\n${rows.join('\n')}\n`);
    expect(findColumn(table.table, 'months')?.kind).to.equal('numeric');
    expect(values(table, 'months')[7]).to.equal(null);
    expect(table.notes).to.deep.equal([
      'cases.csv: row 9, column "months": "abc" is not a number; one value is read as missing',
    ]);
  });

  it('marks for "not known" among numbers are gaps without a word, among texts they are categories', async () => {
    const table = await read('age,job\n40,none\n?,clerk\n35,none\n');
    expect(values(table, 'age')).to.deep.equal([40, null, 35]);
    expect(values(table, 'job')).to.deep.equal(['none', 'clerk', 'none']);
    expect(table.notes).to.deep.equal([]);
  });

  it('an id keeps its leading zeros when asked for verbatim', async () => {
    const table = await read('loan,x\n0012,1\nNA,2\n', { verbatim: ['loan'] });
    expect(values(table, 'loan')).to.deep.equal(['0012', 'NA']);
  });

  it('words that JavaScript would take for numbers stay words', async () => {
    const table = await read('code\n0x10\nInfinity\n1e400x\n');
    expect(values(table, 'code')).to.deep.equal(['0x10', 'Infinity', '1e400x']);
  });

  it('what cannot be read is refused, naming file, row and column', async () => {
    const reason = async (text: string | Buffer, options?: TableOptions): Promise<string> => {
      const result = await readTable(await fileOf(text), options);
      return result.kind === 'refused' ? result.reason : 'read';
    };
    expect(await reason('a,b\n1,2\n3\n')).to.equal('cases.csv row 3: has 1 field (want 2, as in the header)');
    expect(await reason('a,b\n')).to.equal('cases.csv: has a header but no rows below it');
    expect(await reason('')).to.match(/^cases\.csv: the file is empty/);
    expect(await reason('a,a\n1,2\n')).to.match(/^cases\.csv: row 1: columns 1 and 2 are both called "a"/);
    expect(await reason(Buffer.from([0x61, 0x0a, 0x00, 0x01]))).to.match(/^cases\.csv: the file is not text/);
    expect(await reason(Buffer.from('p\u00f5hjus\n1\n', 'latin1'))).to.match(
      /^cases\.csv: line 1.*not UTF-8/,
    );
    expect(await reason('a,b\n1,2\n', { verbatim: ['c'] })).to.equal('cases.csv: has no column "c"');
    const missing = await readTable(join(folder, 'nowhere.csv'));
    expect(missing).to.include({ kind: 'refused', code: 'missing' });
  });
});
