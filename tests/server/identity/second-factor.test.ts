import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { verifyChain } from '../../../data/audit/chain.ts';
import { findStaffByUsername } from '../../../data/stores/staff.ts';
import { resetSecondFactor } from '../../../server/identity/second-factor.ts';
import { contextFor } from '../../../server/services.ts';
import type { Browser } from '../http/browser.ts';
import { addStaff, PASSWORD, TEST_NOW, type TestServer, withServer } from '../http/test-server.ts';

describe('the second factor of staff', () => {
  it('once set up, the password alone opens nothing, and a code opens once', async () => {
    await atATime(async (server, clock) => {
      await addStaff(server.services, 'mari', ['planner']);
      const { secret } = await setUp(server, clock);
      clock.forward(60);
      const mari = server.browser();
      const asked = await mari.signIn('mari', PASSWORD);
      expect(asked.headers.get('location')).to.equal('/sign-in/second-factor');
      expect((await mari.get('/dashboard')).headers.get('location')).to.match(/^\/sign-in/);
      const wrong = await mari.post('/sign-in/second-factor', { code: '000000' });
      expect(wrong.status).to.equal(401);
      const code = codeOf(secret, clock.now());
      expect((await mari.post('/sign-in/second-factor', { code })).status).to.equal(303);
      expect((await mari.get('/dashboard')).status).to.equal(200);

      const thief = server.browser();
      await thief.signIn('mari', PASSWORD);
      expect((await thief.post('/sign-in/second-factor', { code })).status, 'the same code').to.equal(401);
      clock.forward(-60);
      const earlier = codeOf(secret, clock.now());
      clock.forward(60);
      expect((await thief.post('/sign-in/second-factor', { code: earlier })).status).to.equal(401);
    });
  });

  it('a recovery code opens once, whatever its case and dashes', async () => {
    await atATime(async (server, clock) => {
      await addStaff(server.services, 'mari', ['planner']);
      const { recoveryCodes } = await setUp(server, clock);
      expect(recoveryCodes).to.have.length(10);
      const [first = ''] = recoveryCodes;
      for (const expected of [303, 401]) {
        const mari = server.browser();
        await mari.signIn('mari', PASSWORD);
        const code = first.toLowerCase().replaceAll('-', ' ');
        expect((await mari.post('/sign-in/second-factor', { code })).status).to.equal(expected);
      }
    });
  });

  it('too many wrong codes lock the account for a quarter of an hour, the right one too', async () => {
    await atATime(
      async (server, clock) => {
        await addStaff(server.services, 'mari', ['planner']);
        const { secret } = await setUp(server, clock);
        clock.forward(60);
        const mari = server.browser();
        await mari.signIn('mari', PASSWORD);
        const tried = [];
        for (let time = 0; time < 3; time++) {
          tried.push((await mari.post('/sign-in/second-factor', { code: '000000' })).status);
        }
        expect(tried).to.deep.equal([401, 401, 429]);
        const right = () => mari.post('/sign-in/second-factor', { code: codeOf(secret, clock.now()) });
        expect((await right()).status).to.equal(429);
        clock.forward(16 * 60);
        expect((await right()).status).to.equal(303);
      },
      { SIGN_IN_ATTEMPTS: '3' },
    );
  });

  it('where it is required, nobody gets further than setting it up', async () => {
    await atATime(
      async (server, clock) => {
        await addStaff(server.services, 'mari', ['planner']);
        const mari = server.browser();
        const asked = await mari.signIn('mari', PASSWORD);
        expect(asked.headers.get('location')).to.equal('/account/second-factor');
        expect((await mari.get('/dashboard')).headers.get('location')).to.match(/^\/sign-in/);
        const begun = await (await mari.post('/account/second-factor/secrets')).text();
        const code = codeOf(secretIn(begun), clock.now());
        expect((await mari.post('/account/second-factor', { code })).status).to.equal(200);
        expect((await mari.get('/dashboard')).status).to.equal(200);
        expect((await mari.post('/account/second-factor/removal', { code })).status).to.equal(403);
      },
      { STAFF_SECOND_FACTOR: 'required' },
    );
  });

  it('where it is off, nobody is asked', async () => {
    await atATime(
      async (server) => {
        const mari = await server.staff('mari', ['planner']);
        expect((await mari.get('/dashboard')).status).to.equal(200);
      },
      { STAFF_SECOND_FACTOR: 'off' },
    );
  });

  it('a wrong first code shows the same secret again, and sets nothing up', async () => {
    await atATime(async (server) => {
      const mari = await server.staff('mari', ['planner']);
      const begun = await (await mari.post('/account/second-factor/secrets')).text();
      const again = await mari.post('/account/second-factor', { code: '123' });
      expect(again.status).to.equal(422);
      expect(secretIn(await again.text())).to.equal(secretIn(begun));
      expect((await server.browser().signIn('mari', PASSWORD)).headers.get('location')).to.equal('/');
    });
  });

  it('a reset ends every session and leaves its entry in the audit trail', async () => {
    await atATime(async (server, clock) => {
      const { services } = server;
      await addStaff(services, 'mari', ['planner']);
      const { browser } = await setUp(server, clock);
      expect((await browser.get('/dashboard')).status).to.equal(200);
      const member = await findStaffByUsername(services.db, 'mari');
      expect(
        await resetSecondFactor(contextFor(services, { kind: 'system' }), member?.staffId ?? 0),
      ).to.equal(true);
      expect((await browser.get('/dashboard')).headers.get('location')).to.match(/^\/sign-in/);
      expect((await server.browser().signIn('mari', PASSWORD)).headers.get('location')).to.equal('/');
      const actions = await services.db('audit_entries').orderBy('seq').pluck('action');
      expect(actions).to.deep.equal(['second_factor.enrolled', 'second_factor.reset']);
      expect((await verifyChain(services.db)).kind).to.equal('intact');
    });
  });

  it('keeps neither the secret nor a recovery code in plain', async () => {
    await atATime(async (server, clock) => {
      await addStaff(server.services, 'mari', ['planner']);
      const { secret, recoveryCodes } = await setUp(server, clock);
      const rows = JSON.stringify([
        await server.services.db('second_factors').select(),
        await server.services.db('recovery_codes').select(),
      ]);
      for (const plain of [secret, ...recoveryCodes]) {
        expect(rows).to.not.contain(plain);
        expect(server.loggedText()).to.not.contain(plain);
      }
    });
  });
});

describe('signing out everywhere', () => {
  it('ends the sessions of all devices, and those of nobody else', async () => {
    await atATime(async (server) => {
      const here = await server.staff('mari', ['planner']);
      const there = server.browser();
      await there.signIn('mari', PASSWORD);
      const other = await server.staff('juhan', ['planner']);
      await here.post('/account/sessions-end');
      for (const ended of [here, there]) {
        expect((await ended.get('/dashboard')).headers.get('location')).to.match(/^\/sign-in/);
      }
      expect((await other.get('/dashboard')).status).to.equal(200);
      expect((await there.signIn('mari', PASSWORD)).status, 'signing in again works').to.equal(303);
      expect((await there.get('/dashboard')).status).to.equal(200);
    });
  });

  it('goes with a changed password, but for the session in which it was changed', async () => {
    await atATime(async (server) => {
      const here = await server.staff('mari', ['planner']);
      const there = server.browser();
      await there.signIn('mari', PASSWORD);
      const number = here.cookie('recourse.session');
      const password = 'four unrelated words here';
      expect((await here.post('/account/password', { current: 'wrong', password })).status).to.equal(422);
      expect(
        (await here.post('/account/password', { current: PASSWORD, password: 'short' })).status,
      ).to.equal(422);
      expect((await here.post('/account/password', { current: PASSWORD, password })).status).to.equal(303);
      expect(here.cookie('recourse.session')).to.not.equal(number);
      expect((await here.get('/dashboard')).status).to.equal(200);
      expect((await there.get('/dashboard')).headers.get('location')).to.match(/^\/sign-in/);
      expect((await server.browser().signIn('mari', PASSWORD)).status).to.equal(401);
      expect((await server.browser().signIn('mari', password)).status).to.equal(303);
    });
  });
});

interface MovingClock {
  readonly now: () => Date;
  readonly forward: (seconds: number) => void;
}

function atATime(
  work: (server: TestServer, clock: MovingClock) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  let now = new Date(TEST_NOW);
  const forward = (seconds: number): void => void (now = new Date(now.getTime() + seconds * 1000));
  return withServer(
    (server) => work(server, { now: () => now, forward }),
    settings,
    () => now,
  );
}

async function setUp(
  server: TestServer,
  clock: MovingClock,
): Promise<{
  readonly browser: Browser;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}> {
  const browser = server.browser();
  await browser.signIn('mari', PASSWORD);
  const secret = secretIn(await (await browser.post('/account/second-factor/secrets')).text());
  const done = await browser.post('/account/second-factor', { code: codeOf(secret, clock.now()) });
  const recoveryCodes = [...(await done.text()).matchAll(/<li class="num">([^<]+)</g)].map(
    ([, code]) => code ?? '',
  );
  return { browser, secret, recoveryCodes };
}

function secretIn(html: string): string {
  return (/<b class="num">([A-Z2-7 ]+)</.exec(html)?.[1] ?? '').replaceAll(' ', '');
}

function codeOf(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
}
