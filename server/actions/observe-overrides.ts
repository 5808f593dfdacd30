import { findDecision } from '../../data/stores/decisions.ts';
import {
  type DecidedReview,
  didDefault,
  listDecidedReviews,
  wasPaid,
} from '../../data/views/review-reality.ts';
import { explain } from '../../scoring/explanation/explain.ts';
import type { ReviewedOutcome } from '../../scoring/monitoring/overrides.ts';
import type { Texts } from '../../scoring/characteristics/characteristic.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import type { ActionContext } from './action.ts';
import { MeansReadOnce } from './means-read-once.ts';

const REVIEWS_AT_MOST = 2_000;
const PAID_WITHIN_DAYS = 90;

export interface OverridesObserved {
  readonly reviews: readonly ReviewedOutcome[];
  /** What each rule among the reasons says, by its id. */
  readonly rules: ReadonlyMap<string, Texts>;
}

/** What people decided about the program's outcomes, why it had come to them, and what was paid afterwards. Only reads. */
export async function observeOverrides(context: ActionContext): Promise<OverridesObserved> {
  const observed: ReviewedOutcome[] = [];
  const rules = new Map<string, Texts>();
  const means = new MeansReadOnce(context);
  for (const review of await listDecidedReviews(context.db, REVIEWS_AT_MOST)) {
    const reasons = await reasonsOf(context, review.decisionId, means, rules);
    if (reasons === null) continue;
    observed.push({
      reviewId: review.reviewId,
      overturned: review.changed,
      reasons,
      paid: await paidAfter(context, review),
    });
  }
  return { reviews: observed, rules };
}

/** The reasons told, and the rules that spoke; null when the person was erased or people had made the decision. */
async function reasonsOf(
  { db, vault }: ActionContext,
  decisionId: number,
  means: MeansReadOnce,
  rules: Map<string, Texts>,
): Promise<readonly string[] | null> {
  const stored = await findDecision(db, vault, decisionId);
  if (stored === null || stored.decided_by === 'people') return null;
  const policy = await means.policy(stored);
  const { reasons } = explain(stored.decision, policy, await means.scorecards(stored), { recourse: 'none' });
  for (const { id, text } of policy.policy.rules) rules.set(id, text);
  return [...new Set(reasons.flatMap(({ code, rule }) => (rule === null ? [code] : [code, rule])))];
}

/** A claim: anything paid within 90 days of the verdict, once they are over. A loan: whether it defaulted, once known. */
async function paidAfter({ db, today }: ActionContext, review: DecidedReview): Promise<boolean | null> {
  if (review.applicationId !== null) {
    const defaulted = await didDefault(db, review.applicationId);
    return defaulted === null ? null : !defaulted;
  }
  if (review.claimId === null) return null;
  const from = review.closedAt.slice(0, 10);
  const until = addDays(from, PAID_WITHIN_DAYS);
  return today < until ? null : wasPaid(db, review.claimId, from, until);
}
