import type { AmountFairness } from '../../scoring/monitoring/amount-fairness.ts';
import type { Fairness } from '../../scoring/monitoring/fairness.ts';
import type {
  AmountChallengerGap,
  ChallengerGap,
  FoldMeasure,
  FoldResult,
  TrainingReport,
} from '../../scoring/monitoring/training-report.ts';
import type { DirectionCost } from '../../scoring/scorecard/direction-cost.ts';
import { drawBars } from '../charts/bars.ts';
import { signed } from '../charts/waterfall.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import { digitsFor, type OutcomeWords } from './outcome-words.ts';
import type { ReportBlock } from './report.ts';
import type { TermWords } from './words.ts';

/** The measure that says most comes first, and is drawn. */
const FOLD_MEASURES: readonly FoldMeasure[] = ['auc', 'concordance', 'r2', 'logLoss', 'brier', 'mae', 'rmse'];

export function foldBlock({ folds }: TrainingReport, wording: Wording): ReportBlock {
  const { t, number } = wording;
  const measures = FOLD_MEASURES.filter((measure) => folds.some((fold) => measure in fold));
  const first = measures[0] ?? 'auc';
  const known = folds.flatMap((fold) => fold[first] ?? []);
  const figure = (fold: FoldResult, measure: FoldMeasure): string | null => {
    const value = fold[measure] ?? null;
    return value === null ? null : number(value, amountMeasures.has(measure) ? digitsFor(value) : 4);
  };
  return {
    title: t('model.folds.title'),
    bars: drawBars(
      t('model.folds.text', {
        measure: t(`model.measures.${first}`),
        low: number(Math.min(...known), 4),
        high: number(Math.max(...known), 4),
      }),
      folds.map((fold, at) => ({
        label: t('model.folds.fold', { fold: at + 1 }),
        value: fold[first] ?? 0,
        figure: figure(fold, first) ?? '–',
        tone: 'helps' as const,
      })),
    ),
    table: {
      caption: t('model.folds.title'),
      columns: [
        { label: t('model.folds.column'), kind: 'text' },
        ...measures.map((measure) => ({ label: t(`model.measures.${measure}`), kind: 'number' as const })),
      ],
      rows: folds.map((fold, at) => ({
        cells: [t('model.folds.fold', { fold: at + 1 }), ...measures.map((measure) => figure(fold, measure))],
      })),
      empty: t('model.noRows'),
    },
  };
}

/** In the unit of the target, which may be cents or millions. */
const amountMeasures: ReadonlySet<FoldMeasure> = new Set(['mae', 'rmse']);

export function challengerBlock(
  challenger: NonNullable<TrainingReport['challenger']>,
  wording: Wording,
): ReportBlock {
  return challenger.kind === 'neural_network'
    ? rankChallengerBlock(challenger, wording)
    : amountChallengerBlock(challenger, wording);
}

function challengerColumns(t: Wording['t']): Table['columns'] {
  return [
    { label: t('model.measure'), kind: 'text' },
    { label: t('model.scorecard'), kind: 'number' },
    { label: t('model.challenger.network'), kind: 'number' },
    { label: t('model.challenger.gap'), kind: 'number' },
    { label: t('model.interval'), kind: 'number' },
  ];
}

function amountChallengerBlock(
  { mae, maeGap, maeInterval, byVariance, layers }: AmountChallengerGap,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const digits = digitsFor(mae.mean);
  const between = ([low, high]: readonly [number, number], places: number): string =>
    `${signed(low, number, places)} … ${signed(high, number, places)}`;
  const verdict = maeInterval[0] > 0 ? 'costs' : maeInterval[1] < 0 ? 'gains' : 'nothing';
  const ofScorecard = number(mae.mean + maeGap, digits);
  const ofNetwork = number(mae.mean, digits);
  return {
    title: t('model.challenger.title'),
    bars: drawBars(
      `${t(`model.challenger.${verdict}`)} ${t('model.challenger.textAmount', {
        gap: signed(maeGap, number, digits),
        interval: between(maeInterval, digits),
        layers: layers.join(', '),
      })}`,
      [
        { label: t('model.scorecard'), value: mae.mean + maeGap, figure: ofScorecard, tone: 'helps' },
        { label: t('model.challenger.network'), value: mae.mean, figure: ofNetwork, tone: 'soft' },
      ],
    ),
    table: {
      caption: t('model.challenger.title'),
      columns: challengerColumns(t),
      rows: [
        {
          cells: [
            t('model.measures.mae'),
            ofScorecard,
            ofNetwork,
            signed(maeGap, number, digits),
            between(maeInterval, digits),
          ],
        },
        ...(byVariance === null
          ? []
          : [
              {
                cells: [
                  t('model.measures.r2'),
                  number(byVariance.r2.mean - byVariance.gap, 4),
                  number(byVariance.r2.mean, 4),
                  signed(byVariance.gap, number, 4),
                  between(byVariance.interval, 4),
                ],
              },
            ]),
      ],
      empty: t('model.noRows'),
    },
  };
}

function rankChallengerBlock(challenger: ChallengerGap, wording: Wording): ReportBlock {
  const { t, number } = wording;
  const { auc, logLoss, gap, interval, logLossGap, logLossInterval, layers } = challenger;
  const between = ([low, high]: readonly [number, number]): string =>
    `${signed(low, number, 4)} … ${signed(high, number, 4)}`;
  const verdict = interval[0] > 0 ? 'costs' : interval[1] < 0 ? 'gains' : 'nothing';
  return {
    title: t('model.challenger.title'),
    bars: drawBars(
      `${t(`model.challenger.${verdict}`)} ${t('model.challenger.text', {
        gap: signed(gap, number, 4),
        interval: between(interval),
        layers: layers.join(', '),
      })}`,
      [
        {
          label: t('model.scorecard'),
          value: auc.mean - gap,
          figure: number(auc.mean - gap, 4),
          tone: 'helps',
        },
        {
          label: t('model.challenger.network'),
          value: auc.mean,
          figure: number(auc.mean, 4),
          tone: 'soft',
        },
      ],
    ),
    table: {
      caption: t('model.challenger.title'),
      columns: challengerColumns(t),
      rows: [
        {
          cells: [
            'AUC',
            number(auc.mean - gap, 4),
            number(auc.mean, 4),
            signed(gap, number, 4),
            between(interval),
          ],
        },
        {
          cells: [
            t('model.logLoss'),
            number(logLoss.mean + logLossGap, 4),
            number(logLoss.mean, 4),
            signed(logLossGap, number, 4),
            between(logLossInterval),
          ],
        },
      ],
      empty: '',
    },
  };
}

/** Bars and rows: all directions together first, then each by itself. */
export function constraintBlock(
  costs: NonNullable<TrainingReport['constraints']>,
  words: TermWords,
  { kind, pointDigits }: OutcomeWords,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const { together, each, held, trainedOn, judgedOn } = costs;
  const amounts = 'meanError' in together;
  const digits = kind === 'amount' ? pointDigits + 1 : 4;
  const mainOf = (cost: DirectionCost): number => ('meanError' in cost ? cost.meanError : cost.auc);
  const otherOf = (cost: DirectionCost): number => ('meanError' in cost ? cost.r2 : cost.logLoss);
  const [low, high] = together.interval;
  const verdict = low > 0 ? 'costs' : high < 0 ? 'gains' : 'nothing';
  const sorted = [
    {
      name: t('model.constraints.together', { count: held }),
      direction: null,
      cost: together as DirectionCost,
    },
    ...each
      .map((cost) => ({ name: words.name(cost.characteristic), direction: cost.direction, cost }))
      .sort((one, other) => mainOf(other.cost) - mainOf(one.cost)),
  ];
  // Without its directions a costly model gains AUC, and loses error.
  const change = amounts ? -mainOf(together) : mainOf(together);
  return {
    title: t('model.constraints.title'),
    bars: drawBars(
      t(`model.constraints.${verdict}`, {
        measure: t(amounts ? 'model.measures.mae' : 'model.measures.auc'),
        total: signed(change, number, digits),
      }),
      sorted.map(({ name, cost }) => ({
        label: name,
        // A bar to the left takes from what the model is worth.
        value: -mainOf(cost),
        figure: signed(amounts ? mainOf(cost) : -mainOf(cost), number, digits),
      })),
    ),
    note: [
      t(kind === 'hazard' ? 'model.constraints.howMonths' : 'model.constraints.how', {
        trained: number(trainedOn),
        judged: number(judgedOn),
      }),
      ...(each.length < held ? [t('model.constraints.heaviest', { count: each.length })] : []),
    ].join(' '),
    table: {
      caption: t('model.constraints.title'),
      columns: [
        { label: t('model.term'), kind: 'text' },
        { label: t('model.direction'), kind: 'text' },
        { label: t(amounts ? 'model.constraints.meanError' : 'model.constraints.auc'), kind: 'number' },
        { label: t('model.interval'), kind: 'number' },
        { label: t(amounts ? 'model.constraints.r2' : 'model.constraints.logLoss'), kind: 'number' },
      ],
      rows: sorted.map(({ name, direction, cost }) => ({
        cells: [
          name,
          direction === null ? null : t(`model.data.direction.${direction > 0 ? 'up' : 'down'}`),
          signed(mainOf(cost), number, digits),
          `${signed(cost.interval[0], number, digits)} … ${signed(cost.interval[1], number, digits)}`,
          signed(otherOf(cost), number, 4),
        ],
      })),
      empty: '',
    },
  };
}

export function leakageBlock(
  { leaks, checked }: NonNullable<TrainingReport['leakage']>,
  { t }: Wording,
): ReportBlock {
  return {
    title: t('model.leakage.title'),
    ...(leaks.length === 0 ? {} : { note: t('model.leakage.some', { checked, count: leaks.length }) }),
    table: {
      caption: t('model.leakage.title'),
      columns: [
        { label: t('model.term'), kind: 'text' },
        { label: t('model.leakage.evidence'), kind: 'text' },
      ],
      rows: leaks.map(({ column, sentence }) => ({ cells: [column, sentence] })),
      empty: t('model.leakage.none', { checked }),
      narrow: 'stack',
    },
  };
}

export function uncertaintyTexts(
  { nominal, covered, fittedOn, rows }: NonNullable<TrainingReport['uncertainty']>,
  { t, percent, number }: Wording,
): readonly string[] {
  return [
    t('model.uncertainty.how', { fitted: number(fittedOn) }),
    t('model.uncertainty.found', {
      nominal: percent(nominal),
      covered: percent(covered, 1),
      rows: number(rows),
    }),
  ];
}

export function fairnessBlock(fairness: Fairness, wording: Wording): ReportBlock {
  const { t, number, percent } = wording;
  const { groups, rowsLeftOut, cutoff } = fairness;
  const least = groups.reduce<Fairness['groups'][number] | null>(
    (low, group) => (low === null || group.acceptedRatio < low.acceptedRatio ? group : low),
    null,
  );
  const nameOf = (group: string | null): string => group ?? t('common.unknown');
  const text =
    least === null
      ? t('model.fairness.none')
      : t('model.fairness.text', {
          group: nameOf(least.group),
          ratio: number(least.acceptedRatio, 2),
          cutoff: percent(cutoff, 1),
        });
  return {
    title: t('model.fairness.title', { column: fairness.column }),
    bars: drawBars(
      text,
      groups.map((group) => ({
        label: nameOf(group.group),
        value: group.accepted,
        figure: percent(group.accepted, 1),
        note: t('model.shape.cases', { count: group.rows, number: number(group.rows) }),
        tone: group.acceptedRatio < 0.8 ? ('hurts' as const) : ('helps' as const),
      })),
    ),
    ...(rowsLeftOut > 0
      ? { note: t('model.fairness.leftOut', { count: rowsLeftOut, number: number(rowsLeftOut) }) }
      : {}),
    table: {
      caption: t('model.fairness.title', { column: fairness.column }),
      columns: [
        { label: t('model.fairness.group'), kind: 'text' },
        { label: t('model.rows'), kind: 'number' },
        { label: t('model.calibration.y'), kind: 'number' },
        { label: t('model.calibration.x'), kind: 'number' },
        { label: t('model.fairness.points'), kind: 'number' },
        { label: 'AUC', kind: 'number' },
        { label: t('model.fairness.accepted'), kind: 'number' },
        { label: t('model.fairness.ratio'), kind: 'number' },
        { label: t('model.fairness.good'), kind: 'number' },
      ],
      rows: groups.map((group) => ({
        cells: [
          nameOf(group.group),
          number(group.rows),
          percent(group.observed, 1),
          percent(group.expected, 1),
          number(group.meanPoints, 1),
          group.auc === null ? null : number(group.auc, 3),
          percent(group.accepted, 1),
          number(group.acceptedRatio, 2),
          group.acceptedOfGood === null ? null : percent(group.acceptedOfGood, 1),
        ],
      })),
      empty: t('model.fairness.none'),
    },
  };
}

/** What is foretold for each group beside what came: amounts and shares have no cut-off. */
export function amountFairnessBlock(
  { column, groups, rowsLeftOut }: AmountFairness,
  { figure }: OutcomeWords,
  { t, number }: Wording,
): ReportBlock {
  const nameOf = (group: string | null): string => group ?? t('common.unknown');
  const known = groups.filter(({ ratio }) => ratio !== null);
  const furthest = known.reduce<(typeof known)[number] | null>(
    (far, group) => (far === null || Math.abs(group.ratio! - 1) > Math.abs(far.ratio! - 1) ? group : far),
    null,
  );
  const text =
    furthest === null
      ? t('model.fairness.none')
      : t('model.fairness.amountText', {
          group: nameOf(furthest.group),
          ratio: number(furthest.ratio!, 2),
        });
  return {
    title: t('model.fairness.title', { column }),
    bars: drawBars(
      text,
      known.map((group) => ({
        label: nameOf(group.group),
        value: group.ratio!,
        figure: number(group.ratio!, 2),
        note: t('model.shape.cases', { count: group.rows, number: number(group.rows) }),
        tone: 'helps' as const,
      })),
    ),
    ...(rowsLeftOut > 0
      ? { note: t('model.fairness.leftOut', { count: rowsLeftOut, number: number(rowsLeftOut) }) }
      : {}),
    table: {
      caption: t('model.fairness.title', { column }),
      columns: [
        { label: t('model.fairness.group'), kind: 'text' },
        { label: t('model.rows'), kind: 'number' },
        { label: t('model.calibration.y'), kind: 'number' },
        { label: t('model.calibration.x'), kind: 'number' },
        { label: t('model.bands.y'), kind: 'number' },
        { label: t('model.measures.mae'), kind: 'number' },
      ],
      rows: groups.map((group) => ({
        cells: [
          nameOf(group.group),
          number(group.rows),
          figure(group.observed),
          figure(group.expected),
          group.ratio === null ? null : number(group.ratio, 2),
          figure(group.meanError),
        ],
      })),
      empty: t('model.fairness.none'),
    },
  };
}
