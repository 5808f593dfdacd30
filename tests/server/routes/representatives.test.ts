import { expect } from 'chai';
import { listIdentityProofs } from '../../../data/stores/identity-proofs.ts';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { endMandate, type NewMandate } from '../../../data/stores/mandates.ts';
import { hideCodes } from '../../../scoring/explanation/sign-in-codes.ts';
import { sendMail } from '../../../server/actions/send-mail.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import type { Browser } from '../http/browser.ts';
import { insertSmallWorld, type SmallWorld } from '../http/small-world.ts';
import { TEST_NOW, type TestServer, withServer } from '../http/test-server.ts';
import { contest, representative } from './acting-world.ts';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n');

describe('letters to whoever acts for a person', function () {
  this.timeout(60_000);

  it('an authorised representative gets one beside the person, with a code of their own', () =>
    withLetters({ identity: { name: 'Liis', contact: 'liis@advokaat.ee' } }, async (at) => {
      const [theirs, own] = await at.newest();
      expect(theirs).to.include({ mandateId: at.mandateId, channel: 'email', kind: 'review_received' });
      expect(own).to.include({ mandateId: null, kind: 'review_received' });
      const codes = [theirs, own].map((letter) => codeIn(letter?.text ?? ''));
      expect(new Set(codes).size).to.equal(2);
      const page = await text(at.browser, `/my/letters/${theirs?.id}`);
      expect(page).to.contain(codes[0]).and.not.contain(codes[1]);
      const asPerson = await at.server.customer('omanik', at.world.own.personId);
      const mine = await text(asPerson, `/my/letters/${own?.id}`);
      expect(mine).to.contain(codes[1]).and.not.contain(codes[0]);
      expect((await asPerson.get(`/my/letters/${theirs?.id}`)).status, 'their copy').to.equal(404);
    }));

  it('the e-mail about it goes to the representative and opens the choice of a representative', () =>
    withLetters({ identity: { name: 'Liis', contact: 'liis@advokaat.ee' } }, async (at) => {
      const sent: { readonly to: string; readonly text: string }[] = [];
      const context: ActionContext = { ...at.server.services, ...NOW_OF_TEST };
      await sendMail(
        () => context,
        (mail) => {
          sent.push(mail);
          return Promise.resolve({ kind: 'sent' });
        },
      );
      const mail = sent.find(({ to }) => to === 'liis@advokaat.ee');
      const officer = await at.server.staff('mari', ['officer']);
      const [theirs] = await at.newest();
      const outbox = await text(officer, `/outbox/${theirs?.id}`);
      expect(outbox).to.contain('Liis').and.contain('Acts for').and.contain('Mari Maasikas 1');
      const liis = at.server.browser();
      const signedIn = await liis.post('/sign-in/code', { code: codeIn(mail?.text ?? '') });
      expect(signedIn.headers.get('location')).to.equal('/acting');
    }));

  it('a guardian gets it instead; the person reads it without the code in it', () =>
    withLetters({ kind: 'guardian', replacesPerson: true }, async (at) => {
      const letters = (await at.newest()).filter(({ kind }) => kind === 'review_received');
      expect(letters.map(({ mandateId }) => mandateId)).to.deep.equal([at.mandateId]);
      const code = codeIn(letters[0]?.text ?? '');
      const asPerson = await at.server.customer('omanik', at.world.own.personId);
      const page = await text(asPerson, `/my/letters/${letters[0]?.id}`);
      expect(page).to.not.contain(code);
      expect(hideCodes(letters[0]?.text ?? '')).to.not.contain(code);
      const copy = await text(asPerson, '/my/copy/copy.json');
      expect(copy).to.contain('review_received').and.not.contain(code);
    }));

  it('a mandate for one claim brings no letter about another', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      await representative(server, world, { scope: { kind: 'claim', claimId: world.others.claim } });
      await contest(await server.customer('omanik', world.own.personId), world.own.freshDecision);
      const { db, vault } = server.services;
      const letters = await listNoticesOfPerson(db, vault, world.own.personId);
      const receipts = letters.filter(({ kind }) => kind === 'review_received');
      expect(receipts.map(({ mandateId }) => mandateId)).to.deep.equal([null]);
    }));
});

describe('a mandate stands on paper and proof', function () {
  this.timeout(60_000);

  it('kept with it, opened by who confirms it and by nobody through the papers of reviews', () =>
    withServer(async (server) => {
      const { db, vault } = server.services;
      const world = await insertSmallWorld(server.services);
      const { personId } = world.own;
      const officer = await server.staff('mari', ['officer']);
      const recorded = await record(officer, personId, { papers: new File([PDF], '../../volikiri.pdf') });
      expect(recorded.status).to.equal(303);
      const paper = (await db('documents').whereNotNull('mandate_id').orderBy('id', 'desc').first('id')) as {
        id: number;
      };
      const chair = await server.staff('juhataja', ['chair']);
      expect(await text(chair, `/persons/${personId}`)).to.contain(`/mandate-papers/${paper.id}`);
      const opened = await chair.get(`/mandate-papers/${paper.id}`);
      expect(Buffer.from(await opened.arrayBuffer()).equals(PDF)).to.equal(true);
      const member = await server.staff('liige', ['member']);
      expect((await member.get(`/documents/${paper.id}`)).status).to.equal(404);
      expect((await chair.get(`/mandate-papers/${world.own.document}`)).status).to.equal(404);
      const proof = (await db('identity_proofs').whereNotNull('mandate_id').first()) as Record<
        string,
        unknown
      >;
      expect(proof).to.include({ person_id: personId, method: 'id_document', channel: 'visit', passed: 1 });
      const proofs = await listIdentityProofs(db, vault, personId);
      expect(
        proofs.map(({ method }) => method),
        'never taken for the person’s own',
      ).to.not.include('id_document');
    }));

  for (const [what, file, says] of [
    ['a program', new File(['MZ'], 'volikiri.pdf'), 'volikiri.pdf'],
    ['a paper cut short', new File(['%PDF-1.4 half'], 'pool.pdf'), 'pool.pdf'],
  ] as const) {
    it(`${what} is refused, and what was typed stays`, () =>
      withServer(async (server) => {
        const world = await insertSmallWorld(server.services);
        const officer = await server.staff('mari', ['officer']);
        const before = await server.services.db('mandates').count({ n: '*' }).first();
        const refused = await record(officer, world.own.personId, { papers: file });
        expect(refused.status).to.equal(422);
        expect(await refused.text())
          .to.contain(says)
          .and.contain('Liis Esindaja');
        expect(await server.services.db('mandates').count({ n: '*' }).first()).to.deep.equal(before);
      }));
  }

  it('by a proof that the controller’s profile accepts', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      await server.services.db('portfolios').update({ profile: 'retail-credit-ee' });
      const officer = await server.staff('mari', ['officer']);
      const page = await text(officer, `/persons/${world.own.personId}`);
      expect(page).to.contain('value="digital_signature"').and.not.contain('value="id_document"');
      const refused = await record(officer, world.own.personId, {});
      expect(refused.status).to.equal(422);
      expect(await refused.text()).to.contain('does not accept that proof');
    }));
});

describe('whoever may not act for a person', function () {
  this.timeout(60_000);

  it('whose mandate has ended is told so, and their words and papers are kept for the person and for staff', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const world = await insertSmallWorld(server.services);
      const { browser, mandateId } = await representative(server, world, {});
      await endMandate(db, mandateId, 'staff', TEST_NOW);
      const answer = await send(browser, `/my/decisions/${world.own.freshDecision}/reviews`, {
        words: 'Palun vaadake üle.',
        papers: new File([PDF], 'palk.pdf'),
      });
      expect(answer.status).to.equal(403);
      expect(await answer.text()).to.contain('What you wrote is kept');
      expect(await db('reviews').where({ decision_id: world.own.freshDecision })).to.have.length(0);
      const person = await server.customer('omanik', world.own.personId);
      const mine = await text(person, '/my/representatives');
      expect(mine).to.contain('Palun vaadake üle.').and.contain('Liis Esindaja');
      expect(await db('documents').whereNotNull('unheard_request_id')).to.have.length(1);
      const officer = await server.staff('mari', ['officer']);
      const desk = await text(officer, `/persons/${world.own.personId}`);
      expect(desk).to.contain('Palun vaadake üle.').and.contain('the mandate had ended');
      const id = /\/unheard\/(\d+)\/settlement/.exec(desk)?.[1] ?? '';
      expect((await officer.post(`/unheard/${id}/settlement`)).status).to.equal(303);
      expect(await text(officer, `/persons/${world.own.personId}`)).to.not.contain(
        `/unheard/${id}/settlement`,
      );
      const trail = await db('audit_entries')
        .where({ action: 'request.unheard' })
        .first<Record<string, unknown>>();
      expect(trail).to.include({ actor_kind: 'representative', actor_id: mandateId });
    }));

  it('whose mandate does not cover the matter, and a person whose guardian acts, lose no word either', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const { browser, mandateId } = await representative(server, world, { scope: { kind: 'reviews' } });
      const beyond = await send(browser, '/my/rights', { words: 'Kustutage kõik.', right: 'erasure' });
      expect(await beyond.text()).to.contain('What you wrote is kept');
      await server.services
        .db('mandates')
        .where({ id: mandateId })
        .update({ replaces_person: 1, kind: 'guardian' });
      const person = await server.customer('omanik', world.own.personId);
      const replaced = await send(person, `/my/decisions/${world.own.freshDecision}/reviews`, {
        words: 'Ei nõustu.',
      });
      expect(replaced.status).to.equal(403);
      const kept = await server.services
        .db('unheard_requests')
        .where({ person_id: world.own.personId })
        .orderBy('id');
      expect(kept.slice(1).map(({ because }: { because: string }) => because)).to.deep.equal([
        'beyond_mandate',
        'guardian_acts',
      ]);
    }));

  it('and has no mandate at all is refused by staff, which is written down', () =>
    withServer(async (server) => {
      const world = await insertSmallWorld(server.services);
      const officer = await server.staff('mari', ['officer']);
      const path = `/persons/${world.own.personId}`;
      expect((await officer.post(`${path}/unheard`, { channel: 'phone', words: ' ' })).status).to.equal(422);
      const words = 'Õde küsis, kui palju on võlgu.';
      expect((await officer.post(`${path}/unheard`, { channel: 'phone', words })).status).to.equal(303);
      expect(await text(officer, path)).to.contain(words);
      expect(await text(officer, '/mandates')).to.contain('no mandate');
      const entry = await server.services
        .db('audit_entries')
        .where({ action: 'request.unheard' })
        .first<Record<string, unknown>>();
      expect(entry).to.include({ actor_kind: 'staff', person_id: world.own.personId });
    }));
});

const NOW_OF_TEST = { now: TEST_NOW, today: '2026-03-02', actor: { kind: 'system' } } as const;

interface Lettered {
  readonly server: TestServer;
  readonly world: SmallWorld;
  readonly browser: Browser;
  readonly mandateId: number;
  readonly newest: () => ReturnType<typeof listNoticesOfPerson>;
}

/** Somebody acts for the person and asks people to decide: a receipt is owed. */
function withLetters(change: Partial<NewMandate>, work: (at: Lettered) => Promise<void>): Promise<void> {
  return withServer(async (server) => {
    const world = await insertSmallWorld(server.services);
    const { browser, mandateId } = await representative(server, world, change);
    await contest(browser, world.own.freshDecision);
    const { db, vault } = server.services;
    const newest = () => listNoticesOfPerson(db, vault, world.own.personId);
    await work({ server, world, browser, mandateId, newest });
  });
}

async function text(browser: Browser, path: string): Promise<string> {
  return (await browser.get(`${path}?lang=en`)).text();
}

function codeIn(letter: string): string {
  return /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{5}/.exec(letter)?.[0] ?? '';
}

async function send(
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string | File>>,
): Promise<Response> {
  const form = new FormData();
  form.set('_csrf', await browser.token());
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return browser.request(path, { method: 'POST', headers: { accept: 'text/html' }, body: form });
}

function record(officer: Browser, personId: number, more: Readonly<Record<string, File>>): Promise<Response> {
  return send(officer, `/persons/${personId}/mandates`, {
    ...{ name: 'Liis Esindaja', kind: 'lawyer', scope: 'all', proof: 'id_document' },
    ...{ basis: 'Volikiri', from: '2026-03-01' },
    ...more,
  });
}
