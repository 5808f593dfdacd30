import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

export interface KeyedRequest {
  /** Who sends it: keys of two senders never meet. */
  readonly actor: string;
  readonly key: string;
  /** Of method, path and body: the same key with another request is a mistake of the sender. */
  readonly requestHash: string;
  readonly now: IsoInstant;
  /** Tells this attempt from another with the same key. */
  readonly attempt: string;
  /** Known to live until then; renewed while it does. */
  readonly livesUntil: IsoInstant;
}

type Attempt = Pick<KeyedRequest, 'actor' | 'key' | 'attempt'>;

export type RequestBegun =
  | { readonly kind: 'first' }
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'under_way' }
  /** It was carried out, in part at least, and its server was killed before it answered. */
  | { readonly kind: 'answer_lost' }
  | { readonly kind: 'differs' };

/**
 * Claims the key, or tells what became of the request that claimed it before. An attempt that is no longer known to
 * live and has committed nothing is taken over.
 */
export async function beginKeyedRequest(db: Database, request: KeyedRequest): Promise<RequestBegun> {
  const { actor, key, attempt, livesUntil } = request;
  const claimed = await db('idempotency_keys')
    .insert({
      ...{ actor, key, attempt },
      request_hash: request.requestHash,
      created_at: request.now,
      lives_until: livesUntil,
    })
    .onConflict(['actor', 'key'])
    .ignore()
    .returning<{ key: string }[]>('key');
  if (claimed.length === 1) return { kind: 'first' };
  const row = await db('idempotency_keys').where({ actor, key }).first<KeyRow | undefined>();
  if (row === undefined) return { kind: 'under_way' };
  if (row.request_hash !== request.requestHash) return { kind: 'differs' };
  if (row.status !== null) return { kind: 'answered', status: row.status, body: row.body ?? '' };
  // One of an older version tells nothing of itself.
  if (row.lives_until === null || row.lives_until >= request.now) return { kind: 'under_way' };
  if (row.acted === 1) return { kind: 'answer_lost' };
  const taken = await db('idempotency_keys')
    .where({ actor, key, status: null, attempt: row.attempt, acted: 0 })
    .update({ attempt, lives_until: livesUntil });
  return { kind: taken === 1 ? 'first' : 'under_way' };
}

interface KeyRow {
  readonly request_hash: string;
  readonly status: number | null;
  readonly body: string | null;
  readonly attempt: string | null;
  readonly lives_until: IsoInstant | null;
  readonly acted: number;
}

/** It still lives. */
export async function renewAttempt(db: Database, attempt: Attempt, livesUntil: IsoInstant): Promise<void> {
  await db('idempotency_keys')
    .where({ ...keyOf(attempt), status: null })
    .update({ lives_until: livesUntil });
}

/**
 * In the transaction that commits something of it. False: another attempt has taken over since, and this one must undo
 * what it did.
 */
export async function markActed(transaction: Database, attempt: Attempt): Promise<boolean> {
  return (await transaction('idempotency_keys').where(keyOf(attempt)).update({ acted: 1 })) === 1;
}

export async function finishKeyedRequest(
  db: Database,
  attempt: Attempt,
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await db('idempotency_keys').where(keyOf(attempt)).update({ status: answer.status, body: answer.body });
}

/** What failed on our side before anything was committed may be sent again under the same key. */
export async function abandonKeyedRequest(db: Database, attempt: Attempt, now: IsoInstant): Promise<void> {
  const open = { ...keyOf(attempt), status: null };
  await db('idempotency_keys')
    .where({ ...open, acted: 0 })
    .delete();
  await db('idempotency_keys')
    .where({ ...open, acted: 1 })
    .update({ lives_until: now });
}

function keyOf({ actor, key, attempt }: Attempt): Attempt {
  return { actor, key, attempt };
}

export async function deleteOldKeys(db: Database, before: IsoInstant): Promise<number> {
  return db('idempotency_keys').where('created_at', '<', before).delete();
}
