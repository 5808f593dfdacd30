import type { Choice } from './customer-decision.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';

export interface CustomerHomeContext {
  /** What waits for the person, the most urgent first: an unread letter, an answer that has come. */
  readonly now: readonly Choice[];
  readonly reviews: readonly { readonly href: string; readonly title: string; readonly text: string }[];
  readonly decisions: readonly {
    readonly href: string;
    readonly headline: string;
    readonly date: string;
    readonly by: string;
    /** A newer decision stands in its place. */
    readonly replaced: boolean;
  }[];
  readonly claims: Table | null;
  readonly applications: Table | null;
  /** How to reach a person; null when no policy names it. */
  readonly contact: string | null;
  readonly advice: { readonly text: string; readonly url: string } | null;
}

export const customerHomePage: Page<CustomerHomeContext> = {
  name: 'customer-home',
  voice: 'customer',
  title: (_, { t }) => t('customer.home.title'),
  section: 'home',
};
