import { ipKeyGenerator } from 'express-rate-limit';
import { z } from 'zod';
import { listStaff } from '../../data/stores/staff.ts';
import { spendSignInCode } from '../../data/stores/sign-in-codes.ts';
import { navigationOf } from '../../review-ui/navigation.ts';
import { signInPage, type SignInContext } from '../../review-ui/pages/sign-in.ts';
import { signedOutPage } from '../../review-ui/pages/signed-out.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { fieldsOf } from '../http/body.ts';
import { localPath } from '../http/local-path.ts';
import { page, seeOther, viewerOf } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type OpenCall, route, type Routes } from '../http/route.ts';
import { arriveAs, arriveAsStaff } from '../identity/arrive.ts';
import { demoSignIns } from '../identity/demo-sign-ins.ts';
import { signIn } from '../identity/sign-in.ts';
import { endSessionAddress } from '../identity/openid.ts';
import { beginSession, endSession, type Subject } from '../identity/session.ts';

const signInForm = z.object({ username: z.string(), password: z.string(), next: z.string().optional() });

const codeForm = z.object({ code: z.string().min(1).max(100) });

/** Coming, going, and the page one lands on. */
export function signInRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/',
    allow: 'anyone',
    handler: (call) => seeOther(call, landingOf(call)),
  });

  route(routes, {
    method: 'get',
    path: '/sign-in',
    allow: 'anyone',
    handler: async (call) => {
      const landing = landingOf(call);
      if (landing !== '/sign-in') return seeOther(call, landing);
      const next = localPath(call.request.query['next']);
      page(call, signInPage, await contextOf(call, { next, username: '', wrong: null }));
    },
  });

  route(routes, {
    method: 'post',
    path: '/sign-in',
    allow: 'anyone',
    guessable: true,
    handler: async (call) => {
      const read = fieldsOf(call.request, signInForm);
      if (read.kind === 'invalid')
        throw new Problem('invalid', 'Name and password are needed.', read.problems);
      const { username, password } = read.fields;
      const next = localPath(read.fields.next);
      const { db, clock, configuration } = call.services;
      const now = clock().toISOString();
      const outcome = await signIn(db, {
        username,
        password,
        address: ipKeyGenerator(call.request.ip ?? ''),
        now,
        mostFailures: configuration.signInAttempts,
      });
      switch (outcome.kind) {
        case 'signed_in':
          return seeOther(call, await placeOf(call, outcome.subject, next));
        case 'locked':
          throw new Problem('locked', 'Too many failed sign-ins. Wait 15 minutes.');
        case 'wrong':
          return page(call, signInPage, await contextOf(call, { next, username, wrong: 'password' }), 401);
      }
    },
  });

  route(routes, {
    method: 'post',
    path: '/sign-in/code',
    allow: 'anyone',
    guessable: true,
    handler: async (call) => {
      const read = fieldsOf(call.request, codeForm);
      if (read.kind === 'invalid') throw new Problem('invalid', 'The code is needed.', read.problems);
      const { db, clock } = call.services;
      const spent = await spendSignInCode(db, read.fields.code, clock().toISOString());
      if (spent === null) {
        return page(
          call,
          signInPage,
          await contextOf(call, { next: null, username: '', wrong: 'code' }),
          401,
        );
      }
      const { personId, representativeId } = spent;
      if (representativeId === undefined) {
        await beginSession(call.services, call.request, { kind: 'customer', personId });
        return seeOther(call, '/');
      }
      seeOther(
        call,
        (await arriveAs(call, { personIds: [], representativeId }, { next: null })) ?? '/sign-in',
      );
    },
  });

  route(routes, {
    method: 'post',
    path: '/sign-out',
    allow: 'anyone',
    handler: async (call) => {
      const { provider } = call.request.session;
      await endSession(call.request);
      if (provider === undefined) return seeOther(call, '/sign-in');
      seeOther(call, `/signed-out?at=${provider}`);
    },
  });

  // A page of its own: the browser follows no form to another site, by our own policy, but a link it does.
  route(routes, {
    method: 'get',
    path: '/signed-out',
    allow: 'anyone',
    handler: async (call) => {
      const { at } = call.request.query;
      const provider =
        at === 'staff' || at === 'customer' ? await endSessionAddress(call.services, at) : null;
      page(call, signedOutPage, { provider });
    },
  });
}

function placeOf(call: OpenCall, subject: Subject, next: string | null): Promise<string> {
  return subject.kind === 'staff'
    ? arriveAsStaff(call, subject.staffId, { next, sure: false })
    : beginSession(call.services, call.request, subject).then(() => next ?? '/');
}

/** The first place of their navigation; a program's account has none, and sees to its own sign-in. */
function landingOf(call: OpenCall): string {
  if (call.actor === null) return call.request.session.choices === undefined ? '/sign-in' : '/acting';
  return navigationOf(viewerOf(call), null, wordingFor(call.language))[0]?.href ?? '/account';
}

async function contextOf(
  call: OpenCall,
  typed: Omit<SignInContext, 'demo' | 'isNobodyLeft' | 'providers'>,
): Promise<SignInContext> {
  const { db, configuration } = call.services;
  const isNobodyLeft =
    !configuration.secureCookies && (await listStaff(db)).every(({ disabledAt }) => disabledAt !== null);
  const { customer, staff } = configuration.providers;
  const { t } = wordingFor(call.language);
  const after = typed.next === null ? '' : `?next=${encodeURIComponent(typed.next)}`;
  const providers = [
    ...(customer === null
      ? []
      : [{ href: `/sign-in/eid${after}`, name: customer.name ?? t('identity.signIn.eid') }]),
    ...(staff === null
      ? []
      : [{ href: `/sign-in/work${after}`, name: staff.name ?? t('identity.signIn.workAccount') }]),
  ];
  return { ...typed, providers, demo: await demoSignIns(call.services), isNobodyLeft };
}
