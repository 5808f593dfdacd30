import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';

/** An import as the list shows it. */
export interface ListedImport {
  readonly id: number;
  readonly portfolio: string;
  readonly fileName: string;
  readonly recordType: string;
  readonly state: 'running' | 'finished' | 'failed';
  readonly accepted: number;
  readonly known: number;
  readonly refused: number;
  /** Of the known rows those with a record that a correction has taken out. */
  readonly takenOut: number;
  readonly erased: number;
  readonly matched: number;
  readonly startedAt: string;
}

export interface ImportContext {
  readonly imports: Table;
  readonly types: readonly { readonly value: string; readonly label: string }[];
  readonly portfolios: readonly { readonly value: string; readonly label: string }[];
  readonly values: { readonly portfolio: string; readonly as: string };
  /** Why the last file was not taken at all. */
  readonly problem: string | null;
  /** The sample's sign-ins are still open: the first real file ends them, and perhaps the reader's own. */
  readonly endsDemo: boolean;
}

export const importPage: Page<ImportContext> = {
  name: 'import',
  voice: 'staff',
  section: 'import',
  title: (_context, { t }) => t('planner.import.title'),
};

export function importTable(imports: readonly ListedImport[], wording: Wording): Table {
  const { t, number, instant } = wording;
  const tag = { running: 'wait', finished: 'yes', failed: 'no' } as const;
  return {
    caption: t('planner.import.list'),
    columns: [
      { label: t('planner.import.file'), kind: 'text' },
      { label: t('planner.runs.portfolio'), kind: 'text' },
      { label: t('planner.import.type'), kind: 'text' },
      { label: t('planner.import.accepted'), kind: 'number' },
      { label: t('planner.import.known'), kind: 'number' },
      { label: t('planner.import.refused'), kind: 'number' },
      { label: t('planner.runs.state'), kind: 'text' },
      { label: t('planner.runs.started'), kind: 'text' },
    ],
    rows: imports.map((each) => ({
      key: true,
      cells: [
        { text: each.fileName, href: `/import/${each.id}` },
        each.portfolio,
        t(`planner.import.types.${each.recordType}`),
        number(each.accepted),
        number(each.known),
        number(each.refused),
        { text: t(`planner.import.states.${each.state}`), tag: tag[each.state] },
        instant(each.startedAt),
      ],
    })),
    empty: t('planner.import.empty'),
    narrow: 'cards',
  };
}
