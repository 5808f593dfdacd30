import { expect } from 'chai';
import fc from 'fast-check';
import { crossValidate, stratifiedFolds } from '../../../scoring/scorecard/cross-validate.ts';
import { metricsOf } from '../../../scoring/scorecard/metrics.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';
import { madeTable } from './made-table.ts';

describe('cross-validation', () => {
  it('folds hold each class in equal parts, and the seed decides who is in which', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 1), { minLength: 20, maxLength: 200 }),
        fc.integer({ min: 2, max: 7 }),
        fc.nat(),
        (outcomes, k, seed) => {
          const folds = stratifiedFolds(outcomes, k, seed);
          expect([...folds]).to.deep.equal([...stratifiedFolds(outcomes, k, seed)]);
          for (const outcome of [0, 1]) {
            const counts = Array.from(
              { length: k },
              (_, fold) => outcomes.filter((value, row) => value === outcome && folds[row] === fold).length,
            );
            expect(Math.max(...counts) - Math.min(...counts)).to.be.at.most(1);
          }
        },
      ),
    );
  });

  it('each row is judged by a scorecard that did not see it: its own outcome changes its fold only', async () => {
    const { tf } = await loadTensorFlow();
    const table = madeTable(600);
    const folds = Uint8Array.from({ length: 600 }, (_, row) => row % 3);
    const spec = { name: 'made', target: { name: 'bad', favourable: 0 } } as const;
    const before = await crossValidate(tf, table, spec, folds);
    const turned = {
      ...table,
      columns: table.columns.map((column) =>
        column.id === 'bad' && column.kind === 'numeric'
          ? { ...column, values: column.values.map((value, row) => (row % 3 === 0 ? 1 - value : value)) }
          : column,
      ),
    };
    const after = await crossValidate(tf, turned, spec, folds);
    if (before.kind === 'refused' || after.kind === 'refused') throw new Error('the made table is refused');
    const ofFold = (values: Float64Array): readonly number[] => [...values].filter((_, row) => row % 3 === 0);
    expect(ofFold(after.outOfFold)).to.deep.equal(ofFold(before.outOfFold));
    expect([...after.outOfFold]).not.to.deep.equal([...before.outOfFold]);
    const outcomes = table.columns.find(({ id }) => id === 'bad');
    if (outcomes?.kind !== 'numeric') throw new Error('the made table has lost its target');
    expect(before.pooled).to.deep.equal(metricsOf(before.outOfFold, outcomes.values));
    expect(before.folds).to.have.length(3);
  });

  it('a fold that leaves one class alone to train on is refused, naming the fold', async () => {
    const { tf } = await loadTensorFlow();
    const table = madeTable(60);
    const outcomes = table.columns.find(({ id }) => id === 'bad');
    if (outcomes?.kind !== 'numeric') throw new Error('the made table has lost its target');
    const spec = { name: 'made', target: { name: 'bad', favourable: 0 } } as const;
    const validated = await crossValidate(tf, table, spec, outcomes.values);
    expect(validated).to.include({ kind: 'refused', code: 'target_one_class' });
  });
});
