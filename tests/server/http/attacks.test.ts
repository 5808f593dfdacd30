import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { insertDocument } from '../../../data/stores/documents.ts';
import { type Role, ROLES } from '../../../server/actions/action.ts';
import { routesOf } from '../../../server/app.ts';
import { isApi, type RouteDeclaration } from '../../../server/http/route.ts';
import { TEST_NOW, type TestServer, withServer } from './test-server.ts';
import { ask, label, pathFor } from './addresses.ts';
import type { Browser } from './browser.ts';
import { insertSmallWorld, type SmallWorld, type Told } from './small-world.ts';

const FORMULA = `=cmd|' /C calc'!A0`;
const HOSTILE: Told = {
  controller: `${FORMULA}<script>`,
  person: '<script>alert(1)</script>',
  address: '"><img src=x onerror=alert(1)>',
  words: '</textarea><script>alert(1)</script>',
  paper: 'a"\r\nSet-Cookie: stolen=1;/../../etc/passwd\u202Egpj.html',
  recipient: `${FORMULA}\r\nX-Injected: 1`,
  representative: "' onmouseover=alert(1) '",
};

/** What somebody can send who means harm, to every route there is. */
describe('attacks on every route', function () {
  this.timeout(120_000);

  it('every answer carries the strict policy; what holds data of people is kept by nobody on the way', () =>
    inHostileWorld(async (server, world) => {
      for (const { declared, response } of await openAll(server, world)) {
        const where = `${label(declared)} ${response.status}`;
        const policy = response.headers.get('content-security-policy') ?? '';
        expect(policy, where)
          .to.include("default-src 'none'")
          .and.not.match(/unsafe|\*|data:|blob:|https?:/);
        expect(response.headers.get('x-content-type-options'), where).to.equal('nosniff');
        if (declared.allow === 'anyone') continue;
        expect(response.headers.get('cache-control') ?? '', where).to.match(/\bno-store\b/);
      }
    }));

  it('no page holds a script, a handler or a style but ours, whatever people are called', () =>
    inHostileWorld(async (server, world) => {
      let pages = 0;
      for (const { declared, response } of await openAll(server, world)) {
        if (response.status === 303 || response.headers.get('content-type')?.startsWith('text/html') !== true)
          continue;
        pages += 1;
        const html = await response.text();
        const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
        expect(scripts, label(declared)).to.have.length(1);
        expect(scripts[0], label(declared)).to.match(
          /^<script type="module" src="\/assets\/scripts\/page\.js\?v=\w+">$/,
        );
        expect(html, label(declared)).to.not.match(
          /<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*\s(?:on\w+|style)=/,
        );
        expect(html, label(declared)).to.not.match(/(?:href|action|src)="(?:javascript|data):/i);
      }
      expect(pages).to.be.greaterThan(60);
    }));

  it('no name of a file breaks out of its header, leads out of a folder, or is opened in our own address', () =>
    inHostileWorld(async (server, world) => {
      const { db, vault } = server.services;
      const document = await insertDocument(db, vault, {
        personId: world.others.personId,
        reviewId: world.others.review,
        statementId: null,
        name: HOSTILE.paper,
        mediaType: 'text/html',
        content: Buffer.from('<script>alert(1)</script>'),
        uploadedAt: TEST_NOW,
      });
      const mari = await server.customer('mari', world.others.personId);
      const officer = await server.staff('officer', ['officer']);
      const answers = [
        await mari.get(`/my/documents/${document}`),
        await officer.get(`/documents/${document}`),
      ];
      for (const { status, headers } of answers) {
        expect(status).to.equal(200);
        expect(headers.get('set-cookie') ?? '').to.not.include('stolen');
        const disposition = headers.get('content-disposition') ?? '';
        expect(disposition)
          .to.match(/^attachment;/)
          .and.not.match(/[\r\n\u202e]/);
        expect(disposition).to.not.match(/filename="[^"]*[/\\]/);
        expect(headers.get('content-security-policy')).to.include('sandbox');
      }
      for (const { declared, response } of await openAll(server, world)) {
        const disposition = response.headers.get('content-disposition');
        if (disposition === null) continue;
        expect(disposition, label(declared)).to.match(
          /^(attachment|inline); filename=("[^"\r\n/\\]+"|[\w.-]+)(;|$)/,
        );
        expect(response.headers.has('x-injected'), label(declared)).to.equal(false);
      }
    }));

  it('no cell of a table that is taken out runs as a formula', () =>
    inHostileWorld(async (server, world) => {
      let tables = 0;
      const planner = await server.staff('planner', ['planner']);
      for (const address of [
        `/cases/export.csv?run=${world.run}`,
        `/disclosures/${world.own.disclosure}/file?form=csv`,
      ]) {
        const response = await planner.get(address);
        expect(response.status, address).to.equal(200);
        const text = (await response.text()).replace(/^\ufeff/, '');
        const rows = parse(text, {
          delimiter: text.split('\n')[0]?.includes(';') === true ? ';' : ',',
          relax_column_count: true,
        }) as string[][];
        tables += 1;
        for (const cell of rows.flat()) {
          expect(/^[=+@\t\r]|^-(?!\d+([.,]\d+)?$)/.test(cell), `${address}: ${cell}`).to.equal(false);
        }
      }
      expect(tables).to.equal(2);
    }));

  it('leads nobody to another site, whichever field or part of an address says where to go', () =>
    inHostileWorld(async (server, world) => {
      const elsewhere = [
        '//evil.example',
        'https://evil.example',
        '/\\evil.example',
        '\\\\evil.example',
        'javascript:alert(1)',
        '/\t/evil.example',
        '/%0d%0aSet-Cookie:%20stolen=1',
        '/./\n//evil.example',
      ];
      const officer = await server.staff('officer', ['officer']);
      for (const next of elsewhere) {
        const stranger = server.browser();
        const answers = [
          await stranger.post('/language', { language: 'et', next }),
          await stranger.post('/sign-in', { username: 'officer', password: 'correct horse battery', next }),
          await officer.post(`/statements/${world.own.statement}/readings`, { back: next }),
          await officer.get(`/sign-in?next=${encodeURIComponent(next)}`),
        ];
        for (const answer of answers) {
          const location = answer.headers.get('location') ?? '/';
          expect(new URL(location, server.address).origin, `${next} → ${location}`).to.equal(server.address);
          expect(answer.headers.get('set-cookie') ?? '').to.not.include('stolen');
        }
      }
    }));

  it('a host that somebody invents stands in no answer', () =>
    inHostileWorld(async (server, world) => {
      const mari = await server.customer('mari', world.own.personId);
      for (const address of ['/my', '/my/letters', '/sign-in', '/nowhere', '/sign-in?next=%2Fmy']) {
        const response = await mari.get(address, {
          'x-forwarded-host': 'evil.example',
          forwarded: 'host=evil.example',
        });
        expect((await response.text()) + JSON.stringify([...response.headers])).to.not.include(
          'evil.example',
        );
      }
    }));

  for (const role of ROLES) {
    it(`no form of ${role} breaks on a field that comes twice, is empty, huge, or named like the insides of an object`, () =>
      inHostileWorld(async (server, world) => {
        const { browser } = await actorOf(server, role, world);
        const token = await browser.token();
        const bodies = [
          FIELDS.flatMap((name) => [`${name}=1`, `${name}=2`]),
          FIELDS.map((name) => `${name}=${encodeURIComponent('9'.repeat(400))}`),
          FIELDS.map((name) => `${name}=%00%FF%ED%A0%80`),
          ['__proto__=1', '__proto__[admin]=1', 'constructor=1', 'toString=1', 'hasOwnProperty=1'],
        ];
        const broken: string[] = [];
        for (const declared of postsOf(server, role)) {
          for (const fields of bodies) {
            const body = [`_csrf=${encodeURIComponent(token)}`, ...fields].join('&');
            const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
            const answer = await browser.request(pathFor(declared, world.own, world), {
              method: 'POST',
              headers,
              body,
            });
            if (answer.status >= 500) broken.push(`${label(declared)} ${fields[0]}: ${answer.status}`);
          }
        }
        expect(FIELDS.length).to.be.greaterThan(50);
        expect(broken).to.deep.equal([]);
      }));
  }

  it('wherever a secret could be guessed, an address may try so often a minute and no more', () =>
    withServer(
      async (server) => {
        const guessable = routesOf(server.app).filter((declared) => declared.guessable === true);
        expect(guessable.map(({ path: address }) => address)).to.include.members([
          '/sign-in',
          '/sign-in/code',
          '/sign-in/second-factor',
          '/account/second-factor',
          '/account/second-factor/removal',
          '/account/password',
          '/control-rounds/:id/answers',
        ]);
        const browser = server.browser();
        for (let tries = 0; tries < 5; tries += 1)
          await browser.post('/sign-in', { username: 'x', password: 'y' });
        for (const declared of guessable) {
          const address = declared.path.replace(':id', '1');
          const answer = declared.method === 'get' ? await browser.get(address) : await browser.post(address);
          expect(answer.status, label(declared)).to.equal(429);
        }
      },
      { SIGN_INS_PER_MINUTE: '5' },
    ));
});

/** Every name that a field of a page has, but the token's, and those that would sign the walker out. */
const VIEWS = path.resolve(import.meta.dirname, '../../../review-ui');
const FIELDS = [
  ...new Set(
    readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ejs'))
      .flatMap((file) => [
        ...readFileSync(path.join(VIEWS, file), 'utf8').matchAll(/\bname(?:="|: ')(\w+)["']/g),
      ])
      .map(([, name = '']) => name),
  ),
].filter((name) => name !== '_csrf');

function inHostileWorld(work: (server: TestServer, world: SmallWorld) => Promise<void>): Promise<void> {
  return withServer(async (server) => work(server, await insertSmallWorld(server.services, HOSTILE)));
}

/** Each GET route, opened by the first who may: a page, a file or a refusal. */
async function openAll(
  server: TestServer,
  world: SmallWorld,
): Promise<readonly { readonly declared: RouteDeclaration; readonly response: Response }[]> {
  const actors = new Map<Role, Awaited<ReturnType<typeof actorOf>>>();
  const opened = [];
  for (const declared of routesOf(server.app).filter(({ method }) => method === 'get')) {
    const address = pathFor(declared, world.own, world);
    if (declared.allow === 'anyone') {
      opened.push({ declared, response: await server.browser().get(address) });
      continue;
    }
    const role = declared.allow.find((each) => !isApi(declared.path) || each !== 'customer') ?? 'customer';
    const actor = actors.get(role) ?? (await actorOf(server, role, world));
    actors.set(role, actor);
    opened.push({ declared, response: await ask(server, declared, address, actor.browser, actor.key) });
  }
  return opened;
}

async function actorOf(
  server: TestServer,
  role: Role,
  { own }: SmallWorld,
): Promise<{ readonly browser: Browser; readonly key: string | null }> {
  const username = `a-${role}-${Math.random()}`;
  if (role === 'customer') return { browser: await server.customer(username, own.personId), key: null };
  return { browser: await server.staff(username, [role]), key: await server.apiKey(role) };
}

function postsOf(server: TestServer, role: Role): readonly RouteDeclaration[] {
  const posts = routesOf(server.app).filter(
    ({ method, path: address, allow }) =>
      method === 'post' && !isApi(address) && (allow === 'anyone' || allow.includes(role)),
  );
  // What signs out comes last, and signing in as somebody else is tried where sessions are.
  return posts.filter(({ path: address }) => !/sessions-end$|^\/sign-/.test(address));
}
