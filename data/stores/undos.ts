import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Undo } from '../../scoring/review/undo.ts';
import { insertNew } from '../bulk.ts';
import type { Database } from '../database.ts';

export interface NewUndos {
  readonly personId: number;
  /** The decision whose measure was carried out. */
  readonly decisionId: number;
  /** The decision by people in its place. */
  readonly replacedBy: number;
  readonly undos: readonly Undo[];
  readonly openedAt: IsoInstant;
}

export async function insertUndos(db: Database, given: NewUndos): Promise<void> {
  await insertNew(
    db,
    'undos',
    given.undos.map(({ what, amountCents }) => ({
      person_id: given.personId,
      decision_id: given.decisionId,
      replaced_by: given.replacedBy,
      what,
      amount_cents: amountCents,
      opened_at: given.openedAt,
    })),
    ['decision_id', 'what'],
  );
}

export type UndoFinished =
  | { readonly kind: 'finished'; readonly personId: number; readonly decisionId: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'finished_before' };

/** Done once: of two at the same moment, the second is told that it was done before. */
export async function finishUndo(
  db: Database,
  undoId: number,
  { doneAt, doneBy }: { readonly doneAt: IsoInstant; readonly doneBy: number },
): Promise<UndoFinished> {
  const [row] = await db('undos')
    .where({ id: undoId })
    .whereNull('done_at')
    .update({ done_at: doneAt, done_by: doneBy })
    .returning<{ person_id: number; decision_id: number }[]>(['person_id', 'decision_id']);
  if (row !== undefined) return { kind: 'finished', personId: row.person_id, decisionId: row.decision_id };
  const known = await db('undos').where({ id: undoId }).first<{ id: number } | undefined>('id');
  return { kind: known === undefined ? 'unknown' : 'finished_before' };
}
