import { expect } from 'chai';
import fc from 'fast-check';
import { compileScorer } from '../../../scoring/scorecard/compile.ts';
import { fitScorecard } from '../../../scoring/scorecard/fit.ts';
import { mean, sigmoid } from '../../../scoring/scorecard/metrics.ts';
import { approvalSwap, inferRejects, withRejects } from '../../../scoring/scorecard/reject-inference.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';
import { takeRows, type Table } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';
import { cardOf, numericCharacteristic } from './cards.ts';

const SPEC = { name: 'applications', target: { name: 'bad', favourable: 0 } } as const;

describe('reject inference', function () {
  this.timeout(60_000);

  it('where lenders saw more than the table has, the declined are foretold better with the true factor than without them', async () => {
    const { accepted, outcomes, rejects, truth, oddsFactor } = applications(4000);
    const known = await fitted(accepted);
    const before = mean([...compileScorer(known).score(rejects).probability]);
    for (const method of ['parcelling', 'fuzzy'] as const) {
      const inferred = inferRejects(known, accepted, outcomes, rejects, { method, oddsFactor, seed: 0 });
      const young = await fitted(withRejects(accepted, rejects, 'bad', inferred.outcomes));
      const after = mean([...compileScorer(young).score(rejects).probability]);
      expect(Math.abs(after - truth), method).to.be.below(0.6 * Math.abs(before - truth));
    }
  });

  it('with a factor of 1 it supposes what the scorecard says already: the rate of the declined is the foretold one', async () => {
    const { accepted, outcomes, rejects } = applications(3000);
    const known = await fitted(accepted);
    const foretold = mean([...compileScorer(known).score(rejects).probability]);
    for (const method of ['parcelling', 'fuzzy'] as const) {
      const inferred = inferRejects(known, accepted, outcomes, rejects, { method, oddsFactor: 1, seed: 0 });
      expect(mean([...inferred.outcomes]), method).to.be.closeTo(foretold, 0.04);
    }
  });

  it('supposes no better outcomes the higher the factor, in every band, and tells each band', () => {
    const scorecard = cardOf([numericCharacteristic('x', [2, 4, 6], [-1, -0.3, 0.4, 1])]);
    const values = fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { minLength: 40, maxLength: 120 });
    fc.assert(
      fc.property(
        values,
        fc.nat(),
        fc.constantFrom('parcelling' as const, 'fuzzy' as const),
        (xs, seed, method) => {
          const table = tableOfX(xs);
          const outcomes = Float64Array.from(xs, (x) => (x > 5 ? 1 : 0));
          const [mild, severe] = [1, 4].map((oddsFactor) =>
            inferRejects(scorecard, table, outcomes, table, { method, oddsFactor, seed }),
          );
          const rows = mild!.bands.reduce((sum, band) => sum + band.rejects, 0);
          expect(rows).to.equal(xs.length);
          mild!.bands.forEach((band, at) => {
            // One row of a band may fall on the other side of a whole number.
            expect(severe!.bands[at]!.supposedRate).to.be.at.least(
              band.supposedRate - 1 / band.rejects - 1e-9,
            );
          });
          expect(new Set([...severe!.outcomes, 0, 1])).to.have.property('size', 2);
          const again = inferRejects(scorecard, table, outcomes, table, { method, oddsFactor: 4, seed });
          expect([...again.outcomes]).to.deep.equal([...severe!.outcomes]);
        },
      ),
    );
  });

  it('where 1 is the good outcome, worse means fewer of it', () => {
    const scorecard = cardOf([numericCharacteristic('x', [2, 4], [-1, 0, 1])], 1);
    const table = tableOfX(Array.from({ length: 200 }, (_, at) => (at % 60) / 10));
    const outcomes = Float64Array.from({ length: 200 }, (_, at) => (at % 60 > 30 ? 1 : 0));
    const [fair, hard] = [1, 3].map((oddsFactor) => {
      const inferred = inferRejects(scorecard, table, outcomes, table, {
        method: 'fuzzy',
        oddsFactor,
        seed: 0,
      });
      return mean([...inferred.outcomes]);
    });
    expect(hard).to.be.below(fair!);
  });

  it('letting through as many as before, as many are swapped in as out, and the same scorecard swaps nothing', () => {
    const [one, other] = [
      cardOf([numericCharacteristic('x', [2, 4], [-1, 0, 1])]),
      cardOf([numericCharacteristic('x', [2, 4], [1, 0, -1])]),
    ];
    const accepted = tableOfX([1, 1, 3, 5]);
    const rejects = tableOfX([1, 3, 5, 5]);
    const swap = approvalSwap(one, other, accepted, rejects);
    expect(swap.approvalRate).to.equal(0.5);
    expect(swap.before).to.deep.equal({ swappedIn: 1, swappedOut: 1 });
    expect(swap.after.swappedIn).to.equal(swap.after.swappedOut);
    expect(swap.changed).to.be.above(0);
    expect(approvalSwap(one, one, accepted, rejects).changed).to.equal(0);
  });

  async function fitted(table: Table): Promise<Scorecard> {
    const { tf } = await loadTensorFlow();
    const outcome = await fitScorecard(tf, table, SPEC);
    if (outcome.kind === 'refused') throw new Error(outcome.reason);
    return outcome.scorecard;
  }
});

/**
 * Applications whose risk hangs on what the table has and on what only the lender saw; the lender declines by both. The
 * true factor is that of the odds of the declined over those of the accepted with the same figures in the table.
 */
function applications(rows: number): {
  readonly accepted: Table;
  readonly outcomes: Float64Array;
  readonly rejects: Table;
  readonly truth: number;
  readonly oddsFactor: number;
} {
  const random = seededRandom(31);
  const seen = Float64Array.from({ length: rows }, () => random());
  const hidden = Float64Array.from({ length: rows }, () => random() - 0.5);
  const risk = seen.map((value, row) => sigmoid(-2.5 + 2 * value + 3 * hidden[row]!));
  const bad = risk.map((value) => (random() < value ? 1 : 0));
  const taken = seen.map((value, row) => (value + 1.5 * hidden[row]! + 0.3 * (random() - 0.5) < 0.7 ? 1 : 0));
  const table: Table = {
    rows,
    columns: [
      { id: 'figure', kind: 'numeric', values: seen },
      { id: 'bad', kind: 'numeric', values: bad },
    ],
  };
  const where = (wanted: number): Uint32Array =>
    Uint32Array.from([...taken.keys()].filter((row) => taken[row] === wanted));
  const [inside, outside] = [where(1), where(0)];
  const rejects = takeRows({ rows, columns: table.columns.slice(0, 1) }, outside);
  // What a lender would have to know: odds against odds, averaged over tenths of the figure.
  const logs = Array.from({ length: 10 }, (_, tenth) => {
    const rate = (of: Uint32Array): number => {
      const own = [...of].filter((row) => Math.floor(10 * seen[row]!) === tenth);
      return own.length < 20 ? NaN : mean(own.map((row) => risk[row]!));
    };
    const [out, into] = [rate(outside), rate(inside)];
    return Math.log(out / (1 - out)) - Math.log(into / (1 - into));
  }).filter((one) => !Number.isNaN(one));
  return {
    accepted: takeRows(table, inside),
    outcomes: Float64Array.from(inside, (row) => bad[row]!),
    rejects,
    truth: mean([...outside].map((row) => risk[row]!)),
    oddsFactor: Math.exp(mean(logs)),
  };
}

function tableOfX(values: readonly number[]): Table {
  return { rows: values.length, columns: [{ id: 'x', kind: 'numeric', values: Float64Array.from(values) }] };
}
