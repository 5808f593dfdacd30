import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';
import type { Option } from './review-queue.ts';

export const TOLD_FIELDS = ['salary', 'otherIncome', 'housing', 'living', 'loans'] as const;
export type ToldField = (typeof TOLD_FIELDS)[number];

/** An application taken down by an officer, on one screen. */
export interface EnterApplicationContext {
  readonly portfolios: readonly Option[];
  readonly products: readonly Option[];
  /** As they were sent, when the form comes back; the person's number among them, and never in the address. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

export const enterApplicationPage: Page<EnterApplicationContext> = {
  name: 'enter-application',
  voice: 'staff',
  section: 'applications',
  title: (_, { t }) => t('staff.entry.title'),
};
