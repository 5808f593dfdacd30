import { expect } from 'chai';
import fc from 'fast-check';
import { drawBars } from '../../review-ui/charts/bars.ts';
import { drawHistogram } from '../../review-ui/charts/histogram.ts';
import { drawWaterfall } from '../../review-ui/charts/waterfall.ts';
import { wordingFor } from '../../review-ui/wording.ts';

const wording = wordingFor('en');
const points = fc.double({ min: -300, max: 300, noNaN: true });

describe('the waterfall', () => {
  it('adds up as printed: base and steps in whole points give the total, whatever is folded', () => {
    fc.assert(
      fc.property(
        points,
        fc.array(points, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        (base, terms, most) => {
          const total = terms.reduce((sum, term) => sum + term, base);
          const chart = drawWaterfall(
            {
              caption: '',
              base: { label: 'base', points: base },
              terms: [...terms].map((term, at) => ({ label: `t${at}`, points: term })),
              total: { label: 'total', points: total },
              threshold: null,
              most,
            },
            wording,
          );
          const figures = chart.rows.map(({ figure }) =>
            Number(figure.replace('−', '-').replaceAll(',', '')),
          );
          const sum = figures.slice(0, -1).reduce((a, b) => a + b, 0);
          // The steps are summed in another order than the total; only a half point exactly can round two ways.
          expect(Math.abs(sum - (figures.at(-1) ?? 0))).to.be.at.most(
            Math.abs((total % 1) - 0.5) < 1e-9 ? 1 : 0,
          );
          expect(chart.rows.length).to.be.at.most(most + 3);
        },
      ),
    );
  });

  it('stays within its frame', () => {
    fc.assert(
      fc.property(points, fc.array(points, { maxLength: 20 }), points, (base, terms, threshold) => {
        const chart = drawWaterfall(
          {
            caption: '',
            base: { label: '', points: base },
            terms: terms.map((term) => ({ label: '', points: term })),
            total: { label: '', points: terms.reduce((a, b) => a + b, base) },
            threshold: { label: '', points: threshold },
            most: 8,
          },
          wording,
        );
        for (const { x, width } of chart.rows) {
          expect(Number.parseFloat(x) + Number.parseFloat(width)).to.be.at.most(100.02);
        }
      }),
    );
  });
});

describe('bars and columns', () => {
  it('of both signs share one zero line', () => {
    const chart = drawBars('', [
      { label: 'a', value: -10, figure: '−10' },
      { label: 'b', value: 30, figure: '+30' },
    ]);
    expect(chart.zero).to.equal('25%');
    expect(chart.rows.map(({ x, width, side }) => [x, width, side])).to.deep.equal([
      ['0%', '25%', 'hurts'],
      ['25%', '75%', 'helps'],
    ]);
  });

  it('draw nothing, and no NaN, when there is nothing', () => {
    expect(drawBars('', []).rows).to.deep.equal([]);
    const chart = drawHistogram('', [], { bin: () => '', end: String });
    expect(chart.columns).to.deep.equal([]);
    expect(`${chart.low}${chart.high}`).not.to.contain('NaN');
  });
});
