import type { FieldError } from '../form.ts';
import type { GroundsForm } from '../grounds.ts';
import type { Page } from '../page.ts';

export interface RequestReviewContext {
  readonly decisionId: number;
  readonly headline: string;
  readonly words: string;
  readonly answer: 'portal' | 'letter' | 'email';
  readonly grounds: GroundsForm;
  readonly errors: readonly FieldError[];
  /** What to expect, one sentence each. */
  readonly expect: readonly string[];
  readonly paperSize: string;
  readonly papersAtMost: number;
}

export const requestReviewPage: Page<RequestReviewContext> = {
  name: 'request-review',
  voice: 'customer',
  title: (_, { t }) => t('customer.request.title'),
  section: 'home',
};
