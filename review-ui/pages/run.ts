import { policyText } from '../../scoring/policy/policy-text.ts';
import { type Bars, drawBars } from '../charts/bars.ts';
import { drawHistogram, type Histogram, type HistogramBin } from '../charts/histogram.ts';
import { measureName } from '../explained.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { PolicyRule } from '../../scoring/policy/policy.ts';
import { type ListedRun, type NamedRun, runState } from './runs.ts';

/** What came of a run, as `data/views/runs.ts` reads it. */
export interface RunResultData {
  readonly run: NamedRun;
  readonly mix: readonly {
    readonly outcome: string;
    readonly measure: string | null;
    readonly cases: number;
    readonly amountCents: number;
    readonly expectedPaidCents: number;
    readonly expectedNetCents: number;
    readonly debtorCostCents: number;
  }[];
  readonly points: readonly HistogramBin[];
  readonly rules: readonly { readonly rule: string; readonly cases: number }[];
  readonly releases: {
    readonly waiting: number;
    readonly awaiting_second: number;
    readonly needsTwo: number;
  };
  readonly before: ListedRun | null;
  readonly swaps: readonly { readonly from: string; readonly to: string; readonly cases: number }[];
  readonly policyRules: readonly PolicyRule[];
  readonly currency: string;
  /** Whether the reader may open single cases: nobody is offered a way that is closed to them. */
  readonly opensCases: boolean;
  readonly releasesMeasures: boolean;
}

export interface RunContext {
  readonly id: number;
  readonly title: string;
  readonly tags: readonly { readonly text: string; readonly tag: string }[];
  /** null once it is over. */
  readonly progress: {
    readonly done: number;
    readonly total: number;
    readonly text: string;
    readonly percent: number;
  } | null;
  readonly error: string | null;
  readonly figures: readonly { readonly name: string; readonly value: string; readonly note: string }[];
  readonly mix: Bars | null;
  readonly mixTable: Table | null;
  readonly points: Histogram | null;
  readonly pointsTable: Table | null;
  /** Rules of law and good practice. */
  readonly rules: Table | null;
  /** Rules of our own policy. */
  readonly ownRules: Table | null;
  readonly swaps: Table | null;
  readonly swapsText: string | null;
  readonly speed: Table | null;
  readonly links: readonly { readonly href: string; readonly text: string; readonly first: boolean }[];
}

export const runPage: Page<RunContext> = {
  name: 'run',
  voice: 'staff',
  section: 'runs',
  title: ({ title }) => title,
};

export function presentRun(data: RunResultData, wording: Wording): RunContext {
  const { run } = data;
  const { t } = wording;
  const finished = run.state === 'finished';
  return {
    id: run.id,
    title: t('planner.run.title', { portfolio: run.portfolio, date: wording.date(run.asOf) }),
    tags: [
      { text: runState(run, wording).text, tag: runState(run, wording).tag ?? 'plain' },
      { text: t('planner.run.policyTag', { policy: run.policyName }), tag: 'plain' },
      ...(finished && run.kind === 'collection' ? [releaseTag(data, wording)] : []),
    ],
    progress: run.state === 'running' ? progressOf(run, wording) : null,
    error: run.error,
    figures: finished ? figuresOf(data, wording) : [],
    mix: finished ? mixBars(data, wording) : null,
    mixTable: finished ? mixTable(data, wording) : null,
    points: finished && data.points.length > 0 ? pointsChart(data, wording) : null,
    pointsTable: finished && data.points.length > 0 ? pointsTable(data, wording) : null,
    rules: finished ? ruleTable(data, wording, 'protects') : null,
    ownRules: finished ? ruleTable(data, wording, 'own') : null,
    swaps: finished && data.before !== null && data.swaps.length > 0 ? swapTable(data, wording) : null,
    swapsText: data.before === null ? null : swapText(data, wording),
    speed: finished ? speedTable(run, wording) : null,
    links: finished && data.opensCases ? linksOf(data, wording) : [],
  };
}

function progressOf(run: ListedRun, { t, number }: Wording): RunContext['progress'] {
  const share = run.personsTotal === 0 ? 0 : run.personsDone / run.personsTotal;
  return {
    done: run.personsDone,
    total: run.personsTotal,
    percent: Math.round(share * 100),
    text: t('planner.run.progress', { done: number(run.personsDone), total: number(run.personsTotal) }),
  };
}

function releaseTag({ releases }: RunResultData, { t, number }: Wording): { text: string; tag: string } {
  if (releases.waiting > 0)
    return {
      text: t('planner.run.toRelease', { count: releases.waiting, number: number(releases.waiting) }),
      tag: 'wait',
    };
  return releases.awaiting_second > 0
    ? {
        text: t('planner.run.toConfirm', {
          count: releases.awaiting_second,
          number: number(releases.awaiting_second),
        }),
        tag: 'wait',
      }
    : { text: t('planner.run.allReleased'), tag: 'yes' };
}

function figuresOf(data: RunResultData, wording: Wording): RunContext['figures'] {
  const { t, number } = wording;
  const sum = (pick: (line: RunResultData['mix'][number]) => number): number =>
    data.mix.reduce((total, line) => total + pick(line), 0);
  const money = (cents: number): string => wording.money(Math.round(cents / 100) * 100, data.currency);
  const amount = sum((line) => line.amountCents);
  const notScored =
    data.run.restricted === 0
      ? []
      : [
          {
            name: t('planner.run.notScored'),
            value: number(data.run.restricted),
            note: t('planner.run.notScoredNote'),
          },
        ];
  if (data.run.kind === 'credit') {
    return [
      ...data.mix.map((line) => ({
        name: t(`planner.outcome.${line.outcome}`),
        value: number(line.cases),
        note: money(line.amountCents),
      })),
      ...notScored,
    ];
  }
  return [
    {
      name: t('planner.run.cases'),
      value: number(data.run.cases),
      note: t('planner.run.persons', { number: number(data.run.personsDone) }),
    },
    {
      name: t('planner.run.expectedPaid'),
      value: money(sum((line) => line.expectedPaidCents)),
      note: t('planner.run.ofAmount', { amount: money(amount) }),
    },
    {
      name: t('planner.run.expectedNet'),
      value: money(sum((line) => line.expectedNetCents)),
      note: t('planner.run.expectedNetNote'),
    },
    {
      name: t('planner.run.debtorCost'),
      value: money(sum((line) => line.debtorCostCents)),
      note: t('planner.run.debtorCostNote'),
    },
    {
      name: t('planner.run.needsTwo'),
      value: number(data.releases.needsTwo),
      note: t('planner.run.needsTwoNote'),
    },
    ...notScored,
  ];
}

function lineName(line: RunResultData['mix'][number], wording: Wording): string {
  return line.measure === null
    ? wording.t(`planner.outcome.${line.outcome}`)
    : measureName(line.measure, wording);
}

function mixBars(data: RunResultData, wording: Wording): Bars {
  const { t, number, percent } = wording;
  const [most] = data.mix;
  const caption =
    most === undefined
      ? t('planner.run.mixNone')
      : t('planner.run.mixText', {
          name: lineName(most, wording),
          share: percent(most.cases / Math.max(1, data.run.cases)),
        });
  return drawBars(
    caption,
    data.mix.map((line) => ({
      label: lineName(line, wording),
      value: line.cases,
      figure: number(line.cases),
      tone: line.measure === 'no_action' ? ('soft' as const) : ('helps' as const),
      ...(line.measure === null || !data.opensCases
        ? {}
        : { href: `/cases?run=${data.run.id}&measure=${line.measure}` }),
    })),
  );
}

function mixTable(data: RunResultData, wording: Wording): Table {
  const { t, number } = wording;
  const money = (cents: number): string => wording.money(cents, data.currency);
  return {
    caption: t('planner.run.mix'),
    columns: [
      { label: t('planner.run.measure'), kind: 'text' },
      { label: t('planner.run.cases'), kind: 'number' },
      { label: t('planner.run.amount'), kind: 'number' },
      { label: t('planner.run.expectedPaid'), kind: 'number' },
      { label: t('planner.run.expectedNet'), kind: 'number' },
      { label: t('planner.run.debtorCost'), kind: 'number' },
    ],
    rows: data.mix.map((line) => ({
      cells: [
        lineName(line, wording),
        number(line.cases),
        money(line.amountCents),
        money(line.expectedPaidCents),
        money(line.expectedNetCents),
        money(line.debtorCostCents),
      ],
    })),
    empty: t('planner.run.mixNone'),
    narrow: 'cards',
  };
}

function pointsChart(data: RunResultData, { t, number }: Wording): Histogram {
  const total = data.points.reduce((sum, bin) => sum + bin.count, 0);
  let seen = 0;
  const middle = data.points.find((bin) => (seen += bin.count) >= total / 2);
  return drawHistogram(
    t('planner.run.pointsText', { from: number(middle?.from ?? 0), to: number(middle?.to ?? 0) }),
    data.points,
    {
      bin: (bin) => `${number(bin.from)}–${number(bin.to - 1)}: ${number(bin.count)}`,
      end: (value) => number(value),
    },
  );
}

function pointsTable(data: RunResultData, { t, number }: Wording): Table {
  return {
    caption: t('planner.run.points'),
    columns: [
      { label: t('planner.run.points'), kind: 'text' },
      { label: t('planner.run.cases'), kind: 'number' },
    ],
    rows: data.points.map((bin) => ({
      cells: [`${number(bin.from)}–${number(bin.to - 1)}`, number(bin.count)],
    })),
    empty: t('planner.run.mixNone'),
  };
}

function ruleTable(data: RunResultData, { t, number, language }: Wording, which: 'protects' | 'own'): Table {
  const rules = new Map(data.policyRules.map((rule) => [rule.id, rule]));
  const isOwn = (id: string): boolean => (rules.get(id)?.basis ?? 'policy') === 'policy';
  return {
    caption: t(which === 'own' ? 'planner.run.ownRules' : 'planner.run.rules'),
    columns: [
      { label: t('planner.run.rule'), kind: 'text' },
      { label: t('planner.run.cases'), kind: 'number' },
      { label: t('planner.run.source'), kind: 'text' },
    ],
    rows: data.rules
      .filter(({ rule }) => isOwn(rule) === (which === 'own'))
      .map(({ rule: id, cases }) => {
        const rule = rules.get(id);
        return {
          cells: [
            rule === undefined ? id : policyText(rule.text, language),
            number(cases),
            rule?.citation ?? t(`facts.rules.basisKind.${rule?.basis ?? 'policy'}`),
          ],
        };
      }),
    empty: t('planner.run.rulesNone'),
    narrow: 'stack',
  };
}

function swapText({ before, swaps }: RunResultData, { t, number }: Wording): string {
  const cases = swaps.reduce((sum, swap) => sum + swap.cases, 0);
  return t('planner.run.swapText', { count: cases, number: number(cases), run: before?.id ?? 0 });
}

const MOST_SWAPS = 12;

function swapTable({ swaps }: RunResultData, wording: Wording): Table {
  const { t, number } = wording;
  return {
    caption: t('planner.run.swaps'),
    columns: [
      { label: t('planner.run.swapFrom'), kind: 'text' },
      { label: t('planner.run.swapTo'), kind: 'text' },
      { label: t('planner.run.cases'), kind: 'number' },
    ],
    rows: swaps.slice(0, MOST_SWAPS).map(({ from, to, cases }) => ({
      cells: [measureName(from, wording), measureName(to, wording), number(cases)],
    })),
    empty: t('planner.run.swapsNone'),
    narrow: 'cards',
  };
}

function speedTable(run: ListedRun, { t, number }: Wording): Table {
  return {
    caption: t('planner.run.speed'),
    columns: [
      { label: t('planner.run.stage'), kind: 'text' },
      { label: t('planner.run.seconds'), kind: 'number' },
      { label: t('planner.run.perSecond'), kind: 'number' },
    ],
    rows: Object.entries(run.seconds).map(([stage, seconds]) => ({
      cells: [
        t(`planner.run.stages.${stage}`),
        number(seconds, 1),
        seconds > 0 ? number(Math.round(run.cases / seconds)) : null,
      ],
    })),
    empty: '',
    narrow: 'cards',
  };
}

function linksOf({ run, releases, releasesMeasures }: RunResultData, { t }: Wording): RunContext['links'] {
  if (run.kind === 'credit')
    return [{ href: '/applications', text: t('common.nav.applications'), first: true }];
  return [
    { href: `/cases?run=${run.id}`, text: t('planner.run.toCases'), first: releases.waiting > 0 },
    ...(releasesMeasures && releases.awaiting_second > 0
      ? [{ href: '/release', text: t('planner.run.toSecond'), first: false }]
      : []),
    { href: `/cases/export.csv?run=${run.id}`, text: t('planner.run.exportCsv'), first: false },
    { href: `/cases/export.xlsx?run=${run.id}`, text: t('planner.run.exportXlsx'), first: false },
  ];
}
