import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { OPEN_STATES } from './review-queue.ts';
import { WAITING_STATES } from './rights-desk.ts';

export const DUE_KINDS = ['review', 'rights', 'offer', 'need'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

/** Something that a person waits for, and who has it. Each kind of wait is one query below. */
export interface DueItem {
  readonly kind: DueKind;
  readonly id: number;
  readonly state: string;
  readonly dueOn: IsoDate;
  /** Whose controller says when somebody is asked to look. */
  readonly portfolioId: number;
  readonly extended: boolean;
  /** Null: nobody has it. */
  readonly holder: string | null;
  /** Of a need: on whose page it stands. */
  readonly personId?: number;
}

const NEEDS_AHEAD_DAYS = 30;

/** Everything with a due day that is not answered, what is due first first. */
export async function listDueItems(
  db: Database,
  limit: number,
  today: IsoDate,
  kinds: readonly DueKind[] = DUE_KINDS,
): Promise<readonly DueItem[]> {
  const items: DueItem[] = [];
  for (const kind of kinds) items.push(...(await DUE[kind](db, limit, addDays(today, NEEDS_AHEAD_DAYS))));
  return items.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id)).slice(0, limit);
}

const DUE: Readonly<
  Record<DueKind, (db: Database, limit: number, needsBy: IsoDate) => Promise<readonly DueItem[]>>
> = {
  review: dueReviews,
  rights: dueRights,
  offer: dueOffers,
  need: dueNeeds,
};

async function dueReviews(db: Database, limit: number): Promise<readonly DueItem[]> {
  const rows = (await db('reviews')
    .leftJoin('staff', 'staff.id', 'reviews.assigned_to')
    .join('persons', 'persons.id', 'reviews.person_id')
    .whereIn('reviews.state', OPEN_STATES)
    .orderBy(['reviews.due_on', 'reviews.id'])
    .limit(limit)
    .select(
      'reviews.id',
      'reviews.state',
      'reviews.due_on',
      'reviews.extended_to',
      'persons.portfolio_id',
      'staff.display_name',
    )) as Row[];
  return rows.map((row) => itemOf('review', row));
}

async function dueRights(db: Database, limit: number): Promise<readonly DueItem[]> {
  const rows = (await db('rights_requests')
    .leftJoin('staff', 'staff.id', 'rights_requests.assigned_to')
    .join('persons', 'persons.id', 'rights_requests.person_id')
    .whereIn('rights_requests.state', WAITING_STATES)
    .orderBy(['rights_requests.due_on', 'rights_requests.id'])
    .limit(limit)
    .select(
      'rights_requests.id',
      'rights_requests.state',
      'rights_requests.due_on',
      'rights_requests.extended_to',
      'persons.portfolio_id',
      'staff.display_name',
    )) as Row[];
  return rows.map((row) => itemOf('rights', row));
}

/** Whoever of planners and officers comes first answers: nobody has it before. */
async function dueOffers(db: Database, limit: number): Promise<readonly DueItem[]> {
  const rows = (await db('offers')
    .join('persons', 'persons.id', 'offers.person_id')
    .where({ 'offers.state': 'asked' })
    .orderBy(['offers.due_on', 'offers.id'])
    .limit(limit)
    .select('offers.id', 'offers.state', 'offers.due_on', 'persons.portfolio_id')) as Omit<
    Row,
    'extended_to' | 'display_name'
  >[];
  return rows.map((row) => itemOf('offer', { ...row, extended_to: null, display_name: null }));
}

/** Needs to be asked after: nobody waits for it, but it would be forgotten. Only what is due within the month. */
async function dueNeeds(db: Database, limit: number, by: IsoDate): Promise<readonly DueItem[]> {
  const rows = (await db('support_needs')
    .join('persons', 'persons.id', 'support_needs.person_id')
    .whereNull('support_needs.ended_on')
    .andWhere('support_needs.review_on', '<=', by)
    .orderBy(['support_needs.review_on', 'support_needs.id'])
    .limit(limit)
    .select('support_needs.id', 'support_needs.need', 'support_needs.person_id', 'persons.portfolio_id', {
      due_on: 'support_needs.review_on',
    })) as (Pick<Row, 'id' | 'due_on' | 'portfolio_id'> & {
    readonly need: string;
    readonly person_id: number;
  })[];
  return rows.map((row) => ({
    ...itemOf('need', { ...row, state: row.need, extended_to: null, display_name: null }),
    personId: row.person_id,
  }));
}

interface Row {
  readonly id: number;
  readonly state: string;
  readonly due_on: IsoDate;
  readonly portfolio_id: number;
  readonly extended_to: IsoDate | null;
  readonly display_name: string | null;
}

function itemOf(kind: DueItem['kind'], row: Row): DueItem {
  return {
    kind,
    id: row.id,
    state: row.state,
    dueOn: row.due_on,
    portfolioId: row.portfolio_id,
    extended: row.extended_to !== null,
    holder: row.display_name,
  };
}
