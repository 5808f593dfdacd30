import type { Page } from '../page.ts';

/** The letter to somebody who has just been erased; it is shown once and kept nowhere. */
export interface LastLetterContext {
  readonly letter: string;
}

export const lastLetterPage: Page<LastLetterContext> = {
  name: 'last-letter',
  voice: 'staff',
  section: 'desk',
  title: (_, { t }) => t('desk.erased.title'),
};
