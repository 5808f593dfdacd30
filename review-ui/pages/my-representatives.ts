import type { Page } from '../page.ts';

/** Who acts for the person, in what and how long; a power of attorney is theirs to end. */
export interface MyRepresentativesContext {
  readonly mandates: readonly {
    readonly mandateId: number;
    readonly name: string;
    readonly kind: string;
    readonly scope: string;
    readonly period: string;
    readonly standing: string;
    readonly valid: boolean;
    readonly mayEnd: boolean;
    /** Acts instead of the person, not beside them. */
    readonly instead: boolean;
  }[];
  /** What somebody sent who may not act for the person. */
  readonly unheard: readonly { readonly text: string; readonly note: string }[];
}

export const myRepresentativesPage: Page<MyRepresentativesContext> = {
  name: 'my-representatives',
  voice: 'customer',
  title: (_, { t }) => t('identity.mine.title'),
  section: 'data',
};
