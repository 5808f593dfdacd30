import { expect } from 'chai';
import fc from 'fast-check';
import { findLeaks, type LeakageCheck } from '../../../scoring/scorecard/leakage.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';
import { asCategory, type Column, type Table } from '../../../scoring/scorecard/table.ts';
import { madeTable } from './made-table.ts';

const ROWS = 2000;

describe('the leakage check', () => {
  const table = madeTable(ROWS);
  const outcomes = numbersOf(table, 'bad');

  it('lets every column of an honest table pass, and says how well the strongest of them ranks', () => {
    const { checked, leaks, strongest } = checkedWith(table);
    expect(leaks).to.deep.equal([]);
    expect(checked).to.equal(5);
    expect(strongest!.column).to.equal('income');
    expect(strongest!.auc).to.be.within(0.6, 0.75);
  });

  it('the target under another name is found, in numbers or words, straight or turned round', () => {
    const turned = numeric('paid_back', (row) => 1 - outcomes[row]!);
    const words = { ...asCategory(numeric('status', (row) => outcomes[row]!)), dictionary: [] as string[] };
    const status: Column = {
      ...words,
      codes: Int32Array.from(outcomes, (one, row) => (one === 1 ? (row % 3 === 0 ? 2 : 1) : 0)),
      dictionary: ['paid', 'late', 'written off'],
    };
    for (const column of [turned, status]) {
      const [leak, ...others] = checkedWith(withColumns(table, column)).leaks;
      expect(others).to.deep.equal([]);
      expect(leak).to.deep.include({ column: column.id, evidence: { kind: 'copies', agreement: 1 } });
      expect(leak!.sentence).to.equal(
        `column "${column.id}" is the target under another name: it agrees with it in 100.0 % of the rows`,
      );
    }
  });

  it('a copy of the target is found through as much noise as one row in twelve', () => {
    const random = seededRandom(3);
    const copy = numeric('flag', (row) => (random() < 1 / 12 ? 1 - outcomes[row]! : outcomes[row]!));
    const [leak] = checkedWith(withColumns(table, copy)).leaks;
    expect(leak!.evidence.kind).to.equal('separates');
    expect(leak!.sentence).to.match(
      /^column "flag" alone ranks the outcomes with an AUC of 0\.9\d\d, where the next best column, "income", reaches 0\.\d+: it seems to be known only after the outcome$/,
    );
  });

  it('two copies do not excuse each other', () => {
    const random = seededRandom(4);
    const copies = ['one', 'two'].map((id) =>
      numeric(id, (row) => (random() < 0.08 ? 1 - outcomes[row]! : outcomes[row]!)),
    );
    const { leaks } = checkedWith(withColumns(table, ...copies));
    expect(leaks.map(({ column }) => column).sort()).to.deep.equal(['one', 'two']);
  });

  it('an amount that is booked after the outcome is found by the rows that only bad cases have', () => {
    const random = seededRandom(5);
    const fee = numeric('collection_fee', (row) =>
      outcomes[row] === 1 && random() < 0.5 ? Math.round(20 + 80 * random()) : 0,
    );
    const [leak] = checkedWith(withColumns(table, fee)).leaks;
    expect(leak!.column).to.equal('collection_fee');
    expect(leak!.evidence).to.include({ kind: 'pure', outcome: 1, share: 1 });
  });

  it('a column that is filled in only when the outcome is known is found, whichever outcome fills it', () => {
    for (const filledFor of [0, 1]) {
      const random = seededRandom(6);
      const column = numeric('last_payment', (row) => {
        const value = Math.round(500 * random());
        return outcomes[row] === filledFor ? value : NaN;
      });
      const [leak] = checkedWith(withColumns(table, column)).leaks;
      expect(leak!.evidence).to.deep.equal({
        kind: 'filled',
        filledOfPositives: filledFor,
        filledOfNegatives: 1 - filledFor,
      });
      expect(leak!.sentence).to.match(/it seems to be filled in only after the outcome$/);
    }
  });

  it('columns that know nothing never look like leaks, however many categories or gaps they have', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 0.9 }),
        (seed, categories, gaps) => {
          const random = seededRandom(seed);
          const column: Column = {
            id: 'noise 2',
            kind: 'category',
            codes: Int32Array.from(outcomes, () =>
              random() < gaps ? -1 : Math.floor(random() * categories),
            ),
            dictionary: Array.from({ length: categories }, (_, at) => `c${at}`),
          };
          expect(checkedWith(withColumns(table, column)).leaks).to.deep.equal([]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('too few rows to tell merit from chance accuse no column', () => {
    const few = madeTable(50);
    const copy = numeric('copy', (row) => numbersOf(few, 'bad')[row]!, 50);
    expect(checkedWith(withColumns(few, copy)).checked).to.equal(0);
  });

  function checkedWith(checked: Table): LeakageCheck {
    const columns = checked.columns.map(({ id }) => id).filter((id) => id !== 'bad');
    return findLeaks(checked, numbersOf(checked, 'bad'), columns);
  }
});

function withColumns(table: Table, ...columns: readonly Column[]): Table {
  return { ...table, columns: [...columns, ...table.columns] };
}

function numeric(id: string, value: (row: number) => number, rows = ROWS): Column & { kind: 'numeric' } {
  return { id, kind: 'numeric', values: Float64Array.from({ length: rows }, (_, row) => value(row)) };
}

function numbersOf(table: Table, id: string): Float64Array {
  const column = table.columns.find((one) => one.id === id);
  if (column?.kind !== 'numeric') throw new Error(`the table has no numbers "${id}"`);
  return column.values;
}
