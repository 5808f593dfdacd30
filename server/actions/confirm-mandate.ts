import { appendAuditEntry } from '../../data/audit/chain.ts';
import { confirmMandate as saveConfirmation, findMandate } from '../../data/stores/mandates.ts';
import { insertSignInCodes } from '../../data/stores/sign-in-codes.ts';
import { standingOf } from '../../scoring/safeguards/mandate.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';
import { createSignInCode } from './sign-in-code.ts';

export type MandateConfirmed =
  | { readonly kind: 'confirmed' }
  | {
      readonly kind: 'refused';
      readonly because: 'no_mandate' | 'not_allowed' | 'own_record' | 'not_open';
    };

/** A second person looks at what shows the mandate: a false one would open another's file. */
export function confirmMandate(context: ActionContext, mandateId: number): Promise<MandateConfirmed> {
  return inTransaction(context, async (inner): Promise<MandateConfirmed> => {
    const { db, vault, now, today, actor } = inner;
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'officer', 'chair', 'dpo')) return refused('not_allowed');
    const mandate = await findMandate(db, vault, mandateId);
    if (mandate === null) return refused('no_mandate');
    if (mandate.recordedBy === staffId) return refused('own_record');
    if (standingOf(mandate, today) !== 'unconfirmed') return refused('not_open');
    if (!(await saveConfirmation(db, mandateId, { staffId, now }))) return refused('not_open');
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'mandate.confirmed',
      subject: { kind: 'mandate', id: mandateId },
      personId: mandate.personId,
    });
    return { kind: 'confirmed' };
  });
}

function refused(because: Extract<MandateConfirmed, { kind: 'refused' }>['because']): MandateConfirmed {
  return { kind: 'refused', because };
}

const CODE_DAYS = 14;

export type CodeGiven =
  | { readonly kind: 'given'; readonly code: string }
  | { readonly kind: 'refused'; readonly because: 'no_mandate' | 'not_allowed' | 'not_valid' };

/** A single-use code for a representative who has no electronic identity; seen this once, to be handed over. */
export function giveRepresentativeCode(context: ActionContext, mandateId: number): Promise<CodeGiven> {
  return inTransaction(context, async (inner): Promise<CodeGiven> => {
    const { db, vault, now, today, actor } = inner;
    if (!hasRole(inner, 'officer')) return { kind: 'refused', because: 'not_allowed' };
    const mandate = await findMandate(db, vault, mandateId);
    if (mandate === null) return { kind: 'refused', because: 'no_mandate' };
    if (standingOf(mandate, today) !== 'valid') return { kind: 'refused', because: 'not_valid' };
    const code = createSignInCode();
    const { personId, representativeId } = mandate;
    const expiresAt = new Date(Date.parse(now) + CODE_DAYS * 86_400_000).toISOString();
    await insertSignInCodes(db, [
      { personId, noticeId: null, representativeId, code, createdAt: now, expiresAt },
    ]);
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'mandate.code_given',
      subject: { kind: 'mandate', id: mandateId },
      personId,
    });
    return { kind: 'given', code };
  });
}
