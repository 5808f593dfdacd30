import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { Browser } from './browser.ts';
import { insertSmallWorld, type SmallWorld } from './small-world.ts';
import { type TestServer, withServer } from './test-server.ts';

const MEGABYTE = 1024 * 1024;

describe('uploads', () => {
  it('a form with papers is taken with its token, and its files leave the disk afterwards', () =>
    withServer(async (server) => {
      const { mari, at } = await customerOf(server);
      const form = new FormData();
      form.set('_csrf', await mari.token());
      form.set('words', 'Maksin aprillis.');
      form.append('papers', new Blob(['tasutud'], { type: 'text/plain' }), 'kviitung.txt');
      const response = await mari.request(at, { method: 'POST', body: form });
      expect([200, 303, 422]).to.include(response.status);
      expect(await leftOver(server)).to.deep.equal([]);
    }));

  it('a form with papers but without its token is refused, and nothing of it is kept', () =>
    withServer(async (server) => {
      const { mari, at, world } = await customerOf(server);
      const form = new FormData();
      form.set('words', 'Maksin.');
      form.append('papers', new Blob(['tasutud']), 'kviitung.txt');
      const response = await mari.request(at, { method: 'POST', body: form });
      expect(response.status).to.equal(403);
      expect(await leftOver(server)).to.deep.equal([]);
      const reviews = await server.services.db('reviews').where({ decision_id: world.own.freshDecision });
      expect(reviews).to.have.length(0);
    }));

  it('a stranger’s upload is not even read', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const form = new FormData();
      form.append('papers', new Blob(['x'.repeat(MEGABYTE)]), 'big.txt');
      const at = `/my/decisions/${world.own.freshDecision}/reviews`;
      const response = await server.browser().request(at, { method: 'POST', body: form });
      expect(response.status).to.equal(303);
      expect(existsSync(path.join(server.services.configuration.home, 'uploads'))).to.equal(false);
    }));

  it('a file larger than the setting is refused, and nothing of it is kept', () =>
    withServer(
      async (server) => {
        const authorization = `Bearer ${await server.apiKey('integrator')}`;
        const headers = { authorization, 'content-type': 'text/csv' };
        const body = `a,b\n${'1,2\n'.repeat(MEGABYTE / 2)}`;
        const at = `${server.address}/api/v1/imports?portfolio=P&as=persons`;
        const whole = await fetch(at, { method: 'POST', headers, body });
        expect(whole.status).to.equal(413);
        const form = new FormData();
        form.set('portfolio', 'P');
        form.set('file', new Blob([body]), 'persons.csv');
        const asForm = await fetch(at, { method: 'POST', headers: { authorization }, body: form });
        expect(asForm.status).to.equal(413);
        expect(await leftOver(server)).to.deep.equal([]);
      },
      { UPLOAD_MEGABYTES: '1' },
    ));

  it('a form that breaks off is refused', () =>
    withServer(async (server) => {
      const authorization = `Bearer ${await server.apiKey('integrator')}`;
      const response = await fetch(`${server.address}/api/v1/imports?portfolio=P&as=persons`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\n1',
      });
      expect(response.status).to.equal(400);
      expect(await leftOver(server)).to.deep.equal([]);
    }));
});

async function customerOf(
  server: TestServer,
): Promise<{ readonly mari: Browser; readonly at: string; readonly world: SmallWorld }> {
  const world = await insertSmallWorld(server.services);
  const mari = await server.customer('mari', world.own.personId);
  return { mari, at: `/my/decisions/${world.own.freshDecision}/reviews`, world };
}

/** The files go when the handler has ended, which may be a moment after its answer. */
async function leftOver(server: TestServer): Promise<readonly string[]> {
  const folder = path.join(server.services.configuration.home, 'uploads');
  for (let tries = 0; ; tries++) {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    if (files.length === 0 || tries === 100) return files;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
