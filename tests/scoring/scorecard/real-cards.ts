import { existsSync } from 'node:fs';
import { readTable } from '../../../data/files/table.ts';
import { fitScorecard } from '../../../scoring/scorecard/fit.ts';
import type { PairTerm, Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import type { Column, Table } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';
import { pairOf } from './compiled/any-batch.ts';

const SHARED = new URL('../../../../shared/data/', import.meta.url);

export const REAL_TABLES = {
  taiwan_default: {
    target: 'default_next_month',
    drop: ['SEX', 'AGE', 'MARRIAGE'],
    categorical: ['EDUCATION'],
    pairs: [
      ['PAY_0', 'LIMIT_BAL'],
      ['PAY_0', 'EDUCATION'],
      ['PAY_2', 'BILL_AMT1'],
    ],
  },
  heloc: {
    target: 'bad',
    drop: [],
    categorical: ['MaxDelqEver'],
    pairs: [
      ['ExternalRiskEstimate', 'NumSatisfactoryTrades'],
      ['ExternalRiskEstimate', 'MaxDelqEver'],
    ],
  },
} as const;
export type RealTable = keyof typeof REAL_TABLES;

export interface RealCard {
  readonly card: Scorecard;
  /** The rows it was trained on, with values in some that no training saw. */
  readonly table: Table;
}

/** False, said loudly, where the shared tables are not there: they are no part of the project. */
export function realTablesAreHere(what: string): boolean {
  if (existsSync(SHARED)) return true;
  console.log(`SKIPPED: the tables of ../shared/data are not here, so ${what} is not compared on them`);
  return false;
}

const KNOWN = new Map<RealTable, Promise<RealCard>>();

/** A scorecard trained on a shared table, with pair terms: made by hand where training gave none. Trained once. */
export function realCard(name: RealTable): Promise<RealCard> {
  const known = KNOWN.get(name) ?? trained(name);
  KNOWN.set(name, known);
  return known;
}

async function trained(name: RealTable): Promise<RealCard> {
  const { target, drop, categorical, pairs } = REAL_TABLES[name];
  const read = await readTable(new URL(`${name}.csv`, SHARED).pathname);
  if (read.kind === 'refused') throw new Error(read.reason);
  const { tf } = await loadTensorFlow();
  const fitted = await fitScorecard(tf, read.table, {
    name,
    target: { name: target, favourable: 0 },
    drop,
    categorical,
  });
  if (fitted.kind === 'refused') throw new Error(fitted.reason);
  const card = fitted.scorecard.pairs.length > 0 ? fitted.scorecard : withPairs(fitted.scorecard, pairs);
  const columns = card.characteristics.map(({ id }) => read.table.columns.find((one) => one.id === id)!);
  return { card, table: { rows: read.table.rows, columns: columns.map(withAwkwardValues) } };
}

function withPairs(card: Scorecard, names: readonly (readonly [string, string])[]): Scorecard {
  const at = (id: string): number => card.characteristics.findIndex((one) => one.id === id);
  const pairs: readonly PairTerm[] = names.map(([first, second], k) =>
    pairOf(card, at(first), at(second), [0.21 + k / 7, -0.34, 0.05, -0.11, 0.4 - k / 9, 0.02]),
  );
  return { ...card, format: 'recourse-scorecard/2', pairs };
}

const AWKWARD = [NaN, -9, -8, -7, -0.5, -0, 1e9, -1e9, 0.1, 2.5, Infinity, -Infinity, 1e-7, 9007199254740993];

/** Every 23rd value or so is another one: missing, a code, between two others, far out of range. */
function withAwkwardValues(column: Column, place: number): Column {
  if (column.kind === 'category') {
    const dictionary = [...column.dictionary, 'unseen', ''];
    const awkward = [-1, dictionary.length - 2, dictionary.length - 1];
    const codes = column.codes.map((code, row) =>
      (row + 3 * place) % 23 === 0 ? awkward[row % awkward.length]! : code,
    );
    return { ...column, dictionary, codes };
  }
  const values = column.values.map((value, row) =>
    (row + 3 * place) % 23 === 0 ? AWKWARD[(row + place) % AWKWARD.length]! : value,
  );
  return { ...column, values };
}
