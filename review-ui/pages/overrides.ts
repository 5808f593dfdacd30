import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

/** What the committee overturns, and whether the people it trusted then paid. */
export interface OverridesContext {
  readonly lead: string;
  /** How much there is to judge by, and what is too little yet. */
  readonly standing: string;
  readonly all: Table;
  readonly byReason: Table;
  readonly note: string;
}

export const overridesPage: Page<OverridesContext> = {
  name: 'overrides',
  voice: 'staff',
  title: (_, { t }) => t('committee.overturned.title'),
  section: 'overrides',
};
