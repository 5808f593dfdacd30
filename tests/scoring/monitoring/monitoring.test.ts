import { expect } from 'chai';
import fc from 'fast-check';
import { calibrationReport, wilson } from '../../../scoring/monitoring/calibration.ts';
import { discriminationOf } from '../../../scoring/monitoring/discrimination.ts';
import { fairnessOf } from '../../../scoring/monitoring/fairness.ts';
import { performanceOn } from '../../../scoring/monitoring/performance.ts';
import { scoreDistribution } from '../../../scoring/monitoring/score-distribution.ts';
import { swapSet } from '../../../scoring/monitoring/swap-set.ts';
import {
  type RankGain,
  termGains,
  type TermWeight,
  termWeights,
} from '../../../scoring/monitoring/term-gain.ts';
import { readReport, sealReport, type TrainingReport } from '../../../scoring/monitoring/training-report.ts';
import { compileScorer } from '../../../scoring/scorecard/compile.ts';
import { areaUnderRoc, kolmogorovSmirnov } from '../../../scoring/scorecard/metrics.ts';
import type { Column, Table } from '../../../scoring/scorecard/table.ts';
import { cardOf, numericCharacteristic } from '../scorecard/cards.ts';

/** Predictions on few levels, so that ties are common, with both outcomes among them. */
const scored = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 19 }), fc.constantFrom(0, 1)), { minLength: 2, maxLength: 300 })
  .filter((rows) => new Set(rows.map(([, outcome]) => outcome)).size === 2)
  .map((rows) => ({
    probabilities: rows.map(([level]) => level / 20),
    outcomes: rows.map(([, outcome]) => outcome),
  }));

describe('the curves of discrimination', () => {
  it('rise from the first rows to all rows, and their area and widest gap are the AUC and KS', () => {
    fc.assert(
      fc.property(scored, ({ probabilities, outcomes }) => {
        const { curve, auc, ks, ksAt } = discriminationOf(probabilities, outcomes);
        let [area, last] = [0, { positives: 0, negatives: 0, reached: 0 }];
        for (const point of curve) {
          expect(point.positives).to.be.at.least(last.positives);
          expect(point.negatives).to.be.at.least(last.negatives);
          expect(point.reached).to.be.above(last.reached);
          area += ((point.positives + last.positives) / 2) * (point.negatives - last.negatives);
          last = point;
        }
        expect([last.positives, last.negatives, last.reached]).to.deep.equal([1, 1, 1]);
        expect(area).to.be.closeTo(auc, 1e-9);
        expect(auc).to.equal(areaUnderRoc(probabilities, outcomes));
        const at = curve.find(({ threshold }) => threshold === ksAt)!;
        expect(Math.abs(at.positives - at.negatives)).to.be.closeTo(ks, 1e-12);
        expect(ks).to.equal(kolmogorovSmirnov(probabilities, outcomes));
      }),
    );
  });

  it('keep a number of points that a screen can show, however many rows there are', () => {
    const probabilities = Float64Array.from({ length: 50_000 }, (_, row) => ((row * 7919) % 50_021) / 50_021);
    const outcomes = probabilities.map((p, row) => (((row * 31) % 97) / 97 < p ? 1 : 0));
    const { curve } = discriminationOf(probabilities, outcomes);
    expect(curve.length).to.be.within(150, 210);
    expect(curve.at(-1)!.reached).to.equal(1);
  });
});

describe('calibration', () => {
  it('counts every row once in its bins and in its score bands, and expects what was foretold', () => {
    fc.assert(
      fc.property(scored, ({ probabilities, outcomes }) => {
        const points = probabilities.map((p) => 600 - 100 * p);
        const { bins, bands } = calibrationReport(probabilities, outcomes, points);
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        expect(sum(bins.map(({ rows }) => rows))).to.equal(outcomes.length);
        expect(sum(bands.map(({ rows }) => rows))).to.equal(outcomes.length);
        expect(sum(bands.map(({ observed }) => observed))).to.equal(sum(outcomes));
        expect(sum(bands.map(({ expected }) => expected))).to.be.closeTo(sum(probabilities), 1e-9);
        for (const { low, observed, high } of bins) {
          expect(low).to.be.at.most(observed + 1e-12);
          expect(high).to.be.at.least(observed - 1e-12);
        }
        for (const { rows, expected, ratio } of bands) {
          expect(ratio === null).to.equal(expected === 0);
          if (rows === 0) expect(expected).to.equal(0);
        }
      }),
    );
  });

  it('gives Wilson’s interval: 10 of 100 is 5.5 % to 17.4 %', () => {
    const { low, high } = wilson(0.1, 100);
    expect(low).to.be.closeTo(0.0552, 5e-5);
    expect(high).to.be.closeTo(0.1744, 5e-5);
  });
});

describe('the distribution of scores', () => {
  it('holds every row once, by its outcome', () => {
    fc.assert(
      fc.property(scored, ({ probabilities, outcomes }) => {
        const bins = scoreDistribution(
          probabilities.map((p) => 800 * p),
          outcomes,
        );
        const positives = outcomes.filter((outcome) => outcome === 1).length;
        expect(bins.reduce((sum, bin) => sum + bin.positives, 0)).to.equal(positives);
        expect(bins.reduce((sum, bin) => sum + bin.negatives, 0)).to.equal(outcomes.length - positives);
      }),
    );
  });
});

describe('the gain of a term', () => {
  const card = cardOf([
    numericCharacteristic('strong', [10], [-1, 1]),
    numericCharacteristic('silent', [10], [0, 0]),
  ]);

  it('weighs a term by the points it moves; one that says nothing weighs nothing', () => {
    const weights = termWeights(card);
    expect(weights.map(({ term }) => term)).to.deep.equal(['strong', 'silent']);
    const perLogOdds = 20 / Math.LN2;
    // Two of the three attributes, with ten cases each, move by one: the missing one is neutral.
    expect(weights[0]!.meanPoints).to.be.closeTo((perLogOdds * 2) / 3, 1e-9);
    expect(weights[0]!.rangePoints).to.be.closeTo(2 * perLogOdds, 1e-9);
    expect(weights[1]!.meanPoints).to.equal(0);
  });

  it('is what AUC and log loss lose without it', () => {
    const strong = Float64Array.from({ length: 40 }, (_, row) => (row < 20 ? 5 : 15));
    const outcomes = Float64Array.from({ length: 40 }, (_, row) => (row < 15 || row > 35 ? 0 : 1));
    const columns: Column[] = [
      { id: 'strong', kind: 'numeric', values: strong },
      { id: 'silent', kind: 'numeric', values: strong },
    ];
    const scores = compileScorer(card).score({ rows: 40, columns });
    const [first, second] = termGains(card, {
      kind: 'binary',
      table: { rows: 40, columns },
      outcomes: Float64Array.from(outcomes),
    }) as readonly (TermWeight & RankGain)[];
    expect(first!.auc).to.be.closeTo(areaUnderRoc(scores.probability, outcomes) - 0.5, 1e-12);
    expect(first!.logLoss).to.be.above(0);
    expect([second!.auc, second!.logLoss]).to.deep.equal([0, 0]);
  });
});

describe('fairness by a group', () => {
  const column = (groups: readonly (string | null)[]): Column => {
    const dictionary = [...new Set(groups)].filter((group) => group !== null);
    const codes = Int32Array.from(groups, (group) => (group === null ? -1 : dictionary.indexOf(group)));
    return { id: 'sex', kind: 'category', codes, dictionary };
  };

  it('compares the share let through with the group let through most, and finds those not known a group too', () => {
    const groups = [
      ...Array<string>(100).fill('f'),
      ...Array<string>(50).fill('m'),
      ...Array<null>(40).fill(null),
    ];
    const rows = groups.length;
    const probability = groups.map((group, row) => (group === 'f' ? (row % 4 === 0 ? 0.9 : 0.1) : 0.1));
    const outcomes = groups.map((_, row) => (row % 3 === 0 ? 1 : 0));
    const points = probability.map((p) => 1000 * (1 - p));
    const fair = fairnessOf(column(groups), { probability, points, outcomes }, 0, 0.5);
    expect(fair.groups.map(({ group, rows: of }) => [group, of])).to.deep.equal([
      ['f', 100],
      ['m', 50],
      [null, 40],
    ]);
    const [women, men] = fair.groups;
    expect(women!.accepted).to.equal(0.75);
    expect(women!.acceptedRatio).to.equal(0.75);
    expect(men!.acceptedRatio).to.equal(1);
    expect(men!.auc).to.equal(0.5);
    expect(fair.rowsLeftOut).to.equal(rows - 190);
  });

  it('leaves groups out that are too small to be more than their members', () => {
    const groups = [...Array<string>(60).fill('many'), ...Array<string>(29).fill('few')];
    const same = groups.map(() => 0.3);
    const fair = fairnessOf(column(groups), { probability: same, points: same, outcomes: same }, 0, 0.5);
    expect(fair.groups.map(({ group }) => group)).to.deep.equal(['many']);
    expect(fair.rowsLeftOut).to.equal(29);
  });
});

describe('the swap set', () => {
  it('puts every row into one of four places, and nobody moves when nothing changes', () => {
    fc.assert(
      fc.property(scored, fc.constantFrom<0 | 1>(0, 1), ({ probabilities, outcomes }, favourable) => {
        const shifted = probabilities.map((p) => 1 - p);
        const set = swapSet(probabilities, shifted, outcomes, favourable, 0.5);
        const rows = [set.bothIn, set.swappedIn, set.swappedOut, set.bothOut].map((cell) => cell.rows);
        expect(rows.reduce((a, b) => a + b, 0)).to.equal(outcomes.length);
        const same = swapSet(probabilities, probabilities, outcomes, favourable, 0.5);
        expect([same.swappedIn, same.swappedOut]).to.deep.equal([
          { rows: 0, positiveRate: null },
          { rows: 0, positiveRate: null },
        ]);
      }),
    );
  });
});

describe('a training report', () => {
  const card = cardOf([numericCharacteristic('x', [10], [-1, 1])]);
  const table: Table = {
    rows: 60,
    columns: [{ id: 'x', kind: 'numeric', values: Float64Array.from({ length: 60 }, (_, row) => row % 20) }],
  };
  const outcomes = Float64Array.from({ length: 60 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const { name, version, fingerprint } = card;
  const report = sealReport({
    scorecard: { name, version, fingerprint },
    measured: 'table',
    performance: performanceOn(card, { kind: 'binary', table, outcomes: Float64Array.from(outcomes) }),
    folds: [],
    notes: [],
  });
  const throughFile = (): Record<string, unknown> =>
    JSON.parse(JSON.stringify(report)) as Record<string, unknown>;

  it('is read back as it was written', () => {
    const read = readReport(throughFile(), card);
    expect(read.kind).to.equal('report');
    expect((read as { report: TrainingReport }).report).to.deep.equal(report);
  });

  it('is refused when a figure of it was altered, when it tells of another scorecard, and when it is something else', () => {
    const reasonOf = (value: unknown, of = card): string => {
      const read = readReport(value, of);
      return read.kind === 'refused' ? read.reason : 'believed';
    };
    expect(reasonOf({ ...throughFile(), measured: 'out_of_fold' })).to.equal('it was altered after training');
    expect(reasonOf(throughFile(), cardOf([numericCharacteristic('x', [11], [-1, 1])]))).to.equal(
      'it tells of another scorecard ("by hand", version 1)',
    );
    expect(reasonOf({ check: 'hold_out' })).to.equal('it is no training report of this format');
    expect(reasonOf(null)).to.equal('it is no object');
  });
});
