import { acceptedFrom } from '../../data/profiles.ts';
import { listBrakes } from '../../data/stores/brakes.ts';
import { listIdentityProofs } from '../../data/stores/identity-proofs.ts';
import { listRecipientsToTell } from '../../data/stores/recipients-to-tell.ts';
import { listClaimsToComplete } from '../../data/stores/record-corrections.ts';
import { listRightsEvents } from '../../data/stores/rights-events.ts';
import { findRightsRequest, type RightsRequest } from '../../data/stores/rights-requests.ts';
import { findStaff, listStaff } from '../../data/stores/staff.ts';
import { presentAccessCopy } from '../../review-ui/access-copy.ts';
import {
  chosenLabel,
  missingLabel,
  missingValue,
  recordLabel,
  recordValue,
} from '../../review-ui/correctable.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { type RightsRequestContext, rightsRequestPage } from '../../review-ui/pages/rights-request.ts';
import { documentPdf } from '../../review-ui/pdf/document.ts';
import type { Option } from '../../review-ui/pages/review-queue.ts';
import type { Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import type { Notice } from '../../scoring/explanation/notice.ts';
import { ADDABLE_LISTS } from '../../scoring/safeguards/corrections.ts';
import type { Decided } from '../../scoring/safeguards/decide-request.ts';
import { ERASABLE_PARTS } from '../../scoring/safeguards/erasable-parts.ts';
import { methodsBy } from '../../scoring/safeguards/identity-proof.ts';
import { REFUSALS, refusalsOf } from '../../scoring/safeguards/refusals.ts';
import { isWaiting } from '../../scoring/safeguards/request-states.ts';
import { requestAnsweredLetter, rightsTexts } from '../../scoring/safeguards/rights-letters.ts';
import { RIGHT_RULES } from '../../scoring/safeguards/rights.ts';
import { copyAsJson, makeAccessCopy, makePortableData } from '../actions/access-copy.ts';
import { underWay } from '../actions/decide-rights-request.ts';
import { mayAnswer } from '../actions/assign-request.ts';
import { hasRole, staffIdOf } from '../actions/review-case.ts';
import { letterPerson, settingFor } from '../actions/rights-letter.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { sendFile } from './customer-rights.ts';
import { checkedToday } from './checked-today.ts';
import { recordForm, recordsFor } from './correction-form.ts';
import { looksAtRowOf } from './looks-at.ts';
import { REQUEST_TAGS } from './rights-desk.ts';

/** One request on the desk, and the copies that go with its answer. */
export function rightsRequestRoutes(routes: Routes): void {
  const looksAt = looksAtRowOf('rights_requests', 'request');
  route(routes, {
    method: 'get',
    path: '/rights/:id',
    allow: ['officer', 'dpo', 'auditor'],
    looksAt,
    handler: (call) => showRequest(call, {}, [], null),
  });
  for (const form of ['copy.pdf', 'copy.json', 'portable.json'] as const) {
    route(routes, {
      method: 'get',
      path: `/rights/:id/${form}`,
      allow: ['officer', 'dpo'],
      looksAt,
      handler: (call) => sendCopy(call, form),
    });
  }
}

/** The page as it stands; `proposed` shows the letter that these answers would make, before anything is done. */
export async function showRequest(
  call: Call,
  values: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
  proposed: Decided | null,
): Promise<void> {
  const { db, vault } = call.context;
  const request = await findRightsRequest(db, vault, idOf(call));
  if (request === null) throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const texts = rightsTexts(call.language);
  const mayAct = hasRole(call.context, 'officer', 'dpo');
  const waiting = isWaiting(request.state);
  const { words, ground, consent, record } = request.asked;
  const datum = chosenLabel(record, await recordsFor(call, request), wording);
  page(
    call,
    rightsRequestPage,
    {
      id: request.id,
      personId: request.personId,
      title: `${wording.t('desk.number', { number: request.id })}: ${texts.right[request.right].name}`,
      tags: tagsOf(request, wording),
      facts: await factsOf(call, request, wording),
      asked: [
        ...(ground === null ? [] : [texts.ground[ground]]),
        ...(consent === null ? [] : [texts.purpose[consent].name]),
        ...(datum === null ? [] : [`${wording.t('desk.page.record')}: ${datum}`]),
        ...(words === '' ? [] : [words]),
      ],
      proofs: await proofTable(call, request, wording),
      track: await trackTable(call, request, wording),
      brakes: mayAct ? await brakesOf(call, request, wording) : [],
      underWay: await underWayLines(call, request, wording),
      recipients: (await listRecipientsToTell(db, call.context.vault, request.id)).map(
        ({ id, kind, name, toldAt }) => ({
          id,
          text: name === null ? texts.recipient[kind] : `${texts.recipient[kind]}: ${name}`,
          told: toldAt === null ? null : wording.t('desk.page.told'),
        }),
      ),
      copies: mayAct ? copiesOf(request, wording) : [],
      letter: await letterOf(call, request, proposed),
      identify:
        mayAct && request.state === 'received'
          ? {
              methods: await methodsOf(call, request, wording),
            }
          : null,
      decide: mayAct ? await decideForm(call, request, values, wording) : null,
      confirm:
        mayAct && request.state === 'proposed'
          ? { text: wording.t('desk.page.confirmText', { name: await nameOf(call, request.proposedBy) }) }
          : null,
      assign: mayAct && waiting ? await assignForm(call, request, wording) : null,
      mayExtend: mayAct && waiting && request.extendedTo === null,
      values,
      errors,
    },
    errors.length > 0 ? 422 : 200,
  );
}

/** What proves who asks: a check passed earlier in the day, or one made now. */
async function methodsOf(
  { context }: Call,
  { personId, channel }: RightsRequest,
  wording: Wording,
): Promise<readonly Option[]> {
  const accepted = await acceptedFrom(context.db, personId);
  return [
    ...(await checkedToday(context, personId, accepted, wording)),
    ...methodsBy(channel, accepted).map((value) => ({ value, label: wording.t(`desk.method.${value}`) })),
  ];
}

function tagsOf(request: RightsRequest, { t }: Wording): RightsRequestContext['tags'] {
  return [
    { text: t(`desk.stateName.${request.state}`), tag: REQUEST_TAGS[request.state] },
    ...(request.outcome === null
      ? []
      : [{ text: t(`desk.outcome.${request.outcome}`), tag: 'info' as const }]),
    ...(request.escalatedAt === null ? [] : [{ text: t('desk.escalated'), tag: 'no' as const }]),
  ];
}

async function factsOf(
  call: Call,
  request: RightsRequest,
  { t, date }: Wording,
): Promise<RightsRequestContext['facts']> {
  const person = await letterPerson(call.context, request.personId);
  return [
    { name: t('desk.page.person'), value: person.identity?.name ?? String(request.personId) },
    { name: t('desk.controller'), value: person.controller },
    { name: t('desk.channel'), value: t(`desk.channelName.${request.channel}`) },
    { name: t('desk.received'), value: date(request.receivedAt.slice(0, 10)) },
    { name: t('desk.due'), value: date(request.dueOn) },
    {
      name: t('desk.holder'),
      value: request.assignedTo === null ? t('desk.holders.nobody') : await nameOf(call, request.assignedTo),
    },
    { name: t('desk.right'), value: RIGHT_RULES[request.right].citation },
  ];
}

/** Whom it can be given to; whoever asks comes first, to take it with one press. */
async function assignForm(
  call: Call,
  { assignedTo }: RightsRequest,
  { t }: Wording,
): Promise<RightsRequestContext['assign']> {
  const mine = staffIdOf(call.context);
  const colleagues = (await listStaff(call.context.db)).filter(
    (member) => mayAnswer(member) && member.staffId !== mine,
  );
  return {
    isMine: assignedTo === mine,
    holders: [
      ...(mine === null ? [] : [{ value: String(mine), label: t('desk.page.myself') }]),
      ...colleagues.map(({ staffId, displayName }) => ({ value: String(staffId), label: displayName })),
    ],
  };
}

async function proofTable(call: Call, { personId }: RightsRequest, { t, instant }: Wording): Promise<Table> {
  const proofs = await listIdentityProofs(call.context.db, call.context.vault, personId);
  return {
    caption: t('desk.page.proofs'),
    columns: [
      { label: t('desk.page.at'), kind: 'text' },
      { label: t('desk.page.by'), kind: 'text' },
      { label: t('desk.page.held'), kind: 'text' },
    ],
    rows: proofs.slice(0, 10).map(({ at, method, passed, note }) => ({
      cells: [
        instant(at),
        { text: t(`desk.method.${method}`), ...(note === null ? {} : { note }) },
        { text: t(passed ? 'desk.page.yes' : 'desk.page.no'), tag: passed ? 'yes' : 'no' },
      ],
    })),
    empty: t('common.none'),
    narrow: 'stack',
  };
}

async function trackTable(call: Call, request: RightsRequest, { t, instant }: Wording): Promise<Table> {
  const events = await listRightsEvents(call.context.db, call.context.vault, request.id);
  const names = new Map((await listStaff(call.context.db)).map((each) => [each.staffId, each.displayName]));
  return {
    caption: t('desk.page.track'),
    columns: [
      { label: t('desk.page.at'), kind: 'text' },
      { label: t('desk.page.track'), kind: 'text' },
      { label: t('desk.page.by'), kind: 'text' },
    ],
    rows: events.map(({ at, event, actorKind, actorId, note }) => ({
      cells: [
        instant(at),
        { text: t(`desk.page.events.${event}`), ...(note === null ? {} : { note }) },
        actorKind === 'staff'
          ? (names.get(actorId ?? 0) ?? String(actorId))
          : actorKind === 'customer'
            ? t('desk.page.person')
            : actorKind === 'representative'
              ? t('staff.audit.actor.representative', { id: actorId ?? '' })
              : 'Recourse',
      ],
    })),
    empty: t('common.none'),
    narrow: 'stack',
  };
}

async function brakesOf(
  call: Call,
  { personId }: RightsRequest,
  { t, date }: Wording,
): Promise<RightsRequestContext['brakes']> {
  const brakes = await listBrakes(call.context.db, personId, call.context.today);
  return brakes
    .filter(({ kind, to }) => (kind === 'restricted' || kind === 'objection') && to === null)
    .map(({ id, kind, from }) => ({ id, text: `${t(`facts.record.restriction.${kind}`)}, ${date(from)}` }));
}

async function underWayLines(call: Call, request: RightsRequest, { t }: Wording): Promise<readonly string[]> {
  const { openCases, openReviews, otherRequests, holds } = await underWay(call.context, request);
  return [
    t('desk.page.openCases', { count: openCases }),
    t('desk.page.openReviews', { count: openReviews }),
    t('desk.page.otherRequests', { count: otherRequests }),
    t('desk.page.holds', { count: holds }),
  ];
}

function copiesOf({ id, right, state }: RightsRequest, { t }: Wording): RightsRequestContext['copies'] {
  if (state !== 'answered') return [];
  if (right === 'portability')
    return [{ href: `/rights/${id}/portable.json`, label: t('rights.copy.portable') }];
  return right === 'access'
    ? [
        { href: `/rights/${id}/copy.pdf`, label: t('rights.copy.pdf') },
        { href: `/rights/${id}/copy.json`, label: t('rights.copy.json') },
      ]
    : [];
}

/** The letter that went, or the one that these answers would make: read before anything is done. */
async function letterOf(
  call: Call,
  request: RightsRequest,
  proposed: Decided | null,
): Promise<RightsRequestContext['letter']> {
  const { right, outcome, refusal, answer, language } = request;
  const person = await letterPerson(call.context, request.personId);
  const setting = await settingFor(call.context, person, language);
  if (proposed !== null) {
    const { outcome: wouldBe, refusal: code, reason, kept, parts } = proposed;
    const notice: Notice = requestAnsweredLetter(
      {
        ...{ right, outcome: wouldBe, refusal: code, reason, kept, parts },
        ...{ recipients: [], consent: null, reopened: false, liftedOn: null },
      },
      setting,
    );
    return { notice, sent: false };
  }
  if (answer === null || outcome === null) return null;
  const notice = requestAnsweredLetter({ ...answer, right, outcome, refusal }, setting);
  return { notice, sent: request.state === 'answered' };
}

async function decideForm(
  call: Call,
  request: RightsRequest,
  values: Readonly<Record<string, string>>,
  wording: Wording,
): Promise<RightsRequestContext['decide']> {
  const { right, state } = request;
  if (state !== 'received' && state !== 'identified') return null;
  const { t, language } = wording;
  const texts = rightsTexts(language);
  const stranger = state === 'received';
  const codes = stranger
    ? (['identity_not_shown'] as const)
    : refusalsOf(right).filter((code) => code !== 'identity_not_shown');
  const refusals = codes.map((code) => ({
    value: code,
    label: `${texts.refusal[code]} (${REFUSALS[code].citation})`,
  }));
  const none = { value: '', label: t('desk.page.none') };
  const corrects = !stranger && right === 'rectification';
  const records = corrects ? await recordsFor(call, request) : [];
  const claims = corrects ? await listClaimsToComplete(call.context.db, request.personId) : [];
  const missing = claims.flatMap((claim) => ADDABLE_LISTS.map((list) => ({ list, ...claim })));
  const erases = !stranger && right === 'erasure';
  return {
    outcomes: (stranger ? (['refused'] as const) : (['granted', 'partly', 'refused'] as const)).map(
      (value) => ({
        value,
        label: stranger ? t('desk.page.turnAway') : t(`desk.outcome.${value}`),
      }),
    ),
    refusals: stranger ? refusals : [none, ...refusals],
    parts: erases ? ERASABLE_PARTS.map((value) => ({ value, label: t(`desk.part.${value}`) })) : [],
    keeps: [none, ...codes.map((value) => ({ value, label: texts.refusal[value] }))],
    record: recordForm(call, request, { records, missing }, values, wording),
    records: [
      ...records.map((record) => ({ value: recordValue(record), label: recordLabel(record, wording) })),
      ...missing.map((each) => ({ value: missingValue(each), label: missingLabel(each, wording) })),
    ],
    proposes: erases,
  };
}

async function nameOf(call: Call, staffId: number | null): Promise<string> {
  const member = staffId === null ? null : await findStaff(call.context.db, staffId);
  return member?.displayName ?? String(staffId ?? '');
}

async function sendCopy(call: Call, form: 'copy.pdf' | 'copy.json' | 'portable.json'): Promise<void> {
  const request = await findRightsRequest(call.context.db, call.context.vault, idOf(call));
  if (request === null) throw new Problem('not_found');
  // Only what was asked for by whoever showed who they are, and only once it was answered.
  const fits = form === 'portable.json' ? request.right === 'portability' : request.right === 'access';
  if (!fits || request.state !== 'answered' || request.outcome === 'refused')
    throw new Problem('not_allowed_now');
  const { personId, language } = request;
  if (form === 'portable.json') {
    const portable = await makePortableData(call.context, { personId });
    return sendFile(
      call,
      JSON.stringify(portable, null, 2),
      'application/json',
      `request-${request.id}.json`,
    );
  }
  const made = await makeAccessCopy(call.context, {
    personId,
    language,
    form: form === 'copy.pdf' ? 'pdf' : 'json',
  });
  if (made === null) throw new Problem('not_found');
  if (form === 'copy.json') {
    return sendFile(
      call,
      JSON.stringify(copyAsJson(made), null, 2),
      'application/json',
      `request-${request.id}.json`,
    );
  }
  const pdf = await documentPdf(presentAccessCopy(made.copy, wordingFor(language)), language);
  sendFile(call, pdf, 'application/pdf', `request-${request.id}.pdf`);
}
