import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { OPEN_STATES } from './review-queue.ts';
import { WAITING_STATES } from './rights-desk.ts';

/** Something that a person waits for, and who has it. Each kind of wait is one query below. */
export interface DueItem {
  readonly kind: 'review' | 'rights' | 'offer';
  readonly id: number;
  readonly state: string;
  readonly dueOn: IsoDate;
  /** Whose controller says when somebody is asked to look. */
  readonly portfolioId: number;
  readonly extended: boolean;
  /** Null: nobody has it. */
  readonly holder: string | null;
}

/** Everything with a due day that is not answered, what is due first first. */
export async function listDueItems(db: Database, limit: number): Promise<readonly DueItem[]> {
  const items = [
    ...(await dueReviews(db, limit)),
    ...(await dueRights(db, limit)),
    ...(await dueOffers(db, limit)),
  ];
  return items.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id)).slice(0, limit);
}

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
