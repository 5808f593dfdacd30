import { expect } from 'chai';
import { ownProfiles } from '../../../data/profiles.ts';
import { insertPortfolio } from '../../../data/stores/portfolios.ts';
import { LANGUAGES } from '../../../review-ui/locales/load.ts';
import { presentPrivacy } from '../../../review-ui/pages/privacy.ts';
import { wordingFor } from '../../../review-ui/wording.ts';
import { rightsTexts } from '../../../scoring/safeguards/rights-letters.ts';
import { insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { withServer } from '../http/test-server.ts';

describe('how a controller uses data', () => {
  it('has words for everything that a profile can say, in every language', async () => {
    for (const profile of await ownProfiles()) {
      for (const language of LANGUAGES) {
        const said = presentPrivacy(profile, profile.controller.name, wordingFor(language));
        expect(said.retention.rows.length, `${profile.id} ${language}`).to.equal(profile.retention.length);
        expect(JSON.stringify(said), `${profile.id} ${language}`).to.not.match(/privacy\.\w+/);
      }
    }
  });

  it('is open to everybody, and tells the firm by its own name', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const firm = {
        kind: 'credit',
        jurisdiction: 'EE',
        policy: null,
        sample: false,
        createdAt: NOW,
      } as const;
      const told = await insertPortfolio(db, {
        ...firm,
        name: 'fuel',
        controller: 'Päris Kütus AS',
        profile: 'retail-credit-ee',
      });
      await insertPortfolio(db, {
        ...firm,
        name: 'second',
        controller: 'Teine Kütus AS',
        profile: 'debt-collector-ee',
      });
      const silent = await insertPortfolio(db, { ...firm, name: 'other', controller: 'Vaikne OÜ' });
      const list = await (await server.browser().get('/privacy')).text();
      expect(list).to.include('Päris Kütus AS').and.include('Teine Kütus AS').and.not.include('Vaikne OÜ');
      const { personIds } = await insertSmallPortfolio(db, server.services.vault, 1);
      const [personId = 0] = personIds;
      await db('persons').where({ id: personId }).update({ portfolio_id: told.id });
      // Whoever is signed in is shown the firm that has their data, and no list to choose from.
      const page = await (await (await server.customer('mari', personId)).get('/privacy')).text();
      expect(page).to.include('Päris Kütus AS').and.include('30').and.not.include('Teine Kütus AS');
      // The made-up firm's own contacts are nobody else's.
      expect(page).to.not.include('kutusekaubandus.example');
      expect((await server.browser().get(`/privacy/${told.id}`)).status).to.equal(200);
      expect((await server.browser().get(`/privacy/${silent.id}`)).status).to.equal(404);
      expect((await server.browser().get('/privacy/987654')).status).to.equal(404);
    }));

  it('tells the same periods beside the data of a person, on the page and in the copy', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const { portfolioId, personIds } = await insertSmallPortfolio(db, server.services.vault, 1);
      const [personId = 0] = personIds;
      const customer = await server.customer('mari', personId);
      expect(await (await customer.get('/my/data?lang=en')).text()).to.include('no period set');
      await db('portfolios').where({ id: portfolioId }).update({ profile: 'retail-credit-ee' });
      const words = {
        et: '7 aastat lepingu lõpust',
        en: '7 years from the end of the contract',
        fi: '7 vuotta sopimuksen päättymisestä',
        sv: '7 år från avtalets slut',
      };
      for (const [language, period] of Object.entries(words)) {
        for (const path of ['/my/data', '/my/copy']) {
          const page = await (await customer.get(`${path}?lang=${language}`)).text();
          expect(page, `${path} ${language}`).to.include(period).and.not.include('no period set');
        }
      }
      const copy = (await (await customer.get('/my/copy/copy.json')).json()) as {
        readonly retention: readonly { readonly records: string; readonly months: number }[];
      };
      expect(copy.retention.find(({ records }) => records === 'claims')).to.include({ months: 84 });
    }));

  it('names each purpose with its basis, each recipient, the authority, the contact and the version it holds by', () =>
    withServer(async (server) => {
      for (const profile of await ownProfiles()) {
        const { kind, jurisdiction } = profile.portfolio;
        const { id } = await insertPortfolio(server.services.db, {
          ...{ kind, jurisdiction, policy: null, sample: false, createdAt: NOW, profile: profile.id },
          ...{ name: profile.id, controller: profile.controller.name },
        });
        const { t, date } = wordingFor('en');
        const page = await (await server.browser().get(`/privacy/${id}?lang=en`)).text();
        for (const { purpose, basis } of profile.purposes) {
          expect(page, profile.id).to.include(rightsTexts('en').purpose[purpose].what);
          expect(page, profile.id).to.include(t(`privacy.bases.${basis}`));
        }
        for (const recipient of profile.recipients)
          expect(page, profile.id).to.include(t(`privacy.recipients.${recipient}`));
        expect(page, profile.id).to.include(t(`privacy.authorities.${jurisdiction}`));
        expect(page, profile.id).to.include(profile.controller.dataProtectionEmail);
        expect(page, profile.id).to.include(date(profile.from));
      }
    }));
});
