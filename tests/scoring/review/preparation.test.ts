import { expect } from 'chai';
import fc from 'fast-check';
import type { ScoreExplained } from '../../../scoring/explanation/explanation.ts';
import { nearest } from '../../../scoring/review/similar.ts';
import { changedData, changedTerms } from '../../../scoring/review/since-decided.ts';
import { decideCredit } from '../explanation/fixtures.ts';

const IDS = ['a', 'b', 'c', 'd'] as const;

const scoreOf = (points: Readonly<Record<string, number>>, base: number): ScoreExplained => ({
  scorecard: 'x',
  version: 1,
  base: 0,
  basePoints: base,
  contributions: Object.entries(points).map(([characteristic, each]) => ({
    characteristic,
    value: null,
    attribute: 0,
    logOdds: 0,
    points: each,
  })),
  sum: 0,
  probability: 0.5,
  points: base + Object.values(points).reduce((sum, each) => sum + each, 0),
  unfamiliar: [],
});

describe('what has changed since a decision', () => {
  const somePoints = fc.dictionary(fc.constantFrom(...IDS), fc.integer({ min: -100, max: 100 }));

  it('adds up: the terms that changed, with the bases, are the whole difference of the scores', () => {
    fc.assert(
      fc.property(somePoints, somePoints, fc.integer({ min: 0, max: 600 }), (then, now, base) => {
        const [before, after] = [scoreOf(then, 500), scoreOf(now, base)];
        const changed = changedTerms(before, after);
        const sum = changed.reduce((total, term) => total + term.nowPoints - term.thenPoints, 0);
        expect(sum + after.basePoints - before.basePoints).to.equal(after.points - before.points);
        for (const [at, term] of changed.entries()) {
          const size = (each: typeof term) => Math.abs(each.nowPoints - each.thenPoints);
          if (at > 0) expect(size(changed[at - 1]!)).to.be.at.least(size(term));
        }
      }),
    );
  });

  it('is nothing when nothing changed, and names each datum with what it was and is', () => {
    const { inputs } = decideCredit({ months_in_job: 3 });
    expect(changedData(inputs, inputs, Object.keys(inputs.values))).to.deep.equal([]);
    const now = {
      values: { ...inputs.values, months_in_job: 14 },
      evidence: {
        months_in_job: { source: 'employer', obtainedOn: '2026-11-20', validUntil: null } as const,
      },
    };
    expect(changedData(inputs, now, ['months_in_job', 'months_in_job', 'income_monthly'])).to.deep.equal([
      { characteristic: 'months_in_job', then: 3, now: 14, obtainedOn: '2026-11-20' },
    ]);
  });
});

describe('similar cases', () => {
  it('are the nearest by reasons and points, and say which reasons they share', () => {
    const past = [
      { name: 'far', reasons: ['R05'], points: 530 },
      { name: 'same reasons', reasons: ['R02', 'R03'], points: 480 },
      { name: 'same points', reasons: ['R09'], points: 500 },
      { name: 'unknown', reasons: ['R02', 'R03'], points: null },
    ];
    const found = nearest({ reasons: ['R03', 'R02'], points: 500 }, past, 3);
    expect(found.map(({ name }) => name)).to.deep.equal(['same reasons', 'same points', 'unknown']);
    expect(found[0]?.shared).to.deep.equal(['R03', 'R02']);
  });

  it('never leave out a nearer one for a farther one, and never change the list given', () => {
    const one = fc.record({
      reasons: fc.uniqueArray(fc.constantFrom('R01', 'R02', 'R03')),
      points: fc.option(fc.integer({ min: 300, max: 700 })),
    });
    fc.assert(
      fc.property(one, fc.array(one), fc.nat(5), (of, past, most) => {
        const copy = structuredClone(past);
        const found = nearest(of, past, most);
        expect(past).to.deep.equal(copy);
        expect(found).to.have.length(Math.min(most, past.length));
        expect(nearest(of, past, past.length).slice(0, most)).to.deep.equal(found);
      }),
    );
  });
});
