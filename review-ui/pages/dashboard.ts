import { type Bars, drawBars } from '../charts/bars.ts';
import { measureName } from '../explained.ts';
import type { Page } from '../page.ts';
import { unreadLine } from '../statements.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import type { ListedCase } from './cases.ts';
import type { ListedRun } from './runs.ts';

/** What the dashboard is made of: one block a portfolio, from its newest finished run. */
export interface PortfolioData {
  readonly run: ListedRun;
  readonly currency: string;
  readonly buckets: readonly {
    readonly fromDays: number;
    readonly phase: string | null;
    readonly cases: number;
    readonly amountCents: number;
  }[];
  readonly mix: readonly {
    readonly measure: string | null;
    readonly outcome: string;
    readonly cases: number;
  }[];
  readonly releases: { readonly waiting: number; readonly awaiting_second: number };
  /** Balance that moved between buckets since the run before: from, to, cases. */
  readonly rolls: readonly { readonly from: number; readonly to: number; readonly cases: number }[];
  readonly paid: { readonly cents: number; readonly forecastCents: number; readonly since: string } | null;
}

export interface DashboardContext {
  /** Leads to what people told us and nobody has read; null when all is read. */
  readonly unread: { readonly text: string; readonly href: string } | null;
  /** What committees decided and nobody has released yet; null when there is nothing. */
  readonly byPeople: Table | null;
  readonly blocks: readonly {
    readonly title: string;
    readonly runHref: string;
    readonly asOf: string;
    readonly todo: readonly { readonly text: string; readonly href: string }[];
    readonly buckets: Bars;
    readonly bucketTable: Table;
    readonly mix: Bars;
    readonly rolls: Table | null;
    readonly paid: string | null;
  }[];
}

export const dashboardPage: Page<DashboardContext> = {
  name: 'dashboard',
  voice: 'staff',
  section: 'dashboard',
  title: (_context, { t }) => t('common.nav.dashboard'),
};

export function presentDashboard(
  portfolios: readonly PortfolioData[],
  byPeople: readonly ListedCase[],
  unread: number,
  wording: Wording,
): DashboardContext {
  const { t, number } = wording;
  const money = (cents: number, currency: string): string =>
    wording.money(Math.round(cents / 100) * 100, currency);
  return {
    unread: unreadLine(unread, wording),
    byPeople: byPeople.length === 0 ? null : peopleTable(byPeople, wording),
    blocks: portfolios.map((data) => {
      const { run, buckets, mix, releases, currency } = data;
      const byBucket = bucketSums(buckets);
      const total = byBucket.reduce((sum, bucket) => sum + bucket.amountCents, 0);
      return {
        title: run.portfolio,
        runHref: `/runs/${run.id}`,
        asOf: t('planner.dashboard.asOf', {
          date: wording.date(run.asOf),
          run: run.id,
          number: number(run.cases),
        }),
        todo: [
          ...(releases.waiting > 0
            ? [
                {
                  text: t('planner.run.toRelease', {
                    count: releases.waiting,
                    number: number(releases.waiting),
                  }),
                  href: `/cases?run=${run.id}&release=waiting`,
                },
              ]
            : []),
          ...(releases.awaiting_second > 0
            ? [
                {
                  text: t('planner.run.toConfirm', {
                    count: releases.awaiting_second,
                    number: number(releases.awaiting_second),
                  }),
                  href: '/release',
                },
              ]
            : []),
        ],
        buckets: drawBars(
          t('planner.dashboard.bucketsText', { amount: money(total, currency) }),
          byBucket.map((bucket) => ({
            label: bucketName(bucket.fromDays, wording),
            value: bucket.amountCents,
            figure: money(bucket.amountCents, currency),
            note: t('planner.dashboard.cases', { count: bucket.cases, number: number(bucket.cases) }),
            tone: 'helps' as const,
            href: `/cases?run=${run.id}&days=${bucket.fromDays}`,
          })),
        ),
        bucketTable: phaseTable(buckets, currency, wording),
        mix: drawBars(
          mixText(mix, run.cases, wording),
          mix.map((line) => ({
            label:
              line.measure === null
                ? t(`planner.outcome.${line.outcome}`)
                : measureName(line.measure, wording),
            value: line.cases,
            figure: number(line.cases),
            tone: line.measure === 'no_action' ? ('soft' as const) : ('helps' as const),
          })),
        ),
        rolls: data.rolls.length === 0 ? null : rollTable(data.rolls, wording),
        paid:
          data.paid === null
            ? null
            : t('planner.dashboard.paid', {
                paid: money(data.paid.cents, currency),
                forecast: money(data.paid.forecastCents, currency),
                date: wording.date(data.paid.since),
              }),
      };
    }),
  };
}

function peopleTable(cases: readonly ListedCase[], wording: Wording): Table {
  const { t, money } = wording;
  return {
    caption: t('planner.dashboard.byPeople'),
    columns: [
      { label: t('planner.cases.column.number'), kind: 'text' },
      { label: t('planner.cases.column.measure'), kind: 'text' },
      { label: t('planner.cases.column.balance'), kind: 'number' },
    ],
    rows: cases.map((each) => ({
      cells: [
        { text: each.number, href: `/cases/${each.decisionId}` },
        each.measure === null ? null : measureName(each.measure, wording),
        each.amountCents === null ? null : money(each.amountCents, each.currency),
      ],
    })),
    empty: '',
  };
}

function mixText(mix: PortfolioData['mix'], cases: number, wording: Wording): string {
  const { t, percent } = wording;
  const [most] = mix;
  if (most === undefined) return t('planner.run.mixNone');
  const name =
    most.measure === null ? t(`planner.outcome.${most.outcome}`) : measureName(most.measure, wording);
  return t('planner.run.mixText', { name, share: percent(most.cases / Math.max(1, cases)) });
}

type Bucket = PortfolioData['buckets'][number];

function bucketSums(buckets: readonly Bucket[]): readonly Omit<Bucket, 'phase'>[] {
  const sums = new Map<number, { fromDays: number; cases: number; amountCents: number }>();
  for (const { fromDays, cases, amountCents } of buckets) {
    const sum = sums.get(fromDays) ?? { fromDays, cases: 0, amountCents: 0 };
    sums.set(fromDays, { fromDays, cases: sum.cases + cases, amountCents: sum.amountCents + amountCents });
  }
  return [...sums.values()].sort((a, b) => a.fromDays - b.fromDays);
}

function bucketName(fromDays: number, { t }: Wording): string {
  return t(`planner.bucket.${fromDays}`);
}

function phaseTable(buckets: readonly Bucket[], currency: string, wording: Wording): Table {
  const { t, number, money } = wording;
  const sorted = [...buckets].sort(
    (a, b) => a.fromDays - b.fromDays || (a.phase ?? '').localeCompare(b.phase ?? ''),
  );
  return {
    caption: t('planner.dashboard.byPhase'),
    columns: [
      { label: t('planner.cases.column.days'), kind: 'text' },
      { label: t('planner.cases.column.phase'), kind: 'text' },
      { label: t('planner.run.cases'), kind: 'number' },
      { label: t('planner.run.amount'), kind: 'number' },
    ],
    rows: sorted.map((bucket) => ({
      cells: [
        bucketName(bucket.fromDays, wording),
        bucket.phase === null ? null : t(`planner.phase.${bucket.phase}`),
        number(bucket.cases),
        money(bucket.amountCents, currency),
      ],
    })),
    empty: t('planner.cases.empty'),
  };
}

function rollTable(rolls: PortfolioData['rolls'], wording: Wording): Table {
  const { t, number } = wording;
  return {
    caption: t('planner.dashboard.rolls'),
    columns: [
      { label: t('planner.run.swapFrom'), kind: 'text' },
      { label: t('planner.run.swapTo'), kind: 'text' },
      { label: t('planner.run.cases'), kind: 'number' },
    ],
    rows: rolls.map(({ from, to, cases }) => ({
      cells: [bucketName(from, wording), bucketName(to, wording), number(cases)],
    })),
    empty: '',
  };
}
