import { Z_95 } from '../../scoring/scorecard/metrics.ts';
import type { TermGain, TermWeight } from '../../scoring/monitoring/term-gain.ts';
import { coverOf } from '../../scoring/scorecard/directions.ts';
import type { AttributeCover } from '../../scoring/scorecard/locate.ts';
import { pointsPerLogOdds } from '../../scoring/scorecard/scaling.ts';
import type { Scorecard, ScorecardCharacteristic } from '../../scoring/scorecard/scorecard.ts';
import { drawBars } from '../charts/bars.ts';
import { type Plot, roundTicks, scaleOf, type Place, type Tick } from '../charts/plot.ts';
import { signed } from '../charts/waterfall.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { OutcomeWords } from './outcome-words.ts';
import type { ReportBlock } from './report.ts';
import { plainNumber, type TermWords } from './words.ts';

const MOST_BARS = 20;
/** The lowest part of a shape holds the columns of its counts. */
const COUNTS = 0.16;
const FLOOR = 0.22;

/** What each term weighs; with outcomes, what is lost without it. */
export function weightBlock(
  weights: readonly (TermWeight | TermGain)[],
  words: TermWords,
  { kind, pointDigits }: OutcomeWords,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const [first] = weights;
  const digits = kind === 'amount' ? pointDigits : 1;
  const measured = weights.some((weight) => 'auc' in weight);
  const amounts = weights.some((weight) => 'r2' in weight);
  const errorDigits = kind === 'share' ? 4 : pointDigits + 1;
  const shown = weights.slice(0, MOST_BARS);
  const caption =
    first === undefined
      ? t('model.noRows')
      : t('model.weights.text', {
          name: words.name(first.term),
          points: number(first.meanPoints, digits),
        });
  return {
    title: t('model.weights.title'),
    bars: drawBars(
      caption,
      shown.map((weight) => ({
        label: words.name(weight.term),
        value: weight.meanPoints,
        figure: number(weight.meanPoints, digits),
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
        ...(amounts
          ? ([
              { label: t('model.weights.r2'), kind: 'number' },
              { label: t('model.weights.meanError'), kind: 'number' },
            ] as const)
          : []),
      ],
      rows: weights.map((weight) => ({
        cells: [
          words.name(weight.term),
          number(weight.meanPoints, digits + 1),
          number(weight.rangePoints, digits),
          ...('auc' in weight ? [signed(weight.auc, number, 4), signed(weight.logLoss, number, 4)] : []),
          ...('r2' in weight
            ? [signed(weight.r2, number, 4), signed(weight.meanError, number, errorDigits)]
            : []),
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
  outcome: OutcomeWords,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const { pointDigits: digits } = outcome;
  const { id, kind, monotone, attributes } = characteristic;
  const toPoints = Math.abs(pointsPerLogOdds(scorecard.scaling, scorecard.target.favourable));
  const table: Table = {
    caption: words.name(id),
    columns: [
      { label: t('model.attribute'), kind: 'text' },
      { label: t('model.points'), kind: 'number' },
      { label: t('model.interval'), kind: 'number' },
      { label: t(outcome.kind === 'hazard' ? 'model.months' : 'model.cases'), kind: 'number' },
      { label: t(`model.mean.${outcome.kind}`), kind: 'number' },
    ],
    rows: attributes.map((attribute) => {
      const half = Z_95 * attribute.standardError * toPoints;
      return {
        cells: [
          words.cover(id, coverOf(attribute)),
          signed(attribute.points, number, digits),
          `${signed(attribute.points - half, number, digits)} … ${signed(attribute.points + half, number, digits)}`,
          number(attribute.count),
          attribute.count === 0 ? null : outcome.figure(attribute.positives / attribute.count),
        ],
      };
    }),
    empty: '',
  };
  const sentence = shapeSentence(characteristic, words, outcome, wording);
  const held = outcome.kind === 'amount' || outcome.kind === 'share' ? 'held' : 'monotone';
  const note = monotone === 0 ? {} : { note: t(`model.shape.${held}.${monotone > 0 ? 'up' : 'down'}`) };
  if (kind === 'category') {
    const seen = [...attributes].filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
    return {
      title: words.name(id),
      bars: drawBars(
        sentence,
        seen.slice(0, 12).map((attribute) => ({
          label: words.cover(id, coverOf(attribute)),
          value: attribute.points,
          figure: `${signed(attribute.points, number, Math.max(0, digits - 1))} ± ${number(Z_95 * attribute.standardError * toPoints, Math.max(0, digits - 1))}`,
          note: t('model.shape.cases', { count: attribute.count, number: number(attribute.count) }),
        })),
      ),
      ...note,
      table,
    };
  }
  return {
    title: words.name(id),
    plot: shapePlot(
      characteristic,
      { plotId: `shape-${at}`, sentence, toPoints, digits: outcome.pointDigits },
      words,
      wording,
    ),
    ...note,
    table,
  };
}

function shapePlot(
  { id, attributes }: ScorecardCharacteristic,
  {
    plotId,
    sentence,
    toPoints,
    digits,
  }: {
    readonly plotId: string;
    readonly sentence: string;
    readonly toPoints: number;
    readonly digits: number;
  },
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
    return `${words.cover(id, coverOf(attribute))}: ${signed(attribute.points, number, digits)} (${number(attribute.count)})`;
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
        text: signed(at, number, high - low < 3 ? Math.max(1, digits) : 0),
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
  { pointDigits }: OutcomeWords,
  { t, number }: Wording,
): string {
  const digits = Math.max(0, pointDigits - 1);
  const seen = attributes.filter(({ count }) => count > 0);
  if (seen.length === 0) return t('model.noRows');
  const best = seen.reduce((a, b) => (b.points > a.points ? b : a));
  const worst = seen.reduce((a, b) => (b.points < a.points ? b : a));
  return t('model.shape.text', {
    most: signed(best.points, number, digits),
    mostAt: words.cover(id, coverOf(best)),
    least: signed(worst.points, number, digits),
    leastAt: words.cover(id, coverOf(worst)),
  });
}
