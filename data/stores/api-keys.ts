import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** A key to the API: only the hash of the key itself is kept. It acts as the member of staff it belongs to. */
export interface ApiKey {
  readonly keyId: number;
  readonly name: string;
  readonly staffId: number;
  readonly createdAt: IsoInstant;
  readonly revokedAt: IsoInstant | null;
  readonly lastUsedAt: IsoInstant | null;
}

export interface NewApiKey {
  readonly name: string;
  readonly keyHash: string;
  readonly staffId: number;
  readonly demo: boolean;
  readonly createdAt: IsoInstant;
}

export async function insertApiKey(db: Database, key: NewApiKey): Promise<number> {
  const [row] = (await db('api_keys')
    .insert({
      name: key.name,
      key_hash: key.keyHash,
      staff_id: key.staffId,
      demo: key.demo ? 1 : 0,
      created_at: key.createdAt,
    })
    .returning('id')) as { id: number }[];
  if (row === undefined) throw new Error('api_keys: the database returned no id');
  return row.id;
}

export async function findApiKeyByHash(db: Database, keyHash: string): Promise<ApiKey | null> {
  const row = (await db('api_keys').where({ key_hash: keyHash }).first()) as ApiKeyRow | undefined;
  return row === undefined ? null : apiKeyOf(row);
}

export async function listApiKeys(db: Database): Promise<readonly ApiKey[]> {
  const rows = (await db('api_keys').orderBy('id')) as ApiKeyRow[];
  return rows.map(apiKeyOf);
}

/** At most once a minute, so that a busy key does not become a write a request. */
export async function touchApiKey(
  db: Database,
  keyId: number,
  now: IsoInstant,
  notSince: IsoInstant,
): Promise<void> {
  await db('api_keys')
    .where({ id: keyId })
    .where((query) => void query.whereNull('last_used_at').orWhere('last_used_at', '<', notSince))
    .update({ last_used_at: now });
}

/** Returns whether there was a key to withdraw. */
export async function revokeApiKey(db: Database, keyId: number, now: IsoInstant): Promise<boolean> {
  return (await db('api_keys').where({ id: keyId, revoked_at: null }).update({ revoked_at: now })) > 0;
}

interface ApiKeyRow {
  readonly id: number;
  readonly name: string;
  readonly staff_id: number;
  readonly created_at: IsoInstant;
  readonly revoked_at: IsoInstant | null;
  readonly last_used_at: IsoInstant | null;
}

function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    keyId: row.id,
    name: row.name,
    staffId: row.staff_id,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
