import { expect } from 'chai';
import fc from 'fast-check';
import { compileScorer } from '../../../scoring/scorecard/compile.ts';
import { continuousMetrics, crossValidateContinuous } from '../../../scoring/scorecard/continuous-metrics.ts';
import { readContinuousTarget } from '../../../scoring/scorecard/continuous-target.ts';
import { fitContinuous } from '../../../scoring/scorecard/fit-continuous.ts';
import { sigmoid } from '../../../scoring/scorecard/metrics.ts';
import { predictionOf } from '../../../scoring/scorecard/prediction.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { dealtFolds, seededRandom } from '../../../scoring/scorecard/seeded.ts';
import { rowOf, type Table } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';
import { explainScore } from '../../../scoring/explanation/contributions.ts';

const AMOUNT = { name: 'recovered', target: { name: 'recovered', favourable: 1, kind: 'amount' } } as const;
const SHARE = { name: 'share', target: { name: 'share', favourable: 1, kind: 'share' } } as const;

describe('a scorecard of an amount', function () {
  this.timeout(60_000);

  it('finds the truth of an additive process: a line, a step and a region, through noise that grows with the amount', async () => {
    const { tf } = await loadTensorFlow();
    const { table, truth } = recoveries(1500);
    const validated = await crossValidateContinuous(
      tf,
      without(table, 'share'),
      AMOUNT,
      dealtFolds(1500, 5, 0),
    );
    if (validated.kind === 'refused') throw new Error(validated.reason);
    const { r2, actualOverExpected } = continuousMetrics(validated.outOfFold, truth);
    expect(r2).to.be.above(0.95);
    expect(actualOverExpected).to.be.within(0.97, 1.03);
  });

  it('base and contributions add up to the amount exactly, and points are that amount', async () => {
    const { scorecard, table } = await amountCard();
    for (let row = 0; row < 50; row += 1) {
      const explained = explainScore(scorecard, rowOf(table, row));
      const sum = explained.contributions.reduce((total, { logOdds }) => total + logOdds, explained.base);
      expect(sum).to.equal(explained.sum);
      expect(predictionOf(scorecard, sum)).to.equal(sum);
      expect(explained.points).to.be.closeTo(sum, 1e-3);
    }
    expect([...compileScorer(scorecard).score(table).logOdds].slice(0, 20)).to.deep.equal(
      Array.from({ length: 20 }, (_, row) => scoreRow(scorecard, rowOf(table, row)).logOdds),
    );
  });

  it('holds a declared direction on every attribute', async () => {
    const { tf } = await loadTensorFlow();
    const { table } = recoveries(400);
    const fitted = await fitContinuous(tf, without(table, 'share'), {
      ...AMOUNT,
      monotone: { noise: 1, expected: 1 },
    });
    if (fitted.kind === 'refused') throw new Error(fitted.reason);
    for (const id of ['noise', 'expected']) {
      const ranges = fitted.scorecard.characteristics
        .find((one) => one.id === id)!
        .attributes.filter(({ kind }) => kind === 'range');
      ranges.slice(1).forEach((range, at) => expect(range.logOdds).to.be.at.least(ranges[at]!.logOdds));
    }
  });

  it('the same table gives the same fingerprint, and no tensor is left behind', async () => {
    const { tf } = await loadTensorFlow();
    const { scorecard } = await amountCard();
    const tensors = tf.memory().numTensors;
    expect((await amountCard()).scorecard.fingerprint).to.equal(scorecard.fingerprint);
    expect(tf.memory().numTensors).to.equal(tensors);
  });

  it('where most recover nothing, the foretold total is still the real one', async () => {
    const { tf } = await loadTensorFlow();
    const { table } = recoveries(800);
    const lumpy = changed(table, 'recovered', (value, row) => (row % 4 === 0 ? value : 0));
    const fitted = await fitContinuous(tf, without(lumpy, 'share'), AMOUNT);
    if (fitted.kind === 'refused') throw new Error(fitted.reason);
    const { logOdds } = compileScorer(fitted.scorecard).score(lumpy);
    expect(continuousMetrics(logOdds, numbersOf(lumpy, 'recovered')).actualOverExpected).to.be.closeTo(
      1,
      0.01,
    );
  });

  it('where a few large amounts make up most, the foretold total is still the real one', async () => {
    const { tf } = await loadTensorFlow();
    const random = seededRandom(21);
    const { table } = recoveries(800);
    const skewed = changed(without(table, 'share'), 'recovered', (value) => value * random() ** -0.8);
    const fitted = await fitContinuous(tf, skewed, AMOUNT);
    if (fitted.kind === 'refused') throw new Error(fitted.reason);
    const { logOdds } = compileScorer(fitted.scorecard).score(skewed);
    const { actualOverExpected } = continuousMetrics(logOdds, numbersOf(skewed, 'recovered'));
    expect(actualOverExpected).to.be.within(0.95, 1.06);
  });

  it('awkward columns and any size of outcome make a sound scorecard: finite, and right in the mean', async () => {
    const { tf } = await loadTensorFlow();
    for (let seed = 0; seed < 20; seed += 1) {
      const { table, outcomes } = awkward(seed);
      for (const spec of [AMOUNT, SHARE]) {
        const fitted = await fitContinuous(tf, without(table, spec === AMOUNT ? 'share' : 'recovered'), spec);
        if (fitted.kind === 'refused') throw new Error(`seed ${seed}: ${fitted.reason}`);
        const { logOdds } = compileScorer(fitted.scorecard).score(table);
        const foretold = logOdds.map((sum) => predictionOf(fitted.scorecard, sum));
        expect(foretold.every(Number.isFinite), `seed ${seed}`).to.equal(true);
        const real = spec === AMOUNT ? outcomes : numbersOf(table, 'share');
        expect(Math.abs(meanOf(foretold) - meanOf(real)), `seed ${seed}`).to.be.below(
          (spec === AMOUNT ? 0.06 : 0.35) * meanOf(real.map(Math.abs)),
        );
      }
    }
  });

  async function amountCard(): Promise<{ readonly scorecard: Scorecard; readonly table: Table }> {
    const { tf } = await loadTensorFlow();
    const table = without(recoveries(300).table, 'share');
    const fitted = await fitContinuous(tf, table, AMOUNT);
    if (fitted.kind === 'refused') throw new Error(fitted.reason);
    return { scorecard: fitted.scorecard, table };
  }
});

describe('a scorecard of a share', function () {
  this.timeout(60_000);

  it('foretells their mean, of few rows and awkward columns too: no strong penalty hides a step into nowhere', async () => {
    const { tf } = await loadTensorFlow();
    for (const seed of [1003, 1034, 1123, 1139, 1177, 1199, 1272]) {
      const random = seededRandom(seed);
      const rows = 20 + Math.floor(random() * 200);
      const numeric = (id: string, value: (row: number) => number): Table['columns'][number] => ({
        id,
        kind: 'numeric',
        values: Float64Array.from({ length: rows }, (_, row) => value(row)),
      });
      const table: Table = {
        rows,
        columns: [
          numeric('wide', () => (random() < 0.3 ? NaN : random() * 1e12 - 5e11)),
          numeric('two', () => (random() < 0.5 ? 1 : 2)),
          numeric('lumpy', (row) => (row < 3 ? row : 1e-9 * random())),
          {
            id: 'letter',
            kind: 'category',
            codes: Int32Array.from({ length: rows }, () => Math.floor(random() * 10) - 1),
            dictionary: [...'abcdefghi'],
          },
          numeric('share', () => (random() < 0.3 ? 0 : random() < 0.2 ? 1 : random())),
        ],
      };
      const fitted = await fitContinuous(tf, table, SHARE);
      if (fitted.kind === 'refused') throw new Error(fitted.reason);
      const { logOdds } = compileScorer(fitted.scorecard).score(table);
      const foretold = logOdds.map((sum) => predictionOf(fitted.scorecard, sum));
      expect(meanOf(foretold), `seed ${seed}`).to.be.closeTo(meanOf(numbersOf(table, 'share')), 0.02);
    }
  });

  it('foretells shares between 0 and 1 through log-odds, near the truth', async () => {
    const { tf } = await loadTensorFlow();
    const { table, share } = recoveries(1500);
    const shares = without(table, 'recovered');
    const validated = await crossValidateContinuous(tf, shares, SHARE, dealtFolds(1500, 5, 0));
    if (validated.kind === 'refused') throw new Error(validated.reason);
    expect(continuousMetrics(validated.outOfFold, share).r2).to.be.above(0.9);
    expect(Math.min(...validated.outOfFold)).to.be.above(0);
    expect(Math.max(...validated.outOfFold)).to.be.below(1);
    const fitted = await fitContinuous(tf, shares, SHARE);
    if (fitted.kind === 'refused') throw new Error(fitted.reason);
    const { logOdds, probability } = scoreRow(fitted.scorecard, rowOf(shares, 0));
    expect(predictionOf(fitted.scorecard, logOdds)).to.equal(probability);
    expect(probability).to.equal(sigmoid(logOdds));
  });
});

describe('the target of an amount or a share', () => {
  const table = (values: readonly number[]): Table => ({
    rows: values.length,
    columns: [{ id: 'y', kind: 'numeric', values: Float64Array.from(values) }],
  });
  const reason = (values: readonly number[], kind: 'amount' | 'share'): string => {
    const read = readContinuousTarget(table(values), 'y', kind);
    return read.kind === 'refused' ? read.reason : 'taken';
  };

  it('is refused with the row or the count when it has gaps, infinities, one value, too few rows, or is no share', () => {
    const good = Array.from({ length: 30 }, (_, at) => at / 30);
    expect(reason(good, 'share')).to.equal('taken');
    expect(reason([...good, NaN], 'amount')).to.equal('target "y" is missing in 1 of 31 rows');
    expect(reason([...good, Infinity], 'amount')).to.equal(
      'target "y" is Infinity in row 32 (want a number)',
    );
    expect(reason([...good, 1.5], 'share')).to.match(
      /^target "y" is no share: 1 rows lie outside 0 to 1, such as 1.5/,
    );
    expect(
      reason(
        good.map((one) => one * 1e-6),
        'amount',
      ),
    ).to.match(/^target "y" reaches [\d.]+e-7: .*want a unit/);
    expect(
      reason(
        good.map((one) => one * 1e12),
        'amount',
      ),
    ).to.match(/want a unit in which the largest lies between/);
    expect(reason(good.slice(0, 5), 'amount')).to.equal('the table has 5 rows (want at least 20)');
    expect(
      reason(
        good.map(() => 2),
        'amount',
      ),
    ).to.match(/is 2 in every row/);
  });

  it('measures: the mean explains nothing, the truth everything', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 40 }),
        (values) => {
          fc.pre(new Set(values).size > 1);
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          expect(continuousMetrics(values, values)).to.include({ r2: 1, mae: 0, rmse: 0 });
          expect(
            continuousMetrics(
              values.map(() => mean),
              values,
            ).r2,
          ).to.be.closeTo(0, 1e-9);
        },
      ),
    );
  });
});

/** Recovered = a line of what was expected + a step at 2,000 + a region, times noise; and the share it is of the debt. */
function recoveries(rows: number): {
  readonly table: Table;
  readonly truth: Float64Array;
  readonly share: Float64Array;
} {
  const random = seededRandom(9);
  const expected = Float64Array.from({ length: rows }, () => Math.round(200 + 6000 * random() ** 2));
  const noise = Float64Array.from({ length: rows }, () => random());
  const codes = Int32Array.from({ length: rows }, () => Math.floor(3 * random()));
  const truth = expected.map(
    (value, row) => 0.6 * value + (value >= 2000 ? 900 : 0) + (codes[row] === 0 ? 400 : 0),
  );
  const share = expected.map((value, row) => sigmoid(1 - value / 2000 + (codes[row] === 0 ? 1 : 0)));
  const recovered = truth.map((value) => value * (0.6 + 0.8 * random()));
  const shares = share.map((value) => Math.min(1, Math.max(0, value + 0.3 * (random() - 0.5))));
  return {
    truth,
    share,
    table: {
      rows,
      columns: [
        { id: 'expected', kind: 'numeric', values: expected },
        { id: 'noise', kind: 'numeric', values: noise },
        { id: 'region', kind: 'category', codes, dictionary: ['north', 'south', 'east'] },
        { id: 'recovered', kind: 'numeric', values: recovered },
        { id: 'share', kind: 'numeric', values: shares },
      ],
    },
  };
}

/** Gaps, infinities, constants, empty and lumpy columns; outcomes below nothing, mostly nothing, tiny, huge or few. */
function awkward(seed: number): { readonly table: Table; readonly outcomes: Float64Array } {
  const random = seededRandom(seed);
  const rows = 20 + Math.floor(random() * 200);
  const numeric = (id: string, value: (row: number) => number): Table['columns'][number] => ({
    id,
    kind: 'numeric',
    values: Float64Array.from({ length: rows }, (_, row) => value(row)),
  });
  const kinds = [
    () => -1000 * random(),
    () => (random() < 0.8 ? 0 : 1e6 * random()),
    () => random() * 0.1,
    () => 1e9 * random() ** 4,
    () => Math.floor(3 * random()),
  ];
  const outcomes = Float64Array.from({ length: rows }, kinds[seed % kinds.length]!);
  return {
    outcomes,
    table: {
      rows,
      columns: [
        numeric('wide', () => (random() < 0.3 ? NaN : random() < 0.1 ? Infinity : random() * 1e12 - 5e11)),
        numeric('two', () => (random() < 0.5 ? 1 : 2)),
        numeric('same', () => 3),
        numeric('empty', () => NaN),
        numeric('lumpy', (row) => (row < 3 ? row : 1e-9 * random())),
        {
          id: 'letter',
          kind: 'category',
          codes: Int32Array.from({ length: rows }, () => Math.floor(random() * 10) - 1),
          dictionary: [...'abcdefghi'],
        },
        { id: 'recovered', kind: 'numeric', values: outcomes },
        numeric('share', () => (random() < 0.3 ? 0 : random() < 0.2 ? 1 : random())),
      ],
    },
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function without(table: Table, id: string): Table {
  return { ...table, columns: table.columns.filter((column) => column.id !== id) };
}

function changed(table: Table, id: string, change: (value: number, row: number) => number): Table {
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.id === id && column.kind === 'numeric'
        ? { ...column, values: column.values.map(change) }
        : column,
    ),
  };
}

function numbersOf(table: Table, id: string): Float64Array {
  const column = table.columns.find((one) => one.id === id);
  if (column?.kind !== 'numeric') throw new Error(`the table has no numbers "${id}"`);
  return column.values;
}
