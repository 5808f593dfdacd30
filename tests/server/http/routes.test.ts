import { expect } from 'chai';
import { listAccesses } from '../../../data/stores/accesses.ts';
import { type Role, ROLES } from '../../../server/actions/action.ts';
import { routesOf } from '../../../server/app.ts';
import { createRoutes, isApi, route, type RouteDeclaration } from '../../../server/http/route.ts';
import { ask, label, pathFor } from './addresses.ts';
import type { Browser } from './browser.ts';
import { halfReleased } from './half-released.ts';
import { insertSmallWorld, type SmallWorld } from './small-world.ts';
import { type TestServer, withServer } from './test-server.ts';
import { leadsTo, waysIn } from './ways-of-page.ts';

describe('every declared route', function () {
  this.timeout(120_000);

  it('sends a stranger to sign in, or tells a program that a key is needed', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      for (const declared of guarded(server)) {
        const path = pathFor(declared, world.own, world);
        const response = await ask(server, declared, path, server.browser(), null);
        if (isApi(declared.path)) {
          expect(response.status, label(declared)).to.equal(401);
          expect(response.headers.get('content-type'), label(declared)).to.match(/problem\+json/);
        } else {
          expect(response.status, label(declared)).to.equal(303);
          expect(response.headers.get('location'), label(declared)).to.match(/^\/sign-in/);
        }
      }
    }));

  for (const role of ROLES) {
    it(`is open to ${role} exactly where it says so`, () =>
      withServer(async (server) => {
        const world = await insertSmallWorld(server.services);
        const { browser, key } = await actorOf(server, role, world);
        for (const declared of guarded(server)) {
          const path = pathFor(declared, world.own, world);
          const response = await ask(server, declared, path, browser, key);
          if (declared.allow.includes(role)) {
            const text = response.status >= 400 ? (await response.text()).slice(0, 400) : '';
            expect(response.status, `${label(declared)}: ${text}`).to.be.lessThan(500);
            expect([401, 403], `${label(declared)}: ${text}`).to.not.include(response.status);
            expect(response.headers.get('location') ?? '', label(declared)).to.not.match(/^\/sign-in/);
          } else {
            // A customer has no key: to the API they are a stranger.
            const refused = isApi(declared.path) && key === null ? 401 : 403;
            expect(response.status, label(declared)).to.equal(refused);
          }
        }
      }));
  }

  for (const role of ROLES) {
    it(`is offered to ${role} by no button or link of a page where it is closed to them`, () =>
      withServer(async (server) => {
        const world = await insertSmallWorld(server.services);
        const { browser } = await actorOf(server, role, world);
        const deadEnds = new Set<string>();
        for (const shown of guarded(server).filter((each) => isPageFor(each, role))) {
          const response = await browser.get(pathFor(shown, world.own, world));
          if (response.headers.get('content-type')?.startsWith('text/html') !== true) continue;
          for (const way of waysIn(await response.text())) {
            const route = routesOf(server.app).find((each) => leadsTo(each, way));
            if (route === undefined || route.allow === 'anyone' || route.allow.includes(role)) continue;
            deadEnds.add(`${shown.path} offers ${label(route)}`);
          }
        }
        expect([...deadEnds]).to.deep.equal([]);
      }));
  }

  it('keeps whose data a member of staff looked at, once an hour, and what for', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const world = await insertSmallWorld(server.services);
      const looking = guarded(server).filter(({ looksAt }) => typeof looksAt === 'object');
      expect(looking.length).to.be.greaterThan(8);
      for (const declared of looking) {
        if (typeof declared.looksAt !== 'object') continue;
        const role = declared.allow.find((each) => each !== 'customer') ?? 'auditor';
        const { browser, key } = await actorOf(server, role, world, `${role}-${Math.random()}`);
        for (let time = 0; time < 2; time++) {
          await ask(server, declared, pathFor(declared, world.own, world), browser, key);
        }
        const kept = await listAccesses(db, world.own.personId, 10);
        expect(kept, label(declared)).to.have.length(1);
        expect(kept[0], label(declared)).to.include({
          role,
          what: declared.looksAt.what,
          via: isApi(declared.path) ? 'api' : 'page',
        });
        expect(await listAccesses(db, world.others.personId, 10), label(declared)).to.have.length(
          declared.path === '/statements' ? 1 : 0,
        );
        await db('accesses').delete();
      }
    }));

  it('keeps who stands in a list, a queue or a file that a member of staff sees, once a day', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const world = await insertSmallWorld(server.services);
      const lists = guarded(server).filter(({ looksAt }) => looksAt === 'listed');
      expect(lists.length).to.be.greaterThan(14);
      await halfReleased(server.services, world.own, world);
      for (const declared of lists) {
        const role = declared.allow.find((each) => each !== 'customer') ?? 'auditor';
        const { browser, key } = await actorOf(server, role, world, `${role}-${Math.random()}`);
        await db('accesses').delete();
        await db('accesses').insert({ person_id: world.own.personId, staff_id: 1, ...LOOKED_BEFORE });
        const { query = '', what = 'list' } = LISTED[declared.path] ?? {};
        for (let time = 0; time < 2; time++) {
          const path = `${pathFor(declared, world.own, world)}${query.replace('N', String(world.own.personId))}`;
          await (await ask(server, declared, path, browser, key)).text();
        }
        const kept = (await listAccesses(db, world.own.personId, 10)).filter(
          ({ at }) => at !== LOOKED_BEFORE.at,
        );
        expect(kept, label(declared)).to.have.length(1);
        const via = isApi(declared.path) ? 'api' : 'page';
        expect(kept[0], label(declared)).to.include({ role, what, via });
      }
    }));

  it('cannot be declared for staff to read without saying whose data they see', () =>
    withServer(async ({ services }) => {
      const forgotten = () =>
        route(createRoutes(services), {
          method: 'get',
          path: '/things',
          allow: ['officer'],
          handler: () => undefined,
        });
      expect(forgotten).to.throw('/things: staff read it, so it must say whose data they see');
    }));

  it('refuses a form without the token of its session', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      for (const role of ROLES) {
        const { browser } = await actorOf(server, role, world);
        const foreignToken = await server.browser().token();
        for (const declared of routesOf(server.app)) {
          if (declared.method !== 'post' || isApi(declared.path)) continue;
          if (declared.allow !== 'anyone' && !declared.allow.includes(role)) continue;
          const path = pathFor(declared, world.own, world);
          const attempts: readonly Record<string, string>[] = [{}, { _csrf: '' }, { _csrf: foreignToken }];
          for (const fields of attempts) {
            const response = await browser.postWithout(path, fields);
            expect(response.status, `${label(declared)} as ${role}`).to.equal(403);
          }
        }
      }
    }));

  it('cannot be declared for customers without saying whose data it is', () =>
    withServer(async ({ services }) => {
      const forgotten = () =>
        route(createRoutes(services), {
          method: 'get',
          path: '/my/things/:id',
          allow: ['customer'],
          handler: () => undefined,
        });
      expect(forgotten).to.throw('/my/things/:id: customers may call it, so it must say whose data it is');
    }));

  it('is the only way in: whatever no route declares is not there', () =>
    withServer(async (server) => {
      const browser = await server.staff('boss', ['admin']);
      for (const path of [
        '/admin',
        '/../package.json',
        '/assets/../configuration.ts',
        '/assets/styles/',
        '/api',
        '/api/v1',
      ]) {
        expect((await browser.get(path)).status, path).to.equal(404);
      }
    }));
});

type Guarded = Extract<RouteDeclaration, { allow: readonly unknown[] }>;

function guarded(server: TestServer): readonly Guarded[] {
  const found = routesOf(server.app).filter((declared): declared is Guarded => declared.allow !== 'anyone');
  expect(found.length).to.be.greaterThan(20);
  // What signs everybody out comes last: what came after it would be asked by a stranger.
  const signsOut = ({ path }: Guarded): number => (path.endsWith('/sessions-end') ? 1 : 0);
  return [...found].sort((a, b) => signsOut(a) - signsOut(b));
}

async function actorOf(
  server: TestServer,
  role: Role,
  world: SmallWorld,
  username = `a-${role}`,
): Promise<{ readonly browser: Browser; readonly key: string | null }> {
  if (role === 'customer') return { browser: await server.customer('mari.m', world.own.personId), key: null };
  return { browser: await server.staff(username, [role]), key: await server.apiKey(role) };
}

function isPageFor({ method, path, allow }: Guarded, role: Role): boolean {
  return method === 'get' && !isApi(path) && allow.includes(role);
}

/** How a list is asked so that the first person stands in it, and what it keeps. */
const LISTED: Readonly<Record<string, { readonly query?: string; readonly what?: string }>> = {
  '/accesses': { query: '?person=N' },
  '/cases/export.csv': { query: '?run=1', what: 'export' },
  '/cases/export.xlsx': { query: '?run=1', what: 'export' },
};

/** So that there is something to see under *Who looked*. */
const LOOKED_BEFORE = {
  ...{ role: 'officer', what: 'case', via: 'page' },
  ...{ at: '2026-01-01T10:00:00.000Z', hour: '2026-01-01T10' },
};
