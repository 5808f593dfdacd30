import { findDecision, findStandingDecision, lockDecisions } from '../../data/stores/decisions.ts';
import { findCarriedOutOn } from '../../data/stores/measures-taken.ts';
import { findOpenReviewOf, insertReview } from '../../data/stores/reviews.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import { type Grounds, NO_GROUNDS, takeGrounds } from '../../scoring/review/contest.ts';
import { answerDueOn } from '../../scoring/review/deadlines.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { type InPersonOf, type ProofTaken, takeProof } from './prove-identity.ts';
import { recordReviewStep } from './record-step.ts';
import { hasRole, inTransaction, policyOfDecision } from './review-case.ts';
import { insertReviewNotice } from './review-notice.ts';
import { keepWords, type PaperGiven } from './keep-words.ts';

export type { PaperGiven };

export interface ReviewRequest {
  readonly decisionId: number;
  /** The person's own words; may be empty, since nobody has to give reasons (GDPR art. 22(3)). */
  readonly statement: string;
  readonly grounds?: Grounds;
  readonly documents?: readonly PaperGiven[];
  /** How the person came and showed who they are, where staff write down what they say. */
  readonly inPersonOf?: InPersonOf;
  /** The day it reached the house, where staff write it down later: the answer is due from then. */
  readonly receivedOn?: IsoDate;
  /** Why the program itself asks people: a corrected record would have led to another outcome (GDPR art. 16). */
  readonly because?: { readonly rectification: number };
}

export type ReviewRequested =
  | {
      readonly kind: 'requested';
      readonly reviewId: number;
      readonly dueOn: IsoDate;
      /** The day the contested measure was carried out: people can still do something about it. */
      readonly carriedOutOn: IsoDate | null;
      readonly documentIds: readonly number[];
    }
  /** Asked before and not answered yet: asking twice opens one review, and what was written is added to it. */
  | {
      readonly kind: 'already';
      readonly reviewId: number;
      readonly dueOn: IsoDate;
      readonly documentIds: readonly number[];
    }
  /** Another decision stands in its place; that one can be contested. */
  | { readonly kind: 'refused'; readonly because: 'replaced'; readonly standsId: number }
  | { readonly kind: 'refused'; readonly because: RequestFault };

export type RequestFault =
  | 'no_decision'
  | 'not_allowed'
  | 'unknown_datum'
  | 'wrong_day'
  | 'too_long'
  | Exclude<ProofTaken['kind'], 'proven'>;

/**
 * The person, or staff who write down what they say, ask people to decide. Any decision can be contested, whoever made
 * it and however long ago; neither a policy nor a setting is asked whether.
 */
export function requestReview(context: ActionContext, request: ReviewRequest): Promise<ReviewRequested> {
  return inTransaction(context, (inner) => takeRequest(inner, request));
}

async function takeRequest(context: ActionContext, request: ReviewRequest): Promise<ReviewRequested> {
  const { db, vault, now, today } = context;
  await lockDecisions(db, [request.decisionId]);
  const contested = await findDecision(db, vault, request.decisionId);
  if (contested === null) return refused('no_decision');
  if (!mayAsk(context, contested.person_id, request)) return refused('not_allowed');
  const standsId = await findStandingDecision(db, contested.id);
  if (standsId !== contested.id) return { kind: 'refused', because: 'replaced', standsId };
  const taken = takeGrounds(request.grounds ?? NO_GROUNDS, contested.decision.inputs);
  if (taken.kind === 'refused') return refused(taken.because);
  const receivedOn = request.receivedOn ?? today;
  if (receivedOn > today || receivedOn < contested.decided_at.slice(0, 10)) return refused('wrong_day');
  const proof = await heardAs(context, contested.person_id, request.inPersonOf);
  if (proof.kind !== 'proven' && proof.kind !== 'to_follow') return refused(proof.kind);
  const { review: rules } = await policyOfDecision(context, contested);
  const dueOn = answerDueOn(receivedOn, rules, holidaysOf(contested.decision.inputs.jurisdiction));
  const opened = await insertReview(db, {
    decisionId: contested.id,
    personId: contested.person_id,
    requestedAt: receivedOn === today ? now : `${receivedOn}T12:00:00.000Z`,
    dueOn,
    suspendsOutcome: rules.suspendsOutcome,
  });
  const open = opened === null ? await findOpenReviewOf(db, contested.id) : null;
  const reviewId = opened ?? open?.reviewId;
  if (reviewId === undefined) throw new Error(`decision ${contested.id}: its open review is gone`);
  const kept = await keepWords(context, {
    ...request,
    ...proof,
    grounds: taken.grounds,
    reviewId,
    personId: contested.person_id,
  });
  const details = {
    decision: contested.id,
    papers: kept.documentIds.length,
    channel: proof.channel,
    points: taken.grounds.points,
    wrongData: taken.grounds.wrongData.map(({ characteristic }) => characteristic),
  };
  const step = { reviewId, personId: contested.person_id };
  if (open !== null) {
    await recordReviewStep(context, { ...step, event: 'add', from: open.state, to: open.state, details });
    return { kind: 'already', reviewId, dueOn: open.dueOn, ...kept };
  }
  await recordReviewStep(context, {
    ...step,
    event: 'request',
    from: null,
    to: 'requested',
    details: { ...details, ...request.because, receivedOn, dueOn },
  });
  const carriedOutOn = await findCarriedOutOn(db, contested.id);
  await insertReviewNotice(context, contested, {
    kind: 'review_received',
    reviewId,
    receivedOn,
    dueOn,
    carriedOutOn,
    identityToFollow: proof.kind === 'to_follow',
  });
  return { kind: 'requested', reviewId, dueOn, carriedOutOn, ...kept };
}

type HeardAs = ProofTaken | { readonly kind: 'to_follow'; readonly channel: Channel; readonly proofId: null };

/**
 * A contest is received by whatever way it comes, and its clock runs while the person is asked who they are: it tells
 * the caller nothing, its answer goes to the person's own address, and it can never end worse for them.
 */
async function heardAs(
  context: ActionContext,
  personId: number,
  given: InPersonOf | undefined,
): Promise<HeardAs> {
  if (given !== undefined && 'method' in given && given.method === null) {
    return { kind: 'to_follow', channel: given.channel, proofId: null };
  }
  return takeProof(context, personId, given);
}

function mayAsk(context: ActionContext, personId: number, { because }: ReviewRequest): boolean {
  const { actor } = context;
  if (actor.kind === 'system') return because !== undefined;
  if (actor.kind === 'customer') return actor.personId === personId;
  return hasRole(context, 'officer', 'planner', 'integrator');
}

function refused(because: RequestFault): ReviewRequested {
  return { kind: 'refused', because };
}
