import { findNotice, listNoticesOfPerson, updateNoticeRead } from '../../data/stores/notices.ts';
import { readAddressee } from '../../data/views/addressees.ts';
import { lettersPage, presentLetters } from '../../review-ui/pages/letters.ts';
import { letterPage, presentLetter } from '../../review-ui/pages/letter.ts';
import { noticeDocument } from '../../review-ui/notice-document.ts';
import { documentPdf } from '../../review-ui/pdf/document.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { personIdOf } from './customer-home.ts';
import { answerPdf } from './outbox.ts';

/** Every letter to the person, to read again, print or keep. */
export function customerLetterRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/my/letters', allow: ['customer'], handler: listLetters });
  for (const [path, handler] of [
    ['/my/letters/:id', showLetter],
    ['/my/letters/:id/pdf', sendPdf],
  ] as const)
    route(routes, { method: 'get', path, allow: ['customer'], subject: personOfNotice, handler });
}

async function personOfNotice(call: Call): Promise<number | null> {
  const { db, vault } = call.context;
  return (await findNotice(db, vault, idOf(call)))?.personId ?? null;
}

async function listLetters(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const notices = await listNoticesOfPerson(db, vault, personIdOf(call));
  page(call, lettersPage, presentLetters(notices, wordingFor(call.language)));
}

async function showLetter(call: Call): Promise<void> {
  const { db, vault, now } = call.context;
  const notice = await findNotice(db, vault, idOf(call));
  if (notice === null) throw new Problem('not_found');
  if (notice.readAt === null) await updateNoticeRead(db, notice.id, now);
  page(call, letterPage, presentLetter(notice, wordingFor(call.language)));
}

async function sendPdf(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const notice = await findNotice(db, vault, idOf(call));
  const addressee = notice && (await readAddressee(db, vault, notice.personId));
  if (notice === null || addressee === null) throw new Problem('not_found');
  answerPdf(call, await documentPdf(noticeDocument(notice, addressee), notice.language), notice.id);
}
