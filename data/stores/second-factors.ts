import { createHash } from 'node:crypto';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

/** The authenticator app of a member of staff. */
export interface SecondFactor {
  readonly staffId: number;
  /** In base32, as the app holds it. */
  readonly secret: string;
  /** The newest step whose code was used. */
  readonly lastStep: number;
  /** Null until a first code has shown that the app holds the secret. */
  readonly confirmedAt: IsoInstant | null;
}

/** A new secret takes the place of one that was never confirmed, and of no other. Returns whether it is kept. */
export async function saveUnconfirmedFactor(
  db: Database,
  vault: Vault,
  {
    staffId,
    secret,
    createdAt,
  }: Pick<SecondFactor, 'staffId' | 'secret'> & { readonly createdAt: IsoInstant },
): Promise<boolean> {
  await db('second_factors').where({ staff_id: staffId, confirmed_at: null }).delete();
  const sealed = vault.seal(vault.installationKey, secret, purposeOf(staffId));
  const inserted = await db('second_factors')
    .insert({ staff_id: staffId, secret_sealed: sealed, created_at: createdAt })
    .onConflict('staff_id')
    .ignore()
    .returning('staff_id');
  return inserted.length > 0;
}

export async function findSecondFactor(
  db: Database,
  vault: Vault,
  staffId: number,
): Promise<SecondFactor | null> {
  const row = await db('second_factors').where({ staff_id: staffId }).first<FactorRow | undefined>();
  if (row === undefined) return null;
  const secret = vault.open(vault.installationKey, row.secret_sealed, purposeOf(staffId));
  if (secret === null) throw new Error(`second factor of staff ${staffId}: its secret is gone`);
  return { staffId, secret, lastStep: row.last_step, confirmedAt: row.confirmed_at };
}

/** Uses the code of a step up. Of two who send the same code at once only one gets in; false: used before. */
export async function useFactorStep(db: Database, staffId: number, step: number): Promise<boolean> {
  const changed = await db('second_factors')
    .where({ staff_id: staffId })
    .andWhere('last_step', '<', step)
    .update({ last_step: step });
  return changed > 0;
}

export async function confirmFactor(db: Database, staffId: number, now: IsoInstant): Promise<void> {
  await db('second_factors').where({ staff_id: staffId }).update({ confirmed_at: now });
}

/** Returns whether there was one. */
export async function deleteSecondFactor(db: Database, staffId: number): Promise<boolean> {
  await db('recovery_codes').where({ staff_id: staffId }).delete();
  return (await db('second_factors').where({ staff_id: staffId }).delete()) > 0;
}

/** Takes the place of all earlier ones. Only hashes are kept: a code has 64 random bits, so that none can be searched. */
export async function replaceRecoveryCodes(
  db: Database,
  staffId: number,
  codes: readonly string[],
): Promise<void> {
  await db('recovery_codes').where({ staff_id: staffId }).delete();
  await db('recovery_codes').insert(codes.map((code) => ({ staff_id: staffId, code_hash: hashOf(code) })));
}

export async function spendRecoveryCode(
  db: Database,
  staffId: number,
  code: string,
  now: IsoInstant,
): Promise<boolean> {
  const spent = await db('recovery_codes')
    .where({ staff_id: staffId, code_hash: hashOf(code), used_at: null })
    .update({ used_at: now });
  return spent > 0;
}

export async function countRecoveryCodes(db: Database, staffId: number): Promise<number> {
  const [row] = (await db('recovery_codes')
    .where({ staff_id: staffId, used_at: null })
    .count({ count: '*' })) as { count: number }[];
  return Number(row?.count ?? 0);
}

function purposeOf(staffId: number): string {
  return `second factor ${staffId}`;
}

function hashOf(code: string): string {
  return createHash('sha256')
    .update(`recovery:${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`)
    .digest('hex');
}

interface FactorRow {
  readonly secret_sealed: Buffer;
  readonly last_step: number;
  readonly confirmed_at: IsoInstant | null;
}
