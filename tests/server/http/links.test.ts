import { expect } from 'chai';
import { ROLES, type Role } from '../../../server/actions/action.ts';
import { routesOf } from '../../../server/app.ts';
import type { RouteDeclaration } from '../../../server/http/route.ts';
import type { MandateScope } from '../../../scoring/safeguards/mandate.ts';
import type { Browser } from './browser.ts';
import { halfReleased } from './half-released.ts';
import { actFor } from './representative.ts';
import { insertSmallWorld, type SmallWorld } from './small-world.ts';
import { type TestServer, withServer } from './test-server.ts';
import { leadsTo, waysIn, type Way } from './ways-of-page.ts';

/** Pages of one kind look alike; a list and what stands in it are each seen with a few different things in them. */
const PAGES_A_KIND = 3;
const PAGES_AT_MOST = 250;

describe('the links of a page', function () {
  this.timeout(120_000);

  for (const role of ROLES) {
    it(`lead ${role} nowhere that is closed to them, from the first page to the last`, () =>
      withServer(async (server) => {
        const world = await insertSmallWorld(server.services);
        await halfReleased(server.services, world.others, world);
        const browser =
          role === 'customer'
            ? await server.customer('mari.m', world.own.personId)
            : await server.staff(`walks-${role}`, [role]);
        const { visited, deadEnds } = await walk(server, role, browser);
        expect(deadEnds).to.deep.equal([]);
        expect(visited, 'pages seen').to.be.within(role === 'integrator' ? 2 : 8, PAGES_AT_MOST);
      }));
  }

  const scopes: Readonly<Record<string, (world: SmallWorld) => MandateScope>> = {
    everything: () => ({ kind: 'all' }),
    'one claim': ({ own }) => ({ kind: 'claim', claimId: own.claim }),
    'decisions alone': () => ({ kind: 'reviews' }),
  };
  for (const [name, scopeIn] of Object.entries(scopes)) {
    it(`lead whoever acts for a person in ${name} nowhere that their mandate closes`, () =>
      withServer(async (server) => {
        const world = await insertSmallWorld(server.services);
        const { browser } = await actFor(server, world.own.personId, { scope: scopeIn(world) });
        const { visited, deadEnds } = await walk(server, 'customer', browser, name !== 'everything');
        expect(deadEnds).to.deep.equal([]);
        expect(visited, 'pages seen').to.be.within(5, PAGES_AT_MOST);
      }));
  }
});

async function walk(
  server: TestServer,
  role: Role,
  browser: Browser,
  narrow = false,
): Promise<{ readonly visited: number; readonly deadEnds: readonly string[] }> {
  const routes = routesOf(server.app);
  const deadEnds: string[] = [];
  const kinds = new Map<string, number>();
  const waiting: string[] = ['/'];
  const known = new Set(waiting);
  let visited = 0;
  for (let here = waiting.shift(); here !== undefined; here = waiting.shift()) {
    const response = await browser.get(here);
    visited += 1;
    if (response.status >= 400) deadEnds.push(`${here} answers ${response.status}`);
    const follow = (way: Way, from: string): void => {
      const route = routes.find((each) => leadsTo(each, way));
      if (route !== undefined && route.allow !== 'anyone' && !route.allow.includes(role)) {
        deadEnds.push(`${from} offers ${way.method} ${way.address}`);
      }
      // What is pressed is not pressed here: a form that asks for the whole file is shut to a narrow mandate.
      if (narrow && way.method === 'post' && route !== undefined && isOfWholeFile(route)) {
        deadEnds.push(`${from} offers ${way.method} ${way.address}`);
      }
      if (
        way.method !== 'get' ||
        /[?&]lang=/.test(way.address) ||
        known.has(way.address) ||
        route === undefined
      )
        return;
      const kind = kindOf(way.address);
      const seen = kinds.get(kind) ?? 0;
      if (seen >= PAGES_A_KIND || visited + waiting.length >= PAGES_AT_MOST) return;
      kinds.set(kind, seen + 1);
      known.add(way.address);
      waiting.push(way.address);
    };
    const onward = response.headers.get('location');
    if (onward !== null) follow({ method: 'get', address: onward }, here);
    if (response.headers.get('content-type')?.startsWith('text/html') !== true) continue;
    for (const way of waysIn(await response.text())) follow(way, here);
  }
  return { visited, deadEnds: [...new Set(deadEnds)].sort() };
}

/** A route that somebody signed in may call and that names no matter is about all of the person's file. */
function isOfWholeFile(route: RouteDeclaration): boolean {
  return route.allow !== 'anyone' && route.matter === undefined;
}

/** `/cases/12?run=3&sort=value` and `/cases/14?run=3&sort=days` are pages of one kind. */
function kindOf(address: string): string {
  const [path = '', query = ''] = address.split('?');
  const names = [...new URLSearchParams(query).keys()].sort();
  return `${path.replaceAll(/\d+/g, ':n')}?${names.join('&')}`;
}
