import type { Page } from '../page.ts';

/** Signed out here; the provider that vouched for them still knows them, and its own way out is one step on. */
export interface SignedOutContext {
  /** An address of the provider; null where there is none. */
  readonly provider: string | null;
}

export const signedOutPage: Page<SignedOutContext> = {
  name: 'signed-out',
  voice: 'public',
  title: (_, { t }) => t('identity.out.title'),
};
