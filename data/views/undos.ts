import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { UndoKind } from '../../scoring/review/undo.ts';
import type { Database } from '../database.ts';

/** Something of a replaced measure that nobody has taken back yet. */
export interface OpenUndo {
  readonly undoId: number;
  readonly what: UndoKind;
  readonly amountCents: number | null;
  readonly openedAt: IsoInstant;
  readonly decisionId: number;
  readonly measure: string;
  readonly claimNumber: string;
  readonly currency: string;
}

/** Oldest first. */
export async function listOpenUndos(db: Database, limit: number): Promise<readonly OpenUndo[]> {
  const rows = (await db('undos as u')
    .join('decisions as d', 'd.id', 'u.decision_id')
    .join('claims as c', 'c.id', 'd.claim_id')
    .whereNull('u.done_at')
    .orderBy('u.id')
    .limit(limit)
    .select(
      'u.id',
      'u.what',
      'u.amount_cents',
      'u.opened_at',
      'u.decision_id',
      'd.measure',
      'c.claim_number',
      'c.currency',
    )) as Row[];
  return rows.map((row) => ({
    undoId: row.id,
    what: row.what,
    amountCents: row.amount_cents,
    openedAt: row.opened_at,
    decisionId: row.decision_id,
    measure: row.measure,
    claimNumber: row.claim_number,
    currency: row.currency,
  }));
}

interface Row {
  readonly id: number;
  readonly what: UndoKind;
  readonly amount_cents: number | null;
  readonly opened_at: IsoInstant;
  readonly decision_id: number;
  readonly measure: string;
  readonly claim_number: string;
  readonly currency: string;
}
