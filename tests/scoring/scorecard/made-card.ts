import { compileScorer } from '../../../scoring/scorecard/compile.ts';
import { fingerprintOfScorecard, fingerprintOfTable } from '../../../scoring/scorecard/fingerprint.ts';
import { exactLogOdds } from '../../../scoring/scorecard/scaling.ts';
import type { PairTerm, Scorecard, ScorecardCharacteristic } from '../../../scoring/scorecard/scorecard.ts';
import type { Table } from '../../../scoring/scorecard/table.ts';
import { attribute, cardOf } from './cards.ts';
import { madeTable } from './made-table.ts';

export const MADE_TABLE = madeTable(600);
export const MADE_OUTCOMES = (MADE_TABLE.columns.find(({ id }) => id === 'bad') as { values: Float64Array })
  .values;

export const MADE_CASES = { kind: 'binary', table: MADE_TABLE, outcomes: MADE_OUTCOMES } as const;

/** Four characteristics and a pair over the made table, counted on it, centred and purified as training does. */
export function madeCard(directions: { readonly bureau?: -1 | 0 | 1 } = {}): Scorecard {
  const mains = [
    characteristic('income', [900, 1600], [0.5, 0.1, -0.6], -1),
    characteristic('arrears', [1, 2], [-0.4, 0.2, 0.9], 1),
    {
      ...characteristic('region', [], [0], 0),
      kind: 'category' as const,
      attributes: [
        attribute({ kind: 'categories', values: ['north'] }, 0.5),
        attribute({ kind: 'categories', values: ['south'] }, -0.2),
        attribute({ kind: 'other' }, 0),
        attribute({ kind: 'missing' }, 0),
      ],
    },
    {
      ...characteristic('bureau', [], [-0.1], directions.bureau ?? -1),
      attributes: [
        attribute({ kind: 'range', from: null, to: null }, -0.1),
        attribute({ kind: 'special', value: -9 }, 0.4),
        attribute({ kind: 'missing' }, 0),
      ],
    },
  ];
  const scores = compileScorer(cardOf(mains)).score(MADE_TABLE);
  const counted = mains.map((main, at): ScorecardCharacteristic => {
    const counts = main.attributes.map((_, index) => scores.hits[at]!.filter((hit) => hit === index).length);
    const mean = meanOf(
      main.attributes.map(({ logOdds }) => logOdds),
      counts,
    );
    return {
      ...main,
      attributes: main.attributes.map((each, index) => ({
        ...each,
        logOdds: counts[index] === 0 ? 0 : exactLogOdds(each.logOdds - mean),
        count: counts[index]!,
        positives: scores.hits[at]!.reduce(
          (sum, hit, row) => sum + (hit === index ? MADE_OUTCOMES[row]! : 0),
          0,
        ),
      })),
    };
  });
  const pair = purifiedPair(counted[0]!, counted[1]!, MADE_TABLE);
  const base = cardOf(counted, 0, -0.6);
  const training = { ...base.training, rows: 600, dataFingerprint: fingerprintOfTable(MADE_TABLE) };
  const content = { ...base, format: 'recourse-scorecard/2' as const, pairs: [pair], training };
  return { ...content, fingerprint: fingerprintOfScorecard(content) };
}

export function characteristic(
  id: string,
  cuts: readonly number[],
  logOdds: readonly number[],
  monotone: -1 | 0 | 1,
): ScorecardCharacteristic {
  const bounds = [null, ...cuts, null];
  const ranges = logOdds.map((value, at) =>
    attribute({ kind: 'range', from: bounds[at]!, to: bounds[at + 1]! }, value),
  );
  return {
    id,
    kind: 'numeric',
    monotone,
    change: null,
    attributes: [...ranges, attribute({ kind: 'missing' }, 0)],
  };
}

/** Missing values go with the first group. */
export function rawPair(
  first: ScorecardCharacteristic,
  second: ScorecardCharacteristic,
  logOdds: readonly number[],
  counts: readonly number[] = logOdds.map(() => 1),
): PairTerm {
  const side = ({ id }: ScorecardCharacteristic) => ({
    characteristic: id,
    groups: 3,
    groupOf: [0, 1, 2, 0],
  });
  return {
    id: `${first.id} × ${second.id}`,
    first: side(first),
    second: side(second),
    logOdds,
    standardErrors: logOdds.map(() => 0.05),
    points: logOdds.map((value) => -value * (20 / Math.LN2)),
    counts,
    positives: counts.map((count) => Math.floor(count / 3)),
  };
}

/** The means of rows and columns are taken out in turns until nothing is left of them. */
function purifiedPair(
  first: ScorecardCharacteristic,
  second: ScorecardCharacteristic,
  table: Table,
): PairTerm {
  const { hits } = compileScorer(cardOf([first, second])).score(table);
  const groupOf = [0, 1, 2, 0];
  const counts = new Array<number>(9).fill(0);
  hits[0]!.forEach((hit, row) => {
    const cell = groupOf[hit]! * 3 + groupOf[hits[1]![row]!]!;
    counts[cell] = counts[cell]! + 1;
  });
  const cells = [0.1, 0, -0.1, 0, 0, 0, -0.1, 0, 0.12];
  for (let turn = 0; turn < 200; turn += 1) {
    for (const lines of [lineIndices('row'), lineIndices('column')]) {
      for (const line of lines) {
        const mean = meanOf(
          line.map((cell) => cells[cell]!),
          line.map((cell) => counts[cell]!),
        );
        for (const cell of line) cells[cell] = cells[cell]! - mean;
      }
    }
  }
  return rawPair(first, second, cells.map(exactLogOdds), counts);
}

export function lineIndices(
  direction: 'row' | 'column',
  rows = 3,
  columns = 3,
): readonly (readonly number[])[] {
  const lines = direction === 'row' ? rows : columns;
  return Array.from({ length: lines }, (_, line) =>
    Array.from({ length: direction === 'row' ? columns : rows }, (_at, at) =>
      direction === 'row' ? line * columns + at : at * columns + line,
    ),
  );
}

export function meanOf(values: readonly number[], counts: readonly number[]): number {
  const cases = counts.reduce((sum, count) => sum + count, 0);
  if (cases === 0) return 0;
  return values.reduce((sum, value, at) => sum + value * counts[at]!, 0) / cases;
}
