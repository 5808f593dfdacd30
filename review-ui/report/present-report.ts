import { refuseForbidden } from '../../scoring/characteristics/forbidden.ts';
import { termWeights } from '../../scoring/monitoring/term-gain.ts';
import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import { editBlocks, historyBlock } from './edited.ts';
import {
  amountFairnessBlock,
  challengerBlock,
  constraintBlock,
  fairnessBlock,
  leakageBlock,
  uncertaintyTexts,
} from './findings.ts';
import { figuresOf, measuredSections, type ReportData } from './measured.ts';
import { type OutcomeWords, outcomeWords } from './outcome-words.ts';
import { DRAWING, type Report, type ReportSection } from './report.ts';
import { pairBlock } from './pairs.ts';
import { shapeBlock, weightBlock } from './terms.ts';
import { type TermWords, termWords } from './words.ts';

/** The heaviest characteristics; the others stand behind one line. */
const SHAPES_OPEN = 12;
/** Attributes with fewer training cases are named among the limits. */
const FEW_CASES = 30;

export function presentReport(data: ReportData, wording: Wording): Report {
  const { scorecard } = data;
  const { t } = wording;
  const words = termWords(scorecard, wording);
  const outcome = outcomeWords(scorecard, wording);
  const sections = [
    ...measuredSections(data, outcome, wording),
    termSection(data, words, outcome, wording),
    shapeSection(scorecard, words, outcome, wording),
    pairSection(scorecard, words, wording),
    findingSection(data, words, outcome, wording),
    historySection(data, words, outcome, wording),
    dataSection(data, words, outcome, wording),
    limitSection(data, words, outcome, wording),
  ];
  return {
    title: t('model.title', { name: scorecard.name, version: scorecard.version }),
    lead: leadOf(scorecard, outcome, wording),
    figures: figuresOf(data, outcome, wording),
    sections: sections.filter((section) => section !== null),
    drawing: DRAWING,
  };
}

function leadOf(
  { target, training }: Scorecard,
  { kind, name, figure }: OutcomeWords,
  { t }: Wording,
): string {
  const side = target.favourable === 1 ? 'good' : 'bad';
  const share = figure(training.positiveRate);
  return t(`model.lead.${kind}.${side}`, { target: name, share, horizon: target.months?.horizon ?? 0 });
}

function termSection(
  { scorecard, onTable }: ReportData,
  words: TermWords,
  outcome: OutcomeWords,
  wording: Wording,
): ReportSection {
  const { t, number } = wording;
  const weights = onTable?.performance.gains ?? termWeights(scorecard);
  return {
    id: 'terms',
    title: t('model.weights.heading'),
    texts: [
      onTable === null
        ? t('model.weights.lead')
        : t(`model.weights.measured.${outcome.kind}`, { rows: number(onTable.performance.measured.rows) }),
    ],
    layout: 'one',
    blocks: [weightBlock(weights, words, outcome, wording)],
  };
}

function shapeSection(
  scorecard: Scorecard,
  words: TermWords,
  outcome: OutcomeWords,
  wording: Wording,
): ReportSection {
  const heaviest = termWeights(scorecard).map(({ term }) => term);
  const sorted = [...scorecard.characteristics].sort(
    (a, b) => heaviest.indexOf(a.id) - heaviest.indexOf(b.id),
  );
  return {
    id: 'shapes',
    title: wording.t('model.shape.heading'),
    texts: [wording.t(outcome.kind === 'hazard' ? 'model.shape.leadMonths' : 'model.shape.lead')],
    layout: 'many',
    ...(sorted.length > SHAPES_OPEN + 2
      ? {
          fold: {
            after: SHAPES_OPEN,
            summary: wording.t('model.shape.more', { count: sorted.length - SHAPES_OPEN }),
          },
        }
      : {}),
    blocks: sorted.map((characteristic, at) =>
      shapeBlock(scorecard, characteristic, at, words, outcome, wording),
    ),
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
  outcome: OutcomeWords,
  wording: Wording,
): ReportSection | null {
  const { t } = wording;
  const fairness = onTable?.performance.fairness ?? null;
  const blocks = [
    ...(training?.challenger ? [challengerBlock(training.challenger, wording)] : []),
    ...(training?.constraints ? [constraintBlock(training.constraints, words, outcome, wording)] : []),
    ...(fairness === null
      ? []
      : [
          fairness.kind === 'amounts'
            ? amountFairnessBlock(fairness, outcome, wording)
            : fairnessBlock(fairness, wording),
        ]),
    ...(training?.leakage ? [leakageBlock(training.leakage, wording)] : []),
  ];
  const texts = training?.uncertainty ? uncertaintyTexts(training.uncertainty, wording) : [];
  if (blocks.length === 0 && texts.length === 0) return null;
  return { id: 'findings', title: t('model.findings'), texts, layout: 'two', blocks };
}

function historySection(
  { scorecard, training }: ReportData,
  words: TermWords,
  outcome: OutcomeWords,
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
      ...(training?.edit ? editBlocks(training.edit, outcome, wording) : []),
    ],
  };
}

function dataSection(
  { scorecard, training }: ReportData,
  words: TermWords,
  { kind, figure }: OutcomeWords,
  wording: Wording,
): ReportSection {
  const { t, number } = wording;
  const facts = scorecard.training;
  const list: readonly (readonly [string, string])[] = [
    [t('model.data.rows'), number(facts.rows)],
    [t(`model.mean.${kind}`), figure(facts.positiveRate)],
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
  { kind, name }: OutcomeWords,
  { t, number, date, language }: Wording,
): ReportSection {
  const { characteristics } = scorecard;
  const facts = scorecard.training;
  const forbidden = refuseForbidden(characteristics.map(({ id }) => id));
  const thin = characteristics.flatMap(({ attributes }) =>
    attributes.filter(({ count }) => count > 0 && count < FEW_CASES),
  ).length;
  const side = scorecard.target.favourable === 1 ? 'good' : 'bad';
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
      t(`model.limits.target.${kind === 'binary' ? side : kind}`, {
        target: name,
        horizon: scorecard.target.months?.horizon ?? 0,
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
