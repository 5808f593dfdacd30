import type { Page } from '../page.ts';

/** Whose file to open: one's own, or that of somebody one acts for. */
export interface ActingContext {
  /** One's own, one in each firm. */
  readonly files: readonly { readonly value: string; readonly label: string }[];
  readonly open: readonly { readonly value: string; readonly label: string; readonly note: string }[];
  /** Mandates that open nothing today, and why; never whose they are. */
  readonly shut: readonly string[];
}

export const actingPage: Page<ActingContext> = {
  name: 'acting',
  voice: 'public',
  title: (_, { t }) => t('identity.acting.title'),
};
