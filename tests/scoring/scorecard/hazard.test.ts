import { expect } from 'chai';
import fc from 'fast-check';
import {
  curveOf,
  fitHazard,
  monthsOf,
  paymentCurves,
  personMonths,
  readFollowed,
  recoveredAfterFirst,
} from '../../../scoring/scorecard/hazard.ts';
import {
  crossValidateHazard,
  hazardMetrics,
  observedHazard,
} from '../../../scoring/scorecard/hazard-metrics.ts';
import { explainScore } from '../../../scoring/explanation/contributions.ts';
import { sigmoid } from '../../../scoring/scorecard/metrics.ts';
import { dealtFolds, seededRandom } from '../../../scoring/scorecard/seeded.ts';
import { findColumn, rowOf, type Table } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';

const SPEC = { name: 'curve', target: { name: 'paid', favourable: 1 }, months: 'followed' } as const;

describe('the curve of payment', function () {
  this.timeout(60_000);

  it('finds the true curve of a simulated process although half of the cases were not followed to its end', async () => {
    const { tf } = await loadTensorFlow();
    const { table, curves: truth } = payers(2500);
    const fitted = await fitHazard(tf, table, SPEC);
    if (fitted.kind === 'refused') throw new Error(fitted.reason);
    expect(monthsOf(fitted.scorecard)).to.deep.equal({ characteristic: 'month', horizon: 24 });
    const curves = paymentCurves(fitted.scorecard, table);
    for (const month of [6, 12, 24]) {
      const error = curves.map(({ paid }, row) => Math.abs(paid[month - 1]! - truth[row]![month - 1]!));
      expect(error.reduce((sum, one) => sum + one, 0) / error.length, `month ${month}`).to.be.below(0.03);
    }
  });

  it('the months are explained as any characteristic: contributions add up to the log-odds of each month', async () => {
    const { tf } = await loadTensorFlow();
    const { table } = payers(400);
    const fitted = await fitHazard(tf, table, SPEC);
    if (fitted.kind === 'refused') throw new Error(fitted.reason);
    const [curve] = paymentCurves(fitted.scorecard, table);
    for (const month of [1, 7, 20]) {
      const explained = explainScore(fitted.scorecard, { ...rowOf(table, 0), month });
      const sum = explained.contributions.reduce((total, { logOdds }) => total + logOdds, explained.base);
      expect(sum).to.equal(explained.sum);
      expect(curve!.hazard[month - 1]).to.equal(sigmoid(sum));
    }
  });

  it('is judged on cases it did not see, against the curve of all, and knows more than the month alone', async () => {
    const { tf } = await loadTensorFlow();
    const { table } = payers(900);
    const validated = await crossValidateHazard(tf, table, SPEC, dealtFolds(900, 3, 0));
    if (validated.kind === 'refused') throw new Error(validated.reason);
    expect(validated.concordance.mean).to.be.above(0.65);
    expect(validated.pooled.logLoss).to.be.below(validated.pooled.baseLogLoss);
    for (const { foretold, observed } of validated.pooled.curve)
      expect(foretold).to.be.closeTo(observed, 0.04);
  });

  it('rises, never above 1, and what has come in is never more than what has been paid at all', () => {
    const hazards = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 36 });
    const recovered = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 36 });
    fc.assert(
      fc.property(hazards, recovered, (hazard, shares) => {
        const rising = [...shares].sort((a, b) => a - b);
        const { paid, recovered } = curveOf(hazard, rising);
        paid.forEach((share, at) => {
          expect(share).to.be.at.least((paid[at - 1] ?? 0) - 1e-12);
          expect(share).to.be.at.most(1 + 1e-12);
          expect(recovered[at]).to.be.at.most(share + 1e-12);
          expect(recovered[at]).to.be.at.least((recovered[at - 1] ?? 0) - 1e-12);
        });
      }),
    );
  });

  it('where all pay in full at once, recovered is paid', () => {
    const { paid, recovered } = curveOf([0.1, 0.2, 0.3]);
    expect(recovered).to.deep.equal(paid);
    expect(paid.map((share) => Number(share.toFixed(6)))).to.deep.equal([0.1, 0.28, 0.496]);
  });

  it('a case is a row for each month it was followed; the event stands in its last', () => {
    const { table } = payers(50);
    const followed = readFollowed(table, 'paid', 'followed');
    if (followed.kind === 'refused') throw new Error(followed.reason);
    const expanded = personMonths(table, followed, SPEC, 'month');
    expect(expanded.rows).to.equal(followed.months.reduce((sum, one) => sum + one, 0));
    const outcomes = findColumn(expanded, 'paid');
    if (outcomes?.kind !== 'numeric') throw new Error('the expanded table has lost its target');
    expect(outcomes.values.reduce((sum, one) => sum + one, 0)).to.equal(
      followed.events.reduce((sum, one) => sum + one, 0),
    );
    expect(findColumn(expanded, 'followed')).to.equal(undefined);
  });

  it('without censoring the observed curve is the plain share that has paid', () => {
    const cases = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.boolean()), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(cases, (followed) => {
        const events = Float64Array.from(followed, ([, paid]) => Number(paid));
        const months = Uint16Array.from(followed, ([month, paid]) => (paid ? month : 6));
        const { paid } = curveOf(observedHazard({ events, months }, 6));
        paid.forEach((share, at) => {
          const plain = followed.filter(([month, came]) => came && month <= at + 1).length / followed.length;
          expect(share).to.be.closeTo(plain, 1e-12);
        });
      }),
    );
  });

  it('perfect foresight has concordance 1, and none of it ½', () => {
    const events = Float64Array.from([1, 1, 1, 0]);
    const months = Uint16Array.from([1, 2, 3, 3]);
    const curves = [0.9, 0.5, 0.3, 0.1].map((hazard) => curveOf([hazard, hazard, hazard]));
    const base = [0.3, 0.3, 0.3];
    expect(hazardMetrics(curves, { events, months }, base).concordance).to.equal(1);
    const flat = curves.map(() => curveOf(base));
    expect(hazardMetrics(flat, { events, months }, base).concordance).to.equal(0.5);
  });

  it('shares that came in after the first payment are averaged over those watched that long', () => {
    const full = Array.from({ length: 20 }, () => [0.5, 0.2, 0.1]);
    const cut = Array.from({ length: 20 }, () => [0.1]);
    expect(recoveredAfterFirst([...full, ...cut]).map((one) => Number(one.toFixed(6)))).to.deep.equal([
      0.3, 0.5, 0.6,
    ]);
    expect(recoveredAfterFirst([])).to.deep.equal([1]);
  });

  it('months that are no whole months from 1 are refused with their row', () => {
    const { table } = payers(30);
    const broken: Table = {
      ...table,
      columns: table.columns.map((column) =>
        column.id === 'followed' && column.kind === 'numeric'
          ? { ...column, values: column.values.map((value, row) => (row === 4 ? 0 : value)) }
          : column,
      ),
    };
    expect(readFollowed(broken, 'paid', 'followed')).to.deep.include({
      kind: 'refused',
      reason:
        'row 6: months "followed" is 0 (want whole months followed, from 1: the month of the event, or the last one known without it)',
    });
    expect(readFollowed(table, 'paid', 'nothing')).to.include({ kind: 'refused', code: 'months' });
  });
});

/** A hazard that falls with the months and hangs on a figure and a region; half are followed for less than 24 months. */
function payers(rows: number): { readonly table: Table; readonly curves: readonly (readonly number[])[] } {
  const random = seededRandom(21);
  const debt = Float64Array.from({ length: rows }, () => random());
  const codes = Int32Array.from({ length: rows }, () => (random() < 0.3 ? 0 : 1));
  const paid = new Float64Array(rows);
  const followed = new Float64Array(rows);
  const curves = Array.from({ length: rows }, (_, row) => {
    const hazard = Array.from({ length: 24 }, (_, at) =>
      sigmoid(-1.2 - 2 * debt[row]! + (codes[row] === 0 ? 0.8 : 0) - 0.06 * at),
    );
    const watched = random() < 0.5 ? 24 : 1 + Math.floor(23 * random());
    const came = hazard.findIndex((one, at) => at < watched && random() < one);
    paid[row] = came >= 0 ? 1 : 0;
    followed[row] = came >= 0 ? came + 1 : watched;
    return curveOf(hazard).paid;
  });
  return {
    curves,
    table: {
      rows,
      columns: [
        { id: 'debt', kind: 'numeric', values: debt },
        { id: 'region', kind: 'category', codes, dictionary: ['north', 'south'] },
        { id: 'followed', kind: 'numeric', values: followed },
        { id: 'paid', kind: 'numeric', values: paid },
      ],
    },
  };
}
