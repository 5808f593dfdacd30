import { createHash } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import type { Database } from '../../data/database.ts';
import {
  confirmFactor,
  deleteSecondFactor,
  findSecondFactor,
  replaceRecoveryCodes,
  saveUnconfirmedFactor,
  spendRecoveryCode,
  useFactorStep,
} from '../../data/stores/second-factors.ts';
import { endSessions } from '../../data/stores/session-epochs.ts';
import {
  addSignInFailure,
  clearSignInFailures,
  findSignInFailures,
  lockSignIns,
} from '../../data/stores/sign-in-failures.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { ActionContext } from '../actions/action.ts';
import { createSignInCode } from '../actions/sign-in-code.ts';

/** What apps show beside the code. */
const ISSUER = 'Recourse';
/** RFC 6238: six digits, thirty seconds; one step to either side for clocks that differ. */
const PERIOD_SECONDS = 30;
const STEPS_ASIDE = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const LOCK_MINUTES = 15;

export interface Enrolment {
  readonly secret: string;
  /** What the app reads out of the QR code. */
  readonly uri: string;
}

/** Makes a secret for the app; it counts once a first code was given. Null: there is a second factor already. */
export async function beginEnrolment(
  { db, vault, now }: Pick<ActionContext, 'db' | 'vault' | 'now'>,
  member: { readonly staffId: number; readonly username: string },
): Promise<Enrolment | null> {
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  const { staffId } = member;
  const kept = await saveUnconfirmedFactor(db, vault, { staffId, secret, createdAt: now });
  return kept ? enrolmentOf(secret, member.username) : null;
}

/** What the app is shown once more after a wrong first code. */
export function enrolmentOf(secret: string, username: string): Enrolment {
  return { secret, uri: totpOf(secret, username).toString() };
}

export type Enrolled =
  | { readonly kind: 'enrolled'; readonly recoveryCodes: readonly string[] }
  | { readonly kind: 'refused'; readonly because: 'not_begun' | 'wrong' };

/** The first code shows that the app holds the secret. The recovery codes are seen this once. */
export function confirmEnrolment(context: ActionContext, staffId: number, code: string): Promise<Enrolled> {
  return context.db.transaction(async (db): Promise<Enrolled> => {
    const { vault, now, actor } = context;
    const factor = await findSecondFactor(db, vault, staffId);
    if (factor === null || factor.confirmedAt !== null) return { kind: 'refused', because: 'not_begun' };
    const step = stepOf(factor.secret, code, now);
    if (step === null) return { kind: 'refused', because: 'wrong' };
    await useFactorStep(db, staffId, step);
    await confirmFactor(db, staffId, now);
    const recoveryCodes = Array.from({ length: RECOVERY_CODES }, createSignInCode);
    await replaceRecoveryCodes(db, staffId, recoveryCodes);
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'second_factor.enrolled',
      subject: { kind: 'staff', id: staffId },
    });
    return { kind: 'enrolled', recoveryCodes };
  });
}

export type FactorChecked =
  | { readonly kind: 'right'; readonly by: 'app' | 'recovery_code' }
  /** Wrong, or used before: which of them is not told. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked' };

/** A code of the app or, once each, a recovery code. Too many wrong ones in a row lock the account for a while. */
export async function checkSecondFactor(
  { db, vault, now }: Pick<ActionContext, 'db' | 'vault' | 'now'>,
  attempt: { readonly staffId: number; readonly code: string; readonly mostFailures: number },
): Promise<FactorChecked> {
  const { staffId, code, mostFailures } = attempt;
  const account = createHash('sha256').update(`second-factor:${staffId}`).digest('hex');
  const before = await findSignInFailures(db, account);
  if (before?.lockedUntil != null && before.lockedUntil > now) return { kind: 'locked' };
  const factor = await findSecondFactor(db, vault, staffId);
  const step = factor?.confirmedAt == null ? null : stepOf(factor.secret, code, now);
  const by =
    step !== null && (await useFactorStep(db, staffId, step))
      ? 'app'
      : (await spendRecoveryCode(db, staffId, code, now))
        ? 'recovery_code'
        : null;
  if (by !== null) {
    if (before !== null) await clearSignInFailures(db, account);
    return { kind: 'right', by };
  }
  if ((await addSignInFailure(db, account, now)) < mostFailures) return { kind: 'wrong' };
  const until = new Date(Date.parse(now) + LOCK_MINUTES * 60_000).toISOString();
  await lockSignIns(db, account, until);
  return { kind: 'locked' };
}

/** Takes the second factor away, for somebody who lost their telephone, and signs them out everywhere. */
export function resetSecondFactor(
  { db, now, actor }: Pick<ActionContext, 'db' | 'now' | 'actor'>,
  staffId: number,
): Promise<boolean> {
  return db.transaction(async (transaction: Database) => {
    if (!(await deleteSecondFactor(transaction, staffId))) return false;
    await endSessions(transaction, { kind: 'staff', staffId });
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'second_factor.reset',
      subject: { kind: 'staff', id: staffId },
    });
    return true;
  });
}

/** The step whose code it is; null when it is no code of these minutes. */
function stepOf(secret: string, code: string, now: IsoInstant): number | null {
  const timestamp = Date.parse(now);
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret, '').validate({ token, timestamp, window: STEPS_ASIDE });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}
