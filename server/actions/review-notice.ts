import type { StoredDecision } from '../../data/stores/decisions.ts';
import { findPortfolioById } from '../../data/stores/portfolios.ts';
import type { CollectionOutcome, CreditOutcome } from '../../scoring/decision/decision.ts';
import { type Notice, noticeText } from '../../scoring/explanation/notice.ts';
import {
  reviewDecidedNotice,
  reviewExtendedNotice,
  reviewLateNotice,
  reviewReceivedNotice,
  type ReviewTold,
} from '../../scoring/explanation/review-notices.ts';
import { spokenLanguage } from '../../scoring/explanation/sentences.ts';
import type { Policy } from '../../scoring/policy/policy.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import { votedOtherwise } from '../../scoring/review/favour.ts';
import type { Vote } from '../../scoring/review/review.ts';
import type { Undo } from '../../scoring/review/undo.ts';
import type { ActionContext } from './action.ts';
import { wayFor } from './notice-channel.ts';
import { putLetters } from './put-letters.ts';
import { policyOfDecision } from './review-case.ts';

export type ReviewNews =
  | {
      readonly kind: 'review_received';
      readonly reviewId: number;
      readonly receivedOn: IsoDate;
      readonly dueOn: IsoDate;
      readonly carriedOutOn: IsoDate | null;
      readonly identityToFollow: boolean;
    }
  | { readonly kind: 'late'; readonly reviewId: number; readonly dueOn: IsoDate }
  | {
      readonly kind: 'extension';
      readonly reviewId: number;
      readonly dueOn: IsoDate;
      readonly reason: string;
    }
  | {
      readonly kind: 'review_decided';
      readonly reviewId: number;
      readonly decisionId: number;
      readonly outcome: CreditOutcome | CollectionOutcome;
      readonly changed: boolean;
      readonly votes: readonly Vote[];
      /** What is taken back of a measure that was carried out. */
      readonly undos: readonly Undo[];
    };

/** Puts what a review has to tell into the outbox, with a code of its own: the earlier one may be spent. */
export async function insertReviewNotice(
  context: ActionContext,
  contested: StoredDecision,
  news: ReviewNews,
): Promise<void> {
  const { db, now } = context;
  const policy = await policyOfDecision(context, contested);
  const portfolio = await findPortfolioById(db, contested.portfolio_id);
  const { decision } = contested;
  await putLetters(context, [
    {
      about: { kind: 'review', claimId: contested.claim_id },
      personNeedsCode: true,
      write: (signIn) =>
        noticeText(
          noticeOf(contested, policy, news, {
            policy,
            controller: portfolio?.controller ?? '',
            signIn,
          }),
        ),
      notice: {
        personId: contested.person_id,
        decisionId: news.kind === 'review_decided' ? news.decisionId : contested.id,
        reviewId: news.reviewId,
        kind: news.kind,
        language: spokenLanguage(decision.inputs.language),
        ...(await wayFor(db, news.reviewId, decision)),
        createdAt: now,
      },
    },
  ]);
}

function noticeOf(
  { decision }: StoredDecision,
  policy: Policy,
  news: ReviewNews,
  setting: ReviewTold,
): Notice {
  switch (news.kind) {
    case 'review_received':
      return reviewReceivedNotice(
        decision,
        {
          receivedOn: news.receivedOn,
          dueOn: news.dueOn,
          suspended: policy.review.suspendsOutcome,
          carriedOutOn: news.carriedOutOn,
          identityToFollow: news.identityToFollow,
        },
        setting,
      );
    case 'late':
      return reviewLateNotice(decision, news, setting);
    case 'extension':
      return reviewExtendedNotice(decision, news, setting);
    case 'review_decided':
      return reviewDecidedNotice(
        { ...decision, outcome: news.outcome },
        {
          changed: news.changed,
          reasons: news.votes.map((vote) => ({ text: vote.reasons, otherwise: votedOtherwise(vote, news) })),
          undos: news.undos,
        },
        setting,
      );
  }
}
