import { expect } from 'chai';
import { listContests } from '../../../data/stores/contests.ts';
import { findDecision, insertDecisions } from '../../../data/stores/decisions.ts';
import { insertIdentityProof, listIdentityProofs } from '../../../data/stores/identity-proofs.ts';
import { insertMeasuresTaken } from '../../../data/stores/measures-taken.ts';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { listReviewEvents } from '../../../data/stores/review-events.ts';
import { listReviewsOfDecision } from '../../../data/stores/reviews.ts';
import { listStatements } from '../../../data/stores/statements.ts';
import { readPacks } from '../../../data/policies.ts';
import { listInvolvements } from '../../../data/views/involvements.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import type { CollectionOutcome, CreditOutcome, Decision } from '../../../scoring/decision/decision.ts';
import { inputsOf } from '../../../scoring/decision/inputs.ts';
import { MEASURES } from '../../../scoring/policy/measures.ts';
import { historyOf } from '../../../scoring/portfolio/as-of.ts';
import type { Verdict } from '../../../scoring/review/review.ts';
import { CHANNELS, canProve, PROOF_METHODS } from '../../../scoring/safeguards/identity-proof.ts';
import type { Actor } from '../../../server/actions/action.ts';
import { castVote } from '../../../server/actions/cast-vote.ts';
import { closeReview } from '../../../server/actions/close-review.ts';
import { decisionRow } from '../../../server/actions/decision-row.ts';
import { openReview } from '../../../server/actions/open-review.ts';
import { prepareReview } from '../../../server/actions/prepare-review.ts';
import type { InPersonOf } from '../../../server/actions/prove-identity.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { type Contested, contested, hire } from './contested.ts';

const caller: InPersonOf = { channel: 'phone', method: 'control_questions', shown: true };

describe('a contest by telephone, letter, e-mail or visit', () => {
  it('is written down as said, with the way it came and what showed who it was', () =>
    contested(async (at) => {
      const asked = await requestReview(at.as(at.officer), {
        decisionId: at.declined,
        statement: 'He says that the default was paid.',
        grounds: { points: ['reason'], wrongData: [{ characteristic: 'months_in_job', right: '30 months' }] },
        inPersonOf: caller,
      });
      expect(asked).to.include({ kind: 'requested', dueOn: '2026-04-01' });
      const reviewId = asked.kind === 'requested' ? asked.reviewId : 0;
      const [contest] = await listContests(at.db, at.vault, reviewId);
      const [proof] = await listIdentityProofs(at.db, at.vault, at.personId);
      const [statement] = await listStatements(at.db, at.vault, { reviewId });
      expect(contest).to.deep.include({
        channel: 'phone',
        proofId: proof?.id,
        staffId: idOf(at.officer),
        statementId: statement?.id,
        points: ['reason', 'data'],
        wrongData: [{ characteristic: 'months_in_job', right: '30 months' }],
      });
      expect(proof).to.include({ channel: 'phone', method: 'control_questions', passed: true });
      const [receipt] = await listNoticesOfPerson(at.db, at.vault, at.personId);
      expect(receipt).to.include({ kind: 'review_received', reviewId });
    }));

  it('is taken by every way that proves something, and by no other', () =>
    contested(async (at) => {
      for (const channel of CHANNELS) {
        for (const method of PROOF_METHODS) {
          const asked = await requestReview(at.as(at.officer), {
            decisionId: at.declined,
            statement: '',
            inPersonOf: { channel, method, shown: true },
          });
          const taken = canProve(channel, method, null);
          expect(asked.kind !== 'refused', `${channel} ${method}`).to.equal(taken);
          if (!taken) expect(asked).to.include({ because: 'proves_nothing' });
        }
      }
    }));

  it('is refused when the person did not show who they are; the failed check stays on record', () =>
    contested(async (at) => {
      const request = { decisionId: at.declined, statement: 'I am he.' };
      expect(await requestReview(at.as(at.officer), request)).to.include({ because: 'no_proof' });
      expect(
        await requestReview(at.as(at.officer), { ...request, inPersonOf: { ...caller, shown: false } }),
      ).to.include({ because: 'not_shown' });
      expect(await listReviewsOfDecision(at.db, at.declined)).to.deep.equal([]);
      expect(
        (await listIdentityProofs(at.db, at.vault, at.personId)).map(({ passed }) => passed),
      ).to.deep.equal([false]);
    }));

  it('rests on a check made earlier the same day, not on an old one, a failed one or another person’s', () =>
    contested(async (at) => {
      const base = {
        channel: 'phone',
        method: 'control_questions',
        staffId: idOf(at.officer),
        note: null,
      } as const;
      const insert = (personId: number, at_: string, passed = true) =>
        insertIdentityProof(at.db, at.vault, { ...base, personId, at: at_, passed });
      const because = async (proofId: number) => {
        const asked = await requestReview(at.as(at.officer), {
          decisionId: at.declined,
          statement: '',
          inPersonOf: { proofId },
        });
        return asked.kind === 'refused' ? asked.because : asked.kind;
      };
      expect(await because(await insert(at.personId, '2026-03-01T10:00:00.000Z'))).to.equal('not_shown');
      expect(await because(await insert(at.personId, NOW, false))).to.equal('not_shown');
      expect(await because(await insert(at.otherPersonId, NOW))).to.equal('not_shown');
      expect(await because(await insert(at.personId, NOW))).to.equal('requested');
    }));

  it('names only data that the decision was made from', () =>
    contested(async (at) => {
      const asked = await requestReview(at.as(at.customer), {
        decisionId: at.declined,
        statement: '',
        grounds: { points: [], wrongData: [{ characteristic: 'shoe_size', right: '43' }] },
      });
      expect(asked).to.include({ because: 'unknown_datum' });
    }));

  it('comes to the review that is open, with its own words and its own step on the track', () =>
    contested(async (at) => {
      const first = await requestReview(at.as(at.customer), { decisionId: at.declined, statement: 'First.' });
      const second = await requestReview(at.as(at.officer), {
        decisionId: at.declined,
        statement: 'Second, by telephone.',
        inPersonOf: caller,
      });
      expect(second).to.include({ kind: 'already', dueOn: '2026-04-01' });
      const reviewId = first.kind === 'requested' ? first.reviewId : 0;
      expect((await listContests(at.db, at.vault, reviewId)).map(({ channel }) => channel)).to.deep.equal([
        'portal',
        'phone',
      ]);
      expect((await listReviewEvents(at.db, at.vault, reviewId)).map(({ event }) => event)).to.deep.equal([
        'request',
        'add',
      ]);
      expect(await listReviewsOfDecision(at.db, at.declined)).to.have.length(1);
    }));
});

describe('any decision', () => {
  it('can be contested under every policy there is, whatever its outcome, years later too', async function () {
    this.timeout(120_000);
    const packs = await readPacks();
    await contested(async (at) => {
      const stored = await findDecision(at.db, at.vault, at.declined);
      if (stored === null) throw new Error('no decision');
      const key = await at.vault.keyFor(at.db, at.personId);
      for (const { policy } of packs) {
        for (const outcome of policy.kind === 'credit' ? CREDIT_OUTCOMES : MEASURE_OUTCOMES) {
          const decision: Decision = {
            ...stored.decision,
            kind: policy.kind,
            policy: { id: policy.id, version: policy.version, fingerprint: policy.fingerprint },
            outcome,
          };
          const place = { portfolioId: stored.portfolio_id, runId: null, replaces: null } as const;
          const row = decisionRow(decision, at.vault, key, {
            ...place,
            decidedAt: NOW,
            decidedBy: 'program',
          });
          const [id = 0] = await insertDecisions(at.db, [row]);
          const asked = await requestReview(at.as(at.customer, '2034-05-15T10:00:00.000Z'), {
            decisionId: id,
            statement: '',
          });
          expect(asked.kind, `${policy.id} ${JSON.stringify(outcome)}`).to.equal('requested');
          if (asked.kind === 'requested') expect(asked.dueOn > '2034-05-15').to.equal(true);
        }
      }
    });
  });

  it('can be contested after its measure was carried out; the receipt says what can still be done', () =>
    contested(async (at) => {
      const stored = await findDecision(at.db, at.vault, at.measured);
      if (stored === null || stored.claim_id === null) throw new Error('no measure');
      await insertMeasuresTaken(at.db, [
        {
          portfolioId: stored.portfolio_id,
          decisionId: at.measured,
          personId: at.personId,
          claimId: stored.claim_id,
          on: '2026-03-01',
          measure: stored.measure ?? '',
          creditorCostCents: 0,
          debtorCostCents: 0,
        },
      ]);
      const asked = await requestReview(at.as(at.customer), { decisionId: at.measured, statement: 'Late.' });
      expect(asked).to.include({ kind: 'requested', carriedOutOn: '2026-03-01' });
      const [receipt] = await listNoticesOfPerson(at.db, at.vault, at.personId);
      expect(receipt?.text).to.match(/Vaidlustatud samm tehti 1\.\smärtsil\s2026/);
      expect(receipt?.text).to.match(/Nad saavad/);
    }));

  it('is decided the same whether its person asked for people or not', () =>
    contested(async (at) => {
      const measure = async () => {
        const file = await readPersonFile(at.db, at.personId);
        if (file === null) throw new Error('no file');
        const claimId = file.claims[0]?.claimId ?? 0;
        return JSON.stringify(inputsOf(historyOf(file, '2026-03-02', { kind: 'claim', claimId })));
      };
      const before = await measure();
      const asked = await requestReview(at.as(at.customer), {
        decisionId: at.measured,
        statement: 'Not mine.',
      });
      expect(asked.kind).to.equal('requested');
      expect(await measure()).to.equal(before);
    }));
});

describe('a decision that people made', () => {
  it('can be contested, and is heard by members who did not decide before; a replaced one leads to it', () =>
    contested(async (at) => {
      const absent = await hire(at.db, 'member-absent', ['member']);
      const first = await reviewed(at, at.declined, [...at.members, at.chair], at.chair);
      const replaced = await requestReview(at.as(at.customer), { decisionId: at.declined, statement: '' });
      expect(replaced).to.deep.equal({ kind: 'refused', because: 'replaced', standsId: first });
      const again = await requestReview(at.as(at.customer), { decisionId: first, statement: 'Look again.' });
      const reviewId = again.kind === 'requested' ? again.reviewId : 0;
      const involved = await listInvolvements(at.db, reviewId);
      expect((await at.db('review_members').where({ staff_id: absent.staffId })).length).to.equal(1);
      for (const member of [...at.members, at.chair, absent]) {
        expect(involved).to.deep.include({ memberId: idOf(member), conflict: 'decided_before' });
      }
      // The file of the first review was the officer's.
      expect(involved).to.deep.include({ memberId: idOf(at.officer), conflict: 'prepared' });
      const others = await fresh(at);
      await prepareReview(at.as(at.officer), { reviewId, note: '' });
      const opened = await openReview(at.as(at.officer), { reviewId, chairId: idOf(others.chair) });
      expect(opened).to.deep.equal({ kind: 'opened', mayVote: 3 });
      expect(await voteAs(at, at.members[0], reviewId)).to.include({ because: 'decided_before' });
      for (const member of [...others.members, others.chair]) {
        expect(await voteAs(at, member, reviewId)).to.include({ kind: 'cast' });
      }
      expect(await closeReview(at.as(at.chair), { reviewId })).to.include({ because: 'conflict' });
      const closed = await closeReview(at.as(others.chair), { reviewId });
      expect(closed).to.include({ kind: 'upheld' });
      // From the first decision the way leads to the last, over any number of reviews.
      const oldest = await requestReview(at.as(at.customer), { decisionId: at.declined, statement: '' });
      expect(oldest).to.include({ standsId: closed.kind === 'upheld' ? closed.decisionId : 0 });
    }));
});

const uphold: Verdict = { kind: 'uphold' };

/** One whole review that keeps the outcome; the number of the decision that people made. */
async function reviewed(
  at: Contested,
  decisionId: number,
  voters: readonly Actor[],
  chair: Actor,
): Promise<number> {
  const asked = await requestReview(at.as(at.customer), { decisionId, statement: '' });
  const reviewId = asked.kind === 'requested' ? asked.reviewId : 0;
  await prepareReview(at.as(at.officer), { reviewId, note: '' });
  await openReview(at.as(at.officer), { reviewId, chairId: idOf(chair) });
  for (const voter of voters) await voteAs(at, voter, reviewId);
  const closed = await closeReview(at.as(chair), { reviewId });
  if (closed.kind !== 'upheld') throw new Error(closed.kind);
  return closed.decisionId;
}

function voteAs(at: Contested, actor: Actor, reviewId: number) {
  return castVote(at.as(actor), { reviewId, verdict: uphold, reasons: 'I read the file.' });
}

async function fresh(at: Contested): Promise<{ members: readonly Actor[]; chair: Actor }> {
  return {
    members: [await hire(at.db, 'member-3', ['member']), await hire(at.db, 'member-4', ['member'])],
    chair: await hire(at.db, 'chair-2', ['chair']),
  };
}

function idOf(actor: Actor): number {
  return actor.kind === 'staff' ? actor.staffId : 0;
}

const CREDIT_OUTCOMES: readonly CreditOutcome[] = [
  { kind: 'decline' },
  { kind: 'refer', why: ['data_incomplete'] },
  { kind: 'approve', amountCents: 100_000, termMonths: 12 },
];
const MEASURE_OUTCOMES: readonly CollectionOutcome[] = MEASURES.map(({ id }) => ({
  kind: 'measure',
  measure: id,
  release: 'two_people',
}));
