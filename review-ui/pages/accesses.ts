import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

/** Who of the staff opened one person's data, with names: for the auditor and the data-protection officer. */
export interface AccessesContext {
  readonly filters: readonly { readonly name: string; readonly label: string; readonly value: string }[];
  readonly table: Table;
}

export const accessesPage: Page<AccessesContext> = {
  name: 'accesses',
  voice: 'staff',
  title: (_, { t }) => t('identity-staff.accesses.title'),
  section: 'accesses',
};
