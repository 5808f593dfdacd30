import type { CalibrationBin, ScoreBand } from '../../scoring/monitoring/calibration.ts';
import type { Discrimination } from '../../scoring/monitoring/discrimination.ts';
import type { BinaryPerformance } from '../../scoring/monitoring/performance.ts';
import type { ScoreBin } from '../../scoring/monitoring/score-distribution.ts';
import { type Axis, type Layer, type Plot, roundTicks, scaleOf, type Tone } from '../charts/plot.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { ReportBlock } from './report.ts';

const TABLE_ROWS = 10;

/** ROC, gains, Kolmogorov–Smirnov and scores, of rows that had the outcome or had not. */
export function performanceBlocks(
  { discrimination, positiveRate, distribution }: RankedRows,
  prefix: string,
  favourable: 0 | 1,
  wording: Wording,
): readonly ReportBlock[] {
  const tones = tonesOf(favourable);
  return [
    rocBlock(discrimination, prefix, wording),
    gainsBlock(discrimination, positiveRate, prefix, wording),
    ksBlock(discrimination, prefix, tones, wording),
    scoreBlock(distribution, prefix, tones, wording),
  ];
}

/** The good outcome is green, whichever it is. */
interface OutcomeTones {
  readonly one: Tone;
  readonly zero: Tone;
}

function tonesOf(favourable: 0 | 1): OutcomeTones {
  return favourable === 1 ? { one: 'helps', zero: 'hurts' } : { one: 'hurts', zero: 'helps' };
}

type RankedRows = Pick<BinaryPerformance, 'discrimination' | 'positiveRate' | 'distribution'>;

export function calibrationBlocks(
  { calibration: { bins, bands, ece, slope } }: BinaryPerformance,
  prefix: string,
  wording: Wording,
): readonly ReportBlock[] {
  const { t, number } = wording;
  const sentence = t('model.calibration.text', { ece: number(100 * ece, 2), slope: number(slope, 2) });
  return [binBlock(bins, { prefix, sentence }, wording), bandBlock(bands, prefix, wording)];
}

function rocBlock({ curve, auc }: Discrimination, prefix: string, wording: Wording): ReportBlock {
  const { t, number } = wording;
  const plot: Plot = {
    id: `${prefix}-roc`,
    title: t('model.roc.title'),
    sentence: t('model.roc.text', { auc: number(auc, 4), share: wording.percent(auc, 1) }),
    x: shareAxis(t('model.roc.x'), wording),
    y: shareAxis(t('model.roc.y'), wording),
    layers: [
      diagonal(),
      {
        kind: 'line',
        tone: 'helps',
        points: [[0, 0], ...curve.map(({ negatives, positives }) => [negatives, positives] as const)],
      },
    ],
    legend: [
      { tone: 'helps', text: t('model.scorecard') },
      { tone: 'soft', text: t('model.chance') },
    ],
    height: 'tall',
  };
  return { title: plot.title, plot, table: curveTable(plot.title, curve, wording) };
}

function gainsBlock(
  { curve }: Discrimination,
  positiveRate: number,
  prefix: string,
  wording: Wording,
): ReportBlock {
  const { t, percent } = wording;
  const tenth = curve.find(({ reached }) => reached >= 0.1) ?? curve.at(-1)!;
  const plot: Plot = {
    id: `${prefix}-gains`,
    title: t('model.gains.title'),
    sentence: t('model.gains.text', {
      reached: percent(tenth.reached),
      positives: percent(tenth.positives),
    }),
    x: shareAxis(t('model.gains.x'), wording),
    y: shareAxis(t('model.gains.y'), wording),
    layers: [
      diagonal(),
      // Nobody can do better than reaching all of them first.
      {
        kind: 'line',
        tone: 'soft',
        dashed: true,
        points: [
          [0, 0],
          [positiveRate, 1],
          [1, 1],
        ],
      },
      {
        kind: 'line',
        tone: 'helps',
        points: [[0, 0], ...curve.map(({ reached, positives }) => [reached, positives] as const)],
      },
    ],
    legend: [
      { tone: 'helps', text: t('model.scorecard') },
      { tone: 'soft', text: t('model.gains.best') },
    ],
    height: 'tall',
  };
  return { title: plot.title, plot, table: curveTable(plot.title, curve, wording) };
}

function ksBlock(
  { curve, ks, ksAt }: Discrimination,
  prefix: string,
  tones: OutcomeTones,
  wording: Wording,
): ReportBlock {
  const { t, number, percent } = wording;
  const widest = curve.find(({ threshold }) => threshold === ksAt) ?? curve[0]!;
  const plot: Plot = {
    id: `${prefix}-ks`,
    title: t('model.ks.title'),
    sentence: t('model.ks.text', { ks: number(ks, 4), probability: percent(ksAt, 1) }),
    x: shareAxis(t('model.gains.x'), wording),
    y: shareAxis(t('model.ks.y'), wording),
    layers: [
      {
        kind: 'line',
        tone: tones.one,
        points: [[0, 0], ...curve.map(({ reached, positives }) => [reached, positives] as const)],
      },
      {
        kind: 'line',
        tone: tones.zero,
        points: [[0, 0], ...curve.map(({ reached, negatives }) => [reached, negatives] as const)],
      },
      {
        kind: 'line',
        tone: 'ink',
        points: [
          [widest.reached, widest.negatives],
          [widest.reached, widest.positives],
        ],
      },
    ],
    legend: [
      { tone: tones.one, text: t('model.outcome.one') },
      { tone: tones.zero, text: t('model.outcome.zero') },
      { tone: 'ink', text: t('model.ks.gap') },
    ],
    height: 'tall',
  };
  return { title: plot.title, plot, table: curveTable(plot.title, curve, wording) };
}

function scoreBlock(
  distribution: BinaryPerformance['distribution'],
  prefix: string,
  tones: OutcomeTones,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const [low, high] = [distribution[0]?.fromPoints ?? 0, distribution.at(-1)?.toPoints ?? 1];
  const most = Math.max(1, ...distribution.map(({ positives, negatives }) => positives + negatives));
  const x = scaleOf(low, high);
  const fullest = distribution.reduce<ScoreBin | null>(
    (best, bin) => (best === null || sum(bin) > sum(best) ? bin : best),
    null,
  );
  const areas = distribution.flatMap((bin) => {
    const [from, to] = [x(bin.fromPoints) + 0.002, x(bin.toPoints) - 0.002];
    const label = `${number(bin.fromPoints)}–${number(bin.toPoints)}: ${number(bin.negatives)} / ${number(bin.positives)}`;
    const split = bin.negatives / most;
    return [
      { tone: tones.zero, opacity: 1, x: [from, to] as const, y: [0, split] as const, label },
      {
        tone: tones.one,
        opacity: 1,
        x: [from, to] as const,
        y: [split, sum(bin) / most] as const,
        label,
      },
    ];
  });
  const plot: Plot = {
    id: `${prefix}-scores`,
    title: t('model.scores.title'),
    sentence: t('model.scores.text', {
      from: number(fullest?.fromPoints ?? 0),
      to: number(fullest?.toPoints ?? 0),
    }),
    x: {
      label: t('model.points'),
      ticks: roundTicks(low, high).map((at) => ({ at: x(at), text: number(at) })),
    },
    y: {
      label: t('model.rows'),
      ticks: roundTicks(0, most, 4).map((at) => ({ at: at / most, text: number(at) })),
    },
    layers: [{ kind: 'areas', areas }],
    legend: [
      { tone: tones.zero, text: t('model.outcome.zero') },
      { tone: tones.one, text: t('model.outcome.one') },
    ],
    height: 'tall',
  };
  const table: Table = {
    caption: plot.title,
    columns: [
      { label: t('model.points'), kind: 'text' },
      { label: t('model.outcome.zero'), kind: 'number' },
      { label: t('model.outcome.one'), kind: 'number' },
    ],
    rows: distribution
      .filter((bin) => sum(bin) > 0)
      .map((bin) => ({
        cells: [
          `${number(bin.fromPoints)}–${number(bin.toPoints)}`,
          number(bin.negatives),
          number(bin.positives),
        ],
      })),
    empty: t('model.noRows'),
  };
  return { title: plot.title, plot, table };
}

function sum({ positives, negatives }: ScoreBin): number {
  return positives + negatives;
}

/** Foretold against observed shares, in groups of equal size. */
export function binBlock(
  bins: readonly CalibrationBin[],
  { prefix, sentence }: { readonly prefix: string; readonly sentence: string },
  wording: Wording,
): ReportBlock {
  const { t, number, percent } = wording;
  const most = Math.min(
    1,
    Math.max(...bins.map(({ predicted, high }) => Math.max(predicted, high)), 0.01) * 1.05,
  );
  const scale = scaleOf(0, most);
  const ticks = roundTicks(0, most).map((at) => ({
    at: scale(at),
    text: percent(at, most < 0.2 ? 1 : 0),
  }));
  const labelOf = ({ predicted, observed, rows }: CalibrationBin): string =>
    t('model.calibration.point', {
      predicted: percent(predicted, 1),
      observed: percent(observed, 1),
      rows: number(rows),
    });
  const plot: Plot = {
    id: `${prefix}-calibration`,
    title: t('model.calibration.title'),
    sentence,
    x: { label: t('model.calibration.x'), ticks },
    y: { label: t('model.calibration.y'), ticks },
    layers: [
      diagonal(),
      {
        kind: 'dots',
        tone: 'helps',
        dots: bins.map((bin) => ({
          x: scale(bin.predicted),
          y: scale(bin.observed),
          low: scale(bin.low),
          high: scale(bin.high),
          label: labelOf(bin),
        })),
      },
    ],
    legend: [
      { tone: 'helps', text: t('model.calibration.dot') },
      { tone: 'soft', text: t('model.calibration.line') },
    ],
    height: 'tall',
  };
  const table: Table = {
    caption: plot.title,
    columns: [
      { label: t('model.calibration.from'), kind: 'number' },
      { label: t('model.calibration.x'), kind: 'number' },
      { label: t('model.calibration.y'), kind: 'number' },
      { label: t('model.interval'), kind: 'number' },
      { label: t('model.rows'), kind: 'number' },
    ],
    rows: bins.map((bin) => ({
      cells: [
        `${percent(bin.from, 1)}–${percent(bin.to, 1)}`,
        percent(bin.predicted, 2),
        percent(bin.observed, 2),
        `${percent(bin.low, 1)}–${percent(bin.high, 1)}`,
        number(bin.rows),
      ],
    })),
    empty: t('model.noRows'),
  };
  return { title: plot.title, plot, table };
}

function bandBlock(bands: readonly ScoreBand[], prefix: string, wording: Wording): ReportBlock {
  const { t, number } = wording;
  const full = bands.filter(({ rows }) => rows > 0);
  const most = Math.min(4, Math.max(1.5, ...full.map(({ high }) => high ?? 0)));
  const y = scaleOf(0, most);
  const holds = full.filter(({ low, high }) => low !== null && high !== null && low <= 1 && high >= 1);
  const name = ({ fromPoints, toPoints }: ScoreBand): string => `${number(fromPoints)}–${number(toPoints)}`;
  const plot: Plot = {
    id: `${prefix}-bands`,
    title: t('model.bands.title'),
    sentence: t('model.bands.text', { holds: number(holds.length), bands: number(full.length) }),
    x: {
      label: t('model.points'),
      ticks: full.map((band, at) => ({ at: (at + 0.5) / full.length, text: number(band.fromPoints) })),
    },
    y: {
      label: t('model.bands.y'),
      ticks: roundTicks(0, most, 4).map((at) => ({ at: y(at), text: number(at, 1) })),
    },
    layers: [
      { kind: 'mark', axis: 'y', at: y(1), label: '1' },
      {
        kind: 'dots',
        tone: 'helps',
        dots: full.map((band, at) => ({
          x: (at + 0.5) / full.length,
          y: y(band.ratio ?? 0),
          low: y(band.low ?? 0),
          high: y(band.high ?? 0),
          label: `${name(band)}: ${number(band.ratio ?? 0, 2)}`,
        })),
      },
    ],
    legend: [],
    height: 'tall',
  };
  const table: Table = {
    caption: plot.title,
    columns: [
      { label: t('model.points'), kind: 'text' },
      { label: t('model.rows'), kind: 'number' },
      { label: t('model.bands.observed'), kind: 'number' },
      { label: t('model.bands.expected'), kind: 'number' },
      { label: t('model.bands.y'), kind: 'number' },
      { label: t('model.interval'), kind: 'number' },
    ],
    rows: full.map((band) => ({
      cells: [
        name(band),
        number(band.rows),
        number(band.observed),
        number(band.expected, 1),
        band.ratio === null ? null : number(band.ratio, 3),
        band.low === null || band.high === null ? null : `${number(band.low, 2)}–${number(band.high, 2)}`,
      ],
    })),
    empty: t('model.noRows'),
  };
  return { title: plot.title, plot, table };
}

function curveTable(caption: string, curve: Discrimination['curve'], { t, percent }: Wording): Table {
  const shown = Array.from(
    { length: TABLE_ROWS },
    (_, at) => curve.find(({ reached }) => reached >= (at + 1) / TABLE_ROWS - 1e-9) ?? curve.at(-1)!,
  );
  return {
    caption,
    columns: [
      { label: t('model.gains.x'), kind: 'number' },
      { label: t('model.gains.y'), kind: 'number' },
      { label: t('model.roc.x'), kind: 'number' },
      { label: t('model.threshold'), kind: 'number' },
    ],
    rows: [...new Set(shown)].map(({ reached, positives, negatives, threshold }) => ({
      cells: [percent(reached), percent(positives, 1), percent(negatives, 1), percent(threshold, 1)],
    })),
    empty: t('model.noRows'),
  };
}

export function diagonal(): Layer {
  return {
    kind: 'line',
    tone: 'soft',
    dashed: true,
    points: [
      [0, 0],
      [1, 1],
    ],
  };
}

export function shareAxis(label: string, { percent }: Wording): Axis {
  return { label, ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: percent(at) })) };
}
