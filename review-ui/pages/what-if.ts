import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';

/** A fact that the person can change, with their own value or the one that they typed. */
export interface WhatIfField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** The value now and what may be tried. */
  readonly hint: string;
  /** Of a yes or no; null where a figure is typed. */
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
}

export interface WhatIfContext {
  readonly decisionId: number;
  readonly headline: string;
  readonly kind: 'credit' | 'collection';
  /** Their data are only kept: nothing is calculated. */
  readonly resting: boolean;
  readonly fields: readonly WhatIfField[];
  readonly errors: readonly FieldError[];
  /** Null until values were tried. */
  readonly answer: {
    readonly outcome: string;
    readonly changed: boolean;
    readonly score: string;
    /** Those that would have stood in the way. */
    readonly rules: readonly string[];
    readonly changes: readonly { readonly text: string; readonly when: string }[];
    /** The time of all changes; empty for a single one. */
    readonly together: string;
    readonly lessGround: string;
  } | null;
}

export const whatIfPage: Page<WhatIfContext> = {
  name: 'what-if',
  voice: 'customer',
  title: (_, { t }) => t('customer.whatIf.title'),
  section: 'home',
};
