import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { insertBrake } from '../../../data/stores/brakes.ts';
import { TABLES_OF_A_PERSON } from '../../../data/stores/erasure.ts';
import { readContactIdentity } from '../../../data/views/identities.ts';
import { SHOWN_ELSEWHERE } from '../../../review-ui/access-copy.ts';
import { LANGUAGES } from '../../../review-ui/locales/load.ts';
import { wordingFor } from '../../../review-ui/wording.ts';
import { PORTABLE_SCHEMA } from '../../../scoring/safeguards/portable-data.ts';
import type { Browser } from '../http/browser.ts';
import { withServer } from '../http/test-server.ts';
import { inEnglish, insertContestedWorld, numberIn, pageOf, sendPapers } from './contested-world.ts';

const SCHEMA = join(import.meta.dirname, '../../../docs/portability.schema.json');

async function use(browser: Browser, fields: Readonly<Record<string, string>>): Promise<number> {
  const sent = await sendPapers(browser, '/my/rights', fields, []);
  if (sent.status !== 303) throw new Error(`${sent.status} ${(await sent.text()).slice(0, 800)}`);
  return numberIn(sent);
}

describe('the rights of a person in the portal', function () {
  this.timeout(60_000);

  it('a copy of everything is a page, a PDF and JSON, each at one press', () =>
    withServer(async (server) => {
      const { personId } = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', personId));
      const request = await use(customer, { right: 'access' });
      const html = await pageOf(customer, `/my/rights/${request}`);
      expect(html).to.include('We did what you asked.').and.include('/my/copy/copy.pdf');
      const copy = await pageOf(customer, '/my/copy');
      expect(copy).to.include('Mari Maasikas 1').and.include('Collecting debts').and.include('Why');
      const pdf = await customer.get('/my/copy/copy.pdf');
      expect(pdf.headers.get('content-type')).to.equal('application/pdf');
      expect(
        Buffer.from(await pdf.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).to.equal('%PDF-');
      const json = (await (await customer.get('/my/copy/copy.json')).json()) as Record<string, unknown>;
      expect(json).to.include({ format: 'recourse-access/1' });
      expect(JSON.stringify(json['records'])).not.to.match(/password_hash|code_hash|_sealed/);
    }));

  it('the copy holds every table that has rows of the person, and leaves out none in silence', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const { personId } = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', personId));
      await use(customer, { right: 'objection', words: 'I am ill.' });
      const json = (await (await customer.get('/my/copy/copy.json')).json()) as {
        readonly records: Readonly<Record<string, readonly unknown[]>>;
      };
      let withRows = 0;
      for (const table of TABLES_OF_A_PERSON) {
        const stored = await db(table).where({ person_id: personId });
        if (stored.length === 0) continue;
        withRows += 1;
        expect(json.records[table], table).to.have.length(stored.length);
      }
      expect(withRows).to.be.greaterThan(8);
    }));

  it('each table has its words in every language, or is shown by a list of its own', () => {
    for (const language of LANGUAGES) {
      const { has } = wordingFor(language);
      for (const table of TABLES_OF_A_PERSON) {
        expect(SHOWN_ELSEWHERE.has(table) || has(`rights.table.${table}`), `${language} ${table}`).to.equal(
          true,
        );
      }
    }
  });

  it('what is taken along follows the published schema, and is the person’s own', () =>
    withServer(async (server) => {
      const { personId } = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', personId));
      await server.services.db('incomes').insert(
        ['person', 'tax_authority'].map((source) => ({
          portfolio_id: 1,
          external_id: source,
          source,
          obtained_on: '2026-01-01',
          person_id: personId,
          kind: 'income',
          code: 'salary',
          monthly_cents: 150_000,
          from_on: '2026-01-01',
          verified: 0,
        })),
      );
      const json: unknown = await (await customer.get('/my/copy/portable.json')).json();
      const portable = PORTABLE_SCHEMA.parse(json);
      expect(portable.person.name).to.equal('Mari Maasikas 1');
      expect(portable.incomesAndExpenses).to.have.length(1);
      expect(Object.keys(json as object).sort()).to.deep.equal(Object.keys(portable).sort());
    }));

  it('the schema in docs is the one the program keeps to', () => {
    const schema = z.toJSONSchema(PORTABLE_SCHEMA);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(SCHEMA, `${JSON.stringify(schema, null, 2)}\n`);
    // Compared as values: how the file is broken into lines is the formatter's business.
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).to.deep.equal(JSON.parse(JSON.stringify(schema)));
  });

  it('consents are switched on and off by one plain form each', () =>
    withServer(async (server) => {
      const { personId } = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', personId));
      const choose = (choice: string) => customer.post('/my/consents', { purpose: 'support_need', choice });
      expect((await choose('given')).status).to.equal(303);
      expect(await pageOf(customer, '/my/rights'))
        .to.include('Since')
        .and.include('Take back: Support you need');
      await choose('withdrawn');
      expect(await pageOf(customer, '/my/rights')).to.include('Give: Support you need');
      expect(
        (await customer.post('/my/consents', { purpose: 'everything', choice: 'given' })).status,
      ).to.equal(422);
    }));

  it('a form without the words or the ground comes back with what was typed', () =>
    withServer(async (server) => {
      const { personId } = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', personId));
      const sent = await sendPapers(customer, '/my/rights', { right: 'erasure', words: 'All of it.' }, []);
      expect(sent.status).to.equal(422);
      expect(await sent.text())
        .to.include('Choose a reason.')
        .and.include('All of it.');
    }));
});

describe('the rights desk', function () {
  this.timeout(60_000);

  it('shows what is due, the letter before it goes, and answers', () =>
    withServer(async (server) => {
      const { personId } = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', personId));
      const request = await use(customer, { right: 'objection', words: 'I am in hospital.' });
      const dpo = inEnglish(await server.staff('dpo', ['dpo']));
      expect(await pageOf(dpo, '/rights')).to.include(`/rights/${request}`);
      const fields = { outcome: 'refused', refusal: 'court_claim', reason: 'The claim is in court.' };
      const preview = await (
        await dpo.post(`/rights/${request}/decision`, { ...fields, preview: 'yes' })
      ).text();
      expect(preview).to.include('Nothing is sent or done yet.').and.include('The claim is in court.');
      expect(await pageOf(customer, `/my/rights/${request}`)).not.to.include('Our answer');
      expect((await dpo.post(`/rights/${request}/decision`, fields)).status).to.equal(303);
      const answer = await pageOf(customer, `/my/rights/${request}`);
      expect(answer)
        .to.include('The claim is in court.')
        .and.include('Estonian Data Protection Inspectorate');
    }));

  it('a reason that is too long comes back whole to whoever wrote it, whatever the act', () =>
    withServer(async (server) => {
      const { personId } = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', personId));
      const request = await use(customer, { right: 'objection', words: 'I am in hospital.' });
      const dpo = inEnglish(await server.staff('dpo', ['dpo']));
      const long = `Start ${'a'.repeat(100_000)} the end`;
      for (const [act, field] of [
        ['decision', 'reason'],
        ['extension', 'extendReason'],
      ] as const) {
        const sent = await dpo.post(`/rights/${request}/${act}`, { outcome: 'refused', [field]: long });
        expect(sent.status, act).to.equal(422);
        expect(await sent.text(), act)
          .to.include('at most 20,000 characters')
          .and.include('the end');
      }
      expect(await pageOf(customer, `/my/rights/${request}`)).not.to.include('Our answer');
    }));

  it('puts a record right from what is typed over it', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const { personId } = await insertContestedWorld(server.services);
      const payment = await db('payments').where({ person_id: personId }).first<{ id: number }>('id');
      const customer = inEnglish(await server.customer('mari', personId));
      const record = `payments ${payment.id}`;
      const request = await use(customer, {
        right: 'rectification',
        words: 'I paid 50.',
        record,
        rest: 'yes',
      });
      const officer = inEnglish(await server.staff('officer', ['officer']));
      expect(await pageOf(officer, `/rights/${request}`)).to.include('value="25.00"');
      const fields = {
        outcome: 'granted',
        record,
        act: 'change',
        value_on: '2025-03-01',
        value_amountCents: 'x',
      };
      expect((await officer.post(`/rights/${request}/decision`, fields)).status).to.equal(422);
      const right = { ...fields, value_amountCents: '50.00' };
      expect((await officer.post(`/rights/${request}/decision`, right)).status).to.equal(303);
      expect(await db('payments').where({ id: payment.id }).first('amount_cents', 'source')).to.deep.equal({
        amount_cents: 5000,
        source: 'person',
      });
    }));

  it('names each datum so that it is known again, to choose and once it is chosen', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const { personId } = await insertContestedWorld(server.services);
      const of = { portfolio_id: 1, person_id: personId, obtained_on: '2026-01-01' };
      const [rating] = await db('public_records')
        .insert({
          ...{ ...of, external_id: 'R-1', source: 'credit_bureau', kind: 'bureau_rating', code: 'C' },
          ...{ happened_on: '2026-01-02' },
        })
        .returning<{ id: number }[]>('id');
      await db('incomes').insert({
        ...{ ...of, external_id: 'I-1', source: 'person', kind: 'income', code: 'salary', verified: 0 },
        ...{ monthly_cents: 150_000, from_on: '2026-01-01' },
      });
      const customer = inEnglish(await server.customer('mari', personId));
      const named = `Registers: bureau rating, C, ${wordingFor('en').date('2026-01-02')}`;
      const form = await pageOf(customer, '/my/rights/new?right=rectification');
      expect(form).to.include(named).and.include('Income and expenses: income, ');
      const claim = await db('claims')
        .where({ person_id: personId })
        .first<{ claim_number: string }>('claim_number');
      expect(form).to.include(`Payments: ${claim.claim_number}, `);
      const record = `publicRecords ${rating?.id ?? 0}`;
      const request = await use(customer, { right: 'rectification', words: 'It was B.', record });
      expect(await pageOf(customer, `/my/rights/${request}`)).to.include(named);
      const officer = inEnglish(await server.staff('officer', ['officer']));
      expect(await pageOf(officer, `/rights/${request}`)).to.include(`About this datum: ${named}`);
      await officer.post(`/rights/${request}/decision`, { outcome: 'granted', record, act: 'remove' });
      expect(await pageOf(customer, `/my/rights/${request}`))
        .to.include('<blockquote>Registers</blockquote>')
        .and.not.include(named);
    }));

  it('puts name and contact right by the same form, once it is told what shows it', () =>
    withServer(async (server) => {
      const { db, vault } = server.services;
      const { personId } = await insertContestedWorld(server.services);
      const customer = inEnglish(await server.customer('mari', personId));
      expect(await pageOf(customer, '/my/rights/new?right=rectification')).to.include(
        'Name and contact: Mari Maasikas 1, Kase 1, Tallinn, mari1@example.com, Estonian',
      );
      const record = `identity ${personId}`;
      const request = await use(customer, { right: 'rectification', words: 'I have moved.', record });
      const officer = inEnglish(await server.staff('officer', ['officer']));
      const form = await pageOf(officer, `/rights/${request}`);
      expect(form).to.include('value="Kase 1, Tallinn"').and.include('name="evidence"');
      const fields = {
        ...{ outcome: 'granted', record, act: 'change', value_name: 'Mari Maasikas 1' },
        ...{ value_address: 'Kuuse 7, Tartu', value_email: '', value_language: 'fi' },
      };
      const bare = await officer.post(`/rights/${request}/decision`, fields);
      expect(bare.status).to.equal(422);
      expect(await bare.text())
        .to.include('Say what shows that the new value is right.')
        .and.include('value="Kuuse 7, Tartu"');
      const foreign = { ...fields, record: `identity ${personId + 1}`, evidence: 'Register, 2 March.' };
      await officer.post(`/rights/${request}/decision`, foreign);
      expect(await readContactIdentity(db, vault, personId + 1)).to.include({ address: 'Kase 2, Tallinn' });
      const shown = { ...fields, evidence: 'Population register, 2 March.' };
      expect((await officer.post(`/rights/${request}/decision`, shown)).status).to.equal(303);
      expect(await readContactIdentity(db, vault, personId)).to.include({
        ...{ address: 'Kuuse 7, Tartu', email: null },
      });
      expect(await pageOf(customer, '/my/data')).to.include('Kuuse 7, Tartu');
    }));

  it('asks what shows it before a missing payment is added to a claim', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const { personId } = await insertContestedWorld(server.services);
      const claim = await db('claims').where({ person_id: personId }).first<{ id: number }>('id');
      const customer = inEnglish(await server.customer('mari', personId));
      const request = await use(customer, { right: 'rectification', words: 'I paid 40 in January.' });
      const officer = inEnglish(await server.staff('officer', ['officer']));
      const record = `payments +${claim.id}`;
      const form = await pageOf(officer, `/rights/${request}?record=${encodeURIComponent(record)}`);
      expect(form).to.include('name="evidence"').and.not.include('name="act"');
      const fields = { outcome: 'granted', record, value_on: '2026-01-10', value_amountCents: '40.00' };
      const bare = await officer.post(`/rights/${request}/decision`, fields);
      expect(bare.status).to.equal(422);
      expect(await bare.text()).to.include('Say what shows that the record is missing.');
      const shown = { ...fields, evidence: 'Bank statement of 12 January.' };
      expect((await officer.post(`/rights/${request}/decision`, shown)).status).to.equal(303);
      expect(await db('payments').where({ claim_id: claim.id, amount_cents: 4000 })).to.have.length(1);
      expect(await pageOf(officer, `/rights/${request}`)).to.include('Bank statement of 12 January.');
    }));

  it('takes down a request of a caller, and tells nothing of somebody who is not found', () =>
    withServer(async (server) => {
      await insertContestedWorld(server.services);
      const officer = inEnglish(await server.staff('officer', ['officer']));
      const fields = {
        portfolio: 'small',
        person: 'P1',
        channel: 'phone',
        method: 'control_questions',
        passed: 'no',
        right: 'access',
      };
      const stranger = await officer.post('/rights', { ...fields, person: 'nobody' });
      expect(stranger.status).to.equal(422);
      expect(await stranger.text()).to.include('Nobody was found.');
      const request = numberIn(await officer.post('/rights', fields));
      expect((await officer.get(`/rights/${request}/copy.json`)).status).to.equal(409);
      const identity = { method: 'control_questions', passed: 'yes' };
      expect((await officer.post(`/rights/${request}/identity`, identity)).status).to.equal(303);
      expect((await officer.get(`/rights/${request}/copy.json`)).status).to.equal(200);
      expect((await officer.get(`/rights/${request}/copy.pdf`)).status).to.equal(200);
    }));

  it('erases by two people, and shows the last letter once', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const { personId } = await insertContestedWorld(server.services);
      await db('claims')
        .where({ person_id: personId })
        .update({ ownership: 'owned', opened_on: '2027-01-01' });
      const customer = inEnglish(await server.customer('mari', personId));
      const request = await use(customer, { right: 'erasure', ground: 'no_longer_needed' });
      const officer = inEnglish(await server.staff('officer', ['officer']));
      const dpo = inEnglish(await server.staff('dpo', ['dpo']));
      await officer.post(`/rights/${request}/decision`, { outcome: 'granted' });
      expect((await officer.post(`/rights/${request}/confirmation`, { agreed: 'yes' })).status).to.equal(422);
      const erased = await dpo.post(`/rights/${request}/confirmation`, { agreed: 'yes' });
      expect(await erased.text())
        .to.include('Mari Maasikas 1')
        .and.include('Kustutasime teie andmed.');
      expect((await dpo.get(`/rights/${request}`)).status).to.equal(404);
      expect((await customer.get('/my/rights')).headers.get('location')).to.match(/^\/sign-in/);
    }));

  it('lifts a restriction with notice', () =>
    withServer(async (server) => {
      const { db } = server.services;
      const { personId } = await insertContestedWorld(server.services);
      await insertBrake(db, { personId, kind: 'restricted', from: '2026-02-01', because: 'court' });
      const customer = inEnglish(await server.customer('mari', personId));
      const request = await use(customer, { right: 'access' });
      const officer = inEnglish(await server.staff('officer', ['officer']));
      const brake = await db('restrictions').where({ person_id: personId }).first<{ id: number }>('id');
      const lifted = await officer.post(`/rights/${request}/lift`, { restriction: String(brake.id) });
      expect(lifted.status).to.equal(303);
      expect(await db('restrictions').where({ id: brake.id }).first('to_on')).to.deep.equal({
        to_on: '2026-03-09',
      });
    }));
});
