import { observedShare, type ShareObserved } from './review-reality.ts';

/** A review that people decided, with what had spoken for the program's outcome, and what came after. */
export interface ReviewedOutcome {
  readonly reviewId: number;
  readonly overturned: boolean;
  /** Codes of the principal reasons and ids of the rules behind the contested outcome, each once. */
  readonly reasons: readonly string[];
  /**
   * Whether the person then paid: within the window after the verdict at least what was agreed, or the known outcome
   * of the loan. Null: too early to tell, or nothing is known.
   */
  readonly paid: boolean | null;
}

export interface ReasonOverridden {
  readonly reason: string;
  readonly overturned: ShareObserved;
  /** Among the overturned whose later payment is known. */
  readonly paidAfterOverturn: ShareObserved;
  /** The same among those kept, to compare with. */
  readonly paidAfterUphold: ShareObserved;
}

export interface Overrides {
  /** Decided, overturned, and known whether they paid: what there is to judge by. */
  readonly counts: { readonly decided: number; readonly overturned: number; readonly paymentKnown: number };
  readonly all: Omit<ReasonOverridden, 'reason'>;
  /** Most reviewed first. */
  readonly byReason: readonly ReasonOverridden[];
}

/**
 * Which reasons people overturn, and who was right: a reason that is overturned often, by people whose trust was then
 * borne out, is one that the scorecard or the rule weighs wrongly. Shares of fewer than `least` are kept back: they
 * tell of chance and of single people.
 */
export function overridesOf(reviews: readonly ReviewedOutcome[], least: number): Overrides {
  const reasons = [...new Set(reviews.flatMap(({ reasons: own }) => own))];
  const byReason = reasons
    .map((reason) => ({
      reason,
      ...sharesOf(
        reviews.filter((each) => each.reasons.includes(reason)),
        least,
      ),
    }))
    .sort((a, b) => b.overturned.of - a.overturned.of || (a.reason < b.reason ? -1 : 1));
  return {
    counts: {
      decided: reviews.length,
      overturned: reviews.filter(({ overturned }) => overturned).length,
      paymentKnown: reviews.filter(({ paid }) => paid !== null).length,
    },
    all: sharesOf(reviews, least),
    byReason,
  };
}

function sharesOf(reviews: readonly ReviewedOutcome[], least: number): Omit<ReasonOverridden, 'reason'> {
  const overturned = reviews.filter((each) => each.overturned);
  const kept = reviews.filter((each) => !each.overturned);
  return {
    overturned: observedShare(overturned.length, reviews.length, least),
    paidAfterOverturn: paidShare(overturned, least),
    paidAfterUphold: paidShare(kept, least),
  };
}

function paidShare(reviews: readonly ReviewedOutcome[], least: number): ShareObserved {
  const known = reviews.filter(({ paid }) => paid !== null);
  return observedShare(known.filter(({ paid }) => paid === true).length, known.length, least);
}
