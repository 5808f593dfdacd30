import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';

/** One proposal with the person's words, and the form to answer it. */
export interface OfferContext {
  readonly offerId: number;
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly words: string;
  /** The reasons of whoever answered; empty while nobody has. */
  readonly given: string;
  readonly mayAnswer: boolean;
  /** As typed before, when the form comes back. */
  readonly reasons: string;
  readonly errors: readonly FieldError[];
}

export const offerPage: Page<OfferContext> = {
  name: 'offer',
  voice: 'staff',
  section: 'offers',
  title: ({ title }) => title,
};
