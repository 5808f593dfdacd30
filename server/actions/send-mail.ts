import { appendAuditEntry } from '../../data/audit/chain.ts';
import {
  type Delivery,
  insertMissingDeliveries,
  takeDelivery,
  updateDelivery,
  updateStaleDeliveries,
} from '../../data/stores/deliveries.ts';
import {
  findNotice,
  type Notice,
  updateNoticeSent,
  updatePortalNoticesSent,
} from '../../data/stores/notices.ts';
import { insertSignInCodes } from '../../data/stores/sign-in-codes.ts';
import { type Addressee, readAddressee } from '../../data/views/addressees.ts';
import { mailMessage } from '../../scoring/explanation/mail-message.ts';
import { addDays, type IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { MailSent, SendMail } from '../mail.ts';
import type { ActionContext } from './action.ts';
import { letterPdf } from './letter-pdf.ts';
import { CODE_DAYS } from './notice-channel.ts';
import { createSignInCode } from './sign-in-code.ts';

export interface MailSummary {
  readonly sent: number;
  readonly later: number;
  /** Refused for good: the notice goes as a letter. */
  readonly failed: number;
  /** May have gone out, or may not: a person looks. */
  readonly unsure: number;
}

/** After this a process that took an e-mail up is held to be dead; a server that answers so late has timed out before. */
const STALE_MS = 10 * 60_000;
const TRIES_AT_MOST = 8;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/**
 * Sends the e-mails that are due. Each is taken up by one process and marked before it is handed over: what a dead
 * process was sending is not sent again by itself, since it may have gone out. `clock` is asked at every message.
 */
export async function sendMail(
  context: () => ActionContext,
  send: SendMail,
  limit = 500,
): Promise<MailSummary> {
  const { db, now } = context();
  await updatePortalNoticesSent(db, now);
  const stale = await updateStaleDeliveries(db, new Date(Date.parse(now) - STALE_MS).toISOString());
  await insertMissingDeliveries(db, 'email', now);
  const counts = { sent: 0, later: 0, failed: 0, unsure: stale };
  for (let done = 0; done < limit; done += 1) {
    const inner = context();
    const delivery = await takeDelivery(inner.db, 'email', inner.now);
    if (delivery === null) break;
    counts[await sendOne(inner, delivery, send)] += 1;
  }
  return counts;
}

async function sendOne(
  context: ActionContext,
  delivery: Delivery,
  send: SendMail,
): Promise<keyof MailSummary> {
  const { db, vault } = context;
  const notice = await findNotice(db, vault, delivery.noticeId);
  const addressee = notice === null ? null : await readAddressee(db, vault, notice);
  if (notice === null || addressee?.email == null)
    return settle(context, delivery, { kind: 'refused', code: 'no_address' });
  const messageId = `notice-${delivery.noticeId}.${delivery.tries}`;
  const mail = await mailOf(context, notice, addressee);
  const outcome = await send({ ...mail, to: addressee.email, messageId });
  return settle(context, delivery, outcome, messageId);
}

/** A short message that there is news; the letter itself only where the person asked to be answered by e-mail. */
async function mailOf(context: ActionContext, notice: Notice, addressee: Addressee) {
  const { db, now, today, address = null } = context;
  const code = createSignInCode();
  const validUntil = addDays(today, CODE_DAYS);
  await insertSignInCodes(db, [
    {
      personId: notice.personId,
      noticeId: notice.id,
      representativeId: addressee.actsFor?.representativeId ?? null,
      code,
      createdAt: now,
      expiresAt: `${validUntil}T23:59:59.999Z`,
    },
  ]);
  const attached = notice.attach;
  const message = mailMessage(notice.language, {
    controller: addressee.controller,
    signIn: { code, validUntil, address },
    attached,
  });
  const pdf = attached ? await letterPdf(context, notice, addressee) : null;
  return { ...message, attachment: pdf && { name: `${notice.id}.pdf`, pdf } };
}

async function settle(
  { db, now, actor }: ActionContext,
  delivery: Delivery,
  outcome: MailSent,
  messageId?: string,
): Promise<keyof MailSummary> {
  const gaveUp = outcome.kind === 'later' && delivery.tries >= TRIES_AT_MOST;
  const became = gaveUp ? 'refused' : outcome.kind;
  await db.transaction(async (inner) => {
    const named = messageId === undefined ? {} : { messageId };
    switch (became) {
      case 'sent':
        await updateDelivery(inner, delivery.deliveryId, ['sending'], {
          state: 'sent',
          doneAt: now,
          ...named,
        });
        await updateNoticeSent(inner, delivery.noticeId, 'sent', now);
        break;
      case 'later':
        await updateDelivery(inner, delivery.deliveryId, ['sending'], {
          state: 'waiting',
          nextAt: nextTryAt(delivery.tries, now),
          failure: codeOf(outcome),
        });
        return;
      case 'refused':
      case 'unsure':
        await updateDelivery(inner, delivery.deliveryId, ['sending'], {
          state: became === 'refused' ? 'failed' : 'unsure',
          doneAt: now,
          failure: codeOf(outcome),
          ...named,
        });
    }
    await appendAuditEntry(inner, {
      at: now,
      actor,
      action: `notice.email_${became}`,
      subject: { kind: 'notice', id: delivery.noticeId },
      personId: delivery.personId,
      details: { tries: delivery.tries, ...(outcome.kind === 'sent' ? {} : { failure: codeOf(outcome) }) },
    });
  });
  return became === 'refused' ? 'failed' : became;
}

function codeOf(outcome: MailSent): string | null {
  return outcome.kind === 'sent' ? null : outcome.code;
}

/** One minute, then four times as long each time, at most six hours. */
export function nextTryAt(tries: number, now: IsoInstant): IsoInstant {
  const wait = Math.min(FIRST_WAIT_MS * 4 ** (tries - 1), LONGEST_WAIT_MS);
  return new Date(Date.parse(now) + wait).toISOString();
}
