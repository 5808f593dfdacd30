import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Database } from '../database.ts';
import type { DeliveryChannel, DeliveryState } from '../stores/deliveries.ts';

/** A notice as the outbox lists it: what and how, never whose nor what it says. */
export interface OutboxLine {
  readonly noticeId: number;
  readonly kind: string;
  readonly language: Language;
  readonly channel: string;
  readonly createdAt: IsoInstant;
  readonly sentAt: IsoInstant | null;
  readonly delivery: {
    readonly channel: DeliveryChannel;
    readonly state: DeliveryState;
    readonly tries: number;
    readonly nextAt: IsoInstant | null;
    readonly failure: string | null;
  } | null;
}

export type OutboxPart = 'waiting' | 'trouble' | 'sent';

export interface OutboxCounts {
  readonly waiting: number;
  readonly trouble: number;
  readonly sent: number;
}

/** What waits oldest first; what was sent newest first. */
export async function listOutbox(
  db: Database,
  part: OutboxPart,
  limit: number,
): Promise<readonly OutboxLine[]> {
  const rows = (await inPart(db, part)
    .orderBy('n.id', part === 'sent' ? 'desc' : 'asc')
    .limit(limit)
    .select(
      'n.id',
      'n.kind',
      'n.language',
      'n.channel',
      'n.created_at',
      'n.sent_at',
      'd.channel as by',
      'd.state',
      'd.tries',
      'd.next_at',
      'd.failure',
    )) as Row[];
  return rows.map((row) => ({
    noticeId: row.id,
    kind: row.kind,
    language: row.language,
    channel: row.channel,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    delivery:
      row.by === null || row.state === null
        ? null
        : {
            channel: row.by,
            state: row.state,
            tries: row.tries ?? 0,
            nextAt: row.next_at,
            failure: row.failure,
          },
  }));
}

export async function countOutbox(db: Database): Promise<OutboxCounts> {
  const count = async (part: OutboxPart): Promise<number> => {
    const row = (await inPart(db, part).count({ count: '*' }).first()) as { readonly count: number | string };
    return Number(row.count);
  };
  return { waiting: await count('waiting'), trouble: await count('trouble'), sent: await count('sent') };
}

/** Each notice with its newest delivery. */
function inPart(db: Database, part: OutboxPart) {
  const newest = db('deliveries').groupBy('notice_id').max('id');
  const query = db('notices as n').leftJoin('deliveries as d', (join) =>
    join.on('d.notice_id', 'n.id').andOnIn('d.id', newest as unknown as readonly number[]),
  );
  switch (part) {
    case 'sent':
      return query.where('n.state', 'sent');
    case 'trouble':
      return query.where('n.state', 'outbox').whereIn('d.state', ['unsure', 'failed']);
    case 'waiting':
      return query
        .where('n.state', 'outbox')
        .where((each) => void each.whereNull('d.state').orWhereIn('d.state', ['waiting', 'sending']));
  }
}

interface Row {
  readonly id: number;
  readonly kind: string;
  readonly language: Language;
  readonly channel: string;
  readonly created_at: IsoInstant;
  readonly sent_at: IsoInstant | null;
  readonly by: DeliveryChannel | null;
  readonly state: DeliveryState | null;
  readonly tries: number | null;
  readonly next_at: IsoInstant | null;
  readonly failure: string | null;
}
