import { appendAuditEntry } from '../../data/audit/chain.ts';
import { endMandate as saveEnd, findMandate, type MandateEnder } from '../../data/stores/mandates.ts';
import { personMayEnd } from '../../scoring/safeguards/mandate.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction } from './review-case.ts';

export type MandateEnded =
  | { readonly kind: 'ended' }
  | {
      readonly kind: 'refused';
      readonly because: 'no_mandate' | 'not_allowed' | 'not_theirs_to_end' | 'ended_before';
    };

/** The person takes a power of attorney back, the representative lays it down, or staff learn that it is over. */
export function endMandate(context: ActionContext, mandateId: number): Promise<MandateEnded> {
  return inTransaction(context, async (inner): Promise<MandateEnded> => {
    const { db, vault, now, actor } = inner;
    const mandate = await findMandate(db, vault, mandateId);
    if (mandate === null) return refused('no_mandate');
    const by = enderOf(inner, mandate.personId, mandateId);
    if (by === null) return refused('not_allowed');
    if (by === 'person' && !personMayEnd(mandate.kind)) return refused('not_theirs_to_end');
    if (!(await saveEnd(db, mandateId, by, now))) return refused('ended_before');
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'mandate.ended',
      subject: { kind: 'mandate', id: mandateId },
      personId: mandate.personId,
      details: { by },
    });
    return { kind: 'ended' };
  });
}

function enderOf(context: ActionContext, personId: number, mandateId: number): MandateEnder | null {
  const { actor } = context;
  if (actor.kind !== 'customer') return hasRole(context, 'officer', 'chair', 'dpo') ? 'staff' : null;
  if (actor.personId !== personId) return null;
  if (actor.mandate === undefined) return 'person';
  return actor.mandate.mandateId === mandateId ? 'representative' : null;
}

function refused(because: Extract<MandateEnded, { kind: 'refused' }>['because']): MandateEnded {
  return { kind: 'refused', because };
}
