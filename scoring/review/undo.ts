import type { CollectionOutcome, CreditOutcome } from '../decision/decision.ts';
import { type RemedyLeft, stillPossible } from './still-possible.ts';

/** What somebody has to take back; the next step and the terms need nobody: the new decision itself changes them. */
export const UNDOS = ['cost_returned', 'entry_removed', 'proceedings_stopped', 'holder_told'] as const;
export type UndoKind = (typeof UNDOS)[number];

export interface Undo {
  readonly what: UndoKind;
  /** The cost that goes back to the person; null where no money does. */
  readonly amountCents: number | null;
}

/** A measure as it was carried out. */
export interface CarriedOut {
  readonly measure: string;
  /** What it added to the person's debt. */
  readonly debtorCostCents: number;
}

/**
 * What must be taken back once people put another outcome in the place of a measure that was carried out. Nothing,
 * when they keep the measure; a cost only where the person was charged one.
 */
export function undosOf(
  { measure, debtorCostCents }: CarriedOut,
  outcome: CreditOutcome | CollectionOutcome,
): readonly Undo[] {
  if (outcome.kind === 'measure' && outcome.measure === measure) return [];
  return stillPossible(measure)
    .filter(isUndo)
    .filter((what) => what !== 'cost_returned' || debtorCostCents > 0)
    .map((what) => ({ what, amountCents: what === 'cost_returned' ? debtorCostCents : null }));
}

function isUndo(remedy: RemedyLeft): remedy is UndoKind {
  return (UNDOS as readonly string[]).includes(remedy);
}
