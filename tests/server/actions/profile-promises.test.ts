import { expect } from 'chai';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { findRightsRequest } from '../../../data/stores/rights-requests.ts';
import { openControlRound } from '../../../server/actions/control-questions.ts';
import { identifyRequester } from '../../../server/actions/handle-rights-request.ts';
import { openRightsRequest } from '../../../server/actions/open-rights-request.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { readExplained } from '../../../server/routes/explained.ts';
import { insertIdentityProof } from '../../../data/stores/identity-proofs.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { type Contested, contested } from './contested.ts';

/** A lender that answers within 30 days and accepts no control questions. */
function asRetailCredit(work: (at: Contested) => Promise<void>): Promise<void> {
  return contested(async (at) => {
    await at.db('portfolios').update({ profile: 'retail-credit-ee' });
    await work(at);
  });
}

describe('what a controller says in its profile', () => {
  const caller = { channel: 'phone', method: 'control_questions' } as const;
  const signed = { channel: 'email', method: 'digital_signature' } as const;

  it('limits what shows who somebody is when a decision is contested for them', () =>
    asRetailCredit(async (at) => {
      const request = { decisionId: at.declined, statement: 'Look again.' };
      const by = (inPersonOf: typeof caller | typeof signed) =>
        requestReview(at.as(at.officer), { ...request, inPersonOf: { ...inPersonOf, shown: true } });
      expect(await by(caller)).to.include({ because: 'proves_nothing' });
      const proofId = await insertIdentityProof(at.db, at.vault, {
        ...{ personId: at.personId, ...caller, passed: true, staffId: null, at: NOW, note: null },
      });
      const before = await requestReview(at.as(at.officer), { ...request, inPersonOf: { proofId } });
      expect(before).to.include({ because: 'proves_nothing' });
      expect(await by(signed)).to.include({ kind: 'requested' });
    }));

  it('limits it at the rights desk, and on the telephone nothing is asked', () =>
    asRetailCredit(async (at) => {
      const asked = { personId: at.personId, right: 'access' } as const;
      const officer = at.as(at.officer);
      const shown = { passed: true, note: '' };
      expect(await openRightsRequest(officer, { ...asked, proof: { ...caller, ...shown } })).to.include({
        because: 'wrong_proof',
      });
      const received = await openRightsRequest(officer, {
        ...{ ...asked, proof: { ...signed, passed: false, note: '' } },
      });
      if (received.kind === 'refused') throw new Error(received.because);
      const { requestId } = received;
      expect(
        await identifyRequester(officer, { requestId, method: 'control_questions', ...shown }),
      ).to.include({ because: 'wrong_proof' });
      expect(
        await identifyRequester(officer, { requestId, method: 'digital_signature', ...shown }),
      ).to.include({ kind: 'identified' });
      expect(await openControlRound(officer, at.personId)).to.include({ because: 'not_accepted' });
    }));

  it('never lends the contacts of its own firm to another one that follows it', () =>
    asRetailCredit(async (at) => {
      await openRightsRequest(at.as(at.customer), { personId: at.personId, right: 'access' });
      const [letter] = await listNoticesOfPerson(at.db, at.vault, at.personId);
      expect(letter?.text).not.to.include('@kutusekaubandus.example');
      await at.db('portfolios').update({ controller: 'Kütusekaubandus AS' });
      await openRightsRequest(at.as(at.customer), { personId: at.personId, right: 'recipients' });
      const [own] = await listNoticesOfPerson(at.db, at.vault, at.personId);
      expect(own?.text).to.include('@kutusekaubandus.example');
    }));

  it('is asked of nobody whose controller has no profile', () =>
    contested(async (at) => {
      const inPersonOf = { ...caller, shown: true };
      const asked = { decisionId: at.declined, statement: '', inPersonOf };
      expect(await requestReview(at.as(at.officer), asked)).to.include({ kind: 'requested' });
    }));

  it('shortens the answer to a right', () =>
    asRetailCredit(async (at) => {
      const context = at.as(at.customer);
      const opened = await openRightsRequest(context, {
        ...{ personId: at.personId, right: 'objection', words: 'I am ill.' },
      });
      if (opened.kind === 'refused') throw new Error(opened.because);
      const request = await findRightsRequest(at.db, at.vault, opened.requestId);
      expect(request?.dueOn).to.equal('2026-04-01');
    }));

  it('stands on the page of a decision as it stands in its review', () =>
    contested(async (at) => {
      const told = async () =>
        (await readExplained(at.as(at.customer), at.declined))?.explained.policy.review.quorum;
      expect(await told()).to.equal(3);
      await at.db('portfolios').update({ profile: 'vehicle-leasing-ee' });
      expect(await told()).to.equal(1);
    }));
});
