import { appendAuditEntry } from '../../data/audit/chain.ts';
import { finishUndo as markFinished } from '../../data/stores/undos.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export type UndoDone =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly because: 'not_allowed' | 'no_undo' | 'done_already' };

/** Somebody of the staff has taken back what a replaced measure left behind: it leaves the list. */
export function finishUndo(context: ActionContext, undoId: number): Promise<UndoDone> {
  return inTransaction(context, async (inner): Promise<UndoDone> => {
    const { db, now, actor } = inner;
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'planner', 'officer')) {
      return { kind: 'refused', because: 'not_allowed' };
    }
    const finished = await markFinished(db, undoId, { doneAt: now, doneBy: staffId });
    if (finished.kind === 'unknown') return { kind: 'refused', because: 'no_undo' };
    if (finished.kind === 'finished_before') return { kind: 'refused', because: 'done_already' };
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'undo.done',
      subject: { kind: 'decision', id: finished.decisionId },
      personId: finished.personId,
      details: { undo: undoId },
    });
    return { kind: 'done' };
  });
}
