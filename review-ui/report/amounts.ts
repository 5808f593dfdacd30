import type { AmountPerformance } from '../../scoring/monitoring/amount-performance.ts';
import { drawBars } from '../charts/bars.ts';
import { type Place, type Plot, roundTicks, scaleOf } from '../charts/plot.ts';
import type { Wording } from '../wording.ts';
import type { OutcomeWords } from './outcome-words.ts';
import { diagonal, shareAxis } from './performance.ts';
import type { ReportBlock } from './report.ts';

const TABLE_ROWS = 10;

/** How well large sums are told from small ones, and how far off single cases are. */
export function amountBlocks(
  performance: AmountPerformance,
  prefix: string,
  outcome: OutcomeWords,
  wording: Wording,
): readonly ReportBlock[] {
  return [
    ...(performance.gains.length > 0 ? [totalBlock(performance, prefix, wording)] : []),
    distributionBlock(performance, prefix, outcome, wording),
    errorBlock(performance, outcome, wording),
  ];
}

/** Mean foretold against mean come, by tenths. */
export function tenthBlock(
  { tenths, metrics }: AmountPerformance,
  prefix: string,
  { figure }: OutcomeWords,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const ends = tenths.flatMap(({ predicted, low, high }) => [predicted, low, high]);
  const [low, high] = [Math.min(0, ...ends), Math.max(...ends)];
  const top = low + (high - low) * 1.05;
  const scale = scaleOf(low, top);
  const ticks = roundTicks(low, top, 4).map((at) => ({ at: scale(at), text: figure(at) }));
  const holds = tenths.filter((bin) => bin.low <= bin.predicted && bin.predicted <= bin.high);
  const plot: Plot = {
    id: `${prefix}-tenths`,
    title: t('model.calibration.title'),
    sentence: t('model.amounts.tenthText', {
      holds: holds.length,
      tenths: tenths.length,
      ratio: number(metrics.actualOverExpected, 3),
    }),
    x: { label: t('model.calibration.x'), ticks },
    y: { label: t('model.amounts.real'), ticks },
    layers: [
      diagonal(),
      {
        kind: 'dots',
        tone: 'helps',
        dots: tenths.map((bin) => ({
          x: scale(bin.predicted),
          y: scale(bin.observed),
          low: scale(bin.low),
          high: scale(bin.high),
          label: t('model.calibration.point', {
            predicted: figure(bin.predicted),
            observed: figure(bin.observed),
            rows: number(bin.rows),
          }),
        })),
      },
    ],
    legend: [
      { tone: 'helps', text: t('model.calibration.dot') },
      { tone: 'soft', text: t('model.calibration.line') },
    ],
    height: 'tall',
  };
  return {
    title: plot.title,
    plot,
    table: {
      caption: plot.title,
      columns: [
        { label: t('model.amounts.range'), kind: 'text' },
        { label: t('model.calibration.x'), kind: 'number' },
        { label: t('model.amounts.real'), kind: 'number' },
        { label: t('model.interval'), kind: 'number' },
        { label: t('model.rows'), kind: 'number' },
      ],
      rows: tenths.map((bin) => ({
        cells: [
          `${figure(bin.from)}–${figure(bin.to)}`,
          figure(bin.predicted),
          figure(bin.observed),
          `${figure(bin.low)}–${figure(bin.high)}`,
          number(bin.rows),
        ],
      })),
      empty: t('model.noRows'),
    },
  };
}

function totalBlock({ gains }: AmountPerformance, prefix: string, wording: Wording): ReportBlock {
  const { t, percent } = wording;
  const tenth = gains.find(({ reached }) => reached >= 0.1 - 1e-9) ?? gains.at(-1)!;
  const line = (of: (gain: (typeof gains)[number]) => number): readonly Place[] => [
    [0, 0],
    ...gains.map((gain): Place => [gain.reached, Math.min(1, Math.max(0, of(gain)))]),
  ];
  const plot: Plot = {
    id: `${prefix}-totals`,
    title: t('model.gains.title'),
    sentence: t('model.amounts.gainsText', {
      reached: percent(tenth.reached),
      total: percent(tenth.total),
      best: percent(tenth.best),
    }),
    x: shareAxis(t('model.amounts.gainsX'), wording),
    y: shareAxis(t('model.amounts.gainsY'), wording),
    layers: [
      diagonal(),
      { kind: 'line', tone: 'soft', dashed: true, points: line(({ best }) => best) },
      { kind: 'line', tone: 'helps', points: line(({ total }) => total) },
    ],
    legend: [
      { tone: 'helps', text: t('model.scorecard') },
      { tone: 'soft', text: t('model.gains.best') },
    ],
    height: 'tall',
  };
  const shown = Array.from(
    { length: TABLE_ROWS },
    (_, at) => gains.find(({ reached }) => reached >= (at + 1) / TABLE_ROWS - 1e-9) ?? gains.at(-1)!,
  );
  return {
    title: plot.title,
    plot,
    table: {
      caption: plot.title,
      columns: [
        { label: t('model.amounts.gainsX'), kind: 'number' },
        { label: t('model.amounts.gainsY'), kind: 'number' },
        { label: t('model.amounts.best'), kind: 'number' },
      ],
      rows: [...new Set(shown)].map(({ reached, total, best }) => ({
        cells: [percent(reached), percent(total, 1), percent(best, 1)],
      })),
      empty: t('model.noRows'),
    },
  };
}

function distributionBlock(
  { distribution, mean }: AmountPerformance,
  prefix: string,
  { figure }: OutcomeWords,
  { t, number }: Wording,
): ReportBlock {
  const [low, high] = [distribution[0]?.from ?? 0, distribution.at(-1)?.to ?? 1];
  const most = Math.max(1, ...distribution.map(({ foretold, real }) => Math.max(foretold, real)));
  const x = scaleOf(low, high);
  const steps = distribution.flatMap(({ from, to, foretold }): Place[] => [
    [x(from), foretold / most],
    [x(to), foretold / most],
  ]);
  const plot: Plot = {
    id: `${prefix}-distribution`,
    title: t('model.amounts.distribution'),
    sentence: t('model.amounts.distributionText', { mean: figure(mean) }),
    x: {
      label: t('model.amounts.range'),
      ticks: roundTicks(low, high, 4).map((at) => ({ at: x(at), text: figure(at) })),
    },
    y: {
      label: t('model.rows'),
      ticks: roundTicks(0, most, 4).map((at) => ({ at: at / most, text: number(at) })),
    },
    layers: [
      {
        kind: 'areas',
        areas: distribution.map(({ from, to, foretold, real }) => ({
          tone: 'soft' as const,
          opacity: 0.6,
          x: [x(from) + 0.002, x(to) - 0.002] as const,
          y: [0, real / most] as const,
          label: `${figure(from)}–${figure(to)}: ${number(real)} / ${number(foretold)}`,
        })),
      },
      { kind: 'line', tone: 'helps', points: steps },
    ],
    legend: [
      { tone: 'helps', text: t('model.calibration.x') },
      { tone: 'soft', text: t('model.amounts.real') },
    ],
    height: 'tall',
  };
  return {
    title: plot.title,
    plot,
    table: {
      caption: plot.title,
      columns: [
        { label: t('model.amounts.range'), kind: 'text' },
        { label: t('model.calibration.x'), kind: 'number' },
        { label: t('model.amounts.real'), kind: 'number' },
      ],
      rows: distribution
        .filter(({ foretold, real }) => foretold + real > 0)
        .map(({ from, to, foretold, real }) => ({
          cells: [`${figure(from)}–${figure(to)}`, number(foretold), number(real)],
        })),
      empty: t('model.noRows'),
    },
  };
}

function errorBlock(
  { errors, metrics }: AmountPerformance,
  { figure, kind }: OutcomeWords,
  { t, percent }: Wording,
): ReportBlock {
  const half = errors.find(({ share }) => share === 0.5) ?? errors[0]!;
  return {
    title: t('model.amounts.errors'),
    bars: drawBars(
      t('model.amounts.errorText', { half: figure(half.within), mean: figure(metrics.mae) }),
      errors.map(({ share, within }) => ({
        label: t('model.amounts.errorShare', { share: percent(share) }),
        value: within,
        figure: figure(within),
        tone: 'soft' as const,
      })),
    ),
    ...(kind === 'share' ? { note: t('model.amounts.shareErrors') } : {}),
    table: {
      caption: t('model.amounts.errors'),
      columns: [
        { label: t('model.amounts.errorRows'), kind: 'text' },
        { label: t('model.amounts.within'), kind: 'number' },
      ],
      rows: errors.map(({ share, within }) => ({ cells: [percent(share), figure(within)] })),
      empty: '',
    },
  };
}
