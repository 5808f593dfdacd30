import type { Request, Response } from 'express';
import { OFFERED } from '../../review-ui/locales/load.ts';
import type { Language } from '../../scoring/portfolio/records.ts';

const COOKIE = 'recourse.language';
const YEAR_MS = 365 * 86_400_000;

/** `?lang=` (kept in a cookie), the cookie, what the browser prefers, Estonian: the first that we have. */
export function languageOf(request: Request, response: Response): Language {
  const asked = offered(request.query['lang']);
  if (asked !== null) {
    rememberLanguage(response, asked);
    return asked;
  }
  const cookies = request.cookies as Readonly<Record<string, unknown>> | undefined;
  return offered(cookies?.[COOKIE]) ?? offered(request.acceptsLanguages([...OFFERED])) ?? 'et';
}

/** Not a secret and needed for every page, so no consent is asked for it. */
export function rememberLanguage(response: Response, language: Language): void {
  response.cookie(COOKIE, language, { maxAge: YEAR_MS, sameSite: 'lax', httpOnly: true });
}

export function offered(value: unknown): Language | null {
  return OFFERED.find((language) => language === value) ?? null;
}
