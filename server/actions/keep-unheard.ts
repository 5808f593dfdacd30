import { appendAuditEntry } from '../../data/audit/chain.ts';
import { insertDocument } from '../../data/stores/documents.ts';
import { insertUnheardRequest, settleUnheard as saveSettled } from '../../data/stores/unheard-requests.ts';
import { findPersonOf } from '../../data/views/whose.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import type { Unheard } from '../../scoring/safeguards/mandate.ts';
import type { ActionContext } from './action.ts';
import type { PaperGiven } from './keep-words.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export interface UnheardSaid {
  readonly personId: number;
  readonly mandateId: number | null;
  readonly because: Unheard;
  readonly channel: Channel;
  readonly words: string;
  readonly papers: readonly PaperGiven[];
}

export type UnheardKept =
  | { readonly kind: 'kept'; readonly unheardId: number }
  | { readonly kind: 'refused'; readonly because: 'not_allowed' | 'no_person' | 'empty' };

/**
 * Keeps what somebody sent in a person's name who may not act for them. Nothing is done or told on it; the person and
 * the staff can read it, so that a mandate that ran out the day before loses no word.
 */
export function keepUnheard(context: ActionContext, said: UnheardSaid): Promise<UnheardKept> {
  return inTransaction(context, async (inner): Promise<UnheardKept> => {
    const { db, vault, now, actor } = inner;
    const { papers, ...request } = said;
    const words = said.words.trim();
    if (words === '' && papers.length === 0) return { kind: 'refused', because: 'empty' };
    if (actor.kind === 'staff' && !hasRole(inner, 'officer'))
      return { kind: 'refused', because: 'not_allowed' };
    if ((await readPersonFile(db, said.personId)) === null) return { kind: 'refused', because: 'no_person' };
    const staffId = staffIdOf(inner);
    const unheardId = await insertUnheardRequest(db, vault, { ...request, words, at: now, staffId });
    for (const paper of papers) {
      const { personId } = said;
      await insertDocument(db, vault, {
        ...paper,
        ...{ personId, reviewId: null, statementId: null, unheardId, uploadedAt: now },
      });
    }
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'request.unheard',
      subject: { kind: 'unheard_request', id: unheardId },
      personId: said.personId,
      details: { because: said.because, channel: said.channel, papers: papers.length },
    });
    return { kind: 'kept', unheardId };
  });
}

export type UnheardSettled = { readonly kind: 'settled' } | { readonly kind: 'refused' };

/** Somebody of the staff has looked into it: asked the person, or got a mandate. */
export function settleUnheard(context: ActionContext, unheardId: number): Promise<UnheardSettled> {
  return inTransaction(context, async (inner): Promise<UnheardSettled> => {
    const { db, now, actor } = inner;
    const staffId = staffIdOf(inner);
    const personId = await findPersonOf(db, 'unheard_requests', unheardId);
    if (staffId === null || personId === null || !hasRole(inner, 'officer', 'dpo'))
      return { kind: 'refused' };
    if (!(await saveSettled(db, unheardId, { staffId, now }))) return { kind: 'refused' };
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'request.unheard_settled',
      subject: { kind: 'unheard_request', id: unheardId },
      personId,
    });
    return { kind: 'settled' };
  });
}
