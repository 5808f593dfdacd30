import { findDecision } from '../../data/stores/decisions.ts';
import { findDocument } from '../../data/stores/documents.ts';
import { findReview } from '../../data/stores/reviews.ts';
import { covers, type Matter } from '../../scoring/safeguards/mandate.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf } from '../http/route.ts';

/** The decision that the path names, as a matter somebody may have a mandate for. */
export function matterOfDecision(call: Call): Promise<Matter | null> {
  return matterOf(call, idOf(call), 'decision');
}

/** The review that the path names. */
export async function matterOfReview(call: Call): Promise<Matter | null> {
  const review = await findReview(call.context.db, idOf(call));
  return review === null ? null : matterOf(call, review.decisionId, 'review');
}

/** The paper that the path names; one that belongs to no review is part of the file alone. */
export async function matterOfDocument(call: Call): Promise<Matter | null> {
  const { db, vault } = call.context;
  const document = await findDocument(db, vault, idOf(call));
  if (document === null) return null;
  const review = document.reviewId === null ? null : await findReview(db, document.reviewId);
  return review === null ? { kind: 'file' } : matterOf(call, review.decisionId, 'review');
}

/** What everybody may do who acts for a person at all. */
export function withinAnyMandate({ actor }: Call): Promise<Matter> {
  const scope = actor.kind === 'customer' ? actor.mandate?.scope : undefined;
  return Promise.resolve({ kind: 'decision', claimId: scope?.kind === 'claim' ? scope.claimId : null });
}

/** Whether whoever calls may see more of the file than what the path names. */
export function seesWholeFile({ actor }: Call): boolean {
  const mandate = actor.kind === 'customer' ? actor.mandate : undefined;
  return mandate === undefined || covers(mandate.scope, { kind: 'file' });
}

async function matterOf(call: Call, decisionId: number, kind: 'decision' | 'review'): Promise<Matter | null> {
  const decision = await findDecision(call.context.db, call.context.vault, decisionId);
  return decision === null ? null : { kind, claimId: decision.claim_id };
}

/** The person that a customer acts for. */
export function personIdOf({ actor }: Call): number {
  if (actor.kind !== 'customer') throw new Problem('forbidden');
  return actor.personId;
}
