import { expect } from 'chai';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { listOffersOfPerson } from '../../../data/stores/offers.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import { inputsOf } from '../../../scoring/decision/inputs.ts';
import { historyOf } from '../../../scoring/portfolio/as-of.ts';
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
    await server.services.db('portfolios').update({ profile: 'debt-collector-ee' });
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

/** A second claim of the same person, of which something is owed as well. */
async function otherClaimOf({ server: { services }, claimId }: World): Promise<number> {
  const row = await services
    .db('claims')
    .where({ id: claimId })
    .first<Record<string, string | number | null>>();
  const another = Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'id'));
  const [made] = await services
    .db('claims')
    .insert({ ...another, claim_number: 'C-other', external_id: 'C-other' })
    .returning<{ id: number }[]>('id');
  return made?.id ?? 0;
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

  it('a pause for debt counselling begins at once, of that claim alone, without asking for a consent', () =>
    inWorld(async (world) => {
      const { db } = world.server.services;
      const other = await otherClaimOf(world);
      const form = { form: 'pause', reason: 'debt_counselling', words: 'Aeg on 9. märtsil.' };
      await propose(world, form);
      const file = await readPersonFile(db, world.personId);
      expect(file?.restrictions[0]).to.include({ kind: 'pause', claimId: world.claimId });
      expect(file?.restrictions[0]).to.include({ from: '2026-03-02', to: '2026-05-01' });
      expect(file?.consents).to.deep.equal([]);
      if (file === null) throw new Error('no file');
      const hardship = (claimId: number) =>
        inputsOf(historyOf(file, '2026-03-03', { kind: 'claim', claimId })).values['hardship'];
      expect([hardship(world.claimId), hardship(other)]).to.deep.equal([1, 0]);
    }));

  it('a pause for debt counselling can be had while a plan waits, once, and the plan still gets its answer', () =>
    inWorld(async (world) => {
      await propose(world, { form: 'plan', monthly: '5', first: '2026-03-20', words: '' });
      const pause = `/my/claims/${world.claimId}/pause`;
      expect(await pageOf(world.customer, pause))
        .to.contain('while you wait for the answer')
        .and.to.contain('value="debt_counselling"')
        .and.to.not.contain('value="money_trouble"');
      expect((await propose(world, { form: 'pause', reason: 'money_trouble' })).status).to.equal(422);
      expect((await propose(world, { form: 'pause', reason: 'debt_counselling' })).status).to.equal(303);
      expect((await offersOf(world)).map(({ state }) => state)).to.deep.equal(['accepted', 'asked']);
      expect(await pageOf(world.customer, pause)).to.not.contain('name="reason"');
      expect((await propose(world, { form: 'pause', reason: 'debt_counselling' })).status).to.equal(422);
    }));

  it('a wish for all claims is judged for each, and each gets its answer', () =>
    inWorld(async (world) => {
      const other = await otherClaimOf(world);
      const page = await pageOf(world.customer, `/my/claims/${world.claimId}/pause`);
      expect(page).to.contain('name="all"');
      await propose(world, { form: 'pause', reason: 'debt_counselling', words: '', all: 'yes' });
      const offers = await offersOf(world);
      expect(offers.map(({ claimId }) => claimId).sort()).to.deep.equal([world.claimId, other].sort());
      expect(offers.map(({ state }) => state)).to.deep.equal(['accepted', 'accepted']);
      const file = await readPersonFile(world.server.services.db, world.personId);
      expect(file?.restrictions).to.have.length(2);
    }));

  it('words that tell of health are kept with the consent, and not at all where the profile forbids it', () =>
    inWorld(async (world) => {
      const { db } = world.server.services;
      const form = { form: 'pause', reason: 'other', words: 'Olin haiglas.', consent: 'yes' };
      await propose(world, form);
      expect((await offersOf(world))[0]?.words).to.equal('Olin haiglas.');
      const consents = (await readPersonFile(db, world.personId))?.consents ?? [];
      expect(consents[0]).to.include({ purpose: 'support_need', withdrawnOn: null });
      await world.customer.post(`/my/offers/${(await offersOf(world))[0]?.offerId}/withdrawal`);
      await db('portfolios').update({ profile: 'media-customers-ee' });
      await propose(world, form);
      expect((await offersOf(world))[0]).to.include({ words: '', state: 'asked' });
      expect(await pageOf(world.customer, '/my')).to.contain('not your words');
    }));

  it('is accepted by no program where the controller has dated no terms', () =>
    inWorld(async (world) => {
      await world.server.services.db('portfolios').update({ profile: null });
      await propose(world, { form: 'plan', monthly: '100', first: '2026-03-02' });
      expect((await offersOf(world))[0]?.state).to.equal('asked');
      expect(await pageOf(world.customer, `/my/claims/${world.claimId}/pause`)).to.contain(
        'A person answers',
      );
    }));

  it('stands on the case of its claim, and among the planner’s deadlines', () =>
    inWorld(async (world) => {
      await propose(world, { form: 'plan', monthly: '5', first: '2026-03-20', words: '' });
      const [offer] = await offersOf(world);
      const planner = inEnglish(await world.server.staff('planner', ['planner']));
      const deadlines = await pageOf(planner, '/deadlines');
      expect(deadlines).to.contain(`/offers/${offer?.offerId}`).and.not.to.contain('The daily job');
      const [decision] = await world.server.services
        .db('decisions')
        .where({ claim_id: world.claimId })
        .select<{ id: number }[]>('id');
      const shown = await pageOf(planner, `/cases/${decision?.id}`);
      expect(shown).to.contain(`/offers/${offer?.offerId}`).and.to.contain('20 times');
      const officer = inEnglish(await world.server.staff('officer', ['officer']));
      expect(await pageOf(officer, `/persons/${world.personId}`)).to.contain(`/offers/${offer?.offerId}`);
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
