import { appendAuditEntry } from '../../data/audit/chain.ts';
import { insertRightsEvent } from '../../data/stores/rights-events.ts';
import type { RightsRequest } from '../../data/stores/rights-requests.ts';
import type { RequestState } from '../../scoring/safeguards/request-states.ts';
import type { ActionContext } from './action.ts';
import { stepActorOf } from './author.ts';

/** The track of a request and the audit trail, in the transaction of the step. */
export async function recordRightsStep(
  { db, vault, now, actor }: ActionContext,
  request: Pick<RightsRequest, 'id' | 'personId' | 'right'>,
  step: {
    readonly event: string;
    readonly from: RequestState | null;
    readonly to: RequestState;
    readonly note?: string;
    /** Codes, counts and ids only: the audit trail outlives an erasure. */
    readonly details?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const note = step.note ?? '';
  await insertRightsEvent(db, vault, {
    requestId: request.id,
    personId: request.personId,
    at: now,
    ...stepActorOf(actor),
    event: step.event,
    fromState: step.from,
    toState: step.to,
    note: note === '' ? null : note,
  });
  await appendAuditEntry(db, {
    at: now,
    actor,
    action: `rights.${step.event}`,
    subject: { kind: 'rights_request', id: request.id },
    personId: request.personId,
    details: { right: request.right, from: step.from, to: step.to, ...step.details },
  });
}
