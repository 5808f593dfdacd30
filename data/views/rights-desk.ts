import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import type { RequestState } from '../../scoring/safeguards/request-states.ts';
import type { Right } from '../../scoring/safeguards/rights.ts';
import type { Database } from '../database.ts';

/** A line of the desk: no name, no words; the page of the request has them. */
export interface DeskRow {
  readonly id: number;
  readonly personId: number;
  readonly right: Right;
  readonly channel: Channel;
  readonly state: RequestState;
  readonly receivedAt: IsoInstant;
  readonly dueOn: IsoDate;
  readonly extended: boolean;
  readonly escalatedAt: IsoInstant | null;
  readonly controller: string;
  /** In whose hands it is. */
  readonly holder: string | null;
}

export interface DeskFilter {
  readonly states: readonly RequestState[];
  readonly right: Right | null;
  /** In these hands alone, or in nobody's. */
  readonly holder: number | 'nobody' | null;
}

export const WAITING_STATES: readonly RequestState[] = ['received', 'identified', 'proposed', 'decided'];

/** What is due first comes first. */
export async function listDesk(db: Database, filter: DeskFilter, limit: number): Promise<readonly DeskRow[]> {
  const query = db('rights_requests')
    .join('persons', 'persons.id', 'rights_requests.person_id')
    .join('portfolios', 'portfolios.id', 'persons.portfolio_id')
    .leftJoin('staff', 'staff.id', 'rights_requests.assigned_to')
    .whereIn('rights_requests.state', filter.states)
    .orderBy(['rights_requests.due_on', 'rights_requests.id'])
    .limit(limit)
    .select(
      'rights_requests.id',
      'rights_requests.person_id',
      'rights_requests.right',
      'rights_requests.channel',
      'rights_requests.state',
      'rights_requests.received_at',
      'rights_requests.due_on',
      'rights_requests.extended_to',
      'rights_requests.escalated_at',
      'portfolios.controller',
      'staff.display_name',
    );
  if (filter.holder === 'nobody') void query.whereNull('rights_requests.assigned_to');
  else if (filter.holder !== null) void query.where('rights_requests.assigned_to', filter.holder);
  if (filter.right !== null) void query.where('rights_requests.right', filter.right);
  const rows = (await query) as Row[];
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    right: row.right,
    channel: row.channel,
    state: row.state,
    receivedAt: row.received_at,
    dueOn: row.due_on,
    extended: row.extended_to !== null,
    escalatedAt: row.escalated_at,
    controller: row.controller,
    holder: row.display_name,
  }));
}

export async function countDesk(
  db: Database,
  today: IsoDate,
  soon: IsoDate,
): Promise<{
  readonly open: number;
  readonly dueBy: number;
  readonly late: number;
  readonly unknown: number;
  readonly nobody: number;
}> {
  const open = await countWhere(db);
  return {
    open,
    dueBy: await countWhere(db, (query) => query.where('due_on', '<=', soon)),
    late: await countWhere(db, (query) => query.where('due_on', '<', today)),
    unknown: await countWhere(db, (query) => query.where('state', 'received')),
    nobody: await countWhere(db, (query) => query.whereNull('assigned_to')),
  };
}

type Query = ReturnType<Database>;

async function countWhere(db: Database, narrow: (query: Query) => Query = (query) => query): Promise<number> {
  const query = db('rights_requests').whereIn('state', WAITING_STATES) as unknown as Query;
  const [row] = (await narrow(query).count({ count: '*' })) as { count: number | string }[];
  return Number(row?.count ?? 0);
}

/** Waiting requests past their last day that nobody was told of yet. */
export async function listUnescalated(db: Database, today: IsoDate): Promise<readonly number[]> {
  return db('rights_requests')
    .whereIn('state', WAITING_STATES)
    .where('due_on', '<', today)
    .whereNull('escalated_at')
    .orderBy('id')
    .pluck<number[]>('id');
}

interface Row {
  readonly id: number;
  readonly person_id: number;
  readonly right: Right;
  readonly channel: Channel;
  readonly state: RequestState;
  readonly received_at: IsoInstant;
  readonly due_on: IsoDate;
  readonly extended_to: IsoDate | null;
  readonly escalated_at: IsoInstant | null;
  readonly controller: string;
  readonly display_name: string | null;
}
