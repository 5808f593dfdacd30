import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { RECORD_FILES, type RecordType } from '../../../data/files/columns.ts';
import { readMapping } from '../../../data/files/mapping-schema.ts';
import type { Cell } from '../../../data/files/write-csv.ts';
import { openIdentity, personRefIndex } from '../../../data/identity.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { claim, contextOf, csv, EVIDENCE, payment, person, take } from './ledger-rows.ts';

onEveryDatabase('importing a file', (check) => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'recourse-import-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  check('takes persons, claims and payments, and seals who the persons are', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    expect(await take(folder, context, csv([person(1), person(2)]), 'persons')).to.deep.include({
      accepted: 2,
      refused: 0,
      known: 0,
    });
    expect(await take(folder, context, csv([claim(1), claim(2)]), 'claims')).to.deep.include({
      accepted: 2,
      refused: 0,
    });
    expect(await take(folder, context, csv([payment(1)]), 'payments')).to.deep.include({
      accepted: 1,
      refused: 0,
    });
    const row = (await db('persons')
      .where({ person_ref_index: personRefIndex(vault, 'P-1') })
      .first()) as { id: number; identity_sealed: Buffer };
    const identity = openIdentity(vault, await vault.keyFor(db, row.id), row.identity_sealed);
    expect(identity).to.deep.include({ personRef: 'P-1', name: 'Mari Maasikas 1', email: null });
    expect(JSON.stringify(await db('persons'))).not.to.contain('Maasikas');
    const paid = (await db('payments').first()) as Record<string, unknown>;
    expect(paid).to.deep.include({
      external_id: 'T-1',
      amount_cents: 1000,
      happened_on: '2026-02-01',
      reversed_on: null,
      person_id: row.id,
    });
  });

  check('takes the same file twice and nothing changes', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    const content = csv([person(1), person(2), person(2)]);
    expect(await take(folder, context, content, 'persons')).to.deep.include({ accepted: 2, known: 1 });
    expect(await take(folder, context, content, 'persons')).to.deep.include({
      accepted: 0,
      refused: 0,
      known: 3,
    });
    expect(await db('persons').count('* as n')).to.deep.equal([{ n: 2 }]);
    await take(folder, context, csv([claim(1)]), 'claims');
    await take(folder, context, csv([payment(1)]), 'payments');
    expect(await take(folder, context, csv([payment(1)]), 'payments')).to.deep.include({
      accepted: 0,
      known: 1,
      refused: 0,
    });
    expect(await take(folder, context, csv([payment(1, { amount: '99.00' })]), 'payments')).to.deep.include({
      accepted: 0,
      known: 0,
      refused: 1,
    });
    expect((await db('payments').first()) as object).to.deep.include({ amount_cents: 1000 });
  });

  check('a bad row is refused with its place, and the good ones go in', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await take(folder, context, csv([person(1), person(2)]), 'persons');
    const rows = [
      claim(1, { due_on: '2025-13-01' }),
      claim(2),
      claim(1, { claim_number: 'C-3', principal: 'a lot' }),
    ];
    const done = await take(folder, context, csv(rows), 'claims', 'claims.csv');
    expect(done).to.deep.include({ accepted: 1, refused: 2 });
    expect(done.refusals).to.deep.equal([
      { row: 2, field: 'due_on', value: '2025-13-01', wanted: 'a date YYYY-MM-DD between 1900 and 2150' },
      { row: 4, field: 'principal', value: 'a lot', wanted: 'an amount such as 1234.50 or -1234.50' },
    ]);
    const stored = JSON.stringify(await db('import_refusals').select('row_number', 'field', 'wanted'));
    expect(stored).not.to.contain('a lot');
  });

  check('the refused rows come back to be mended and sent again', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    const first = await take(
      folder,
      context,
      csv([person(1), person(2, { language: '=est' }), person(3)]),
      'persons',
      'persons.csv',
    );
    expect(first).to.deep.include({ accepted: 2, refused: 1 });
    const back = readFileSync(first.refusedFile!, 'utf8');
    expect(back.split('\r\n')[0]).to.match(/,error$/);
    expect(back)
      .to.contain(`row 3: language ""=est"" (want one of et, en, fi, sv)`)
      .and.to.contain(",'=est,");
    const again = await take(
      folder,
      context,
      back.replace(",'=est,", ',et,'),
      'persons',
      'persons.refused.csv',
    );
    expect(again).to.deep.include({ accepted: 1, refused: 0, refusedFile: null });
  });

  check('no file of refused rows is made when there are none', async ({ db, vault }) => {
    const done = await take(folder, contextOf(db, vault), csv([person(1)]), 'persons', 'fine.csv');
    expect(done.refusedFile).to.equal(null);
    expect(existsSync(join(folder, 'fine.csv.refused.csv'))).to.equal(false);
  });

  check(
    'a reference that is not on record is a refused row that says what to import first',
    async ({ db, vault }) => {
      const context = contextOf(db, vault);
      await take(folder, context, csv([person(1)]), 'persons');
      const claims = await take(
        folder,
        context,
        csv([claim(1), claim(9), claim(1, { claim_number: 'C-5', co_debtor_refs: 'P-8' })]),
        'claims',
      );
      expect(claims).to.deep.include({ accepted: 1, refused: 2 });
      expect(claims.refusals[0]).to.deep.equal({
        row: 3,
        field: 'person_ref',
        value: 'P-9',
        wanted: 'a person_ref that is on record in this portfolio; import persons first',
      });
      expect(claims.refusals[1]).to.deep.include({ field: 'co_debtor_refs', value: 'P-8' });
      expect((await take(folder, context, csv([payment(9)]), 'payments')).refusals[0]).to.deep.include({
        field: 'claim_number',
        value: 'C-9',
      });
    },
  );

  check('a reference to another portfolio is not on record in this one', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await take(folder, context, csv([person(1)]), 'persons');
    expect(await take(folder, context, csv([claim(1)]), 'claims', 'file.csv', 'Another')).to.deep.include({
      accepted: 0,
      refused: 1,
    });
  });

  check('two persons on one claim, and a guardian, are on record', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    const guarded = person(2, {
      representative_role: 'guardian',
      representative_name: 'Jaan Tamm',
      representative_contact: '',
    });
    const plain = person(1, { representative_role: '', representative_name: '', representative_contact: '' });
    await take(folder, context, csv([plain, guarded]), 'persons');
    await take(folder, context, csv([claim(1, { co_debtor_refs: 'P-2' })]), 'claims');
    expect(await db('claim_parties').select('role')).to.deep.equal([{ role: 'co_debtor' }]);
    expect(await db('representatives').select('kind', 'from_on')).to.deep.equal([
      { kind: 'guardian', from_on: '2026-01-05' },
    ]);
    expect(JSON.stringify(await db('representatives'))).not.to.contain('Tamm');
  });

  check('what contradicts itself is refused', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await take(folder, context, csv([person(1)]), 'persons');
    await take(folder, context, csv([claim(1)]), 'claims');
    const event = (more: Record<string, Cell>) => ({
      external_id: 'E',
      claim_number: 'C-1',
      on: '2026-01-10',
      kind: 'phase',
      code: '',
      amount: '',
      ...EVIDENCE,
      ...more,
    });
    const events = [
      event({ external_id: 'E1', code: 'court' }),
      event({ external_id: 'E2', code: 'war' }),
      event({ external_id: 'E3', kind: 'cost' }),
      event({ external_id: 'E4', kind: 'limitation', code: 'soon' }),
    ];
    const done = await take(folder, context, csv(events), 'claim_events');
    expect(done).to.deep.include({ accepted: 1, refused: 3 });
    expect(done.refusals.map(({ field, wanted }) => `${field}: ${wanted}`)).to.deep.equal([
      'code: for phase one of amicable, court, enforcement, insolvency',
      'amount: for cost an amount',
      'code: for limitation the new date YYYY-MM-DD',
    ]);
    const reversed = await take(
      folder,
      context,
      csv([payment(1, { reversed_on: '2026-01-31' })]),
      'payments',
    );
    expect(reversed.refusals[0]!.wanted).to.equal('a date on or after on, which is 2026-02-01');
  });

  check('every type of record that there is goes in', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await take(folder, context, csv([person(1)]), 'persons');
    await take(folder, context, csv([claim(1)]), 'claims');
    const sample: Partial<Record<RecordType, Record<string, Cell>>> = {
      statuses: { kind: 'abroad', from: '2026-01-01' },
      consents: { purpose: 'bank_statement', given_on: '2026-01-01' },
      restrictions: { kind: 'credit_ban', from: '2026-01-01' },
      incomes: {
        kind: 'income',
        code: 'salary',
        monthly: '1500',
        count: '24',
        from: '2025-01-01',
        verified: 'true',
      },
      public_records: { kind: 'tax_debt', on: '2025-05-05', amount: '400' },
      applications: {
        application_number: 'A-1',
        on: '2026-01-02',
        lender: 'Laen',
        product: 'loan',
        currency: 'EUR',
        amount: '3000',
        term_months: '24',
        annual_rate: '0.18',
      },
      invoices: { issued_on: '2025-09-01', due_on: '2025-09-15', amount: '40.10' },
      plans: { agreed_on: '2026-01-03', instalment: '20', instalments: '6', first_due_on: '2026-02-01' },
      promises: { on: '2026-01-04', due_on: '2026-01-20', amount: '20' },
      contacts: { on: '2026-01-04', channel: 'call', direction: 'out', result: 'reached' },
      measures: { on: '2026-01-04', measure: 'reminder_letter', creditor_cost: '1.20', debtor_cost: '0' },
      outcomes: { name: 'paid_90', on: '2026-02-01', value: '1' },
    };
    for (const [type, values] of Object.entries(sample) as [RecordType, Record<string, Cell>][]) {
      const names = RECORD_FILES[type].columns.map((column) => column.name);
      const refs = {
        person_ref: 'P-1',
        claim_number: type === 'applications' ? '' : 'C-1',
        external_id: `${type}-1`,
      };
      const all: Record<string, Cell> = { ...refs, ...EVIDENCE, ...values };
      const row = Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
      expect(await take(folder, context, csv([row]), type, `${type}.csv`), type).to.deep.include({
        accepted: 1,
        refused: 0,
      });
    }
    expect(await db('outcomes').select('name', 'value', 'application_id')).to.deep.equal([
      { name: 'paid_90', value: 1, application_id: null },
    ]);
    expect((await db('incomes').first()) as object).to.deep.include({
      monthly_cents: 150_000,
      verified: 1,
      to_on: null,
    });
  });

  check(
    'a flat ledger makes persons, claims and payments; a person met twice is one',
    async ({ db, vault }) => {
      const text = `
name: flat
records:
  - type: persons
    columns: {person_ref: client, jurisdiction: {constant: EE}, language: {constant: et}, person_kind: {constant: natural}, name: name, source: {constant: creditor}, obtained_on: {constant: 2026-01-05}}
  - type: claims
    columns: {claim_number: contract, person_ref: client, creditor: {constant: K}, ownership: {constant: owned}, product: {constant: loan}, consumer: {constant: 'true'}, currency: {constant: EUR}, principal: sum, interest: {constant: '0'}, costs: {constant: '0'}, opened_on: {constant: 2025-01-01}, due_on: {constant: 2025-02-01}, source: {constant: creditor}, obtained_on: {constant: 2026-01-05}}
`;
      const read = readMapping(text);
      if (read.kind === 'refused') throw new Error(read.problems.join());
      const context = contextOf(db, vault);
      const content =
        'client;name;contract;sum\nK1;Õnne;L1;1 200,50\nK1;Õnne;L2;5\nK2;Ants;L3;lots\nK2;Ants;L4;7\n';
      const done = await take(folder, context, content, { mapping: read.mapping, text }, 'flat.csv');
      expect(done).to.deep.include({ accepted: 3, refused: 1, known: 0, records: { persons: 2, claims: 3 } });
      expect(await db('claims').orderBy('id').select('claim_number', 'principal_cents')).to.deep.equal([
        { claim_number: 'L1', principal_cents: 120_050 },
        { claim_number: 'L2', principal_cents: 500 },
        { claim_number: 'L4', principal_cents: 700 },
      ]);
      expect(
        await take(folder, context, content, { mapping: read.mapping, text }, 'flat.csv'),
      ).to.deep.include({
        accepted: 0,
        refused: 1,
        known: 3,
      });
    },
  );

  check(
    'refused rows of a ledger in a code page go in again, mended, through the same mapping',
    async ({ db, vault }) => {
      const text = `
name: flat
file: {encoding: windows-1257, delimiter: ';', decimal: ','}
records:
  - type: persons
    columns: {person_ref: {template: 'R-{row}'}, jurisdiction: {constant: EE}, language: keel, person_kind: {constant: natural}, name: nimi, source: {constant: creditor}, obtained_on: {constant: 2026-01-05}}
`;
      const read = readMapping(text);
      if (read.kind === 'refused') throw new Error(read.problems.join());
      const as = { mapping: read.mapping, text };
      const context = contextOf(db, vault);
      // 0xF5 is õ and 0xF0 is š there.
      const content = Buffer.from('nimi;keel\nM\u00f5tus;et\nMa\u00f0a;est\n', 'latin1');
      const first = await take(folder, context, content, as, 'ledger.csv');
      expect(first).to.deep.include({ accepted: 1, refused: 1 });
      const back = readFileSync(first.refusedFile!, 'utf8');
      expect(back)
        .to.contain('Maša;est;')
        .and.to.match(/^\ufeffnimi;keel;error\r\n/);
      const again = await take(folder, context, back.replace(';est;', ';et;'), as, 'ledger.refused.csv');
      expect(again).to.deep.include({ accepted: 1, refused: 0 });
      const stored = (await db('persons').orderBy('id')) as { id: number; identity_sealed: Buffer }[];
      const names = stored.map(async (row) =>
        openIdentity(vault, await vault.keyFor(db, row.id), row.identity_sealed),
      );
      expect(
        (await Promise.all(names)).map((identity) => `${identity!.personRef} ${identity!.name}`),
      ).to.deep.equal(['R-1 Mõtus', 'R-2 Maša']);
    },
  );

  check('a header of another type says what is missing and what does not belong', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    let reason = '';
    await take(folder, context, 'person_ref,language,shoe_size\nP,et,44\n', 'persons', 'persons.csv').catch(
      (error: Error) => {
        reason = error.message;
      },
    );
    expect(reason).to.match(
      /^persons\.csv: the header lacks jurisdiction, person_kind, source, obtained_on and has shoe_size, which persons do not have/,
    );
  });
});
