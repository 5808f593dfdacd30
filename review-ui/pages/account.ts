import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';

/** One's own sign-in: end it everywhere; staff also change the password and set up a second factor. */
export interface AccountContext {
  readonly staff: { readonly hasPassword: boolean; readonly secondFactor: boolean } | null;
  /** Whether there is a choice of files or people to go back to. */
  readonly choices: boolean;
  readonly leastLength: number;
  readonly errors: readonly FieldError[];
}

export const accountPage: Page<AccountContext> = {
  name: 'account',
  voice: 'customer',
  title: (_, { t }) => t('identity.account.title'),
};
