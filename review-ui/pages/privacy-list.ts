import type { Page } from '../page.ts';

/** The controllers of this installation, each with a notice of its own. */
export interface PrivacyListContext {
  readonly controllers: readonly { readonly name: string; readonly href: string }[];
}

export const privacyListPage: Page<PrivacyListContext> = {
  name: 'privacy-list',
  voice: 'public',
  title: (_, { t }) => t('privacy.titleMany'),
};
