import { appendAuditEntry } from '../../data/audit/chain.ts';
import { erasePerson, lockForErasure, overwriteErased } from '../../data/stores/erasure.ts';
import { listRecipientsToTell } from '../../data/stores/recipients-to-tell.ts';
import {
  type AnswerKept,
  findRightsRequestForUpdate,
  moveRightsRequest,
  type RightsRequest,
} from '../../data/stores/rights-requests.ts';
import { findStaff } from '../../data/stores/staff.ts';
import { noticeText } from '../../scoring/explanation/notice.ts';
import {
  type Colleague,
  type Decided,
  judgeAnswer,
  mayConfirm,
} from '../../scoring/safeguards/decide-request.ts';
import { type ErasablePart, isErasablePart } from '../../scoring/safeguards/erasable-parts.ts';
import { type Answer, requestAnsweredLetter } from '../../scoring/safeguards/rights-letters.ts';
import type { ActionContext } from './action.ts';
import { answerRequest } from './answer-request.ts';
import { underWay } from './decide-rights-request.ts';
import { recordRightsStep } from './record-rights-step.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';
import { letterPerson, settingFor } from './rights-letter.ts';

export interface Confirmation {
  readonly requestId: number;
  /** Not agreed: back to whoever proposed it, with the reason. */
  readonly agreed: boolean;
  readonly note: string;
}

export type ErasureConfirmed =
  /** A part is gone; the rest, and the request, stay. */
  | { readonly kind: 'answered' }
  /** The person is gone from here. The letter is kept nowhere: it has to be sent now. */
  | { readonly kind: 'erased'; readonly letter: string }
  | { readonly kind: 'sent_back' }
  | {
      readonly kind: 'refused';
      readonly because:
        | 'no_request'
        | 'not_allowed'
        | 'not_now'
        | 'same_person'
        | 'no_reason'
        | 'tell_first'
        | 'changed';
    };

/**
 * The second of two people confirms an erasure, or sends it back. What is checked and what is erased is one
 * transaction: no case can be opened in between and go with the person.
 */
export async function confirmErasure(
  context: ActionContext,
  confirmation: Confirmation,
): Promise<ErasureConfirmed> {
  const confirmed = await inTransaction(context, (inner) => confirm(inner, confirmation));
  if (confirmed.kind === 'erased') await overwriteErased(context.db);
  return confirmed;
}

async function confirm(context: ActionContext, confirmation: Confirmation): Promise<ErasureConfirmed> {
  const { db, vault } = context;
  if (!hasRole(context, 'officer', 'dpo')) return { kind: 'refused', because: 'not_allowed' };
  const request = await findRightsRequestForUpdate(db, vault, confirmation.requestId);
  if (request === null) return { kind: 'refused', because: 'no_request' };
  await lockForErasure(db, request.personId);
  const { answer, outcome, refusal } = request;
  if (request.state !== 'proposed' || answer === null || outcome === null) {
    return { kind: 'refused', because: 'not_now' };
  }
  if (!mayConfirm(await proposerOf(context, request), colleagueOf(context))) {
    return { kind: 'refused', because: 'same_person' };
  }
  if (!confirmation.agreed) return sendBack(context, request, confirmation.note);
  if ((await listRecipientsToTell(db, context.vault, request.id)).some(({ toldAt }) => toldAt === null)) {
    return { kind: 'refused', because: 'tell_first' };
  }
  const decided: Decided = { ...answer, outcome, refusal, corrections: [], parts: partsOf(answer) };
  // Since it was proposed a claim or a review may have come.
  const judged = judgeAnswer({ ...request, state: 'identified' }, decided, await underWay(context, request));
  if (judged.kind === 'refused') return { kind: 'refused', because: 'changed' };
  if (outcome === 'granted') return erase(context, request, answer);
  await answerRequest(context, request, decided, 'decide');
  return { kind: 'answered' };
}

async function erase(
  context: ActionContext,
  request: RightsRequest,
  kept: AnswerKept,
): Promise<ErasureConfirmed> {
  const { db, vault, now, actor } = context;
  const { id, personId, right, proposedBy } = request;
  // Written first: its name and address are gone a moment later.
  const letter = await lastLetter(context, request, kept);
  const erased = await erasePerson(db, vault, personId, now);
  if (erased.kind !== 'erased') throw new Error(`rights request ${id}: its person is not on record`);
  await appendAuditEntry(db, {
    at: now,
    actor,
    action: 'rights.erased',
    subject: { kind: 'rights_request', id },
    personId,
    details: { right, outcome: 'granted', proposedBy },
  });
  return { kind: 'erased', letter };
}

function partsOf({ parts }: AnswerKept): readonly ErasablePart[] {
  return parts.filter(isErasablePart);
}

async function sendBack(
  context: ActionContext,
  request: RightsRequest,
  note: string,
): Promise<ErasureConfirmed> {
  if (note.trim() === '') return { kind: 'refused', because: 'no_reason' };
  const moved = await moveRightsRequest(context.db, context.vault, request, 'identified', {
    outcome: null,
    refusal: null,
    answer: null,
    proposedBy: null,
  });
  if (!moved) throw new Error(`rights request ${request.id} moved while it was locked`);
  await recordRightsStep(context, request, {
    event: 'send_back',
    from: 'proposed',
    to: 'identified',
    note: note.trim(),
  });
  return { kind: 'sent_back' };
}

/** With name and address at its head: nobody can look them up afterwards. */
async function lastLetter(context: ActionContext, request: RightsRequest, kept: AnswerKept): Promise<string> {
  const person = await letterPerson(context, request.personId);
  const answer: Answer = { ...kept, right: request.right, outcome: 'granted', refusal: null };
  const setting = await settingFor(context, person, request.language);
  const { identity } = person;
  const head = [identity?.name, identity?.address, identity?.email].filter(
    (line): line is string => line !== null && line !== undefined && line !== '',
  );
  return `${head.join('\n')}\n\n${noticeText(requestAnsweredLetter(answer, setting))}`;
}

async function proposerOf({ db }: ActionContext, { proposedBy }: RightsRequest): Promise<Colleague> {
  const proposer = proposedBy === null ? null : await findStaff(db, proposedBy);
  return {
    staffId: proposedBy ?? 0,
    isDataProtectionOfficer: proposer?.roles.includes('dpo') ?? false,
  };
}

function colleagueOf(context: ActionContext): Colleague {
  return { staffId: staffIdOf(context) ?? 0, isDataProtectionOfficer: hasRole(context, 'dpo') };
}
