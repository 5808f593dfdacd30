import { expect } from 'chai';
import { fitScorecard, type ScorecardSpec, withSeconds } from '../../../scoring/scorecard/fit.ts';
import { fingerprintOfScorecard } from '../../../scoring/scorecard/fingerprint.ts';
import { compileScorer } from '../../../scoring/scorecard/compile.ts';
import { metricsOf } from '../../../scoring/scorecard/metrics.ts';
import { scoreRow, unfamiliarIn } from '../../../scoring/scorecard/score.ts';
import type { Scorecard, ScorecardCharacteristic } from '../../../scoring/scorecard/scorecard.ts';
import { type Column, rowOf, takeRows, type Table } from '../../../scoring/scorecard/table.ts';
import type { TensorFlow } from '../../../scoring/scorecard/tensorflow.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';
import { madeTable } from './made-table.ts';

const SPEC: ScorecardSpec = { name: 'made', target: { name: 'bad', favourable: 0 } };

const GOLDEN = 'c5a5d8f8b0c7c79a405e96a8833a8c716bcb336ef72bf8aff1178ca64d1e5851';

/** Columns that once broke a fit, or might: alone with a plain one, none may throw or give a score that is no number. */
const AWKWARD: Readonly<Record<string, (row: number) => number>> = {
  'only codes': (row) => (row % 3 === 0 ? -9 : -8),
  'beyond all bounds': (row) => (row % 7 === 0 ? Infinity : row % 11),
  'huge and tiny': (row) => (row % 2 === 0 ? 1e300 * ((row * 7) % 13) : 1e-300 * row),
  'almost never there': (row) => (row < 3 ? row : NaN),
};

describe('fitting a scorecard', () => {
  let tf: TensorFlow;
  let backend: string;
  let table: Table;
  let scorecard: Scorecard;

  before(async () => {
    ({ tf, backend } = await loadTensorFlow());
    table = madeTable(3000);
    scorecard = await fitted(tf, table, SPEC);
  });

  it('the same table, spec and backend give the same fingerprint', async () => {
    const again = await fitted(tf, table, SPEC);
    expect(again.fingerprint).to.equal(scorecard.fingerprint);
    expect(again).to.deep.equal(scorecard);
  });

  it('the fingerprint is that of the content, and the time of the fit is no part of it', () => {
    expect(fingerprintOfScorecard(scorecard)).to.equal(scorecard.fingerprint);
    expect(fingerprintOfScorecard(withSeconds(scorecard, 12.5))).to.equal(scorecard.fingerprint);
    expect(fingerprintOfScorecard({ ...scorecard, intercept: scorecard.intercept + 2 ** -20 })).not.to.equal(
      scorecard.fingerprint,
    );
  });

  it('a small table gives the golden fingerprint on the WebAssembly backend', async function () {
    if (backend !== 'wasm') return this.skip();
    const golden = await fitted(tf, madeTable(400), SPEC);
    expect(golden.fingerprint).to.equal(GOLDEN);
  });

  it('the numbers are those TensorFlow found: held back from it, another scorecard comes out', async () => {
    const standsStill = new Proxy(tf, {
      get: (target, name) =>
        name === 'variableGrads' ? withoutGradient(target) : (Reflect.get(target, name) as unknown),
    });
    const still = await fitted(standsStill, table, SPEC);
    expect(still.fingerprint).not.to.equal(scorecard.fingerprint);
    const numbers = still.characteristics.flatMap(({ attributes }) =>
      attributes.map(({ logOdds }) => logOdds),
    );
    expect(Math.max(...numbers.map(Math.abs))).to.equal(0);
  });

  it('a fit leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await fitted(tf, madeTable(200), SPEC);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('every characteristic has a training-weighted mean of 0', () => {
    for (const { id, attributes } of scorecard.characteristics) {
      const mean = attributes.reduce((sum, { logOdds, count }) => sum + logOdds * count, 0) / table.rows;
      expect(Math.abs(mean), id).to.be.below(1e-5);
    }
  });

  it('attributes count every training row once, with its outcome', () => {
    const positives = Math.round(scorecard.training.positiveRate * table.rows);
    for (const { id, attributes } of scorecard.characteristics) {
      expect(
        attributes.reduce((sum, { count }) => sum + count, 0),
        id,
      ).to.equal(table.rows);
      expect(
        attributes.reduce((sum, attribute) => sum + attribute.positives, 0),
        id,
      ).to.equal(positives);
    }
  });

  it('ranges lie end to end from below everything to above everything', () => {
    for (const { id, kind, attributes } of scorecard.characteristics) {
      const ranges = attributes.flatMap((attribute) => (attribute.kind === 'range' ? [attribute] : []));
      if (kind === 'category') continue;
      expect(ranges[0]!.from, id).to.equal(null);
      expect(ranges.at(-1)!.to, id).to.equal(null);
      ranges.slice(1).forEach((range, at) => expect(range.from, id).to.equal(ranges[at]!.to));
    }
  });

  it('a code below zero in a column of positive values gets an attribute of its own, with its own effect', () => {
    const bureau = characteristic(scorecard, 'bureau');
    const code = bureau.attributes.find((attribute) => attribute.kind === 'special');
    expect(code).to.include({ kind: 'special', value: -9 });
    expect(code!.logOdds).to.be.above(0.3);
  });

  it('small negative values are measurements, not codes', async () => {
    const months = madeTable(500);
    const shifted = {
      ...months,
      columns: months.columns.map((column) =>
        column.id === 'arrears' && column.kind === 'numeric'
          ? { ...column, values: column.values.map((value) => value - 2) }
          : column,
      ),
    };
    const fit = await fitted(tf, shifted, SPEC);
    expect(characteristic(fit, 'arrears').attributes.some(({ kind }) => kind === 'special')).to.equal(false);
  });

  it('a missing value hits the missing attribute, whichever way it is written', () => {
    const { hits } = scoreRow(scorecard, { income: null });
    expect(scoreRow(scorecard, { income: NaN }).hits).to.deep.equal(hits);
    expect(scoreRow(scorecard, {}).hits).to.deep.equal(hits);
    const income = scorecard.characteristics.findIndex(({ id }) => id === 'income');
    expect(scorecard.characteristics[income]!.attributes[hits[income]!]!.kind).to.equal('missing');
  });

  it('a category that training did not see counts as the rest and is flagged', () => {
    const row = { ...rowOf(table, 0), region: 'atlantis', arrears: 99 };
    const flags = unfamiliarIn(scorecard, row);
    expect(flags).to.deep.equal([
      { kind: 'out_of_range', characteristic: 'arrears', value: 99 },
      { kind: 'unseen_category', characteristic: 'region', value: 'atlantis' },
    ]);
    expect(unfamiliarIn(scorecard, rowOf(table, 0))).to.deep.equal([]);
  });

  it('a declared direction holds on the attributes, even against the data', async () => {
    for (const direction of [1, -1] as const) {
      const monotone = { income: direction, arrears: direction, noise: direction };
      const fit = await fitted(tf, table, { ...SPEC, monotone });
      for (const id of Object.keys(monotone)) {
        const ranges = characteristic(fit, id).attributes.filter(({ kind }) => kind === 'range');
        ranges.slice(1).forEach(({ logOdds }, at) => {
          expect(direction * (logOdds - ranges[at]!.logOdds), `${id} ${direction}`).to.be.at.least(0);
        });
      }
    }
  });

  it('what tells nothing gets next to nothing', () => {
    const numbers = characteristic(scorecard, 'noise').attributes.map(({ logOdds }) => Math.abs(logOdds));
    expect(Math.max(...numbers)).to.be.below(0.25);
  });

  it('the order of the columns changes no score by more than the rounding of 32-bit sums', async () => {
    const turned = { ...table, columns: [...table.columns].reverse() };
    const other = compileScorer(await fitted(tf, turned, SPEC)).score(turned);
    const own = compileScorer(scorecard).score(table);
    const gaps = own.logOdds.map((value, row) => Math.abs(value - other.logOdds[row]!));
    expect(Math.max(...gaps)).to.be.below(2e-3);
  });

  it('the order of the rows changes no score by more than the rounding of 32-bit sums', async () => {
    const turned = takeRows(
      table,
      Uint32Array.from({ length: table.rows }, (_, row) => table.rows - 1 - row),
    );
    const own = compileScorer(scorecard).score(table);
    const other = compileScorer(await fitted(tf, turned, SPEC)).score(table);
    const gaps = own.logOdds.map((value, row) => Math.abs(value - other.logOdds[row]!));
    expect(Math.max(...gaps)).to.be.below(2e-3);
  });

  it('a batch gives what single rows give, bit for bit', () => {
    const batch = compileScorer(scorecard).score(table);
    for (let row = 0; row < 300; row += 1) {
      const { logOdds, probability, points } = scoreRow(scorecard, rowOf(table, row));
      expect([batch.logOdds[row], batch.probability[row], batch.points[row]]).to.deep.equal([
        logOdds,
        probability,
        points,
      ]);
    }
  });

  it('higher points are the better outcome, whichever outcome that is', async () => {
    const good = await fitted(tf, table, { ...SPEC, target: { name: 'bad', favourable: 1 } });
    const [a, b] = [compileScorer(scorecard).score(table), compileScorer(good).score(table)];
    const best = a.probability.indexOf(Math.min(...a.probability));
    expect(a.points[best]).to.equal(Math.max(...a.points));
    expect(b.points[best]).to.equal(Math.min(...b.points));
  });

  it('20 points double the odds, and 600 points are odds of 30 to 1', () => {
    const { logOdds, points } = compileScorer(scorecard).score(table);
    logOdds.slice(0, 50).forEach((value, row) => {
      expect(points[row]).to.be.closeTo(600 + (20 / Math.LN2) * (-value - Math.log(30)), 1e-3);
    });
  });

  it('probabilities are those that come true', () => {
    const fresh = madeTable(4000, 99);
    const outcomes = fresh.columns.find(({ id }) => id === 'bad');
    if (outcomes?.kind !== 'numeric') throw new Error('the made table has lost its target');
    const metrics = metricsOf(compileScorer(scorecard).score(fresh).probability, outcomes.values);
    expect(metrics.calibrationSlope).to.be.within(0.85, 1.15);
    expect(metrics.ece).to.be.below(0.03);
  });

  it('standard errors are those of the data: few rows err more', async () => {
    const small = await fitted(tf, madeTable(400), SPEC);
    const error = (card: Scorecard): number =>
      Math.max(...characteristic(card, 'arrears').attributes.map(({ standardError }) => standardError));
    expect(error(small)).to.be.above(error(scorecard));
    expect(error(scorecard)).to.be.above(0);
  });

  describe('refuses, with the reason,', () => {
    const refusal = async (changed: Table, spec: ScorecardSpec = SPEC): Promise<string> => {
      const outcome = await fitScorecard(tf, changed, spec);
      return outcome.kind === 'refused' ? `${outcome.code}: ${outcome.reason}` : 'fitted';
    };
    const withTarget = (values: (value: number, row: number) => number): Table => ({
      ...table,
      columns: table.columns.map((column) =>
        column.id === 'bad' && column.kind === 'numeric'
          ? { ...column, values: column.values.map(values) }
          : column,
      ),
    });

    it('a target that is an amount', async () => {
      expect(await refusal(withTarget((_, row) => row * 1.5))).to.match(
        /^target_not_binary: target "bad" is no class/,
      );
    });
    it('a target of one class', async () => {
      expect(await refusal(withTarget(() => 1))).to.match(
        /^target_one_class: target "bad" is 1 in every row/,
      );
    });
    it('a target with gaps', async () => {
      expect(await refusal(withTarget((value, row) => (row < 7 ? NaN : value)))).to.match(
        /^target_missing_values: target "bad" is missing in 7 of 3000 rows/,
      );
    });
    it('a target that is not there', async () => {
      expect(await refusal(table, { ...SPEC, target: { name: 'worse', favourable: 0 } })).to.match(
        /^no_target: the table has no target column "worse"/,
      );
    });
    it('a spec that names a column the table lacks', async () => {
      expect(await refusal(table, { ...SPEC, monotone: { incone: 1 } })).to.match(
        /^unknown_column: .*"incone"/,
      );
    });
    it('a direction for categories', async () => {
      expect(await refusal(table, { ...SPEC, monotone: { region: 1 } })).to.match(/^not_numeric: "region"/);
    });
    it('a table in which nothing is left to learn from', async () => {
      const drop = table.columns.map(({ id }) => id).filter((id) => id !== 'bad');
      expect(await refusal(table, { ...SPEC, drop })).to.match(/^nothing_to_learn_from/);
    });
  });

  it('columns that can tell nothing are left out, each with a note', async () => {
    const rows = 200;
    const base = madeTable(rows);
    const outcome = await fitScorecard(
      tf,
      {
        rows,
        columns: [
          ...base.columns,
          { id: 'same', kind: 'numeric', values: new Float64Array(rows).fill(3) },
          { id: 'empty', kind: 'numeric', values: new Float64Array(rows).fill(NaN) },
          {
            id: 'number',
            kind: 'numeric',
            values: Float64Array.from({ length: rows }, (_, row) => 5000 + row),
          },
          { id: 'customer', kind: 'category', ...distinct(rows, (row) => `name ${row}`) },
          { id: 'opened', kind: 'category', ...distinct(rows, (row) => `2024-01-${10 + (row % 20)}`) },
        ],
      },
      SPEC,
    );
    if (outcome.kind !== 'fitted') throw new Error(outcome.reason);
    expect(outcome.notes.map((note) => note.split('"')[1])).to.deep.equal([
      'same',
      'empty',
      'number',
      'customer',
      'opened',
    ]);
    expect(outcome.scorecard.characteristics.map(({ id }) => id)).to.deep.equal([
      'income',
      'arrears',
      'bureau',
      'noise',
      'region',
    ]);
  });

  for (const [name, value] of Object.entries(AWKWARD)) {
    it(`a column with ${name} is fitted or left out, and every score is a number`, async () => {
      for (const rows of [12, 200]) {
        const base = madeTable(rows);
        const awkward: Column = {
          id: 'awkward',
          kind: 'numeric',
          values: Float64Array.from({ length: rows }, (_, row) => value(row)),
        };
        const odd = { rows, columns: [awkward, ...base.columns] };
        const { logOdds, points } = compileScorer(await fitted(tf, odd, SPEC)).score(odd);
        expect([...logOdds, ...points].every(Number.isFinite)).to.equal(true);
      }
    });
  }

  it('an outcome that a column gives away is learnt, and no number runs off', async () => {
    const base = madeTable(300);
    const outcomes = base.columns.find(({ id }) => id === 'bad');
    if (outcomes?.kind !== 'numeric') throw new Error('the made table has lost its target');
    const told = { ...base, columns: [...base.columns, { ...outcomes, id: 'verdict' }] };
    const { logOdds } = compileScorer(await fitted(tf, told, SPEC)).score(told);
    expect(Math.max(...logOdds.map(Math.abs))).to.be.within(2, 25);
  });

  it('a table of a dozen rows is fitted, and says little', async () => {
    const fit = await fitted(tf, madeTable(14), SPEC);
    const { probability } = compileScorer(fit).score(madeTable(14));
    for (const value of probability) expect(value).to.be.within(0.01, 0.99);
  });
});

function characteristic(scorecard: Scorecard, id: string): ScorecardCharacteristic {
  const found = scorecard.characteristics.find((one) => one.id === id);
  if (!found) throw new Error(`the scorecard has no characteristic ${id}`);
  return found;
}

async function fitted(tf: TensorFlow, table: Table, spec: ScorecardSpec): Promise<Scorecard> {
  const outcome = await fitScorecard(tf, table, spec);
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.scorecard;
}

function withoutGradient(tf: TensorFlow): TensorFlow['variableGrads'] {
  return (loss, variables) => {
    const { value, grads } = tf.variableGrads(loss, variables);
    return { value, grads: Object.fromEntries(Object.entries(grads).map(([k, g]) => [k, tf.zerosLike(g)])) };
  };
}

function distinct(rows: number, text: (row: number) => string): { codes: Int32Array; dictionary: string[] } {
  const dictionary = [...new Set(Array.from({ length: rows }, (_, row) => text(row)))];
  return { codes: Int32Array.from({ length: rows }, (_, row) => dictionary.indexOf(text(row))), dictionary };
}
