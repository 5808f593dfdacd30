import { expect } from 'chai';
import { insertSmallWorld } from './small-world.ts';
import { withServer } from './test-server.ts';

describe('what the server tells and takes', () => {
  it('every answer carries the headers that keep a browser from being turned against its user', () =>
    withServer(async ({ address }) => {
      for (const path of ['/sign-in', '/healthz', '/nowhere', '/api/v1/runs', '/assets/styles/base.css']) {
        const { headers } = await fetch(`${address}${path}`);
        const policy = headers.get('content-security-policy') ?? '';
        expect(policy, path).to.include("default-src 'none'").and.include("script-src 'self'");
        expect(policy, path).to.not.match(/unsafe|\*|data:|blob:|https?:/);
        expect(policy, path).to.include("frame-ancestors 'none'").and.include("form-action 'self'");
        expect(headers.get('x-content-type-options'), path).to.equal('nosniff');
        expect(headers.get('x-frame-options'), path).to.equal('DENY');
        expect(headers.get('referrer-policy'), path).to.equal('same-origin');
        expect(headers.has('x-powered-by'), path).to.equal(false);
      }
    }));

  it('pages with personal data are kept by nobody on the way', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const mari = await server.customer('mari', world.own.personId);
      for (const path of ['/my', '/my/data', `/my/decisions/${world.own.decision}`]) {
        expect((await mari.get(path)).headers.get('cache-control'), path).to.equal('no-store');
      }
    }));

  it('styles and typefaces are kept by the browser', () =>
    withServer(async ({ address }) => {
      const { status, headers } = await fetch(`${address}/assets/styles/base.css`);
      expect(status).to.equal(200);
      expect(headers.get('cache-control')).to.match(/max-age=\d+/);
    }));

  it('log lines name the route, the role and nothing personal', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const mari = await server.customer('mari.maasikas@example.ee', world.own.personId);
      await mari.get(`/my/decisions/${world.own.decision}?note=48501010000`);
      await mari.get('/nowhere/Mari-Maasikas?code=48501010000');
      await mari.post(`/my/decisions/${world.own.freshDecision}/reviews`, {
        words: 'Olen haige, Mari Maasikas',
      });
      await server.browser().signIn('mari.maasikas@example.ee', 'salasõna 123');
      const text = server.loggedText();
      const secrets = [
        'Maasikas',
        'maasikas',
        '48501010000',
        'haige',
        'salas',
        'example.ee',
        'recourse.session',
        '127.0.0.1',
      ];
      for (const secret of secrets) expect(text, secret).to.not.include(secret);
      expect(text).to.not.include(`/my/decisions/${world.own.decision}`);
      const routes = server.logged().map(({ route, actor }) => `${String(actor)} ${String(route)}`);
      expect(routes).to.include('customer /my/decisions/:id').and.include('customer none');
    }));

  it('an error on our side tells neither the caller nor the log what was sent', () =>
    withServer(async (server) => {
      const planner = await server.staff('anne', ['planner']);
      await server.services.db.schema.dropTable('run_rules');
      await server.services.db.schema.renameTable('runs', 'runs_gone');
      const response = await planner.get('/runs?name=Maasikas');
      expect(response.status).to.equal(500);
      const page = await response.text();
      expect(page).to.not.match(/runs_gone|no such table|\.ts:/);
      const line = server.logged().find(({ level }) => level === 50);
      expect(line?.['msg']).to.equal('request failed');
      expect(JSON.stringify(line)).to.include('SQLITE_ERROR').and.not.include('no such table');
      const number = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page)?.[0];
      expect(line?.['reqId']).to.equal(number);
    }));

  it('what is wrong is told in the language of the reader', () =>
    withServer(async ({ browser }) => {
      const person = browser();
      expect(await (await person.get('/nowhere?lang=et')).text()).to.include('Siin ei ole midagi');
      expect(await (await person.get('/nowhere')).text()).to.include('Siin ei ole midagi');
      expect(await (await person.get('/nowhere?lang=en')).text()).to.include('There is nothing here');
      await person.post('/language', { language: 'et', next: '/sign-in' });
      expect(await (await person.get('/sign-in')).text()).to.include('lang="et"');
      const sv = await browser().get('/nowhere', { 'accept-language': 'sv' });
      expect(await sv.text())
        .to.include('lang="sv"')
        .and.to.include('Här finns ingenting');
      const de = await browser().get('/nowhere', { 'accept-language': 'de' });
      expect(await de.text()).to.include('lang="et"');
    }));

  it('a program is told as problem+json, a person as a page', () =>
    withServer(async ({ address }) => {
      const program = await fetch(`${address}/nowhere`, { headers: { accept: 'application/json' } });
      expect(program.headers.get('content-type')).to.match(/^application\/problem\+json/);
      const problem = (await program.json()) as Record<string, unknown>;
      expect(problem).to.include({ type: 'urn:recourse:problem:not_found', status: 404 });
      expect(problem['instance']).to.match(/^urn:recourse:request:/);
      const person = await fetch(`${address}/nowhere`, { headers: { accept: 'text/html' } });
      expect(person.headers.get('content-type')).to.match(/^text\/html/);
    }));

  it('a body that is too large is not read to its end', () =>
    withServer(async (server) => {
      const planner = await server.staff('anne', ['planner']);
      const response = await planner.post('/runs', { portfolio: 'x'.repeat(5_000_000) });
      expect(response.status).to.equal(413);
    }));

  it('one address gets so many requests a minute and no more', () =>
    withServer(
      async ({ address }) => {
        const statuses: number[] = [];
        for (let sent = 0; sent < 12; sent++) statuses.push((await fetch(`${address}/healthz`)).status);
        expect(statuses.slice(0, 10)).to.deep.equal(Array<number>(10).fill(200));
        expect(statuses.slice(10)).to.deep.equal([429, 429]);
      },
      { REQUESTS_PER_MINUTE: '10' },
    ));
});
