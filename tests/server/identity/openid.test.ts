import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { personalCodeIndex } from '../../../data/identity.ts';
import { findStaffByUsername } from '../../../data/stores/staff.ts';
import { insertSmallPortfolio } from '../../data/small-portfolio.ts';
import type { Browser } from '../http/browser.ts';
import { addStaff, PASSWORD, TEST_NOW, type TestServer, withServer } from '../http/test-server.ts';
import { type Claims, CLIENT, PUBLIC_URL, startProvider, type TestProvider } from './provider.ts';

const CODE = '38001085718';

describe('signing in at an identity provider', function () {
  this.timeout(60_000);
  let provider: TestProvider;
  before(async () => {
    provider = await startProvider();
  });
  after(() => provider.stop());

  it('finds the person by the personal code, whatever stands before it', () =>
    atServer(async (server) => {
      const { personId } = await insertHolder(server);
      for (const sub of [`EE${CODE}`, `PNOEE-${CODE}`, `EE/EE/${CODE}`, CODE]) {
        provider.vouchFor({ sub, acr: 'high' });
        const person = server.browser();
        const back = await goThere(person);
        expect(back.status, sub).to.equal(303);
        expect(back.headers.get('location'), sub).to.equal('/');
        expect((await person.get('/my')).status).to.equal(200);
      }
      expect(server.loggedText()).to.not.contain(CODE);
      const kept = (await server.services.db('sessions').pluck<string[]>('sess')).join('\n');
      expect(kept).to.contain(`"personId":${personId}`).and.not.contain(CODE);
    }));

  it('takes a code of another country for nobody’s', () =>
    atServer(async (server) => {
      await insertHolder(server);
      provider.vouchFor({ sub: `LV${CODE}`, acr: 'high' });
      expect(await titleOf(await goThere(server.browser()))).to.contain('We cannot open a file for you here');
    }));

  it('lets somebody with files at two firms choose, and change their mind', () =>
    atServer(async (server) => {
      const first = await insertHolder(server);
      const second = await insertHolder(server, 'second');
      provider.vouchFor({ sub: `EE${CODE}`, acr: 'substantial' });
      const person = server.browser();
      expect((await goThere(person)).headers.get('location')).to.equal('/acting');
      expect((await person.get('/my')).headers.get('location')).to.match(/^\/sign-in/);
      for (const { personId } of [first, second]) {
        await person.post('/acting', { as: `file:${personId}` });
        expect((await person.get('/my')).status).to.equal(200);
      }
      const [other] = await server.services
        .db('persons')
        .whereNot({ identifier_index: first.index })
        .pluck<number[]>('id');
      expect((await person.post('/acting', { as: `file:${String(other)}` })).status).to.equal(404);
    }));

  it('refuses a level that is too low, or none, and says so', () =>
    atServer(async (server) => {
      await insertHolder(server);
      for (const acr of ['low', undefined]) {
        provider.vouchFor({ sub: `EE${CODE}`, ...(acr === undefined ? {} : { acr }) });
        const person = server.browser();
        const back = await goThere(person);
        expect(back.status).to.equal(403);
        expect(await titleOf(back)).to.contain('not safe enough');
        expect((await person.get('/my')).headers.get('location')).to.match(/^\/sign-in/);
      }
    }));

  it('gives the unknown one answer, whether or not somebody is on record', () =>
    atServer(async (server) => {
      await insertHolder(server);
      provider.vouchFor({ sub: 'EE49001010004', acr: 'high' });
      const unknown = await goThere(server.browser());
      expect(unknown.status).to.equal(403);
      const text = await unknown.text();
      expect(text).to.contain('We cannot open a file for you here').and.not.contain('49001010004');
    }));

  it('believes no state, no nonce and no errand but its own, and each once', () =>
    atServer(async (server) => {
      await insertHolder(server);
      provider.vouchFor({ sub: `EE${CODE}`, acr: 'high' });
      const person = server.browser();
      const back = await returnAddress(person);

      const stranger = server.browser();
      expect((await stranger.get(pathOf(back))).status, 'a session without an errand').to.equal(403);

      const forged = new URL(await returnAddress(person));
      forged.searchParams.set('state', 'another');
      expect((await person.get(pathOf(forged.href))).status, 'another state').to.equal(403);

      const mine = await returnAddress(person);
      const other = await returnAddress(stranger);
      const swapped = new URL(mine);
      swapped.searchParams.set('code', new URL(other).searchParams.get('code') ?? '');
      expect((await person.get(pathOf(swapped.href))).status, 'another’s code').to.equal(403);

      const good = await returnAddress(person);
      expect((await person.get(pathOf(good))).status).to.equal(303);
      expect((await person.get(pathOf(good))).status, 'the same return again').to.equal(403);
    }));

  const forgeries = {
    'with another nonce': startWith((claims) => ({ ...claims, nonce: 'planted' })),
    'without a nonce': startWith((claims) => ({ ...claims, nonce: undefined })),
    'that has run out': startWith((claims) => ({ ...claims, exp: Number(claims['iat']) - 3600 })),
    'for somebody else': startWith((claims) => ({ ...claims, aud: 'another' })),
    'of another issuer': startWith((claims) => ({ ...claims, iss: 'https://another.example' })),
    'signed by another key': () =>
      startProvider((claims) => claims, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  };
  for (const [what, start] of Object.entries(forgeries)) {
    it(`does not believe a token ${what}`, async () => {
      const forger = await start();
      try {
        await withServer(async (server) => {
          await insertHolder(server);
          forger.vouchFor({ sub: `EE${CODE}`, acr: 'high' });
          const person = server.browser();
          const left = await person.get('/sign-in/eid');
          const back = await forger.visit(left.headers.get('location') ?? '');
          expect((await person.get(pathOf(back))).status).to.equal(403);
          expect((await person.get('/my')).headers.get('location')).to.match(/^\/sign-in/);
        }, settingsFor(forger));
      } finally {
        await forger.stop();
      }
    });
  }

  it('an errand that took too long is over', async () => {
    let now = new Date(TEST_NOW);
    await withServer(
      async (server) => {
        await insertHolder(server);
        provider.vouchFor({ sub: `EE${CODE}`, acr: 'high' });
        const person = server.browser();
        const back = await returnAddress(person);
        now = new Date(now.getTime() + 11 * 60_000);
        const late = await person.get(pathOf(back), { 'accept-language': 'en' });
        expect(late.status).to.equal(403);
        expect(await titleOf(late)).to.contain('took too long');
      },
      settingsFor(provider),
      () => now,
    );
  });

  it('a provider that is down is said to be down; passwords work on', async () => {
    const gone = await startProvider();
    await gone.stop();
    await withServer(async (server) => {
      await addStaff(server.services, 'mari', ['planner']);
      const person = server.browser();
      const left = await person.get('/sign-in/eid', { 'accept-language': 'en' });
      expect(left.status).to.equal(503);
      expect(await titleOf(left)).to.contain('does not answer');
      expect((await person.signIn('mari', PASSWORD)).status).to.equal(303);
    }, settingsFor(gone));
  });

  it('signs staff in by their username, with the roles that they have here', () =>
    atServer(async (server) => {
      await addStaff(server.services, 'mari', ['planner']);
      const work = { preferred_username: 'Mari' };
      provider.vouchFor({ sub: 'x', claims: { ...work, roles: ['admin'] } });
      const mari = server.browser();
      expect((await goThere(mari, '/sign-in/work')).status).to.equal(303);
      expect((await mari.get('/dashboard')).status).to.equal(200);
      expect((await mari.get('/audit')).status).to.equal(403);
      const member = await findStaffByUsername(server.services.db, 'mari');
      await server.services.db('staff').where({ id: member?.staffId }).update({ disabled_at: TEST_NOW });
      expect((await goThere(server.browser(), '/sign-in/work')).status).to.equal(403);
    }));

  it('offers the providers in the language of the page, and by their own names where the settings name them', () =>
    atServer(async (server) => {
      const buttons = async (language: string, { address }: TestServer) => {
        const html = await (await fetch(`${address}/sign-in?lang=${language}`)).text();
        return [...html.matchAll(/href="\/sign-in\/(?:eid|work)">([^<]+)</g)].map(([, text]) => text);
      };
      expect(await buttons('et', server)).to.deep.equal(['Logi sisse: eID', 'Logi sisse: töökonto']);
      expect((await buttons('sv', server)).join())
        .to.contain('e-legitimation')
        .and.contain('arbetskonto');
      await withServer(
        async (named) => {
          expect((await buttons('et', named)).join())
            .to.contain('TARA')
            .and.contain('Entra');
        },
        { ...settingsFor(provider), OIDC_NAME: 'TARA', OIDC_STAFF_NAME: 'Entra' },
      );
    }));

  it('signing out leads on to the provider, without a word of who it was', () =>
    atServer(async (server) => {
      await insertHolder(server);
      provider.vouchFor({ sub: `EE${CODE}`, acr: 'high' });
      const person = server.browser();
      await goThere(person);
      const out = await person.post('/sign-out');
      expect(out.headers.get('location')).to.equal('/signed-out?at=customer');
      const html = await (await person.get('/signed-out?at=customer')).text();
      const address = /href="(http[^"]+session\/end[^"]*)"/.exec(html)?.[1] ?? '';
      expect(address).to.contain(`${provider.issuer}/session/end`).and.not.contain(CODE);
      expect((await person.get('/my')).headers.get('location')).to.match(/^\/sign-in/);
    }));

  it('takes the claim that the settings name, as Suomi.fi writes it', () =>
    withServer(
      async (server) => {
        await insertHolder(server, 'first', '131052-308T', 'FI');
        provider.vouchFor({
          sub: 'opaque',
          acr: 'substantial',
          claims: { 'urn:oid:1.2.246.21': '131052-308T' },
        });
        const person = server.browser();
        expect((await goThere(person)).headers.get('location')).to.equal('/');
        expect((await person.get('/my')).status).to.equal(200);
      },
      { ...settingsFor(provider), OIDC_PERSON_CLAIM: 'urn:oid:1.2.246.21', OIDC_PERSON_COUNTRY: 'FI' },
    ));

  function atServer(work: (server: TestServer) => Promise<void>): Promise<void> {
    return withServer(work, settingsFor(provider));
  }

  async function returnAddress(browser: Browser, path = '/sign-in/eid'): Promise<string> {
    const left = await browser.get(path);
    return provider.visit(left.headers.get('location') ?? '');
  }

  async function goThere(browser: Browser, path = '/sign-in/eid'): Promise<Response> {
    const back = await returnAddress(browser, path);
    return browser.get(pathOf(back), { 'accept-language': 'en' });
  }
});

function startWith(tamper: (claims: Claims) => Claims): () => Promise<TestProvider> {
  return () => startProvider(tamper);
}

function settingsFor({ issuer }: TestProvider): Readonly<Record<string, string>> {
  return {
    PUBLIC_URL,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_STAFF_ISSUER: issuer,
    OIDC_STAFF_CLIENT_ID: CLIENT.id,
    OIDC_STAFF_CLIENT_SECRET: CLIENT.secret,
    OIDC_STAFF_SCOPE: 'openid',
  };
}

/** A person of a portfolio of its own whose personal code is known. */
async function insertHolder(
  { services: { db, vault } }: TestServer,
  portfolio = 'first',
  code = CODE,
  jurisdiction = 'EE',
): Promise<{ readonly personId: number; readonly index: string }> {
  const { portfolioId, personIds } = await insertSmallPortfolio(db, vault, 2);
  await db('portfolios').where({ id: portfolioId }).update({ name: portfolio });
  const [personId = 0] = personIds;
  const index = personalCodeIndex(vault, code);
  await db('persons').where({ id: personId }).update({ identifier_index: index, jurisdiction });
  return { personId, index };
}

function pathOf(address: string): string {
  const url = new URL(address);
  return `${url.pathname}${url.search}`;
}

async function titleOf(response: Response): Promise<string> {
  return /<h1>([^<]*)<\/h1>/.exec(await response.text())?.[1] ?? '';
}
