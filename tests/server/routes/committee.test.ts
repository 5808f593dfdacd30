import { expect } from 'chai';
import { findReview } from '../../../data/stores/reviews.ts';
import { withServer } from '../http/test-server.ts';
import {
  askForPeople,
  inEnglish,
  insertContestedWorld,
  pageOf,
  PDF,
  sendPapers,
  signInCommittee,
} from './contested-world.ts';

describe('the way of a review, page by page', function () {
  this.timeout(60_000);

  it('goes from the request over three covered votes to the outcome that the person reads', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.declined);
      const { officer, members, chair } = await signInCommittee(server);
      const here = `/reviews/${review}`;

      expect(await pageOf(officer, '/reviews'))
        .to.contain(`href="${here}"`)
        .and.to.contain('30 days');
      expect((await officer.post(`${here}/assignment`)).status).to.equal(303);
      expect(await pageOf(officer, '/reviews?assigned=me')).to.contain(`href="${here}"`);
      expect(await pageOf(officer, '/reviews?assigned=nobody')).not.to.contain(`href="${here}"`);
      const file = await pageOf(officer, here);
      expect(file)
        .to.contain('I paid it in April.')
        .and.to.contain('receipt.pdf')
        .and.to.contain('class="chart waterfall"');
      expect(file.indexOf('I paid it in April.')).to.be.lessThan(file.indexOf('class="chart waterfall"'));
      expect((await officer.post(`${here}/preparation`, { note: 'Receipt checked.' })).status).to.equal(303);
      expect(await pageOf(officer, here)).to.contain('You do not vote here');

      const [first, second] = members;
      const approve = { verdict: 'change', amount: '2 400', term: '36', reasons: 'The entry was paid.' };
      const unlawful = await first.post(`${here}/votes`, { ...approve, term: '3' });
      expect(unlawful.status).to.equal(422);
      expect(await unlawful.text()).to.match(
        /Not more than [^<]*Loan payments would take too much[^<]*VÕS § 403⁴/,
      );
      expect((await first.post(`${here}/votes`, approve)).status).to.equal(303);
      expect(await pageOf(first, here)).to.contain('The entry was paid.');
      expect(await pageOf(second, here)).not.to.contain('The entry was paid.');
      expect(await pageOf(chair, `${here}/minutes`)).not.to.contain('The entry was paid.');
      expect((await second.post(`${here}/votes`, { ...approve, amount: '2400,00' })).status).to.equal(303);
      expect(
        (await chair.post(`${here}/votes`, { verdict: 'uphold', reasons: 'The job is new.' })).status,
      ).to.equal(303);
      expect(await pageOf(second, here))
        .to.contain('The entry was paid.')
        .and.to.contain('The job is new.');

      expect((await chair.post(`${here}/closing`)).status).to.equal(303);
      expect(await pageOf(chair, here)).to.contain('Closed: changed');
      const minutes = await pageOf(chair, `${here}/minutes`);
      expect(minutes)
        .to.contain('The job is new.')
        .and.to.contain('prepared the file')
        .and.to.contain('asked for people to decide');

      const track = await pageOf(customer, `/my/reviews/${review}`);
      expect(track)
        .to.contain('The decision was changed.')
        .and.to.contain('Member 3 would have decided otherwise')
        .and.to.contain('The entry was paid.')
        .and.not.to.contain('member-1');
      const stored = await findReview(server.services.db, review);
      const decided = await pageOf(customer, `/my/decisions/${stored?.outcomeDecisionId}`);
      expect(decided)
        .to.contain('Decided by people')
        .and.to.contain('People decided this, not a program.')
        .and.to.contain('€2,400')
        .and.to.contain('The job is new.')
        .and.not.to.contain('No single fact spoke against you.');
      expect(await pageOf(customer, `/my/decisions/${world.declined}`)).to.contain('No longer in force');
    }));

  it('sends a ballot back with what is missing in it, and keeps what was typed', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const here = `/reviews/${await askForPeople(customer, world.declined)}`;
      const { officer, members } = await signInCommittee(server);
      expect(
        (await members[0].post(`${here}/votes`, { verdict: 'uphold', reasons: 'Early.' })).headers.get(
          'location',
        ),
      ).to.equal(here);
      await officer.post(`${here}/preparation`, { note: '' });
      for (const [fields, says] of [
        [
          { verdict: 'change', amount: '30 000', term: '36', reasons: 'More.' },
          'Not more than was asked for',
        ],
        [{ verdict: 'uphold', reasons: ' ' }, 'Write your reasons'],
        [{ verdict: 'change', amount: 'much', term: '36', reasons: 'x' }, 'Write an amount in euros'],
        [{ verdict: 'send_back', missing: '', reasons: 'Kept words' }, 'Say what is missing'],
      ] as const) {
        const response = await members[0].post(`${here}/votes`, fields);
        expect(response.status, says).to.equal(422);
        const html = await response.text();
        expect(html)
          .to.match(/role="alert"/)
          .and.to.contain(fields.reasons.trim());
        expect(html).to.contain(says);
      }
      expect((await members[0].post(`${here}/votes`, { verdict: 'nonsense' })).status).to.equal(422);
    }));

  it('a member who declares a conflict steps down; the chair cannot close without a quorum', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const here = `/reviews/${await askForPeople(customer, world.measured)}`;
      const { officer, members, chair } = await signInCommittee(server);
      await officer.post(`${here}/preparation`, { note: '' });
      expect(await pageOf(members[0], here)).to.contain(`action="${here}/conflicts"`);
      expect((await members[0].post(`${here}/conflicts`, { reason: 'A neighbour.' })).status).to.equal(303);
      expect(await pageOf(members[0], here)).to.contain('You declared a conflict'.toLowerCase());
      await chair.post(`${here}/closing`);
      expect(await pageOf(chair, here)).to.contain('Too few have voted');
    }));

  it('a file sent back is prepared again while its date stays', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.declined);
      const here = `/reviews/${review}`;
      const { officer, members, chair } = await signInCommittee(server);
      await officer.post(`${here}/preparation`, { note: '' });
      for (const browser of [...members, chair]) {
        await browser.post(`${here}/votes`, {
          verdict: 'send_back',
          missing: 'The bank statement.',
          reasons: 'Unclear.',
        });
      }
      await chair.post(`${here}/closing`);
      expect(await pageOf(officer, here))
        .to.contain('round 2')
        .and.to.contain('Put before the committee');
      expect(await pageOf(customer, `/my/reviews/${review}`))
        .to.contain('asked for more')
        .and.to.match(/1\sApril\s2026/);
      const again = inEnglish(await server.staff('officer-2', ['officer']));
      expect((await again.post(`${here}/preparation`, { note: 'Statement added.' })).status).to.equal(303);
      expect((await findReview(server.services.db, review))?.state).to.equal('before_committee');
    }));

  it('a decision of people goes before others; with too few the file says who is left out and what to do', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const first = `/reviews/${await askForPeople(customer, world.declined)}`;
      const { officer, members, chair } = await signInCommittee(server);
      await officer.post(`${first}/preparation`, { note: '' });
      for (const browser of [...members, chair]) {
        await browser.post(`${first}/votes`, { verdict: 'uphold', reasons: 'Read.' });
      }
      await chair.post(`${first}/closing`);
      const decided = await findReview(server.services.db, Number(first.split('/').at(-1)));
      const old = await customer.get(`/my/decisions/${world.declined}/review`);
      expect(old.headers.get('location')).to.equal(`/my/decisions/${decided?.outcomeDecisionId}/review`);
      const tooOld = await sendPapers(
        customer,
        `/my/decisions/${world.declined}/reviews`,
        { words: 'Written about the older one.' },
        [{ name: 'receipt.pdf', content: PDF }],
      );
      expect(tooOld.status).to.equal(422);
      expect(await tooOld.text())
        .to.contain('Written about the older one.')
        .and.to.contain('A newer decision took the place of that one.')
        .and.to.contain(`action="/my/decisions/${decided?.outcomeDecisionId}/reviews"`)
        .and.to.contain('Choose your papers again');
      const here = `/reviews/${await askForPeople(customer, decided?.outcomeDecisionId ?? 0)}`;
      await officer.post(`${here}/preparation`, { note: '' });
      expect(await pageOf(officer, here))
        .to.contain('3 votes are needed, and 0 of its people may vote')
        .and.to.contain('member-1 (decided on it before)')
        .and.to.contain('appoints more people on the page Committee')
        .and.to.contain('Put before the committee');
      for (const number of [1, 2, 3]) await server.staff(`substitute-${number}`, ['member']);
      await officer.post(`${here}/preparation`, { note: '' });
      expect(await pageOf(officer, here)).to.contain('substitute-3');
      expect(await pageOf(chair, here)).to.contain('You do not vote here');
    }));

  it('its page says who is not drawn for want of training, and what it says to do mends it', () =>
    withServer(async (server) => {
      const { db } = server.services;
      await signInCommittee(server);
      const admin = inEnglish(await server.staff('admin', ['admin']));
      const page = () => pageOf(admin, '/committee');
      expect(await page())
        .to.contain('May be drawn today: members 3, substitutes 0.')
        .and.not.to.contain('has no day of training');
      const member = await db('staff').where({ username: 'member-1' }).first<{ id: number }>('id');
      await db('committee_appointments').where({ staff_id: member.id }).update({ trained_on: null });
      expect(await page())
        .to.contain('May be drawn today: members 2, substitutes 0.')
        .and.to.contain('One appointment has no day of training on record');
      const old = await db('committee_appointments')
        .where({ staff_id: member.id })
        .first<{ id: number }>('id');
      await admin.post('/committee/endings', { appointment: String(old.id) });
      const appointed = await admin.post('/committee/appointments', {
        staff: String(member.id),
        as: 'member',
        from: '2026-03-02',
        until: '2029-03-02',
        trained: '2026-02-27',
      });
      expect(appointed.status).to.equal(303);
      expect(await page())
        .to.contain('May be drawn today: members 3, substitutes 0.')
        .and.not.to.contain('has no day of training');
    }));

  it('the answer is put off once, with a reason that the person reads', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.declined);
      const here = `/reviews/${review}`;
      const officer = inEnglish(await server.staff('officer', ['officer']));
      expect(await pageOf(officer, here)).to.contain(`action="${here}/extensions"`);
      await officer.post(`${here}/extensions`, { extension: ' ' });
      expect(await pageOf(officer, here)).to.contain('You gave no reason');
      await officer.post(`${here}/extensions`, { extension: 'The bank answers slowly.' });
      expect(await pageOf(officer, here))
        .to.match(/due 2\sJune\s2026/)
        .and.not.to.contain(`/extensions"`);
      expect(await pageOf(customer, `/my/reviews/${review}`)).to.contain('The bank answers slowly.');
    }));

  it('a what-if decides again with the value tried, keeps nothing, and leaves no value in an address', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const here = `/reviews/${await askForPeople(customer, world.declined)}`;
      const member = inEnglish(await server.staff('member-1', ['member']));
      const before = await pageOf(member, here);
      const field = /<input type="text" id="(payment_defaults_active)"[^>]*value="2"/.exec(before)?.[1];
      expect(field, 'a field for the default entries').to.equal('payment_defaults_active');
      const tried = async (value: string): Promise<string> => {
        const answer = await member.post(`${here}/what-if`, { payment_defaults_active: value });
        expect(answer.status).to.equal(200);
        return answer.text();
      };
      expect(await tried('0')).to.match(/The outcome changes\.|No change in the outcome\./);
      expect(await tried('<script>%')).not.to.contain('<script>%');
      expect(await pageOf(member, here)).not.to.match(/The outcome changes\.|No change in the outcome\./);
    }));

  it('an auditor reads along but finds no paper, no form and no vote', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const here = `/reviews/${await askForPeople(customer, world.declined)}`;
      const auditor = inEnglish(await server.staff('auditor', ['auditor']));
      const html = await pageOf(auditor, here);
      expect(html)
        .not.to.contain(`action="${here}/votes"`)
        .and.not.to.contain(`action="${here}/preparation"`);
      const trail = await pageOf(auditor, '/audit');
      expect(trail)
        .to.contain('review.request')
        .and.to.contain(`review ${here.split('/').at(-1)}`);
      expect(await pageOf(auditor, `/audit?person=${world.otherPersonId}`)).not.to.contain(
        '>asked for people to decide</td>',
      );
      expect((await auditor.post('/audit/verifications')).status).to.equal(303);
      expect(await pageOf(auditor, '/audit')).to.contain('The chain is whole');
    }));

  it('an empty queue and an empty list of applications say what will come there', () =>
    withServer(async (server) => {
      await insertContestedWorld(server.services);
      const officer = inEnglish(await server.staff('officer', ['officer']));
      expect(await pageOf(officer, '/reviews')).to.contain('A review comes here when');
      expect(await pageOf(officer, '/applications')).to.contain('Applications come with an import');
      expect(await pageOf(officer, '/reviews?state=all&kind=credit&assigned=me')).to.contain(
        'A review comes here when',
      );
      expect(await pageOf(officer, '/reviews?state=done&kind=credit')).to.contain(
        'Not understood: State “done”.',
      );
      expect(await pageOf(officer, '/applications?outcome=maybe&before=-1')).to.contain(
        'Not understood: Outcome “maybe”, before “-1”.',
      );
      const auditor = inEnglish(await server.staff('auditor', ['auditor']));
      expect(await pageOf(auditor, '/audit?person=mari')).to.contain(
        'Not understood: Person’s number “mari”.',
      );
      expect((await officer.get('/applications/1')).status).to.equal(404);
      expect((await officer.get('/reviews/1')).status).to.equal(404);
      expect((await officer.get('/reviews/1/minutes')).status).to.equal(404);
    }));
});
