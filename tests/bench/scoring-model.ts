import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTable } from '../../data/files/table.ts';
import type { RawColumn } from '../../scoring/scorecard/compiled/explainer.ts';
import { fingerprintOfScorecard } from '../../scoring/scorecard/fingerprint.ts';
import { locateColumn, locatorOf } from '../../scoring/scorecard/locate.ts';
import type { PairTerm, Scorecard, ScorecardCharacteristic } from '../../scoring/scorecard/scorecard.ts';
import { findColumn, type Table } from '../../scoring/scorecard/table.ts';
import { type Dice, dice, pairOf } from './made-card.ts';

export interface BenchedModel {
  readonly scorecard: Scorecard;
  readonly table: Table;
  readonly data: 'taiwan_default' | 'made up';
  /** Pair terms that the training did not give and the bench added, so that there are ten. */
  readonly pairsAdded: number;
  /** Of the fit that made the scorecard: `trainSeconds` of `recourse train`. */
  readonly fitSeconds: number;
  readonly fitRows: number;
}

const TAIWAN = fileURLToPath(new URL('../../../shared/data/taiwan_default.csv', import.meta.url));
const TARGET = 'default_next_month';
const CHARACTERISTICS = 23;
const PAIRS = 10;

/** The scorecard that `recourse train` makes of Taiwan, or of a made-up table where Taiwan is not at hand. */
export async function trainedModel(): Promise<BenchedModel> {
  const folder = mkdtempSync(join(tmpdir(), 'recourse-bench-model-'));
  try {
    const isHere = existsSync(TAIWAN);
    const file = isHere ? TAIWAN : join(folder, 'made-up.csv');
    if (!isHere) writeFileSync(file, madeUpCsv(dice(7)));
    const out = join(folder, 'model.json');
    const command = fileURLToPath(new URL('../../server/cli/recourse.mjs', import.meta.url));
    const words = ['train', file, '--target', TARGET, '--cv', '2', '--no-challenger', '--out', out, '--json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`recourse train: ${stderr}`);
    const { trainSeconds, rows } = JSON.parse(stdout.trim().split('\n').at(-1)!) as {
      trainSeconds: number;
      rows: number;
    };
    const read = await readTable(file);
    if (read.kind === 'refused') throw new Error(read.reason);
    const trained = JSON.parse(readFileSync(out, 'utf8')) as Scorecard;
    return {
      scorecard: withPairs(trained, read.table),
      table: read.table,
      data: isHere ? 'taiwan_default' : 'made up',
      pairsAdded: Math.max(0, PAIRS - trained.pairs.length),
      fitSeconds: trainSeconds,
      fitRows: rows,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ten pair terms whatever the training found; counts are those of the table, so that reasons can be ranked. */
function withPairs(trained: Scorecard, table: Table): Scorecard {
  const roll = dice(11);
  const pairs = Array.from({ length: PAIRS }, (_, at): PairTerm => {
    const own = trained.pairs[at];
    if (own !== undefined) return own;
    const made = pairOf(roll, trained.characteristics, 6, at);
    return { ...made, counts: countsOf(made, trained.characteristics, table) };
  });
  const content = { ...trained, format: 'recourse-scorecard/2' as const, pairs };
  return { ...content, fingerprint: fingerprintOfScorecard(content) };
}

function countsOf(
  pair: PairTerm,
  characteristics: readonly ScorecardCharacteristic[],
  table: Table,
): readonly number[] {
  const [first, second] = [pair.first, pair.second].map((side) => {
    const one = characteristics.find(({ id }) => id === side.characteristic)!;
    const hits = locateColumn(locatorOf(one), findColumn(table, one.id)!, new Uint16Array(table.rows));
    return Array.from(hits, (hit) => side.groupOf[hit]!);
  });
  const counts = pair.logOdds.map(() => 0);
  first!.forEach((group, row) => {
    counts[group * pair.second.groups + second![row]!]! += 1;
  });
  return counts;
}

/** Shared between threads, so that two of them read the same memory. */
export type SharedColumn = RawColumn & { readonly kind: 'numeric'; readonly values: Float32Array };

/** The table so many rows long: rows drawn at random, amounts moved by up to 2 %, so that no row comes twice. */
export function replicated({ scorecard, table }: BenchedModel, rows: number): readonly SharedColumn[] {
  const roll = dice(23);
  const order = Uint32Array.from({ length: rows }, (_, row) => row % table.rows);
  for (let at = rows - 1; at > 0; at -= 1) {
    const other = Math.floor(roll() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return scorecard.characteristics.map(({ id }): SharedColumn => {
    const column = findColumn(table, id)!;
    if (column.kind !== 'numeric') throw new Error(`"${id}" is not a number`);
    const values = new Float32Array(new SharedArrayBuffer(4 * rows));
    order.forEach((from, row) => {
      const value = column.values[from]!;
      // Codes and counts stay what they are; a jittered code would be another code.
      values[row] = Math.abs(value) < 100 ? value : value * (0.98 + 0.04 * roll());
    });
    return { id, kind: 'numeric', values };
  });
}

const MADE_UP_ROWS = 30_000;

function madeUpCsv(roll: Dice): string {
  const ids = Array.from({ length: CHARACTERISTICS }, (_, at) => `c${at}`);
  const lines = Array.from({ length: MADE_UP_ROWS }, () => {
    const values = ids.map((_, at) => Math.floor(roll() ** 2 * (at % 3 === 0 ? 9 : 90_000)));
    const logOdds = values.reduce(
      (sum, value, at) => sum + (at % 3 === 0 ? 0.15 * value : value / 90_000),
      -8,
    );
    return [...values, roll() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0].join(',');
  });
  return [[...ids, TARGET].join(','), ...lines].join('\n');
}
