import { findNotice, updateNoticeRead } from '../../data/stores/notices.ts';
import { readAddressee } from '../../data/views/addressees.ts';
import { lettersPage, presentLetters } from '../../review-ui/pages/letters.ts';
import { letterPage, presentLetter } from '../../review-ui/pages/letter.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { letterPdf } from '../actions/letter-pdf.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import type { Matter } from '../../scoring/safeguards/mandate.ts';
import { withinAnyMandate } from './matters.ts';
import { isAddressee, letterOf, lettersOf } from './letters-of.ts';
import { answerPdf } from './outbox.ts';

/** Every letter to the person, to read again, print or keep. */
export function customerLetterRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/my/letters',
    allow: ['customer'],
    matter: withinAnyMandate,
    handler: listLetters,
  });
  for (const [path, handler] of [
    ['/my/letters/:id', showLetter],
    ['/my/letters/:id/pdf', sendPdf],
  ] as const)
    route(routes, {
      method: 'get',
      path,
      allow: ['customer'],
      subject: personOfNotice,
      matter: matterOfLetter,
      handler,
    });
}

async function personOfNotice(call: Call): Promise<number | null> {
  const { db, vault } = call.context;
  return (await findNotice(db, vault, idOf(call)))?.personId ?? null;
}

/** A copy of one's own is covered by whatever mandate it was sent under; the rest by what it is about. */
async function matterOfLetter(call: Call): Promise<Matter | null> {
  return (await letterOf(call, idOf(call))) === null ? { kind: 'file' } : withinAnyMandate(call);
}

async function listLetters(call: Call): Promise<void> {
  page(call, lettersPage, presentLetters(await lettersOf(call), wordingFor(call.language)));
}

async function showLetter(call: Call): Promise<void> {
  const { db, now } = call.context;
  const letter = await letterOf(call, idOf(call));
  if (letter === null) throw new Problem('not_found');
  if (letter.readAt === null && isAddressee(call, letter)) await updateNoticeRead(db, letter.id, now);
  page(call, letterPage, presentLetter(letter, wordingFor(call.language)));
}

async function sendPdf(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const letter = await letterOf(call, idOf(call));
  const addressee = letter && (await readAddressee(db, vault, letter));
  if (letter === null || addressee === null) throw new Problem('not_found');
  answerPdf(call, await letterPdf(call.context, letter, addressee), letter.id);
}
