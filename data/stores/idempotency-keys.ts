import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

export interface KeyedRequest {
  /** Who sends it: keys of two senders never meet. */
  readonly actor: string;
  readonly key: string;
  /** Of method, path and body: the same key with another request is a mistake of the sender. */
  readonly requestHash: string;
  readonly now: IsoInstant;
}

export type RequestBegun =
  | { readonly kind: 'first' }
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'under_way' }
  | { readonly kind: 'differs' };

/** Claims the key, or tells what became of the request that claimed it before. */
export async function beginKeyedRequest(db: Database, request: KeyedRequest): Promise<RequestBegun> {
  const claimed = await db('idempotency_keys')
    .insert({
      actor: request.actor,
      key: request.key,
      request_hash: request.requestHash,
      created_at: request.now,
    })
    .onConflict(['actor', 'key'])
    .ignore()
    .returning<{ key: string }[]>('key');
  if (claimed.length === 1) return { kind: 'first' };
  const row = await db('idempotency_keys')
    .where({ actor: request.actor, key: request.key })
    .first<{ request_hash: string; status: number | null; body: string | null } | undefined>();
  if (row === undefined) return { kind: 'under_way' };
  if (row.request_hash !== request.requestHash) return { kind: 'differs' };
  if (row.status === null) return { kind: 'under_way' };
  return { kind: 'answered', status: row.status, body: row.body ?? '' };
}

export async function finishKeyedRequest(
  db: Database,
  request: Pick<KeyedRequest, 'actor' | 'key'>,
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await db('idempotency_keys')
    .where({ actor: request.actor, key: request.key })
    .update({ status: answer.status, body: answer.body });
}

/** A request that failed on our side may be sent again under the same key. */
export async function abandonKeyedRequest(
  db: Database,
  request: Pick<KeyedRequest, 'actor' | 'key'>,
): Promise<void> {
  await db('idempotency_keys').where({ actor: request.actor, key: request.key, status: null }).delete();
}

export async function deleteOldKeys(db: Database, before: IsoInstant): Promise<number> {
  return db('idempotency_keys').where('created_at', '<', before).delete();
}
