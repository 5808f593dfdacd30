import type { Fairness } from '../../scoring/monitoring/fairness.ts';
import type { SwapSet } from '../../scoring/monitoring/swap-set.ts';
import type { EditMeasured, TrainingReport } from '../../scoring/monitoring/training-report.ts';
import type { EditDone, EditRecord } from '../../scoring/scorecard/edit-record.ts';
import { drawBars } from '../charts/bars.ts';
import { signed } from '../charts/waterfall.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { ReportBlock } from './report.ts';
import type { TermWords } from './words.ts';

export function foldBlock({ folds }: TrainingReport, wording: Wording): ReportBlock {
  const { t, number } = wording;
  const aucs = folds.flatMap(({ auc }) => (auc === null ? [] : [auc]));
  return {
    title: t('model.folds.title'),
    bars: drawBars(
      t('model.folds.text', { low: number(Math.min(...aucs), 4), high: number(Math.max(...aucs), 4) }),
      folds.map(({ auc }, at) => ({
        label: t('model.folds.fold', { fold: at + 1 }),
        value: auc ?? 0,
        figure: auc === null ? '–' : number(auc, 4),
        tone: 'helps' as const,
      })),
    ),
    table: {
      caption: t('model.folds.title'),
      columns: [
        { label: t('model.folds.column'), kind: 'text' },
        { label: 'AUC', kind: 'number' },
        { label: t('model.logLoss'), kind: 'number' },
        { label: 'Brier', kind: 'number' },
      ],
      rows: folds.map(({ auc, logLoss, brier }, at) => ({
        cells: [
          t('model.folds.fold', { fold: at + 1 }),
          auc === null ? null : number(auc, 4),
          number(logLoss, 4),
          number(brier, 4),
        ],
      })),
      empty: t('model.noRows'),
    },
  };
}

export function challengerBlock(
  challenger: NonNullable<TrainingReport['challenger']>,
  wording: Wording,
): ReportBlock {
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
      columns: [
        { label: t('model.measure'), kind: 'text' },
        { label: t('model.scorecard'), kind: 'number' },
        { label: t('model.challenger.network'), kind: 'number' },
        { label: t('model.challenger.gap'), kind: 'number' },
        { label: t('model.interval'), kind: 'number' },
      ],
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
  { together, each, held, trainedOn, judgedOn }: NonNullable<TrainingReport['constraints']>,
  words: TermWords,
  wording: Wording,
): ReportBlock {
  const { t, number } = wording;
  const [low, high] = together.interval;
  const verdict = low > 0 ? 'costs' : high < 0 ? 'gains' : 'nothing';
  const whole = { name: t('model.constraints.together', { count: held }), direction: null, ...together };
  const sorted = [
    whole,
    ...each
      .map(({ characteristic, ...cost }) => ({ name: words.name(characteristic), ...cost }))
      .sort((one, other) => other.auc - one.auc),
  ];
  return {
    title: t('model.constraints.title'),
    bars: drawBars(
      t(`model.constraints.${verdict}`, { total: signed(together.auc, number, 4) }),
      sorted.map(({ name, auc }) => ({
        label: name,
        // A bar to the left takes from the AUC.
        value: -auc,
        figure: signed(-auc, number, 4),
      })),
    ),
    note: [
      t('model.constraints.how', { trained: number(trainedOn), judged: number(judgedOn) }),
      ...(each.length < held ? [t('model.constraints.heaviest', { count: each.length })] : []),
    ].join(' '),
    table: {
      caption: t('model.constraints.title'),
      columns: [
        { label: t('model.term'), kind: 'text' },
        { label: t('model.direction'), kind: 'text' },
        { label: t('model.constraints.auc'), kind: 'number' },
        { label: t('model.interval'), kind: 'number' },
        { label: t('model.constraints.logLoss'), kind: 'number' },
      ],
      rows: sorted.map(({ name, direction, auc, interval: [from, to], logLoss }) => ({
        cells: [
          name,
          direction === null ? null : t(`model.data.direction.${direction > 0 ? 'up' : 'down'}`),
          signed(auc, number, 4),
          `${signed(from, number, 4)} … ${signed(to, number, 4)}`,
          signed(logLoss, number, 4),
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

/** What an edit does, on the same rows before and after: how well it ranks, how far it can be believed, who moves. */
export function editBlocks(measured: EditMeasured, wording: Wording): readonly ReportBlock[] {
  const { t, number } = wording;
  const { before, after, swap, rows } = measured;
  const line = (name: string, from: number, to: number, digits: number): Table['rows'][number] => ({
    cells: [name, number(from, digits), number(to, digits), signed(to - from, number, digits)],
  });
  return [
    {
      title: t('model.edit.measured'),
      note: t('model.edit.measuredText', { rows: number(rows) }),
      table: {
        caption: t('model.edit.measured'),
        columns: [
          { label: t('model.measure'), kind: 'text' },
          { label: t('model.edit.before'), kind: 'number' },
          { label: t('model.edit.after'), kind: 'number' },
          { label: t('model.edit.change'), kind: 'number' },
        ],
        rows: [
          line('AUC', before.metrics.auc, after.metrics.auc, 4),
          line(t('model.logLoss'), before.metrics.logLoss, after.metrics.logLoss, 4),
          line(t('model.ks.short'), before.metrics.ks, after.metrics.ks, 4),
          line(t('model.ece'), before.metrics.ece, after.metrics.ece, 4),
          line(t('model.slope'), before.metrics.calibrationSlope, after.metrics.calibrationSlope, 3),
          line(t('model.bands.y'), before.observedOverExpected, after.observedOverExpected, 3),
        ],
        empty: '',
      },
    },
    swapBlock(swap, wording),
  ];
}

function swapBlock(swap: SwapSet, { t, number, percent }: Wording): ReportBlock {
  const cells = ['bothIn', 'swappedIn', 'swappedOut', 'bothOut'] as const;
  const moved = swap.swappedIn.rows + swap.swappedOut.rows;
  return {
    title: t('model.swap.title'),
    note: t('model.swap.text', { count: moved, number: number(moved), cutoff: percent(swap.cutoff, 1) }),
    table: {
      caption: t('model.swap.title'),
      columns: [
        { label: t('model.swap.move'), kind: 'text' },
        { label: t('model.rows'), kind: 'number' },
        { label: t('model.outcome.one'), kind: 'number' },
      ],
      rows: cells.map((cell) => ({
        cells: [
          t(`model.swap.${cell}`),
          number(swap[cell].rows),
          swap[cell].positiveRate === null ? null : percent(swap[cell].positiveRate, 1),
        ],
      })),
      empty: '',
    },
  };
}

/** Who changed what by hand, when and why: the newest first. */
export function historyBlock(edits: readonly EditRecord[], words: TermWords, wording: Wording): ReportBlock {
  const { t, instant } = wording;
  return {
    title: t('model.history.title'),
    table: {
      caption: t('model.history.title'),
      columns: [
        { label: t('model.history.when'), kind: 'text' },
        { label: t('model.history.who'), kind: 'text' },
        { label: t('model.history.what'), kind: 'text' },
        { label: t('model.history.why'), kind: 'text' },
        { label: t('model.history.parent'), kind: 'text' },
      ],
      rows: [...edits].reverse().map(({ at, by, why, changes, parent }) => ({
        cells: [
          instant(at),
          by,
          changes.map((change) => changeText(change, words, wording)).join(' '),
          why,
          `${parent.version} · ${parent.fingerprint.slice(0, 12)}…`,
        ],
      })),
      empty: '',
      narrow: 'stack',
    },
  };
}

export function changeText(change: EditDone, words: TermWords, { t, number }: Wording): string {
  switch (change.kind) {
    case 'merge':
      return t('model.history.merge', {
        name: words.name(change.characteristic),
        covers: change.covers.map((cover) => words.cover(change.characteristic, cover)).join(' + '),
      });
    case 'split':
      return t('model.history.split', {
        name: words.name(change.characteristic),
        cover: words.cover(change.characteristic, change.cover),
        at: words.value(change.characteristic, change.at),
      });
    case 'fix':
      return t('model.history.fix', {
        name: words.name(change.characteristic),
        cover: words.cover(change.characteristic, change.cover),
        from: signed(change.fromPoints, number, 1),
        to: signed(change.toPoints, number, 1),
      });
    case 'drop':
      return t('model.history.drop', { name: words.name(change.term) });
  }
}
