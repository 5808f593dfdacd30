import { expect } from 'chai';
import { listIdentityProofs } from '../../../data/stores/identity-proofs.ts';
import { readContactIdentity } from '../../../data/views/identities.ts';
import type { Browser } from '../http/browser.ts';
import { insertSmallWorld } from '../http/small-world.ts';
import { type TestServer, withServer } from '../http/test-server.ts';

describe('a caller who answered the control questions', function () {
  this.timeout(60_000);

  it('contests a decision on that proof, and is asked nothing again', () =>
    withServer(async (server) => {
      const { db, vault } = server.services;
      const { own } = await insertSmallWorld(server.services);
      const officer = await server.staff('mari', ['officer']);
      const passed = await answer(server, officer, own.personId);
      expect(passed.headers.get('location')).to.equal(`/persons/${own.personId}`);
      const [proof] = await listIdentityProofs(db, vault, own.personId);
      expect(proof).to.include({ method: 'control_questions', channel: 'phone', passed: true });
      const came = `proof.${proof?.id}`;
      const form = await (await officer.get(`/decisions/${own.freshDecision}/contest`)).text();
      expect(form).to.contain(`value="${came}"`).and.to.contain(`href="/persons/${own.personId}"`);

      const contested = await sendPapers(officer, `/decisions/${own.freshDecision}/contests`, {
        came,
        shown: 'yes',
        words: 'Maksin ära.',
      });
      expect(contested.status).to.equal(303);
      expect(await db('reviews').where({ decision_id: own.freshDecision })).to.have.length(1);
      const byPhone = { person_id: own.personId, channel: 'phone' };
      expect(await db('identity_proofs').where(byPhone), 'no second proof').to.have.length(1);
    }));

  it('uses a right on that proof', () =>
    withServer(async (server) => {
      const { db, vault } = server.services;
      const { own, others } = await insertSmallWorld(server.services);
      const officer = await server.staff('mari', ['officer']);
      const asked = { portfolio: 'small', channel: 'phone', method: 'control_questions', passed: 'no' };
      const ask = async (person: string): Promise<string> => {
        const answered = await officer.post('/rights', { ...asked, person, right: 'access' });
        return answered.headers.get('location') ?? '';
      };
      const [request, foreign] = [await ask('P1'), await ask('P2')];
      await answer(server, officer, own.personId);
      const [proof] = await listIdentityProofs(db, vault, own.personId);
      const method = `proof.${proof?.id}`;
      const shown = await (await officer.get(request)).text();
      expect(shown).to.contain(`value="${method}"`).and.to.contain(`href="/persons/${own.personId}"`);
      expect(await (await officer.get(foreign)).text()).to.contain(`href="/persons/${others.personId}"`);
      expect((await officer.post(`${foreign}/identity`, { method })).status, 'another’s').to.equal(422);
      expect((await officer.post(`${request}/identity`, { method })).status).to.equal(303);
      const id = Number(request.split('/').pop());
      const kept = (await db('rights_requests').where({ id }).first('proof_id')) as { proof_id: number };
      expect(kept.proof_id).to.equal(proof?.id);
    }));

  it('lends the proof to nobody else', () =>
    withServer(async (server) => {
      const { db, vault } = server.services;
      const { own, others } = await insertSmallWorld(server.services);
      const officer = await server.staff('mari', ['officer']);
      await answer(server, officer, own.personId);
      const [proof] = await listIdentityProofs(db, vault, own.personId);
      const contested = await sendPapers(officer, `/decisions/${others.freshDecision}/contests`, {
        came: `proof.${proof?.id}`,
        shown: 'yes',
        words: 'Maksin ära.',
      });
      expect(contested.status).to.not.equal(303);
      expect(await db('reviews').where({ decision_id: others.freshDecision })).to.deep.equal([]);
    }));
});

/** Right answers, out of what the small portfolio has on record of everybody. */
async function answer({ services }: TestServer, officer: Browser, personId: number): Promise<Response> {
  const contact = await readContactIdentity(services.db, services.vault, personId);
  const known: Readonly<Record<string, string>> = {
    street: contact?.address ?? '',
    creditor: 'Näide OÜ',
    payment_month: '03.2025',
    payment_amount: '25',
  };
  const html = await (await officer.post(`/persons/${personId}/control-questions`)).text();
  const action = /action="(\/control-rounds\/\d+\/answers)"/.exec(html)?.[1] ?? '';
  const asked = [...html.matchAll(/<input type="text" id="([a-z_]+)"/g)].map(([, name]) => name ?? '');
  expect(asked).to.have.length(3);
  return officer.post(action, Object.fromEntries(asked.map((name) => [name, known[name] ?? ''])));
}

async function sendPapers(
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  const form = new FormData();
  form.set('_csrf', await browser.token());
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return browser.request(path, { method: 'POST', headers: { accept: 'text/html' }, body: form });
}
