import { expect } from 'chai';
import fc from 'fast-check';
import { type Move, movesOf } from '../../../scoring/explanation/moves.ts';
import { isOnGoodSide, recourseOnScorecard } from '../../../scoring/explanation/recourse.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import type {
  Change,
  Scorecard,
  ScorecardCharacteristic,
  ValueRow,
} from '../../../scoring/scorecard/scorecard.ts';
import { attribute, cardOf, numericCharacteristic, pairTerm } from '../scorecard/cards.ts';

const change = fc.record<Change>({
  direction: fc.constantFrom(-1, 0, 1),
  daysPerUnit: fc.integer({ min: 0, max: 30 }),
  costPerUnit: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 2),
});

/** Three to five characteristics of up to five attributes: few enough to try every combination of values. */
const smallCase = fc
  .record({
    characteristics: fc.array(
      fc.record({
        cuts: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
        weights: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 5, maxLength: 5 }),
        change: fc.option(change, { nil: null, freq: 5 }),
        value: fc.option(fc.integer({ min: 0, max: 13 }), { nil: null, freq: 8 }),
      }),
      { minLength: 3, maxLength: 5 },
    ),
    // Which characteristics a pair term is of, and its cells.
    pairs: fc.array(
      fc.record({
        first: fc.integer({ min: 0, max: 4 }),
        second: fc.integer({ min: 0, max: 4 }),
        weights: fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 7, maxLength: 7 }),
      }),
      { maxLength: 4 },
    ),
    favourable: fc.constantFrom<0 | 1>(0, 1),
    intercept: fc.integer({ min: -10, max: 10 }),
    cutoff: fc.integer({ min: 5, max: 95 }),
  })
  .map(({ characteristics, pairs, favourable, intercept, cutoff }) => {
    const terms = characteristics.map(({ cuts, weights, change: allowed }, at) =>
      numericCharacteristic(
        `c${at}`,
        [...cuts].sort((a, b) => a - b),
        weights.slice(0, cuts.length + 1).map((weight) => weight / 10),
        allowed,
      ),
    );
    const pairTerms = pairs.flatMap(({ first, second, weights }) => {
      const [one, other] = [terms[first], terms[second]];
      if (one === undefined || other === undefined || one === other) return [];
      return [
        pairTerm(
          one,
          other,
          weights.map((weight) => weight / 10),
        ),
      ];
    });
    return {
      card: cardOf(terms, favourable, intercept / 10, pairTerms),
      row: Object.fromEntries(characteristics.map(({ value }, at) => [`c${at}`, value])),
      cutoff: cutoff / 100,
    };
  });

describe('recourse on a scorecard', () => {
  it('what it advises always flips the outcome', () => {
    fc.assert(
      fc.property(smallCase, ({ card, row, cutoff }) => {
        const recourse = recourseOnScorecard(card, row, cutoff);
        if (recourse.kind !== 'options') return;
        expect(isGood(card, row, cutoff)).to.equal(false);
        for (const { changes } of recourse.options) {
          expect(isGood(card, changed(row, changes), cutoff)).to.equal(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('trying every whole value there is finds nothing cheaper, and nothing where it says there is nothing', () => {
    fc.assert(
      fc.property(smallCase, ({ card, row, cutoff }) => {
        const recourse = recourseOnScorecard(card, row, cutoff);
        const cheapest = cheapestByTrying(card, row, cutoff);
        if (recourse.kind === 'not_needed') expect(cheapest).to.equal(0);
        else if (recourse.kind === 'none') expect(cheapest).to.equal(Infinity);
        else expect(recourse.options[0]!.cost).to.be.closeTo(cheapest, 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('the certificate names the best that all changes together reach, and it is short of the cut-off', () => {
    fc.assert(
      fc.property(smallCase, ({ card, row, cutoff }) => {
        const recourse = recourseOnScorecard(card, row, cutoff);
        if (recourse.kind !== 'none') return;
        const best = changed(row, recourse.best.changes);
        expect(scoreRow(card, best).probability).to.equal(recourse.best.probability);
        expect(isGood(card, best, cutoff)).to.equal(false);
      }),
      { numRuns: 300 },
    );
  });

  it('nothing is moved that cannot change, nor the way it cannot move', () => {
    fc.assert(
      fc.property(smallCase, ({ card, row, cutoff }) => {
        const recourse = recourseOnScorecard(card, row, cutoff);
        const changes =
          recourse.kind === 'options' ? recourse.options.flatMap((option) => option.changes) : [];
        for (const { characteristic, from, to } of changes) {
          const allowed = card.characteristics.find(({ id }) => id === characteristic)!.change;
          const step = Number(to) - Number(from);
          expect(allowed).not.to.equal(null);
          expect(from).to.equal(row[characteristic]);
          if (allowed!.direction !== 0) expect(Math.sign(step)).to.equal(allowed!.direction);
        }
      }),
    );
  });

  it('options rise in burden, and none contains an earlier one', () => {
    fc.assert(
      fc.property(smallCase, ({ card, row, cutoff }) => {
        const recourse = recourseOnScorecard(card, row, cutoff);
        const options = recourse.kind === 'options' ? recourse.options : [];
        options.slice(1).forEach((option, at) => {
          expect(option.cost).to.be.at.least(options[at]!.cost - 1e-9);
          const touched = option.changes.map(({ characteristic }) => characteristic);
          for (const earlier of options.slice(0, at + 1)) {
            expect(earlier.changes.every(({ characteristic }) => touched.includes(characteristic))).to.equal(
              false,
            );
          }
        });
      }),
    );
  });

  it('the changes run side by side: the longest decides when', () => {
    const card = cardOf([
      numericCharacteristic('debt', [3], [-1, 1], { direction: -1, daysPerUnit: 30, costPerUnit: 1 }),
      numericCharacteristic('enquiries', [2], [-1, 1], { direction: -1, daysPerUnit: 10, costPerUnit: 1 }),
    ]);
    const recourse = recourseOnScorecard(card, { debt: 5, enquiries: 4 }, 0.2);
    expect(recourse).to.deep.equal({
      kind: 'options',
      options: [
        {
          changes: [
            { characteristic: 'debt', from: 5, to: 2, days: 90 },
            { characteristic: 'enquiries', from: 4, to: 1, days: 30 },
          ],
          days: 90,
          cost: 6,
        },
      ],
    });
  });

  it('a person whose figure is not whole is told a figure as fine as their own', () => {
    const card = cardOf([
      numericCharacteristic('use', [0.5], [-1, 1], { direction: -1, daysPerUnit: 0, costPerUnit: 1 }),
    ]);
    const recourse = recourseOnScorecard(card, { use: 0.83 }, 0.5);
    expect(recourse.kind === 'options' && recourse.options[0]!.changes[0]!.to).to.equal(0.49);
  });

  it('nothing is advised out of a missing value, a code, or beyond what training saw', () => {
    const allowed: Change = { direction: 0, daysPerUnit: 0, costPerUnit: 1 };
    const plain = numericCharacteristic('score', [0, 10], [2, 1, -1], allowed);
    const coded: ScorecardCharacteristic = {
      ...plain,
      observed: { from: 1, to: 9 },
      attributes: [...plain.attributes, attribute({ kind: 'special', value: -9 }, 1)],
    };
    expect(movesFor(coded, { score: null })).to.deep.equal([]);
    expect(movesFor(coded, { score: -9 })).to.deep.equal([]);
    expect(movesFor(coded, { score: 5 })).to.deep.equal([]);
    expect(movesFor(plain, { score: 5 }).map(({ to }) => to)).to.deep.equal([-1, 10]);
  });

  it('a category changes only where the spec lets it change either way', () => {
    const housing = (direction: -1 | 0): ScorecardCharacteristic => ({
      id: 'housing',
      kind: 'category',
      monotone: 0,
      change: { direction, daysPerUnit: 60, costPerUnit: 2 },
      attributes: [
        attribute({ kind: 'categories', values: ['rent'] }, 1),
        attribute({ kind: 'categories', values: ['own'] }, -1),
        attribute({ kind: 'other' }, -2),
        attribute({ kind: 'missing' }, -2),
      ],
    });
    const moves = movesFor(housing(0), { housing: 'rent' });
    expect(moves).to.deep.equal([
      { characteristic: 'housing', from: 'rent', to: 'own', attribute: 1, gain: 2, cost: 2, days: 60 },
    ]);
    expect(movesFor(housing(-1), { housing: 'rent' })).to.deep.equal([]);
  });

  it('without anything changeable it says so', () => {
    const card = cardOf([numericCharacteristic('age', [30], [1, -1])]);
    expect(recourseOnScorecard(card, { age: 20 }, 0.5)).to.deep.include({
      kind: 'none',
      because: 'nothing_changeable',
    });
    expect(recourseOnScorecard(card, { age: 40 }, 0.5)).to.deep.equal({ kind: 'not_needed' });
  });
});

/** Where 0 is the good outcome. */
function movesFor(characteristic: ScorecardCharacteristic, row: ValueRow): readonly Move[] {
  const { hits } = scoreRow(cardOf([characteristic]), row);
  return movesOf(characteristic, hits[0]!, row, -1);
}

function isGood(card: Scorecard, row: ValueRow, cutoff: number): boolean {
  return isOnGoodSide(card, scoreRow(card, row).probability, cutoff);
}

function changed(
  row: ValueRow,
  changes: readonly { characteristic: string; to: ValueRow[string] }[],
): ValueRow {
  return { ...row, ...Object.fromEntries(changes.map(({ characteristic, to }) => [characteristic, to])) };
}

/** The exhaustive search that the exact one is held against. */
function cheapestByTrying(card: Scorecard, row: ValueRow, cutoff: number): number {
  let best = Infinity;
  const extend = (at: number, changedRow: ValueRow, cost: number): void => {
    if (cost >= best) return;
    const characteristic = card.characteristics[at];
    if (!characteristic) {
      if (isGood(card, changedRow, cutoff)) best = cost;
      return;
    }
    const { id, change: allowed } = characteristic;
    const own = row[id];
    extend(at + 1, changedRow, cost);
    if (!allowed || typeof own !== 'number') return;
    for (let to = -1; to <= 14; to += 1) {
      const step = to - own;
      if (step === 0 || (allowed.direction !== 0 && Math.sign(step) !== allowed.direction)) continue;
      extend(at + 1, { ...changedRow, [id]: to }, cost + Math.abs(step) * allowed.costPerUnit);
    }
  };
  extend(0, row, 0);
  return best;
}
