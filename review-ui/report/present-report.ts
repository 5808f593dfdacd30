import { refuseForbidden } from '../../scoring/characteristics/forbidden.ts';
import type { Performance, TablePerformance } from '../../scoring/monitoring/performance.ts';
import { termWeights } from '../../scoring/monitoring/term-gain.ts';
import type { TrainingReport } from '../../scoring/monitoring/training-report.ts';
import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import {
  challengerBlock,
  constraintBlock,
  editBlocks,
  fairnessBlock,
  foldBlock,
  historyBlock,
  leakageBlock,
  uncertaintyTexts,
} from './findings.ts';
import { calibrationBlocks, performanceBlocks } from './performance.ts';
import { DRAWING, type Report, type ReportSection } from './report.ts';
import { pairBlock, shapeBlock, weightBlock } from './terms.ts';
import { plainNumber, type TermWords, termWords } from './words.ts';

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

/** The heaviest characteristics; the others stand behind one line. */
const SHAPES_OPEN = 12;
/** Attributes with fewer training cases are named among the limits. */
const FEW_CASES = 30;

export function presentReport(data: ReportData, wording: Wording): Report {
  const { scorecard } = data;
  const { t, percent } = wording;
  const words = termWords(scorecard, wording);
  const sections = [
    ...performanceSections(data, wording),
    termSection(data, words, wording),
    shapeSection(scorecard, words, wording),
    pairSection(scorecard, words, wording),
    findingSection(data, words, wording),
    historySection(data, words, wording),
    dataSection(data, words, wording),
    limitSection(data, words, wording),
  ];
  return {
    title: t('model.title', { name: scorecard.name, version: scorecard.version }),
    lead: t(`model.lead.${scorecard.target.favourable === 1 ? 'good' : 'bad'}`, {
      target: targetName(scorecard),
      share: percent(scorecard.training.positiveRate, 1),
    }),
    figures: figuresOf(data, wording),
    sections: sections.filter((section) => section !== null),
    drawing: DRAWING,
  };
}

/** The rows that training makes of records have one name for every outcome; the scorecard's own name says which. */
function targetName({ name, target, training }: Scorecard): string {
  return training.observedOn === null ? target.name : name;
}

function figuresOf({ scorecard, training, onTable }: ReportData, { t, number, percent }: Wording) {
  const { characteristics, pairs } = scorecard;
  const facts = scorecard.training;
  const performance = training?.performance ?? onTable?.performance ?? null;
  const note =
    training !== null
      ? t(`model.measured.${training.measured}`)
      : t(onTable?.ofTraining === true ? 'model.measured.onTraining' : 'model.measured.table');
  return [
    {
      name: t('model.cases'),
      value: number(facts.rows),
      note: t('model.casesNote', { share: percent(facts.positiveRate, 1) }),
    },
    {
      name: t('model.terms'),
      value: number(characteristics.length),
      note: t('model.pairsNote', { count: pairs.length }),
    },
    ...(performance === null
      ? []
      : [
          { name: 'AUC', value: number(performance.metrics.auc, 4), note },
          { name: t('model.ks.short'), value: number(performance.metrics.ks, 4), note },
          { name: t('model.logLoss'), value: number(performance.metrics.logLoss, 4), note },
          {
            name: t('model.ece'),
            value: number(performance.metrics.ece, 4),
            note: t('model.slopeNote', { slope: number(performance.metrics.calibrationSlope, 2) }),
          },
        ]),
  ];
}

/** Of rows that the fit had not seen first; what was measured on its own rows flatters and says so. */
function performanceSections(
  { training, onTable, scorecard }: ReportData,
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
        rows: number(onTable.performance.rows),
      }),
      performance: onTable.performance,
    });
  }
  const folds = training !== null && training.folds.length > 0 ? [foldBlock(training, wording)] : [];
  const scale = t('model.scale', {
    double: plainNumber(scorecard.scaling.pointsToDouble, wording),
    anchor: plainNumber(scorecard.scaling.anchorPoints, wording),
    odds: plainNumber(scorecard.scaling.anchorOdds, wording),
  });
  return told.flatMap(({ key, text, performance }, at) => [
    {
      id: `performance-${key}`,
      title: t('model.performance.title'),
      texts: [text],
      layout: 'many' as const,
      blocks: [...performanceBlocks(performance, key, wording), ...(at === 0 ? folds : [])],
    },
    {
      id: `calibration-${key}`,
      title: t('model.calibration.heading'),
      texts: at === 0 ? [t('model.calibration.lead'), scale] : [text],
      layout: 'many' as const,
      blocks: calibrationBlocks(performance, key, wording),
    },
  ]);
}

function termSection({ scorecard, onTable }: ReportData, words: TermWords, wording: Wording): ReportSection {
  const { t, number } = wording;
  const weights = onTable?.performance.gains ?? termWeights(scorecard);
  return {
    id: 'terms',
    title: t('model.weights.heading'),
    texts: [
      onTable === null
        ? t('model.weights.lead')
        : t('model.weights.measured', { rows: number(onTable.performance.rows) }),
    ],
    layout: 'one',
    blocks: [weightBlock(weights, words, wording)],
  };
}

function shapeSection(scorecard: Scorecard, words: TermWords, wording: Wording): ReportSection {
  const heaviest = termWeights(scorecard).map(({ term }) => term);
  const sorted = [...scorecard.characteristics].sort(
    (a, b) => heaviest.indexOf(a.id) - heaviest.indexOf(b.id),
  );
  return {
    id: 'shapes',
    title: wording.t('model.shape.heading'),
    texts: [wording.t('model.shape.lead')],
    layout: 'many',
    ...(sorted.length > SHAPES_OPEN + 2
      ? {
          fold: {
            after: SHAPES_OPEN,
            summary: wording.t('model.shape.more', { count: sorted.length - SHAPES_OPEN }),
          },
        }
      : {}),
    blocks: sorted.map((characteristic, at) => shapeBlock(scorecard, characteristic, at, words, wording)),
  };
}

function pairSection(scorecard: Scorecard, words: TermWords, wording: Wording): ReportSection | null {
  if (scorecard.pairs.length === 0) return null;
  return {
    id: 'pairs',
    title: wording.t('model.pair.heading'),
    texts: [wording.t('model.pair.lead')],
    layout: 'many',
    blocks: scorecard.pairs.map((pair, at) => pairBlock(scorecard, pair, at, words, wording)),
  };
}

function findingSection(
  { training, onTable }: ReportData,
  words: TermWords,
  wording: Wording,
): ReportSection | null {
  const { t } = wording;
  const fairness = onTable?.performance.fairness ?? null;
  const blocks = [
    ...(training?.challenger ? [challengerBlock(training.challenger, wording)] : []),
    ...(training?.constraints ? [constraintBlock(training.constraints, words, wording)] : []),
    ...(fairness === null ? [] : [fairnessBlock(fairness, wording)]),
    ...(training?.leakage ? [leakageBlock(training.leakage, wording)] : []),
  ];
  const texts = training?.uncertainty ? uncertaintyTexts(training.uncertainty, wording) : [];
  if (blocks.length === 0 && texts.length === 0) return null;
  return { id: 'findings', title: t('model.findings'), texts, layout: 'two', blocks };
}

function historySection(
  { scorecard, training }: ReportData,
  words: TermWords,
  wording: Wording,
): ReportSection | null {
  const { edits = [] } = scorecard;
  if (edits.length === 0) return null;
  return {
    id: 'history',
    title: wording.t('model.history.heading'),
    texts: [wording.t('model.history.lead')],
    layout: 'one',
    blocks: [
      historyBlock(edits, words, wording),
      ...(training?.edit ? editBlocks(training.edit, wording) : []),
    ],
  };
}

function dataSection({ scorecard, training }: ReportData, words: TermWords, wording: Wording): ReportSection {
  const { t, number, percent } = wording;
  const facts = scorecard.training;
  const list: readonly (readonly [string, string])[] = [
    [t('model.data.rows'), number(facts.rows)],
    [t('model.data.rate'), percent(facts.positiveRate, 2)],
    [
      t('model.data.observedOn'),
      facts.observedOn !== null && isIsoDate(facts.observedOn)
        ? wording.date(facts.observedOn)
        : t('model.data.flat'),
    ],
    ...(training?.source ? ([[t('model.data.source'), training.source.portfolios.join(', ')]] as const) : []),
    [t('model.data.fingerprint'), `${facts.dataFingerprint.slice(0, 16)}…`],
    [t('model.data.model'), `${scorecard.fingerprint.slice(0, 16)}…`],
    [t('model.data.backend'), `TensorFlow.js (${facts.backend})`],
    [t('model.data.seconds'), number(facts.seconds, 1)],
    [t('model.data.seed'), number(facts.seed)],
  ];
  return {
    id: 'data',
    title: t('model.data.heading'),
    texts: [],
    layout: 'one',
    blocks: [
      {
        title: t('model.data.training'),
        table: {
          caption: t('model.data.training'),
          columns: [
            { label: t('model.data.fact'), kind: 'text' },
            { label: t('model.data.value'), kind: 'text' },
          ],
          rows: list.map(([name, value]) => ({ cells: [name, value] })),
          empty: '',
        },
      },
      { title: t('model.data.characteristics'), table: characteristicsTable(scorecard, words, wording) },
      ...(training !== null && training.notes.length > 0
        ? [
            {
              title: t('model.data.leftOut'),
              table: {
                caption: t('model.data.leftOut'),
                columns: [{ label: t('model.data.note'), kind: 'text' as const }],
                rows: training.notes.map((note) => ({ cells: [note] })),
                empty: '',
              },
            },
          ]
        : []),
    ],
  };
}

function characteristicsTable(
  scorecard: Scorecard,
  words: TermWords,
  { t, number, percent }: Wording,
): Table {
  return {
    caption: t('model.data.characteristics'),
    columns: [
      { label: t('model.term'), kind: 'text' },
      { label: t('model.data.kind'), kind: 'text' },
      { label: t('model.data.observed'), kind: 'text' },
      { label: t('model.data.attributes'), kind: 'number' },
      { label: t('model.data.missing'), kind: 'number' },
      { label: t('model.direction'), kind: 'text' },
      { label: t('model.data.change'), kind: 'text' },
    ],
    rows: scorecard.characteristics.map(({ id, kind, observed, attributes, monotone, change }) => {
      const cases = attributes.reduce((sum, { count }) => sum + count, 0);
      const missing = attributes.find((attribute) => attribute.kind === 'missing')?.count ?? 0;
      return {
        cells: [
          words.name(id),
          t(`model.data.${kind}`),
          observed ? `${words.value(id, observed.from)} – ${words.value(id, observed.to)}` : null,
          number(attributes.length),
          cases === 0 ? null : percent(missing / cases, 1),
          monotone === 0 ? null : t(`model.data.direction.${monotone > 0 ? 'up' : 'down'}`),
          change === null ? t('common.no') : t('common.yes'),
        ],
      };
    }),
    empty: '',
  };
}

/** Worked out from the model itself, so that no report forgets one. */
function limitSection(
  { scorecard, training, onTable }: ReportData,
  words: TermWords,
  { t, number, date, language }: Wording,
): ReportSection {
  const { characteristics } = scorecard;
  const facts = scorecard.training;
  const forbidden = refuseForbidden(characteristics.map(({ id }) => id));
  const thin = characteristics.flatMap(({ attributes }) =>
    attributes.filter(({ count }) => count > 0 && count < FEW_CASES),
  ).length;
  const favours = scorecard.target.favourable;
  return {
    id: 'limits',
    title: t('model.limits.heading'),
    texts: [],
    list: [
      ...forbidden.map(({ name, reason, law }) =>
        t('model.limits.forbidden', {
          name: words.name(name),
          reason: language === 'et' ? reason.et : reason.en,
          law,
        }),
      ),
      t('model.limits.population', {
        rows: number(facts.rows),
        on:
          facts.observedOn !== null && isIsoDate(facts.observedOn)
            ? date(facts.observedOn)
            : t('model.data.flat'),
      }),
      t(favours === 1 ? 'model.limits.target.good' : 'model.limits.target.bad', {
        target: targetName(scorecard),
      }),
      t('model.limits.range'),
      ...(thin > 0 ? [t('model.limits.thin', { count: thin, few: FEW_CASES })] : []),
      ...(training === null && (onTable === null || onTable.ofTraining) ? [t('model.limits.unseen')] : []),
      ...(scorecard.edits === undefined ? [] : [t('model.limits.edited')]),
      ...(onTable?.performance.fairness ? [] : [t('model.limits.fairness')]),
      t('model.limits.cause'),
    ],
    layout: 'one',
    blocks: [],
  };
}
