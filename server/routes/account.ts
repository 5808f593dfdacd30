import { z } from 'zod';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import { endSessions } from '../../data/stores/session-epochs.ts';
import { findStaff, updateStaffPassword } from '../../data/stores/staff.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { accountPage } from '../../review-ui/pages/account.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { ROLES } from '../actions/action.ts';
import { staffIdOf } from '../actions/review-case.ts';
import { fieldsOf } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { STAFF_ROLES } from '../identity/identify.ts';
import { hashPassword, LEAST_PASSWORD_LENGTH, passwordMatches } from '../identity/passwords.ts';
import { beginSession, endSession } from '../identity/session.ts';
import { withinAnyMandate } from './matters.ts';

const passwordForm = z.object({ current: z.string().max(200), password: z.string().max(200) });

/** One's own sign-in. */
export function accountRoutes(routes: Routes): void {
  const [first, ...others] = ROLES;
  const [firstOfStaff = 'admin', ...othersOfStaff] = STAFF_ROLES;
  route(routes, {
    method: 'get',
    path: '/account',
    looksAt: 'nobody',
    allow: [first, ...others],
    matter: withinAnyMandate,
    handler: (call) => show(call, []),
  });
  route(routes, {
    method: 'post',
    path: '/account/password',
    allow: [firstOfStaff, ...othersOfStaff],
    guessable: true,
    handler: changePassword,
  });
  route(routes, {
    method: 'post',
    path: '/account/sessions-end',
    allow: [first, ...others],
    matter: withinAnyMandate,
    handler: endEverywhere,
  });
}

async function show(call: Call, errors: readonly FieldError[]): Promise<void> {
  const staffId = staffIdOf(call.context);
  const member = staffId === null ? null : await findStaff(call.context.db, staffId);
  page(
    call,
    accountPage,
    {
      staff: member && {
        hasPassword: member.passwordHash !== null,
        secondFactor: call.services.configuration.staffSecondFactor !== 'off',
      },
      choices: call.request.session.choices !== undefined,
      leastLength: LEAST_PASSWORD_LENGTH,
      errors,
    },
    errors.length === 0 ? 200 : 422,
  );
}

async function changePassword(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const read = fieldsOf(call.request, passwordForm);
  if (read.kind === 'invalid') throw new Problem('invalid', undefined, read.problems);
  const { current, password } = read.fields;
  const { db, now, actor } = call.context;
  const staffId = staffIdOf(call.context);
  const member = staffId === null ? null : await findStaff(db, staffId);
  if (member === null) throw new Problem('forbidden');
  if (!(await passwordMatches(member.passwordHash, current))) {
    return show(call, [{ field: 'current', text: t('identity-staff.account.wrong') }]);
  }
  if ([...password].length < LEAST_PASSWORD_LENGTH || password === current) {
    return show(call, [
      { field: 'password', text: t('identity-staff.account.tooShort', { count: LEAST_PASSWORD_LENGTH }) },
    ]);
  }
  const passwordHash = await hashPassword(password);
  const subject = { kind: 'staff', staffId: member.staffId } as const;
  await db.transaction(async (transaction) => {
    await updateStaffPassword(transaction, member.staffId, passwordHash);
    await endSessions(transaction, subject);
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'staff.password_changed',
      subject: { kind: 'staff', id: member.staffId },
    });
  });
  // Everywhere else it is over; here it goes on, under a new number.
  await beginSession(call.services, call.request, subject);
  seeOther(call, '/account', { kind: 'done', text: t('identity-staff.account.changed') });
}

async function endEverywhere(call: Call): Promise<void> {
  const { db, now, actor } = call.context;
  const { subject } = call.request.session;
  if (subject === undefined) throw new Problem('sign_in_needed');
  await db.transaction(async (transaction) => {
    await endSessions(transaction, subject);
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'sessions.ended',
      subject: { kind: 'account', id: null },
      personId: subject.kind === 'customer' ? subject.personId : null,
    });
  });
  await endSession(call.request);
  seeOther(call, '/signed-out');
}
