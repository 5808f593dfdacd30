import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

/** What people proposed and nobody has answered, what is due first first. */
export interface OffersContext {
  readonly table: Table;
}

export const offersPage: Page<OffersContext> = {
  name: 'offers',
  voice: 'staff',
  section: 'offers',
  title: (_, { t }) => t('offers.title'),
};
