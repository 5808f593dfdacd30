import {
  countQueue,
  listQueue,
  OPEN_STATES,
  type QueueFilter,
  type QueueRow,
} from '../../data/views/review-queue.ts';
import { countUnreadStatements } from '../../data/views/unread-statements.ts';
import { measureName } from '../../review-ui/explained.ts';
import { type ReviewQueueContext, reviewQueuePage } from '../../review-ui/pages/review-queue.ts';
import { unreadLine } from '../../review-ui/statements.ts';
import type { Cell, Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import { daysLeft } from '../../scoring/review/deadlines.ts';
import type { ReviewState } from '../../scoring/review/review.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { assignReview } from '../actions/assign-review.ts';
import { hasRole, staffIdOf } from '../actions/review-case.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { misreadChoices, sayMisread } from './misread.ts';
import { sawRowsOf } from '../http/looks-at.ts';

const ROWS_AT_MOST = 200;
const SOON_DAYS = 7;
const STATES: readonly ReviewState[] = [
  'requested',
  'prepared',
  'before_committee',
  'decided',
  'notified',
  'withdrawn',
];

/** The queue of contested decisions: what is due first comes first; the filter is in the address. */
export function reviewRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/reviews',
    looksAt: 'listed',
    allow: ['officer', 'member', 'chair', 'auditor'],
    handler: showQueue,
  });
  route(routes, {
    method: 'post',
    path: '/reviews/:id/assignment',
    allow: ['officer'],
    handler: takeReview,
  });
}

async function showQueue(call: Call): Promise<void> {
  const { db, today } = call.context;
  const wording = wordingFor(call.language);
  const { t, number } = wording;
  const { filter, typed } = filterOf(call);
  const counts = await countQueue(db, today, addDays(today, SOON_DAYS));
  const rows = await listQueue(db, filter, ROWS_AT_MOST);
  await sawRowsOf(
    call,
    'reviews',
    rows.map(({ reviewId }) => reviewId),
  );
  const figure = (name: string, value: number, alarm = false) => ({
    name: t(`staff.queue.figures.${name}`),
    value: number(value),
    alarm,
  });
  const unread = hasRole(call.context, 'officer') ? await countUnreadStatements(db) : 0;
  const filters = filtersOf(typed, wording);
  sayMisread(call, misreadChoices(call, filters));
  page(call, reviewQueuePage, {
    unread: unreadLine(unread, wording),
    figures: [
      figure('open', counts.open),
      figure('week', counts.dueBy),
      figure('late', counts.late, counts.late > 0),
      figure('unassigned', counts.unassigned),
    ],
    filters,
    table: queueTable(rows, today, wording),
  });
}

function filtersOf(typed: TypedFilter, { t }: Wording): ReviewQueueContext['filters'] {
  return [
    {
      name: 'state',
      label: t('staff.queue.filterState'),
      value: typed.state,
      options: [
        { value: '', label: t('staff.queue.open') },
        ...STATES.map((value) => ({ value, label: t(`staff.review.state.${value}`) })),
        { value: 'all', label: t('staff.queue.all') },
      ],
    },
    {
      name: 'kind',
      label: t('staff.queue.filterKind'),
      value: typed.kind,
      options: [
        { value: '', label: t('staff.queue.all') },
        { value: 'credit', label: t('staff.queue.credit') },
        { value: 'collection', label: t('staff.queue.collection') },
      ],
    },
    {
      name: 'assigned',
      label: t('staff.queue.filterAssigned'),
      value: typed.assigned,
      options: [
        { value: '', label: t('staff.queue.all') },
        { value: 'me', label: t('staff.queue.me') },
        { value: 'nobody', label: t('staff.queue.nobody') },
      ],
    },
  ];
}

interface TypedFilter {
  readonly state: string;
  readonly kind: string;
  readonly assigned: string;
}

function filterOf(call: Call): { readonly filter: QueueFilter; readonly typed: TypedFilter } {
  const asked = (name: string): string => {
    const value = call.request.query[name];
    return typeof value === 'string' ? value : '';
  };
  const typed = { state: asked('state'), kind: asked('kind'), assigned: asked('assigned') };
  const state = STATES.find((each) => each === typed.state);
  const me = staffIdOf(call.context);
  return {
    typed,
    filter: {
      states: state === undefined ? (typed.state === 'all' ? STATES : OPEN_STATES) : [state],
      kind: typed.kind === 'credit' || typed.kind === 'collection' ? typed.kind : null,
      assigned: typed.assigned === 'nobody' ? 'nobody' : typed.assigned === 'me' ? me : null,
    },
  };
}

function queueTable(rows: readonly QueueRow[], today: IsoDate, wording: Wording): Table {
  const { t, date } = wording;
  return {
    caption: t('staff.queue.caption'),
    columns: [
      { label: t('staff.queue.review'), kind: 'text' },
      { label: t('staff.queue.about'), kind: 'text' },
      { label: t('staff.queue.outcome'), kind: 'text' },
      { label: t('staff.queue.due'), kind: 'text' },
      { label: t('staff.queue.left'), kind: 'text' },
      { label: t('staff.queue.state'), kind: 'text' },
      { label: t('staff.queue.assigned'), kind: 'text' },
      { label: t('staff.queue.requested'), kind: 'text' },
    ],
    rows: rows.map((row) => ({
      key: true,
      cells: [
        { text: t('staff.review.number', { number: row.reviewId }), href: `/reviews/${row.reviewId}` },
        `${t(`staff.queue.${row.kind}`)} · ${row.caseNumber ?? ''}`,
        outcomeCell(row, wording),
        date(row.dueOn),
        isOpen(row.state) ? leftCell(row.dueOn, today, wording) : null,
        { text: t(`staff.review.state.${row.state}`), tag: STATE_TAGS[row.state] },
        row.assignedName ?? { text: t('staff.queue.nobody'), tag: 'plain' },
        date(row.requestedAt.slice(0, 10)),
      ],
    })),
    empty: t('staff.queue.empty'),
    narrow: 'cards',
  };
}

export const STATE_TAGS = {
  requested: 'wait',
  prepared: 'wait',
  before_committee: 'info',
  decided: 'yes',
  notified: 'yes',
  withdrawn: 'plain',
} as const;

function outcomeCell(row: QueueRow, wording: Wording): Cell {
  const { t, money } = wording;
  const amount = row.amountCents === null ? '' : ` · ${money(row.amountCents, row.currency)}`;
  const text =
    row.outcomeKind === 'measure'
      ? measureName(row.measure ?? '', wording)
      : t(`customer.applicationState.${row.outcomeKind}`);
  return {
    text: `${text}${amount}`,
    ...(isOpen(row.state)
      ? { note: t(row.suspendsOutcome ? 'staff.review.suspended' : 'staff.review.notSuspended') }
      : {}),
  };
}

/** Days left in words: the colour says what the words say. */
export function leftCell(dueOn: IsoDate, today: IsoDate, { t }: Wording): Exclude<Cell, string | null> {
  const days = daysLeft(dueOn, today);
  if (days < 0) return { text: t('staff.review.late', { count: -days }), tag: 'no' };
  if (days === 0) return { text: t('staff.review.today'), tag: 'no' };
  return { text: t('common.days', { count: days }), tag: days <= SOON_DAYS ? 'wait' : 'plain' };
}

/** An officer takes a review into their own hands. */
async function takeReview(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const reviewId = idOf(call);
  const taken = await assignReview(call.context, { reviewId });
  if (taken.kind === 'refused' && taken.because === 'no_review') throw new Problem('not_found');
  seeOther(
    call,
    `/reviews/${reviewId}`,
    taken.kind === 'assigned'
      ? { kind: 'done', text: t('staff.queue.taken', { number: reviewId }) }
      : { kind: 'refused', text: t('staff.case.refused.generic', { why: t('staff.case.refused.unknown') }) },
  );
}
