import { z } from 'zod';
import { findReview, listReviewsInState, type StoredReview } from '../../../data/stores/reviews.ts';
import { castVote, type VoteCast } from '../../actions/cast-vote.ts';
import { requestReview, type ReviewRequested } from '../../actions/request-review.ts';
import { apiRoute, numberOf } from '../../http/api-route.ts';
import { Problem } from '../../http/problem.ts';
import type { Routes } from '../../http/route.ts';
import { number, review, verdict } from './schemas.ts';

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
    }),
    answer: z.object({ id: number, dueOn: z.string(), isNew: z.boolean() }),
    status: 201,
    handler: async ({ context }, { body }) => {
      const asked = await requestReview(context, body);
      if (asked.kind === 'refused') throw refusedRequest(asked.because);
      return { id: asked.reviewId, dueOn: asked.dueOn, isNew: asked.kind === 'requested' };
    },
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/reviews',
    allow: [...READERS],
    summary: 'List the reviews in a state.',
    query: z.object({ state: review.shape.state.default('requested') }),
    answer: z.object({ reviews: z.array(review) }),
    status: 200,
    handler: async ({ services }, { query }) => ({
      reviews: (await listReviewsInState(services.db, [query.state])).map(reviewAnswer),
    }),
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/reviews/{id}',
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
      if (cast.kind === 'refused') throw refusedVote(cast.because);
      return { voted: cast.voted, seated: cast.seated };
    },
  });
}

function reviewAnswer(found: StoredReview): z.input<typeof review> {
  const { reviewId, decisionId, state, round, requestedAt, dueOn, suspendsOutcome, outcomeDecisionId } =
    found;
  return { id: reviewId, decisionId, state, round, requestedAt, dueOn, suspendsOutcome, outcomeDecisionId };
}

function refusedRequest(because: Extract<ReviewRequested, { kind: 'refused' }>['because']): Problem {
  switch (because) {
    case 'no_decision':
      return new Problem('not_found', 'There is no such decision, or its person was erased.');
    case 'not_allowed':
      return new Problem('forbidden');
    case 'decided_by_people':
      return new Problem('not_allowed_now', 'People made this decision already.');
    case 'replaced':
      return new Problem('not_allowed_now', 'A later decision took the place of this one.');
  }
}

function refusedVote(because: Extract<VoteCast, { kind: 'refused' }>['because']): Problem {
  switch (because) {
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
      return new Problem('invalid', VOTE_FAULTS[because]);
    default:
      return new Problem('not_allowed_now', `The vote was not taken: ${because.replaceAll('_', ' ')}.`);
  }
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
