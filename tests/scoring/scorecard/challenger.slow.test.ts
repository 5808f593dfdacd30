import { expect } from 'chai';
import fc from 'fast-check';
import { aucDifference } from '../../../scoring/scorecard/auc-difference.ts';
import { challenge } from '../../../scoring/scorecard/challenger.ts';
import { stratifiedFolds } from '../../../scoring/scorecard/cross-validate.ts';
import { areaUnderRoc } from '../../../scoring/scorecard/metrics.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';
import type { Table } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';
import { madeTable } from './made-table.ts';

const SPEC = { target: { name: 'bad', favourable: 0 } } as const;

describe('the challenger', function () {
  this.timeout(60_000);

  it('finds what an additive scorecard cannot say, and the interval of the gap lies above nothing', async () => {
    const { tf } = await loadTensorFlow();
    const { table, outcomes } = checkerboard(1500);
    const folds = stratifiedFolds(outcomes, 3, 0);
    const flat = new Float64Array(table.rows).fill(0.5);
    const challenged = await challenge(tf, table, outcomes, SPEC, folds, flat);
    if (challenged.kind === 'too_few_rows') throw new Error('1,500 rows are enough');
    expect(challenged.auc.mean).to.be.above(0.8);
    expect(challenged.gap).to.be.closeTo(challenged.auc.mean - 0.5, 1e-9);
    expect(challenged.interval[0]).to.be.above(0.2);
    expect(challenged.logLossGap).to.be.closeTo(Math.LN2 - challenged.logLoss.mean, 1e-9);
    expect(challenged.logLossInterval[0]).to.be.above(0);
  });

  it('costs nothing where the scorecard knows the truth: the gap is not above the interval of chance', async () => {
    const { tf } = await loadTensorFlow();
    const { table, outcomes, truth } = twoRegions(900);
    const folds = stratifiedFolds(outcomes, 3, 0);
    const challenged = await challenge(tf, table, outcomes, SPEC, folds, truth);
    if (challenged.kind === 'too_few_rows') throw new Error('900 rows are enough');
    expect(challenged.interval[0]).to.be.at.most(0);
    expect(challenged.logLossGap).to.be.below(0.005);
  });

  it('the same seed gives the same figures, and no tensor is left behind', async () => {
    const { tf } = await loadTensorFlow();
    const table = madeTable(300);
    const bad = table.columns.find(({ id }) => id === 'bad');
    if (bad?.kind !== 'numeric') throw new Error('the made table has lost its target');
    const folds = stratifiedFolds(bad.values, 2, 0);
    const once = () =>
      challenge(
        tf,
        table,
        bad.values,
        { ...SPEC, seed: 7 },
        folds,
        bad.values.map(() => 0.4),
      );
    const first = await once();
    const tensors = tf.memory().numTensors;
    expect(await once()).to.deep.equal(first);
    expect(tf.memory().numTensors).to.equal(tensors);
  });

  it('too few rows for an interval are said to be too few', async () => {
    const { tf } = await loadTensorFlow();
    const table = madeTable(40);
    const outcomes = Float64Array.from({ length: 40 }, (_, row) => (row < 8 ? 1 : 0));
    const challenged = await challenge(tf, table, outcomes, SPEC, new Uint8Array(40), outcomes);
    expect(challenged).to.deep.equal({ kind: 'too_few_rows', ofRarerClass: 8 });
  });
});

describe('the paired comparison of two rankings', () => {
  it('gives the areas under the curve, ties and all, and nothing between a ranking and itself', () => {
    const scores = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), fc.boolean()),
      {
        minLength: 4,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(scores, (rows) => {
        const outcomes = [0, 1, ...rows.map(([, , positive]) => Number(positive))];
        const [a, b] = [0, 1].map((side) => [3, 3, ...rows.map((row) => row[side] as number)]) as [
          number[],
          number[],
        ];
        const compared = aucDifference(a, b, outcomes);
        expect(compared.first).to.be.closeTo(areaUnderRoc(a, outcomes), 1e-12);
        expect(compared.second).to.be.closeTo(areaUnderRoc(b, outcomes), 1e-12);
        expect(aucDifference(a, a, outcomes)).to.include({ difference: 0, variance: 0 });
      }),
    );
  });

  it('its variance is that of repeated samples', () => {
    const random = seededRandom(11);
    const sampled = Array.from({ length: 400 }, () => {
      const outcomes = Array.from({ length: 200 }, (_, row) => (row % 3 === 0 ? 1 : 0));
      const a = outcomes.map((outcome) => outcome * 0.6 + 2 * random());
      const b = outcomes.map((outcome, row) => 0.5 * a[row]! + outcome * 0.2 + random());
      return aucDifference(a, b, outcomes);
    });
    const centre = sampled.reduce((sum, { difference }) => sum + difference, 0) / sampled.length;
    const spread =
      sampled.reduce((sum, { difference }) => sum + (difference - centre) ** 2, 0) / sampled.length;
    const told = sampled.reduce((sum, { variance }) => sum + variance, 0) / sampled.length;
    expect(told / spread).to.be.within(0.8, 1.25);
  });
});

/** Bad where exactly one of two figures is high: each alone says nothing. */
function checkerboard(rows: number): { readonly table: Table; readonly outcomes: Float64Array } {
  const random = seededRandom(2);
  const [a, b] = [0, 1].map(() => Float64Array.from({ length: rows }, () => random())) as [
    Float64Array,
    Float64Array,
  ];
  const outcomes = a.map((value, row) => {
    const likely = value > 0.5 !== b[row]! > 0.5 ? 0.92 : 0.08;
    return random() < likely ? 1 : 0;
  });
  const table: Table = {
    rows,
    columns: [
      { id: 'a', kind: 'numeric', values: a },
      { id: 'b', kind: 'numeric', values: b },
      { id: 'bad', kind: 'numeric', values: outcomes },
    ],
  };
  return { table, outcomes };
}

function twoRegions(rows: number): {
  readonly table: Table;
  readonly outcomes: Float64Array;
  readonly truth: Float64Array;
} {
  const random = seededRandom(3);
  const codes = Int32Array.from({ length: rows }, () => (random() < 0.5 ? 0 : 1));
  const truth = Float64Array.from(codes, (code) => (code === 0 ? 0.3 : 0.6));
  const outcomes = truth.map((likely) => (random() < likely ? 1 : 0));
  const table: Table = {
    rows,
    columns: [
      { id: 'region', kind: 'category', codes, dictionary: ['north', 'south'] },
      { id: 'bad', kind: 'numeric', values: outcomes },
    ],
  };
  return { table, outcomes, truth };
}
