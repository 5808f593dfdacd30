import type { FieldError } from '../form.ts';
import type { OfferShown } from '../offers.ts';
import type { Page } from '../page.ts';
import type { PaperShown } from '../papers.ts';
import type { Option } from './review-queue.ts';

/** Who acts for a person, and how to make sure who is asking: for staff, before anything is told or done. */
export interface PersonContext {
  readonly personId: number;
  readonly mandates: readonly MandateLine[];
  /** Where data of a claim can be given to somebody outside. */
  readonly giveOut: readonly { readonly href: string; readonly text: string }[];
  /** What came from somebody who may not act for the person. */
  readonly unheard: readonly UnheardLine[];
  readonly channels: readonly Option[];
  readonly paperSize: string;
  readonly papersAtMost: number;
  readonly offers: readonly OfferShown[];
  /** Processing is restricted today. */
  readonly restricted: boolean;
  readonly mayRecord: boolean;
  /** The controller takes the answers to control questions as proof; else nobody is asked them for nothing. */
  readonly controlQuestions: boolean;
  readonly kinds: readonly Option[];
  readonly scopes: readonly Option[];
  readonly proofs: readonly Option[];
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  /** Shown once, to be handed over. */
  readonly code: string | null;
}

export interface MandateLine {
  readonly mandateId: number;
  readonly name: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly papers: readonly PaperShown[];
  readonly standing: string;
  readonly tag: 'yes' | 'wait' | 'plain';
  readonly mayConfirm: boolean;
  readonly mayEnd: boolean;
  readonly mayGiveCode: boolean;
}

export interface UnheardLine {
  readonly unheardId: number;
  readonly text: string;
  readonly note: string;
  readonly papers: readonly PaperShown[];
  readonly maySettle: boolean;
}

export const personPage: Page<PersonContext> = {
  name: 'person',
  voice: 'staff',
  title: ({ personId }, { t }) => t('identity-staff.person.title', { id: personId }),
};
