import { loadPolicyVersion } from '../../data/policies.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import { listSeats } from '../../data/stores/committees.ts';
import { findDecision, type StoredDecision } from '../../data/stores/decisions.ts';
import { findReviewForUpdate, type StoredReview } from '../../data/stores/reviews.ts';
import { listVotes } from '../../data/stores/votes.ts';
import { listInvolvements } from '../../data/views/involvements.ts';
import type { Policy } from '../../scoring/policy/policy.ts';
import { measure } from '../../scoring/policy/measures.ts';
import type { Committee } from '../../scoring/review/committee.ts';
import { type BurdenOf, burdensOf } from '../../scoring/review/favour.ts';
import type { Vote } from '../../scoring/review/review.ts';
import { keptTo } from '../../scoring/safeguards/controller-profile.ts';
import type { ActionContext, Role } from './action.ts';

/** A review with all that its steps are decided from. */
export interface ReviewCase {
  readonly review: StoredReview;
  readonly contested: StoredDecision;
  readonly policy: Policy;
  readonly committee: Committee;
  /** Of this round, in the order cast. */
  readonly votes: readonly Vote[];
  readonly burdenOf: BurdenOf;
}

/**
 * Reads a review for a step to be taken on it; in a transaction the row stays locked, so that two steps at the same
 * moment are taken one after the other. Null when there is none, or its person was erased.
 */
export async function loadReviewCase(context: ActionContext, reviewId: number): Promise<ReviewCase | null> {
  const { db, vault } = context;
  const review = await findReviewForUpdate(db, reviewId);
  if (review === null) return null;
  const contested = await findDecision(db, vault, review.decisionId);
  if (contested === null) return null;
  const policy = await policyOfDecision(context, contested);
  const seats = await listSeats(db, reviewId, review.round);
  return {
    review,
    contested,
    policy,
    committee: {
      rules: policy.review,
      chairId: seats.find(({ seat }) => seat === 'chair')?.staffId ?? null,
      memberIds: seats.map(({ staffId }) => staffId),
      involvements: await listInvolvements(db, reviewId),
      closed: review.closedAt !== null,
    },
    votes: await listVotes(db, vault, reviewId, review.round),
    burdenOf: burdensOf(contested.decision, (id) => measure(id).legalEffect),
  };
}

/**
 * The policy as it stood when the decision was made: its rules on committees and deadlines go with it, held to what
 * the controller promises.
 */
export async function policyOfDecision({ db }: ActionContext, decision: StoredDecision): Promise<Policy> {
  const compiled = await loadPolicyVersion(db, decision.policy_id, decision.policy_version);
  if (compiled === null) {
    throw new Error(`policy "${decision.policy_id}" ${decision.policy_version} is not on record`);
  }
  const profile = await profileOfPortfolio(db, decision.portfolio_id);
  return { ...compiled.policy, review: keptTo(compiled.policy.review, profile) };
}

/** The measures that the committee may choose: those the decision weighed, but for what a law rules out for this person. */
export function lawfulMeasures({
  contested,
  policy,
}: Pick<ReviewCase, 'contested' | 'policy'>): readonly string[] {
  const laws = new Set(policy.rules.filter(({ basis }) => basis === 'law').map(({ id }) => id));
  return contested.decision.measures
    .filter(({ ruledOutBy }) => !ruledOutBy.some((rule) => laws.has(rule)))
    .map(({ measure: id }) => id);
}

/** Runs a step in one transaction: what it saves and what it writes into the audit trail stand or fall together. */
export function inTransaction<T>(
  context: ActionContext,
  step: (context: ActionContext) => Promise<T>,
): Promise<T> {
  return context.db.transaction((db) => step({ ...context, db }));
}

export function hasRole({ actor }: ActionContext, ...roles: readonly Role[]): boolean {
  return actor.kind === 'staff' && actor.roles.some((role) => roles.includes(role));
}

export function staffIdOf({ actor }: ActionContext): number | null {
  return actor.kind === 'staff' ? actor.staffId : null;
}
