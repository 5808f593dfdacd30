import { expect } from 'chai';
import { verifyChain } from '../../../data/audit/chain.ts';
import { insertBrake, listBrakes } from '../../../data/stores/brakes.ts';
import { listIdentityProofs } from '../../../data/stores/identity-proofs.ts';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { listRecipientsToTell } from '../../../data/stores/recipients-to-tell.ts';
import { personalCodeIndex } from '../../../data/identity.ts';
import { isCodeOfAnother } from '../../../data/stores/identity-corrections.ts';
import { insertPortfolio } from '../../../data/stores/portfolios.ts';
import { findSessionEpoch } from '../../../data/stores/session-epochs.ts';
import { listPersonsWithCode, readContactIdentity } from '../../../data/views/identities.ts';
import { listCorrectable, listCorrections } from '../../../data/stores/record-corrections.ts';
import { listRightsEvents } from '../../../data/stores/rights-events.ts';
import { findRightsRequest, type RightsRequest } from '../../../data/stores/rights-requests.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import type { Correction } from '../../../scoring/safeguards/corrections.ts';
import type { Decided } from '../../../scoring/safeguards/decide-request.ts';
import type { Right } from '../../../scoring/safeguards/rights.ts';
import type { ActionContext, Actor } from '../../../server/actions/action.ts';
import { chooseConsent } from '../../../server/actions/choose-consent.ts';
import { confirmErasure } from '../../../server/actions/confirm-erasure.ts';
import { decideRightsRequest } from '../../../server/actions/decide-rights-request.ts';
import {
  escalateRightsRequests,
  extendRightsRequest,
  identifyRequester,
  tellRecipient,
  withdrawRightsRequest,
} from '../../../server/actions/handle-rights-request.ts';
import { liftRestriction } from '../../../server/actions/lift-restriction.ts';
import { openRightsRequest, type RightAsked } from '../../../server/actions/open-rights-request.ts';
import { insertStaff } from '../../../data/stores/staff.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { type Contested, contested } from './contested.ts';

const LATER = '2026-04-20T10:00:00.000Z';
const NOTHING: Omit<Decided, 'outcome'> = { refusal: null, reason: '', kept: [], corrections: [], parts: [] };
const BY_PHONE = {
  channel: 'phone',
  method: 'control_questions',
  passed: true,
  note: 'asked for the last payment',
} as const;

async function ask(
  at: Contested,
  right: Right,
  more: Partial<RightAsked> = {},
  actor: Actor = at.customer,
): Promise<number> {
  const opened = await openRightsRequest(at.as(actor), { personId: at.personId, right, ...more });
  if (opened.kind === 'refused') throw new Error(opened.because);
  return opened.requestId;
}

async function found(at: Contested, id: number): Promise<RightsRequest> {
  const request = await findRightsRequest(at.db, at.vault, id);
  if (request === null) throw new Error(`no request ${id}`);
  return request;
}

async function letters(at: Contested): Promise<readonly string[]> {
  return (await listNoticesOfPerson(at.db, at.vault, at.personId)).map(({ kind }) => kind);
}

async function dpoOf(at: Contested): Promise<Actor> {
  const roles = ['dpo'] as const;
  const staffId = await insertStaff(at.db, {
    username: 'dpo',
    displayName: 'dpo',
    passwordHash: null,
    roles,
    language: 'et',
    demo: false,
    createdAt: NOW,
  });
  return { kind: 'staff', roles, staffId };
}

describe('a right used in the portal', () => {
  it('is answered at once where nothing has to be weighed: copy, opt-out, information', () =>
    contested(async (at) => {
      for (const right of [
        'access',
        'portability',
        'marketing_opt_out',
        'interest_analysis',
        'recipients',
      ] as const) {
        const request = await found(at, await ask(at, right));
        expect(request).to.include({
          state: 'answered',
          outcome: 'granted',
          channel: 'portal',
          decidedBy: null,
        });
      }
      expect(await letters(at)).to.deep.equal(Array.from({ length: 5 }, () => 'rights_answered'));
      expect((await verifyChain(at.db)).kind).to.equal('intact');
    }));

  it('runs on the controller’s clock, and its receipt says so', () =>
    contested(async (at) => {
      const request = await found(at, await ask(at, 'objection', { words: 'I am ill and on my own.' }));
      expect(request).to.include({ state: 'identified', dueOn: '2026-04-02' });
      expect(await letters(at)).to.deep.equal(['rights_received']);
      expect((await listIdentityProofs(at.db, at.vault, at.personId))[0]).to.include({ method: 'session' });
    }));

  it('is nobody’s but the person’s own, and needs the words or the ground that the law asks for', () =>
    contested(async (at) => {
      const of = (more: Partial<RightAsked>) =>
        openRightsRequest(at.as(at.customer), { personId: at.personId, right: 'objection', ...more });
      expect(await of({ personId: at.otherPersonId, words: 'x' })).to.include({ because: 'not_allowed' });
      expect(await of({})).to.include({ because: 'no_words' });
      expect(await of({ right: 'erasure' })).to.include({ because: 'no_ground' });
      expect(await of({ right: 'consent_withdrawal', consent: 'everything' })).to.include({
        because: 'no_consent',
      });
    }));

  it('can be taken back until it is decided, and what it held still goes on', () =>
    contested(async (at) => {
      const id = await ask(at, 'restriction', { ground: 'accuracy_contested' });
      expect(await listBrakes(at.db, at.personId, '2026-03-02')).to.have.length(1);
      expect(await withdrawRightsRequest(at.as(at.customer), { requestId: id })).to.deep.equal({
        kind: 'withdrawn',
      });
      expect(await listBrakes(at.db, at.personId, '2026-03-02')).to.have.length(0);
      expect(await withdrawRightsRequest(at.as(at.customer), { requestId: id })).to.include({
        because: 'ended',
      });
    }));
});

describe('a right used by telephone or letter', () => {
  it('is kept with its proof, and done as in the portal once we know who asks', () =>
    contested(async (at) => {
      const id = await ask(at, 'access', { proof: BY_PHONE }, at.officer);
      expect(await found(at, id)).to.include({ state: 'answered', channel: 'phone' });
    }));

  it('does nothing, and holds nothing still, for somebody who did not show who they are', () =>
    contested(async (at) => {
      const id = await ask(
        at,
        'restriction',
        { ground: 'needed_for_claim', proof: { ...BY_PHONE, passed: false } },
        at.officer,
      );
      expect(await found(at, id)).to.include({ state: 'received', proofId: null });
      expect(await listBrakes(at.db, at.personId, '2026-03-02')).to.have.length(0);
      const granted = { requestId: id, ...NOTHING, outcome: 'granted' } as const;
      expect(await decideRightsRequest(at.as(at.officer), granted)).to.include({ because: 'not_now' });
      const shown = { requestId: id, method: 'control_questions', note: '' } as const;
      expect(await identifyRequester(at.as(at.officer), { ...shown, passed: false })).to.deep.equal({
        kind: 'not_passed',
      });
      expect(await identifyRequester(at.as(at.officer), { ...shown, passed: true })).to.include({
        kind: 'identified',
      });
      expect(await listBrakes(at.db, at.personId, '2026-03-02')).to.have.length(1);
      expect(await listIdentityProofs(at.db, at.vault, at.personId)).to.have.length(3);
    }));

  it('of somebody who cannot show who they are is turned away with that reason alone', () =>
    contested(async (at) => {
      const id = await ask(at, 'access', { proof: { ...BY_PHONE, passed: false } }, at.officer);
      const turned = await decideRightsRequest(at.as(at.officer), {
        requestId: id,
        ...NOTHING,
        outcome: 'refused',
        refusal: 'identity_not_shown',
        reason: 'Three wrong answers.',
      });
      expect(turned).to.deep.equal({ kind: 'answered' });
      expect(await found(at, id)).to.include({ state: 'answered', refusal: 'identity_not_shown' });
    }));

  it('takes no proof that the way cannot give', () =>
    contested(async (at) => {
      const asked = { personId: at.personId, right: 'access' } as const;
      const context = at.as(at.officer);
      expect(await openRightsRequest(context, asked)).to.include({ because: 'no_proof' });
      const seen = { ...BY_PHONE, method: 'id_document' } as const;
      expect(await openRightsRequest(context, { ...asked, proof: seen })).to.include({
        because: 'wrong_proof',
      });
      expect(await openRightsRequest(at.as(at.members[0]), { ...asked, proof: BY_PHONE })).to.include({
        because: 'not_allowed',
      });
    }));
});

describe('the clock of a request', () => {
  it('is extended once with a reason that the person reads', () =>
    contested(async (at) => {
      const id = await ask(at, 'objection', { words: 'My situation.' });
      const wanted = { requestId: id, reason: 'We wait for the court file.' };
      expect(await extendRightsRequest(at.as(at.officer), wanted)).to.deep.equal({
        kind: 'extended',
        dueOn: '2026-06-02',
      });
      expect(await extendRightsRequest(at.as(at.officer), wanted)).to.include({
        because: 'already_extended',
      });
      expect(await letters(at)).to.deep.equal(['rights_extended', 'rights_received']);
    }));

  it('that has run out is put before the data-protection officer, once', () =>
    contested(async (at) => {
      const id = await ask(at, 'objection', { words: 'My situation.' });
      const system = (now: string): ActionContext => at.as({ kind: 'system' }, now);
      expect(await escalateRightsRequests(system('2026-04-02T23:00:00.000Z'))).to.deep.equal({
        escalated: 0,
      });
      expect(await escalateRightsRequests(system(LATER))).to.deep.equal({ escalated: 1 });
      expect(await escalateRightsRequests(system(LATER))).to.deep.equal({ escalated: 0 });
      expect((await found(at, id)).escalatedAt).to.equal(LATER);
    }));
});

describe('a rectification', () => {
  it('puts the record right, keeps it as it stood, and tells whoever got it', () =>
    contested(async (at) => {
      const record = (await listCorrectable(at.db, at.vault, at.personId)).find(
        ({ list }) => list === 'payments',
      );
      if (record === undefined) throw new Error('no payment');
      const { list, recordId } = record;
      const id = await ask(at, 'rectification', {
        words: 'I paid 50, not 25.',
        record: { list, recordId },
        restrictMeanwhile: true,
      });
      expect(await listBrakes(at.db, at.personId, '2026-03-02')).to.have.length(1);
      const decision = { requestId: id, ...NOTHING, outcome: 'granted' } as const;
      expect(await decideRightsRequest(at.as(at.officer), decision)).to.include({
        because: 'nothing_corrected',
      });
      const corrections = [{ list, recordId, act: 'change', values: { amountCents: 5000 } }] as const;
      expect(await decideRightsRequest(at.as(at.officer), { ...decision, corrections })).to.deep.equal({
        kind: 'answered',
      });
      const file = await readPersonFile(at.db, at.personId);
      expect(file?.payments[0]).to.include({ amountCents: 5000, source: 'person' });
      const [kept] = await listCorrections(at.db, at.vault, id);
      expect(kept?.before).to.include({ amount_cents: 2500 });
      expect(kept?.after).to.include({ amount_cents: 5000 });
      const [recipient] = await listRecipientsToTell(at.db, at.vault, id);
      expect(recipient).to.include({ kind: 'creditor', toldAt: null });
      const told = { requestId: id, recipientId: recipient?.id ?? 0 };
      expect(await tellRecipient(at.as(at.officer), told)).to.deep.equal({ kind: 'told' });
      expect(await tellRecipient(at.as(at.officer), told)).to.include({ because: 'told_before' });
      // The data rest until the person has read that they are used again.
      expect(await listBrakes(at.db, at.personId, '2026-03-08')).to.have.length(1);
      expect(await listBrakes(at.db, at.personId, '2026-03-09')).to.have.length(0);
    }));

  it('adds a payment that was missing, from the day it was paid, with what shows it', () =>
    contested(async (at) => {
      const id = await ask(at, 'rectification', { words: 'I paid on 10 January.' });
      const { claimId } = (await readPersonFile(at.db, at.personId))?.claims[0] ?? { claimId: 0 };
      const missing: Correction = {
        ...{ list: 'payments', claimId, act: 'add', evidence: 'Bank statement of 12 January.' },
        values: { on: '2026-01-10', amountCents: 4000 },
      };
      expect(
        await decideRightsRequest(at.as(at.officer), {
          ...{ requestId: id, ...NOTHING, outcome: 'granted', corrections: [missing] },
        }),
      ).to.deep.equal({ kind: 'answered' });
      const payments = (await readPersonFile(at.db, at.personId))?.payments ?? [];
      expect(payments.find(({ on }) => on === '2026-01-10')).to.include({
        ...{ claimId, amountCents: 4000, source: 'person', obtainedOn: '2026-01-10' },
      });
      const [kept] = await listCorrections(at.db, at.vault, id);
      expect(kept?.before).to.equal(null);
      expect(kept?.after).to.include({ amount_cents: 4000 });
      const decided = (await listRightsEvents(at.db, at.vault, id)).find(({ event }) => event === 'decide');
      expect(decided?.note).to.equal('Bank statement of 12 January.');
    }));

  it('adds nothing to the claim of somebody else', () =>
    contested(async (at) => {
      const id = await ask(at, 'rectification', { words: 'I paid.' });
      const { claimId } = (await readPersonFile(at.db, at.otherPersonId))?.claims[0] ?? { claimId: 0 };
      const missing: Correction = {
        ...{ list: 'payments', claimId, act: 'add', evidence: 'A receipt.' },
        values: { on: '2026-01-10', amountCents: 4000 },
      };
      let threw = false;
      await decideRightsRequest(at.as(at.officer), {
        ...{ requestId: id, ...NOTHING, outcome: 'granted', corrections: [missing] },
      }).catch(() => (threw = true));
      expect(threw).to.equal(true);
      expect((await readPersonFile(at.db, at.otherPersonId))?.payments).to.have.length(1);
    }));

  const identityOf = (at: Contested) => readContactIdentity(at.db, at.vault, at.personId);
  const correctIdentity = async (at: Contested, values: Readonly<Record<string, string | null>>) => {
    const requestId = await ask(at, 'rectification', { words: 'My name and telephone are wrong.' });
    const corrections: readonly Correction[] = [
      {
        ...{ list: 'identity', recordId: at.personId, act: 'change', values },
        evidence: 'Passport seen on 2 March.',
      },
    ];
    return {
      requestId,
      answered: await decideRightsRequest(at.as(at.officer), {
        ...{ requestId, ...NOTHING, outcome: 'granted', corrections },
      }),
    };
  };

  it('puts right who a person is and how they are reached, without a word of it in the audit trail', () =>
    contested(async (at) => {
      const before = await identityOf(at);
      const values = {
        ...{ name: 'Mari Mustikas', personalCode: '48001085718', email: 'mustikas@example.org' },
        ...{ phone: '+372 5550 1234', language: 'fi' },
      };
      const { requestId, answered } = await correctIdentity(at, values);
      expect(answered).to.deep.equal({ kind: 'answered' });
      const { language, ...identity } = values;
      expect(await identityOf(at)).to.deep.equal({ ...before, ...identity });
      expect(await at.db('persons').where({ id: at.personId }).first('language', 'source')).to.deep.equal({
        language,
        source: 'person',
      });
      // Whoever shows the new code comes in, and nobody by the old one does.
      const codes = [{ code: values.personalCode, country: 'EE' }];
      expect(await listPersonsWithCode(at.db, at.vault, codes)).to.deep.equal([at.personId]);
      expect(await findSessionEpoch(at.db, { kind: 'customer', personId: at.personId })).to.equal(1);
      const [kept] = await listCorrections(at.db, at.vault, requestId);
      expect(kept).to.include({ table: 'persons', recordId: at.personId });
      expect(kept?.before).to.include({ name: before?.name, language: 'et' });
      expect(kept?.after).to.include(values);
      expect((await listRecipientsToTell(at.db, at.vault, requestId)).map(({ kind }) => kind)).to.include(
        'creditor',
      );
      expect(await at.db('reviews').select('id'), 'nothing to score anew').to.deep.equal([]);
      const trail = JSON.stringify(await at.db('audit_entries').select());
      expect(trail).to.include('rights.decide');
      for (const value of [...Object.values(identity), before?.name, 'Passport']) {
        expect(trail, String(value)).not.to.include(value);
      }
    }));

  it('gives nobody the personal code of somebody else of the same controller', () =>
    contested(async (at) => {
      const code = '38001085718';
      await at
        .db('persons')
        .where({ id: at.otherPersonId })
        .update({ identifier_index: personalCodeIndex(at.vault, code) });
      const before = await identityOf(at);
      const { requestId, answered } = await correctIdentity(at, { personalCode: code });
      expect(answered).to.deep.equal({ kind: 'refused', because: 'code_taken' });
      expect(await identityOf(at)).to.deep.equal(before);
      expect(await found(at, requestId)).to.include({ state: 'identified' });
      // Another controller may well know the same human being.
      const elsewhere = await insertPortfolio(at.db, {
        ...{ name: 'elsewhere', controller: 'Muu OÜ', kind: 'collection', jurisdiction: 'EE' },
        ...{ policy: null, sample: false, createdAt: NOW },
      });
      await at.db('persons').where({ id: at.otherPersonId }).update({ portfolio_id: elsewhere.id });
      expect(await isCodeOfAnother(at.db, at.vault, { personId: at.personId, code })).to.equal(false);
    }));

  it('never touches a record of somebody else', () =>
    contested(async (at) => {
      const id = await ask(at, 'rectification', { words: 'Wrong.' });
      const foreign = (await listCorrectable(at.db, at.vault, at.otherPersonId)).find(
        ({ list }) => list === 'payments',
      );
      const corrections = [
        { list: 'payments', recordId: foreign?.recordId ?? 0, act: 'remove', values: {} },
      ] as const;
      let threw = false;
      await decideRightsRequest(at.as(at.officer), {
        requestId: id,
        ...NOTHING,
        outcome: 'granted',
        corrections,
      }).catch(() => (threw = true));
      expect(threw).to.equal(true);
      expect(await found(at, id)).to.include({ state: 'identified' });
      expect(await listCorrectable(at.db, at.vault, at.otherPersonId)).to.deep.include(foreign);
    }));
});

describe('an erasure', () => {
  const close = (at: Contested) =>
    at
      .db('claims')
      .where({ person_id: at.personId })
      .select('id', 'portfolio_id')
      .first<{ id: number; portfolio_id: number }>()
      .then((claim) =>
        at.db('claim_events').insert({
          portfolio_id: claim.portfolio_id,
          external_id: 'closed',
          source: 'creditor',
          obtained_on: '2026-01-01',
          person_id: at.personId,
          claim_id: claim.id,
          happened_on: '2026-01-01',
          kind: 'closed',
          code: 'paid',
        }),
      );

  it('is proposed by one and confirmed by another, and then nothing of the person is left but the trail', () =>
    contested(async (at) => {
      const dpo = await dpoOf(at);
      await at.db('claims').update({ ownership: 'owned' });
      const id = await ask(at, 'erasure', { ground: 'no_longer_needed' });
      const decision = { requestId: id, ...NOTHING, outcome: 'granted' } as const;
      expect(await decideRightsRequest(at.as(at.officer), decision)).to.include({ because: 'case_open' });
      await close(at);
      expect(await decideRightsRequest(at.as(at.officer), decision)).to.deep.equal({ kind: 'proposed' });
      const agreed = { requestId: id, agreed: true, note: '' };
      expect(await confirmErasure(at.as(at.officer), agreed)).to.include({ because: 'same_person' });
      const erased = await confirmErasure(at.as(dpo), agreed);
      expect(erased).to.have.property('kind', 'erased');
      if (erased.kind === 'erased') expect(erased.letter).to.match(/^Mari Maasikas 1\n/);
      expect(await at.db('persons').where({ id: at.personId }).select('id')).to.deep.equal([]);
      expect((await verifyChain(at.db)).kind).to.equal('intact');
      const [last] = await at
        .db('audit_entries')
        .orderBy('seq', 'desc')
        .limit(1)
        .select<{ action: string }[]>();
      expect(last?.action).to.equal('rights.erased');
      expect(await confirmErasure(at.as(dpo), agreed)).to.include({ because: 'no_request' });
    }));

  it('waits until whoever got the data has been told', () =>
    contested(async (at) => {
      await close(at);
      const id = await ask(at, 'erasure', { ground: 'unlawful' });
      await decideRightsRequest(at.as(at.officer), { requestId: id, ...NOTHING, outcome: 'granted' });
      const dpo = await dpoOf(at);
      const agreed = { requestId: id, agreed: true, note: '' };
      expect(await confirmErasure(at.as(dpo), agreed)).to.include({ because: 'tell_first' });
      for (const recipient of await listRecipientsToTell(at.db, at.vault, id)) {
        await tellRecipient(at.as(at.officer), { requestId: id, recipientId: recipient.id });
      }
      expect((await confirmErasure(at.as(dpo), agreed)).kind).to.equal('erased');
    }));

  it('of a part takes that part, and says what stays, why and until when', () =>
    contested(async (at) => {
      const dpo = await dpoOf(at);
      await at.db('claims').update({ ownership: 'owned' });
      const id = await ask(at, 'erasure', { ground: 'no_longer_needed', restrictMeanwhile: true });
      const partly = {
        requestId: id,
        ...NOTHING,
        outcome: 'partly',
        refusal: 'claim_open',
        reason: 'The claim is open.',
        parts: ['contacts'],
        kept: [{ refusal: 'claim_open', until: '2029-01-01' }],
      } as const;
      expect(await decideRightsRequest(at.as(dpo), { ...partly, kept: [] })).to.include({
        because: 'nothing_kept',
      });
      expect(await decideRightsRequest(at.as(dpo), partly)).to.deep.equal({ kind: 'proposed' });
      expect(await confirmErasure(at.as(at.officer), { requestId: id, agreed: false, note: '' })).to.include({
        because: 'no_reason',
      });
      expect(
        await confirmErasure(at.as(at.officer), { requestId: id, agreed: true, note: '' }),
      ).to.deep.equal({
        kind: 'answered',
      });
      const file = await readPersonFile(at.db, at.personId);
      expect(file?.contacts).to.deep.equal([]);
      expect(file?.claims).to.have.length(1);
      const request = await found(at, id);
      expect(request).to.include({ state: 'answered', outcome: 'partly' });
      expect(request.answer?.liftedOn).to.equal('2026-03-09');
    }));

  it('that the second person does not agree with goes back with a reason', () =>
    contested(async (at) => {
      await close(at);
      const id = await ask(at, 'erasure', { ground: 'objected' });
      await decideRightsRequest(at.as(at.officer), { requestId: id, ...NOTHING, outcome: 'granted' });
      const dpo = await dpoOf(at);
      const back = { requestId: id, agreed: false, note: 'A letter is on its way.' };
      expect(await confirmErasure(at.as(dpo), back)).to.deep.equal({ kind: 'sent_back' });
      expect(await found(at, id)).to.include({ state: 'identified', outcome: null, proposedBy: null });
    }));
});

describe('a restriction, an objection', () => {
  it('rests from the moment it is asked for, and ends only after the person was told', () =>
    contested(async (at) => {
      const id = await ask(at, 'restriction', { ground: 'accuracy_contested' });
      await decideRightsRequest(at.as(at.officer), { requestId: id, ...NOTHING, outcome: 'granted' });
      const [brake] = await listBrakes(at.db, at.personId, '2026-12-31');
      expect(brake).to.include({ kind: 'restricted', from: '2026-03-02', to: null });
      const lifted = { personId: at.personId, restrictionId: brake?.id ?? 0 };
      expect(await liftRestriction(at.as(at.officer, LATER), lifted)).to.deep.equal({
        kind: 'lifted',
        on: '2026-04-27',
      });
      expect(await letters(at)).to.include('rights_lifted');
      expect(await listBrakes(at.db, at.personId, '2026-04-26')).to.have.length(1);
      expect(await listBrakes(at.db, at.personId, '2026-04-27')).to.have.length(0);
    }));

  it('granted as an objection stops the use; refused it ends with its notice', () =>
    contested(async (at) => {
      const id = await ask(at, 'objection', { words: 'I am in hospital.' });
      expect((await listBrakes(at.db, at.personId, '2026-03-02')).map(({ kind }) => kind)).to.deep.equal([
        'objection',
      ]);
      await decideRightsRequest(at.as(at.officer), { requestId: id, ...NOTHING, outcome: 'granted' });
      const kinds = (await listBrakes(at.db, at.personId, '2027-01-01')).map(({ kind }) => kind);
      expect(kinds.sort()).to.deep.equal(['objection', 'restricted']);
      const other = await ask(at, 'objection', { words: 'And again.' });
      await decideRightsRequest(at.as(at.officer), {
        requestId: other,
        ...NOTHING,
        outcome: 'refused',
        refusal: 'court_claim',
        reason: 'The claim is in court.',
      });
      // What was granted before still holds: nobody is told that the data are used again.
      expect((await found(at, other)).answer?.liftedOn).to.equal(null);
      expect(await listBrakes(at.db, at.personId, '2027-01-01')).to.have.length(2);
    }));
});

describe('a consent', () => {
  it('is given and taken back with one act each, and both are kept with their words', () =>
    contested(async (at) => {
      const choose = (choice: 'given' | 'withdrawn') =>
        chooseConsent(at.as(at.customer), { purpose: 'support_need', choice, language: 'et' });
      await choose('given');
      await choose('given');
      expect((await readPersonFile(at.db, at.personId))?.consents).to.have.length(1);
      await choose('withdrawn');
      const file = await readPersonFile(at.db, at.personId);
      expect(file?.consents[0]?.withdrawnOn).to.equal('2026-03-02');
      expect(await at.db('consent_choices').pluck('choice')).to.deep.equal(['given', 'given', 'withdrawn']);
      expect(
        await chooseConsent(at.as(at.officer), { purpose: 'marketing', choice: 'given', language: 'et' }),
      ).to.include({
        because: 'not_allowed',
      });
    }));

  it('is withdrawn by staff for whoever calls, at once', () =>
    contested(async (at) => {
      await chooseConsent(at.as(at.customer), { purpose: 'marketing', choice: 'given', language: 'et' });
      await ask(at, 'consent_withdrawal', { consent: 'marketing', proof: BY_PHONE }, at.officer);
      expect((await readPersonFile(at.db, at.personId))?.consents[0]?.withdrawnOn).to.equal('2026-03-02');
    }));
});

describe('a restricted person', () => {
  it('has a brake once, however often the same request sets it', () =>
    contested(async (at) => {
      const brake = {
        personId: at.personId,
        kind: 'restricted',
        from: NOW.slice(0, 10),
        because: 'r',
      } as const;
      await insertBrake(at.db, brake);
      await insertBrake(at.db, brake);
      expect(await listBrakes(at.db, at.personId, brake.from)).to.have.length(1);
    }));
});
