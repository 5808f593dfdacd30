import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

/** Everything that somebody waits for, the nearest day first, and whether the daily job has run. */
export interface DeadlinesContext {
  readonly figures: readonly { readonly name: string; readonly value: string; readonly alarm: boolean }[];
  /** What this viewer is asked to look at; empty when nothing. No link where the file is closed to them. */
  readonly asked: readonly { readonly text: string; readonly href: string | null }[];
  readonly table: Table;
  /** Null: this viewer does not look after it. */
  readonly job: Table | null;
}

export const deadlinesPage: Page<DeadlinesContext> = {
  name: 'deadlines',
  voice: 'staff',
  title: (_, { t }) => t('committee.due.title'),
  section: 'deadlines',
};
