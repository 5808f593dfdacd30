import type { AttributeCover } from './attribute-cover.ts';
import { columnsLacking } from './compile.ts';
import { coverOf } from './directions.ts';
import {
  type Draft,
  type EditRefusal,
  numbersOf,
  refusal,
  regrouped,
  total,
  withAttributes,
} from './edit-draft.ts';
import { fingerprintOfTable } from './fingerprint.ts';
import { exactLogOdds } from './scaling.ts';
import type { Attribute, ScorecardCharacteristic } from './scorecard.ts';
import { type Cut, sidesOf } from './split-sides.ts';
import { type Column, type Table, valueAt } from './table.ts';

/** Rows with known outcomes, of a hazard every month of every case. */
export interface CountedRows {
  readonly table: Table;
  readonly outcomes: ArrayLike<number>;
}

/** A side of a split with fewer rows says more about them than about those to come. */
const FEWEST_ROWS_A_SIDE = 10;

/** Each side is fitted to its own rows with everything else held; together they keep their parent's mean. */
export function split(
  draft: Draft,
  place: number,
  at: number | string,
  given: CountedRows | null,
): Draft | EditRefusal {
  const { scorecard } = draft;
  const { id, attributes, kind } = scorecard.characteristics[place]!;
  const found = cutIn(scorecard.characteristics[place]!, at);
  if (found === null) {
    const wanted = kind === 'numeric' ? 'a number within a range' : 'a category of a group';
    return refusal(
      'no_such_cut',
      { name: id, at },
      `"${id}" cannot be split at ${typeof at === 'number' ? at : `"${at}"`} (want ${wanted}, where there is no cut yet)`,
    );
  }
  if (given === null || columnsLacking(scorecard, given.table).length > 0) {
    return refusal(
      'needs_rows',
      { name: id },
      `"${id}": a split wants a table with every column of the scorecard, to count both sides`,
    );
  }
  const parent = attributes[found.index]!;
  const sides = sidesOf(draft.scorecard, place, found, given.table, given.outcomes);
  const few = Math.min(...sides.map(({ rows }) => rows));
  if (few < FEWEST_ROWS_A_SIDE) {
    return refusal(
      'too_few_rows',
      { name: id, at, rows: few, wanted: FEWEST_ROWS_A_SIDE },
      `"${id}": a side of ${String(at)} has ${few} rows (want at least ${FEWEST_ROWS_A_SIDE})`,
    );
  }
  const rows = total(sides.map((side) => side.rows));
  const drift = parent.logOdds - total(sides.map((side) => (side.logOdds * side.rows) / rows));
  const counts = apportioned(parent.count, [sides[0].rows, sides[1].rows], [Infinity, Infinity]);
  const positives = apportioned(parent.positives, [sides[0].positives, sides[1].positives], counts);
  const parts = found.covers.map(
    (cover, side): Attribute => ({
      ...cover,
      ...numbersOf(scorecard, exactLogOdds(sides[side]!.logOdds + drift)),
      standardError: exactLogOdds(sides[side]!.standardError),
      count: counts[side]!,
      positives: positives[side]!,
    }),
  );
  const own = attributes.flatMap((attribute, index) => (index === found.index ? parts : [attribute]));
  const pairs = scorecard.pairs.map((pair) =>
    regrouped(pair, id, (groupOf) =>
      groupOf.flatMap((group, index) => (index === found.index ? [group, group] : [group])),
    ),
  );
  const done = { kind: 'split', characteristic: id, cover: coverOf(parent), at } as const;
  return {
    ...draft,
    scorecard: withAttributes({ ...scorecard, pairs }, place, own),
    changes: [...draft.changes, { ...done, dataFingerprint: fingerprintOfTable(given.table) }],
  };
}

function cutIn({ kind, attributes }: ScorecardCharacteristic, at: number | string): Cut | null {
  if (kind === 'numeric') {
    const cut = Number(at);
    const index = attributes.findIndex(
      (each) =>
        each.kind === 'range' &&
        (each.from === null || each.from < cut) &&
        (each.to === null || cut < each.to),
    );
    const parent = attributes[index];
    if (!Number.isFinite(cut) || parent?.kind !== 'range') return null;
    return {
      index,
      covers: [
        { kind: 'range', from: parent.from, to: cut },
        { kind: 'range', from: cut, to: parent.to },
      ],
      isSecond: (column, row) => Number(valueAt(column, row)) >= cut,
    };
  }
  const value = String(at);
  const alone: AttributeCover = { kind: 'categories', values: [value] };
  const isSecond = (column: Column, row: number): boolean => String(valueAt(column, row)) === value;
  const index = attributes.findIndex((each) => each.kind === 'categories' && each.values.includes(value));
  const parent = attributes[index];
  if (parent?.kind === 'categories') {
    const rest = parent.values.filter((each) => each !== value);
    if (rest.length === 0) return null;
    return { index, covers: [{ kind: 'categories', values: rest }, alone], isSecond };
  }
  const other = attributes.findIndex((each) => each.kind === 'other');
  return other < 0 ? null : { index: other, covers: [{ kind: 'other' }, alone], isSecond };
}

/** Whole cases in the proportion of the rows: exact where the rows are those of the training. */
function apportioned(
  whole: number,
  [first, second]: readonly [number, number],
  [mostFirst, mostSecond]: readonly [number, number],
): readonly [number, number] {
  const share = first + second === 0 ? 0 : first / (first + second);
  const wanted = Math.round(whole * share);
  const own = Math.min(mostFirst, Math.max(whole - mostSecond, wanted));
  return [own, whole - own];
}
