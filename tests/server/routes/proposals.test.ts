import { expect } from 'chai';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { listOffersOfPerson } from '../../../data/stores/offers.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import type { Browser } from '../http/browser.ts';
import { type TestServer, withServer } from '../http/test-server.ts';
import { inEnglish, insertContestedWorld, pageOf } from './contested-world.ts';

interface World {
  readonly server: TestServer;
  readonly customer: Browser;
  readonly personId: number;
  readonly claimId: number;
  readonly othersClaimId: number;
}

/** Mari owes 100 euros: her payment of 25 came before the claim did, whose amounts are those of that day. */
async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  await withServer(async (server) => {
    const { personId, otherPersonId } = await insertContestedWorld(server.services);
    const claimOf = async (id: number) =>
      (await server.services.db('claims').where({ person_id: id }).first<{ id: number }>('id')).id;
    await work({
      server,
      personId,
      customer: inEnglish(await server.customer('mari', personId)),
      claimId: await claimOf(personId),
      othersClaimId: await claimOf(otherPersonId),
    });
  });
}

const propose = ({ customer, claimId }: World, fields: Readonly<Record<string, string>>) =>
  customer.post(`/my/claims/${claimId}/offers`, fields);
const offersOf = ({ server: { services }, personId }: World) =>
  listOffersOfPerson(services.db, services.vault, personId);
const lettersOf = ({ server: { services }, personId }: World) =>
  listNoticesOfPerson(services.db, services.vault, personId);

describe('what a person proposes', function () {
  this.timeout(60_000);

  it('on a claim with nothing left to pay there is nothing to propose', () =>
    inWorld(async ({ server, customer, claimId }) => {
      expect(await pageOf(customer, `/my/claims/${claimId}/plan`)).to.contain('name="monthly"');
      await server.services
        .db('claims')
        .where({ id: claimId })
        .update({ principal_cents: 0, interest_cents: 0, costs_cents: 0 });
      for (const form of ['plan', 'pause']) {
        expect(await pageOf(customer, `/my/claims/${claimId}/${form}`))
          .to.contain('Nothing is owed on this claim.')
          .and.not.contain(`action="/my/claims/${claimId}/offers"`);
      }
    }));

  it('a plan that pays off in a year is agreed at once, and is a plan at the next run', () =>
    inWorld(async (world) => {
      const plan = `/my/claims/${world.claimId}/plan`;
      expect(await pageOf(world.customer, '/my')).to.contain(`href="${plan}"`);
      expect(await pageOf(world.customer, plan)).to.contain(`/my/claims/${world.claimId}/pause`);
      const sent = await propose(world, { form: 'plan', monthly: '10', first: '2026-03-20', words: 'Palk.' });
      expect(sent.status).to.equal(303);
      expect(await pageOf(world.customer, '/my')).to.contain('Your payment plan is accepted');
      const [offer] = await offersOf(world);
      expect(offer).to.include({ state: 'accepted', words: 'Palk.', answeredBy: null });
      const file = await readPersonFile(world.server.services.db, world.personId);
      expect(file?.plans).to.have.length(1);
      expect(file?.plans[0]).to.include({
        source: 'person',
        instalmentCents: 1000,
        instalments: 10,
        firstDueOn: '2026-03-20',
        ended: null,
      });
      const [letter] = await lettersOf(world);
      expect(letter).to.include({ kind: 'offer_answered', language: 'et' });
      expect(letter?.text).to.contain('maksegraafikus kokku leppinud').and.to.contain('10 korda');
    }));

  it('a longer plan goes to a person, who answers with reasons, and the answer comes as a letter', () =>
    inWorld(async (world) => {
      await propose(world, { form: 'plan', monthly: '5', first: '2026-03-20', words: '' });
      const [offer] = await offersOf(world);
      expect(offer).to.include({ state: 'asked', dueOn: '2026-03-12' });
      const id = offer?.offerId ?? 0;
      const officer = inEnglish(await world.server.staff('officer', ['officer']));
      expect(await pageOf(officer, '/offers')).to.contain(`/offers/${id}`);
      expect(await pageOf(officer, '/deadlines')).to.contain(`/offers/${id}`);
      expect(await pageOf(officer, `/offers/${id}`)).to.contain('20 times');
      const blank = await officer.post(`/offers/${id}/answers`, { outcome: 'refused', reasons: ' ' });
      expect(blank.status).to.equal(422);
      const answered = await officer.post(`/offers/${id}/answers`, {
        outcome: 'accepted',
        reasons: 'Sissetulek on väike.',
      });
      expect(answered.status).to.equal(303);
      const twice = await officer.post(`/offers/${id}/answers`, { outcome: 'refused', reasons: 'Ei.' });
      expect(twice.headers.get('location')).to.equal(`/offers/${id}`);
      expect((await offersOf(world))[0]).to.include({ state: 'accepted', reasons: 'Sissetulek on väike.' });
      expect((await readPersonFile(world.server.services.db, world.personId))?.plans).to.have.length(1);
      const letters = await lettersOf(world);
      expect(letters).to.have.length(1);
      expect(letters[0]?.text).to.contain('– Sissetulek on väike.');
      expect(await pageOf(officer, '/deadlines')).not.to.contain(`/offers/${id}`);
    }));

  it('a refused plan changes nothing but is told with its reasons', () =>
    inWorld(async (world) => {
      await propose(world, { form: 'plan', monthly: '5', first: '2026-03-20' });
      const [offer] = await offersOf(world);
      const planner = inEnglish(await world.server.staff('planner', ['planner']));
      await planner.post(`/offers/${offer?.offerId}/answers`, { outcome: 'refused', reasons: 'Liiga pikk.' });
      expect((await readPersonFile(world.server.services.db, world.personId))?.plans).to.have.length(0);
      expect((await lettersOf(world))[0]?.text).to.contain('ei saanud seda maksegraafikut');
      const again = await propose(world, { form: 'plan', monthly: '10', first: '2026-03-20' });
      expect(again.status).to.equal(303);
    }));

  it('a pause for debt counselling begins at once with consent, as relief that ends on its day', () =>
    inWorld(async (world) => {
      const form = { form: 'pause', reason: 'debt_counselling', words: 'Aeg on 9. märtsil.' };
      const without = await propose(world, form);
      expect(without.status).to.equal(422);
      expect(await without.text())
        .to.contain('Tick that we may keep it')
        .and.to.contain('Aeg on 9. märtsil.');
      await propose(world, { ...form, consent: 'yes' });
      const file = await readPersonFile(world.server.services.db, world.personId);
      expect(file?.restrictions[0]).to.include({ kind: 'hardship', from: '2026-03-02', to: '2026-05-01' });
      expect(file?.consents[0]).to.include({ purpose: 'support_need', withdrawnOn: null });
    }));

  it('what cannot be is answered clearly, with what was typed kept', () =>
    inWorld(async (world) => {
      const form = { form: 'plan', first: '2026-03-20', words: 'Minu sõnad' };
      const wrong = async (fields: Readonly<Record<string, string>>, text: string) => {
        const response = await propose(world, { ...form, ...fields });
        expect(response.status, text).to.equal(422);
        expect(await response.text())
          .to.contain(text)
          .and.to.contain('Minu sõnad');
      };
      await wrong({ monthly: '100.01' }, 'more than you owe');
      await wrong({ monthly: 'palju' }, 'Write an amount in euros');
      await wrong({ monthly: '4.99' }, 'smallest instalment');
      await wrong({ monthly: '10', first: '2026-03-01' }, 'Choose a day from today on');
      await wrong({ monthly: '10', first: '2026-02-30' }, 'Choose the day of the first payment');
      expect(await offersOf(world)).to.have.length(0);
      await propose(world, { ...form, monthly: '5' });
      await wrong({ monthly: '6' }, 'asked already about this claim');
      expect(await offersOf(world)).to.have.length(1);
    }));

  it('two sent at the same moment leave one', () =>
    inWorld(async (world) => {
      const form = { form: 'plan', monthly: '5', first: '2026-03-20' };
      await pageOf(world.customer, `/my/claims/${world.claimId}/plan`);
      const sent = await Promise.all([propose(world, form), propose(world, form)]);
      expect(sent.map(({ status }) => status).sort()).to.deep.equal([303, 422]);
      expect(await offersOf(world)).to.have.length(1);
    }));

  it('the claim of another person is not there; a proposal is taken back by its person alone', () =>
    inWorld(async (world) => {
      const { customer, othersClaimId } = world;
      const form = { form: 'plan', monthly: '5', first: '2026-03-20' };
      expect((await customer.get(`/my/claims/${othersClaimId}/plan`)).status).to.equal(404);
      expect((await customer.post(`/my/claims/${othersClaimId}/offers`, form)).status).to.equal(404);
      await propose(world, form);
      const [offer] = await offersOf(world);
      const back = `/my/offers/${offer?.offerId}/withdrawal`;
      expect(await pageOf(customer, `/my/claims/${world.claimId}/plan`)).to.contain(back);
      const stranger = await world.server.customer('jaan', world.personId + 1);
      expect((await stranger.post(back)).status).to.equal(404);
      expect((await customer.post(back)).status).to.equal(303);
      expect((await offersOf(world))[0]?.state).to.equal('withdrawn');
      expect((await propose(world, form)).status).to.equal(303);
    }));
});
