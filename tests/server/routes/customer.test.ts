import { expect } from 'chai';
import { listDocuments } from '../../../data/stores/documents.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import { withServer } from '../http/test-server.ts';
import {
  askForPeople,
  inEnglish,
  insertContestedWorld,
  numberIn,
  pageOf,
  PDF,
  sendPapers,
} from './contested-world.ts';

describe('what a person reads and does', function () {
  this.timeout(60_000);

  it('the decision says the outcome, who decided, the reasons with own values, and four equal ways on', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const html = await pageOf(customer, `/my/decisions/${world.declined}`);
      expect(html).to.contain('We did not approve your application');
      expect(html).to.contain('Decided by a computer program');
      expect(html).to.match(/<ol class="reasons">/);
      expect(html).to.contain('payment default');
      expect(html.match(/class="choice"/g)).to.have.length(4);
      for (const path of ['review', 'correction', 'facts']) {
        expect(html).to.contain(`href="/my/decisions/${world.declined}/${path}"`);
      }
      const measured = await pageOf(customer, `/my/decisions/${world.measured}`);
      expect(measured).to.match(/href="\/my\/claims\/\d+\/plan"/);
      expect(measured.match(/class="choice"/g)).to.have.length(4);
    }));

  it('asking for people needs no words, keeps what was typed, and gives a receipt with the date', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      await pageOf(customer, `/my/decisions/${world.declined}/review`);
      const path = `/my/decisions/${world.declined}/reviews`;
      const wrong = { 'point.rule': 'yes', 'right.months_in_job': 'x'.repeat(501) };
      const refused = await sendPapers(customer, path, { words: ' ', answer: 'letter', ...wrong }, []);
      expect(refused.status).to.equal(422);
      const again = await refused.text();
      expect(again)
        .to.contain('What is right takes at most 500 characters')
        .and.to.match(/value="letter" checked/)
        .and.to.match(/name="point.rule" value="yes" checked/)
        .and.to.contain('x'.repeat(501));
      const review = await askForPeople(customer, world.declined);
      const { db, vault } = server.services;
      const [paper] = await listDocuments(db, vault, { reviewId: review });
      expect(paper).to.include({
        name: 'receipt.pdf',
        mediaType: 'application/pdf',
        personId: world.personId,
      });
      const track = await pageOf(customer, `/my/reviews/${review}`);
      // Monday 2 March 2026 and 30 days.
      expect(track)
        .to.match(/We answer by 1\sApril\s2026/)
        .and.to.contain('I paid it in April.');
      expect(track).to.contain('receipt.pdf');
      const decision = await pageOf(customer, `/my/decisions/${world.declined}`);
      expect(decision).to.contain(`href="/my/reviews/${review}"`);
      const home = await pageOf(customer, '/my');
      expect(home).to.contain(`/my/reviews/${review}`);
    }));

  it('words that are too long come back whole, and lines typed on a phone count once', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const { db, vault } = server.services;
      const here = `/my/decisions/${world.declined}`;
      const long = `Start ${'a'.repeat(100_000)} the end`;
      for (const sent of [
        await sendPapers(customer, `${here}/reviews`, { words: long, answer: 'portal' }, []),
        await customer.post(`${here}/statements`, { form: 'correction', words: long }),
        await customer.post(`${here}/statements`, {
          form: 'facts',
          words: long,
          support: 'more_time',
          consent: 'yes',
        }),
      ]) {
        expect(sent.status).to.equal(422);
        expect(await sent.text())
          .to.contain('at most 20,000 characters')
          .and.to.contain('the end');
      }
      expect(await listStatements(db, vault, { personId: world.personId })).to.deep.equal([]);
      const lines = 'nine char\r\n'.repeat(1_999);
      expect((await customer.post(`${here}/statements`, { form: 'facts', words: lines })).status).to.equal(
        303,
      );
      const review = await askForPeople(customer, world.declined);
      const added = await sendPapers(customer, `/my/reviews/${review}/statements`, { words: long }, []);
      expect(added.status).to.equal(422);
      expect(await added.text()).to.contain('the end');
    }));

  it('a paper is taken by what its bytes are, not by what it is called', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const path = `/my/decisions/${world.declined}/reviews`;
      const send = (name: string, content: Buffer, count = 1) =>
        sendPapers(
          customer,
          path,
          { words: 'Look.' },
          Array.from({ length: count }, () => ({ name, content })),
        );
      for (const [name, content, says] of [
        ['bill.pdf', Buffer.from('<script>alert(1)</script>'), 'neither a PDF'],
        ['empty.pdf', Buffer.alloc(0), 'is empty'],
        ['big.pdf', Buffer.concat([PDF, Buffer.alloc(11 * 1024 * 1024)]), 'larger than 10'],
      ] as const) {
        const response = await send(name, content);
        expect(response.status, name).to.equal(422);
        const html = await response.text();
        expect(html, name).to.contain(says).and.to.contain('Look.');
      }
      expect((await send('bill.pdf', PDF, 6)).status).to.equal(422);
      const { db, vault } = server.services;
      expect(await listDocuments(db, vault, { personId: world.personId })).to.deep.equal([]);
    }));

  it('a paper that is called a page comes back with the ending of what it is', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const asked = await sendPapers(customer, `/my/decisions/${world.declined}/reviews`, { words: 'See.' }, [
        { name: 'letter.html', content: PDF },
        { name: 'Receipt.PDF', content: PDF },
      ]);
      expect(asked.status).to.equal(303);
      const { db, vault } = server.services;
      const kept = await listDocuments(db, vault, { personId: world.personId });
      expect(kept.map(({ name }) => name)).to.deep.equal(['letter.html.pdf', 'Receipt.PDF']);
    }));

  it('a paper comes back to its owner as a download, and to nobody else', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.declined);
      const { db, vault } = server.services;
      const [paper] = await listDocuments(db, vault, { reviewId: review });
      const got = await customer.get(`/my/documents/${paper?.id}`);
      expect(got.headers.get('content-disposition')).to.contain('attachment');
      expect(got.headers.get('content-type')).to.contain('application/pdf');
      expect(Buffer.from(await got.arrayBuffer()).equals(PDF)).to.equal(true);
      const other = inEnglish(await server.customer('jaan', world.otherPersonId));
      for (const path of [
        `/my/documents/${paper?.id}`,
        `/my/reviews/${review}`,
        `/my/decisions/${world.declined}`,
        `/my/decisions/${world.declined}/review`,
        `/my/decisions/${world.declined}/correction`,
      ]) {
        expect((await other.get(path)).status, path).to.equal(404);
      }
      const officer = inEnglish(await server.staff('officer', ['officer']));
      expect((await officer.get(`/documents/${paper?.id}`)).status).to.equal(200);
    }));

  it('can be added to and taken back until people have decided', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const review = await askForPeople(customer, world.declined);
      const here = `/my/reviews/${review}`;
      expect((await sendPapers(customer, `${here}/statements`, { words: '' }, [])).status).to.equal(422);
      expect(
        (await sendPapers(customer, `${here}/statements`, { words: 'One more thing.' }, [])).status,
      ).to.equal(303);
      expect(await pageOf(customer, here))
        .to.contain('One more thing.')
        .and.to.contain('The committee will see it.');
      expect((await customer.post(`${here}/withdrawal`)).status).to.equal(303);
      const after = await pageOf(customer, here);
      expect(after).to.contain('Your request is taken back.').and.not.to.contain('/withdrawal"');
      const late = await sendPapers(customer, `${here}/statements`, { words: 'Too late.' }, []);
      expect(late.status).to.equal(303);
      const { db, vault } = server.services;
      const texts = (await listStatements(db, vault, { reviewId: review })).map(({ text }) => text);
      expect(texts).to.not.include('Too late.');
    }));

  it('a correction names the fact, news and needs are kept with consent, and staff read both', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const { db, vault } = server.services;
      const send = async (decision: number, fields: Readonly<Record<string, string>>): Promise<number> =>
        (await customer.post(`/my/decisions/${decision}/statements`, fields)).status;
      expect(await send(world.declined, { form: 'correction', words: '' })).to.equal(422);
      expect(
        await send(world.declined, { form: 'correction', about: 'months_in_job', words: 'Since 2020.' }),
      ).to.equal(303);
      expect(await send(world.declined, { form: 'facts', words: '' })).to.equal(422);
      expect(await send(world.declined, { form: 'facts', words: '', support: 'more_time' })).to.equal(422);
      expect(
        await send(world.declined, {
          form: 'facts',
          words: 'New job.',
          support: 'more_time',
          consent: 'yes',
        }),
      ).to.equal(303);
      // A plan is proposed for the claim, where it is answered; here it would only be a note.
      expect(await send(world.measured, { form: 'plan', words: '40 a month' })).to.equal(422);
      expect((await customer.get(`/my/decisions/${world.measured}/plan`)).status).to.equal(404);
      expect(await send(world.measured, { form: 'nothing' })).to.equal(422);
      const said = await listStatements(db, vault, { personId: world.personId });
      expect(said.map(({ kind }) => kind)).to.deep.equal(['correction', 'new_fact', 'support']);
      expect(said[0]?.text)
        .to.match(/months? in/i)
        .and.to.contain('Since 2020.');
      const planner = inEnglish(await server.staff('planner', ['planner']));
      expect(await send(world.measured, { form: 'correction', words: 'I owe half of it.' })).to.equal(303);
      expect(await pageOf(planner, `/cases/${world.measured}`))
        .to.contain('What the person told us')
        .and.to.contain('I owe half of it.');
      const data = await pageOf(customer, '/my/data');
      expect(data).to.contain('Since 2020.').and.to.contain('Help needed');
    }));

  it('where words beside a need are not kept, the form says so before they are sent', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const form = `/my/decisions/${world.declined}/facts`;
      const told = 'What you wrote above is then not kept.';
      expect(await pageOf(customer, form)).not.to.contain(told);
      await server.services.db('portfolios').update({ profile: 'retail-credit-ee' });
      expect(await pageOf(customer, form)).to.contain(told);
    }));

  it('my data shows each datum with its source, and the page is in the language asked for', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      const html = await pageOf(customer, '/my/data');
      expect(html)
        .to.contain('creditor')
        .and.to.match(/1\sJune\s2025/)
        .and.to.contain('Mari Maasikas')
        .and.to.contain('mari1@example.com');
      const et = await (await customer.get('/my/data?lang=et')).text();
      expect(et).to.contain('<html lang="et">').and.to.contain('võlausaldaja');
    }));

  it('the receipt of an address that is no number is not found', () =>
    withServer(async (server) => {
      const world = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', world.personId));
      for (const path of [
        '/my/decisions/0',
        '/my/decisions/x',
        '/my/reviews/99999999',
        '/my/documents/1e3',
      ]) {
        expect((await customer.get(path)).status, path).to.equal(404);
      }
      expect(numberIn(new Response(null, { headers: { location: '/my/reviews/7' } }))).to.equal(7);
    }));
});
