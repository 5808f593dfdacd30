import { expect } from 'chai';
import { listAuditEntries } from '../../../data/audit/chain.ts';
import { addressIndex, normalAddress, openIdentity, sealIdentity } from '../../../data/identity.ts';
import { endAppointment as storeEnd, listAppointments } from '../../../data/stores/appointments.ts';
import { listSeats } from '../../../data/stores/committees.ts';
import { disableStaff } from '../../../data/stores/staff.ts';
import { listVotes } from '../../../data/stores/votes.ts';
import { findSealedIdentity } from '../../../data/views/identities.ts';
import { chairOf } from '../../../scoring/review/committee.ts';
import type { Verdict } from '../../../scoring/review/review.ts';
import type { Actor } from '../../../server/actions/action.ts';
import {
  appointMember,
  type AppointmentWanted,
  endAppointment,
  fillSeats,
} from '../../../server/actions/appoint-member.ts';
import { castVote } from '../../../server/actions/cast-vote.ts';
import { closeReview } from '../../../server/actions/close-review.ts';
import { declareConflict } from '../../../server/actions/declare-conflict.ts';
import { openReview } from '../../../server/actions/open-review.ts';
import { prepareReview } from '../../../server/actions/prepare-review.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { loadReviewCase } from '../../../server/actions/review-case.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { type Contested, hire, setUpContested } from './contested.ts';

const uphold: Verdict = { kind: 'uphold' };
const idOf = (actor: Actor): number => (actor.kind === 'staff' ? actor.staffId : 0);

async function prepared(at: Contested): Promise<number> {
  const asked = await requestReview(at.as(at.customer), { decisionId: at.declined, statement: '' });
  const reviewId = asked.kind === 'requested' ? asked.reviewId : 0;
  await prepareReview(at.as(at.officer), { reviewId, note: '' });
  return reviewId;
}

const open = (at: Contested, reviewId: number) => openReview(at.as(at.officer), { reviewId });
const vote = (at: Contested, actor: Actor, reviewId: number, reasons = 'I read the file.') =>
  castVote(at.as(actor), { reviewId, verdict: uphold, reasons });
const seatsOf = async (at: Contested, reviewId: number) =>
  (await listSeats(at.db, reviewId, 1)).map(({ staffId }) => staffId);
const appointmentOf = async (at: Contested, actor: Actor) =>
  (await listAppointments(at.db)).find(({ staffId }) => staffId === idOf(actor))?.appointmentId ?? 0;

onEveryDatabase('the committee', (check) => {
  check(
    'draws those appointed, in term, trained and up to the amount, and no others',
    async ({ db, vault }) => {
      const at = await setUpContested(db, vault);
      await hire(db, 'untrained', ['member'], { trainedOn: null });
      await hire(db, 'over', ['member'], { until: '2021-01-01' });
      await hire(db, 'small', ['member'], { upToCents: 100 });
      await hire(db, 'never-appointed', ['member'], null);
      await hire(db, 'substitute', ['member'], { as: 'substitute' });
      const reviewId = await prepared(at);
      expect(await open(at, reviewId)).to.deep.equal({ kind: 'opened', mayVote: 3 });
      expect(await seatsOf(at, reviewId)).to.have.members([...at.members, at.chair].map(idOf));
    },
  );

  check(
    'is called with a substitute where a member may not sit, and the trail says why',
    async ({ db, vault }) => {
      const at = await setUpContested(db, vault);
      const substitute = await hire(db, 'substitute', ['member'], { as: 'substitute' });
      await storeEnd(db, await appointmentOf(at, at.members[0]), at.as(at.chair).now, null);
      const reviewId = await prepared(at);
      expect(await open(at, reviewId)).to.deep.equal({ kind: 'opened', mayVote: 3 });
      expect(await seatsOf(at, reviewId))
        .to.include(idOf(substitute))
        .and.not.include(idOf(at.members[0]));
      const opened = (await listAuditEntries(db, 0, 1000)).find(({ action }) => action === 'review.open');
      expect(JSON.parse(opened?.payload.toString() ?? '{}')).to.deep.include({
        chairBy: 'chair',
        substitutes: [idOf(substitute)],
      });
    },
  );

  check('says that nobody is appointed, instead of deciding with nobody', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    for (const { appointmentId } of await listAppointments(db))
      await storeEnd(db, appointmentId, at.as(at.chair).now, null);
    const reviewId = await prepared(at);
    expect(await open(at, reviewId)).to.deep.equal({ kind: 'refused', because: 'nobody_appointed' });
  });

  check('finds who lives where the person lives, however the address is spelt', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const key = await vault.keyFor(db, at.personId);
    const identity = openIdentity(vault, key, await findSealedIdentity(db, at.personId));
    const sealed = sealIdentity(vault, key, { ...identity!, address: 'Pikk tn 5–3, 10123 TALLINN' });
    await db('persons').where({ id: at.personId }).update({ identity_sealed: sealed });
    const neighbour = await hire(db, 'neighbour', ['member'], {
      addressIndex: addressIndex(vault, 'pikk 5-3, Tallinn, Eesti'),
    });
    const reviewId = await prepared(at);
    expect(await open(at, reviewId)).to.deep.equal({ kind: 'opened', mayVote: 3 });
    expect(await vote(at, neighbour, reviewId)).to.deep.equal({ kind: 'refused', because: 'same_address' });
    expect(normalAddress('Pikk 53 Tallinn')).to.not.equal(normalAddress('Pikk 5-3 Tallinn'));
  });

  check(
    'a member who declares a conflict is replaced when the quorum is lost; the vote stays on record and does not count',
    async ({ db, vault }) => {
      const at = await setUpContested(db, vault);
      const substitute = await hire(db, 'substitute', ['member'], { as: 'substitute' });
      const reviewId = await prepared(at);
      await open(at, reviewId);
      await vote(at, at.members[0], reviewId);
      const declared = await declareConflict(at.as(at.members[0]), { reviewId, reason: 'My cousin.' });
      expect(declared).to.deep.equal({ kind: 'declared', again: false, substitutes: 1 });
      for (const member of [at.members[1], at.chair]) await vote(at, member, reviewId);
      expect(await closeReview(at.as(at.chair), { reviewId })).to.include({ kind: 'no_quorum', voted: 2 });
      expect(await vote(at, substitute, reviewId)).to.include({ kind: 'cast', voted: 3, seated: 3 });
      expect(await closeReview(at.as(at.chair), { reviewId })).to.include({ kind: 'upheld' });
      expect(await listVotes(db, vault, reviewId, 1)).to.have.length(4);
    },
  );

  check('who leaves before voting leaves an empty seat; who has voted has voted', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const substitute = await hire(db, 'substitute', ['member'], { as: 'substitute' });
    const reviewId = await prepared(at);
    await open(at, reviewId);
    await vote(at, at.members[0], reviewId);
    await disableStaff(db, idOf(at.members[0]), at.as(at.chair).now);
    expect(await fillSeats(at.as({ kind: 'system' })), 'the vote stands').to.equal(0);
    await disableStaff(db, idOf(at.members[1]), at.as(at.chair).now);
    expect(await fillSeats(at.as({ kind: 'system' })), 'the seat is empty').to.equal(1);
    expect(await fillSeats(at.as({ kind: 'system' })), 'and filled once').to.equal(0);
    expect(await vote(at, at.members[1], reviewId)).to.include({ because: 'left' });
    await vote(at, substitute, reviewId);
    await vote(at, at.chair, reviewId);
    expect(await closeReview(at.as(at.chair), { reviewId })).to.include({ kind: 'upheld' });
  });

  check(
    'without the chair another member presides and may close, and nobody else may',
    async ({ db, vault }) => {
      const at = await setUpContested(db, vault);
      const long = await hire(db, 'longest', ['member'], { from: '2019-01-01' });
      const reviewId = await prepared(at);
      await open(at, reviewId);
      await endAppointment(at.as({ kind: 'system' }), { appointmentId: await appointmentOf(at, at.chair) });
      const found = await loadReviewCase(at.as(at.officer), reviewId);
      expect(found && chairOf(found.committee)).to.equal(idOf(long));
      for (const member of [...at.members, long]) await vote(at, member, reviewId);
      expect(await closeReview(at.as(at.members[0]), { reviewId })).to.include({ because: 'not_allowed' });
      expect(await closeReview(at.as(long), { reviewId })).to.include({ kind: 'upheld' });
    },
  );

  check(
    'of two closes at the same moment one decides, and a vote after it is refused',
    async ({ db, vault }) => {
      const at = await setUpContested(db, vault);
      const reviewId = await prepared(at);
      await open(at, reviewId);
      for (const member of at.members) await vote(at, member, reviewId);
      await vote(at, at.chair, reviewId);
      const closes = await Promise.all([1, 2].map(() => closeReview(at.as(at.chair), { reviewId })));
      expect(closes.map(({ kind }) => kind).sort()).to.deep.equal(['refused', 'upheld']);
      expect(await db('decisions').where({ replaces_decision_id: at.declined })).to.have.length(1);
      const late = await hire(db, 'late', ['member']);
      expect(await vote(at, late, reviewId)).to.include({ because: 'not_before_committee' });
    },
  );

  check(
    'appoints staff who hold the role, for a term, once at a time, and nobody themself',
    async ({ db, vault }) => {
      const at = await setUpContested(db, vault);
      const admin: Actor = await hire(db, 'admin', ['admin']);
      const fresh = await hire(db, 'fresh', ['member'], null);
      const wanted: AppointmentWanted = {
        staffId: fresh.staffId,
        as: 'member',
        from: at.as(admin).today,
        until: '2029-01-01',
        trainedOn: '2025-12-01',
        upToCents: null,
        address: 'Pikk 5',
      };
      const because = async (actor: Actor, more: Partial<AppointmentWanted> = {}) => {
        const result = await appointMember(at.as(actor), { ...wanted, ...more });
        return result.kind === 'refused' ? result.because : result.kind;
      };
      expect(await because(at.officer)).to.equal('not_allowed');
      expect(await because(at.chair, { staffId: idOf(at.chair) })).to.equal('oneself');
      expect(await because(admin, { staffId: idOf(at.officer) })).to.equal('no_role');
      expect(await because(admin, { as: 'deputy_chair' })).to.equal('no_role');
      expect(await because(admin, { staffId: 999 })).to.equal('no_staff');
      expect(await because(admin, { until: wanted.from })).to.equal('no_term');
      expect(await because(admin, { trainedOn: '2028-01-01' })).to.equal('trained_later');
      expect(await because(admin)).to.equal('appointed');
      expect(await because(admin)).to.equal('appointed_already');
      const [stored] = (await listAppointments(db)).filter(({ staffId }) => staffId === fresh.staffId);
      expect(stored?.addressIndex).to.be.a('string').and.not.include('Pikk');
      expect(JSON.stringify(await listAuditEntries(db, 0, 1000))).to.not.include('Pikk');
      const end = () => endAppointment(at.as(admin), { appointmentId: stored?.appointmentId ?? 0 });
      expect(await end()).to.deep.equal({ kind: 'ended', substitutes: 0 });
      expect(await end()).to.deep.equal({ kind: 'refused', because: 'no_appointment' });
    },
  );
});
