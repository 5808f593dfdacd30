import type { Request, Response } from 'express';
import { OFFERED, STAFF_LANGUAGES } from '../../review-ui/locales/load.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Actor } from '../actions/action.ts';
import type { Services } from '../services.ts';

const YEAR_MS = 365 * 86_400_000;

/** `?lang=` (kept in a cookie), the cookie, what the browser prefers, Estonian: the first that we have. */
export function languageOf(
  services: Pick<Services, 'configuration'>,
  request: Request,
  response: Response,
  actor: Actor | null,
): Language {
  const language = chosenOrPreferred(services, request, response);
  // Staff pages are written in two languages; half a page in a third would serve nobody.
  return actor?.kind !== 'staff' || STAFF_LANGUAGES.includes(language) ? language : 'en';
}

function chosenOrPreferred(
  { configuration }: Pick<Services, 'configuration'>,
  request: Request,
  response: Response,
): Language {
  const asked = offered(request.query['lang']);
  if (asked !== null) {
    rememberLanguage({ configuration }, response, asked);
    return asked;
  }
  const cookies = request.cookies as Readonly<Record<string, unknown>> | undefined;
  return (
    offered(cookies?.[cookieName(configuration)]) ?? offered(request.acceptsLanguages([...OFFERED])) ?? 'et'
  );
}

/** Not a secret and needed for every page, so no consent is asked for it. */
export function rememberLanguage(
  { configuration }: Pick<Services, 'configuration'>,
  response: Response,
  language: Language,
): void {
  response.cookie(cookieName(configuration), language, {
    maxAge: YEAR_MS,
    sameSite: 'lax',
    httpOnly: true,
    secure: configuration.secureCookies,
    path: '/',
  });
}

/** Behind HTTPS bound to the host, as every cookie of ours: no neighbour of the domain can set it. */
function cookieName({ secureCookies }: Services['configuration']): string {
  return secureCookies ? '__Host-recourse.language' : 'recourse.language';
}

export function offered(value: unknown): Language | null {
  return OFFERED.find((language) => language === value) ?? null;
}
