import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

export interface RightsDeskContext {
  readonly figures: readonly { readonly name: string; readonly value: string; readonly alarm: boolean }[];
  readonly filters: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
  }[];
  readonly table: Table;
  readonly mayEnter: boolean;
}

export const rightsDeskPage: Page<RightsDeskContext> = {
  name: 'rights-desk',
  voice: 'staff',
  section: 'desk',
  title: (_, { t }) => t('desk.title'),
};
