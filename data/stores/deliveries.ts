import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { type Database, isPostgres } from '../database.ts';

export type DeliveryChannel = 'email' | 'letter';
export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'unsure' | 'failed';

/** One notice on its way by one channel. */
export interface Delivery {
  readonly deliveryId: number;
  readonly noticeId: number;
  readonly personId: number;
  readonly channel: DeliveryChannel;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly batch: string | null;
}

/**
 * Gives each notice that waits its delivery, once. A letter is owed where the notice goes by letter and where its
 * e-mail could not be delivered.
 */
export async function insertMissingDeliveries(
  db: Database,
  channel: DeliveryChannel,
  now: IsoInstant,
): Promise<void> {
  const owed = db('notices as n')
    .leftJoin('deliveries as d', (join) =>
      join.on('d.notice_id', 'n.id').andOn('d.channel', db.raw('?', [channel])),
    )
    .whereNull('d.id')
    .where('n.state', 'outbox')
    .where((query) => {
      void query.where('n.channel', channel);
      if (channel === 'letter')
        void query.orWhereIn(
          'n.id',
          db('deliveries').where({ channel: 'email', state: 'failed' }).select('notice_id'),
        );
    })
    .select(
      'n.person_id',
      'n.id',
      db.raw('?', [channel]),
      db.raw("'waiting'"),
      db.raw(isPostgres(db) ? '0::smallint' : '0'),
      db.raw(isPostgres(db) ? '?::char(24)' : '?', [now]),
    );
  await db(db.raw('deliveries (person_id, notice_id, channel, state, tries, next_at)'))
    .insert(owed)
    .onConflict(db.raw('(notice_id, channel)') as unknown as string)
    .ignore();
}

/** Takes up the delivery that has waited longest; nobody else then has it. Null when nothing is due. */
export async function takeDelivery(
  db: Database,
  channel: DeliveryChannel,
  now: IsoInstant,
): Promise<Delivery | null> {
  for (;;) {
    const row = await db('deliveries')
      .where({ channel, state: 'waiting' })
      .where('next_at', '<=', now)
      .orderBy('id')
      .first<DeliveryRow | undefined>();
    if (row === undefined) return null;
    const taken = await db('deliveries')
      .where({ id: row.id, state: 'waiting' })
      .update({ state: 'sending', taken_at: now, tries: row.tries + 1 });
    if (taken === 1) return deliveryOf({ ...row, state: 'sending', tries: row.tries + 1 });
  }
}

/** Takes up so many letters at once, under the name of one batch. */
export async function takeBatch(
  db: Database,
  batchOf: (firstDelivery: number) => string,
  now: IsoInstant,
  limit: number,
): Promise<string | null> {
  const rows = await db('deliveries')
    .where({ channel: 'letter', state: 'waiting' })
    .orderBy('id')
    .limit(limit)
    .select<{ id: number }[]>('id');
  const [first] = rows;
  if (first === undefined) return null;
  const batch = batchOf(first.id);
  const taken = await db('deliveries')
    .whereIn(
      'id',
      rows.map(({ id }) => id),
    )
    .where({ state: 'waiting' })
    .update({ state: 'sending', taken_at: now, batch, tries: db.raw('tries + 1') });
  return taken === 0 ? null : batch;
}

/** Batches that were taken up and not finished, oldest first. */
export async function listOpenBatches(db: Database): Promise<readonly string[]> {
  const rows = await db('deliveries')
    .where({ channel: 'letter', state: 'sending' })
    .groupBy('batch')
    .orderByRaw('min(id)')
    .select<{ batch: string }[]>('batch');
  return rows.map(({ batch }) => batch);
}

export async function listDeliveriesOfBatch(db: Database, batch: string): Promise<readonly Delivery[]> {
  const rows = await db('deliveries')
    .where({ batch, state: 'sending' })
    .orderBy('id')
    .select<DeliveryRow[]>();
  return rows.map(deliveryOf);
}

/** What a process that died was sending: it may have gone out, so nobody sends it again by itself. */
export async function updateStaleDeliveries(db: Database, takenBefore: IsoInstant): Promise<number> {
  return db('deliveries')
    .where({ channel: 'email', state: 'sending' })
    .where('taken_at', '<', takenBefore)
    .update({ state: 'unsure', failure: 'cut_off' });
}

export async function updateDelivery(
  db: Database,
  deliveryId: number,
  from: readonly DeliveryState[],
  to: {
    readonly state: DeliveryState;
    readonly nextAt?: IsoInstant;
    readonly doneAt?: IsoInstant;
    readonly failure?: string | null;
    readonly messageId?: string;
    readonly sha256?: string;
  },
): Promise<boolean> {
  const changed = await db('deliveries')
    .where({ id: deliveryId })
    .whereIn('state', [...from])
    .update({
      state: to.state,
      ...(to.nextAt === undefined ? {} : { next_at: to.nextAt }),
      ...(to.doneAt === undefined ? {} : { done_at: to.doneAt }),
      ...(to.failure === undefined ? {} : { failure: to.failure }),
      ...(to.messageId === undefined ? {} : { message_id: to.messageId }),
      ...(to.sha256 === undefined ? {} : { sha256: to.sha256 }),
    });
  return changed === 1;
}

/** The delivery that went out under this message id; a later try has another. */
export async function findDeliveryByMessage(db: Database, messageId: string): Promise<Delivery | null> {
  const row = await db('deliveries').where({ message_id: messageId }).first<DeliveryRow | undefined>();
  return row === undefined ? null : deliveryOf(row);
}

/** The deliveries of a notice, oldest first. */
export async function listDeliveries(
  db: Database,
  noticeId: number,
): Promise<readonly (Delivery & { readonly doneAt: IsoInstant | null; readonly failure: string | null })[]> {
  const rows = await db('deliveries')
    .where({ notice_id: noticeId })
    .orderBy('id')
    .select<(DeliveryRow & { done_at: IsoInstant | null; failure: string | null })[]>();
  return rows.map((row) => ({ ...deliveryOf(row), doneAt: row.done_at, failure: row.failure }));
}

interface DeliveryRow {
  readonly id: number;
  readonly notice_id: number;
  readonly person_id: number;
  readonly channel: DeliveryChannel;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly batch: string | null;
}

function deliveryOf(row: DeliveryRow): Delivery {
  return {
    deliveryId: row.id,
    noticeId: row.notice_id,
    personId: row.person_id,
    channel: row.channel,
    state: row.state,
    tries: row.tries,
    batch: row.batch,
  };
}
