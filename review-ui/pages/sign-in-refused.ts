import type { Page } from '../page.ts';

/** A sign-in at an identity provider that led nowhere: why, and what to do. */
export interface SignInRefusedContext {
  readonly because: 'cancelled' | 'too_low' | 'too_late' | 'not_sound' | 'unavailable' | 'unknown';
}

export const signInRefusedPage: Page<SignInRefusedContext> = {
  name: 'sign-in-refused',
  voice: 'public',
  title: ({ because }, { t }) => t(`identity.refused.${because}.title`),
};
