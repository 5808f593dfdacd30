import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

/** Mandates that wait for a second person. */
export interface MandatesContext {
  readonly table: Table;
  /** What came from people who may not act, and nobody has looked into. */
  readonly unheard: Table;
}

export const mandatesPage: Page<MandatesContext> = {
  name: 'mandates',
  voice: 'staff',
  title: (_, { t }) => t('identity-staff.mandates.title'),
  section: 'mandates',
};
