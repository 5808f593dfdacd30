import type { Page } from '../page.ts';

interface Line {
  readonly href: string;
  readonly text: string;
  readonly note: string;
}

/** What a narrow mandate covers: decisions and reviews, and nothing of the rest of the file. */
export interface ActingMattersContext {
  readonly scope: string;
  readonly decisions: readonly Line[];
  readonly reviews: readonly Line[];
}

export const actingMattersPage: Page<ActingMattersContext> = {
  name: 'acting-matters',
  voice: 'customer',
  title: (_, { t }) => t('identity.matters.title'),
  section: 'home',
};
