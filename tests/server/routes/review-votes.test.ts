import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { verifyChain } from '../../../data/audit/chain.ts';
import { listVotes } from '../../../data/stores/votes.ts';
import { findReview } from '../../../data/stores/reviews.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import type { Browser } from '../http/browser.ts';
import { serveOn, type TestServer } from '../http/test-server.ts';
import {
  askForPeople,
  type Committee,
  inEnglish,
  insertContestedWorld,
  pageOf,
  signInCommittee,
} from './contested-world.ts';

interface BeforeCommittee extends Committee {
  readonly review: number;
  readonly here: string;
  readonly customer: Browser;
}

async function beforeCommittee(server: TestServer): Promise<BeforeCommittee> {
  const world = await insertContestedWorld(server.services);
  const customer = inEnglish(await server.customer('mari', world.personId));
  const review = await askForPeople(customer, world.declined);
  const committee = await signInCommittee(server);
  await committee.officer.post(`/reviews/${review}/preparation`, { note: '' });
  return { ...committee, customer, review, here: `/reviews/${review}` };
}

const keep = { verdict: 'uphold', reasons: 'Read.' };

/** Forms sent at the same moment, as by a double click: those of one browser stand on the same page, with its token. */
async function atOnce(
  sent: readonly (readonly [Browser, string, Readonly<Record<string, string>>])[],
): Promise<readonly Response[]> {
  const tokens = new Map<Browser, string>();
  for (const [browser] of sent) {
    if (!tokens.has(browser)) tokens.set(browser, await browser.token());
  }
  return Promise.all(
    sent.map(([browser, to, fields]) =>
      browser.postWithout(to, { _csrf: tokens.get(browser) ?? '', ...fields }),
    ),
  );
}

onEveryDatabase('the vote over HTTP', (check) => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'recourse-votes-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  check('a ballot sent three times at once counts once, and each answer is a page', (temp) =>
    serveOn({ ...temp, home }, async (server) => {
      const { members, here, review } = await beforeCommittee(server);
      const ballot = [members[0], `${here}/votes`, keep] as const;
      const answers = await atOnce([ballot, ballot, ballot]);
      expect(answers.map(({ status }) => status)).to.deep.equal([303, 303, 303]);
      const { db, vault } = server.services;
      expect(await listVotes(db, vault, review, 1)).to.have.length(1);
      expect(await pageOf(members[0], here)).to.not.contain(`action="${here}/votes"`);
    }),
  );

  check('votes of two members at the same moment both stand', (temp) =>
    serveOn({ ...temp, home }, async (server) => {
      const { members, chair, here, review } = await beforeCommittee(server);
      await atOnce([...members, chair].map((member) => [member, `${here}/votes`, keep] as const));
      const { db, vault } = server.services;
      expect(await listVotes(db, vault, review, 1)).to.have.length(3);
      expect(await verifyChain(db)).to.include({ kind: 'intact' });
    }),
  );

  check('a vote after the close is refused in words, and nothing changes', (temp) =>
    serveOn({ ...temp, home }, async (server) => {
      const { members, chair, here, review } = await beforeCommittee(server);
      const late = inEnglish(await server.staff('member-3', ['member']));
      for (const member of [...members, chair]) await member.post(`${here}/votes`, keep);
      await chair.post(`${here}/closing`);
      const before = await findReview(server.services.db, review);
      for (const voter of [members[0], late]) {
        const answer = await voter.post(`${here}/votes`, { verdict: 'uphold', reasons: 'Late.' });
        expect(answer.status).to.equal(303);
        expect(await pageOf(voter, here)).to.match(/role="alert"|class="message refused"/);
      }
      expect(await findReview(server.services.db, review)).to.deep.equal(before);
      const { db, vault } = server.services;
      expect(await listVotes(db, vault, review, 1)).to.have.length(3);
    }),
  );

  check('two who close at the same moment make one decision, and the person one answer', (temp) =>
    serveOn({ ...temp, home }, async (server) => {
      const { members, chair, here, review, customer } = await beforeCommittee(server);
      for (const member of [...members, chair]) await member.post(`${here}/votes`, keep);
      const answers = await atOnce([
        [chair, `${here}/closing`, {}],
        [chair, `${here}/closing`, {}],
      ]);
      expect(answers.map(({ status }) => status)).to.deep.equal([303, 303]);
      const { db } = server.services;
      expect(await db('decisions').where({ decided_by: 'people' })).to.have.length(1);
      expect(await db('notices').where({ review_id: review, kind: 'review_decided' })).to.have.length(1);
      expect(await pageOf(customer, `/my/reviews/${review}`)).to.contain('Member 3');
    }),
  );

  check('a member leaves, the quorum is lost, a substitute comes in, another than the chair closes', (temp) =>
    serveOn({ ...temp, home }, async (server) => {
      const { members, chair, here, review } = await beforeCommittee(server);
      const { db, vault } = server.services;
      const admin = inEnglish(await server.staff('admin', ['admin']));
      const spare = inEnglish(await server.staff('member-9', ['member']));
      const deputy = inEnglish(await server.staff('chair-2', ['chair']));
      const ofMember = async (username: string) =>
        (await db('committee_appointments as a')
          .join('staff as s', 's.id', 'a.staff_id')
          .where({ 's.username': username, 'a.ended_at': null })
          .first<{ id: number }>('a.id')) ?? { id: 0 };
      expect(await pageOf(spare, here)).to.contain('You do not vote here');
      await members[0].post(`${here}/votes`, keep);
      const ended = await admin.post('/committee/endings', {
        appointment: String((await ofMember('member-2')).id),
      });
      expect(ended.status).to.equal(303);
      expect(await pageOf(members[1], here)).to.contain('You do not vote here');
      expect(await pageOf(spare, here)).to.contain(`action="${here}/votes"`);
      await chair.post(`${here}/votes`, keep);
      await deputy.post(`${here}/closing`);
      expect(await pageOf(deputy, here)).to.contain('Too few have voted');
      await spare.post(`${here}/votes`, keep);
      await deputy.post(`${here}/closing`);
      expect((await findReview(db, review))?.state).to.equal('notified');
      expect(await listVotes(db, vault, review, 1)).to.have.length(3);
      expect(await pageOf(deputy, `${here}/minutes`)).to.contain('left');
    }),
  );

  check('one seat a member and round: the database itself refuses another', (temp) =>
    serveOn({ ...temp, home }, async (server) => {
      const { review } = await beforeCommittee(server);
      const { db } = server.services;
      const seat = await db('review_members')
        .where({ review_id: review })
        .first<Readonly<Record<string, unknown>>>();
      const again = await db('review_members')
        .insert({ ...seat, seat: 'member' })
        .then(
          () => 'taken',
          (error: Error) => error.message,
        );
      expect(again).to.match(/unique/i);
    }),
  );
});
