import { appendAuditEntry } from '../../data/audit/chain.ts';
import { type Delivery, listDeliveries, updateDelivery } from '../../data/stores/deliveries.ts';
import { findNotice, updateNoticeOutbox, updateNoticeSent } from '../../data/stores/notices.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction } from './review-case.ts';

export const SETTLEMENTS = ['again', 'letter', 'arrived', 'returned'] as const;
/** Send again; send as a letter instead; it did go out; it came back. */
export type Settlement = (typeof SETTLEMENTS)[number];

export type DeliverySettled =
  | { readonly kind: 'settled' }
  | { readonly kind: 'refused'; readonly because: 'no_notice' | 'not_allowed' | 'nothing_to_settle' };

/** What a person of the staff makes of a delivery that failed, may have failed, or came back. */
export function settleDelivery(
  context: ActionContext,
  { noticeId, as }: { readonly noticeId: number; readonly as: Settlement },
): Promise<DeliverySettled> {
  return inTransaction(context, async (inner): Promise<DeliverySettled> => {
    const { db, vault, now, actor } = inner;
    if (!hasRole(inner, 'officer', 'admin')) return { kind: 'refused', because: 'not_allowed' };
    const notice = await findNotice(db, vault, noticeId);
    if (notice === null) return { kind: 'refused', because: 'no_notice' };
    const newest = (await listDeliveries(db, noticeId)).at(-1);
    if (newest === undefined) return { kind: 'refused', because: 'nothing_to_settle' };
    const changed = await settled(inner, newest, as);
    if (!changed) return { kind: 'refused', because: 'nothing_to_settle' };
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: `notice.${as}`,
      subject: { kind: 'notice', id: noticeId },
      personId: notice.personId,
      details: { channel: newest.channel, was: newest.state },
    });
    return { kind: 'settled' };
  });
}

async function settled(
  { db, now }: ActionContext,
  {
    deliveryId,
    noticeId,
    channel,
  }: { readonly deliveryId: number; readonly noticeId: number; readonly channel: string },
  as: Settlement,
): Promise<boolean> {
  switch (as) {
    case 'again':
      return updateDelivery(db, deliveryId, ['unsure', 'failed'], {
        state: 'waiting',
        nextAt: now,
        failure: null,
      });
    case 'letter':
      return (
        channel === 'email' &&
        updateDelivery(db, deliveryId, ['unsure', 'failed', 'waiting'], {
          state: 'failed',
          failure: 'letter_instead',
        })
      );
    case 'arrived':
      return markArrived({ db, now }, { deliveryId, noticeId });
    case 'returned':
      return markReturned({ db }, { deliveryId, noticeId }, 'returned');
  }
}

/** It had gone out after all. */
export async function markArrived(
  { db, now }: Pick<ActionContext, 'db' | 'now'>,
  { deliveryId, noticeId }: Pick<Delivery, 'deliveryId' | 'noticeId'>,
): Promise<boolean> {
  if (!(await updateDelivery(db, deliveryId, ['unsure'], { state: 'sent', doneAt: now, failure: null })))
    return false;
  await updateNoticeSent(db, noticeId, 'sent', now);
  return true;
}

/** It came back: the notice waits for another way, and the person does not count as told. */
export async function markReturned(
  { db }: Pick<ActionContext, 'db'>,
  { deliveryId, noticeId }: Pick<Delivery, 'deliveryId' | 'noticeId'>,
  failure: string,
): Promise<boolean> {
  if (!(await updateDelivery(db, deliveryId, ['sent', 'unsure'], { state: 'failed', failure }))) return false;
  await updateNoticeOutbox(db, noticeId);
  return true;
}
