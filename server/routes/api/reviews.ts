import { z } from 'zod';
import { findReview, listReviewsInState, type StoredReview } from '../../../data/stores/reviews.ts';
import { castVote, type VoteCast } from '../../actions/cast-vote.ts';
import type { ActionContext } from '../../actions/action.ts';
import { requestReview, type ReviewRequest, type ReviewRequested } from '../../actions/request-review.ts';
import type { LawAgainst } from '../../../scoring/decision/laws-against.ts';
import { hasRole } from '../../actions/review-case.ts';
import { CONTEST_POINTS, RIGHT_CHARACTERS_AT_MOST } from '../../../scoring/review/contest.ts';
import {
  type Channel,
  CHANNELS,
  PROOF_METHODS,
  type ProofMethod,
} from '../../../scoring/safeguards/identity-proof.ts';
import { apiRoute, numberOf } from '../../http/api-route.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/route.ts';
import { isoDate, number, review, verdict } from './schemas.ts';
import { looksAtRowOf } from '../looks-at.ts';
import { sawListed } from '../../http/looks-at.ts';

const READERS = ['integrator', 'officer', 'member', 'chair', 'auditor'] as const;

export function reviewApi(routes: Routes): void {
  apiRoute(routes, {
    method: 'post',
    path: '/api/v1/reviews',
    allow: ['integrator', 'officer'],
    summary: 'Ask people to decide, for the person. Asked again while it is open, the words are added to it.',
    body: z.object({
      decisionId: number,
      statement: z
        .string()
        .max(20_000)
        .default('')
        .openapi({ description: 'The person’s own words; nobody has to give reasons.' }),
      points: z.array(z.enum(CONTEST_POINTS)).max(CONTEST_POINTS.length).default([]).openapi({
        description: 'What they disagree with.',
      }),
      wrongData: z
        .array(
          z.object({
            characteristic: z.string().max(100),
            right: z.string().max(RIGHT_CHARACTERS_AT_MOST).nullable().default(null),
          }),
        )
        .max(300)
        .default([])
        .openapi({ description: 'Data of the decision that they say are wrong, and what is right.' }),
      receivedOn: isoDate.optional().openapi({
        description: 'The day it reached the house; today if left out. The answer is due from it.',
      }),
      channel: z.enum(CHANNELS).optional().openapi({ description: 'The way the person came.' }),
      identityMethod: z.enum(PROOF_METHODS).optional().openapi({
        description:
          'What showed that it was they. Left out by an officer, it is asked for afterwards; a connected system has made sure itself.',
      }),
    }),
    answer: z.object({ id: number, dueOn: z.string(), isNew: z.boolean() }),
    status: 201,
    handler: async ({ context }, { body }) => {
      const { points, wrongData, channel, identityMethod, receivedOn, ...words } = body;
      const asked = await requestReview(context, {
        ...words,
        grounds: { points, wrongData },
        ...(receivedOn === undefined ? {} : { receivedOn }),
        ...inPersonOf(context, channel, identityMethod),
      });
      if (asked.kind === 'refused') throw refusedRequest(asked);
      return { id: asked.reviewId, dueOn: asked.dueOn, isNew: asked.kind === 'requested' };
    },
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/reviews',
    looksAt: 'listed',
    allow: [...READERS],
    summary: 'List the reviews in a state.',
    query: z.object({ state: review.shape.state.default('requested') }),
    answer: z.object({ reviews: z.array(review) }),
    status: 200,
    handler: async (call, { query }) => {
      const found = await listReviewsInState(call.services.db, [query.state]);
      await sawListed(call, found);
      return { reviews: found.map(reviewAnswer) };
    },
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/reviews/{id}',
    looksAt: looksAtRowOf('reviews', 'review'),
    allow: [...READERS],
    summary: 'Tell how far a review is.',
    answer: review,
    status: 200,
    handler: async (call) => {
      const found = await findReview(call.services.db, numberOf(call));
      if (found === null) throw new Problem('not_found', 'There is no such review.');
      return reviewAnswer(found);
    },
  });

  apiRoute(routes, {
    method: 'post',
    path: '/api/v1/reviews/{id}/votes',
    allow: ['member', 'chair'],
    summary: 'Cast the vote of the member whom the key belongs to. Others’ votes stay covered.',
    body: z.object({
      verdict,
      reasons: z.string().min(1, 'want the reasons; the person reads them').max(20_000),
    }),
    answer: z.object({ voted: z.number().int(), seated: z.number().int() }),
    status: 201,
    handler: async (call, { body }) => {
      const cast = await castVote(call.context, { reviewId: numberOf(call), ...body });
      if (cast.kind === 'refused') throw refusedVote(cast);
      return { voted: cast.voted, seated: cast.seated };
    },
  });
}

/** Staff who name no proof ask for it afterwards; a connected system has made sure itself. */
function inPersonOf(
  context: ActionContext,
  channel: Channel | undefined,
  method: ProofMethod | undefined,
): Pick<ReviewRequest, 'inPersonOf'> {
  if (channel === undefined) return {};
  if (method !== undefined) return { inPersonOf: { channel, method, shown: true } };
  const isToFollow = channel !== 'portal' && hasRole(context, 'officer');
  return isToFollow ? { inPersonOf: { channel, method: null } } : {};
}

function reviewAnswer(found: StoredReview): z.input<typeof review> {
  const { reviewId, decisionId, state, round, requestedAt, dueOn, suspendsOutcome, outcomeDecisionId } =
    found;
  return { id: reviewId, decisionId, state, round, requestedAt, dueOn, suspendsOutcome, outcomeDecisionId };
}

function refusedRequest(refusal: Extract<ReviewRequested, { kind: 'refused' }>): Problem {
  switch (refusal.because) {
    case 'no_decision':
      return new Problem('not_found', 'There is no such decision, or its person was erased.');
    case 'not_allowed':
      return new Problem('forbidden');
    case 'replaced':
      return new Problem(
        'not_allowed_now',
        `Decision ${refusal.standsId} took the place of this one; contest that one.`,
      );
    default:
      return new Problem('invalid', REQUEST_FAULTS[refusal.because]);
  }
}

const REQUEST_FAULTS = {
  unknown_datum: 'The decision was not made from a datum of that name.',
  wrong_day: 'It reached the house neither before the decision nor after today.',
  too_long: 'What is right is said in too many words.',
  no_proof: 'Say by which channel the person came and what showed who they are.',
  not_shown: 'The person did not show who they are.',
  proves_nothing: 'That method proves nothing on that channel.',
} as const;

function refusedVote(cast: Extract<VoteCast, { kind: 'refused' }>): Problem {
  switch (cast.because) {
    case 'unlawful_credit':
      return new Problem('invalid', cast.laws.map(lawWords).join(' '));
    case 'no_review':
      return new Problem('not_found', 'There is no such review.');
    case 'not_allowed':
    case 'not_a_member':
      return new Problem('forbidden', 'Only members of this committee vote.');
    case 'no_reasons':
    case 'nothing_missing_named':
    case 'nothing_to_uphold':
    case 'no_change':
    case 'wrong_kind':
    case 'worse_for_person':
    case 'more_than_asked':
    case 'unlawful':
      return new Problem('invalid', VOTE_FAULTS[cast.because]);
    default:
      return new Problem('not_allowed_now', `The vote was not taken: ${cast.because.replaceAll('_', ' ')}.`);
  }
}

function lawWords({ rule, mostCents }: LawAgainst): string {
  const most = mostCents === null ? 'No credit is lawful' : `At most ${mostCents} cents are lawful`;
  return `${most}: ${rule.text.en} (${rule.id}, ${rule.citation ?? rule.basis})`;
}

const VOTE_FAULTS = {
  unlawful: 'A law rules this measure out, or the decision did not weigh it.',
  no_reasons: 'Every vote has reasons.',
  nothing_missing_named: 'Say what is missing.',
  nothing_to_uphold: 'A referred application has no outcome to keep.',
  no_change: 'The change is what was decided already.',
  wrong_kind: 'The change is not of the kind of this decision.',
  worse_for_person: 'A review never leaves the person worse off.',
  more_than_asked: 'Nobody is lent more than they asked for.',
} as const;
