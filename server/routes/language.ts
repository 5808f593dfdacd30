import { offered, rememberLanguage } from '../http/language.ts';
import { localPath } from '../http/local-path.ts';
import { seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { route, type Routes } from '../http/route.ts';

/** Choosing a language by a form; every page also takes `?lang=`. */
export function languageRoutes(routes: Routes): void {
  route(routes, {
    method: 'post',
    path: '/language',
    allow: 'anyone',
    handler: (call) => {
      const fields = (call.request.body ?? {}) as Readonly<Record<string, unknown>>;
      const language = offered(fields['language']);
      if (language === null) throw new Problem('invalid', 'That language is not offered.');
      rememberLanguage(call.services, call.response, language);
      seeOther(call, localPath(fields['next']) ?? '/');
    },
  });
}
