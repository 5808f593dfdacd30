import { doubleCsrf } from 'csrf-csrf';
import type { Request, Response } from 'express';
import type { SessionData } from 'express-session';
import type { Services } from '../services.ts';
import { Problem } from './problem.ts';

/**
 * Every form carries a token bound to the session that asked for it, so that another site cannot post in a
 * person's name. The token changes when they sign in or out, as the session does.
 */
export function formToken(services: Services, request: Request, response: Response): string {
  return guardOf(services).generateCsrfToken(request, response);
}

export function checkFormToken(services: Services, request: Request): void {
  if (!guardOf(services).validateRequest(request)) {
    throw new Problem('form_expired', 'The form is too old, or came from elsewhere. Open the page again.');
  }
}

/** A session that says nothing of anybody yet is not kept, so that its number is a new one each time. */
function isKept(session: Partial<SessionData> | undefined): boolean {
  return session?.subject !== undefined || session?.awaited !== undefined || session?.choices !== undefined;
}

type Guard = ReturnType<typeof doubleCsrf>;
const guards = new WeakMap<Services, Guard>();

function guardOf(services: Services): Guard {
  const known = guards.get(services);
  if (known !== undefined) return known;
  const { secureCookies, sessionSecret } = services.configuration;
  const guard = doubleCsrf({
    getSecret: () => sessionSecret,
    getSessionIdentifier: (request) => (isKept(request.session) ? request.sessionID : 'stranger'),
    cookieName: secureCookies ? '__Host-recourse.form' : 'recourse.form',
    cookieOptions: { sameSite: 'lax', secure: secureCookies, httpOnly: true, path: '/' },
    getCsrfTokenFromRequest: (request) => {
      const token = (request.body as { readonly _csrf?: unknown } | undefined)?._csrf;
      return typeof token === 'string' ? token : undefined;
    },
  });
  guards.set(services, guard);
  return guard;
}
