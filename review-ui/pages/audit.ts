import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Option } from './review-queue.ts';

export interface AuditContext {
  readonly total: string;
  readonly filters: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly options?: readonly Option[];
  }[];
  readonly table: Table;
  readonly older: string | null;
  readonly newest: string | null;
}

export const auditPage: Page<AuditContext> = {
  name: 'audit',
  voice: 'staff',
  title: (_, { t }) => t('staff.audit.title'),
  section: 'audit',
};
