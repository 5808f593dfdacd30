import { expect } from 'chai';
import fc from 'fast-check';
import {
  areaUnderRoc,
  calibrationOf,
  expectedCalibrationError,
  kolmogorovSmirnov,
  logit,
  metricsOf,
  sigmoid,
} from '../../../scoring/scorecard/metrics.ts';

const scored = fc
  .array(fc.record({ p: fc.integer({ min: 1, max: 99 }).map((n) => n / 100), y: fc.constantFrom(0, 1) }), {
    minLength: 4,
    maxLength: 60,
  })
  .filter((rows) => rows.some(({ y }) => y === 0) && rows.some(({ y }) => y === 1))
  .map((rows) => ({ p: rows.map(({ p }) => p), y: rows.map(({ y }) => y) }));

describe('metrics', () => {
  it('the area under the curve is the share of pairs ranked right, ties counting half', () => {
    fc.assert(
      fc.property(scored, ({ p, y }) => {
        let [right, pairs] = [0, 0];
        p.forEach((a, i) =>
          p.forEach((b, j) => {
            if (y[i] !== 1 || y[j] !== 0) return;
            pairs += 1;
            right += a > b ? 1 : a === b ? 0.5 : 0;
          }),
        );
        expect(areaUnderRoc(p, y)).to.be.closeTo(right / pairs, 1e-12);
      }),
    );
  });

  it('KS is the widest gap between the classes at any cut-off', () => {
    fc.assert(
      fc.property(scored, ({ p, y }) => {
        const share = (outcome: number, cut: number): number => {
          const own = p.filter((_, row) => y[row] === outcome);
          return own.filter((value) => value <= cut).length / own.length;
        };
        const widest = Math.max(...p.map((cut) => Math.abs(share(0, cut) - share(1, cut))));
        expect(kolmogorovSmirnov(p, y)).to.be.closeTo(widest, 1e-12);
      }),
    );
  });

  it('the order of the rows changes no metric', () => {
    fc.assert(
      fc.property(scored, ({ p, y }) => {
        const [forwards, backwards] = [metricsOf(p, y), metricsOf([...p].reverse(), [...y].reverse())];
        expect(backwards.auc).to.be.closeTo(forwards.auc, 1e-12);
        expect(backwards.logLoss).to.be.closeTo(forwards.logLoss, 1e-12);
        expect(backwards.brier).to.be.closeTo(forwards.brier, 1e-12);
        expect(backwards.ks).to.be.closeTo(forwards.ks, 1e-12);
      }),
    );
  });

  it('a perfect ranking has area 1 and KS 1, one class alone has none', () => {
    expect(areaUnderRoc([0.1, 0.2, 0.8], [0, 0, 1])).to.equal(1);
    expect(kolmogorovSmirnov([0.1, 0.2, 0.8], [0, 0, 1])).to.equal(1);
    expect(areaUnderRoc([0.1, 0.2], [0, 0])).to.be.NaN;
  });

  it('the calibration error of the base rate for everyone is 0 when each bin holds its share', () => {
    const y = Array.from({ length: 40 }, (_, row) => row % 2);
    expect(expectedCalibrationError(new Array<number>(40).fill(0.5), y, 10)).to.equal(0);
    expect(expectedCalibrationError(new Array<number>(40).fill(0.75), y, 10)).to.be.closeTo(0.25, 1e-12);
  });

  it('log-odds that are twice too bold have calibration slope one half', () => {
    const rows = 20000;
    const x = Float64Array.from({ length: rows }, (_, row) => -3 + (6 * (row % 200)) / 199);
    const y = x.map((value, row) => ((row * 0.618034) % 1 < sigmoid(value) ? 1 : 0));
    expect(
      calibrationOf(
        x.map((value) => 2 * value),
        y,
      ).slope,
    ).to.be.closeTo(0.5, 0.02);
  });

  it('log-odds and probability are each other’s inverse', () => {
    for (const value of [-20, -1.5, 0, 0.3, 12]) expect(logit(sigmoid(value))).to.be.closeTo(value, 1e-6);
  });
});
