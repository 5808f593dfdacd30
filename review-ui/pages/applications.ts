import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Option } from './review-queue.ts';

export interface ApplicationsContext {
  readonly filters: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly options: readonly Option[];
  }[];
  readonly table: Table;
  /** Address of the older ones; null on the last page. */
  readonly more: string | null;
  /** Address of the first page; null when it is this one. */
  readonly newest: string | null;
}

export const applicationsPage: Page<ApplicationsContext> = {
  name: 'applications',
  voice: 'staff',
  title: (_, { t }) => t('staff.applications.title'),
  section: 'applications',
};
