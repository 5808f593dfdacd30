import { findRepresentativeByIndex } from '../../data/stores/representative-accounts.ts';
import { findStaffByUsername } from '../../data/stores/staff.ts';
import { listPersonsWithCode } from '../../data/views/identities.ts';
import { personalCodeIndex } from '../../data/identity.ts';
import { signInRefusedPage, type SignInRefusedContext } from '../../review-ui/pages/sign-in-refused.ts';
import { localPath } from '../http/local-path.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type OpenCall, route, type Routes } from '../http/route.ts';
import { arriveAs, arriveAsStaff } from '../identity/arrive.ts';
import { departTo, welcomeBack } from '../identity/openid.ts';
import { personalCodesIn } from '../identity/personal-code.ts';
import { type Audience, saveSession } from '../identity/session.ts';

const PLACES = [
  { audience: 'customer', path: '/sign-in/eid' },
  { audience: 'staff', path: '/sign-in/work' },
] as const;

/** Signing in at a provider that vouches for people (OpenID Connect). */
export function openIdRoutes(routes: Routes): void {
  for (const { audience, path } of PLACES) {
    route(routes, { method: 'get', path, allow: 'anyone', handler: (call) => leave(call, audience) });
    route(routes, {
      method: 'get',
      path: `${path}/return`,
      allow: 'anyone',
      guessable: true,
      handler: (call) => comeBack(call, audience),
    });
  }
}

async function leave(call: OpenCall, audience: Audience): Promise<void> {
  if (call.services.configuration.providers[audience] === null) throw new Problem('not_found');
  const next = localPath(call.request.query['next']);
  const departure = await departTo(call.services, audience, { language: call.language, next });
  if (departure.kind === 'unavailable') return refuse(call, 'unavailable');
  call.request.session.errand = departure.errand;
  await saveSession(call.request);
  call.response.redirect(303, departure.to);
}

async function comeBack(call: OpenCall, audience: Audience): Promise<void> {
  if (call.services.configuration.providers[audience] === null) throw new Problem('not_found');
  const { errand } = call.request.session;
  // Somebody else's link, or the same one a second time: an errand is run once.
  if (errand === undefined || errand.audience !== audience) return refuse(call, 'not_sound');
  delete call.request.session.errand;
  await saveSession(call.request);
  const back = await welcomeBack(
    call.services,
    errand,
    new URL(call.request.originalUrl, 'http://here').searchParams,
  );
  if (back.kind === 'refused') return refuse(call, back.because);
  const to =
    audience === 'staff'
      ? await staffPlace(call, back.claim, back.byLevel, errand.next)
      : await personPlace(call, back.claim, errand.next);
  if (to === null) return refuse(call, 'unknown');
  seeOther(call, to);
}

async function staffPlace(
  call: OpenCall,
  username: string,
  sure: boolean,
  next: string | null,
): Promise<string | null> {
  const member = await findStaffByUsername(call.services.db, username);
  if (member === null || member.disabledAt !== null) return null;
  return arriveAsStaff(call, member.staffId, { next, sure, provider: 'staff' });
}

/** Their own files, in whichever portfolios they are, and the people they act for. */
async function personPlace(call: OpenCall, claim: string, next: string | null): Promise<string | null> {
  const { db, vault, configuration } = call.services;
  const codes = personalCodesIn(claim, configuration.providers.customer?.country ?? 'EE');
  const personIds = await listPersonsWithCode(db, vault, codes);
  let representativeId: number | null = null;
  for (const { code } of codes) {
    representativeId ??= await findRepresentativeByIndex(db, personalCodeIndex(vault, code));
  }
  return arriveAs(call, { personIds, representativeId }, { next, provider: 'customer' });
}

/** In one page for all who are not let in: it does not tell who is known here. */
function refuse(call: OpenCall, because: SignInRefusedContext['because']): void {
  page(call, signInRefusedPage, { because }, because === 'unavailable' ? 503 : 403);
}
