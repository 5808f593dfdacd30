import { z } from 'zod';
import { listStaff } from '../../data/stores/staff.ts';
import { spendSignInCode } from '../../data/stores/sign-in-codes.ts';
import { navigationOf } from '../../review-ui/navigation.ts';
import { signInPage, type SignInContext } from '../../review-ui/pages/sign-in.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { fieldsOf } from '../http/body.ts';
import { localPath } from '../http/local-path.ts';
import { page, seeOther, viewerOf } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type OpenCall, route, type Routes } from '../http/route.ts';
import { demoSignIns } from '../identity/demo-sign-ins.ts';
import { signIn } from '../identity/sign-in.ts';
import { beginSession, endSession } from '../identity/session.ts';

const signInForm = z.object({ username: z.string(), password: z.string(), next: z.string().optional() });

const codeForm = z.object({ code: z.string().min(1).max(100) });

/** Coming, going, and the page one lands on. */
export function signInRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/',
    allow: 'anyone',
    handler: (call) => seeOther(call, call.actor === null ? '/sign-in' : landingOf(call)),
  });

  route(routes, {
    method: 'get',
    path: '/sign-in',
    allow: 'anyone',
    handler: async (call) => {
      if (call.actor !== null) return seeOther(call, landingOf(call));
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
        now,
        mostFailures: configuration.signInAttempts,
      });
      switch (outcome.kind) {
        case 'signed_in':
          await beginSession(call.services, call.request, outcome.subject);
          return seeOther(call, next ?? '/');
        case 'locked':
          throw new Problem('too_many', 'Too many failed sign-ins. Wait 15 minutes.');
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
      await beginSession(call.services, call.request, { kind: 'customer', personId: spent.personId });
      seeOther(call, '/');
    },
  });

  route(routes, {
    method: 'post',
    path: '/sign-out',
    allow: 'anyone',
    handler: async (call) => {
      await endSession(call.request);
      seeOther(call, '/sign-in');
    },
  });
}

/** The first place of their navigation. */
function landingOf(call: OpenCall): string {
  const first = navigationOf(viewerOf(call), null, wordingFor(call.language))[0];
  if (first === undefined) throw new Problem('forbidden');
  return first.href;
}

async function contextOf(
  call: OpenCall,
  typed: Omit<SignInContext, 'demo' | 'isNobodyLeft'>,
): Promise<SignInContext> {
  const { db, configuration } = call.services;
  const isNobodyLeft =
    !configuration.secureCookies && (await listStaff(db)).every(({ disabledAt }) => disabledAt !== null);
  return { ...typed, demo: await demoSignIns(call.services), isNobodyLeft };
}
