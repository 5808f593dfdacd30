import { z } from 'zod';
import { acceptedFrom } from '../../data/profiles.ts';
import { listMandatesFor, listUnconfirmedMandates, type StoredMandate } from '../../data/stores/mandates.ts';
import { listDecisionsOfPerson } from '../../data/stores/decisions.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { listUnheardOf, listUnsettledUnheard } from '../../data/stores/unheard-requests.ts';
import { findPersonOf } from '../../data/views/whose.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { mandatesPage } from '../../review-ui/pages/mandates.ts';
import {
  type MandateLine,
  type PersonContext,
  personPage,
  type UnheardLine,
} from '../../review-ui/pages/person.ts';
import type { PaperShown } from '../../review-ui/papers.ts';
import { sizeText } from '../../review-ui/size.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import {
  canProve,
  CHANNELS,
  PROOF_METHODS,
  representativeProofs,
} from '../../scoring/safeguards/identity-proof.ts';
import { MANDATE_KINDS, type MandateScope, standingOf } from '../../scoring/safeguards/mandate.ts';
import { confirmMandate, giveRepresentativeCode } from '../actions/confirm-mandate.ts';
import { endMandate } from '../actions/end-mandate.ts';
import { recordMandate } from '../actions/record-mandate.ts';
import { hasRole, staffIdOf } from '../actions/review-case.ts';
import { PAPER_BYTES_AT_MOST } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { PAPERS_AT_MOST, takePapers } from '../papers.ts';
import { checkPapers, paperErrors, papersOf } from './contest-form.ts';
import { offersShown } from './offers-shown.ts';
import { tooLong } from './words.ts';
import { sawListed } from '../http/looks-at.ts';

const LISTED_AT_MOST = 100;

const MANDATE_PAPERS = { folder: '/mandate-papers', opens: true, again: false };

const mandateForm = z.object({
  name: z.string().trim().max(200).catch(''),
  code: z.string().trim().max(40).catch(''),
  contact: z.string().trim().max(300).catch(''),
  kind: z.enum(MANDATE_KINDS).catch('power_of_attorney'),
  scope: z
    .string()
    .regex(/^(all|reviews|claim:[1-9]\d{0,15})$/)
    .catch('reviews'),
  proof: z.enum(PROOF_METHODS).catch('id_document'),
  basis: z.string().trim().catch(''),
  from: z.string().catch(''),
  until: z.string().catch(''),
  instead: z.literal('yes').optional().catch(undefined),
});

/** Who acts for a person: written down by an officer, confirmed by a second person. */
export function personRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/mandates',
    looksAt: 'listed',
    allow: ['officer', 'chair', 'dpo'],
    handler: showWaiting,
  });
  route(routes, {
    method: 'get',
    path: '/persons/:id',
    allow: ['officer', 'chair', 'dpo'],
    looksAt: { what: 'mandate', whose: personIfThere },
    handler: (call) => showPerson(call, idOf(call)),
  });
  route(routes, {
    method: 'post',
    path: '/persons/:id/mandates',
    body: 'papers',
    allow: ['officer'],
    handler: record,
  });
  route(routes, {
    method: 'post',
    path: '/mandates/:id/confirmation',
    allow: ['officer', 'chair', 'dpo'],
    handler: confirm,
  });
  route(routes, { method: 'post', path: '/mandates/:id/codes', allow: ['officer'], handler: giveCode });
  route(routes, {
    method: 'post',
    path: '/mandates/:id/end',
    allow: ['officer', 'chair', 'dpo'],
    handler: end,
  });
}

export async function personIfThere(call: Call): Promise<readonly number[]> {
  const personId = idOf(call);
  return (await readPersonFile(call.context.db, personId)) === null ? [] : [personId];
}

async function showWaiting(call: Call): Promise<void> {
  const { t, date } = wordingFor(call.language);
  const waiting = await listUnconfirmedMandates(call.context.db, call.context.vault, LISTED_AT_MOST);
  const names = new Map(
    (await listStaff(call.context.db)).map(({ staffId, displayName }) => [staffId, displayName]),
  );
  const unheard = await listUnsettledUnheard(call.context.db, call.context.vault, LISTED_AT_MOST);
  await sawListed(call, [...waiting, ...unheard]);
  page(call, mandatesPage, {
    table: {
      caption: t('identity-staff.mandates.caption'),
      columns: ['person', 'kind', 'recorded', 'by'].map((name) => ({
        label: t(`identity-staff.mandates.${name}`),
        kind: 'text' as const,
      })),
      rows: waiting.map(({ personId, kind, recordedAt, recordedBy }) => ({
        key: true,
        cells: [
          { text: t('identity-staff.person.title', { id: personId }), href: `/persons/${personId}` },
          t(`identity.kind.${kind}`),
          date(recordedAt.slice(0, 10)),
          names.get(recordedBy) ?? String(recordedBy),
        ],
      })),
      empty: t('identity-staff.mandates.empty'),
      narrow: 'cards',
    },
    unheard: {
      caption: t('identity-staff.unheard.caption'),
      columns: ['person', 'why', 'at'].map((name) => ({
        label: t(`identity-staff.unheard.${name}`),
        kind: 'text' as const,
      })),
      rows: unheard.map(({ personId, because, at }) => ({
        key: true,
        cells: [
          { text: t('identity-staff.person.title', { id: personId }), href: `/persons/${personId}` },
          t(`identity-staff.unheard.because.${because}`),
          date(at.slice(0, 10)),
        ],
      })),
      empty: t('identity-staff.unheard.empty'),
      narrow: 'cards',
    },
  });
}

export async function showPerson(
  call: Call,
  personId: number,
  typed: {
    readonly values?: Readonly<Record<string, string>>;
    readonly errors?: readonly FieldError[];
    readonly code?: string;
  } = {},
): Promise<void> {
  const { db, vault, today } = call.context;
  const { t } = wordingFor(call.language);
  const file = await readPersonFile(db, personId);
  if (file === null) throw new Problem('not_found');
  const mandates = await listMandatesFor(db, vault, personId);
  const papers = await mandatePapers(call, mandates);
  const accepted = await acceptedFrom(db, personId);
  const option = (group: string) => (value: string) => ({ value, label: t(`${group}.${value}`) });
  const errors = typed.errors ?? [];
  page(
    call,
    personPage,
    {
      personId,
      mandates: mandates.map((mandate) => lineOf(call, mandate, papers.get(mandate.mandateId) ?? [])),
      giveOut: await giveOutLinks(call, file),
      unheard: await unheardLines(call, personId, mandates),
      channels: CHANNELS.filter((channel) => channel !== 'portal').map(option('contest.channel')),
      paperSize: sizeText(PAPER_BYTES_AT_MOST, wordingFor(call.language)),
      papersAtMost: PAPERS_AT_MOST,
      offers: await offersShown(call, file, null),
      restricted: isRestricted(file, today),
      mayRecord: hasRole(call.context, 'officer'),
      controlQuestions: canProve('phone', 'control_questions', accepted),
      kinds: MANDATE_KINDS.map(option('identity.kind')),
      scopes: [
        ...['reviews', 'all'].map(option('identity.scope')),
        ...file.claims.map(({ claimId, claimNumber }) => ({
          value: `claim:${claimId}`,
          label: t('identity-staff.person.oneClaim', { number: claimNumber }),
        })),
      ],
      proofs: representativeProofs(accepted).map(option('identity-staff.proof')),
      values: typed.values ?? { from: today },
      errors,
      code: typed.code ?? null,
    },
    errors.length === 0 ? 200 : 422,
  );
}

/** For each claim, where its data can be given to somebody outside, by the newest decision on it. */
async function giveOutLinks(call: Call, { claims, person }: PersonFile): Promise<PersonContext['giveOut']> {
  if (!hasRole(call.context, 'officer', 'dpo')) return [];
  const { t } = wordingFor(call.language);
  const decisions = await listDecisionsOfPerson(call.context.db, person.personId);
  return claims.flatMap(({ claimId, claimNumber }) => {
    const newest = decisions.find((decision) => decision.claim_id === claimId);
    if (newest === undefined) return [];
    return [
      {
        href: `/decisions/${newest.id}/disclosures`,
        text: t('identity-staff.person.oneClaim', { number: claimNumber }),
      },
    ];
  });
}

/** Of each mandate, with what is known of their signatures. */
async function mandatePapers(
  call: Call,
  mandates: readonly StoredMandate[],
): Promise<ReadonlyMap<number, readonly PaperShown[]>> {
  const shown = new Map<number, readonly PaperShown[]>();
  for (const { mandateId } of mandates) {
    shown.set(mandateId, await papersOf(call, { mandateId }, MANDATE_PAPERS));
  }
  return shown;
}

async function unheardLines(
  call: Call,
  personId: number,
  mandates: readonly StoredMandate[],
): Promise<readonly UnheardLine[]> {
  const { db, vault } = call.context;
  const { t, instant } = wordingFor(call.language);
  const mayEver = hasRole(call.context, 'officer', 'dpo');
  const lines: UnheardLine[] = [];
  for (const each of await listUnheardOf(db, vault, personId)) {
    const sender = mandates.find(({ mandateId }) => mandateId === each.mandateId)?.identity?.name;
    lines.push({
      unheardId: each.id,
      text: each.words ?? t('identity-staff.person.erased'),
      note: [
        instant(each.at),
        t(`contest.channel.${each.channel}`),
        ...(sender == null ? [] : [sender]),
        t(`identity-staff.unheard.because.${each.because}`),
      ].join(' · '),
      papers: await papersOf(call, { unheardId: each.id }, MANDATE_PAPERS),
      maySettle: each.settledAt === null && mayEver,
    });
  }
  return lines;
}

function lineOf(call: Call, mandate: StoredMandate, papers: readonly PaperShown[]): MandateLine {
  const { t, date } = wordingFor(call.language);
  const standing = standingOf(mandate, call.context.today);
  const { validFrom, validUntil } = mandate;
  const fact = (name: string, value: string | null | undefined) =>
    value == null || value === '' ? [] : [{ name: t(`identity-staff.person.${name}`), value }];
  return {
    mandateId: mandate.mandateId,
    name: mandate.identity?.name ?? t('identity-staff.person.erased'),
    facts: [
      ...fact('kind', t(`identity.kind.${mandate.kind}`)),
      ...fact('scope', t(`identity.scope.${mandate.scope.kind}`)),
      ...fact('contact', mandate.identity?.contact),
      ...fact('proof', t(`identity-staff.proof.${mandate.proof}`)),
      ...fact('basis', mandate.basis),
      ...fact('from', date(validFrom)),
      ...fact('until', validUntil === null ? null : date(validUntil)),
      ...fact('instead', mandate.replacesPerson ? t('identity-staff.person.yes') : null),
    ],
    papers,
    standing: t(`identity.standing.${standing}`),
    tag: standing === 'valid' ? 'yes' : standing === 'unconfirmed' ? 'wait' : 'plain',
    mayConfirm: standing === 'unconfirmed' && mandate.recordedBy !== staffIdOf(call.context),
    mayEnd: standing !== 'ended',
    mayGiveCode: standing === 'valid' && hasRole(call.context, 'officer'),
  };
}

async function record(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const personId = idOf(call);
  const form = mandateForm.parse(call.request.body ?? {});
  const values = Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const errors = [
    ...['name', 'basis'].flatMap((field) =>
      values[field] === '' ? [{ field, text: t('identity-staff.person.needed') }] : [],
    ),
    ...tooLong(call, form.basis, 'basis'),
  ];
  for (const [field, text] of [
    ['from', form.from],
    ['until', form.until],
  ] as const) {
    if (!isIsoDate(text) && (field === 'from' || text !== '')) {
      errors.push({ field, text: t('identity-staff.person.wrongDate') });
    }
  }
  const papers = await takePapers(call.files, 'papers');
  errors.push(...paperErrors(call, papers));
  if (errors.length > 0 || papers.kind === 'refused') return showPerson(call, personId, { values, errors });
  const recorded = await recordMandate(call.context, {
    personId,
    kind: form.kind,
    scope: scopeOf(form.scope),
    validFrom: form.from,
    validUntil: form.until === '' ? null : form.until,
    replacesPerson: form.instead === 'yes',
    identity: { name: form.name, contact: form.contact === '' ? null : form.contact },
    personalCode: form.code === '' ? null : form.code,
    proof: form.proof,
    basis: form.basis,
    papers: papers.papers,
  });
  if (recorded.kind === 'recorded') {
    await checkPapers(call, recorded.documentIds);
    const text = t('identity-staff.person.recorded');
    return seeOther(call, `/persons/${personId}`, { kind: 'done', text });
  }
  if (recorded.because === 'no_person') throw new Problem('not_found');
  if (recorded.because === 'not_allowed') throw new Problem('forbidden');
  const text = t(`identity-staff.fault.${recorded.because}`);
  return showPerson(call, personId, { values, errors: [{ field: 'kind', text }] });
}

function scopeOf(text: string): MandateScope {
  if (text === 'all' || text === 'reviews') return { kind: text };
  return { kind: 'claim', claimId: Number(text.slice('claim:'.length)) };
}

async function confirm(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const confirmed = await confirmMandate(call.context, idOf(call));
  if (confirmed.kind === 'refused' && confirmed.because === 'no_mandate') throw new Problem('not_found');
  await back(
    call,
    confirmed.kind === 'confirmed'
      ? { kind: 'done', text: t('identity-staff.person.confirmed') }
      : { kind: 'refused', text: t(`identity-staff.confirmRefused.${confirmed.because}`) },
  );
}

async function end(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const ended = await endMandate(call.context, idOf(call));
  if (ended.kind === 'refused' && ended.because === 'no_mandate') throw new Problem('not_found');
  await back(call, { kind: 'done', text: t('identity-staff.person.ended') });
}

async function back(call: Call, message: Parameters<typeof seeOther>[2]): Promise<void> {
  const personId = await findPersonOf(call.context.db, 'mandates', idOf(call));
  seeOther(call, personId === null ? '/mandates' : `/persons/${personId}`, message);
}

async function giveCode(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const given = await giveRepresentativeCode(call.context, idOf(call));
  const personId = await findPersonOf(call.context.db, 'mandates', idOf(call));
  if (personId === null) throw new Problem('not_found');
  if (given.kind === 'given') return showPerson(call, personId, { code: given.code });
  await back(call, { kind: 'refused', text: t('identity-staff.person.noCode') });
}
