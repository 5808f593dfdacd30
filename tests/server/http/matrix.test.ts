import { expect } from 'chai';
import { type Role, ROLES } from '../../../server/actions/action.ts';
import { routesOf } from '../../../server/app.ts';
import { isApi, type RouteDeclaration } from '../../../server/http/route.ts';
import { label, NOBODYS_ID, numbered, pathFor } from './addresses.ts';
import type { Browser } from './browser.ts';
import { actFor } from './representative.ts';
import { insertSmallWorld, type PersonalIds, type SmallWorld } from './small-world.ts';
import { type TestServer, withServer } from './test-server.ts';

const ACCEPTED = ['text/html', 'application/json'] as const;

/**
 * Every route with a number × every caller × whose number it is, asked for a page and for JSON:
 *
 * | caller | their own | another person's, nobody's, no number |
 * | --- | --- | --- |
 * | stranger, no key | to the sign-in, or 401 | the same, whatever the number |
 * | a role the route is closed to | 403 | the same, whatever the number |
 * | customer, or who acts for them in all | opens | 404, the same to the letter |
 * | who acts for them in one claim | opens, or 403 beyond the claim | 404, the same to the letter |
 * | who acted for them until lately | 403 | the same, whatever the number |
 * | staff and their keys, where open | opens | another person's opens; else 404 |
 */
describe('who may call what about whom', function () {
  this.timeout(120_000);

  const NO_NUMBERS = [
    '0',
    '-1',
    '1e3',
    '1.0',
    '0x1',
    '１',
    ' 1',
    'null',
    '../1',
    '1;drop table staff',
    '9'.repeat(20),
  ];

  it('strangers learn nothing from any number', () =>
    inWorld(async (server, world) => {
      const stranger = { browser: server.browser(), key: null };
      for (const declared of guardedByNumber(server)) {
        for (const accept of ACCEPTED) {
          for (const path of pathsOf(declared, world)) {
            const answer = await ask(server, declared, path, stranger, accept);
            const shut = isApi(declared.path) || accept === 'application/json' ? 401 : 303;
            expect(answer.status, `${label(declared)} ${path}`).to.equal(shut);
            if (shut === 303) expect(answer.location, label(declared)).to.match(/^\/sign-in(\?next=|$)/);
          }
        }
      }
    }));

  it('a route that is closed to a role says no before it looks at the number', () =>
    inWorld(async (server, world) => {
      for (const role of ROLES) {
        const caller = await callerOf(server, role, world);
        for (const declared of guardedByNumber(server).filter(({ allow }) => !allow.includes(role))) {
          const shut = isApi(declared.path) && caller.key === null ? 401 : 403;
          const [theirs, ...others] = pathsOf(declared, world);
          const asked = [
            ...others.map((path) => [path, 'text/html'] as const),
            [theirs, 'application/json'] as const,
          ];
          for (const [path = '', accept] of asked) {
            const { status } = await ask(server, declared, path, caller, accept);
            expect(status, `${role}: ${label(declared)} ${path}`).to.equal(shut);
          }
        }
      }
    }));

  const CUSTOMERS: Readonly<
    Record<
      string,
      {
        readonly whose: 'own' | 'others';
        readonly arrive: (server: TestServer, world: SmallWorld) => Promise<Browser>;
        readonly narrow?: true;
      }
    >
  > = {
    'a customer': { whose: 'own', arrive: (server, { own }) => server.customer('mari', own.personId) },
    'another customer': {
      whose: 'others',
      arrive: (server, { others }) => server.customer('jaan', others.personId),
    },
    'who acts for a customer in all': {
      whose: 'own',
      arrive: async (server, { own }) => (await actFor(server, own.personId, {})).browser,
    },
    'who acts for a customer in one claim': {
      whose: 'own',
      narrow: true,
      arrive: async (server, { own }) =>
        (await actFor(server, own.personId, { scope: { kind: 'claim', claimId: own.claim } })).browser,
    },
  };
  for (const [who, { whose, arrive, narrow }] of Object.entries(CUSTOMERS)) {
    it(`${who} cannot tell what is another's from what is not there, to the letter`, () =>
      inWorld(async (server, world) => {
        const caller = { browser: await arrive(server, world), key: null };
        const mine = world[whose];
        const foreign = whose === 'own' ? world.others : world.own;
        const open = guardedByNumber(server).filter(({ allow }) => allow.includes('customer'));
        expect(open.length).to.be.greaterThan(15);
        for (const declared of open) {
          const theirs = pathFor(declared, foreign, world);
          // Whatever else of the other person has that number, or nothing.
          const matters = await notOf(server, mine.personId, declared, Object.values(foreign));
          const paths = [
            theirs,
            ...[NOBODYS_ID, ...NO_NUMBERS, ...matters].map((id) => numbered(declared, id)),
          ];
          for (const accept of ACCEPTED) {
            const answers = new Map<string, string>();
            for (const path of accept === 'text/html' ? paths : paths.slice(0, 3)) {
              const answer = await ask(server, declared, path, caller, accept);
              expect(answer.status, `${label(declared)} ${path} ${accept}`).to.equal(404);
              answers.set(answer.told, path);
            }
            expect([...answers.values()], `${label(declared)} answers differently`).to.have.length(1);
          }
          if (declared.method !== 'get') continue;
          const { status } = await ask(server, declared, pathFor(declared, mine, world), caller, 'text/html');
          expect(narrow ? [200, 303, 403] : [200, 303], `${label(declared)}, their own`).to.include(status);
        }
      }));
  }

  it('who acted for a customer until lately is told so, whatever the number', () =>
    inWorld(async (server, world) => {
      const over = await actFor(server, world.own.personId, { validUntil: '2026-03-01' });
      const caller = { browser: over.browser, key: null };
      for (const declared of guardedByNumber(server)) {
        for (const accept of ACCEPTED) {
          const told = new Set<string>();
          for (const path of pathsOf(declared, world)) {
            const answer = await ask(server, declared, path, caller, accept);
            expect(answer.status, `${label(declared)} ${path}`).to.equal(isApi(declared.path) ? 401 : 403);
            told.add(answer.told);
          }
          expect(told.size, label(declared)).to.equal(1);
        }
      }
    }));

  it('staff, with a page or a key, find nothing under a number that is none, and open what is there', () =>
    inWorld(async (server, world) => {
      const wrong: string[] = [];
      for (const role of ROLES.filter((each) => each !== 'customer')) {
        const caller = await callerOf(server, role, world);
        for (const declared of guardedByNumber(server).filter(({ allow }) => allow.includes(role))) {
          for (const id of [NOBODYS_ID, ...NO_NUMBERS]) {
            const { status } = await ask(server, declared, numbered(declared, id), caller, 'text/html');
            // An empty form may be refused for what is missing in it before anything is looked up.
            const refused = declared.method === 'post' && status === 422;
            if (status !== 404 && !refused) wrong.push(`${role}: ${label(declared)} ${id}: ${status}`);
          }
          if (declared.method !== 'get') continue;
          for (const person of [world.own, world.others]) {
            const path = pathFor(declared, person, world);
            const { status } = await ask(server, declared, path, caller, 'text/html');
            if (![200, 303].includes(status) && !NOT_MADE.test(path))
              wrong.push(`${role}: ${label(declared)} ${path}: ${status}`);
          }
        }
      }
      expect(wrong).to.deep.equal([]);
    }));
});

/** Files that are not there yet: of a review that runs, of an import without a refusal, of a request that is no access. */
const NOT_MADE = /\/(minutes\.pdf|refused(\.csv|-rows)|copy\.(pdf|json)|portable\.json)$/;

function inWorld(work: (server: TestServer, world: SmallWorld) => Promise<void>): Promise<void> {
  return withServer(async (server) => work(server, await insertSmallWorld(server.services)));
}

type Numbered = Extract<RouteDeclaration, { allow: readonly unknown[] }>;

function guardedByNumber(server: TestServer): readonly Numbered[] {
  const found = routesOf(server.app).filter(
    (declared): declared is Numbered => declared.allow !== 'anyone' && declared.path.includes(':'),
  );
  expect(found.length).to.be.greaterThan(60);
  return found;
}

/** Theirs, another's, nobody's, and what is no number. */
function pathsOf(declared: Numbered, { own, others, ...world }: SmallWorld): readonly string[] {
  const of = (person: PersonalIds): string => pathFor(declared, person, { own, others, ...world });
  return [of(own), of(others), numbered(declared, NOBODYS_ID), numbered(declared, '0 or 1=1')];
}

const TABLES: Readonly<Record<string, string>> = { rights: 'rights_requests', letters: 'notices' };

/** Those of the numbers under which nothing of this person stands. */
async function notOf(
  { services }: TestServer,
  personId: number,
  { path }: Numbered,
  ids: readonly number[],
): Promise<readonly number[]> {
  const noun = /([^/]+)\/:/.exec(path)?.[1] ?? '';
  const own = (await services
    .db(TABLES[noun] ?? noun)
    .where({ person_id: personId })
    .pluck('id')) as number[];
  expect(own.length, path).to.be.greaterThan(0);
  return ids.filter((id) => !own.includes(id));
}

interface Caller {
  readonly browser: Browser;
  /** Of their session, for forms; asked for once. */
  token?: string;
  readonly key: string | null;
}

async function callerOf(server: TestServer, role: Role, { own }: SmallWorld): Promise<Caller> {
  if (role === 'customer') return { browser: await server.customer('mari', own.personId), key: null };
  return { browser: await server.staff(`a-${role}`, [role]), key: await server.apiKey(role) };
}

interface Answer {
  readonly status: number;
  readonly location: string;
  /** All that the answer says, without what is new in every answer: its number, the form's token, the address asked for. */
  readonly told: string;
}

async function ask(
  server: TestServer,
  declared: Numbered,
  path: string,
  caller: Caller,
  accept: (typeof ACCEPTED)[number],
): Promise<Answer> {
  const { browser, key } = caller;
  const token = (caller.token ??= await browser.token());
  const response = isApi(declared.path)
    ? await fetch(`${server.address}${path}`, {
        method: declared.method.toUpperCase(),
        headers: {
          accept,
          'content-type': declared.body === 'file' ? 'text/csv' : 'application/json',
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        },
        ...(declared.method === 'get' ? {} : { body: declared.body === 'file' ? 'a,b\n' : '{}' }),
      })
    : await browser.request(path, {
        method: declared.method.toUpperCase(),
        headers: { accept, 'content-type': 'application/x-www-form-urlencoded' },
        ...(declared.method === 'get' ? {} : { body: new URLSearchParams({ _csrf: token }).toString() }),
      });
  const text =
    response.headers.get('content-type')?.includes('text') === true ||
    response.headers.get('content-type')?.includes('json') === true
      ? await response.text()
      : '';
  const kinds = [...response.headers].filter(
    ([name]) => !/^(date|ratelimit.*|set-cookie|content-length)$/.test(name),
  );
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    told: JSON.stringify([response.status, kinds, anonymous(text, path)]),
  };
}

function anonymous(text: string, path: string): string {
  const here = new URL(path, 'http://recourse.invalid').pathname;
  return text
    .replaceAll(here, 'HERE')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'NUMBER')
    .replaceAll(/name="_csrf" value="[^"]*"/g, 'TOKEN');
}
