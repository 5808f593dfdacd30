import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** A published version of a policy, as the text it was written in. */
export interface StoredPolicy {
  readonly policyId: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly yaml: string;
  readonly createdAt: IsoInstant;
}

export type PolicyInserted =
  | { readonly kind: 'inserted' }
  | { readonly kind: 'known' }
  /** The version is published with other contents: it may not change, a new version is wanted. */
  | { readonly kind: 'differs'; readonly fingerprint: string };

/** Publishes a version. Publishing the same one again changes nothing. */
export async function insertPolicy(db: Database, policy: StoredPolicy): Promise<PolicyInserted> {
  const inserted = (await db('policies')
    .insert({
      policy_id: policy.policyId,
      version: policy.version,
      fingerprint: policy.fingerprint,
      yaml: policy.yaml,
      created_at: policy.createdAt,
    })
    .onConflict(['policy_id', 'version'])
    .ignore()
    .returning('id')) as unknown[];
  if (inserted.length > 0) return { kind: 'inserted' };
  const published = await findPolicy(db, policy.policyId, policy.version);
  if (published === null || published.fingerprint === policy.fingerprint) return { kind: 'known' };
  return { kind: 'differs', fingerprint: published.fingerprint };
}

export async function findPolicy(
  db: Database,
  policyId: string,
  version: number,
): Promise<StoredPolicy | null> {
  return policyOf(
    (await db('policies').where({ policy_id: policyId, version }).first()) as PolicyRow | undefined,
  );
}

export async function findNewestPolicy(db: Database, policyId: string): Promise<StoredPolicy | null> {
  return policyOf(
    (await db('policies').where({ policy_id: policyId }).orderBy('version', 'desc').first()) as
      | PolicyRow
      | undefined,
  );
}

export async function listPolicies(db: Database): Promise<readonly StoredPolicy[]> {
  const rows = (await db('policies').orderBy(['policy_id', 'version'])) as PolicyRow[];
  return rows.map((row) => policyOf(row)).filter((policy) => policy !== null);
}

interface PolicyRow {
  readonly policy_id: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly yaml: string;
  readonly created_at: IsoInstant;
}

function policyOf(row: PolicyRow | undefined): StoredPolicy | null {
  if (row === undefined) return null;
  return {
    policyId: row.policy_id,
    version: row.version,
    fingerprint: row.fingerprint,
    yaml: row.yaml,
    createdAt: row.created_at,
  };
}
