import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { openCsv, type CsvFile, type FileRefused, type StatedDialect } from '../../../data/files/open-csv.ts';
import { MAX_ROW_BYTES, readCsv, type CsvRow } from '../../../data/files/read-csv.ts';
import { SPREADSHEET_CSV, writeCsv } from '../../../data/files/write-csv.ts';

describe('reading CSV', () => {
  let folder: string;
  let count = 0;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'recourse-csv-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function fileWith(content: string | Buffer): string {
    count += 1;
    const path = join(folder, `file-${count}.csv`);
    writeFileSync(path, content);
    return path;
  }

  async function refusalOf(content: string | Buffer, stated?: StatedDialect): Promise<FileRefused> {
    const opened = await openCsv(fileWith(content), stated, 'ledger.csv');
    if (opened.kind !== 'refused') throw new Error('the file was not refused');
    return opened;
  }

  async function opened(content: string | Buffer, stated?: StatedDialect): Promise<CsvFile> {
    const file = await openCsv(fileWith(content), stated, 'ledger.csv');
    if (file.kind === 'refused') throw new Error(file.reason);
    return file;
  }

  async function rowsOf(file: CsvFile): Promise<CsvRow[]> {
    const rows: CsvRow[] = [];
    for await (const block of readCsv(file)) rows.push(...block.rows);
    return rows;
  }

  async function read(content: string | Buffer, stated?: StatedDialect): Promise<CsvRow[]> {
    return rowsOf(await opened(content, stated));
  }

  describe('finds out how a file is written', () => {
    it('whatever of comma, semicolon, tab and bar is between the fields', async () => {
      for (const mark of [',', ';', '\t', '|'] as const) {
        const file = await opened(`a${mark}b\n1${mark}2\n3${mark}4\n`);
        expect(file.delimiter).to.equal(mark);
        expect((await rowsOf(file)).map((row) => row.fields)).to.deep.equal([
          ['1', '2'],
          ['3', '4'],
        ]);
      }
    });

    it('a byte-order mark is not part of the first name', async () => {
      expect((await opened('\ufeffname;sum\nÕnne;1,50\n')).header).to.deep.equal(['name', 'sum']);
    });

    it('a decimal comma, and lines that end as Windows and old Macintosh end them', async () => {
      const windows = await opened('a;b\r\nx;1,50\r\ny;2,75\r\n');
      expect(windows.decimal).to.equal(',');
      expect(await rowsOf(windows)).to.have.length(2);
      expect((await read('a,b\r1,2\r3,4\r')).map((row) => row.fields[1])).to.deep.equal(['2', '4']);
    });

    it('UTF-16 with its mark', async () => {
      const rows = await read(Buffer.from('\ufeffnimi;summa\nÕnne Mägi;5\n', 'utf16le'));
      expect(rows).to.deep.equal([{ row: 2, fields: ['Õnne Mägi', '5'], fault: null }]);
    });

    it('a code page is read when the mapping states it', async () => {
      const bytes = Buffer.concat([
        Buffer.from('nimi;linn\nK'),
        Buffer.from([0xfe]),
        Buffer.from('o;J'),
        Buffer.from([0xf5]),
        Buffer.from('hvi\n'),
      ]);
      const rows = await read(bytes, { encoding: 'windows-1257' });
      expect(rows[0]!.fields).to.deep.equal(['Kžo', 'Jõhvi']);
    });
  });

  describe('refuses a whole file before its first row', () => {
    it('when it is empty or holds only spaces', async () => {
      expect(await refusalOf('')).to.include({ code: 'empty' });
      expect(await refusalOf('  \n \n')).to.include({ code: 'empty' });
    });

    it('when it is missing, and says which', async () => {
      const missing = await openCsv(join(folder, 'nowhere.csv'));
      expect(missing).to.include({ kind: 'refused', code: 'missing' });
      expect((missing as FileRefused).reason).to.match(/^nowhere\.csv: /);
    });

    it('when it is binary, wherever the first zero byte is', async () => {
      expect((await refusalOf(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8, 0]))).code).to.equal('binary');
      const late = Buffer.concat([Buffer.from(`a,b\n${'1,2\n'.repeat(400_000)}`), Buffer.from([0])]);
      expect(await refusalOf(late)).to.include({
        code: 'binary',
        reason: 'ledger.csv: the file is not text: byte 1600005 is 0 (want CSV in UTF-8)',
      });
    });

    it('when it is in a code page nobody told of, with the word that makes it readable', async () => {
      const refused = await refusalOf(
        Buffer.concat([Buffer.from('nimi\nJ'), Buffer.from([0xf5]), Buffer.from('hvi\n')]),
      );
      expect(refused.code).to.equal('encoding');
      expect(refused.reason).to.contain('windows-1257');
    });

    it('when its encoding changes far below the first rows, with the line', async () => {
      const mixed = Buffer.concat([
        Buffer.from(`a,b\n${'õ,2\n'.repeat(200_000)}`),
        Buffer.from([0xf5]),
        Buffer.from(',1\n'),
      ]);
      expect((await refusalOf(mixed)).reason).to.contain('line 200002 is not UTF-8');
    });

    it('when it was cut within a character', async () => {
      const cut = Buffer.from('a,b\n1,õ').subarray(0, -1);
      expect((await refusalOf(cut)).reason).to.contain('cut short');
    });

    it('when two columns have one name, in whatever case, or a column has none', async () => {
      expect((await refusalOf('id,amount,Amount\n1,2,3\n')).reason).to.equal(
        'ledger.csv: row 1: columns 2 and 3 are both called "Amount"',
      );
      expect((await refusalOf('id,,b\n1,2,3\n')).reason).to.contain('column 2 has no name');
    });

    it('when its first line has no end', async () => {
      expect((await refusalOf(Buffer.alloc(10_000_000, 'x'))).reason).to.contain('the first line is longer');
    });

    it('when the quote of a header is not closed', async () => {
      expect((await refusalOf('a,"b\n1,2\n')).code).to.equal('header');
    });
  });

  describe('a bad row never sinks a file', () => {
    it('a row with too few or too many fields is told apart from the sound ones', async () => {
      const rows = await read('a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,1,1\n');
      expect(rows.map((row) => row.fault)).to.deep.equal([
        null,
        'has 2 fields (want 3, as in the header)',
        'has 4 fields (want 3, as in the header)',
        null,
      ]);
    });

    it('a quote that never closes costs its own line only', async () => {
      const rows = await read('a,b\n1,x\n2,"never closed\n3,y\n4,"fine ""quote"""\n');
      expect(rows.map(({ row, fault }) => [row, fault === null])).to.deep.equal([
        [2, true],
        [3, false],
        [4, true],
        [5, true],
      ]);
      expect(rows[1]!.fault).to.contain('not closed');
      expect(rows[3]!.fields[1]).to.equal('fine "quote"');
    });

    it('a quote that never closes far from the end of a large file costs its own line only', async () => {
      const lines = Array.from({ length: 300_000 }, (_, i) => (i === 1000 ? `${i},"open` : `${i},closed`));
      const rows = await read(`a,b\n${lines.join('\n')}\n`);
      expect(rows).to.have.length(300_000);
      expect(rows.filter((row) => row.fault !== null).map((row) => row.row)).to.deep.equal([1002]);
    });

    it('a file cut within a quoted value gives its last row back with that word', async () => {
      const rows = await read('a,b\n1,x\n2,"cut he');
      expect(rows.at(-1)).to.deep.include({ row: 3, fields: ['2', '"cut he'] });
      expect(rows.at(-1)!.fault).to.contain('cut short');
    });

    it('text after a closing quote, and a quote within a bare value, are told in words', async () => {
      const rows = await read('a,b\n"x"y,1\nOÜ "Firma",2\nz,3\n');
      expect(rows[0]!.fault).to.contain('text after a closing quote');
      expect(rows[1]!.fault).to.contain('a quote within a value');
      expect(rows[2]).to.deep.equal({ row: 4, fields: ['z', '3'], fault: null });
    });

    it('a row of ten megabytes is refused and the next one read', async () => {
      const rows = await read(
        Buffer.concat([Buffer.from('a,b\n1,2\n3,'), Buffer.alloc(10_000_000, 'x'), Buffer.from('\n5,6\n')]),
      );
      expect(rows.map((row) => row.row)).to.deep.equal([2, 3, 4]);
      expect(rows[1]!.fault).to.contain(`longer than ${MAX_ROW_BYTES} bytes`);
      expect(rows[2]!.fields).to.deep.equal(['5', '6']);
    });

    it('newlines in quotes belong to the value, also where a block of the file ends', async () => {
      const long = 'line\n'.repeat(30_000);
      const rows = await read(`a,b\n1,"${long}"\n2,"${long}"\n3,"${long}"\n`);
      expect(rows.map((row) => row.fields[1]!.length)).to.deep.equal([long.length, long.length, long.length]);
      expect(rows.map((row) => row.row)).to.deep.equal([2, 3, 4]);
    });

    it('an empty line, or one of delimiters alone, is no row, yet counts as one in the numbering', async () => {
      expect((await read('a,b\n1,2\n\n3,4\n,\n , \n5,6\n,,,\n')).map((row) => row.row)).to.deep.equal([
        2, 4, 7,
      ]);
    });

    it('thousands of quotes that never close are read in time that grows with the file, not with its square', async function () {
      this.timeout(60_000);
      const rows = await read(`a,b\n${'1,"open\n'.repeat(100_000)}`);
      expect(rows.filter((row) => row.fault !== null).length).to.be.greaterThan(99_000);
    });

    it('whatever stands in one line, the sound rows around it are read as they are', async () => {
      const junk = fc
        .string({ unit: 'binary', maxLength: 40 })
        .map((text) => text.replace(/[\r\n\u0000\ud800-\udfff]/g, ''));
      await fc.assert(
        fc.asyncProperty(junk, fc.integer({ min: 1, max: 6 }), async (line, before) => {
          const sound = (i: number) => `${i},"v ""${i}""",${i * 2}`;
          const first = Array.from({ length: before }, (_, i) => sound(i));
          const last = Array.from({ length: 4 }, (_, i) => sound(100 + i));
          const file = await openCsv(fileWith(`a,b,c\n${[...first, line, ...last].join('\n')}\n`), {
            delimiter: ',',
          });
          if (file.kind === 'refused') throw new Error(file.reason);
          const read = (await rowsOf(file)).filter((row) => row.fault === null).map((row) => row.fields[0]!);
          for (let i = 0; i < before; i += 1) expect(read).to.include(String(i));
          // The line itself may open a quote that swallows the next; no later row may fall.
          for (const key of ['101', '102', '103']) expect(read).to.include(key);
        }),
        { numRuns: 60 },
      );
    });
  });

  describe('what is written', () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 30 })
      .map((value) => value.replace(/[\u0000\ud800-\udfff\ufffd\ufeff]/g, ''));

    it('is read back as it was, whatever is in it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(text, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
          async (drawn) => {
            const rows = drawn.filter((row) => row.some((cell) => cell.trim() !== ''));
            for (const style of [SPREADSHEET_CSV, { delimiter: ',', decimal: '.', bom: false } as const]) {
              let written = '';
              for await (const piece of writeCsv(['a', 'b', 'c'], rows, style)) written += piece;
              const back = await read(written, { delimiter: style.delimiter });
              expect(back.map((row) => row.fields)).to.deep.equal(rows);
            }
          },
        ),
        { numRuns: 60 },
      );
    });

    it('never begins a cell with what a spreadsheet would run', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n'), text, async (mark, rest) => {
          let written = '';
          for await (const piece of writeCsv(['a', 'b'], [[mark + rest, 'x']])) written += piece;
          const cell = written.slice('a,b\r\n'.length).replace(/^"/, '');
          if (!/^[-+]?\d+([.,]\d+)?$/.test(mark + rest)) expect(cell.startsWith("'")).to.equal(true);
        }),
      );
    });

    it('keeps figures below zero as figures', async () => {
      let written = '';
      for await (const piece of writeCsv(['a', 'b'], [['-159', -1.5]])) written += piece;
      expect(written).to.equal('a,b\r\n-159,-1.5\r\n');
    });
  });
});
