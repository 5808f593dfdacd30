import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Database } from '../../../data/database.ts';
import { eraseParts } from '../../../data/stores/erasable-parts.ts';
import { isCodeOfAnother } from '../../../data/stores/identity-corrections.ts';
import { listCorrectable } from '../../../data/stores/record-corrections.ts';
import { insertStaff } from '../../../data/stores/staff.ts';
import type { Vault } from '../../../data/vault.ts';
import { readContactIdentity } from '../../../data/views/identities.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import type { Correction } from '../../../scoring/safeguards/corrections.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { decideRightsRequest } from '../../../server/actions/decide-rights-request.ts';
import { openRightsRequest } from '../../../server/actions/open-rights-request.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { claim, contextOf, csv, EVIDENCE, payment, person, take } from './ledger-rows.ts';

/** Grants the person's request to put these records right. */
async function putRight(
  db: Database,
  vault: Vault,
  personId: number,
  corrections: readonly Correction[],
): Promise<void> {
  const context = contextOf(db, vault);
  const staffId = await insertStaff(db, {
    username: 'officer',
    displayName: 'officer',
    passwordHash: null,
    roles: ['officer'],
    language: 'et',
    demo: false,
    createdAt: context.now,
  });
  const officer: ActionContext = { ...context, actor: { kind: 'staff', staffId, roles: ['officer'] } };
  const asked = await openRightsRequest(
    { ...context, actor: { kind: 'customer', personId } },
    { personId, right: 'rectification', words: 'These are wrong.' },
  );
  if (asked.kind === 'refused') throw new Error(asked.because);
  const { requestId } = asked;
  const answer = { outcome: 'granted', refusal: null, reason: '', kept: [], parts: [] } as const;
  expect(await decideRightsRequest(officer, { requestId, ...answer, corrections })).to.deep.equal({
    kind: 'answered',
  });
}

onEveryDatabase('a file that is imported again after a correction', (check) => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'recourse-corrected-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  check('brings nothing back that was taken out, overwrites nothing, and says so', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await take(folder, context, csv([person(1)]), 'persons');
    await take(folder, context, csv([claim(1)]), 'claims');
    const payments = csv([1, 2, 3].map((n) => payment(1, { external_id: `T-${n}`, amount: `${n}0.00` })));
    await take(folder, context, payments, 'payments');
    const { id: personId } = await db('persons').first<{ id: number }>('id');
    const [wrong, foreign] = (await listCorrectable(db, vault, personId)).filter(
      ({ list }) => list === 'payments',
    );
    await putRight(db, vault, personId, [
      { list: 'payments', recordId: wrong?.recordId ?? 0, act: 'change', values: { amountCents: 1500 } },
      { list: 'payments', recordId: foreign?.recordId ?? 0, act: 'remove', values: {} },
    ]);
    const amounts = async () => (await readPersonFile(db, personId))?.payments.map((p) => p.amountCents);
    expect(await amounts()).to.have.members([1500, 3000]);

    const again = await take(folder, context, payments, 'payments');
    expect(again).to.deep.include({ accepted: 0, known: 3, takenOut: 1, refused: 0 });
    expect(await amounts()).to.have.members([1500, 3000]);
    expect(await db('imports').orderBy('id', 'desc').first('known', 'taken_out')).to.deep.equal({
      known: 3,
      taken_out: 1,
    });
    // What is new in the same file goes in as ever.
    const longer = `${payments}${csv([payment(1, { external_id: 'T-4', amount: '40.00' })]).split('\n')[1]}\n`;
    expect(await take(folder, context, longer, 'payments')).to.deep.include({ accepted: 1, takenOut: 1 });
    expect(await amounts()).to.have.members([1500, 3000, 4000]);
  });

  check('leaves a name and a personal code as they were put right', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    const file = csv([person(1), person(2)]);
    await take(folder, context, file, 'persons');
    const [{ id: personId = 0 } = {}, { id: otherId = 0 } = {}] = await db('persons')
      .orderBy('id')
      .select<{ id: number }[]>('id');
    const right = { name: 'Mari Mustikas', personalCode: '48001085718', language: 'fi' };
    await putRight(db, vault, personId, [
      {
        ...{ list: 'identity', recordId: personId, act: 'change', values: right },
        evidence: 'Passport seen on 2 March.',
      },
    ]);
    expect(await take(folder, context, file, 'persons')).to.deep.include({ accepted: 0, known: 2 });
    const { name, personalCode } = right;
    expect(await readContactIdentity(db, vault, personId)).to.include({ name, personalCode });
    expect(await db('persons').where({ id: personId }).first('language')).to.deep.equal({ language: 'fi' });
    const given = { personId: otherId, code: personalCode };
    expect(await isCodeOfAnother(db, vault, given)).to.equal(true);
    expect(await isCodeOfAnother(db, vault, { ...given, personId })).to.equal(false);
  });

  check('counts a payment once that was put in by hand before the bank told it', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await take(folder, context, csv([person(1)]), 'persons');
    await take(folder, context, csv([claim(1)]), 'claims');
    const { id: personId } = await db('persons').first<{ id: number }>('id');
    const { id: claimId } = await db('claims').first<{ id: number }>('id');
    await putRight(db, vault, personId, [
      {
        ...{ list: 'payments', act: 'add', claimId, evidence: 'A receipt of the bank.' },
        values: { on: '2026-02-10', amountCents: 2000 },
      },
    ]);
    const rows = [
      // Of another day, of another amount, and a second one of the same amount: none of them is the one by hand.
      payment(1, { external_id: 'T-1', on: '2026-02-16', amount: '20.00' }),
      payment(1, { external_id: 'T-2', on: '2026-02-11', amount: '20.01' }),
      payment(1, { external_id: 'T-3', on: '2026-02-12', amount: '20.00' }),
      payment(1, { external_id: 'T-4', on: '2026-02-12', amount: '20.00' }),
    ];
    const taken = await take(folder, context, csv(rows), 'payments');
    expect(taken).to.deep.include({ accepted: 3, known: 1, matched: 1, refused: 0 });
    const paid = (await readPersonFile(db, personId))?.payments ?? [];
    expect(paid.map(({ amountCents }) => amountCents).sort()).to.deep.equal([2000, 2000, 2000, 2001]);
    expect(paid.find(({ source }) => source === 'person')?.on).to.equal('2026-02-10');
    expect(await take(folder, context, csv(rows), 'payments')).to.deep.include({
      accepted: 0,
      known: 4,
      matched: 0,
      refused: 0,
    });
  });

  check(
    'brings back nothing that a person had erased, takes what is new, and says so',
    async ({ db, vault }) => {
      const context = contextOf(db, vault);
      await take(folder, context, csv([person(1), person(2)]), 'persons');
      await take(folder, context, csv([claim(1), claim(2)]), 'claims');
      const contact = (n: number, id: string, on: string) => ({
        ...{ external_id: id, person_ref: `P-${n}`, claim_number: '', on, channel: 'call', direction: 'out' },
        ...{ result: 'reached', ...EVIDENCE },
      });
      const contacts = csv([contact(1, 'K-1', '2026-01-10'), contact(2, 'K-2', '2026-01-10')]);
      await take(folder, context, contacts, 'contacts');
      const { id: personId } = await db('persons').orderBy('id').first<{ id: number }>('id');
      await eraseParts(db, personId, ['contacts'], '2026-02-01');
      const ofPerson = async () => (await readPersonFile(db, personId))?.contacts.map(({ on }) => on);
      expect(await ofPerson()).to.deep.equal([]);
      const later = csv([
        contact(1, 'K-1', '2026-01-10'),
        contact(1, 'K-3', '2026-01-20'),
        contact(1, 'K-4', '2026-02-20'),
        contact(2, 'K-2', '2026-01-10'),
      ]);
      expect(await take(folder, context, later, 'contacts')).to.deep.include({
        accepted: 1,
        known: 3,
        erased: 2,
        refused: 0,
      });
      expect(await ofPerson()).to.deep.equal(['2026-02-20']);
      expect(await db('imports').orderBy('id', 'desc').first('rows_erased')).to.deep.equal({
        rows_erased: 2,
      });
    },
  );
});

onEveryDatabase('a record that is sent again with other content', (check) => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'recourse-conflict-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  check('comes back with the column that differs, and what is on record stays', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await take(folder, context, csv([person(1)]), 'persons');
    await take(folder, context, csv([claim(1)]), 'claims');
    await take(folder, context, csv([payment(1, { external_id: 'T-1' })]), 'payments');
    const other = csv([
      payment(1, { external_id: 'T-1', amount: '11.00' }),
      payment(1, { external_id: 'T-2' }),
    ]);
    const taken = await take(folder, context, other, 'payments');
    expect(taken).to.deep.include({ accepted: 1, known: 0, refused: 1 });
    expect(taken.refusals[0]).to.deep.include({ row: 2, field: 'amount', value: null });
    expect(taken.refusals[0]?.wanted)
      .to.contain('under the same external_id')
      .and.to.contain('another amount');
    expect((await db('payments').orderBy('id').pluck('amount_cents')).map(Number)).to.deep.equal([
      1000, 1000,
    ]);
    const claims = await take(folder, context, csv([claim(1, { principal: '99.00' })]), 'claims');
    expect(claims).to.deep.include({ known: 0, refused: 1 });
    expect(claims.refusals[0]).to.include({ field: 'principal' });
    const persons = await take(folder, context, csv([person(1, { email: 'uus@example.com' })]), 'persons');
    expect(persons.refusals[0]).to.include({ field: 'email', value: null });
    expect(JSON.stringify(persons.refusals)).not.to.contain('uus@');
  });

  check('is known where only its source, its day, or an end of ours differs', async ({ db, vault }) => {
    const context = contextOf(db, vault);
    await take(folder, context, csv([person(1)]), 'persons');
    await take(folder, context, csv([claim(1)]), 'claims');
    await take(folder, context, csv([payment(1)]), 'payments');
    const later = { source: 'bank_statement', obtained_on: '2026-02-20' };
    expect(await take(folder, context, csv([payment(1, later)]), 'payments')).to.deep.include({
      known: 1,
      refused: 0,
    });
    const consent = {
      ...{ external_id: 'N-1', person_ref: 'P-1', purpose: 'marketing', given_on: '2026-01-01' },
      ...{ withdrawn_on: '', ...EVIDENCE },
    };
    await take(folder, context, csv([consent]), 'consents');
    await db('consents').update({ withdrawn_on: '2026-02-01' });
    expect(await take(folder, context, csv([consent]), 'consents')).to.deep.include({ known: 1, refused: 0 });
  });
});
