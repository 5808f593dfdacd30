import { expect } from 'chai';
import { listContests } from '../../../data/stores/contests.ts';
import { listDocuments } from '../../../data/stores/documents.ts';
import { listIdentityProofs } from '../../../data/stores/identity-proofs.ts';
import { listNoticesOfDecision } from '../../../data/stores/notices.ts';
import { listReviewsOfDecision } from '../../../data/stores/reviews.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import { TEST_NOW, type TestServer, withServer } from '../http/test-server.ts';
import {
  askForPeople,
  type ContestedWorld,
  inEnglish,
  insertContestedWorld,
  numberIn,
  pageOf,
  PDF,
  sendPapers,
  signInCommittee,
} from './contested-world.ts';

const CAME = { came: 'phone.control_questions', shown: 'yes' };
const address = ({ declined }: ContestedWorld) => `/decisions/${declined}/contests`;

describe('the page of a contest for somebody', () => {
  it('takes words, points, wrong data and papers, and shows them on the case file and to the person', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const { officer, members } = await signInCommittee(server);
      const form = await pageOf(officer, `/decisions/${world.declined}/contest`);
      expect(form)
        .to.contain('By telephone: control questions answered')
        .and.to.contain('name="wrong.months_in_job"')
        .and.to.contain('People answer by');
      const sent = await sendPapers(
        officer,
        address(world),
        {
          ...CAME,
          words: 'She has worked there for years.',
          'point.rule': 'yes',
          'right.months_in_job': '30',
        },
        [{ name: 'contract.pdf', content: PDF }],
      );
      expect(sent.status).to.equal(303);
      const review = numberIn(sent);
      const { db, vault } = server.services;
      expect(await listDocuments(db, vault, { reviewId: review })).to.have.length(1);
      const file = await pageOf(members[0], `/reviews/${review}`);
      expect(file)
        .to.contain('She has worked there for years.')
        .and.to.contain('written down by staff')
        .and.to.contain('A rule that was used')
        .and.to.contain('Right, as the person says')
        .and.to.match(/By telephone, .*control questions answered · written down by officer/);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const track = await pageOf(customer, `/my/reviews/${review}`);
      expect(track).to.contain('She has worked there for years.').and.to.contain('A rule that was used');
      expect(track).to.not.contain('written down by officer');
    }));

  it('answers from the day a letter came, not from the day it was written down', () => {
    const now = '2026-03-20T10:00:00.000Z';
    const course = async (server: TestServer): Promise<void> => {
      const world = await insertContestedWorld(server.services);
      const { officer } = await signInCommittee(server);
      expect(await pageOf(officer, `/decisions/${world.declined}/contest`)).to.contain('value="2026-03-20"');
      const letter = { came: 'letter.handwritten_signature', shown: 'yes', words: 'By letter.' };
      for (const received of ['2026-03-21', '2026-03-01', 'last week']) {
        const refused = await sendPapers(officer, address(world), { ...letter, received }, []);
        expect(refused.status, received).to.equal(422);
        expect(await refused.text(), received)
          .to.contain('Write the day it reached us')
          .and.to.contain('By letter.');
      }
      const sent = await sendPapers(officer, address(world), { ...letter, received: '2026-03-05' }, []);
      expect(sent.status).to.equal(303);
      const [review] = await listReviewsOfDecision(server.services.db, world.declined);
      expect(review).to.include({ requestedAt: '2026-03-05T12:00:00.000Z', dueOn: '2026-04-06' });
      const [receipt] = await listNoticesOfDecision(
        server.services.db,
        server.services.vault,
        world.declined,
      );
      expect(receipt?.text).to.match(/5\.?\s(March|märtsil?)/);
    };
    return withServer(course, {}, () => new Date(now));
  });

  it('gives back all that was typed when something is missing, and contests nothing', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const { officer } = await signInCommittee(server);
      const typed = { words: 'עברית and 🙂 ltr', 'point.data': 'yes', 'right.months_in_job': '30 kuud' };
      const attempts: readonly Readonly<Record<string, string>>[] = [
        {},
        { came: 'phone.control_questions' },
        { came: 'phone.id_document', shown: 'no' },
        { came: 'portal.session', shown: 'yes' },
        { came: 'proof.1', shown: 'yes' },
        { came: 'phone.control_questions', shown: 'no' },
      ];
      for (const attempt of attempts) {
        const refused = await sendPapers(officer, address(world), { ...typed, ...attempt }, []);
        const html = await refused.text();
        expect(refused.status, JSON.stringify(attempt)).to.equal(422);
        expect(html)
          .to.contain('עברית and 🙂 ltr')
          .and.to.match(/name="point.data" value="yes" checked/)
          .and.to.contain('value="30 kuud"');
      }
      const { db, vault } = server.services;
      expect(await listReviewsOfDecision(db, world.declined)).to.deep.equal([]);
      // Those that named a way and said no stay on record.
      const proofs = await listIdentityProofs(db, vault, world.personId);
      expect(proofs.map(({ passed }) => passed)).to.deep.equal([false]);
    }));

  it('is received by every way with a controller that accepts no proof there, and the file asks for it', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const { db, vault } = server.services;
      await db('portfolios').update({ profile: 'retail-credit-ee' });
      const { officer } = await signInCommittee(server);
      const form = await pageOf(officer, `/decisions/${world.declined}/contest`);
      for (const channel of ['phone', 'letter', 'email', 'visit']) {
        expect(form).to.contain(`value="${channel}.to_follow"`);
      }
      const words = 'I have worked there for years.';
      const sent = await sendPapers(officer, address(world), { came: 'phone.to_follow', words }, []);
      expect(sent.status).to.equal(303);
      const review = numberIn(sent);
      expect(await listContests(db, vault, review)).to.have.length(1);
      expect(await listIdentityProofs(db, vault, world.personId)).to.deep.equal([]);
      const [receipt] = await listNoticesOfDecision(db, vault, world.declined);
      expect(receipt?.text).to.match(/teie nimel|in your name/);
      const asks = 'Nobody has shown yet that it is the person who asks';
      const file = await pageOf(officer, `/reviews/${review}`);
      expect(file)
        .to.contain(asks)
        .and.to.match(/By telephone, [^<]*has yet to show who they are/);

      const shown = { came: 'email.digital_signature', shown: 'yes' };
      const added = await sendPapers(officer, `/reviews/${review}/statements`, shown, []);
      expect(added.status).to.equal(303);
      expect(await pageOf(officer, `/reviews/${review}`)).to.not.contain(asks);
      const again = await sendPapers(officer, `/reviews/${review}/statements`, shown, []);
      expect(again.status).to.equal(422);
    }));

  it('adds to the review that is open, on a check made a moment ago', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.declined);
      const { officer } = await signInCommittee(server);
      expect(await pageOf(officer, `/decisions/${world.declined}/contest`)).to.contain(
        `Review ${review} is open`,
      );
      await sendPapers(officer, address(world), { ...CAME, words: 'And one thing more.' }, []);
      const [proof] = await listIdentityProofs(server.services.db, server.services.vault, world.personId);
      const again = { came: `proof.${proof?.id}`, shown: 'yes', words: 'And another.' };
      expect(await pageOf(officer, `/decisions/${world.declined}/contest`)).to.contain(
        `value="${again.came}"`,
      );
      expect(numberIn(await sendPapers(officer, address(world), again, []))).to.equal(review);
      const { db, vault } = server.services;
      expect((await listContests(db, vault, review)).map(({ proofId }) => proofId)).to.deep.equal([
        null,
        proof?.id,
        proof?.id,
      ]);
      expect(await listStatements(db, vault, { reviewId: review })).to.have.length(3);
    }));

  it('is found by the number of the case, which stands in no address', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const { officer } = await signInCommittee(server);
      const claim = await server.services
        .db('claims')
        .join('decisions', 'decisions.claim_id', 'claims.id')
        .where('decisions.id', world.measured)
        .first<{ claim_number: string }>('claims.claim_number');
      const found = await officer.post('/contest-searches', { number: claim.claim_number });
      expect(found.headers.get('location')).to.equal(`/decisions/${world.measured}/contest`);
      for (const number of ['', 'nothing', "' or 1=1"]) {
        const none = await officer.post('/contest-searches', { number });
        expect(none.headers.get('location')).to.equal('/reviews');
      }
      expect(await pageOf(officer, '/reviews')).to.contain('There is no decision on a case of that number');
    }));

  it('takes what the person says later into the open review, from its file, and tells whoever closes', () => {
    let now = TEST_NOW;
    const course = async (server: TestServer): Promise<void> => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.declined);
      const { officer, members, chair } = await signInCommittee(server);
      const here = `/reviews/${review}`;
      await officer.post(`${here}/preparation`, { note: '' });
      await members[0].post(`${here}/votes`, { verdict: 'uphold', reasons: 'Read.' });
      const said = { words: 'The bank has confirmed it: עברית 🙂', shown: 'yes' };
      now = '2026-03-03T10:00:00.000Z';
      const incomplete = await sendPapers(officer, `${here}/statements`, said, []);
      expect(incomplete.status).to.equal(422);
      expect(await incomplete.text())
        .to.contain('The bank has confirmed it: עברית 🙂')
        .and.to.contain('Choose how they came')
        .and.to.match(/<details id="addition" open>/);
      const paper = { name: 'bank.pdf', content: PDF };
      const sent = await sendPapers(officer, `${here}/statements`, { ...said, ...CAME }, [paper]);
      expect(sent.status).to.equal(303);
      expect(await pageOf(members[1], here))
        .to.contain('The bank has confirmed it: עברית 🙂')
        .and.to.contain('bank.pdf')
        .and.not.to.contain(`action="${here}/statements"`);
      expect(await pageOf(chair, here)).to.contain(
        'One vote was cast before the person last said something.',
      );
      expect(await pageOf(customer, `/my/reviews/${review}`)).to.contain('bank.pdf');
      const { db, vault } = server.services;
      expect((await listIdentityProofs(db, vault, world.personId)).map(({ passed }) => passed)).to.deep.equal(
        [true],
      );
      const nothing = await sendPapers(officer, `${here}/statements`, { ...CAME, words: ' ' }, []);
      expect(await nothing.text()).to.contain('Write down what they say, or add a paper.');
      const stranger = { ...CAME, shown: 'no', words: 'He says he is she.' };
      const notShown = await sendPapers(officer, `${here}/statements`, stranger, []);
      expect(notShown.status).to.equal(422);
      expect(await pageOf(officer, here)).to.not.contain('He says he is she.');
      await customer.post(`/my/reviews/${review}/withdrawal`);
      const late = await sendPapers(officer, `${here}/statements`, { ...CAME, words: 'Too late.' }, []);
      expect(late.status).to.equal(303);
      expect(await pageOf(officer, here))
        .to.contain('the review has ended')
        .and.not.to.contain('Too late.');
    };
    return withServer(course, {}, () => new Date(now));
  });
});
