import { expect } from 'chai';
import { listAuditEntries, verifyChain } from '../../../data/audit/chain.ts';
import { loadPolicyVersion } from '../../../data/policies.ts';
import { findDecision } from '../../../data/stores/decisions.ts';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { listReviewEvents } from '../../../data/stores/review-events.ts';
import { findReview } from '../../../data/stores/reviews.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import { listVotes } from '../../../data/stores/votes.ts';
import { listInvolvements } from '../../../data/views/involvements.ts';
import type { Verdict } from '../../../scoring/review/review.ts';
import type { Actor } from '../../../server/actions/action.ts';
import { castVote } from '../../../server/actions/cast-vote.ts';
import { closeReview } from '../../../server/actions/close-review.ts';
import { declareConflict } from '../../../server/actions/declare-conflict.ts';
import { extendReview } from '../../../server/actions/extend-review.ts';
import { openReview } from '../../../server/actions/open-review.ts';
import { prepareReview } from '../../../server/actions/prepare-review.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { lawfulMeasures } from '../../../server/actions/review-case.ts';
import { withdrawReview } from '../../../server/actions/withdraw-review.ts';
import { type Contested, contested, decline, DECLINED, hire } from './contested.ts';

const uphold: Verdict = { kind: 'uphold' };
const approve: Verdict = { kind: 'change', to: { kind: 'approve', amountCents: 240_000, termMonths: 36 } };

async function request(at: Contested, decisionId = at.declined): Promise<number> {
  const result = await requestReview(at.as(at.customer), {
    decisionId,
    statement: 'The default was paid in April.',
  });
  if (result.kind === 'refused') throw new Error(result.because);
  return result.reviewId;
}

async function beforeCommittee(at: Contested, decisionId = at.declined): Promise<number> {
  const reviewId = await request(at, decisionId);
  expect(await prepareReview(at.as(at.officer), { reviewId, note: 'Register asked again.' })).to.deep.equal({
    kind: 'prepared',
  });
  expect(await openReview(at.as(at.officer), { reviewId })).to.deep.equal({ kind: 'opened', mayVote: 3 });
  return reviewId;
}

const voteAs = (at: Contested, actor: Actor, reviewId: number, verdict: Verdict) =>
  castVote(at.as(actor), { reviewId, verdict, reasons: 'I read the receipt.' });

async function everyoneVotes(at: Contested, reviewId: number, verdicts: readonly Verdict[]): Promise<void> {
  const voters = [...at.members, at.chair];
  for (const [i, verdict] of verdicts.entries()) {
    const result = await voteAs(at, voters[i]!, reviewId, verdict);
    expect(result.kind, JSON.stringify(result)).to.equal('cast');
  }
}

describe('asking people to decide', () => {
  it('opens one review with its deadline, a track, a receipt with a code, and an audit entry', () =>
    contested(async (at) => {
      const result = await requestReview(at.as(at.customer), {
        decisionId: at.declined,
        statement: ' I paid. ',
      });
      // Monday 2 March 2026: 30 days end on Wednesday 1 April, a month on Thursday the 2nd.
      expect(result).to.include({ kind: 'requested', dueOn: '2026-04-01' });
      const reviewId = result.kind === 'requested' ? result.reviewId : 0;
      expect(await findReview(at.db, reviewId)).to.include({ state: 'requested', decisionId: at.declined });
      const [statement] = await listStatements(at.db, at.vault, { reviewId });
      expect(statement).to.include({ text: 'I paid.', kind: 'contest', authorKind: 'customer' });
      const [receipt] = await listNoticesOfPerson(at.db, at.vault, at.personId);
      expect(receipt).to.include({ kind: 'review_received', language: 'en', reviewId });
      expect(receipt?.text)
        .to.match(/1\sApril\s2026/)
        .and.match(/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{5}/);
      const entries = await listAuditEntries(at.db, 0, 10);
      expect(entries.map(({ action }) => action)).to.deep.equal(['review.request']);
      expect(await verifyChain(at.db)).to.include({ kind: 'intact' });
    }));

  it('twice, even at the same moment, opens one review and keeps both statements', () =>
    contested(async (at) => {
      const ask = (statement: string) =>
        requestReview(at.as(at.customer), { decisionId: at.declined, statement });
      const results = await Promise.all([ask('first'), ask('second')]);
      expect(results.map(({ kind }) => kind).sort()).to.deep.equal(['already', 'requested']);
      const ids = new Set(results.map((result) => (result.kind === 'refused' ? 0 : result.reviewId)));
      expect(ids.size).to.equal(1);
      expect(await listStatements(at.db, at.vault, { decisionId: at.declined })).to.have.length(2);
    }));

  it('needs no reasons', () =>
    contested(async (at) => {
      const result = await requestReview(at.as(at.customer), { decisionId: at.declined, statement: '' });
      expect(result.kind).to.equal('requested');
    }));

  it('is refused for another person’s decision, for one that is not there, and to staff without the role', () =>
    contested(async (at) => {
      const because = async (actor: Actor, decisionId: number): Promise<string> => {
        const inPersonOf = { channel: 'visit', method: 'id_document', shown: true } as const;
        const result = await requestReview(at.as(actor), { decisionId, statement: '', inPersonOf });
        return result.kind === 'refused' ? result.because : result.kind;
      };
      expect(await because({ kind: 'customer', personId: at.otherPersonId }, at.declined)).to.equal(
        'not_allowed',
      );
      expect(await because(at.members[0], at.declined)).to.equal('not_allowed');
      expect(await because(at.customer, 999_999)).to.equal('no_decision');
      expect(await because(at.officer, at.declined)).to.equal('requested');
    }));

  it('can be taken back until it is decided, and then asked for again', () =>
    contested(async (at) => {
      const reviewId = await request(at);
      const stranger: Actor = { kind: 'customer', personId: at.otherPersonId };
      expect(await withdrawReview(at.as(stranger), { reviewId })).to.include({ because: 'not_allowed' });
      expect(await withdrawReview(at.as(at.customer), { reviewId })).to.deep.equal({ kind: 'withdrawn' });
      expect(await withdrawReview(at.as(at.customer), { reviewId })).to.include({ because: 'already' });
      expect(await prepareReview(at.as(at.officer), { reviewId, note: '' })).to.include({ because: 'ended' });
      expect(await request(at)).to.be.greaterThan(reviewId);
    }));
});

describe('an extension', () => {
  it('is recorded with its reason, told to the person in time, and given once', () =>
    contested(async (at) => {
      const reviewId = await request(at);
      const extend = (reason: string, actor: Actor = at.officer, now?: string) =>
        extendReview(at.as(actor, now), { reviewId, reason });
      expect(await extend('x', at.customer)).to.include({ because: 'not_allowed' });
      expect(await extend(' ')).to.include({ because: 'no_reason' });
      expect(await extend('Late.', at.officer, '2026-04-02T08:00:00.000Z')).to.include({
        because: 'too_late',
      });
      // Received on 2 March: three months end on Tuesday 2 June.
      expect(await extend('A register has not answered.')).to.deep.equal({
        kind: 'extended',
        dueOn: '2026-06-02',
      });
      expect(await extend('Again.')).to.include({ because: 'already_extended' });
      expect(await findReview(at.db, reviewId)).to.include({ dueOn: '2026-06-02', extendedTo: '2026-06-02' });
      const [notice] = await listNoticesOfPerson(at.db, at.vault, at.personId);
      expect(notice).to.include({ kind: 'extension', reviewId });
      expect(notice?.text).to.include('– A register has not answered.');
      await withdrawReview(at.as(at.customer), { reviewId });
      expect(await extend('After.')).to.include({ because: 'ended' });
    }));
});

describe('the committee’s work', () => {
  it('ends in a new decision by people that names the one it replaces, and in a notice with the reasons', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at);
      await everyoneVotes(at, reviewId, [approve, approve, uphold]);
      const closed = await closeReview(at.as(at.chair), { reviewId });
      expect(closed).to.include({ kind: 'changed', byTie: false });
      const decisionId = closed.kind === 'changed' ? closed.decisionId : 0;
      const decided = await findDecision(at.db, at.vault, decisionId);
      expect(decided).to.include({
        decided_by: 'people',
        replaces_decision_id: at.declined,
        outcome_kind: 'approve',
        amount_cents: 240_000,
      });
      expect((await findDecision(at.db, at.vault, at.declined))?.outcome_kind).to.equal('decline');
      expect(await findReview(at.db, reviewId)).to.include({
        state: 'notified',
        outcomeDecisionId: decisionId,
      });
      const [notice] = await listNoticesOfPerson(at.db, at.vault, at.personId);
      expect(notice).to.include({ kind: 'review_decided', decisionId });
      expect(notice?.text).to.include('They changed the outcome.').and.include('I read the receipt.');
      const events = (await listReviewEvents(at.db, at.vault, reviewId)).map(({ event }) => event);
      expect(events).to.deep.equal([
        'request',
        'prepare',
        'open',
        'vote',
        'vote',
        'vote',
        'decide',
        'notify',
      ]);
      expect(await verifyChain(at.db)).to.include({ kind: 'intact' });
    }));

  it('upholds with the outcome as it was', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at, at.measured);
      await everyoneVotes(at, reviewId, [uphold, uphold, uphold]);
      const closed = await closeReview(at.as(at.chair), { reviewId });
      expect(closed.kind).to.equal('upheld');
      const decisionId = closed.kind === 'upheld' ? closed.decisionId : 0;
      const [was, is] = await Promise.all([
        findDecision(at.db, at.vault, at.measured),
        findDecision(at.db, at.vault, decisionId),
      ]);
      expect(is?.decision.outcome).to.deep.equal(was?.decision.outcome);
      const [notice] = await listNoticesOfPerson(at.db, at.vault, at.personId);
      expect(notice?.text).to.include('Nad jätsid otsuse samaks.');
    }));

  it('sends the file back to preparation while the clock runs, and votes anew in a second round', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at);
      const missing: Verdict = { kind: 'send_back', missing: 'A payslip for October.' };
      await everyoneVotes(at, reviewId, [missing, missing, uphold]);
      const before = await findReview(at.db, reviewId);
      expect(await closeReview(at.as(at.chair), { reviewId })).to.include({ kind: 'sent_back' });
      const after = await findReview(at.db, reviewId);
      expect(after).to.include({ state: 'requested', round: 2, closedAt: null, dueOn: before?.dueOn });
      await prepareReview(at.as(at.officer), { reviewId, note: '' });
      await openReview(at.as(at.officer), { reviewId });
      expect(await listVotes(at.db, at.vault, reviewId, 2)).to.deep.equal([]);
      await everyoneVotes(at, reviewId, [uphold, uphold, uphold]);
      expect(await closeReview(at.as(at.chair), { reviewId })).to.include({ kind: 'upheld' });
      expect(await listVotes(at.db, at.vault, reviewId, 1)).to.have.length(3);
    }));

  it('does not let those vote who prepared the file in an earlier round', () =>
    contested(async (at) => {
      const preparer: Actor = { ...at.members[0], kind: 'staff', roles: ['officer', 'member'] } as Actor;
      const reviewId = await request(at);
      await prepareReview(at.as(preparer), { reviewId, note: '' });
      await openReview(at.as(at.officer), {
        reviewId,
        memberIds: [at.members[1], at.chair].flatMap((m) => (m.kind === 'staff' ? [m.staffId] : [])),
      });
      const involved = await listInvolvements(at.db, reviewId);
      expect(involved.filter(({ conflict }) => conflict === 'prepared')).to.have.length(1);
      await at.db('reviews').where({ id: reviewId }).update({ prepared_by: null });
      expect(await listInvolvements(at.db, reviewId)).to.deep.equal(involved);
    }));

  it('has no quorum while too few have voted: nothing is closed and the others can still vote', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at);
      await voteAs(at, at.members[0], reviewId, uphold);
      expect(await closeReview(at.as(at.chair), { reviewId })).to.deep.equal({
        kind: 'no_quorum',
        voted: 1,
        needed: 3,
      });
      expect((await voteAs(at, at.members[1], reviewId, uphold)).kind).to.equal('cast');
    }));

  it('refuses the vote of a stranger to the role, of a member who recused, and every vote after the close', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at);
      const because = async (actor: Actor): Promise<string> => {
        const result = await voteAs(at, actor, reviewId, uphold);
        return result.kind === 'refused' ? result.because : result.kind;
      };
      expect(await because(at.officer)).to.equal('not_allowed');
      expect(await because(at.customer)).to.equal('not_allowed');
      expect(await because({ kind: 'staff', staffId: 999, roles: ['member'] })).to.equal('not_a_member');
      expect(await because(at.members[0])).to.equal('cast');
      expect(await because(at.members[0])).to.equal('already_voted');
      const declare = () => declareConflict(at.as(at.members[1]), { reviewId, reason: 'My cousin.' });
      expect(await declare()).to.deep.equal({ kind: 'declared', again: false, substitutes: 0 });
      expect(await declare()).to.deep.equal({ kind: 'declared', again: true, substitutes: 0 });
      expect(await because(at.members[1])).to.equal('declared');
      await withdrawReview(at.as(at.customer), { reviewId });
      expect(await because(at.chair)).to.equal('not_before_committee');
    }));

  it('does not begin with too few who may vote', () =>
    contested(async (at) => {
      const reviewId = await request(at);
      await prepareReview(at.as(at.officer), { reviewId, note: '' });
      const ids = at.members.map((member) => (member.kind === 'staff' ? member.staffId : 0));
      const open = (memberIds: readonly number[]) => openReview(at.as(at.officer), { reviewId, memberIds });
      expect(await open(ids.slice(0, 1))).to.include({ because: 'too_few' });
      expect(await open([...ids, 999])).to.include({ because: 'not_a_member' });
      expect(await openReview(at.as(at.customer), { reviewId })).to.include({ because: 'not_allowed' });
      expect(await open(ids)).to.include({ kind: 'opened' });
      expect(await open(ids)).to.include({ because: 'already' });
    }));

  it('keeps both votes of two members who vote at the same moment, and one of a member who votes twice', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at);
      const results = await Promise.all([
        voteAs(at, at.members[0], reviewId, uphold),
        voteAs(at, at.members[1], reviewId, approve),
        voteAs(at, at.members[1], reviewId, uphold),
      ]);
      expect(results.map(({ kind }) => kind).sort()).to.deep.equal(['cast', 'cast', 'refused']);
      expect(await listVotes(at.db, at.vault, reviewId, 1)).to.have.length(2);
      expect(await verifyChain(at.db)).to.include({ kind: 'intact' });
    }));

  it('is closed once by whoever of two chairs comes first', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at);
      await everyoneVotes(at, reviewId, [uphold, uphold, uphold]);
      const close = () => closeReview(at.as(at.chair), { reviewId });
      const results = await Promise.all([close(), close()]);
      expect(results.map(({ kind }) => kind).sort()).to.deep.equal(['refused', 'upheld']);
      expect(await at.db('decisions').where({ replaces_decision_id: at.declined })).to.have.length(1);
      expect(await closeReview(at.as(at.members[0]), { reviewId })).to.include({ because: 'not_allowed' });
    }));

  it('never leaves the person worse off', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at, at.measured);
      const harsher: Verdict = { kind: 'change', to: { kind: 'measure', measure: 'bailiff' } };
      expect(await voteAs(at, at.members[0], reviewId, harsher)).to.include({ because: 'worse_for_person' });
      const milder: Verdict = { kind: 'change', to: { kind: 'measure', measure: 'no_action' } };
      await everyoneVotes(at, reviewId, [milder, uphold, milder]);
      expect(await closeReview(at.as(at.chair), { reviewId })).to.include({ kind: 'changed' });
    }));

  it('cannot choose a measure that a law rules out, or that does not exist', () =>
    contested(async (at) => {
      const reviewId = await beforeCommittee(at, at.measured);
      const stored = await findDecision(at.db, at.vault, at.measured);
      const { policy } = (await loadPolicyVersion(at.db, stored!.policy_id, stored!.policy_version))!;
      const laws = policy.rules.filter(({ basis }) => basis === 'law').map(({ id }) => id);
      const barred = stored!.decision.measures.filter(({ ruledOutBy }) =>
        ruledOutBy.some((rule) => laws.includes(rule)),
      );
      expect(barred).to.not.be.empty;
      const choose = (measure: string) =>
        voteAs(at, at.members[0], reviewId, { kind: 'change', to: { kind: 'measure', measure } });
      for (const { measure } of barred) {
        expect((await choose(measure)).kind, measure).to.equal('refused');
        expect(lawfulMeasures({ contested: stored!, policy })).to.not.include(measure);
      }
      expect(await choose('pillory')).to.include({ because: 'unlawful' });
    }));

  it('cannot give a credit that a law forbids, whatever the members think of the score', () =>
    contested(async (at) => {
      const decisionId = await decline(at, { ...DECLINED, income_monthly: 60_000 });
      const reviewId = await beforeCommittee(at, decisionId);
      const give = (amountCents: number, termMonths: number) =>
        voteAs(at, at.members[0], reviewId, {
          kind: 'change',
          to: { kind: 'approve', amountCents, termMonths },
        });
      const refused = await give(40_000, 48);
      if (!('laws' in refused)) throw new Error(JSON.stringify(refused));
      expect(refused.laws.map(({ rule, mostCents }) => [rule.id, rule.citation, mostCents])).to.deep.equal([
        ['limit-free-cash', 'VÕS § 403⁴; direktiiv (EL) 2023/2225 art 18(1)', 0],
      ]);
      expect(await voteAs(at, at.members[0], reviewId, uphold)).to.include({ kind: 'cast' });
    }));

  it('is not closed by a chair who prepared the file, seated or not', () =>
    contested(async (at) => {
      const both: Actor = { ...at.chair, roles: ['officer', 'chair'] } as Actor;
      const reviewId = await request(at);
      await prepareReview(at.as(both), { reviewId, note: '' });
      const { staffId: other } = await hire(at.db, 'chair-2', ['chair']);
      const memberIds = at.members.map((member) => (member.kind === 'staff' ? member.staffId : 0));
      const opened = await openReview(at.as(at.officer), { reviewId, chairId: other, memberIds });
      expect(opened).to.include({ kind: 'opened' });
      for (const member of at.members) await voteAs(at, member, reviewId, uphold);
      expect(await closeReview(at.as(both), { reviewId })).to.include({ because: 'conflict' });
    }));
});
