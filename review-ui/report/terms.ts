import type { TermGain, TermWeight } from '../../scoring/monitoring/term-gain.ts';
import { coverOf } from '../../scoring/scorecard/directions.ts';
import type { AttributeCover } from '../../scoring/scorecard/locate.ts';
import { pointsPerLogOdds } from '../../scoring/scorecard/scaling.ts';
import type {
  PairSide,
  PairTerm,
  Scorecard,
  ScorecardCharacteristic,
} from '../../scoring/scorecard/scorecard.ts';
import { drawBars } from '../charts/bars.ts';
import { type Plot, roundTicks, scaleOf, type Place, type Tick } from '../charts/plot.ts';
import { signed } from '../charts/waterfall.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { ReportBlock } from './report.ts';
import { plainNumber, type TermWords } from './words.ts';

const Z_95 = 1.959964;
const MOST_BARS = 20;
/** On a phone three numbers stand side by side without touching. */
const MOST_TICKS_ACROSS = 3;
const MOST_TICKS_UP = 6;
/** The lowest part of a shape holds the columns of its counts. */
const COUNTS = 0.16;
const FLOOR = 0.22;

/** What each term weighs; with outcomes, what is lost without it. */
export function weightBlock(
  weights: readonly (TermWeight | TermGain)[],
  words: TermWords,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const [first] = weights;
  const measured = weights.some((weight) => 'auc' in weight);
  const shown = weights.slice(0, MOST_BARS);
  const caption =
    first === undefined
      ? t('model.noRows')
      : t('model.weights.text', {
          name: words.name(first.term),
          points: number(first.meanPoints, 1),
        });
  return {
    title: t('model.weights.title'),
    bars: drawBars(
      caption,
      shown.map((weight) => ({
        label: words.name(weight.term),
        value: weight.meanPoints,
        figure: number(weight.meanPoints, 1),
        tone: weight.kind === 'pair' ? ('soft' as const) : ('helps' as const),
      })),
    ),
    ...(weights.length > shown.length
      ? { note: t('model.weights.more', { count: weights.length - shown.length }) }
      : {}),
    table: {
      caption: t('model.weights.title'),
      columns: [
        { label: t('model.term'), kind: 'text' },
        { label: t('model.weights.mean'), kind: 'number' },
        { label: t('model.weights.range'), kind: 'number' },
        ...(measured
          ? ([
              { label: t('model.weights.auc'), kind: 'number' },
              { label: t('model.weights.logLoss'), kind: 'number' },
            ] as const)
          : []),
      ],
      rows: weights.map((weight) => ({
        cells: [
          words.name(weight.term),
          number(weight.meanPoints, 2),
          number(weight.rangePoints, 1),
          ...('auc' in weight ? [signed(weight.auc, number, 4), signed(weight.logLoss, number, 4)] : []),
        ],
      })),
      empty: t('model.noRows'),
    },
  };
}

/** One characteristic: its points over its values, with intervals, and how many cases stand behind each. */
export function shapeBlock(
  scorecard: Scorecard,
  characteristic: ScorecardCharacteristic,
  at: number,
  words: TermWords,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const { id, kind, monotone, attributes } = characteristic;
  const toPoints = Math.abs(pointsPerLogOdds(scorecard.scaling, scorecard.target.favourable));
  const table: Table = {
    caption: words.name(id),
    columns: [
      { label: t('model.attribute'), kind: 'text' },
      { label: t('model.points'), kind: 'number' },
      { label: t('model.interval'), kind: 'number' },
      { label: t('model.cases'), kind: 'number' },
      { label: t('model.share'), kind: 'number' },
    ],
    rows: attributes.map((attribute) => {
      const half = Z_95 * attribute.standardError * toPoints;
      return {
        cells: [
          words.cover(id, coverOf(attribute)),
          signed(attribute.points, number, 1),
          `${signed(attribute.points - half, number, 1)} … ${signed(attribute.points + half, number, 1)}`,
          number(attribute.count),
          attribute.count === 0 ? null : wording.percent(attribute.positives / attribute.count, 1),
        ],
      };
    }),
    empty: '',
  };
  const sentence = shapeSentence(characteristic, words, wording);
  const note = monotone === 0 ? {} : { note: t(`model.shape.monotone.${monotone > 0 ? 'up' : 'down'}`) };
  if (kind === 'category') {
    const seen = [...attributes].filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
    return {
      title: words.name(id),
      bars: drawBars(
        sentence,
        seen.slice(0, 12).map((attribute) => ({
          label: words.cover(id, coverOf(attribute)),
          value: attribute.points,
          figure: `${signed(attribute.points, number)} ± ${number(Z_95 * attribute.standardError * toPoints)}`,
          note: t('model.shape.cases', { count: attribute.count, number: number(attribute.count) }),
        })),
      ),
      ...note,
      table,
    };
  }
  return {
    title: words.name(id),
    plot: shapePlot(characteristic, `shape-${at}`, sentence, toPoints, words, wording),
    ...note,
    table,
  };
}

function shapePlot(
  { id, attributes }: ScorecardCharacteristic,
  plotId: string,
  sentence: string,
  toPoints: number,
  words: TermWords,
  wording: Wording,
): Plot {
  const { t, number } = wording;
  // An empty missing attribute would only take room.
  const shown = attributes.filter(({ kind, count }) => kind === 'range' || count > 0);
  const ends = shown.flatMap(({ points, standardError, count }) => {
    const half = count === 0 ? 0 : Z_95 * standardError * toPoints;
    return [points - half, points + half];
  });
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const share = scaleOf(low, high);
  const y = (points: number): number => FLOOR + (1 - FLOOR) * share(points);
  const width = 1 / shown.length;
  const most = Math.max(1, ...shown.map(({ count }) => count));
  const steps: Place[] = [];
  const alone: Place[][] = [];
  shown.forEach(({ kind, points }, at) => {
    const step: Place[] = [
      [at * width, y(points)],
      [(at + 1) * width, y(points)],
    ];
    if (kind === 'range') steps.push(...step);
    else alone.push(step);
  });
  const labelOf = (at: number): string => {
    const attribute = shown[at]!;
    return `${words.cover(id, coverOf(attribute))}: ${signed(attribute.points, number, 1)} (${number(attribute.count)})`;
  };
  return {
    id: plotId,
    title: words.name(id),
    sentence,
    x: { label: t('model.shape.x'), ticks: shapeTicks(id, shown.map(coverOf), words, wording) },
    y: {
      label: t('model.shape.y'),
      ticks: roundTicks(low, high, 4).map((at) => ({
        at: y(at),
        text: signed(at, number, high - low < 3 ? 1 : 0),
      })),
    },
    layers: [
      {
        kind: 'areas',
        areas: shown.map(({ count }, at) => ({
          tone: 'soft' as const,
          opacity: 0.45,
          x: [at * width, (at + 1) * width] as const,
          y: [0, (COUNTS * count) / most] as const,
          label: labelOf(at),
        })),
      },
      {
        kind: 'areas',
        areas: shown.map(({ points, standardError }, at) => ({
          tone: 'helps' as const,
          opacity: 0.28,
          x: [at * width, (at + 1) * width] as const,
          y: [
            y(points - Z_95 * standardError * toPoints),
            y(points + Z_95 * standardError * toPoints),
          ] as const,
          label: labelOf(at),
        })),
      },
      { kind: 'mark', axis: 'y', at: y(0), label: '0' },
      ...[steps, ...alone]
        .filter((points) => points.length > 0)
        .map((points) => ({ kind: 'line' as const, tone: 'helps' as const, points })),
    ],
    legend: [
      { tone: 'helps', text: t('model.shape.legend') },
      { tone: 'soft', text: t('model.shape.counts') },
    ],
    height: 'short',
  };
}

/** A few cuts, and what stands apart from the ranges; more would run into each other on a phone. */
function shapeTicks(
  id: string,
  covers: readonly AttributeCover[],
  words: TermWords,
  wording: Wording,
): readonly Tick[] {
  const ranges = covers.filter((cover) => cover.kind === 'range');
  const apart = covers.length - ranges.length;
  const every = Math.max(1, Math.ceil((ranges.length - 1) / (apart > 0 ? 3 : 4)));
  return covers.flatMap((cover, at): Tick[] => {
    if (cover.kind === 'range') {
      if (cover.from === null || at % every !== 0 || (apart > 0 && at > ranges.length - every / 2)) return [];
      return [{ at: at / covers.length, text: words.value(id, cover.from) }];
    }
    // Of several side by side the first is named; the table has them all.
    if (at !== ranges.length) return [];
    const text = cover.kind === 'special' ? plainNumber(cover.value, wording) : words.cover(id, cover);
    return [{ at: (at + 0.5) / covers.length, text: apart > 1 ? `${text} …` : text }];
  });
}

function shapeSentence(
  { id, attributes }: ScorecardCharacteristic,
  words: TermWords,
  { t, number }: Wording,
): string {
  const seen = attributes.filter(({ count }) => count > 0);
  if (seen.length === 0) return t('model.noRows');
  const best = seen.reduce((a, b) => (b.points > a.points ? b : a));
  const worst = seen.reduce((a, b) => (b.points < a.points ? b : a));
  return t('model.shape.text', {
    most: signed(best.points, number),
    mostAt: words.cover(id, coverOf(best)),
    least: signed(worst.points, number),
    leastAt: words.cover(id, coverOf(worst)),
  });
}

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
