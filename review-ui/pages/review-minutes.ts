import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

/** What is kept of a committee's work, for printing and signing. */
export interface ReviewMinutesContext {
  readonly reviewId: number;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly committee: Table;
  readonly recusals: readonly string[];
  readonly material: readonly string[];
  /** Null while the votes are covered. */
  readonly votes:
    | readonly { readonly member: string; readonly verdict: string; readonly reasons: string }[]
    | null;
  readonly verdict: string | null;
  readonly events: Table;
}

export const reviewMinutesPage: Page<ReviewMinutesContext> = {
  name: 'review-minutes',
  voice: 'staff',
  title: ({ reviewId }, { t }) => t('staff.minutes.title', { number: reviewId }),
  section: 'reviews',
};
