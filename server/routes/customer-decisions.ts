import { findDecision, findReplacementOf, type StoredDecision } from '../../data/stores/decisions.ts';
import { listNoticesOfDecision, updateNoticeRead } from '../../data/stores/notices.ts';
import { listReviewsOfDecision, type StoredReview } from '../../data/stores/reviews.ts';
import { listVotes } from '../../data/stores/votes.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { findReviewByOutcome } from '../../data/views/review-queue.ts';
import {
  customerDecisionPage,
  type DecisionSurroundings,
  presentCustomerDecision,
} from '../../review-ui/pages/customer-decision.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { type ExplainedDecision, readExplained } from './explained.ts';
import { matterOfDecision, seesWholeFile } from './matters.ts';
import { whatIfFields } from './what-if-fields.ts';

/** What a person reads of a decision about them. */
export function customerDecisionRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/my/decisions/:id',
    allow: ['customer'],
    subject: personOfDecision,
    matter: matterOfDecision,
    handler: showDecision,
  });
}

/** Whose decision the path names. */
export async function personOfDecision(call: Call): Promise<number | null> {
  const stored = await findDecision(call.context.db, call.context.vault, idOf(call));
  return stored?.person_id ?? null;
}

async function showDecision(call: Call): Promise<void> {
  const found = await readExplained(call.context, idOf(call));
  if (found === null) throw new Problem('not_found');
  const around = await surroundingsOf(call, found);
  page(
    call,
    customerDecisionPage,
    presentCustomerDecision(found.explained, around, wordingFor(call.language)),
  );
}

async function surroundingsOf(call: Call, found: ExplainedDecision): Promise<DecisionSurroundings> {
  const { stored } = found;
  const { db, vault, now } = call.context;
  const notices = await listNoticesOfDecision(db, vault, stored.id);
  for (const notice of notices) if (notice.readAt === null) await updateNoticeRead(db, notice.id, now);
  const [first] = notices;
  const reviews = await listReviewsOfDecision(db, stored.id);
  const review = reviews.find(({ state }) => state !== 'withdrawn') ?? null;
  const replacedBy = await findReplacementOf(db, stored.id);
  return {
    decisionId: stored.id,
    decidedOn: stored.decided_at.slice(0, 10),
    // What waits, or came back, has told nobody: then it is told by being read here.
    toldOn: first === undefined ? null : (first.sentAt ?? first.readAt ?? now).slice(0, 10),
    decidedBy: stored.decided_by,
    replaces: stored.replaces_decision_id,
    replacedBy,
    committee: await committeeOf(call, stored),
    wholeFile: seesWholeFile(call),
    review: review && reviewLine(review),
    // What the program would have said is no answer to what people decided, nor to what no longer stands.
    whatIf:
      stored.decided_by === 'program' && replacedBy === null && !(await isKept(call, stored.person_id))
        ? whatIfFields(found, wordingFor(call.language))
        : [],
  };
}

/** Of data that are only kept nothing is calculated. */
async function isKept({ context: { db, today } }: Call, personId: number): Promise<boolean> {
  const file = await readPersonFile(db, personId);
  return file === null || isRestricted(file, today);
}

function reviewLine(review: StoredReview): NonNullable<DecisionSurroundings['review']> {
  return {
    reviewId: review.reviewId,
    open: isOpen(review.state),
    dueOn: review.dueOn,
    suspends: review.suspendsOutcome,
  };
}

/** What people were asked about and how they voted, when this decision is theirs. */
async function committeeOf(
  { context: { db, vault } }: Call,
  stored: StoredDecision,
): Promise<DecisionSurroundings['committee']> {
  if (stored.decided_by !== 'people' || stored.replaces_decision_id === null) return null;
  const review = await findReviewByOutcome(db, stored.id);
  const contested = await findDecision(db, vault, stored.replaces_decision_id);
  if (review === null || contested === null) return null;
  return {
    contested: contested.decision,
    votes: await listVotes(db, vault, review.reviewId, review.round),
  };
}
