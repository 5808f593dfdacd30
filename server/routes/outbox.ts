import { z } from 'zod';
import { listDeliveries } from '../../data/stores/deliveries.ts';
import { findNotice, type Notice } from '../../data/stores/notices.ts';
import { type Addressee, readAddressee } from '../../data/views/addressees.ts';
import { countOutbox, listOutbox, type OutboxPart } from '../../data/views/outbox.ts';
import { outboxPage, presentOutbox } from '../../review-ui/pages/outbox.ts';
import { outboxNoticePage, presentOutboxNotice } from '../../review-ui/pages/outbox-notice.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { hasRole } from '../actions/review-case.ts';
import { coverCodes } from '../actions/sign-in-code.ts';
import { SETTLEMENTS, settleDelivery } from '../actions/settle-delivery.ts';
import { letterPdf } from '../actions/letter-pdf.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { looksAtRowOf } from './looks-at.ts';

const LISTED_AT_MOST = 200;
const PARTS: readonly OutboxPart[] = ['waiting', 'trouble', 'sent'];

/** What waits to be sent, was sent, or could not be; and each notice as the person gets it. */
export function outboxRoutes(routes: Routes): void {
  // An administrator sees that letters go out, not what they say.
  const allow = ['officer'] as const;
  const looksAt = looksAtRowOf('notices', 'notice');
  route(routes, {
    method: 'get',
    path: '/outbox',
    looksAt: 'nobody',
    allow: ['officer', 'admin'],
    handler: showOutbox,
  });
  route(routes, { method: 'get', path: '/outbox/:id', allow, looksAt, handler: showNotice });
  route(routes, { method: 'get', path: '/outbox/:id/pdf', allow, looksAt, handler: sendPdf });
  route(routes, { method: 'post', path: '/outbox/:id/settlements', allow, handler: settle });
}

async function showOutbox(call: Call): Promise<void> {
  const { db } = call.context;
  const part = PARTS.find((each) => each === call.request.query['part']) ?? 'waiting';
  const lines = await listOutbox(db, part, LISTED_AT_MOST);
  const counts = await countOutbox(db);
  const hasMail = call.services.configuration.smtpUrl !== null;
  const opens = hasRole(call.context, 'officer');
  page(call, outboxPage, presentOutbox({ part, lines, counts, hasMail, opens }, wordingFor(call.language)));
}

/** As the person gets it, but for the code that opens their pages. */
async function noticeOf(call: Call): Promise<{ readonly notice: Notice; readonly addressee: Addressee }> {
  const { db, vault } = call.context;
  const notice = await findNotice(db, vault, idOf(call));
  const addressee = notice && (await readAddressee(db, vault, notice));
  if (notice === null || addressee === null) throw new Problem('not_found');
  return { notice: { ...notice, text: coverCodes(notice.text) }, addressee };
}

async function showNotice(call: Call): Promise<void> {
  const { notice, addressee } = await noticeOf(call);
  const deliveries = await listDeliveries(call.context.db, notice.id);
  page(call, outboxNoticePage, presentOutboxNotice(notice, addressee, deliveries, wordingFor(call.language)));
}

async function sendPdf(call: Call): Promise<void> {
  const { notice, addressee } = await noticeOf(call);
  answerPdf(call, await letterPdf(call.context, notice, addressee), notice.id);
}

/** Shown in the browser under a name that tells nothing. */
export function answerPdf({ response }: Pick<Call, 'response'>, pdf: Buffer, noticeId: number): void {
  response
    .type('application/pdf')
    .set('Cache-Control', 'no-store')
    .set('Content-Disposition', `inline; filename="notice-${noticeId}.pdf"`)
    .send(pdf);
}

const settlementForm = z.object({ as: z.enum(SETTLEMENTS) });

async function settle(call: Call): Promise<void> {
  const read = settlementForm.safeParse(call.request.body ?? {});
  if (!read.success) throw new Problem('invalid');
  const noticeId = idOf(call);
  const settled = await settleDelivery(call.context, { noticeId, as: read.data.as });
  if (settled.kind === 'refused' && settled.because === 'no_notice') throw new Problem('not_found');
  if (settled.kind === 'refused') throw new Problem('not_allowed_now');
  const { t } = wordingFor(call.language);
  seeOther(call, `/outbox/${noticeId}`, { kind: 'done', text: t(`outbox.settled.${read.data.as}`) });
}
