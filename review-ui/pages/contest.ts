import type { FieldError } from '../form.ts';
import type { GroundsForm } from '../grounds.ts';
import type { Page } from '../page.ts';
import type { Option } from './review-queue.ts';

/** Staff write down what somebody says who calls, writes or comes. */
export interface ContestContext {
  readonly decisionId: number;
  readonly personId: number;
  /** What is contested, in a few words. */
  readonly about: string;
  readonly madeBy: string;
  /** What the answer will be: by when, what waits, what can still be done. */
  readonly expect: readonly string[];
  /** Where the person is already heard: the words are added there. */
  readonly openReview: { readonly href: string; readonly text: string } | null;
  /** Each way of coming with what can prove who comes, and checks made earlier in the day. */
  readonly came: readonly Option[];
  readonly typed: {
    readonly came: string;
    readonly shown: string;
    /** The day it reached the house. */
    readonly received: string;
    readonly words: string;
  };
  readonly grounds: GroundsForm;
  readonly errors: readonly FieldError[];
  readonly paperSize: string;
  readonly papersAtMost: number;
}

export const contestPage: Page<ContestContext> = {
  name: 'contest',
  voice: 'staff',
  title: (_, { t }) => t('intake.title'),
  section: 'reviews',
};
