import { z } from 'zod';
import { findPersonNamed } from '../../data/stores/applications.ts';
import { findPortfolio, listPortfolios } from '../../data/stores/portfolios.ts';
import { countDesk, type DeskRow, listDesk, WAITING_STATES } from '../../data/views/rights-desk.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { rightsDeskPage, type RightsDeskContext } from '../../review-ui/pages/rights-desk.ts';
import { rightsEntryPage } from '../../review-ui/pages/rights-entry.ts';
import type { Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import { CHANNELS, PROOF_METHODS } from '../../scoring/safeguards/identity-proof.ts';
import { CONSENT_PURPOSES } from '../../scoring/safeguards/purposes.ts';
import { isWaiting, REQUEST_STATES, type RequestState } from '../../scoring/safeguards/request-states.ts';
import { rightsTexts } from '../../scoring/safeguards/rights-letters.ts';
import { GROUNDS, isRight, RIGHTS } from '../../scoring/safeguards/rights.ts';
import { openRightsRequest } from '../actions/open-rights-request.ts';
import { hasRole } from '../actions/review-case.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { misreadChoices, sayMisread } from './misread.ts';
import { leftCell } from './reviews.ts';
import { tooLong } from './words.ts';
import { sawListed } from '../http/looks-at.ts';

const ROWS_AT_MOST = 200;
const SOON_DAYS = 7;

/** The desk of the data-protection officer: requests by deadline, and one taken down for whoever calls or writes. */
export function rightsDeskRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/rights',
    looksAt: 'listed',
    allow: ['officer', 'dpo', 'auditor'],
    handler: showDesk,
  });
  route(routes, {
    method: 'get',
    path: '/rights/new',
    looksAt: 'nobody',
    allow: ['officer', 'dpo'],
    handler: (call) => showEntry(call, {}, []),
  });
  route(routes, { method: 'post', path: '/rights', allow: ['officer', 'dpo'], handler: enter });
}

async function showDesk(call: Call): Promise<void> {
  const { db, today } = call.context;
  const wording = wordingFor(call.language);
  const { t, number } = wording;
  const { states, right, holder, typed } = filterOf(call);
  const counts = await countDesk(db, today, addDays(today, SOON_DAYS));
  const rows = await listDesk(db, { states, right, holder }, ROWS_AT_MOST);
  await sawListed(call, rows);
  const filters = filtersOf(typed, wording);
  sayMisread(call, misreadChoices(call, filters));
  page(call, rightsDeskPage, {
    figures: (['open', 'dueBy', 'late', 'nobody', 'unknown'] as const).map((name) => ({
      name: t(`desk.figures.${name}`),
      value: number(counts[name]),
      alarm: name === 'late' && counts.late > 0,
    })),
    filters,
    table: deskTable(rows, today, wording),
    mayEnter: hasRole(call.context, 'officer', 'dpo'),
  });
}

function filterOf(call: Call) {
  const asked = (name: string): string => {
    const value = call.request.query[name];
    return typeof value === 'string' ? value : '';
  };
  const typed = { state: asked('state'), right: asked('right'), holder: asked('holder') };
  const mine = call.actor.kind === 'staff' ? call.actor.staffId : null;
  const holder = typed.holder === 'mine' ? mine : typed.holder === 'nobody' ? ('nobody' as const) : null;
  const state = REQUEST_STATES.find((each) => each === typed.state);
  const states: readonly RequestState[] =
    state !== undefined ? [state] : typed.state === 'all' ? REQUEST_STATES : WAITING_STATES;
  return { typed, holder, states, right: isRight(typed.right) ? typed.right : null };
}

function filtersOf(
  typed: { readonly state: string; readonly right: string; readonly holder: string },
  { t, language }: Wording,
): RightsDeskContext['filters'] {
  const texts = rightsTexts(language);
  return [
    {
      name: 'state',
      label: t('desk.filterState'),
      value: typed.state,
      options: [
        { value: '', label: t('desk.open') },
        ...REQUEST_STATES.map((value) => ({ value, label: t(`desk.stateName.${value}`) })),
        { value: 'all', label: t('desk.all') },
      ],
    },
    {
      name: 'right',
      label: t('desk.filterRight'),
      value: typed.right,
      options: [
        { value: '', label: t('desk.all') },
        ...RIGHTS.map((value) => ({ value, label: texts.right[value].name })),
      ],
    },
    {
      name: 'holder',
      label: t('desk.holder'),
      value: typed.holder,
      options: [
        { value: '', label: t('desk.all') },
        ...['mine', 'nobody'].map((value) => ({ value, label: t(`desk.holders.${value}`) })),
      ],
    },
  ];
}

export const REQUEST_TAGS = {
  received: 'no',
  identified: 'wait',
  proposed: 'info',
  decided: 'info',
  answered: 'yes',
  withdrawn: 'plain',
} as const satisfies Record<RequestState, 'yes' | 'no' | 'wait' | 'info' | 'plain'>;

function deskTable(rows: readonly DeskRow[], today: IsoDate, wording: Wording): Table {
  const { t, date, language } = wording;
  const texts = rightsTexts(language);
  const columns = [
    'request',
    'right',
    'due',
    'left',
    'holder',
    'state',
    'channel',
    'controller',
    'received',
  ] as const;
  return {
    caption: t('desk.caption'),
    columns: columns.map((name) => ({ label: t(`desk.${name}`), kind: 'text' })),
    rows: rows.map((row) => ({
      key: true,
      cells: [
        { text: t('desk.number', { number: row.id }), href: `/rights/${row.id}` },
        texts.right[row.right].name,
        date(row.dueOn),
        isWaiting(row.state)
          ? {
              ...leftCell(row.dueOn, today, wording),
              ...(row.escalatedAt === null ? {} : { note: t('desk.escalated') }),
            }
          : null,
        row.holder ?? { text: t('desk.holders.nobody'), tag: 'plain' as const },
        { text: t(`desk.stateName.${row.state}`), tag: REQUEST_TAGS[row.state] },
        t(`desk.channelName.${row.channel}`),
        row.controller,
        date(row.receivedAt.slice(0, 10)),
      ],
    })),
    empty: t('desk.empty'),
    narrow: 'cards',
  };
}

const entryForm = z.object({
  portfolio: z.string().max(200).catch(''),
  person: z.string().trim().max(200).catch(''),
  channel: z.enum(CHANNELS).catch('phone'),
  method: z.enum(PROOF_METHODS).catch('control_questions'),
  passed: z.enum(['yes', 'no']).catch('no'),
  note: z.string().catch(''),
  right: z.string().max(60).catch(''),
  ground: z.string().max(60).catch(''),
  consent: z.string().max(60).catch(''),
  words: z.string().catch(''),
  rest: z.string().max(10).catch(''),
});

async function showEntry(
  call: Call,
  values: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<void> {
  const { t, language } = wordingFor(call.language);
  const texts = rightsTexts(language);
  const none = { value: '', label: t('desk.entry.none') };
  const portfolios = await listPortfolios(call.context.db);
  page(
    call,
    rightsEntryPage,
    {
      portfolios: portfolios.map(({ name, controller }) => ({
        value: name,
        label: `${name} · ${controller}`,
      })),
      rights: RIGHTS.map((value) => ({ value, label: texts.right[value].name })),
      channels: CHANNELS.filter((value) => value !== 'portal').map((value) => ({
        value,
        label: t(`desk.channelName.${value}`),
      })),
      methods: PROOF_METHODS.filter((value) => value !== 'session' && value !== 'eid').map((value) => ({
        value,
        label: t(`desk.method.${value}`),
      })),
      grounds: [
        none,
        ...[...GROUNDS.erasure, ...GROUNDS.restriction].map((value) => ({
          value,
          label: texts.ground[value],
        })),
      ],
      consents: [none, ...CONSENT_PURPOSES.map((value) => ({ value, label: texts.purpose[value].name }))],
      values,
      errors,
    },
    errors.length > 0 ? 422 : 200,
  );
}

async function enter(call: Call): Promise<void> {
  const { t, dateOn } = wordingFor(call.language);
  const read = entryForm.safeParse(call.request.body ?? {});
  if (!read.success || !isRight(read.data.right)) throw new Problem('invalid');
  const { right } = read.data;
  const { portfolio, person, channel, method, passed, note, ground, consent, words, rest } = read.data;
  const long = [...tooLong(call, words), ...tooLong(call, note, 'note')];
  if (long.length > 0) return showEntry(call, read.data, long);
  const personId = await personNamed(call, portfolio, person);
  if (personId === null) {
    return showEntry(call, read.data, [{ field: 'person', text: t('desk.entry.unknownPerson') }]);
  }
  const opened = await openRightsRequest(call.context, {
    personId,
    right,
    words,
    ground: ground === '' ? null : ground,
    consent: consent === '' ? null : consent,
    restrictMeanwhile: rest === 'yes',
    proof: { channel, method, passed: passed === 'yes', note },
  });
  if (opened.kind === 'refused') {
    const field = FIELD_OF[opened.because] ?? 'right';
    return showEntry(call, read.data, [{ field, text: t(`desk.entry.refused.${opened.because}`) }]);
  }
  seeOther(call, `/rights/${opened.requestId}`, {
    kind: 'done',
    text: opened.answered ? t('desk.entry.doneNow') : t('desk.entry.done', { date: dateOn(opened.dueOn) }),
  });
}

const FIELD_OF: Readonly<Record<string, string>> = {
  no_proof: 'method',
  wrong_proof: 'method',
  no_ground: 'ground',
  no_consent: 'consent',
  no_words: 'words',
};

async function personNamed(call: Call, portfolioName: string, person: string): Promise<number | null> {
  const { db, vault } = call.context;
  const portfolio = await findPortfolio(db, portfolioName);
  return portfolio === null || person === '' ? null : findPersonNamed(db, vault, portfolio.id, person);
}
