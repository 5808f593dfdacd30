import type { Page } from '../page.ts';

/** Setting up an authenticator app: before, during, and the recovery codes that are shown once. */
export interface SecondFactorSetupContext {
  readonly step: SecondFactorStep;
}

export type SecondFactorStep =
  | { readonly state: 'none'; readonly required: boolean }
  | {
      readonly state: 'begun';
      /** In groups of four, for typing. */
      readonly secret: string;
      /** SVG made by us; holds nothing that anybody typed. */
      readonly qr: string;
      readonly wrong: boolean;
    }
  | { readonly state: 'done'; readonly recoveryCodes: readonly string[] }
  | { readonly state: 'set'; readonly codesLeft: string; readonly removable: boolean };

export const secondFactorSetupPage: Page<SecondFactorSetupContext> = {
  name: 'second-factor-setup',
  voice: 'public',
  title: (_, { t }) => t('identity-staff.factor.title'),
};
