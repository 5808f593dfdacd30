import { createHash } from 'node:crypto';
import type { Database } from '../../data/database.ts';
import { findCustomerByUsername } from '../../data/stores/customers.ts';
import {
  addSignInFailure,
  clearSignInFailures,
  delaySignIns,
  deleteOldSignInFailures,
  findSignInFailures,
  lockSignIns,
} from '../../data/stores/sign-in-failures.ts';
import { findStaffByUsername, normalUsername } from '../../data/stores/staff.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import { passwordMatches } from './passwords.ts';
import type { Subject } from './session.ts';

export type SignIn =
  | { readonly kind: 'signed_in'; readonly subject: Subject }
  /** Name or password: which of them is not told. */
  | { readonly kind: 'wrong' }
  /** Too many failures in a row; the same for names that no account has. */
  | { readonly kind: 'locked' };

export interface Attempt {
  readonly username: string;
  readonly password: string;
  /** Where the browser is, as far as we can tell. */
  readonly address: string;
  readonly now: IsoInstant;
  readonly mostFailures: number;
}

const LOCK_MINUTES = 15;
/** So many times as many failures as one address may have, from wherever, before every further one makes all wait. */
const EVERYWHERE_TIMES = 5;
const FORGET_AFTER_HOURS = 24;
/** Longer ones are not worth hashing; no password of ours is. */
const LONGEST = 200;

/**
 * Failures lock a name where they were made, so that a stranger elsewhere shuts nobody out. Who guesses from many
 * addresses is slowed under the name itself, by a wait that grows with each failure and is never longer than a lock.
 */
export async function signIn(db: Database, attempt: Attempt): Promise<SignIn> {
  const { now, mostFailures } = attempt;
  const username = normalUsername(attempt.username.slice(0, LONGEST));
  const everywhere = hashOf(`sign-in:${username}`);
  const here = hashOf(`sign-in:${username} from ${attempt.address}`);
  for (const place of [everywhere, here]) {
    const before = await findSignInFailures(db, place);
    if (before?.lockedUntil != null && before.lockedUntil > now) return { kind: 'locked' };
  }
  const account = await findAccount(db, username);
  const matches = await passwordMatches(account?.passwordHash ?? null, attempt.password.slice(0, LONGEST));
  if (account !== null && matches) {
    for (const place of [everywhere, here]) await clearSignInFailures(db, place);
    return { kind: 'signed_in', subject: account.subject };
  }
  const failuresEverywhere = await addSignInFailure(db, everywhere, now);
  const beyond = failuresEverywhere - EVERYWHERE_TIMES * mostFailures;
  if (beyond >= 0) await delaySignIns(db, everywhere, later(now, Math.min(LOCK_MINUTES, 2 ** beyond)));
  if ((await addSignInFailure(db, here, now)) >= mostFailures) {
    await lockSignIns(db, here, later(now, LOCK_MINUTES));
    await deleteOldSignInFailures(db, later(now, -FORGET_AFTER_HOURS * 60));
    return { kind: 'locked' };
  }
  return { kind: beyond >= 0 ? 'locked' : 'wrong' };
}

function hashOf(tried: string): string {
  return createHash('sha256').update(tried).digest('hex');
}

interface Account {
  readonly subject: Subject;
  readonly passwordHash: string | null;
}

async function findAccount(db: Database, username: string): Promise<Account | null> {
  const staff = await findStaffByUsername(db, username);
  if (staff !== null) {
    if (staff.disabledAt !== null) return null;
    return { subject: { kind: 'staff', staffId: staff.staffId }, passwordHash: staff.passwordHash };
  }
  const customer = await findCustomerByUsername(db, username);
  if (customer === null || customer.disabledAt !== null) return null;
  return {
    subject: { kind: 'customer', personId: customer.personId },
    passwordHash: customer.passwordHash,
  };
}

function later(now: IsoInstant, minutes: number): IsoInstant {
  return new Date(Date.parse(now) + minutes * 60_000).toISOString();
}
