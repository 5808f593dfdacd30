import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findDecision } from '../../data/stores/decisions.ts';
import { findOpenReviewOf } from '../../data/stores/reviews.ts';
import { insertStatement } from '../../data/stores/statements.ts';
import type { ActionContext } from './action.ts';
import { authorOf } from './author.ts';
import { inTransaction } from './review-case.ts';

/** What a person may tell about a decision without asking for people: a mistake, news, a need, an offer. */
export type StatementKind = 'correction' | 'new_fact' | 'support';

export interface StatementGiven {
  readonly decisionId: number;
  readonly kind: StatementKind;
  readonly text: string;
}

export type StatementTaken =
  | { readonly kind: 'taken'; readonly statementId: number }
  | { readonly kind: 'refused'; readonly because: 'no_decision' | 'not_allowed' | 'empty' };

/** Keeps the person's words with the decision; a review that is open gets them too. */
export function giveStatement(context: ActionContext, given: StatementGiven): Promise<StatementTaken> {
  return inTransaction(context, async (inner): Promise<StatementTaken> => {
    const { db, vault, now, actor } = inner;
    const text = given.text.trim();
    if (text === '') return { kind: 'refused', because: 'empty' };
    const decision = await findDecision(db, vault, given.decisionId);
    if (decision === null) return { kind: 'refused', because: 'no_decision' };
    if (actor.kind !== 'customer' || actor.personId !== decision.person_id) {
      return { kind: 'refused', because: 'not_allowed' };
    }
    const review = await findOpenReviewOf(db, decision.id);
    const statementId = await insertStatement(db, vault, {
      personId: decision.person_id,
      reviewId: review?.reviewId ?? null,
      decisionId: decision.id,
      kind: given.kind,
      ...authorOf(actor),
      at: now,
      text,
    });
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: `statement.${given.kind}`,
      subject: { kind: 'decision', id: decision.id },
      personId: decision.person_id,
      details: { statement: statementId },
    });
    return { kind: 'taken', statementId };
  });
}
