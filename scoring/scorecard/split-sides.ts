import type { AttributeCover } from './attribute-cover.ts';
import { compileScorer } from './compile.ts';
import { sigmoid } from './metrics.ts';
import { targetKindOf } from './prediction.ts';
import type { Scorecard } from './scorecard.ts';
import { type Column, findColumn, type Table } from './table.ts';

export interface Cut {
  readonly index: number;
  readonly covers: readonly [AttributeCover, AttributeCover];
  /** Of a value that hits the parent: does it belong to the second side? */
  readonly isSecond: (column: Column, row: number) => boolean;
}

/** What the rows of one side of a cut say, with every other term held. */
export interface Side {
  readonly rows: number;
  readonly positives: number;
  readonly logOdds: number;
  readonly standardError: number;
}

export function sidesOf(
  scorecard: Scorecard,
  place: number,
  { index, isSecond }: Cut,
  table: Table,
  outcomes: ArrayLike<number>,
): readonly [Side, Side] {
  const { id, attributes } = scorecard.characteristics[place]!;
  const parent = attributes[index]!.logOdds;
  const { hits, logOdds } = compileScorer(scorecard).score(table);
  const column = findColumn(table, id)!;
  const members: [number[], number[]] = [[], []];
  hits[place]!.forEach((hit, row) => {
    if (hit === index) members[isSecond(column, row) ? 1 : 0].push(row);
  });
  const others = (row: number): number => logOdds[row]! - parent;
  const fitted = targetKindOf(scorecard) === 'amount' ? fittedAmount : fittedLogOdds;
  const sideOf = (rows: readonly number[]): Side => ({
    rows: rows.length,
    positives: total(rows.map((row) => outcomes[row]!)),
    ...fitted(parent, rows, others, outcomes),
  });
  return [sideOf(members[0]), sideOf(members[1])];
}

type FitOfSide = (
  parent: number,
  rows: readonly number[],
  /** What all other terms say of a row. */
  others: (row: number) => number,
  outcomes: ArrayLike<number>,
) => Pick<Side, 'logOdds' | 'standardError'>;

/** Newton's method on one number; the penalty makes it converge even where one outcome is missing. Shares count as their odds. */
const fittedLogOdds: FitOfSide = (parent, rows, others, outcomes) => {
  let own = parent;
  let information = 0;
  for (let step = 0; step < 50; step += 1) {
    let gradient = (parent - own) / SPLIT_VARIANCE;
    information = 1 / SPLIT_VARIANCE;
    for (const row of rows) {
      const p = sigmoid(others(row) + own);
      gradient += outcomes[row]! - p;
      information += p * (1 - p);
    }
    const move = Math.max(-1, Math.min(1, gradient / information));
    own += move;
    if (Math.abs(move) < 1e-10) break;
  }
  return { logOdds: own, standardError: Math.sqrt(1 / information) };
};

/** The mean of what the other terms leave, with the parent's number counting as one more row. */
const fittedAmount: FitOfSide = (parent, rows, others, outcomes) => {
  const left = rows.map((row) => outcomes[row]! - others(row));
  const own = (parent + total(left)) / (left.length + 1);
  const variance = total(left.map((each) => (each - own) ** 2)) / Math.max(1, left.length);
  return { logOdds: own, standardError: Math.sqrt(variance / (left.length + 1)) };
};

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Variance of a side's number about its parent's: a split without much to say changes little. */
const SPLIT_VARIANCE = 1;
