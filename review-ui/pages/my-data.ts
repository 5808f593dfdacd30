import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

export interface MyDataContext {
  /** By kind, each datum with its source, when it was obtained and until when it is used. */
  readonly kinds: readonly {
    readonly id: string;
    readonly name: string;
    readonly count: string;
    readonly table: Table;
  }[];
  /** What the person told us, and letters we wrote, the newest first. */
  readonly sent: readonly { readonly date: string; readonly kind: string; readonly text: string }[];
}

export const myDataPage: Page<MyDataContext> = {
  name: 'my-data',
  voice: 'customer',
  title: (_, { t }) => t('customer.data.title'),
  section: 'data',
};
