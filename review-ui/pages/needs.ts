import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';
import type { Option } from './review-queue.ts';

/** What a person needs from us: what is in force, and a form for somebody who calls or writes. */
export interface NeedsContext {
  readonly personId: number;
  /** Said where processing is restricted; empty otherwise. */
  readonly restricted: string;
  readonly needs: readonly NeedLine[];
  readonly mayEnter: boolean;
  readonly options: readonly Option[];
  readonly channels: readonly Option[];
  readonly languages: readonly Option[];
  /** As typed before, when the form comes back. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

export interface NeedLine {
  readonly needId: number;
  readonly name: string;
  /** "what it keeps us from", "since when and by whom", "asked after on" */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly tag: { readonly text: string; readonly tone: 'plain' | 'wait' | 'no' };
}

export const needsPage: Page<NeedsContext> = {
  name: 'needs',
  voice: 'staff',
  title: ({ personId }, { t }) => t('needs.title', { id: personId }),
};
