import { expect } from 'chai';
import { columnsLacking, compileScorer } from '../../../scoring/scorecard/compile.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import { attribute, cardOf, numericCharacteristic } from './cards.ts';

describe('the compiled scorer', () => {
  it('gives each row the log-odds that the plain scorer gives, wherever its values lie', () => {
    const ids = Array.from({ length: 45 }, (_, at) => `c${at}`);
    const card = cardOf(
      ids.map((id, at) =>
        numericCharacteristic(
          id,
          Array.from({ length: 15 }, (_, cut) => cut * 10),
          Array.from({ length: 16 }, (_, n) => ((n * 7 + at) % 11) / 10 - 0.5),
        ),
      ),
    );
    const rows = 2_000;
    const valueOf = (row: number, at: number) => (row * (at + 3)) % 170;
    const { probability } = compileScorer(card).score({
      rows,
      columns: ids.map((id, at) => ({
        id,
        kind: 'numeric' as const,
        values: Float64Array.from({ length: rows }, (_, row) => valueOf(row, at)),
      })),
    });
    expect(probability).to.have.length(rows);
    for (let row = 0; row < rows; row += 1) {
      const plain = scoreRow(card, Object.fromEntries(ids.map((id, at) => [id, valueOf(row, at)])));
      expect(probability[row]).to.be.closeTo(plain.probability, 1e-12);
    }
  });

  it('names the columns that a table lacks, and will not score without them', () => {
    const card = cardOf([numericCharacteristic('age_of_debt', [10], [-1, 1])]);
    const table = { rows: 1, columns: [] };
    expect(columnsLacking(card, table)).to.deep.equal(['age_of_debt']);
    expect(() => compileScorer(card).score(table)).to.throw('no column "age_of_debt"');
  });

  it('numbers in a category column are categories by their digits', () => {
    const card = cardOf([
      {
        id: 'grade',
        kind: 'category',
        monotone: 0,
        change: null,
        attributes: [
          attribute({ kind: 'categories', values: ['1'] }, 0.5),
          attribute({ kind: 'categories', values: ['2'] }, -0.5),
          attribute({ kind: 'other' }, 0),
          attribute({ kind: 'missing' }, 0),
        ],
      },
    ]);
    const values = Float64Array.from([1, 2, 3, NaN]);
    const { hits } = compileScorer(card).score({
      rows: 4,
      columns: [{ id: 'grade', kind: 'numeric', values }],
    });
    expect([...hits[0]!]).to.deep.equal([0, 1, 2, 3]);
  });
});
