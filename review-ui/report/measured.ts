import type { Performance, TablePerformance } from '../../scoring/monitoring/performance.ts';
import type { TrainingReport } from '../../scoring/monitoring/training-report.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { Wording } from '../wording.ts';
import { amountBlocks, tenthBlock } from './amounts.ts';
import { curveBlocks, curveGroupBlock } from './curve.ts';
import { foldBlock } from './findings.ts';
import { digitsFor, type OutcomeWords } from './outcome-words.ts';
import { calibrationBlocks, performanceBlocks } from './performance.ts';
import type { Report, ReportBlock, ReportSection } from './report.ts';
import { plainNumber } from './words.ts';

export interface ReportData {
  readonly scorecard: Scorecard;
  /** What training left; null: nothing is known but the scorecard. */
  readonly training: TrainingReport | null;
  /** Measured now, on a table whose outcomes are known. */
  readonly onTable: {
    readonly name: string;
    readonly performance: TablePerformance;
    /** The scorecard was fitted to these very rows. */
    readonly ofTraining: boolean;
  } | null;
}

type Figures = Report['figures'];

export function figuresOf(
  { scorecard, training, onTable }: ReportData,
  { kind, figure }: OutcomeWords,
  wording: Wording,
): Figures {
  const { t, number } = wording;
  const { characteristics, pairs } = scorecard;
  const facts = scorecard.training;
  const performance = training?.performance ?? onTable?.performance.measured ?? null;
  const note =
    training !== null
      ? t(`model.measured.${training.measured}`)
      : t(onTable?.ofTraining === true ? 'model.measured.onTraining' : 'model.measured.table');
  return [
    {
      name: t('model.cases'),
      value: number(facts.rows),
      note: t(`model.casesNote.${kind}`, { share: figure(facts.positiveRate) }),
    },
    {
      name: t('model.terms'),
      value: number(characteristics.length),
      note: t('model.pairsNote', { count: pairs.length }),
    },
    ...(performance === null ? [] : performanceFigures(performance, note, wording)),
  ];
}

function performanceFigures(
  performance: Performance,
  note: string,
  { t, number, percent }: Wording,
): Figures {
  if (performance.kind === undefined) {
    const { auc, ks, logLoss, ece, calibrationSlope } = performance.metrics;
    return [
      { name: t('model.measures.auc'), value: number(auc, 4), note },
      { name: t('model.ks.short'), value: number(ks, 4), note },
      { name: t('model.logLoss'), value: number(logLoss, 4), note },
      {
        name: t('model.ece'),
        value: number(ece, 4),
        note: t('model.slopeNote', { slope: number(calibrationSlope, 2) }),
      },
    ];
  }
  if (performance.kind === 'hazard') {
    const { metrics, month, atMonth, curve } = performance;
    const told = curve[month - 1]!;
    return [
      { name: t('model.measures.concordance'), value: number(metrics.concordance, 4), note },
      ...(atMonth === null
        ? []
        : [{ name: t('model.curve.auc', { month }), value: number(atMonth.auc, 4), note }]),
      {
        name: t('model.curve.logLoss'),
        value: number(metrics.logLoss, 4),
        note: t('model.curve.baseLogLoss', { loss: number(metrics.baseLogLoss, 4) }),
      },
      {
        name: t('model.curve.byMonth', { month }),
        value: percent(told.foretold, 1),
        ...(told.observed === null
          ? {}
          : { note: t('model.curve.observedNote', { share: percent(told.observed.share, 1) }) }),
      },
    ];
  }
  const { r2, mae, rmse, actualOverExpected } = performance.metrics;
  const digits = digitsFor(mae) + 1;
  return [
    { name: t('model.measures.r2'), value: number(r2, 4), note },
    { name: t('model.measures.mae'), value: number(mae, digits), note },
    { name: t('model.measures.rmse'), value: number(rmse, digits), note },
    {
      name: t('model.amounts.ratio'),
      value: number(actualOverExpected, 3),
      note: t('model.amounts.ratioNote'),
    },
  ];
}

/** Of rows that the fit had not seen first; what was measured on its own rows flatters and says so. */
export function measuredSections(
  { training, onTable, scorecard }: ReportData,
  outcome: OutcomeWords,
  wording: Wording,
): readonly ReportSection[] {
  const { t, number } = wording;
  const told: { readonly key: string; readonly text: string; readonly performance: Performance }[] = [];
  if (training !== null) {
    told.push({
      key: 'training',
      text: t(`model.performance.${training.measured}`, { rows: number(training.performance.rows) }),
      performance: training.performance,
    });
  }
  if (onTable !== null && !(onTable.ofTraining && training !== null)) {
    told.push({
      key: 'table',
      text: t(onTable.ofTraining ? 'model.performance.onTraining' : 'model.performance.onTable', {
        table: onTable.name,
        rows: number(onTable.performance.measured.rows),
      }),
      performance: onTable.performance.measured,
    });
  }
  const folds = training !== null && training.folds.length > 0 ? [foldBlock(training, wording)] : [];
  return told.flatMap(({ key, text, performance }, at) => {
    const { how, well, believed, lead } = blocksOf(
      performance,
      key,
      { favourable: scorecard.target.favourable, outcome },
      wording,
    );
    return [
      {
        id: `performance-${key}`,
        title: t(`model.performance.title.${outcome.kind}`),
        texts: how === null ? [text] : [text, how],
        layout: 'many' as const,
        blocks: [...well, ...(at === 0 ? folds : [])],
      },
      {
        id: `calibration-${key}`,
        title: t(`model.calibration.heading.${outcome.kind}`),
        texts: at === 0 ? [lead, scaleText(scorecard, outcome, wording)] : [text],
        layout: 'two' as const,
        blocks: believed,
      },
    ];
  });
}

interface MeasuredBlocks {
  /** What the pictures of the first section are measured by, where that wants saying. */
  readonly how: string | null;
  readonly well: readonly ReportBlock[];
  readonly believed: readonly ReportBlock[];
  readonly lead: string;
}

function blocksOf(
  performance: Performance,
  key: string,
  { favourable, outcome }: { readonly favourable: 0 | 1; readonly outcome: OutcomeWords },
  wording: Wording,
): MeasuredBlocks {
  const { t, number } = wording;
  if (performance.kind === undefined) {
    return {
      how: null,
      well: performanceBlocks(performance, key, favourable, wording),
      believed: calibrationBlocks(performance, key, wording),
      lead: t('model.calibration.lead'),
    };
  }
  if (performance.kind === 'hazard') {
    const { month, atMonth } = performance;
    return {
      how: atMonth === null ? null : t('model.curve.how', { month, rows: number(atMonth.rows) }),
      well: curveBlocks(performance, key, favourable, wording),
      believed: [curveGroupBlock(performance, key, wording)],
      lead: t('model.curve.lead', { month }),
    };
  }
  return {
    how: null,
    well: amountBlocks(performance, key, outcome, wording),
    believed: [tenthBlock(performance, key, outcome, wording)],
    lead: t('model.amounts.lead'),
  };
}

function scaleText({ scaling, target }: Scorecard, { kind, name }: OutcomeWords, wording: Wording): string {
  const { t } = wording;
  if (kind === 'amount')
    return t(`model.scale.amount.${target.favourable === 1 ? 'good' : 'bad'}`, { target: name });
  return t(`model.scale.${kind}`, {
    double: plainNumber(scaling.pointsToDouble, wording),
    anchor: plainNumber(scaling.anchorPoints, wording),
    odds: plainNumber(scaling.anchorOdds, wording),
  });
}
