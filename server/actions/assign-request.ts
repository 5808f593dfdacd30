import { assignRightsRequest, findRightsRequestForUpdate } from '../../data/stores/rights-requests.ts';
import { findStaff } from '../../data/stores/staff.ts';
import { isWaiting } from '../../scoring/safeguards/request-states.ts';
import type { ActionContext } from './action.ts';
import { recordRightsStep } from './record-rights-step.ts';
import { hasRole, inTransaction } from './review-case.ts';

export type RequestAssigned =
  | { readonly kind: 'assigned'; readonly name: string }
  | { readonly kind: 'refused'; readonly because: 'no_request' | 'not_allowed' | 'ended' | 'not_theirs' };

/** Somebody takes a request into their hands, or gives it to a colleague who may answer it. */
export function assignRequest(
  context: ActionContext,
  wanted: { readonly requestId: number; readonly staffId: number },
): Promise<RequestAssigned> {
  return inTransaction(context, async (inner): Promise<RequestAssigned> => {
    if (!hasRole(inner, 'officer', 'dpo')) return { kind: 'refused', because: 'not_allowed' };
    const request = await findRightsRequestForUpdate(inner.db, inner.vault, wanted.requestId);
    if (request === null) return { kind: 'refused', because: 'no_request' };
    if (!isWaiting(request.state)) return { kind: 'refused', because: 'ended' };
    const member = await findStaff(inner.db, wanted.staffId);
    if (member === null || !mayAnswer(member)) return { kind: 'refused', because: 'not_theirs' };
    await assignRightsRequest(inner.db, request.id, member.staffId);
    const { state } = request;
    await recordRightsStep(inner, request, {
      event: 'assign',
      from: state,
      to: state,
      details: { to: member.staffId },
    });
    return { kind: 'assigned', name: member.displayName };
  });
}

/** Whoever answers requests, and can still sign in. */
export function mayAnswer(member: {
  readonly roles: readonly string[];
  readonly disabledAt: string | null;
}): boolean {
  return member.disabledAt === null && member.roles.some((role) => role === 'officer' || role === 'dpo');
}
