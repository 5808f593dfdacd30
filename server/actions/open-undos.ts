import { appendAuditEntry } from '../../data/audit/chain.ts';
import type { StoredDecision } from '../../data/stores/decisions.ts';
import { findCarriedOut } from '../../data/stores/measures-taken.ts';
import { insertUndos } from '../../data/stores/undos.ts';
import type { CollectionOutcome, CreditOutcome } from '../../scoring/decision/decision.ts';
import { type Undo, undosOf } from '../../scoring/review/undo.ts';
import type { ActionContext } from './action.ts';

/** People replaced a measure after it was carried out: what must be taken back waits for somebody to do it. */
export async function openUndos(
  { db, now, actor }: ActionContext,
  contested: StoredDecision,
  by: { readonly decisionId: number; readonly outcome: CollectionOutcome | CreditOutcome },
): Promise<readonly Undo[]> {
  const carriedOut = await findCarriedOut(db, contested.id);
  if (carriedOut === null) return [];
  const undos = undosOf(carriedOut, by.outcome);
  if (undos.length === 0) return [];
  await insertUndos(db, {
    personId: contested.person_id,
    decisionId: contested.id,
    replacedBy: by.decisionId,
    undos,
    openedAt: now,
  });
  await appendAuditEntry(db, {
    at: now,
    actor,
    action: 'undo.open',
    subject: { kind: 'decision', id: contested.id },
    personId: contested.person_id,
    details: { decision: by.decisionId, undos: undos.map(({ what }) => what) },
  });
  return undos;
}
