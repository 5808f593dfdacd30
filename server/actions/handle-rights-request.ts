import { brakeOfRequest, endBrake } from '../../data/stores/brakes.ts';
import { acceptedFrom } from '../../data/profiles.ts';
import { findIdentityProof, insertIdentityProof } from '../../data/stores/identity-proofs.ts';
import { updateRecipientTold } from '../../data/stores/recipients-to-tell.ts';
import {
  escalateRightsRequest,
  extendRightsRequest as saveExtension,
  findRightsRequestForUpdate,
  moveRightsRequest,
  type RightsRequest,
} from '../../data/stores/rights-requests.ts';
import { listUnescalated } from '../../data/views/rights-desk.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Extension } from '../../scoring/review/deadlines.ts';
import { canProve, type ProofMethod } from '../../scoring/safeguards/identity-proof.ts';
import { isWaiting, moveRequest } from '../../scoring/safeguards/request-states.ts';
import { extendRequest } from '../../scoring/safeguards/rights-deadlines.ts';
import { requestExtendedLetter } from '../../scoring/safeguards/rights-letters.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { welcome } from './open-rights-request.ts';
import { checkedSince } from './prove-identity.ts';
import { recordRightsStep } from './record-rights-step.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';
import { insertRightsLetter, letterPerson } from './rights-letter.ts';

export type ProofShown = { readonly requestId: number } & (
  | { readonly method: ProofMethod; readonly passed: boolean; readonly note: string }
  /** A check passed earlier in the day, as when a caller answered the control questions. */
  | { readonly proofId: number }
);

export type RequesterIdentified =
  | { readonly kind: 'identified'; readonly answered: boolean }
  /** Kept as a check that failed; the request still waits, and nothing was told. */
  | { readonly kind: 'not_passed' }
  | { readonly kind: 'refused'; readonly because: 'no_request' | 'not_allowed' | 'not_now' | 'wrong_proof' };

/** A member of staff has made sure who asks, or could not (GDPR art. 12(6)). */
export function identifyRequester(context: ActionContext, shown: ProofShown): Promise<RequesterIdentified> {
  return inTransaction(context, async (inner): Promise<RequesterIdentified> => {
    const { db, vault } = inner;
    if (!hasRole(inner, 'officer', 'dpo')) return { kind: 'refused', because: 'not_allowed' };
    const request = await findRightsRequestForUpdate(db, vault, shown.requestId);
    if (request === null) return { kind: 'refused', because: 'no_request' };
    const next = moveRequest(request.state, 'identify');
    if (next.kind === 'refused') return { kind: 'refused', because: 'not_now' };
    const proof = await proofOf(inner, request, shown);
    if (proof === null) return { kind: 'refused', because: 'wrong_proof' };
    const { proofId, passed } = proof;
    const details = { proof: proof.method, passed };
    if (!passed) {
      const { state } = request;
      await recordRightsStep(inner, request, { event: 'not_identified', from: state, to: state, details });
      return { kind: 'not_passed' };
    }
    await moveRightsRequest(db, vault, request, next.to, { proofId });
    await recordRightsStep(inner, request, { event: 'identify', from: request.state, to: next.to, details });
    const { answered } = await welcome(inner, { ...request, state: next.to, proofId });
    return { kind: 'identified', answered };
  });
}

/** Null when what was shown proves nothing: a way that cannot, or an earlier check that failed, is old or is another's. */
async function proofOf(
  { db, vault, now, actor }: ActionContext,
  { personId, channel }: RightsRequest,
  shown: ProofShown,
): Promise<{ readonly proofId: number; readonly method: ProofMethod; readonly passed: boolean } | null> {
  const accepted = await acceptedFrom(db, personId);
  if ('proofId' in shown) {
    const earlier = await findIdentityProof(db, vault, personId, shown.proofId);
    const holds =
      earlier !== null &&
      earlier.passed &&
      earlier.at >= checkedSince(now) &&
      canProve(earlier.channel, earlier.method, accepted);
    return holds ? { proofId: earlier.id, method: earlier.method, passed: true } : null;
  }
  const { method, passed } = shown;
  if (!canProve(channel, method, accepted)) return null;
  const staffId = actor.kind === 'staff' ? actor.staffId : null;
  const note = shown.note.trim() === '' ? null : shown.note.trim();
  const proof = { personId, channel, method, passed, staffId, at: now, note };
  return { proofId: await insertIdentityProof(db, vault, proof), method, passed };
}

export type RequestExtended =
  | { readonly kind: 'extended'; readonly dueOn: IsoDate }
  | {
      readonly kind: 'refused';
      readonly because:
        | Extract<Extension, { kind: 'refused' }>['because']
        | 'no_request'
        | 'not_allowed'
        | 'ended';
    };

/** The answer takes longer (GDPR art. 12(3)): once, within the first period, and the person is told why. */
export function extendRightsRequest(
  context: ActionContext,
  wanted: { readonly requestId: number; readonly reason: string },
): Promise<RequestExtended> {
  return inTransaction(context, async (inner): Promise<RequestExtended> => {
    if (!hasRole(inner, 'officer', 'dpo')) return { kind: 'refused', because: 'not_allowed' };
    const request = await findRightsRequestForUpdate(inner.db, inner.vault, wanted.requestId);
    if (request === null) return { kind: 'refused', because: 'no_request' };
    if (!isWaiting(request.state)) return { kind: 'refused', because: 'ended' };
    const { country } = await letterPerson(inner, request.personId);
    const extension = extendRequest(
      {
        receivedOn: request.receivedAt.slice(0, 10),
        dueOn: request.dueOn,
        extended: request.extendedTo !== null,
      },
      wanted.reason,
      inner.today,
      holidaysOf(country),
    );
    if (extension.kind === 'refused') return extension;
    const { dueOn, reason } = extension;
    await saveExtension(inner.db, request.id, dueOn);
    const { state, right } = request;
    await recordRightsStep(inner, request, {
      event: 'extend',
      from: state,
      to: state,
      note: reason,
      details: { dueOn },
    });
    await insertRightsLetter(inner, request, 'rights_extended', (setting) =>
      requestExtendedLetter({ right, dueOn, reason }, setting),
    );
    return { kind: 'extended', dueOn };
  });
}

export type RequestWithdrawn =
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'refused'; readonly because: 'no_request' | 'not_allowed' | 'ended' };

/** The person takes it back; what it had held still goes on as before. */
export function withdrawRightsRequest(
  context: ActionContext,
  { requestId }: { readonly requestId: number },
): Promise<RequestWithdrawn> {
  return inTransaction(context, async (inner): Promise<RequestWithdrawn> => {
    const { db, vault, actor, today } = inner;
    const request = await findRightsRequestForUpdate(db, vault, requestId);
    if (request === null) return { kind: 'refused', because: 'no_request' };
    if (actor.kind !== 'customer' || actor.personId !== request.personId) {
      return { kind: 'refused', because: 'not_allowed' };
    }
    const next = moveRequest(request.state, 'withdraw');
    if (next.kind === 'refused') return { kind: 'refused', because: 'ended' };
    await moveRightsRequest(db, vault, request, next.to, {});
    await endBrake(db, request.personId, brakeOfRequest(request.id), today);
    await recordRightsStep(inner, request, { event: 'withdraw', from: request.state, to: next.to });
    return { kind: 'withdrawn' };
  });
}

export type RecipientTold =
  | { readonly kind: 'told' }
  | { readonly kind: 'refused'; readonly because: 'no_request' | 'not_allowed' | 'told_before' };

/** Somebody of the staff has told a recipient that the data were corrected, erased or restricted (GDPR art. 19). */
export function tellRecipient(
  context: ActionContext,
  told: { readonly requestId: number; readonly recipientId: number },
): Promise<RecipientTold> {
  return inTransaction(context, async (inner): Promise<RecipientTold> => {
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'officer', 'dpo'))
      return { kind: 'refused', because: 'not_allowed' };
    const request = await findRightsRequestForUpdate(inner.db, inner.vault, told.requestId);
    if (request === null) return { kind: 'refused', because: 'no_request' };
    const recipient = { id: told.recipientId, requestId: request.id };
    if (!(await updateRecipientTold(inner.db, recipient, staffId, inner.now))) {
      return { kind: 'refused', because: 'told_before' };
    }
    const { state } = request;
    await recordRightsStep(inner, request, {
      event: 'tell',
      from: state,
      to: state,
      details: { recipient: told.recipientId },
    });
    return { kind: 'told' };
  });
}

/** Each waiting request past its last day is put before the data-protection officer, once; nothing is late in silence. */
export async function escalateRightsRequests(
  context: ActionContext,
): Promise<{ readonly escalated: number }> {
  let escalated = 0;
  for (const id of await listUnescalated(context.db, context.today)) {
    const done = await inTransaction(context, async (inner) => {
      const request = await findRightsRequestForUpdate(inner.db, inner.vault, id);
      if (request === null || !(await escalateRightsRequest(inner.db, id, inner.now))) return false;
      const { state, dueOn } = request;
      await recordRightsStep(inner, request, {
        event: 'escalate',
        from: state,
        to: state,
        details: { dueOn },
      });
      return true;
    });
    if (done) escalated += 1;
  }
  return { escalated };
}
