import { expect } from 'chai';
import {
  findIdentityProof,
  insertIdentityProof,
  listIdentityProofs,
} from '../../../data/stores/identity-proofs.ts';
import { onEveryDatabase } from '../engines.ts';
import { insertMember, insertSmallPortfolio, NOW } from '../small-portfolio.ts';

onEveryDatabase('proofs of identity', (check) => {
  check(
    'a check by telephone is kept, whether it held or not, with its note sealed',
    async ({ db, vault }) => {
      const { personIds: persons } = await insertSmallPortfolio(db, vault);
      const personId = persons[0]!;
      const staffId = await insertMember(db, 'officer');
      const asked = { personId, channel: 'phone', method: 'control_questions', staffId, at: NOW } as const;
      const failed = await insertIdentityProof(db, vault, { ...asked, passed: false, note: 'wrong amount' });
      const passed = await insertIdentityProof(db, vault, { ...asked, passed: true, note: null });
      expect((await listIdentityProofs(db, vault, personId)).map(({ id }) => id)).to.deep.equal([
        passed,
        failed,
      ]);
      expect(await findIdentityProof(db, vault, personId, failed)).to.deep.equal({
        ...asked,
        id: failed,
        passed: false,
        note: 'wrong amount',
      });
      const sealed = await db('identity_proofs').where({ id: failed }).pluck<Buffer[]>('note_sealed');
      expect(String(sealed[0])).to.not.include('wrong');
    },
  );

  check('a proof of one person is none of another', async ({ db, vault }) => {
    const { personIds: persons } = await insertSmallPortfolio(db, vault);
    const [mine, theirs] = [persons[0]!, persons[1]!];
    const proof = {
      channel: 'visit',
      method: 'id_document',
      passed: true,
      staffId: null,
      at: NOW,
      note: null,
    } as const;
    const id = await insertIdentityProof(db, vault, { ...proof, personId: mine });
    expect(await findIdentityProof(db, vault, theirs, id)).to.equal(null);
  });
});
