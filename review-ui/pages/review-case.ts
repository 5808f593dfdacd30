import type { Waterfall } from '../charts/waterfall.ts';
import type { FieldError } from '../form.ts';
import type { GroundsShown } from '../grounds.ts';
import type { Page } from '../page.ts';
import type { PaperShown } from '../papers.ts';
import type { Said } from '../statements.ts';
import type { Table } from '../table.ts';
import type { Timeline } from '../timeline.ts';
import type { Option } from './review-queue.ts';

export interface Tag {
  readonly text: string;
  readonly tone: 'yes' | 'no' | 'wait' | 'info' | 'plain';
}

/** A review as its committee works on it: the person's words first, then the decision as it was made, then one's part. */
export interface ReviewCaseContext {
  readonly reviewId: number;
  readonly personId: number;
  readonly title: string;
  readonly tags: readonly Tag[];
  /** Reviews before and after this one in the queue. */
  readonly previous: string | null;
  readonly next: string | null;
  readonly errors: readonly FieldError[];
  /** What was typed and came back with an error, by field. */
  readonly typed: Readonly<Record<string, string>>;
  readonly words: readonly Said[];
  /** What they disagree with, and the data they say are wrong. */
  readonly grounds: GroundsShown;
  readonly papers: readonly PaperShown[];
  /** For the officer, while it is open: to write down what the person says later. */
  readonly addition: {
    readonly came: readonly Option[];
    /** Nobody who asked here has shown yet that it is the person who asks. */
    readonly identityToFollow: boolean;
    readonly paperSize: string;
    readonly papersAtMost: number;
  } | null;
  /** Needs told by the person, never their cause. */
  readonly support: readonly string[];
  /** What has been recorded since the decision. */
  readonly since: readonly string[];
  /** What staff noted when the file was prepared. */
  readonly notes: readonly { readonly text: string; readonly by: string }[];
  readonly decision: {
    readonly line: string;
    readonly reasons: readonly string[];
    readonly waterfall: Waterfall | null;
    readonly facts: Table;
    readonly spoke: Table;
    readonly silent: Table;
    readonly measures: Table | null;
    readonly affordability: Table | null;
  };
  /** A member who has not asked for the score yet: it and all that follows from it stay covered. */
  readonly scoreCovered: boolean;
  /** What the program would say today and why; null where the score is covered or the records are gone. */
  readonly today: TodayShown | null;
  readonly timeline: Timeline;
  readonly whatIf: {
    readonly fields: readonly {
      readonly name: string;
      readonly label: string;
      readonly value: string;
      readonly hint: string;
      readonly error?: string;
    }[];
    /** Said where there is nothing to try. */
    readonly none: string;
    /** What the program would have decided with the values tried; null before a try. */
    readonly result: { readonly text: string; readonly changed: boolean } | null;
  };
  readonly assigned: { readonly text: string; readonly canTake: boolean };
  /** The officer may put the file before the committee. */
  readonly canPrepare: boolean;
  readonly committee: Table;
  readonly vote: VotePart;
  /** Those in sight: one's own, and all after the close. */
  readonly votes: readonly { readonly member: string; readonly verdict: string; readonly reasons: string }[];
  readonly canDeclare: boolean;
  /** The officer or the chair may put the answer off, once. */
  readonly canExtend: boolean;
  /** For the chair, while the vote is open. */
  readonly closing: readonly string[] | null;
  readonly outcome: {
    readonly text: string;
    readonly tie: boolean;
    readonly newDecision: string | null;
  } | null;
  readonly similar: Table;
}

export interface TodayShown {
  readonly lines: readonly string[];
  /** Data used that stand otherwise now. */
  readonly data: Table | null;
  /** The terms of the score that changed most. */
  readonly terms: Table | null;
}

export type VotePart =
  | {
      readonly kind: 'form';
      /** Whether there is an outcome to keep: a referred application has none. */
      readonly canUphold: boolean;
      readonly change: 'credit' | 'measure';
      readonly measures: readonly Option[];
      readonly values: Readonly<Record<string, string>>;
      /** Who reads the reasons, and in which language they are answered. */
      readonly reasonsHint: string;
    }
  | { readonly kind: 'none'; readonly text: string };

export const reviewCasePage: Page<ReviewCaseContext> = {
  name: 'review-case',
  voice: 'staff',
  title: ({ title }) => title,
  section: 'reviews',
};
