import { expect } from 'chai';
import fc from 'fast-check';
import { explainScore } from '../../../scoring/explanation/contributions.ts';
import { sigmoid } from '../../../scoring/scorecard/metrics.ts';
import { exactLogOdds, exactPoints } from '../../../scoring/scorecard/scaling.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import { cardOf, numericCharacteristic } from '../scorecard/cards.ts';

const explainable = fc
  .record({
    weights: fc.array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 30,
    }),
    values: fc.array(fc.option(fc.double({ min: -10, max: 20, noNaN: true }), { nil: null }), {
      minLength: 30,
      maxLength: 30,
    }),
    intercept: fc.double({ min: -4, max: 4, noNaN: true }),
    favourable: fc.constantFrom<0 | 1>(0, 1),
  })
  .map(({ weights, values, intercept, favourable }) => ({
    card: cardOf(
      weights.map((logOdds, at) => numericCharacteristic(`c${at}`, [0, 10], logOdds)),
      favourable,
      intercept,
    ),
    row: Object.fromEntries(weights.map((_, at) => [`c${at}`, values[at]!])),
  }));

describe('the explanation of a score', () => {
  it('base and contributions add up to the score to the last bit, in any order', () => {
    fc.assert(
      fc.property(explainable, ({ card, row }) => {
        const { base, contributions, sum, probability, basePoints, points } = explainScore(card, row);
        const forwards = contributions.reduce((total, { logOdds }) => total + logOdds, base);
        const backwards =
          [...contributions].reverse().reduce((total, { logOdds }) => total + logOdds, 0) + base;
        expect([forwards, backwards]).to.deep.equal([sum, sum]);
        expect(probability).to.equal(sigmoid(sum));
        expect(contributions.reduce((total, each) => total + each.points, basePoints)).to.equal(points);
      }),
    );
  });

  it('explains the score that was given', () => {
    fc.assert(
      fc.property(explainable, ({ card, row }) => {
        const { logOdds, probability, points } = scoreRow(card, row);
        expect(explainScore(card, row)).to.deep.include({ sum: logOdds, probability, points });
      }),
    );
  });

  it('every contribution names its value and the attribute it hit', () => {
    const card = cardOf([numericCharacteristic('debt', [0, 10], [-1, 0.25, 1])]);
    expect(explainScore(card, { debt: 10 }).contributions).to.deep.equal([
      {
        characteristic: 'debt',
        value: 10,
        attribute: 2,
        logOdds: 1,
        points: exactPoints(-20 / Math.LN2),
      },
    ]);
  });

  it('a value beyond what training saw is said, and weighed as it is', () => {
    const debt = { ...numericCharacteristic('debt', [0, 10], [-1, 0.25, 1]), observed: { from: -5, to: 40 } };
    const card = cardOf([debt]);
    expect(explainScore(card, { debt: 40 }).unfamiliar).to.deep.equal([]);
    const beyond = explainScore(card, { debt: 90 });
    expect(beyond.unfamiliar).to.deep.equal([{ kind: 'out_of_range', characteristic: 'debt', value: 90 }]);
    expect(beyond.contributions[0]!.value).to.equal(90);
  });

  it('published numbers survive being written and read', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (value) => {
        for (const exact of [exactLogOdds(value), exactPoints(value)]) {
          expect(JSON.parse(JSON.stringify(exact))).to.equal(exact);
          expect(Math.abs(exact - value)).to.be.at.most(2 ** -17);
        }
      }),
    );
  });
});
