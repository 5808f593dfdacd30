import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Database } from '../../../data/database.ts';
import { listCorrectable } from '../../../data/stores/record-corrections.ts';
import { insertStaff } from '../../../data/stores/staff.ts';
import type { Vault } from '../../../data/vault.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import type { Correction } from '../../../scoring/safeguards/corrections.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { decideRightsRequest } from '../../../server/actions/decide-rights-request.ts';
import { openRightsRequest } from '../../../server/actions/open-rights-request.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { claim, contextOf, csv, payment, person, take } from './ledger-rows.ts';

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
    const [wrong, foreign] = (await listCorrectable(db, personId)).filter(({ list }) => list === 'payments');
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
});
