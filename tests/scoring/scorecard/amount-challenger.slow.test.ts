import { expect } from 'chai';
import { challengeAmounts } from '../../../scoring/scorecard/amount-challenger.ts';
import { continuousMetrics } from '../../../scoring/scorecard/continuous-metrics.ts';
import { dealtFolds, seededRandom } from '../../../scoring/scorecard/seeded.ts';
import type { Table } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';

const SPEC = { target: { name: 'outcome' } } as const;
const KINDS = ['amount', 'share'] as const;

describe('the challenger of amounts and shares', function () {
  this.timeout(120_000);

  for (const kind of KINDS) {
    it(`finds what an additive scorecard cannot say of a ${kind}, and the intervals lie above nothing`, async () => {
      const { tf } = await loadTensorFlow();
      const { table, outcomes } = checkerboard(1200, kind);
      const mean = outcomes.reduce((sum, one) => sum + one, 0) / outcomes.length;
      const flat = outcomes.map(() => mean);
      const folds = dealtFolds(table.rows, 3, 0);
      const told = await challengeAmounts(tf, table, outcomes, SPEC, kind, folds, flat);
      if (told.kind === 'too_few_rows') throw new Error('1,200 rows are enough');
      const { mae, maeGap, maeInterval, byVariance } = told;
      expect(byVariance!.r2.mean).to.be.above(0.6);
      expect(byVariance!.interval[0]).to.be.above(0.4);
      expect(maeInterval[0]).to.be.above(0);
      expect(mae.mean + maeGap).to.be.closeTo(continuousMetrics(flat, outcomes).mae, mae.mean / 50);
    });

    it(`costs nothing where the scorecard knows the truth of a ${kind}`, async () => {
      const { tf } = await loadTensorFlow();
      const { table, outcomes, truth } = checkerboard(600, kind);
      const folds = dealtFolds(table.rows, 3, 0);
      const told = await challengeAmounts(tf, table, outcomes, SPEC, kind, folds, truth);
      if (told.kind === 'too_few_rows') throw new Error('600 rows are enough');
      expect(told.maeInterval[0]).to.be.at.most(0);
      expect(told.byVariance!.interval[0]).to.be.at.most(0);
    });
  }

  it('the same seed gives the same figures, no tensor is left behind, and outcomes alike in a fold are not compared by variance', async () => {
    const { tf } = await loadTensorFlow();
    const { table, outcomes } = checkerboard(90, 'amount');
    const folds = Uint8Array.from(outcomes, (_, row) => Number(row < 45));
    const stepped = outcomes.map((_, row) => Number(row < 45));
    const once = () => challengeAmounts(tf, table, stepped, { ...SPEC, seed: 7 }, 'amount', folds, outcomes);
    const first = await once();
    const tensors = tf.memory().numTensors;
    expect(await once()).to.deep.equal(first);
    expect(tf.memory().numTensors).to.equal(tensors);
    expect(first).to.have.property('byVariance', null);
  });

  it('too few rows for an interval are said to be too few', async () => {
    const { tf } = await loadTensorFlow();
    const { table, outcomes } = checkerboard(40, 'share');
    const told = await challengeAmounts(tf, table, outcomes, SPEC, 'share', new Uint8Array(40), outcomes);
    expect(told).to.deep.equal({ kind: 'too_few_rows', rows: 40 });
  });
});

/** Two figures that say something only together. */
function checkerboard(
  rows: number,
  kind: 'amount' | 'share',
): { readonly table: Table; readonly outcomes: Float64Array; readonly truth: Float64Array } {
  const random = seededRandom(5);
  const [a, b] = [0, 1].map(() => Float64Array.from({ length: rows }, () => random() - 0.5));
  const truth = Float64Array.from({ length: rows }, (_, row) => {
    const share = a![row]! * b![row]! > 0 ? 0.8 : 0.2;
    return kind === 'share' ? share : 5000 * share;
  });
  const outcomes = truth.map((value) => value * (0.8 + 0.4 * random()));
  return {
    truth,
    outcomes,
    table: {
      rows,
      columns: [
        { id: 'a', kind: 'numeric', values: a! },
        { id: 'b', kind: 'numeric', values: b! },
        { id: 'outcome', kind: 'numeric', values: outcomes },
      ],
    },
  };
}
