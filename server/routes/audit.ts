import { verifyChain } from '../../data/audit/chain.ts';
import {
  countTrail,
  listTrail,
  listTrailActions,
  type TrailEntry,
  type TrailFilter,
} from '../../data/views/audit-trail.ts';
import { auditPage } from '../../review-ui/pages/audit.ts';
import type { Cell, Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { page, seeOther } from '../http/page.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { type Misread, misreadChoices, numberAsked, sayMisread } from './misread.ts';
import { sawListed } from '../http/looks-at.ts';

const ROWS_A_PAGE = 100;

/** Who did what, when, to whose data; and whether the trail is whole. */
export function auditRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/audit',
    looksAt: 'listed',
    allow: ['auditor', 'dpo', 'admin'],
    handler: showTrail,
  });
  route(routes, {
    method: 'post',
    path: '/audit/verifications',
    allow: ['auditor', 'dpo', 'admin'],
    handler: verify,
  });
}

async function showTrail(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const wording = wordingFor(call.language);
  const { t, number } = wording;
  const actions = await listTrailActions(db);
  const { filter, misread } = filterOf(call, actions, wording);
  const entries = await listTrail(db, vault, filter, ROWS_A_PAGE + 1);
  const shown = entries.slice(0, ROWS_A_PAGE);
  const last = shown.at(-1);
  const address = (before: number | null): string => {
    const query = new URLSearchParams();
    if (filter.action !== null) query.set('action', filter.action);
    if (filter.personId !== null) query.set('person', String(filter.personId));
    if (before !== null) query.set('before', String(before));
    return `/audit?${query.toString()}`;
  };
  const filters = [
    {
      name: 'action',
      label: t('staff.audit.filterAction'),
      value: filter.action ?? '',
      options: [
        { value: '', label: t('staff.audit.all') },
        ...actions.map((value) => ({ value, label: actionText(value, wording) })),
      ],
    },
    {
      name: 'person',
      label: t('staff.audit.filterPerson'),
      value: filter.personId === null ? '' : String(filter.personId),
    },
  ];
  sayMisread(call, [...misreadChoices(call, filters), ...misread]);
  await sawListed(call, shown);
  page(call, auditPage, {
    total: t('staff.audit.total', { count: number(await countTrail(db)) }),
    filters,
    table: trailTable(shown, wording),
    older: entries.length > ROWS_A_PAGE && last !== undefined ? address(last.seq) : null,
    newest: filter.before === null ? null : address(null),
  });
}

function filterOf(
  call: Call,
  actions: readonly string[],
  { t }: Wording,
): { readonly filter: TrailFilter; readonly misread: readonly Misread[] } {
  const { action } = call.request.query;
  const person = numberAsked(call, 'person', t('staff.audit.filterPerson'));
  const before = numberAsked(call, 'before', 'before');
  return {
    filter: {
      action: actions.find((each) => each === action) ?? null,
      personId: person.number,
      before: before.number,
    },
    misread: [...person.misread, ...before.misread],
  };
}

function trailTable(entries: readonly TrailEntry[], wording: Wording): Table {
  const { t, instant, number } = wording;
  return {
    caption: t('staff.audit.caption'),
    columns: [
      { label: t('staff.audit.seq'), kind: 'number' },
      { label: t('staff.audit.at'), kind: 'text' },
      { label: t('staff.audit.who'), kind: 'text' },
      { label: t('staff.audit.action'), kind: 'text' },
      { label: t('staff.audit.subject'), kind: 'text' },
      { label: t('staff.audit.person'), kind: 'number' },
      { label: t('staff.audit.details'), kind: 'text' },
    ],
    rows: entries.map((entry) => ({
      cells: [
        number(entry.seq),
        instant(entry.at),
        actorText(entry, wording),
        actionText(entry.action, wording),
        subjectText(entry, wording),
        entry.personId === null ? null : String(entry.personId),
        entry.details === null ? { text: t('staff.audit.erased'), tag: 'plain' } : detailsCell(entry.details),
      ],
    })),
    empty: t('staff.audit.empty'),
    narrow: 'stack',
  };
}

/** In words; a code that has none yet is shown as it is. */
function actionText(action: string, { t, has }: Wording): string {
  const key = `staff.action.${action.replaceAll('.', '_')}`;
  return has(key) ? t(key) : action;
}

function subjectText({ subjectKind, subjectId }: TrailEntry, { t, has }: Wording): string {
  const key = `staff.subject.${subjectKind}`;
  const kind = has(key) ? t(key) : subjectKind;
  return subjectId === null ? kind : `${kind} ${subjectId}`;
}

function actorText({ actorKind, actorId, actorName }: TrailEntry, { t }: Wording): string {
  return actorName ?? t(`staff.audit.actor.${actorKind}`, { id: actorId ?? '' });
}

/** Codes and counts as "name: value", as the chain of hashes holds them; the trail holds nothing longer. */
function detailsCell(details: Readonly<Record<string, unknown>>): Cell {
  const text = Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(
      ([name, value]) => `${name}: ${shortened(typeof value === 'string' ? value : JSON.stringify(value))}`,
    )
    .join(' · ');
  return text === '' ? null : { text, code: true };
}

/** The first characters tell two hashes apart; the whole one stays in the trail. */
function shortened(text: string): string {
  return /^[0-9a-f]{40,}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}

async function verify(call: Call): Promise<void> {
  const { t, number } = wordingFor(call.language);
  const verified = await verifyChain(call.context.db);
  seeOther(
    call,
    '/audit',
    verified.kind === 'intact'
      ? { kind: 'done', text: t('staff.audit.whole', { count: number(verified.entries) }) }
      : {
          kind: 'refused',
          text: t('staff.audit.broken', { seq: verified.seq, why: t(`staff.audit.why.${verified.what}`) }),
        },
  );
}
