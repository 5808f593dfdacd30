import { expect } from 'chai';
import { fitScorecard } from '../../../scoring/scorecard/fit.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';
import { rowOf, type Table } from '../../../scoring/scorecard/table.ts';
import {
  probabilityInterval,
  samplingErrorOf,
  standardErrorOf,
} from '../../../scoring/scorecard/uncertainty.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';

describe('the uncertainty of a score', () => {
  it('intervals of 90 % hold the truth in about so many cases, from few rows and from many', async function () {
    this.timeout(60_000);
    for (const rows of [600, 3000, 12_000]) {
      const { table, truth } = made(rows);
      const card = await fitted(table);
      let held = 0;
      for (let row = 0; row < 600; row += 1) {
        const { from, to } = probabilityInterval(card, scoreRow(card, rowOf(table, row)));
        const probability = 1 / (1 + Math.exp(-truth[row]!));
        if (probability >= from && probability <= to) held += 1;
      }
      expect(held / 600, `${rows} rows`).to.be.within(0.82, 0.98);
    }
  });

  it('between scorecards of separate rows of one kind the sampling error holds 90 %, and is less than the whole error', async function () {
    this.timeout(60_000);
    let [held, compared] = [0, 0];
    let [sampling, whole] = [0, 0];
    for (const seed of [4, 5, 6]) {
      const cards = [
        await withSampling(made(1500, seed).table),
        await withSampling(made(1500, seed + 50).table),
      ];
      const { table } = made(300, seed + 100);
      for (let at = 0; at < table.rows; at += 1) {
        const row = rowOf(table, at);
        const [one, other] = cards.map(({ drawn }) => {
          const score = scoreRow(drawn, row);
          return { logOdds: score.logOdds, error: samplingErrorOf(drawn, score) };
        });
        compared += 1;
        if (Math.abs(one!.logOdds - other!.logOdds) <= 1.6449 * Math.hypot(one!.error, other!.error))
          held += 1;
        sampling += one!.error;
        whole += standardErrorOf(cards[0]!.scorecard, scoreRow(cards[0]!.scorecard, row));
      }
    }
    expect(held / compared).to.be.within(0.82, 0.97);
    expect(sampling / whole).to.be.within(0.5, 0.95);
  });

  it('is greater where training has seen less', async () => {
    const few = await fitted(made(600).table);
    const many = await fitted(made(12_000).table);
    const row = { wave: 3, slope: 3, jump: 3, noise: 3 };
    expect(standardErrorOf(few, scoreRow(few, row))).to.be.above(
      1.5 * standardErrorOf(many, scoreRow(many, row)),
    );
  });

  it('a scorecard without draws is given the errors of its terms', async () => {
    const card = await fitted(made(600).table);
    const { uncertainty, ...without } = card;
    expect(uncertainty?.base).to.have.length(24);
    const score = scoreRow(card, { wave: 3, slope: 3, jump: 3, noise: 3 });
    const errors = card.characteristics.map(
      ({ attributes }, j) => attributes[score.hits[j]!]!.standardError ** 2,
    );
    const terms = Math.sqrt(errors.reduce((sum, each) => sum + each, 0));
    expect(standardErrorOf(without, score)).to.be.within(terms, 2 * terms);
  });

  it('the same seed draws the same, another seed nearly the same', async () => {
    const { table } = made(3000);
    const [card, again, other] = [await fitted(table), await fitted(table), await fitted(table, 5)];
    const row = rowOf(table, 7);
    const error = (of: Scorecard): number => standardErrorOf(of, scoreRow(of, row));
    expect(error(again)).to.equal(error(card));
    expect(error(other)).not.to.equal(error(card));
    expect(error(other) / error(card)).to.be.within(0.6, 1.7);
  });
});

/** A wave, a slope, a jump and noise, with the true log-odds of each row. */
function made(rows: number, seed = 4): { readonly table: Table; readonly truth: Float64Array } {
  const random = seededRandom(seed);
  const draw = (): Float64Array => Float64Array.from({ length: rows }, () => Math.floor(random() * 100) / 10);
  const [wave, slope, jump, noise] = [draw(), draw(), draw(), draw()];
  const truth = wave.map(
    (value, row) => -1 + Math.sin(value / 2) + 0.15 * slope[row]! + (jump[row]! > 7 ? 0.8 : 0),
  );
  const bad = truth.map((logOdds) => (random() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0));
  const columns = Object.entries({ wave, slope, jump, noise, bad }).map(
    ([id, values]) => ({ id, kind: 'numeric', values }) as const,
  );
  return { table: { rows, columns }, truth };
}

async function fitted(table: Table, seed = 0): Promise<Scorecard> {
  return (await withSampling(table, seed)).scorecard;
}

async function withSampling(
  table: Table,
  seed = 0,
): Promise<{ readonly scorecard: Scorecard; readonly drawn: Scorecard }> {
  const { tf } = await loadTensorFlow();
  const outcome = await fitScorecard(tf, table, {
    name: 'made',
    target: { name: 'bad', favourable: 0 },
    seed,
  });
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return { scorecard: outcome.scorecard, drawn: outcome.withSampling() };
}
