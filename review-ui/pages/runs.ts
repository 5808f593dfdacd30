import type { Page } from '../page.ts';
import type { Cell, Table } from '../table.ts';
import type { Wording } from '../wording.ts';

/** A run as the lists show it; made by `data/views/runs.ts`. */
export interface ListedRun {
  readonly id: number;
  readonly portfolio: string;
  readonly kind: 'collection' | 'credit';
  readonly asOf: string;
  readonly state: 'running' | 'finished' | 'failed' | 'cancelled';
  readonly personsTotal: number;
  readonly personsDone: number;
  readonly cases: number;
  /** Of persons whose data are only kept: not scored. */
  readonly restricted: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly seconds: Readonly<Record<string, number>>;
  readonly error: string | null;
}

/** A run of the list, and the policy by its name and version. */
export type NamedRun = ListedRun & { readonly policyName: string };

export interface RunsContext {
  readonly runs: Table;
  readonly portfolios: readonly { readonly value: string; readonly label: string }[];
  readonly policies: readonly { readonly value: string; readonly label: string }[];
  /** What the form holds: the values that were sent, when it was refused. */
  readonly values: { readonly portfolio: string; readonly policy: string; readonly asOf: string };
  readonly errors: readonly { readonly field: string; readonly text: string }[];
}

export const runsPage: Page<RunsContext> = {
  name: 'runs',
  voice: 'staff',
  section: 'runs',
  title: (_context, { t }) => t('planner.runs.title'),
};

export function runTable(runs: readonly NamedRun[], wording: Wording): Table {
  const { t, number, date, instant } = wording;
  return {
    caption: t('planner.runs.title'),
    columns: [
      { label: t('planner.runs.run'), kind: 'text' },
      { label: t('planner.runs.portfolio'), kind: 'text' },
      { label: t('planner.runs.asOf'), kind: 'text' },
      { label: t('planner.runs.policy'), kind: 'text' },
      { label: t('planner.runs.cases'), kind: 'number' },
      { label: t('planner.runs.state'), kind: 'text' },
      { label: t('planner.runs.started'), kind: 'text' },
    ],
    rows: runs.map((run) => ({
      key: true,
      cells: [
        { text: String(run.id), href: `/runs/${run.id}` },
        run.portfolio,
        date(run.asOf),
        run.policyName,
        number(run.cases),
        runState(run, wording),
        instant(run.startedAt),
      ],
    })),
    empty: t('planner.runs.empty'),
    narrow: 'cards',
  };
}

export function runState({ state }: Pick<ListedRun, 'state'>, { t }: Pick<Wording, 't'>): Cell & object {
  const tag = { running: 'wait', finished: 'yes', failed: 'no', cancelled: 'plain' } as const;
  return { text: t(`planner.runs.states.${state}`), tag: tag[state] };
}
