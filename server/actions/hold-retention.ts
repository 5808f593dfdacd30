import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findDecisionByNumber } from '../../data/views/case-search.ts';
import { findPersonOf } from '../../data/views/whose.ts';
import { findHoldPerson, insertHold, liftHold } from '../../data/stores/retention-holds.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { HoldReason } from '../../scoring/safeguards/retention.ts';
import type { ActionContext } from './action.ts';
import { inTransaction } from './review-case.ts';

export interface HoldWanted {
  /** Of a claim or an application, as it stands in a letter. */
  readonly caseNumber: string;
  readonly reason: HoldReason;
  readonly note: string;
  readonly reviewOn: IsoDate;
}

export type Held =
  | { readonly kind: 'held'; readonly holdId: number }
  | { readonly kind: 'refused'; readonly because: 'no_case' | 'ambiguous' | 'not_later' };

/** Orders that nothing of a person goes until somebody lifts it. */
export function holdRetention(context: ActionContext, wanted: HoldWanted): Promise<Held> {
  return inTransaction(context, async (inner): Promise<Held> => {
    const { db, vault, now, today, actor } = inner;
    if (actor.kind !== 'staff') throw new Error('a hold is set by somebody');
    if (wanted.reviewOn <= today) return { kind: 'refused', because: 'not_later' };
    const found = await findDecisionByNumber(db, wanted.caseNumber.trim());
    if (found.kind !== 'found') {
      return { kind: 'refused', because: found.kind === 'none' ? 'no_case' : 'ambiguous' };
    }
    const personId = await findPersonOf(db, 'decisions', found.decisionId);
    if (personId === null) return { kind: 'refused', because: 'no_case' };
    const holdId = await insertHold(db, vault, {
      personId,
      reason: wanted.reason,
      note: wanted.note.trim() === '' ? null : wanted.note.trim(),
      setBy: actor.staffId,
      setAt: now,
      reviewOn: wanted.reviewOn,
    });
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'retention.held',
      subject: { kind: 'person', id: personId },
      details: { hold: holdId, reason: wanted.reason, reviewOn: wanted.reviewOn },
    });
    return { kind: 'held', holdId };
  });
}

/** False: there is none of that number in force. */
export function liftRetentionHold(context: ActionContext, holdId: number): Promise<boolean> {
  return inTransaction(context, async ({ db, now, actor }) => {
    if (actor.kind !== 'staff') throw new Error('a hold is lifted by somebody');
    const personId = await findHoldPerson(db, holdId);
    if (personId === null || !(await liftHold(db, holdId, { staffId: actor.staffId, at: now }))) return false;
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'retention.hold_lifted',
      subject: { kind: 'person', id: personId },
      details: { hold: holdId },
    });
    return true;
  });
}
