import { expect } from 'chai';
import { insertSignInCodes } from '../../../data/stores/sign-in-codes.ts';
import { disableStaff, findStaffByUsername } from '../../../data/stores/staff.ts';
import { insertSmallPortfolio } from '../../data/small-portfolio.ts';
import { addStaff, PASSWORD, TEST_NOW, withServer } from './test-server.ts';

describe('signing in', () => {
  it('a new session number is given at sign-in, so that a planted one is worth nothing', () =>
    withServer(async ({ services, browser }) => {
      await addStaff(services, 'mari', ['planner']);
      const person = browser();
      const planted = 's%3Aplanted.AAAA';
      person.setCookie('recourse.session', planted);
      await person.signIn('mari', PASSWORD);
      const first = person.cookie('recourse.session');
      expect(first).to.be.a('string').and.not.equal(planted);
      await person.post('/sign-out');
      await person.signIn('mari', PASSWORD);
      expect(person.cookie('recourse.session')).to.not.equal(first);
    }));

  it('a session that was ended opens nothing, even to who kept its cookie', () =>
    withServer(async ({ services, browser }) => {
      await addStaff(services, 'mari', ['planner']);
      const person = browser();
      await person.signIn('mari', PASSWORD);
      const kept = person.cookie('recourse.session') ?? '';
      await person.post('/sign-out');
      const thief = browser();
      thief.setCookie('recourse.session', kept);
      expect((await thief.get('/dashboard')).headers.get('location')).to.match(/^\/sign-in/);
    }));

  it('the session cookie is out of reach of scripts and of other sites', () =>
    withServer(async ({ services, browser }) => {
      await addStaff(services, 'mari', ['planner']);
      const person = browser();
      const response = await person.signIn('mari', PASSWORD);
      const line = response.headers.getSetCookie().find((each) => each.startsWith('recourse.session='));
      expect(line)
        .to.match(/HttpOnly/i)
        .and.match(/SameSite=Lax/i)
        .and.match(/Path=\//);
    }));

  it('a session counts for nothing in the API, however its address is spelt', () =>
    withServer(async ({ staff }) => {
      const officer = await staff('mari', ['officer']);
      for (const path of ['/api/v1/reviews', '/API/v1/reviews', '/Api/V1/reviews']) {
        const response = await officer.request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ decisionId: 1 }),
        });
        expect(response.status, path).to.be.oneOf([401, 404]);
        expect(response.headers.get('content-type')).to.match(/problem\+json/);
      }
    }));

  it('behind HTTPS every cookie is Secure and bound to the host', () =>
    withServer(
      async ({ services, address }) => {
        await addStaff(services, 'mari', ['planner']);
        const response = await fetch(`${address}/sign-in?lang=en`, {
          headers: { 'x-forwarded-proto': 'https' },
        });
        const cookies = response.headers.getSetCookie();
        expect(cookies.join()).to.contain('recourse.language=en').and.to.contain('recourse.form=');
        for (const line of cookies)
          expect(line)
            .to.match(/^__Host-/)
            .and.match(/; Secure/i);
        expect(response.headers.get('strict-transport-security')).to.match(/max-age=31536000/);
      },
      { TRUST_PROXY: '1' },
    ));

  it('a wrong name and a wrong password get the same answer', () =>
    withServer(async ({ services, browser }) => {
      await addStaff(services, 'mari', ['planner']);
      const texts: string[] = [];
      for (const username of ['mari', 'nobody']) {
        const response = await browser().signIn(username, 'not the password');
        expect(response.status).to.equal(401);
        texts.push((await response.text()).replaceAll(/value="[^"]*"/g, '').replaceAll(username, ''));
      }
      expect(texts[0]).to.equal(texts[1]);
    }));

  it('after too many failures the name is locked, whether or not it is an account, and opens again later', async () => {
    let now = new Date(TEST_NOW);
    await withServer(
      async ({ services, browser }) => {
        await addStaff(services, 'mari', ['planner']);
        for (const username of ['mari', 'nobody']) {
          const person = browser();
          expect((await person.signIn(username, 'x')).status).to.equal(401);
          expect((await person.signIn(username, 'x')).status).to.equal(401);
          expect((await person.signIn(username, 'x')).status).to.equal(429);
          expect((await person.signIn(username, PASSWORD)).status).to.equal(429);
        }
        now = new Date(now.getTime() + 16 * 60_000);
        expect((await browser().signIn('mari', PASSWORD)).status).to.equal(303);
      },
      { SIGN_IN_ATTEMPTS: '3' },
      () => now,
    );
  });

  it('a sign-in that succeeds forgets the failures before it', () =>
    withServer(
      async ({ services, browser }) => {
        await addStaff(services, 'mari', ['planner']);
        for (let round = 0; round < 3; round++) {
          expect((await browser().signIn('mari', 'x')).status).to.equal(401);
          expect((await browser().signIn('mari', 'x')).status).to.equal(401);
          expect((await browser().signIn('mari', PASSWORD)).status).to.equal(303);
        }
      },
      { SIGN_IN_ATTEMPTS: '3' },
    ));

  it('one address may not try for ever', () =>
    withServer(
      async ({ browser }) => {
        const statuses: number[] = [];
        for (let tried = 0; tried < 6; tried++) {
          statuses.push((await browser().signIn(`name${tried}`, 'x')).status);
        }
        expect(statuses).to.deep.equal([401, 401, 401, 401, 429, 429]);
      },
      { SIGN_INS_PER_MINUTE: '4' },
    ));

  it('whoever is disabled is out at the next request', () =>
    withServer(async ({ services, staff }) => {
      const mari = await staff('mari', ['planner']);
      expect((await mari.get('/')).headers.get('location')).to.equal('/dashboard');
      const member = await findStaffByUsername(services.db, 'mari');
      await disableStaff(services.db, member?.staffId ?? 0, TEST_NOW);
      expect((await mari.get('/')).headers.get('location')).to.equal('/sign-in');
    }));

  it('the code of a notice signs its person in once', () =>
    withServer(async ({ services, browser }) => {
      const { personIds } = await insertSmallPortfolio(services.db, services.vault);
      const code = {
        personId: personIds[1] ?? 0,
        noticeId: null,
        code: 'ABCD-EFGH-JKLM',
        createdAt: TEST_NOW,
      };
      await insertSignInCodes(services.db, [{ ...code, expiresAt: '2026-04-01T00:00:00.000Z' }]);
      const person = browser();
      expect((await person.post('/sign-in/code', { code: 'abcd efgh jklm' })).status).to.equal(303);
      expect((await person.get('/')).headers.get('location')).to.equal('/my');
      expect((await browser().post('/sign-in/code', { code: 'ABCD-EFGH-JKLM' })).status).to.equal(401);
    }));

  it('after signing in one lands where one was going, but never at another site', () =>
    withServer(async ({ services, browser }) => {
      await addStaff(services, 'mari', ['planner']);
      const asked = await browser().get('/runs?sort=worth');
      expect(asked.headers.get('location')).to.equal('/sign-in?next=%2Fruns%3Fsort%3Dworth');
      for (const [next, expected] of [
        ['/runs?sort=worth', '/runs?sort=worth'],
        ['//evil.example', '/'],
        ['https://evil.example/', '/'],
        ['/\\evil.example', '/'],
        ['javascript:alert(1)', '/'],
      ] as const) {
        const response = await browser().post('/sign-in', { username: 'mari', password: PASSWORD, next });
        expect(response.headers.get('location'), next).to.equal(expected);
      }
    }));
});
