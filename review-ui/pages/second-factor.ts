import type { Page } from '../page.ts';

/** After the password: the code of the app, or a recovery code. */
export interface SecondFactorContext {
  readonly wrong: boolean;
}

export const secondFactorPage: Page<SecondFactorContext> = {
  name: 'second-factor',
  voice: 'public',
  title: (_, { t }) => t('identity-staff.factor.askTitle'),
};
