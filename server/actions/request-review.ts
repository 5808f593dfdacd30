import { findDecision, findReplacementOf, lockDecisions } from '../../data/stores/decisions.ts';
import { insertDocument } from '../../data/stores/documents.ts';
import { findOpenReviewOf, insertReview } from '../../data/stores/reviews.ts';
import { insertStatement } from '../../data/stores/statements.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import { answerDueOn } from '../../scoring/review/deadlines.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { recordReviewStep } from './record-step.ts';
import { hasRole, inTransaction, policyOfDecision } from './review-case.ts';
import { insertReviewNotice } from './review-notice.ts';

export interface ReviewRequest {
  readonly decisionId: number;
  /** The person's own words; may be empty, since nobody has to give reasons (GDPR art. 22(3)). */
  readonly statement: string;
  readonly documents?: readonly PaperGiven[];
}

export interface PaperGiven {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

export type ReviewRequested =
  | { readonly kind: 'requested'; readonly reviewId: number; readonly dueOn: IsoDate }
  /** Asked before and not answered yet: asking twice opens one review, and what was written is added to it. */
  | { readonly kind: 'already'; readonly reviewId: number; readonly dueOn: IsoDate }
  | {
      readonly kind: 'refused';
      readonly because: 'no_decision' | 'not_allowed' | 'decided_by_people' | 'replaced';
    };

/** The person, or an officer for them, asks people to decide. */
export function requestReview(context: ActionContext, request: ReviewRequest): Promise<ReviewRequested> {
  return inTransaction(context, (inner) => takeRequest(inner, request));
}

async function takeRequest(context: ActionContext, request: ReviewRequest): Promise<ReviewRequested> {
  const { db, vault, now, today } = context;
  await lockDecisions(db, [request.decisionId]);
  const contested = await findDecision(db, vault, request.decisionId);
  if (contested === null) return refused('no_decision');
  if (!mayAsk(context, contested.person_id)) return refused('not_allowed');
  if (contested.decided_by === 'people') return refused('decided_by_people');
  if ((await findReplacementOf(db, contested.id)) !== null) return refused('replaced');
  const { review: rules } = await policyOfDecision(context, contested);
  const dueOn = answerDueOn(today, rules, holidaysOf(contested.decision.inputs.jurisdiction));
  const reviewId = await insertReview(db, {
    decisionId: contested.id,
    personId: contested.person_id,
    requestedAt: now,
    dueOn,
    suspendsOutcome: rules.suspendsOutcome,
  });
  if (reviewId === null) {
    const open = await findOpenReviewOf(db, contested.id);
    if (open === null) throw new Error(`decision ${contested.id}: its open review is gone`);
    await addWords(context, open.reviewId, contested.person_id, request);
    return { kind: 'already', reviewId: open.reviewId, dueOn: open.dueOn };
  }
  await addWords(context, reviewId, contested.person_id, request);
  await recordReviewStep(context, {
    reviewId,
    personId: contested.person_id,
    event: 'request',
    from: null,
    to: 'requested',
    details: { decision: contested.id, dueOn, papers: request.documents?.length ?? 0 },
  });
  await insertReviewNotice(context, contested, { kind: 'review_received', reviewId, dueOn });
  return { kind: 'requested', reviewId, dueOn };
}

function mayAsk(context: ActionContext, personId: number): boolean {
  const { actor } = context;
  if (actor.kind === 'customer') return actor.personId === personId;
  return hasRole(context, 'officer', 'integrator');
}

async function addWords(
  { db, vault, now, actor }: ActionContext,
  reviewId: number,
  personId: number,
  { decisionId, statement, documents = [] }: ReviewRequest,
): Promise<void> {
  const text = statement.trim();
  const statementId =
    text === ''
      ? null
      : await insertStatement(db, vault, {
          personId,
          reviewId,
          decisionId,
          kind: 'contest',
          authorKind: actor.kind === 'customer' ? 'customer' : 'staff',
          authorId: actor.kind === 'staff' ? actor.staffId : null,
          at: now,
          text,
        });
  for (const paper of documents) {
    await insertDocument(db, vault, { ...paper, personId, reviewId, statementId, uploadedAt: now });
  }
}

function refused(because: Extract<ReviewRequested, { kind: 'refused' }>['because']): ReviewRequested {
  return { kind: 'refused', because };
}
