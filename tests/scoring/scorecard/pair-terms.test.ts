import { expect } from 'chai';
import fc from 'fast-check';
import { compileScorer } from '../../../scoring/scorecard/compile.ts';
import { brokenDirections } from '../../../scoring/scorecard/directions.ts';
import { fitScorecard, type ScorecardSpec } from '../../../scoring/scorecard/fit.ts';
import { metricsOf } from '../../../scoring/scorecard/metrics.ts';
import { purify } from '../../../scoring/scorecard/purify.ts';
import type { PairTerm, Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { scoreRow } from '../../../scoring/scorecard/score.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';
import { rowOf, type Table } from '../../../scoring/scorecard/table.ts';
import type { TensorFlow } from '../../../scoring/scorecard/tensorflow.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';

const SPEC: ScorecardSpec = { name: 'made', target: { name: 'bad', favourable: 0 } };

describe('pair terms', () => {
  let tf: TensorFlow;
  let table: Table;
  let scorecard: Scorecard;

  before(async function () {
    this.timeout(60_000);
    ({ tf } = await loadTensorFlow());
    table = debtAndIncome(6000, 1.2);
    scorecard = await fitted(tf, table, SPEC);
  });

  it('two characteristics that matter only together are found', () => {
    const first = scorecard.pairs[0];
    expect(first?.id).to.equal('debt × income');
    const poorAndOwing = scoreRow(scorecard, { debt: 9, income: 1, age: 5 }).probability;
    const richAndOwing = scoreRow(scorecard, { debt: 9, income: 9, age: 5 }).probability;
    expect(poorAndOwing - richAndOwing).to.be.above(0.2);
  });

  it('where nothing is to be had together, there is no pair', async () => {
    const plain = await fitted(tf, debtAndIncome(4000, 0), SPEC);
    expect(plain.pairs).to.deep.equal([]);
  });

  it('every row and every column of cells has a training-weighted mean of 0', () => {
    for (const pair of scorecard.pairs) {
      for (const mean of lineMeans(pair)) expect(Math.abs(mean), pair.id).to.be.below(1e-4);
    }
  });

  it('cells count every training row once, with its outcome', () => {
    const positives = Math.round(scorecard.training.positiveRate * table.rows);
    for (const pair of scorecard.pairs) {
      expect(total(pair.counts)).to.equal(table.rows);
      expect(total(pair.positives)).to.equal(positives);
    }
  });

  it('a declared direction holds over the whole grid, against a pair that says otherwise', async function () {
    this.timeout(60_000);
    const monotone = { debt: 1, income: -1 } as const;
    const owing = debtAndIncome(6000, 1.2, 0.3);
    const free = await fitted(tf, owing, SPEC);
    const asked = (card: Scorecard): Scorecard => ({
      ...card,
      characteristics: card.characteristics.map((one) => ({
        ...one,
        monotone: one.id === 'age' ? 0 : monotone[one.id as keyof typeof monotone],
      })),
    });
    expect(brokenDirections(asked(free)), 'the data say otherwise').not.to.deep.equal([]);
    const directed = await fitted(tf, owing, { ...SPEC, monotone });
    expect(directed.pairs.length, 'pairs').to.be.above(0);
    expect(brokenDirections(directed)).to.deep.equal([]);
    fc.assert(
      fc.property(value, value, value, value, (low, high, other, age) => {
        const [from, to] = [Math.min(low, high), Math.max(low, high)];
        for (const id of ['debt', 'income'] as const) {
          const rest = { debt: other, income: other, age };
          const before = scoreRow(directed, { ...rest, [id]: from }).logOdds;
          const after = scoreRow(directed, { ...rest, [id]: to }).logOdds;
          expect(monotone[id] * (after - before), `${id} ${from} → ${to}`).to.be.at.least(0);
        }
      }),
    );
  });

  it('another backend of TensorFlow gives the same metrics to four places, pairs included', async function () {
    this.timeout(60_000);
    const outcomes = table.columns.find(({ id }) => id === 'bad');
    if (outcomes?.kind !== 'numeric') throw new Error('the made table has lost its target');
    const measured = (card: Scorecard) =>
      metricsOf(compileScorer(card).score(table).probability, outcomes.values);
    const usual = tf.getBackend();
    // Plain JavaScript stands in for the native one, which cannot be installed everywhere.
    expect(await tf.setBackend('cpu')).to.equal(true);
    const other = await fitted(tf, table, SPEC).finally(() => tf.setBackend(usual));
    expect([other.training.backend, other.pairs.length]).to.deep.equal(['cpu', scorecard.pairs.length]);
    expect(measured(other).auc).to.be.closeTo(measured(scorecard).auc, 1e-4);
    expect(measured(other).logLoss).to.be.closeTo(measured(scorecard).logLoss, 1e-4);
  });

  it('held back from TensorFlow, no pair is published', async () => {
    const still = await fitted(standingStill(tf), table, SPEC);
    expect(still.pairs).to.deep.equal([]);
    expect(still.fingerprint).not.to.equal(scorecard.fingerprint);
  });

  it('the sum of base, terms and cells is the score to the last bit', () => {
    for (let row = 0; row < 200; row += 1) {
      const { logOdds, hits, cells } = scoreRow(scorecard, rowOf(table, row));
      const terms = scorecard.characteristics.map(({ attributes }, j) => attributes[hits[j]!]!.logOdds);
      const pairs = scorecard.pairs.map((pair, t) => pair.logOdds[cells[t]!]!);
      expect([...pairs, ...terms].reduce((sum, each) => sum + each, scorecard.intercept)).to.equal(logOdds);
    }
  });
});

describe('purifying a grid', () => {
  it('what is taken out and what stays add up to the grid, whatever the counts', () => {
    const cells = 12;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: cells, maxLength: cells }),
        fc.array(fc.nat(20), { minLength: cells, maxLength: cells }),
        (values, counts) => {
          const { values: pure, byRow, byColumn } = purify(Float64Array.from(values), counts, 3, 4);
          pure.forEach((cell, at) => {
            expect(cell + byRow[Math.floor(at / 4)]! + byColumn[at % 4]!).to.be.closeTo(values[at]!, 1e-9);
          });
        },
      ),
    );
  });
});

const value = fc.double({ min: -1, max: 11, noNaN: true });

/** Debt hurts the poor and helps the rich, as strongly as said; alone each says as much a unit as `alone`. */
function debtAndIncome(rows: number, together: number, alone = 0): Table {
  const random = seededRandom(11);
  const draw = (): Float64Array =>
    Float64Array.from({ length: rows }, () => Math.floor(random() * 1000) / 100);
  const [debt, income, age] = [draw(), draw(), draw()];
  const bad = Float64Array.from(debt, (owed, row) => {
    const main = alone * (owed - income[row]!);
    const logOdds =
      -0.5 + main + together * (owed > 5 ? 1 : -1) * (income[row]! < 5 ? 1 : -1) + 0.05 * age[row]!;
    return random() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  return {
    rows,
    columns: Object.entries({ debt, income, age, bad }).map(([id, values]) => ({
      id,
      kind: 'numeric',
      values,
    })),
  };
}

async function fitted(tf: TensorFlow, table: Table, spec: ScorecardSpec): Promise<Scorecard> {
  const outcome = await fitScorecard(tf, table, spec);
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.scorecard;
}

/** TensorFlow whose gradient is always nothing. */
function standingStill(tf: TensorFlow): TensorFlow {
  const still: TensorFlow['variableGrads'] = (f, variables) => {
    const { value: loss, grads } = tf.variableGrads(f, variables);
    const none = Object.entries(grads).map(([name, grad]) => [name, tf.zerosLike(grad)]);
    return { value: loss, grads: Object.fromEntries(none) as typeof grads };
  };
  return new Proxy(tf, {
    get: (target, name) => (name === 'variableGrads' ? still : (Reflect.get(target, name) as unknown)),
  });
}

function lineMeans({ first, second, logOdds, counts }: PairTerm): readonly number[] {
  const mean = (cells: readonly number[]): number => {
    const weight = total(cells.map((cell) => counts[cell]!));
    return weight === 0 ? 0 : total(cells.map((cell) => counts[cell]! * logOdds[cell]!)) / weight;
  };
  const rows = Array.from({ length: first.groups }, (_, a) => a);
  const columns = Array.from({ length: second.groups }, (_, b) => b);
  return [
    ...rows.map((a) => mean(columns.map((b) => a * second.groups + b))),
    ...columns.map((b) => mean(rows.map((a) => a * second.groups + b))),
  ];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}
