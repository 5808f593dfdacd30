import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface ReviewQueueContext {
  /** Leads to what people told us and nobody has read; null when all is read, or it is not this viewer's to read. */
  readonly unread: { readonly text: string; readonly href: string } | null;
  readonly figures: readonly { readonly name: string; readonly value: string; readonly alarm: boolean }[];
  readonly filters: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly options: readonly Option[];
  }[];
  readonly table: Table;
}

export const reviewQueuePage: Page<ReviewQueueContext> = {
  name: 'review-queue',
  voice: 'staff',
  title: (_, { t }) => t('staff.queue.title'),
  section: 'reviews',
};
