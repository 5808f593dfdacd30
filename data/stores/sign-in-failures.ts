import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** Failed sign-ins in a row under one name, from one address or from anywhere, whether or not there is such an account. */
export interface SignInFailures {
  readonly failures: number;
  readonly lastAt: IsoInstant;
  readonly lockedUntil: IsoInstant | null;
}

export async function findSignInFailures(db: Database, accountHash: string): Promise<SignInFailures | null> {
  const row = (await db('sign_in_failures').where({ account_hash: accountHash }).first()) as
    | { failures: number; last_at: IsoInstant; locked_until: IsoInstant | null }
    | undefined;
  if (row === undefined) return null;
  return { failures: row.failures, lastAt: row.last_at, lockedUntil: row.locked_until };
}

/** Counts one more, in one statement, so that many tries at once cannot slip past each other. Returns the count. */
export async function addSignInFailure(db: Database, accountHash: string, now: IsoInstant): Promise<number> {
  const [row] = (await db('sign_in_failures')
    .insert({ account_hash: accountHash, failures: 1, last_at: now, locked_until: null })
    .onConflict('account_hash')
    .merge({ failures: db.raw('sign_in_failures.failures + 1'), last_at: now })
    .returning('failures')) as { failures: number }[];
  return row?.failures ?? 1;
}

export async function lockSignIns(db: Database, accountHash: string, until: IsoInstant): Promise<void> {
  await db('sign_in_failures')
    .where({ account_hash: accountHash })
    .update({ locked_until: until, failures: 0 });
}

/** Holds the next try back, and goes on counting. */
export async function delaySignIns(db: Database, accountHash: string, until: IsoInstant): Promise<void> {
  await db('sign_in_failures').where({ account_hash: accountHash }).update({ locked_until: until });
}

export async function clearSignInFailures(db: Database, accountHash: string): Promise<void> {
  await db('sign_in_failures').where({ account_hash: accountHash }).delete();
}

/** Names tried long ago are forgotten. */
export async function deleteOldSignInFailures(db: Database, before: IsoInstant): Promise<void> {
  await db('sign_in_failures').where('last_at', '<', before).delete();
}
