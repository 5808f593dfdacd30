import { expect } from 'chai';
import { readPacks } from '../../../data/policies.ts';
import { insertPolicy } from '../../../data/stores/policies.ts';
import { parsePolicy } from '../../../scoring/policy/parse-policy.ts';
import { createApiKey } from '../../../server/identity/api-keys.ts';
import { findStaffByUsername } from '../../../data/stores/staff.ts';
import type { Services } from '../../../server/services.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { type TestServer, withServer } from '../http/test-server.ts';
import {
  askForPeople,
  type Committee,
  type ContestedWorld,
  inEnglish,
  insertContestedWorld,
  pageOf,
  signInCommittee,
} from './contested-world.ts';

/** What only somebody who saw the score could know: the points, and what follows from them. */
const SIGNS = [
  /class="chart waterfall"/,
  /name="payment_defaults_active"/,
  /What the program would say today/,
];

interface LateWorld extends ContestedWorld, Committee {
  readonly review: number;
  readonly application: number;
  readonly points: string;
}

/** The packs with the score shown late, and a review of a declined application before its committee. */
async function scoreShownLate(server: TestServer): Promise<LateWorld> {
  await publishLatePacks(server.services);
  const world = await insertContestedWorld(server.services);
  const { db } = server.services;
  const decision = await db('decisions').where({ id: world.declined }).first<{ points: number }>('points');
  const [application] = await db('applications')
    .insert({
      id: 1,
      portfolio_id: 1,
      person_id: world.personId,
      source: 'creditor',
      obtained_on: '2026-03-01',
      application_number: 'A-1',
      happened_on: '2026-03-01',
      lender: 'Näidislaen',
      product: 'loan',
      currency: 'EUR',
      amount_cents: 300_000,
      term_months: 36,
      annual_rate: 0.2,
    })
    .returning<{ id: number }[]>('id');
  const review = await askForPeople(inEnglish(await server.customer('mari', world.personId)), world.declined);
  const committee = await signInCommittee(server);
  await committee.officer.post(`/reviews/${review}/preparation`, { note: '' });
  return { ...world, ...committee, review, application: application?.id ?? 0, points: `${decision.points}` };
}

async function publishLatePacks({ db }: Services): Promise<void> {
  for (const { yaml } of await readPacks()) {
    const late = yaml.replace(/^review:\n/m, 'review:\n  show_score_late: true\n');
    const parsed = parsePolicy(late);
    if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
    const { id: policyId, version, fingerprint } = parsed.policy;
    await insertPolicy(db, { policyId, version, fingerprint, yaml: late, createdAt: NOW });
  }
}

/** A request of a program that acts as this member. */
async function asProgram(server: TestServer, username: string): Promise<(path: string) => Promise<Response>> {
  const staff = await findStaffByUsername(server.services.db, username);
  const made = { name: username, staffId: staff?.staffId ?? 0, demo: false, now: NOW };
  const { key } = await createApiKey(server.services.db, made);
  return (path) => fetch(`${server.address}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
}

describe('a score that the policy shows late', function () {
  this.timeout(60_000);

  it('stands on no page that a member can open before they ask for it, and in the file afterwards', () =>
    withServer(async (server) => {
      const world = await scoreShownLate(server);
      const [member] = world.members;
      const here = `/reviews/${world.review}`;
      const tried = async () =>
        (await member.post(`${here}/what-if`, { payment_defaults_active: '0' })).text();
      const refused = async () =>
        (await member.post(`${here}/votes`, { verdict: 'uphold', reasons: ' ' })).text();
      const pages = async () => [
        await pageOf(member, here),
        await tried(),
        await refused(),
        await pageOf(member, `${here}/minutes`),
        await pageOf(member, '/reviews'),
      ];
      for (const html of await pages()) {
        for (const sign of SIGNS) expect(html).to.not.match(sign);
        expect(html).to.not.contain(`>${world.points}<`);
      }
      expect(await pageOf(member, here))
        .to.contain('The score is covered')
        .and.to.contain('I paid it in April.')
        .and.to.contain(`action="${here}/votes"`);
      const shown = await member.post(`${here}/score-views`, { impression: 'The receipt settles it.' });
      expect(shown.status).to.equal(303);
      const [file = ''] = await pages();
      for (const sign of SIGNS.slice(0, 2)) expect(file).to.match(sign);
    }));

  it('is met on no other page, and in no answer of the API, by a member who holds another role as well', () =>
    withServer(async (server) => {
      const both = inEnglish(await server.staff('both', ['member', 'officer']));
      const world = await scoreShownLate(server);
      const ask = await asProgram(server, 'both');
      const application = `/applications/${world.application}`;
      const told = `The score is covered until you ask for it in review ${world.review}.`;
      const html = await pageOf(both, application);
      expect(html).to.contain(told);
      for (const sign of SIGNS) expect(html).to.not.match(sign);
      expect(await pageOf(both, '/applications')).to.not.contain(`>${world.points}<`);
      const paths = [`/decisions/${world.declined}`, `/decisions/${world.declined}/explanation`];
      for (const path of paths) {
        const answer = await ask(path);
        expect(answer.status, path).to.equal(409);
        expect(await answer.text())
          .to.contain(`review ${world.review}`)
          .and.not.to.contain(world.points);
      }
      expect(await (await ask(`/reviews/${world.review}`)).text()).to.not.contain('points');
      await both.post(`/reviews/${world.review}/score-views`, { impression: '' });
      expect(await pageOf(both, application)).to.match(SIGNS[0] ?? /never/);
      expect(await pageOf(both, '/applications')).to.contain(`>${world.points}<`);
      for (const path of paths) expect((await ask(path)).status, path).to.equal(200);
      const officers = await asProgram(server, 'officer');
      for (const path of paths) expect((await officers(path)).status, path).to.equal(200);
    }));

  it('is shown on no page of cases to a planner who sits on its committee as well', () =>
    withServer(async (server) => {
      await publishLatePacks(server.services);
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.measured);
      const both = inEnglish(await server.staff('both', ['planner', 'member']));
      const { officer } = await signInCommittee(server);
      await officer.post(`/reviews/${review}/preparation`, { note: '' });
      const asked = await both.get(`/cases/${world.measured}`);
      expect([asked.status, asked.headers.get('location')]).to.deep.equal([303, `/reviews/${review}`]);
      expect(await pageOf(both, `/reviews/${review}`)).to.contain(
        'The score is covered until you ask for it',
      );
      await both.post(`/reviews/${review}/score-views`, { impression: '' });
      expect((await both.get(`/cases/${world.measured}`)).headers.get('location')).to.equal(null);
    }));

  it('is told a planner who votes by no list, sum, order or file of cases: theirs is left out of all of them', () =>
    withServer(async (server) => {
      await publishLatePacks(server.services);
      const world = await insertContestedWorld(server.services, { inRun: true });
      const { run } = world;
      const numbers = await server.services.db('claims').orderBy('id').pluck<string[]>('claim_number');
      const [covered = '', other = ''] = numbers;
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.measured);
      const both = inEnglish(await server.staff('both', ['planner', 'member']));
      const plain = inEnglish(await server.staff('plain', ['planner']));
      const { officer } = await signInCommittee(server);
      await officer.post(`/reviews/${review}/preparation`, { note: '' });
      const lists = [
        `/cases?run=${run}&sort=worth`,
        `/cases?run=${run}&sort=probability&order=up&group=measure`,
        `/cases?run=${run}&person=${world.personId}`,
        `/cases?run=${run}&number=${covered}`,
      ];
      const shows = async (reader: typeof both) =>
        Promise.all(lists.map(async (list) => (await pageOf(reader, list)).includes(`${covered}<`)));
      const file = `/cases/export.csv?run=${run}`;
      const page = await pageOf(both, `/cases?run=${run}`);
      expect(page)
        .to.contain(other)
        .and.to.contain(`href="/reviews/${review}"`)
        .and.to.contain('Release the 1 found');
      expect(await shows(both)).to.deep.equal([false, false, false, false]);
      expect(await pageOf(both, file))
        .to.contain(other)
        .and.not.to.contain(covered);
      expect(await pageOf(plain, file))
        .to.contain(other)
        .and.to.contain(covered);
      expect(await shows(plain)).to.deep.equal([true, true, true, true]);
      await both.post(`/reviews/${review}/score-views`, { impression: '' });
      expect(await pageOf(both, file)).to.contain(covered);
      expect(await pageOf(both, `/cases?run=${run}`)).to.contain(covered);
    }));

  it('stays in sight of the officer and the auditor, who do not vote', () =>
    withServer(async (server) => {
      const world = await scoreShownLate(server);
      const auditor = inEnglish(await server.staff('auditor', ['auditor']));
      for (const reader of [world.officer, auditor]) {
        expect(await pageOf(reader, `/reviews/${world.review}`)).to.match(SIGNS[0] ?? /never/);
        expect(await pageOf(reader, '/applications')).to.contain(`>${world.points}<`);
      }
    }));

  it('leaves what a member made of the case at first to that member alone, until the vote is over', () =>
    withServer(async (server) => {
      const world = await scoreShownLate(server);
      const { members, chair, officer, review } = world;
      const here = `/reviews/${review}`;
      await members[0].post(`${here}/score-views`, { impression: 'The receipt settles it.' });
      expect(await pageOf(members[0], `${here}/minutes`)).to.contain('The receipt settles it.');
      for (const other of [members[1], chair, officer]) {
        expect(await pageOf(other, `${here}/minutes`))
          .to.contain('asked to see the score')
          .and.not.to.contain('The receipt settles it.');
      }
      for (const member of [...members, chair]) {
        await member.post(`${here}/votes`, { verdict: 'uphold', reasons: 'Read.' });
      }
      await chair.post(`${here}/closing`);
      expect(await pageOf(members[1], `${here}/minutes`)).to.contain('The receipt settles it.');
    }));
});
