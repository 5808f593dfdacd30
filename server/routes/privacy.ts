import { findProfile } from '../../data/profiles.ts';
import { findPortfolioById, findPortfolioOfPerson, listPortfolios } from '../../data/stores/portfolios.ts';
import { presentPrivacy, privacyPage } from '../../review-ui/pages/privacy.ts';
import { privacyListPage } from '../../review-ui/pages/privacy-list.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { idOf, type OpenCall, route, type Routes } from '../http/route.ts';

/** How each controller uses data: open to everybody, as a notice must be before anything is told (GDPR art. 13). */
export function privacyRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/privacy', allow: 'anyone', handler: showControllers });
  route(routes, { method: 'get', path: '/privacy/:id', allow: 'anyone', handler: showController });
}

async function showControllers(call: OpenCall): Promise<void> {
  const { actor, services } = call;
  // Whoever is signed in reads of the one firm that has their data.
  const own = actor?.kind === 'customer' ? await findPortfolioOfPerson(services.db, actor.personId) : null;
  if (own?.profile != null) return render(call, own.profile, own.controller);
  const told = (await listPortfolios(services.db)).filter(({ profile }) => profile !== null);
  const [only] = told;
  if (only !== undefined && told.length === 1) return render(call, only.profile ?? '', only.controller);
  page(call, privacyListPage, {
    controllers: told.map(({ id, controller }) => ({ name: controller, href: `/privacy/${id}` })),
  });
}

async function showController(call: OpenCall): Promise<void> {
  const portfolio = await findPortfolioById(call.services.db, idOf(call));
  if (portfolio?.profile == null) throw new Problem('not_found');
  await render(call, portfolio.profile, portfolio.controller);
}

async function render(call: OpenCall, profileId: string, controller: string): Promise<void> {
  const profile = await findProfile(profileId);
  if (profile === null) throw new Problem('not_found');
  page(call, privacyPage, presentPrivacy(profile, controller, wordingFor(call.language)));
}
