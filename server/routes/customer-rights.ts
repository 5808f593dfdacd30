import { z } from 'zod';
import { updateNoticeRead } from '../../data/stores/notices.ts';
import { listCorrectable } from '../../data/stores/record-corrections.ts';
import {
  findRightsRequest,
  listRightsRequestsOfPerson,
  type RightsRequest,
} from '../../data/stores/rights-requests.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { presentAccessCopy } from '../../review-ui/access-copy.ts';
import { chosenLabel, recordLabel, recordValue } from '../../review-ui/correctable.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { accessCopyPage } from '../../review-ui/pages/access-copy.ts';
import { myRightsPage, presentMyRights } from '../../review-ui/pages/my-rights.ts';
import { presentRightsTrack, rightsTrackPage } from '../../review-ui/pages/rights-track.ts';
import { presentUseRight, useRightPage } from '../../review-ui/pages/use-right.ts';
import { documentPdf } from '../../review-ui/pdf/document.ts';
import { sizeText } from '../../review-ui/size.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { Notice } from '../../scoring/explanation/notice.ts';
import { isCorrectable } from '../../scoring/safeguards/corrections.ts';
import { isConsentPurpose } from '../../scoring/safeguards/purposes.ts';
import { requestAnsweredLetter } from '../../scoring/safeguards/rights-letters.ts';
import { isRight, type Right } from '../../scoring/safeguards/rights.ts';
import { copyAsJson, type CopyMade, makeAccessCopy, makePortableData } from '../actions/access-copy.ts';
import { chooseConsent } from '../actions/choose-consent.ts';
import { withdrawRightsRequest } from '../actions/handle-rights-request.ts';
import { openRightsRequest } from '../actions/open-rights-request.ts';
import { letterPerson, RIGHTS_NOTICES, settingFor } from '../actions/rights-letter.ts';
import { PAPER_BYTES_AT_MOST } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { PAPERS_AT_MOST, takePapers } from '../papers.ts';
import { isAddressee, lettersOf } from './letters-of.ts';
import { personIdOf } from './matters.ts';
import { paperErrors } from './contest-form.ts';
import { tooLong, tooLongBesidePapers } from './words.ts';

/** Where a person uses their rights over their data: asks, follows, reads the answer, takes a copy, chooses consents. */
export function customerRightsRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/my/rights', allow: ['customer'], handler: showRights });
  route(routes, { method: 'get', path: '/my/rights/new', allow: ['customer'], handler: showNew });
  route(routes, {
    method: 'post',
    path: '/my/rights',
    allow: ['customer'],
    body: 'papers',
    words: 'words',
    handler: use,
  });
  route(routes, {
    method: 'get',
    path: '/my/rights/:id',
    allow: ['customer'],
    subject: personOfRequest,
    handler: showTrack,
  });
  route(routes, {
    method: 'post',
    path: '/my/rights/:id/withdrawal',
    allow: ['customer'],
    subject: personOfRequest,
    handler: withdraw,
  });
  route(routes, { method: 'post', path: '/my/consents', allow: ['customer'], handler: choose });
  route(routes, { method: 'get', path: '/my/copy', allow: ['customer'], handler: showCopy });
  route(routes, { method: 'get', path: '/my/copy/copy.pdf', allow: ['customer'], handler: sendPdf });
  route(routes, { method: 'get', path: '/my/copy/copy.json', allow: ['customer'], handler: sendJson });
  route(routes, {
    method: 'get',
    path: '/my/copy/portable.json',
    allow: ['customer'],
    handler: sendPortable,
  });
}

async function personOfRequest(call: Call): Promise<number | null> {
  const request = await findRightsRequest(call.context.db, call.context.vault, idOf(call));
  return request?.personId ?? null;
}

async function showRights(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const personId = personIdOf(call);
  const file = await readPersonFile(db, personId);
  if (file === null) throw new Problem('not_found');
  await readLetters(call);
  const requests = await listRightsRequestsOfPerson(db, vault, personId);
  const { consents, person } = file;
  page(
    call,
    myRightsPage,
    presentMyRights({ requests, consents, country: person.jurisdiction }, wordingFor(call.language)),
  );
}

/** The page tells all that the letters about rights tell. */
async function readLetters(call: Call): Promise<void> {
  const { db, now } = call.context;
  for (const notice of await lettersOf(call)) {
    const aboutRights = (RIGHTS_NOTICES as readonly string[]).includes(notice.kind);
    if (aboutRights && notice.readAt === null && isAddressee(call, notice))
      await updateNoticeRead(db, notice.id, now);
  }
}

async function showNew(call: Call): Promise<void> {
  const asked = call.request.query['right'];
  if (typeof asked !== 'string' || !isRight(asked)) throw new Problem('not_found');
  await showForm(call, asked, {}, []);
}

async function showForm(
  call: Call,
  right: Right,
  values: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<void> {
  const wording = wordingFor(call.language);
  const records =
    right === 'rectification'
      ? await listCorrectable(call.context.db, call.context.vault, personIdOf(call))
      : [];
  page(
    call,
    useRightPage,
    presentUseRight(
      right,
      {
        records: records.map((record) => ({
          value: recordValue(record),
          label: recordLabel(record, wording),
        })),
        values,
        errors,
        papersAtMost: PAPERS_AT_MOST,
        paperSize: sizeText(PAPER_BYTES_AT_MOST, wording),
      },
      wording,
    ),
    errors.length > 0 ? 422 : 200,
  );
}

const rightForm = z.object({
  right: z.string(),
  words: z.string().catch(''),
  ground: z.string().max(60).catch(''),
  record: z.string().max(60).catch(''),
  rest: z.string().max(10).catch(''),
});

async function use(call: Call): Promise<void> {
  const read = rightForm.safeParse(call.request.body ?? {});
  if (!read.success || !isRight(read.data.right)) throw new Problem('invalid');
  const { right, ...typed } = read.data;
  const papers = await takePapers(call.files, 'papers');
  const takesPapers = right === 'rectification' || right === 'objection';
  const long = takesPapers ? tooLongBesidePapers(call, typed.words) : tooLong(call, typed.words);
  const wrong = [...long, ...paperErrors(call, papers)];
  if (wrong.length > 0 || papers.kind === 'refused') return showForm(call, right, typed, wrong);
  const personId = personIdOf(call);
  const opened = await openRightsRequest(call.context, {
    personId,
    right,
    words: typed.words,
    ground: typed.ground === '' ? null : typed.ground,
    record: await recordOf(call, personId, typed.record),
    restrictMeanwhile: typed.rest === 'yes',
    papers: papers.papers,
  });
  const { t, dateOn } = wordingFor(call.language);
  if (opened.kind === 'refused') {
    if (opened.because === 'no_words' || opened.because === 'no_ground') {
      const field = opened.because === 'no_words' ? 'words' : 'ground';
      return showForm(call, right, typed, [{ field, text: t(`rights.form.errors.${opened.because}`) }]);
    }
    throw new Problem('not_allowed_now');
  }
  seeOther(call, `/my/rights/${opened.requestId}`, {
    kind: 'done',
    text: opened.answered ? t('rights.doneNow') : t('rights.sent', { date: dateOn(opened.dueOn) }),
  });
}

/** Only a record of their own can be named; anything else is a correction in words. */
async function recordOf(
  call: Call,
  personId: number,
  typed: string,
): Promise<RightsRequest['asked']['record']> {
  const [list = '', number = ''] = typed.split(' ');
  if (!isCorrectable(list)) return null;
  const own = await listCorrectable(call.context.db, call.context.vault, personId);
  const found = own.find((record) => record.list === list && record.recordId === Number(number));
  return found === undefined ? null : { list, recordId: found.recordId };
}

async function showTrack(call: Call): Promise<void> {
  const request = await findRightsRequest(call.context.db, call.context.vault, idOf(call));
  if (request === null) throw new Problem('not_found');
  await readLetters(call);
  const { words, ground, record } = request.asked;
  const wording = wordingFor(call.language);
  const records =
    record === null ? [] : await listCorrectable(call.context.db, call.context.vault, request.personId);
  const datum = chosenLabel(record, records, wording);
  page(
    call,
    rightsTrackPage,
    presentRightsTrack({ ...request, words, ground, datum }, await answerTo(call, request), wording),
  );
}

/** The answer as its letter says it, in the language of the page. */
async function answerTo(call: Call, request: RightsRequest): Promise<Notice | null> {
  const { right, outcome, refusal, answer } = request;
  if (request.state !== 'answered' || outcome === null || answer === null) return null;
  const person = await letterPerson(call.context, request.personId);
  const setting = await settingFor(call.context, person, call.language);
  return requestAnsweredLetter({ ...answer, right, outcome, refusal }, setting);
}

async function withdraw(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const requestId = idOf(call);
  const withdrawn = await withdrawRightsRequest(call.context, { requestId });
  if (withdrawn.kind === 'refused') throw new Problem('not_allowed_now');
  seeOther(call, `/my/rights/${requestId}`, { kind: 'done', text: t('rights.withdraw.done') });
}

async function choose(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const { purpose, choice } = (call.request.body ?? {}) as {
    readonly purpose?: unknown;
    readonly choice?: unknown;
  };
  if (typeof purpose !== 'string' || !isConsentPurpose(purpose)) throw new Problem('invalid');
  if (choice !== 'given' && choice !== 'withdrawn') throw new Problem('invalid');
  const taken = await chooseConsent(call.context, { purpose, choice, language: call.language });
  if (taken.kind === 'refused') throw new Problem('forbidden');
  seeOther(call, '/my/rights#consents', { kind: 'done', text: t('rights.consent.done') });
}

async function copyOf(call: Call, form: 'html' | 'pdf' | 'json'): Promise<CopyMade> {
  const { language } = call;
  const made = await makeAccessCopy(call.context, { personId: personIdOf(call), language, form });
  if (made === null) throw new Problem('not_found');
  return made;
}

async function showCopy(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const { copy } = await copyOf(call, 'html');
  page(call, accessCopyPage, {
    document: presentAccessCopy(copy, wording),
    forms: [
      { href: '/my/copy/copy.pdf', label: wording.t('rights.copy.pdf') },
      { href: '/my/copy/copy.json', label: wording.t('rights.copy.json') },
    ],
  });
}

async function sendPdf(call: Call): Promise<void> {
  const { copy } = await copyOf(call, 'pdf');
  const pdf = await documentPdf(presentAccessCopy(copy, wordingFor(call.language)), call.language);
  sendFile(call, pdf, 'application/pdf', 'my-data.pdf');
}

async function sendJson(call: Call): Promise<void> {
  const made = await copyOf(call, 'json');
  sendFile(call, JSON.stringify(copyAsJson(made), null, 2), 'application/json', 'my-data.json');
}

async function sendPortable(call: Call): Promise<void> {
  const portable = await makePortableData(call.context, { personId: personIdOf(call) });
  if (portable === null) throw new Problem('not_found');
  sendFile(call, JSON.stringify(portable, null, 2), 'application/json', 'my-data-to-take-along.json');
}

/** A file with personal data: nobody on the way keeps a copy. */
export function sendFile(call: Call, content: Buffer | string, type: string, name: string): void {
  call.response.status(200).type(type).set('Cache-Control', 'no-store').attachment(name).send(content);
}
