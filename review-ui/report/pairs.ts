import { Z_95 } from '../../scoring/scorecard/metrics.ts';
import { coverOf } from '../../scoring/scorecard/directions.ts';
import type { AttributeCover } from '../../scoring/scorecard/locate.ts';
import { pointsPerLogOdds } from '../../scoring/scorecard/scaling.ts';
import type { PairSide, PairTerm, Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { Plot, Tick } from '../charts/plot.ts';
import { signed } from '../charts/waterfall.ts';
import type { Wording } from '../wording.ts';
import type { ReportBlock } from './report.ts';
import { plainNumber, type TermWords } from './words.ts';

/** On a phone three numbers stand side by side without touching. */
const MOST_TICKS_ACROSS = 3;
const MOST_TICKS_UP = 6;

/** What two characteristics say together, as a heat map: points by colour. Groups without a training case are left out. */
export function pairBlock(
  scorecard: Scorecard,
  pair: PairTerm,
  at: number,
  words: TermWords,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const largest = Math.max(1e-9, ...pair.points.map(Math.abs));
  const toPoints = Math.abs(pointsPerLogOdds(scorecard.scaling, scorecard.target.favourable));
  const cellAt = (column: number, row: number): number => column * pair.second.groups + row;
  const casesOf = (cells: readonly number[]): number =>
    cells.reduce((sum, cell) => sum + pair.counts[cell]!, 0);
  const every = (side: PairSide): readonly number[] =>
    Array.from({ length: side.groups }, (_, group) => group);
  const shown = {
    first: every(pair.first).filter(
      (column) => casesOf(every(pair.second).map((row) => cellAt(column, row))) > 0,
    ),
    second: every(pair.second).filter(
      (row) => casesOf(every(pair.first).map((column) => cellAt(column, row))) > 0,
    ),
  };
  const columns = groupNames(scorecard, pair.first, shown.first, words, wording);
  const rows = groupNames(scorecard, pair.second, shown.second, words, wording);
  const cells = shown.first.flatMap((firstGroup, column) =>
    shown.second.map((secondGroup, row) => {
      const cell = cellAt(firstGroup, secondGroup);
      return {
        column,
        row,
        points: pair.points[cell]!,
        count: pair.counts[cell]!,
        half: Z_95 * pair.standardErrors[cell]! * toPoints,
      };
    }),
  );
  const fits = columns.length <= 6 && rows.length <= 9;
  const seen = cells.filter(({ count }) => count > 0);
  const widest = seen.reduce<(typeof cells)[number] | null>(
    (most, cell) => (most === null || Math.abs(cell.points) > Math.abs(most.points) ? cell : most),
    null,
  );
  const plot: Plot = {
    id: `pair-${at}`,
    title: words.name(pair.id),
    sentence:
      widest === null
        ? t('model.noRows')
        : t('model.pair.text', {
            points: signed(widest.points, number, 1),
            first: columns[widest.column]!,
            second: rows[widest.row]!,
          }),
    x: {
      label: words.name(pair.first.characteristic),
      ticks: groupTicks(scorecard, pair.first, shown.first, MOST_TICKS_ACROSS, words, wording),
    },
    y: {
      label: words.name(pair.second.characteristic),
      ticks: groupTicks(scorecard, pair.second, shown.second, MOST_TICKS_UP, words, wording),
    },
    layers: [
      {
        kind: 'areas',
        areas: cells.map((cell) => ({
          tone: cell.points < 0 ? ('hurts' as const) : ('helps' as const),
          opacity: Math.round((0.65 * Math.abs(cell.points) * 1000) / largest) / 1000,
          x: [cell.column / columns.length, (cell.column + 1) / columns.length] as const,
          y: [cell.row / rows.length, (cell.row + 1) / rows.length] as const,
          label: `${columns[cell.column]!} · ${rows[cell.row]!}: ${signed(cell.points, number, 1)} (${number(cell.count)})`,
          ...(fits ? { text: signed(cell.points, number) } : {}),
        })),
      },
    ],
    legend: [
      { tone: 'helps', text: t('model.pair.more') },
      { tone: 'hurts', text: t('model.pair.less') },
    ],
    height: 'tall',
    wideLabels: true,
  };
  return {
    title: plot.title,
    plot,
    table: {
      caption: t('model.pair.table', { name: plot.title }),
      columns: [
        { label: words.name(pair.second.characteristic), kind: 'text' },
        ...columns.map((label) => ({ label, kind: 'number' as const })),
      ],
      rows: rows.map((name, row) => ({
        cells: [
          name,
          ...cells
            .filter((cell) => cell.row === row)
            .map((cell) => ({
              text: signed(cell.points, number, 1),
              note: `± ${number(cell.half, 1)} · ${number(cell.count)}`,
            })),
        ],
      })),
      empty: t('model.noRows'),
    },
  };
}

/** Each group by all that it covers: ranges as one, the others by name. */
function groupNames(
  scorecard: Scorecard,
  side: PairSide,
  shown: readonly number[],
  words: TermWords,
  { t }: Wording,
): readonly string[] {
  const all = coversOf(scorecard, side);
  return shown.map((group) => {
    const covers = all[group] ?? [];
    const names = joinRanges(covers).map((cover) => words.cover(side.characteristic, cover));
    if (names.length === 0) return t('model.cover.none');
    return names.length <= 3
      ? names.join(', ')
      : t('model.cover.more', { names: names.slice(0, 3).join(', '), count: names.length - 3 });
  });
}

/** Cuts where the groups are of ranges; a short name in the middle of the others. */
function groupTicks(
  scorecard: Scorecard,
  side: PairSide,
  shown: readonly number[],
  most: number,
  words: TermWords,
  wording: Wording,
): readonly Tick[] {
  const all = coversOf(scorecard, side);
  const groups = shown.map((group) => all[group] ?? []);
  const every = Math.max(1, Math.ceil(groups.length / most));
  return groups.flatMap((covers, group): Tick[] => {
    const [range] = joinRanges(covers).filter((cover) => cover.kind === 'range');
    if (range?.kind === 'range') {
      if (range.from === null || group % every !== 0) return [];
      return [{ at: group / groups.length, text: words.value(side.characteristic, range.from) }];
    }
    const [only] = covers;
    if (only === undefined) return [];
    const text =
      only.kind === 'special' ? plainNumber(only.value, wording) : words.cover(side.characteristic, only);
    const more = covers.length > 1 ? ' …' : '';
    return [{ at: (group + 0.5) / groups.length, text: `${shortened(text)}${more}` }];
  });
}

const MOST_LETTERS = 12;

function shortened(text: string): string {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}

function coversOf({ characteristics }: Scorecard, side: PairSide): readonly (readonly AttributeCover[])[] {
  const attributes = characteristics.find(({ id }) => id === side.characteristic)?.attributes ?? [];
  return Array.from({ length: side.groups }, (_, group) =>
    attributes.filter((_attribute, at) => side.groupOf[at] === group).map(coverOf),
  );
}

function joinRanges(covers: readonly AttributeCover[]): readonly AttributeCover[] {
  const ranges = covers.filter((cover) => cover.kind === 'range');
  const [first, last] = [ranges[0], ranges.at(-1)];
  const others = covers.filter((cover) => cover.kind !== 'range');
  if (first === undefined || last === undefined) return others;
  return [{ kind: 'range', from: first.from, to: last.to }, ...others];
}
