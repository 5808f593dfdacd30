import type { Step } from './customer-decision.ts';
import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';

export interface ReviewTrackContext {
  readonly reviewId: number;
  /** Whether people have decided. */
  readonly decided: boolean;
  /** The date of the answer, or that it was taken back; null when decided. */
  readonly lead: string | null;
  readonly receipt: string;
  /** Extension of the deadline, outcome on hold: one sentence each. */
  readonly notes: readonly string[];
  readonly steps: readonly Step[];
  readonly outcome: {
    readonly sentence: string;
    readonly newDecision: string | null;
    /** Each member's reasons; members are numbered, not named. */
    readonly reasons: readonly { readonly member: string; readonly text: string }[];
  } | null;
  readonly saw: readonly string[];
  readonly decision: { readonly href: string; readonly headline: string };
  readonly words: readonly { readonly date: string; readonly kind: string; readonly text: string }[];
  readonly papers: readonly { readonly href: string; readonly name: string; readonly size: string }[];
  /** May still be taken back or added to. */
  readonly open: boolean;
  readonly errors: readonly FieldError[];
  readonly paperSize: string;
  readonly papersAtMost: number;
  readonly remedies: readonly string[];
}

export const reviewTrackPage: Page<ReviewTrackContext> = {
  name: 'review-track',
  voice: 'customer',
  title: ({ decided }, { t }) => t(decided ? 'customer.track.decided' : 'customer.track.title'),
  section: 'home',
};
