import { askedAtByPortfolio } from '../../data/profiles.ts';
import { listLastDailyTasks } from '../../data/stores/daily-tasks.ts';
import { DUE_KINDS, type DueItem, listDueItems } from '../../data/views/deadlines.ts';
import { type DeadlinesContext, deadlinesPage } from '../../review-ui/pages/deadlines.ts';
import type { Cell, Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { daysLeft } from '../../scoring/review/deadlines.ts';
import { type AskedAt, attentionOf } from '../../scoring/review/attention.ts';
import { hasRole } from '../actions/review-case.ts';
import { page } from '../http/page.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { leftCell } from './reviews.ts';
import { sawRowsOf } from '../http/looks-at.ts';

const ROWS_AT_MOST = 500;

const DUE_TABLES = [
  ['review', 'reviews'],
  ['rights', 'rights_requests'],
  ['offer', 'offers'],
  ['need', 'support_needs'],
] as const;

type AskedAtOf = (portfolioId: number) => AskedAt;

const PLANNERS_PART: readonly DueItem['kind'][] = ['offer', 'need'];

/** What is about to be late, whoever has it; planners see what they themselves may answer. */
export function deadlineRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/deadlines',
    looksAt: 'listed',
    allow: ['planner', 'officer', 'chair', 'auditor', 'dpo', 'admin'],
    handler: showDeadlines,
  });
}

async function showDeadlines(call: Call): Promise<void> {
  const { db, today } = call.context;
  const wording = wordingFor(call.language);
  const { t, number } = wording;
  const seesAll = hasRole(call.context, 'officer', 'chair', 'auditor', 'dpo', 'admin');
  const items = await listDueItems(db, ROWS_AT_MOST, today, seesAll ? DUE_KINDS : PLANNERS_PART);
  for (const [kind, table] of DUE_TABLES) {
    await sawRowsOf(
      call,
      table,
      items.filter((item) => item.kind === kind).map(({ id }) => id),
    );
  }
  const askedAt = await askedAtByPortfolio(db);
  const left = items.map(({ dueOn }) => daysLeft(dueOn, today));
  const late = left.filter((days) => days < 0).length;
  const figure = (name: string, value: number, alarm = false) => ({
    name: t(`committee.due.figures.${name}`),
    value: number(value),
    alarm,
  });
  page(call, deadlinesPage, {
    figures: [
      figure('open', items.length),
      figure(
        'soon',
        items.filter(({ portfolioId }, at) => {
          const days = left[at] ?? 0;
          return days >= 0 && days <= askedAt(portfolioId).remind_first;
        }).length,
      ),
      figure('late', late, late > 0),
      figure('nobody', items.filter((item) => holderOf(item, wording) === null).length),
    ],
    asked: items
      .filter((item) => isAskedOf(call, item, askedAt))
      .map((item) => ({
        text: `${nameOf(item, wording)} · ${leftCell(item.dueOn, today, wording).text}`,
        href: addressFor(call, item),
      })),
    table: dueTable(call, items, askedAt, wording),
    job: seesAll ? await jobTable(call, wording) : null,
  } satisfies DeadlinesContext);
}

/** The officer when few days are left, the chair from the last day on, the administrator once it has passed; of rights, the data-protection officer. */
function isAskedOf(call: Call, item: DueItem, askedAt: AskedAtOf): boolean {
  const level = attentionOf(item.dueOn, call.context.today, askedAt(item.portfolioId));
  if (item.kind === 'rights') return level !== null && hasRole(call.context, 'dpo');
  if ((item.kind === 'offer' || item.kind === 'need') && level !== null && hasRole(call.context, 'planner'))
    return true;
  switch (level) {
    case 'admin':
      return hasRole(call.context, 'admin', 'chair', 'officer');
    case 'chair':
      return hasRole(call.context, 'chair', 'officer');
    case 'remind_first':
    case 'remind_last':
      return hasRole(call.context, 'officer');
    case null:
      return false;
  }
}

const LEVELS = { review: 'level', offer: 'offerLevel', need: 'needLevel' } as const;

function nameOf({ kind, id }: DueItem, { t }: Wording): string {
  return t(`committee.due.kind.${kind}`, { number: id });
}

/** A file before the committee is in its hands, whoever prepared it. */
function holderOf({ state, holder }: DueItem, { t }: Wording): string | null {
  return state === 'before_committee' ? t('committee.due.committee') : holder;
}

/** Null where this viewer opens no such file: for them it is text. */
function addressFor(call: Call, { kind, id, personId }: DueItem): string | null {
  switch (kind) {
    case 'review':
      return hasRole(call.context, 'officer', 'chair', 'auditor') ? `/reviews/${id}` : null;
    case 'offer':
      return hasRole(call.context, 'planner', 'officer') ? `/offers/${id}` : null;
    case 'need':
      return hasRole(call.context, 'planner', 'officer', 'chair', 'dpo')
        ? `/persons/${personId}/needs`
        : null;
    case 'rights':
      return hasRole(call.context, 'officer', 'dpo', 'auditor') ? `/rights/${id}` : null;
  }
}

function dueTable(call: Call, items: readonly DueItem[], askedAt: AskedAtOf, wording: Wording): Table {
  const { t, date } = wording;
  const named = (item: DueItem): Cell => {
    const href = addressFor(call, item);
    return href === null ? nameOf(item, wording) : { text: nameOf(item, wording), href };
  };
  return {
    caption: t('committee.due.title'),
    columns: [
      { label: t('committee.due.what'), kind: 'text' },
      { label: t('committee.due.on'), kind: 'text' },
      { label: t('committee.due.left'), kind: 'text' },
      { label: t('committee.due.holder'), kind: 'text' },
      { label: t('committee.due.asks'), kind: 'text' },
    ],
    rows: items.map((item) => {
      const asked = attentionOf(item.dueOn, call.context.today, askedAt(item.portfolioId));
      return {
        key: true,
        cells: [
          named(item),
          { text: date(item.dueOn), ...(item.extended ? { note: t('committee.due.extended') } : {}) },
          leftCell(item.dueOn, call.context.today, wording),
          holderOf(item, wording) ?? { text: t('committee.due.nobody'), tag: 'plain' },
          asked === null || item.kind === 'rights' ? null : t(`committee.due.${LEVELS[item.kind]}.${asked}`),
        ],
      };
    }),
    empty: t('committee.due.none'),
    narrow: 'cards',
  };
}

/** When each task of the daily job last ran: a job that stands still must be seen. */
async function jobTable({ context }: Call, { t, has, date, number }: Wording): Promise<Table> {
  return {
    caption: t('committee.due.job'),
    columns: [
      { label: t('committee.due.task'), kind: 'text' },
      { label: t('committee.due.day'), kind: 'text' },
      { label: t('committee.due.did'), kind: 'text' },
    ],
    rows: (await listLastDailyTasks(context.db)).map(({ task, day, doneAt, failedAt, summary }) => ({
      cells: [
        has(`staff.action.daily_${task}`) ? t(`staff.action.daily_${task}`) : task,
        date(day),
        failedAt !== null
          ? { text: t('committee.due.failed'), tag: 'no' }
          : doneAt === null
            ? { text: t('committee.due.underWay'), tag: 'wait' }
            : Object.entries(summary ?? {})
                .map(([name, count]) => `${name} ${number(count)}`)
                .join(' · '),
      ],
    })),
    empty: t('committee.due.noJob'),
    narrow: 'cards',
  };
}
