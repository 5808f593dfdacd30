import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { onEveryDatabase } from '../../data/engines.ts';
import { insertSmallWorld } from './small-world.ts';
import { serveOn } from './test-server.ts';

onEveryDatabase('the server', (check) => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'recourse-engine-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  check('keeps sessions in the database, so that a restart signs nobody out', (temp) =>
    serveOn({ ...temp, home }, async (first) => {
      const anne = await first.staff('anne', ['planner']);
      const cookie = anne.cookie('recourse.session') ?? '';
      await serveOn({ ...temp, home }, async (second) => {
        const same = second.browser();
        same.setCookie('recourse.session', cookie);
        expect((await same.get('/')).headers.get('location')).to.equal('/dashboard');
        await same.post('/sign-out');
      });
      expect((await anne.get('/')).headers.get('location')).to.equal('/sign-in');
    }),
  );

  check('answers a keyed request once, and shows each role its pages', (temp) =>
    serveOn({ ...temp, home }, async (server) => {
      const world = await insertSmallWorld(server.services);
      const authorization = `Bearer ${await server.apiKey('integrator')}`;
      const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': 'k' };
      const ask = () =>
        fetch(`${server.address}/api/v1/reviews`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ decisionId: world.own.freshDecision }),
        });
      const [one, two] = [await ask(), await ask()];
      expect([one.status, two.status]).to.deep.equal([201, 201]);
      expect(await two.text()).to.equal(await one.text());
      const explained = await fetch(`${server.address}/api/v1/decisions/${world.own.decision}/explanation`, {
        headers: { authorization },
      });
      expect(explained.status).to.equal(200);
      const mari = await server.customer('mari', world.own.personId);
      expect((await mari.get(`/my/decisions/${world.own.decision}`)).status).to.equal(200);
      const chair = await server.staff('chair', ['chair']);
      expect((await chair.get('/reviews')).status).to.equal(200);
    }),
  );
});
