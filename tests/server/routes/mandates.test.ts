import { expect } from 'chai';
import { verifyChain } from '../../../data/audit/chain.ts';
import { endMandate, findMandate } from '../../../data/stores/mandates.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import { routesOf } from '../../../server/app.ts';
import type { Browser } from '../http/browser.ts';
import { insertSmallWorld, type SmallWorld } from '../http/small-world.ts';
import { TEST_NOW, type TestServer, withServer } from '../http/test-server.ts';
import { contest, representative } from './acting-world.ts';

describe('acting for another', function () {
  this.timeout(120_000);

  it('an officer records a mandate, a second person confirms it, and the representative contests within it', () =>
    withServer(async (server) => {
      const { db, vault } = server.services;
      const world = await insertSmallWorld(server.services);
      const officer = await server.staff('mari', ['officer']);
      const second = await server.staff('juhan', ['officer']);
      const { personId } = world.own;
      const recorded = await officer.post(`/persons/${personId}/mandates`, {
        name: 'Liis Esindaja',
        kind: 'lawyer',
        scope: 'all',
        proof: 'id_document',
        basis: 'Volikiri 1. märtsist 2026',
        from: '2026-03-01',
      });
      expect(recorded.status).to.equal(303);
      const mandateId = await newestMandate(server);
      expect((await officer.post(`/mandates/${mandateId}/confirmation`)).status).to.equal(303);
      expect((await findMandate(db, vault, mandateId))?.confirmedAt, 'by who recorded it').to.equal(null);
      await second.post(`/mandates/${mandateId}/confirmation`);
      expect((await findMandate(db, vault, mandateId))?.confirmedAt).to.equal(TEST_NOW);

      const shown = await (await officer.post(`/mandates/${mandateId}/codes`)).text();
      const code = /<p class="lead num"><b>([^<]+)</.exec(shown)?.[1] ?? '';
      const liis = server.browser();
      expect((await liis.post('/sign-in/code', { code })).headers.get('location')).to.equal('/acting');
      await liis.post('/acting', { as: `mandate:${mandateId}` });
      expect((await liis.get('/my')).status).to.equal(200);
      await contest(liis, world.own.freshDecision);
      const review = (await db('reviews').where({ decision_id: world.own.freshDecision }).first('id')) as {
        id: number;
      };
      const [words] = await listStatements(db, vault, { reviewId: review.id });
      expect(words).to.include({ authorKind: 'representative', authorId: mandateId });
      const entry = (await db('audit_entries').where({ action: 'review.request' }).first()) as Record<
        string,
        unknown
      >;
      expect(entry).to.include({ actor_kind: 'representative', actor_id: mandateId, person_id: personId });
      expect((await verifyChain(db)).kind).to.equal('intact');
      const minutes = await (await officer.get(`/reviews/${review.id}/minutes?lang=en`)).text();
      expect(minutes).to.contain(`representative, mandate ${mandateId}`);
      const again = server.browser();
      expect((await again.post('/sign-in/code', { code })).status, 'the code a second time').to.equal(401);
    }));

  for (const [name, spoil, title] of [
    ['unconfirmed', null, 'does not hold yet'],
    ['expired', { valid_until: '2026-03-01' }, 'holds no longer'],
    ['not begun', { valid_from: '2026-03-03' }, 'does not hold yet'],
    ['ended', { ended_at: TEST_NOW }, 'holds no longer'],
  ] as const) {
    it(`${name}, opens no route of a customer, and says why`, () =>
      withServer(async (server) => {
        const world = await insertSmallWorld(server.services);
        const { browser, mandateId } = await representative(server, world, {});
        const change = spoil ?? { confirmed_at: null, confirmed_by: null };
        await server.services.db('mandates').where({ id: mandateId }).update(change);
        for (const { path, response } of await walk(server, browser, world.own)) {
          expect(response.status, path).to.equal(403);
          const html = await response.text();
          expect(html, path).to.contain(title).and.not.contain('kviitung');
        }
        expect(await server.services.db('statements').where({ author_kind: 'representative' })).to.deep.equal(
          [],
        );
      }));
  }

  it('for one person, opens nothing of another', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const { browser } = await representative(server, world, {});
      const walked = (await walk(server, browser, world.others)).filter(({ path }) => /\d/.test(path));
      expect(walked.length).to.be.greaterThan(5);
      for (const { path, response } of walked) expect(response.status, path).to.equal(404);
      expect((await browser.post('/acting', { as: `file:${world.others.personId}` })).status).to.equal(404);
    }));

  it('for reviews alone, opens decisions and reviews and nothing else of the file', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const { browser } = await representative(server, world, { scope: { kind: 'reviews' } });
      expect((await browser.get('/')).headers.get('location')).to.equal('/acting/matters');
      const matters = await (await browser.get('/acting/matters')).text();
      expect(matters).to.contain(`/my/decisions/${world.own.decision}`);
      // No page leads into the rest of the file, which would be refused.
      for (const path of ['/acting/matters', `/my/decisions/${world.own.decision}`]) {
        const html = await (await browser.get(path)).text();
        expect(html, path)
          .to.contain('href="/acting/matters"')
          .and.not.match(/href="\/my(\/data|\/rights|\/letters)?"/);
      }
      expect((await browser.get(`/my/decisions/${world.own.decision}`)).status).to.equal(200);
      expect((await browser.get(`/my/reviews/${world.own.review}`)).status).to.equal(200);
      for (const path of ['/my', '/my/data', '/my/looks', '/my/representatives']) {
        expect((await browser.get(path)).status, path).to.equal(403);
      }
    }));

  it('for one claim, opens no decision of another claim', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const scope = { kind: 'claim', claimId: 987_654 } as const;
      const { browser } = await representative(server, world, { scope });
      expect((await browser.get(`/my/decisions/${world.own.decision}`)).status).to.equal(403);
      const matters = await (await browser.get('/acting/matters')).text();
      expect(matters).to.not.contain(`/my/decisions/${world.own.decision}`);
    }));

  it('the person sees who acts for them and takes a power of attorney back, and the session ends with it', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const { browser, mandateId } = await representative(server, world, {});
      const person = await server.customer('omanik', world.own.personId);
      expect(await (await person.get('/my/representatives')).text()).to.contain('Liis Esindaja');
      const other = await server.customer('teine', world.others.personId);
      expect((await other.post(`/my/mandates/${mandateId}/end`)).status).to.equal(404);
      await person.post(`/my/mandates/${mandateId}/end`);
      expect((await browser.get('/my')).status).to.equal(403);
    }));

  it('a guardian acts instead of the person, who reads on and cannot end it', () =>
    withServer(async (server) => {
      const { db, vault } = server.services;
      const world = await insertSmallWorld(server.services);
      const { browser, mandateId } = await representative(server, world, {
        kind: 'guardian',
        replacesPerson: true,
      });
      const person = await server.customer('omanik', world.own.personId);
      expect((await person.get('/my')).status).to.equal(200);
      expect((await person.post(`/my/mandates/${mandateId}/end`)).status).to.equal(403);
      expect((await findMandate(db, vault, mandateId))?.endedAt).to.equal(null);
      await contest(person, world.own.freshDecision, 403);
      await contest(browser, world.own.freshDecision);
      await endMandate(db, mandateId, 'staff', TEST_NOW);
      expect((await person.get(`/my/decisions/${world.own.freshDecision}/review`)).status).to.equal(303);
    }));
});

describe('control questions on the telephone', () => {
  it('are offered only where the controller takes the answers as proof', () =>
    withServer(async (server) => {
      const { personId } = (await insertSmallWorld(server.services)).own;
      const officer = await server.staff('mari', ['officer']);
      const form = `/persons/${personId}/control-questions`;
      expect(await (await officer.get(`/persons/${personId}`)).text()).to.contain(form);
      await server.services.db('portfolios').update({ profile: 'retail-credit-ee' });
      expect(await (await officer.get(`/persons/${personId}`)).text()).not.to.contain(form);
    }));

  it('answered wrongly twice lock the person for the day, and each leaves a proof that failed', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const world = await insertSmallWorld(server.services);
      const { personId } = world.own;
      const officer = await server.staff('mari', ['officer']);
      for (let time = 0; time < 2; time++) {
        const asked = await officer.post(`/persons/${personId}/control-questions`);
        expect(asked.status).to.equal(200);
        const again = await (await officer.post(`/persons/${personId}/control-questions`)).text();
        const html = await asked.text();
        expect(fieldsIn(again), 'asking again draws nothing new').to.deep.equal(fieldsIn(html));
        expect(fieldsIn(html)).to.have.length(3);
        const action = /action="(\/control-rounds\/\d+\/answers)"/.exec(html)?.[1] ?? '';
        expect((await officer.post(action, { street: 'ei tea' })).status).to.equal(303);
        expect((await officer.post(action, { street: 'ei tea' })).status, 'judged once').to.equal(409);
      }
      const locked = await officer.post(`/persons/${personId}/control-questions`);
      expect(locked.status).to.equal(303);
      const proofs = await db('identity_proofs')
        .where({ person_id: personId, channel: 'phone' })
        .select('method', 'passed', 'channel');
      expect(proofs).to.deep.equal(
        Array.from({ length: 2 }, () => ({ method: 'control_questions', passed: 0, channel: 'phone' })),
      );
    }));
});

function fieldsIn(html: string): readonly string[] {
  return [...html.matchAll(/<input type="text" id="([a-z_]+)"/g)].map(([, name]) => name ?? '');
}

/** Every route of customers alone, with the ids of this person. */
async function walk(
  server: TestServer,
  browser: Browser,
  person: SmallWorld['own'],
): Promise<readonly { readonly path: string; readonly response: Response }[]> {
  const ids: Readonly<Record<string, number>> = {
    decisions: person.decision,
    reviews: person.review,
    documents: person.document,
    mandates: person.mandate,
  };
  const found = routesOf(server.app).filter(
    ({ allow, path }) =>
      allow !== 'anyone' && allow.length === 1 && allow[0] === 'customer' && idsKnown(path, ids),
  );
  const answers = [];
  for (const { method, path } of found) {
    const noun = /([^/]+)\/:id/.exec(path)?.[1] ?? '';
    const address = path.replace(':id', String(ids[noun]));
    answers.push({
      path: `${method} ${address}`,
      response: method === 'get' ? await browser.get(address) : await browser.post(address),
    });
  }
  expect(answers.length).to.be.greaterThan(8);
  return answers;
}

function idsKnown(path: string, ids: Readonly<Record<string, number>>): boolean {
  const nouns = [...path.matchAll(/([^/]+)\/:\w+/g)].map(([, noun]) => noun ?? '');
  return nouns.length <= 1 && nouns.every((noun) => noun in ids);
}

async function newestMandate({ services: { db } }: TestServer): Promise<number> {
  const row = (await db('mandates').orderBy('id', 'desc').first('id')) as { id: number };
  return row.id;
}
