import type { CurveMonth, HazardPerformance } from '../../scoring/monitoring/hazard-performance.ts';
import { RECOVERY_MONTHS } from '../../scoring/scorecard/hazard.ts';
import { drawBars } from '../charts/bars.ts';
import { type Place, type Plot, roundTicks } from '../charts/plot.ts';
import type { Wording } from '../wording.ts';
import { binBlock, performanceBlocks } from './performance.ts';
import type { ReportBlock } from './report.ts';

/** The curve of all, and how well the cases are told apart by it. */
export function curveBlocks(
  performance: HazardPerformance,
  prefix: string,
  favourable: 0 | 1,
  wording: Wording,
): readonly ReportBlock[] {
  const { atMonth } = performance;
  return [
    curveBlock(performance, prefix, wording),
    recoveryBlock(performance, wording),
    ...(atMonth === null ? [] : performanceBlocks(atMonth, prefix, favourable, wording)),
  ];
}

/** Groups by what is foretold for the month, and what came of them. */
export function curveGroupBlock(
  { groups, month }: HazardPerformance,
  prefix: string,
  wording: Wording,
): ReportBlock {
  const { t, percent } = wording;
  const holds = groups.filter(({ predicted, low, high }) => low <= predicted && predicted <= high);
  const [least, most] = [groups[0]!, groups.at(-1)!];
  return binBlock(
    groups,
    {
      prefix,
      sentence: t('model.curve.groupText', {
        month,
        groups: groups.length,
        holds: holds.length,
        least: percent(least.observed, 1),
        most: percent(most.observed, 1),
      }),
    },
    wording,
  );
}

function curveBlock({ curve, metrics }: HazardPerformance, prefix: string, wording: Wording): ReportBlock {
  const { t, number, percent } = wording;
  const width = 1 / curve.length;
  const told = metrics.curve.at(-1) ?? { month: curve.length, foretold: 0, observed: 0 };
  const most = Math.min(
    1,
    1.08 * Math.max(0.01, ...curve.map(({ foretold, observed }) => Math.max(foretold, observed?.high ?? 0))),
  );
  const line = (of: (month: CurveMonth) => number | null): readonly Place[] => [
    [0, 0],
    ...curve.flatMap((month): Place[] => {
      const value = of(month);
      return value === null ? [] : [[month.month * width, value / most]];
    }),
  ];
  const plot: Plot = {
    id: `${prefix}-curve`,
    title: t('model.curve.title'),
    sentence: t('model.curve.text', {
      month: told.month,
      foretold: percent(told.foretold, 1),
      observed: percent(told.observed, 1),
    }),
    x: {
      label: t('model.curve.month'),
      ticks: roundTicks(0, curve.length, 6).map((at) => ({ at: at * width, text: number(at) })),
    },
    y: {
      label: t('model.curve.share'),
      ticks: roundTicks(0, most).map((at) => ({ at: at / most, text: percent(at) })),
    },
    layers: [
      {
        kind: 'areas',
        areas: curve.flatMap(({ month, foretold, observed }) =>
          observed === null
            ? []
            : [
                {
                  tone: 'soft' as const,
                  opacity: 0.35,
                  x: [(month - 0.5) * width, Math.min(1, (month + 0.5) * width)] as const,
                  y: [observed.low / most, observed.high / most] as const,
                  label: t('model.curve.point', {
                    month,
                    foretold: percent(foretold, 1),
                    observed: percent(observed.share, 1),
                  }),
                },
              ],
        ),
      },
      { kind: 'line', tone: 'ink', points: line(({ observed }) => observed?.share ?? null) },
      { kind: 'line', tone: 'helps', points: line(({ foretold }) => foretold) },
    ],
    legend: [
      { tone: 'helps', text: t('model.calibration.x') },
      { tone: 'ink', text: t('model.curve.observed') },
    ],
    height: 'tall',
  };
  return {
    title: plot.title,
    plot,
    table: {
      caption: plot.title,
      columns: [
        { label: t('model.curve.month'), kind: 'number' },
        { label: t('model.curve.waiting'), kind: 'number' },
        { label: t('model.calibration.x'), kind: 'number' },
        { label: t('model.calibration.y'), kind: 'number' },
        { label: t('model.interval'), kind: 'number' },
      ],
      rows: curve.map(({ month, waiting, foretold, observed }) => ({
        cells: [
          number(month),
          number(waiting),
          percent(foretold, 1),
          observed === null ? null : percent(observed.share, 1),
          observed === null ? null : `${percent(observed.low, 1)}–${percent(observed.high, 1)}`,
        ],
      })),
      empty: t('model.noRows'),
    },
  };
}

/** 6, 12, 24 and 36 months as far as followed: to how many it has come, and what part of the sum is in. */
function recoveryBlock({ curve }: HazardPerformance, { t, percent, number }: Wording): ReportBlock {
  const months = RECOVERY_MONTHS.flatMap((month) => curve[month - 1] ?? []);
  const told = months.length > 0 ? months : curve.slice(-1);
  const last = told.at(-1)!;
  // A table tells no sums: there the event counts as the whole amount.
  const sums = curve.some(({ foretold, recovered }) => recovered < foretold - 1e-9);
  return {
    title: t('model.curve.recovery'),
    bars: drawBars(
      t('model.curve.recoveryText', { month: last.month, recovered: percent(last.recovered, 1) }),
      told.map(({ month, recovered }) => ({
        label: t('model.curve.by', { month }),
        value: recovered,
        figure: percent(recovered, 1),
        tone: 'helps' as const,
      })),
    ),
    ...(sums ? {} : { note: t('model.curve.noSums') }),
    table: {
      caption: t('model.curve.recovery'),
      columns: [
        { label: t('model.curve.month'), kind: 'number' },
        { label: t('model.curve.recovered'), kind: 'number' },
        { label: t('model.calibration.x'), kind: 'number' },
        { label: t('model.calibration.y'), kind: 'number' },
      ],
      rows: told.map(({ month, recovered, foretold, observed }) => ({
        cells: [
          number(month),
          percent(recovered, 1),
          percent(foretold, 1),
          observed === null ? null : percent(observed.share, 1),
        ],
      })),
      empty: t('model.noRows'),
    },
  };
}
