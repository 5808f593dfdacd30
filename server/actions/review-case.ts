import { loadPolicyVersion } from '../../data/policies.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import { listAppointments, type StoredAppointment } from '../../data/stores/appointments.ts';
import { listSeats, type Seated } from '../../data/stores/committees.ts';
import { findDecision, type StoredDecision } from '../../data/stores/decisions.ts';
import { findReviewForUpdate, type StoredReview } from '../../data/stores/reviews.ts';
import { listVotes } from '../../data/stores/votes.ts';
import { listInvolvements } from '../../data/views/involvements.ts';
import type { Policy } from '../../scoring/policy/policy.ts';
import { measure } from '../../scoring/policy/measures.ts';
import { succession } from '../../scoring/review/appointments.ts';
import type { Committee, Involvement } from '../../scoring/review/committee.ts';
import { type BurdenOf, burdensOf } from '../../scoring/review/favour.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
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
  const votes = await listVotes(db, vault, reviewId, review.round);
  // Who left after the close had their part in it: the minutes say the same ever after.
  const appointments = appointedAt(await listAppointments(db), review.closedAt ?? context.now);
  return {
    review,
    contested,
    policy,
    committee: {
      rules: policy.review,
      chairId: seats.find(({ seat }) => seat === 'chair')?.staffId ?? null,
      memberIds: seats.map(({ staffId }) => staffId),
      succession: succession(appointments.filter(({ endedAt }) => endedAt === null)).map(
        ({ staffId }) => staffId,
      ),
      involvements: [...(await listInvolvements(db, reviewId)), ...leftBefore(seats, votes, appointments)],
      closed: review.closedAt !== null,
    },
    votes,
    burdenOf: burdensOf(contested.decision, (id) => measure(id).legalEffect),
  };
}

/** The appointments as they stood at that moment. */
function appointedAt(
  appointments: readonly StoredAppointment[],
  at: IsoInstant,
): readonly StoredAppointment[] {
  return appointments
    .filter(({ from }) => from <= at.slice(0, 10))
    .map((each) => (each.endedAt !== null && each.endedAt > at ? { ...each, endedAt: null } : each));
}

/**
 * Seats that fell empty: their holder's account was closed, or the appointment ended, before they voted. A term that
 * runs out does not empty a seat: its holder finishes the file. Nor is a vote lost that was given in office.
 */
function leftBefore(
  seats: readonly Seated[],
  votes: readonly Vote[],
  appointments: readonly StoredAppointment[],
): readonly Involvement[] {
  const voted = new Set(votes.map(({ memberId }) => memberId));
  return seats.flatMap(({ staffId }): readonly Involvement[] => {
    const own = appointments.filter((each) => each.staffId === staffId);
    const left = own.length > 0 && own.every(({ endedAt }) => endedAt !== null);
    return left && !voted.has(staffId) ? [{ memberId: staffId, conflict: 'left' }] : [];
  });
}

/**
 * The policy as it stood when the decision was made: its rules on committees and deadlines go with it, held to what
 * the controller promises.
 */
export async function policyOfDecision(
  { db }: Pick<ActionContext, 'db'>,
  decision: StoredDecision,
): Promise<Policy> {
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
