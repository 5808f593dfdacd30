import { z } from 'zod';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import {
  countRecoveryCodes,
  deleteSecondFactor,
  findSecondFactor,
} from '../../data/stores/second-factors.ts';
import { findStaff, type StaffMember } from '../../data/stores/staff.ts';
import { secondFactorPage } from '../../review-ui/pages/second-factor.ts';
import { secondFactorSetupPage } from '../../review-ui/pages/second-factor-setup.ts';
import { drawQr } from '../../review-ui/qr.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { fieldsOf } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type OpenCall, route, type Routes } from '../http/route.ts';
import { identifiedStaff } from '../identity/identify.ts';
import {
  beginEnrolment,
  checkSecondFactor,
  confirmEnrolment,
  type Enrolment,
  enrolmentOf,
} from '../identity/second-factor.ts';
import { beginSession } from '../identity/session.ts';
import { contextFor } from '../services.ts';

const codeForm = z.object({ code: z.string().trim().min(1).max(40) });

/** The code after the password, and setting up the app. Open to who gave the password and is not in yet. */
export function secondFactorRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/sign-in/second-factor', allow: 'anyone', handler: ask });
  route(routes, {
    method: 'post',
    path: '/sign-in/second-factor',
    allow: 'anyone',
    guessable: true,
    handler: take,
  });
  route(routes, { method: 'get', path: '/account/second-factor', allow: 'anyone', handler: showState });
  route(routes, { method: 'post', path: '/account/second-factor/secrets', allow: 'anyone', handler: begin });
  route(routes, {
    method: 'post',
    path: '/account/second-factor',
    allow: 'anyone',
    guessable: true,
    handler: confirm,
  });
  route(routes, {
    method: 'post',
    path: '/account/second-factor/removal',
    allow: 'anyone',
    guessable: true,
    handler: remove,
  });
}

function ask(call: OpenCall): void {
  if (call.request.session.awaited === undefined) return seeOther(call, '/sign-in');
  page(call, secondFactorPage, { wrong: false });
}

async function take(call: OpenCall): Promise<void> {
  const { awaited, provider } = call.request.session;
  if (awaited === undefined) return seeOther(call, '/sign-in');
  const { staffId, next } = awaited;
  const checked = await check(call, staffId);
  if (checked !== 'right') return page(call, secondFactorPage, { wrong: true }, 401);
  await beginSession(
    call.services,
    call.request,
    { kind: 'staff', staffId },
    provider === undefined ? {} : { provider },
  );
  seeOther(call, next ?? '/');
}

async function check(call: OpenCall, staffId: number): Promise<'right' | 'wrong'> {
  const read = fieldsOf(call.request, codeForm);
  if (read.kind === 'invalid') return 'wrong';
  const { db, vault, clock, configuration } = call.services;
  const checked = await checkSecondFactor(
    { db, vault, now: clock().toISOString() },
    { staffId, code: read.fields.code, mostFailures: configuration.signInAttempts },
  );
  if (checked.kind === 'locked') throw new Problem('locked', 'Too many wrong codes. Wait 15 minutes.');
  return checked.kind;
}

async function showState(call: OpenCall): Promise<void> {
  const member = await memberOf(call);
  const { db, vault, configuration } = call.services;
  const factor = await findSecondFactor(db, vault, member.staffId);
  const required = configuration.staffSecondFactor === 'required';
  if (factor?.confirmedAt == null)
    return page(call, secondFactorSetupPage, { step: { state: 'none', required } });
  // Who is not in yet has no business here.
  if (call.actor === null) return seeOther(call, '/sign-in/second-factor');
  const count = await countRecoveryCodes(db, member.staffId);
  const { t } = wordingFor(call.language);
  const codesLeft = t('identity-staff.factor.left', { count });
  page(call, secondFactorSetupPage, { step: { state: 'set', codesLeft, removable: !required } });
}

async function begin(call: OpenCall): Promise<void> {
  const member = await memberOf(call);
  const enrolment = await beginEnrolment(contextFor(call.services, identifiedStaff(member).actor), member);
  if (enrolment === null) return seeOther(call, '/account/second-factor');
  showSecret(call, enrolment, false);
}

/** The secret is in these answers alone, until a first code was right. */
function showSecret(call: OpenCall, { secret, uri }: Enrolment, wrong: boolean): void {
  const spaced = secret.replace(/(.{4})(?=.)/g, '$1 ');
  const step = { state: 'begun', secret: spaced, qr: drawQr(uri), wrong } as const;
  page(call, secondFactorSetupPage, { step }, wrong ? 422 : 200);
}

async function confirm(call: OpenCall): Promise<void> {
  const member = await memberOf(call);
  const read = fieldsOf(call.request, codeForm);
  const context = contextFor(call.services, identifiedStaff(member).actor);
  const enrolled =
    read.kind === 'invalid' ? null : await confirmEnrolment(context, member.staffId, read.fields.code);
  if (enrolled === null || enrolled.kind === 'refused') {
    const { db, vault } = call.services;
    const begun = await findSecondFactor(db, vault, member.staffId);
    if (begun === null || begun.confirmedAt !== null) return seeOther(call, '/account/second-factor');
    return showSecret(call, enrolmentOf(begun.secret, member.username), true);
  }
  if (call.actor === null) {
    await beginSession(call.services, call.request, { kind: 'staff', staffId: member.staffId });
  }
  page(call, secondFactorSetupPage, { step: { state: 'done', recoveryCodes: enrolled.recoveryCodes } });
}

/** With a code, so that an unguarded screen is not enough. */
async function remove(call: OpenCall): Promise<void> {
  const { t } = wordingFor(call.language);
  const member = await memberOf(call);
  if (call.actor === null || call.services.configuration.staffSecondFactor === 'required') {
    throw new Problem('forbidden');
  }
  if ((await check(call, member.staffId)) !== 'right') {
    return seeOther(call, '/account/second-factor', {
      kind: 'refused',
      text: t('identity-staff.factor.wrong'),
    });
  }
  const { now, actor } = contextFor(call.services, call.actor);
  await call.services.db.transaction(async (db) => {
    await deleteSecondFactor(db, member.staffId);
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'second_factor.removed',
      subject: { kind: 'staff', id: member.staffId },
    });
  });
  seeOther(call, '/account', { kind: 'done', text: t('identity-staff.factor.removed') });
}

/** Whoever is signed in, or gave the password and waits at the second factor. */
async function memberOf(call: OpenCall): Promise<StaffMember> {
  const staffId = call.actor?.kind === 'staff' ? call.actor.staffId : call.request.session.awaited?.staffId;
  if (staffId === undefined) throw new Problem(call.actor === null ? 'sign_in_needed' : 'forbidden');
  const member = await findStaff(call.services.db, staffId);
  if (member === null || member.disabledAt !== null) throw new Problem('sign_in_needed');
  return member;
}
