import { expect } from 'chai';
import fc from 'fast-check';
import { explainScore } from '../../../../scoring/explanation/contributions.ts';
import { scoreReasons } from '../../../../scoring/explanation/reasons.ts';
import {
  CHUNK_ROWS,
  compileExplainer,
  type Explainer,
  type ExplainerOptions,
  LOG_ODDS_STEP,
  type RawColumn,
} from '../../../../scoring/scorecard/compiled/explainer.ts';
import { scoreRow } from '../../../../scoring/scorecard/score.ts';
import { shortfallOf } from '../../../../scoring/scorecard/shortfall.ts';
import type { PairTerm, Scorecard, ValueRow } from '../../../../scoring/scorecard/scorecard.ts';
import { cardOf, numericCharacteristic } from '../cards.ts';
import { anyBatch, type Batch, pairOf } from './any-batch.ts';

const KERNELS = ['simd', 'plain'] as const;

describe('the explainer for batches', () => {
  for (const kernel of KERNELS) {
    it(`hits what a row by itself hits, and gives its score to the last bit (${kernel})`, () => {
      fc.assert(
        fc.property(anyBatch, (batch) => {
          const told = explainedRows(batch, { kernel, reasons: { thresholdPoints: null } });
          expect(told).to.deep.equal(batch.rows.map((row) => expectedOf(batch.card, row)));
        }),
        { numRuns: 200 },
      );
    });

    it(`gives the same without reasons (${kernel})`, () => {
      fc.assert(
        fc.property(anyBatch, (batch) => {
          const told = explainedRows(batch, { kernel });
          expect(told).to.deep.equal(batch.rows.map((row) => expectedOf(batch.card, row)));
        }),
      );
    });

    it(`names the reasons of the row by itself; where two weigh the same within a step, in either order (${kernel})`, () => {
      fc.assert(
        fc.property(anyBatch, fc.option(fc.integer({ min: 300, max: 900 })), (batch, thresholdPoints) => {
          const explainer = compiled(batch.card, { kernel, reasons: { thresholdPoints } });
          // Each term is rounded to a step, and a pair's at both of its sides.
          const slack = explainer.shortfallStep * (1 + batch.card.pairs.length);
          const named = reasonsOf(explainer, batch);
          batch.rows.forEach((row, at) => {
            const weights = weightsOf(batch.card, row, thresholdPoints);
            const heaviest = [...weights.values()].sort((a, b) => a - b).slice(0, 4);
            const told = named[at]!;
            told.forEach((name, rank) => {
              expect(weights.get(name)).to.be.closeTo(heaviest[rank]!, slack);
              expect(weights.get(name)).to.be.at.most(-0.5 + slack);
            });
            expect(new Set(told).size).to.equal(told.length);
            for (const left of heaviest.slice(told.length)) expect(left).to.be.above(-0.5 - slack);
          });
        }),
        { numRuns: 150 },
      );
    });

    it(`ranks as the reasons of one row do: pairs at the door of both sides, at most four, none that weighs little (${kernel})`, () => {
      const card = cardOf(
        ['e', 'd', 'c', 'b', 'a', 'f'].map((id, at) =>
          numericCharacteristic(id, [0, 1, 2], [0.9 - at / 7, 0.1 * at, -0.3, 0.05 * at - 0.4]),
        ),
      );
      const paired: Scorecard = {
        ...card,
        pairs: [pairOf(card, 0, 3, [0.2, -0.4, 0.1, 0.3]), pairOf(card, 3, 5, [0.1, 0.3, -0.2, 0])],
      };
      const rows = Array.from({ length: 500 }, (_, row) =>
        Object.fromEntries(
          paired.characteristics.map(({ id }, at) => [id, ((row * (at + 3)) % 17) / 4 - 0.5]),
        ),
      );
      const explainer = compiled(paired, { kernel, reasons: { thresholdPoints: 520 } });
      const named = reasonsOf(explainer, { card: paired, rows, columns: float64Columns(paired, rows) });
      const expected = rows.map((row) =>
        scoreReasons(explainScore(paired, row), paired, 520, () => null, {}).map(
          ({ characteristic }) => characteristic,
        ),
      );
      expect(named).to.deep.equal(expected);
      expect(new Set(expected.map(({ length }) => length)))
        .to.include(4)
        .and.to.have.property('size')
        .above(1);
    });
  }

  it('a batch longer than a chunk is explained to its end, and holds no more memory for it', () => {
    const card = cardOf([numericCharacteristic('debt', [10, 20], [-1, 0.25, 1])]);
    const rows = Array.from({ length: 2 * CHUNK_ROWS + 5 }, (_, row) => ({ debt: row % 31 }));
    const explainer = compiled(card);
    const seen: number[] = [];
    for (const { from, rows: count, logOdds } of explainer.explain(float64Columns(card, rows), rows.length)) {
      seen.push(count);
      for (let row = 0; row < count; row += 1) {
        expect(logOdds[row]).to.equal(scoreRow(card, rows[from + row]!).logOdds);
      }
    }
    expect(seen).to.deep.equal([CHUNK_ROWS, CHUNK_ROWS, 5]);
    expect(explainer.bytes).to.be.below(1_000_000);
  });

  it('refuses numbers that would not add up exactly, and says which', () => {
    const card = cardOf([numericCharacteristic('debt', [10], [-1, 1])]);
    const [debt] = card.characteristics;
    const unrounded = debt!.attributes.map((attribute) => ({ ...attribute, logOdds: 0.1 }));
    const outcome = compileExplainer({ ...card, characteristics: [{ ...debt!, attributes: unrounded }] });
    expect(outcome).to.have.property('kind', 'refused');
    expect(outcome).to.have.property('reason').that.includes('"debt"');
    const large = debt!.attributes.map((attribute) => ({ ...attribute, logOdds: 2000 }));
    expect(
      compileExplainer({
        ...card,
        characteristics: [
          { ...debt!, attributes: large },
          { ...debt!, id: 'other', attributes: large },
        ],
      }),
    ).to.have.property('reason', 'its numbers are too large to be added exactly');
  });

  it('names the column that the batch lacks', () => {
    const card = cardOf([numericCharacteristic('age_of_debt', [10], [-1, 1])]);
    expect(() => [...compiled(card).explain([], 1)]).to.throw('no column "age_of_debt"');
  });

  it('a signalling NaN in a raw column is missing, whichever its sign', () => {
    const card = cardOf([numericCharacteristic('debt', [10], [-1, 1])]);
    const values = new Float32Array(Int32Array.from([0x7f800001, -0x7fffff, 0x7fc00000, -0x400000]).buffer);
    for (const kernel of KERNELS) {
      const hits: number[] = [];
      for (const chunk of compiled(card, { kernel }).explain([{ id: 'debt', kind: 'numeric', values }], 4)) {
        for (let row = 0; row < chunk.rows; row += 1) hits.push(chunk.attributeHit(0, row));
      }
      expect(hits).to.deep.equal([2, 2, 2, 2]);
    }
  });
});

interface RowTold {
  readonly logOdds: number;
  readonly probability: number;
  readonly points: number;
  readonly hits: readonly number[];
  readonly contributions: readonly number[];
}

function explainedRows({ card, columns, rows }: Batch, options: ExplainerOptions): readonly RowTold[] {
  const told: RowTold[] = [];
  for (const chunk of compiled(card, options).explain(columns, rows.length)) {
    for (let row = 0; row < chunk.rows; row += 1) {
      told.push({
        logOdds: chunk.logOdds[row]!,
        probability: chunk.probability[row]!,
        points: chunk.points[row]!,
        hits: card.characteristics.map((_, c) => chunk.attributeHit(c, row)),
        contributions: chunk.contributions.map((steps) => steps[row]! * LOG_ODDS_STEP),
      });
    }
  }
  return told;
}

function expectedOf(card: Scorecard, row: ValueRow): RowTold {
  const { logOdds, probability, points, hits, cells } = scoreRow(card, row);
  const contributions = [
    ...card.characteristics.map(({ attributes }, c) => attributes[hits[c]!]!.logOdds),
    ...card.pairs.map((pair: PairTerm, p) => pair.logOdds[cells[p]!]!),
  ];
  return { logOdds, probability, points, hits, contributions };
}

function reasonsOf(explainer: Explainer, { columns, rows }: Batch): readonly (readonly string[])[] {
  const named: string[][] = [];
  for (const { rows: count, reasons } of explainer.explain(columns, rows.length)) {
    for (let row = 0; row < count; row += 1) {
      named.push(reasons.flatMap((rank) => (rank[row]! < 0 ? [] : [explainer.reasonNames[rank[row]!]!])));
    }
  }
  return named;
}

/** What each characteristic costs the row, from the reasons of one row told one by one. */
function weightsOf(
  card: Scorecard,
  row: ValueRow,
  thresholdPoints: number | null,
): ReadonlyMap<string, number> {
  const shortOf = shortfallOf(card, thresholdPoints);
  const weights = new Map<string, number>();
  for (const { characteristic, points, pair } of explainScore(card, row).contributions) {
    const sides = pair ?? [{ characteristic }];
    for (const side of sides) {
      const known = weights.get(side.characteristic) ?? 0;
      weights.set(side.characteristic, known + shortOf(characteristic, points) / sides.length);
    }
  }
  return weights;
}

function float64Columns(card: Scorecard, rows: readonly ValueRow[]): readonly RawColumn[] {
  return card.characteristics.map(({ id }) => ({
    id,
    kind: 'numeric',
    values: Float64Array.from(rows, (row) => Number(row[id])),
  }));
}

function compiled(card: Scorecard, options: ExplainerOptions = {}): Explainer {
  const outcome = compileExplainer(card, options);
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.explainer;
}
