import { expect } from 'chai';
import fc from 'fast-check';
import { sniffDialect } from '../../../data/files/dialect.ts';

describe('finding out how a delimited file is written', () => {
  const dialectOf = (text: string): unknown => {
    const dialect = sniffDialect(Buffer.from(text));
    return dialect.kind === 'dialect' ? `${dialect.delimiter}${dialect.decimal}` : dialect.code;
  };

  it('each delimiter is found, also where quoted texts are full of another', () => {
    expect(dialectOf('a,b\n1,2\n')).to.equal(',.');
    expect(dialectOf('a;b\n1,5;2\n3,5;4\n')).to.equal(';,');
    expect(dialectOf('a\tb\n1.5\t2\n')).to.equal('\t.');
    expect(dialectOf('a|b\n1|2\n')).to.equal('|.');
    expect(dialectOf('name;text\nx;"a,b,c,d"\ny;"e,f,g,h\ni,j"\n')).to.equal(';.');
  });

  it('the delimiter and decimal mark that a table was written with are found', () => {
    const table = fc.array(
      fc.array(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((n) => Math.round(n * 100) / 100 + 0.5),
        {
          minLength: 3,
          maxLength: 3,
        },
      ),
      { minLength: 3, maxLength: 20 },
    );
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(';', '\t', '|'),
        fc.constantFrom('.', ','),
        (rows, delimiter, decimal) => {
          const cell = (value: number): string => value.toFixed(2).replace('.', decimal);
          const lines = [['x', 'y', 'z'], ...rows.map((row) => row.map(cell))].map((row) =>
            row.join(delimiter),
          );
          expect(dialectOf(`${lines.join('\r\n')}\r\n`)).to.equal(`${delimiter}${decimal}`);
        },
      ),
    );
  });

  it('a character cut by the end of the sample is no fault, one broken within is, with its line', () => {
    const whole = Buffer.from('nimi\nPõder\n');
    expect(sniffDialect(whole.subarray(0, 7)).kind).to.equal('dialect');
    const broken = Buffer.concat([Buffer.from('nimi\nP'), Buffer.from([0xf5]), Buffer.from('der\n')]);
    expect(sniffDialect(broken)).to.include({ code: 'encoding' });
    expect((sniffDialect(broken) as { reason: string }).reason).to.match(/^line 2, byte 7/);
  });

  it('empty and binary files are named for what they are', () => {
    expect(sniffDialect(Buffer.alloc(0))).to.include({ code: 'empty' });
    expect(sniffDialect(Buffer.from(' \n\n'))).to.include({ code: 'empty' });
    expect(sniffDialect(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))).to.include({ code: 'binary' });
  });
});
