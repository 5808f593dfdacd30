import type { ReviewCaseContext, Tag } from './review-case.ts';
import type { Page } from '../page.ts';
import type { Said } from '../statements.ts';
import type { Table } from '../table.ts';

/** One application: what was asked, what the person told, affordability line by line, the decision beside it. */
export interface ApplicationContext {
  readonly title: string;
  readonly tags: readonly Tag[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly incomes: Table;
  /** For a member of its committee who has not asked for the score yet: where they do. */
  readonly covered: { readonly href: string; readonly text: string } | null;
  /** Null when it is not decided yet, or covered. */
  readonly decision: ReviewCaseContext['decision'] | null;
  /** What the person told us about the decisions on it. */
  readonly said: readonly Said[];
  readonly applicationId: number;
  readonly personId: number;
  /** Where the decision in force is contested for the person; null while there is none. */
  readonly contest: string | null;
  readonly reviews: readonly { readonly href: string; readonly text: string }[];
}

export const applicationPage: Page<ApplicationContext> = {
  name: 'application',
  voice: 'staff',
  title: ({ title }) => title,
  section: 'applications',
};
