import { expect } from 'chai';
import { listReleasable } from '../../../data/views/cases.ts';
import type { Verdict } from '../../../scoring/review/review.ts';
import type { Actor } from '../../../server/actions/action.ts';
import { castVote } from '../../../server/actions/cast-vote.ts';
import { closeReview } from '../../../server/actions/close-review.ts';
import { openReview } from '../../../server/actions/open-review.ts';
import { prepareReview } from '../../../server/actions/prepare-review.ts';
import { decideSecondRelease, releaseMeasures } from '../../../server/actions/release-measures.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { type Contested, contested } from './contested.ts';

const planner: Actor = { kind: 'staff', staffId: 1, roles: ['planner'] };

async function contest(at: Contested): Promise<number> {
  const asked = await requestReview(at.as(at.customer), { decisionId: at.measured, statement: 'Not mine.' });
  if (asked.kind === 'refused') throw new Error(asked.because);
  return asked.reviewId;
}

async function decideByCommittee(at: Contested, reviewId: number, verdict: Verdict): Promise<number> {
  await prepareReview(at.as(at.officer), { reviewId, note: '' });
  await openReview(at.as(at.officer), { reviewId });
  for (const member of [...at.members, at.chair])
    await castVote(at.as(member), { reviewId, verdict, reasons: 'I read it.' });
  const closed = await closeReview(at.as(at.chair), { reviewId });
  if (closed.kind !== 'changed' && closed.kind !== 'upheld') throw new Error(closed.kind);
  return closed.decisionId;
}

const release = (at: Contested) =>
  releaseMeasures(at.as(planner), { filter: {}, decisionIds: [at.measured] });

const milder: Verdict = { kind: 'change', to: { kind: 'measure', measure: 'no_action' } };

describe('releasing a contested measure', () => {
  it('waits while people look at it, and is never done once they have decided otherwise', () =>
    contested(async (at) => {
      const reviewId = await contest(at);
      expect((await release(at)).refused.get('suspended')).to.equal(1);
      const decisionId = await decideByCommittee(at, reviewId, milder);
      const after = await release(at);
      expect(after.released.length + after.awaitingSecond.length).to.equal(0);
      expect(after.refused.get('replaced')).to.equal(1);
      expect(await at.db('measures_taken').where({ person_id: at.personId })).to.have.length(0);
      expect(decisionId).to.be.greaterThan(at.measured);
      const toWait = await releaseMeasures(at.as(planner), { filter: {}, decisionIds: [decisionId] });
      expect([...toWait.refused], 'to wait is nothing to release').to.deep.equal([['not_needed', 1]]);
    }));

  it('is not confirmed by a second person once people have decided, even when it was released before', () =>
    contested(async (at) => {
      await at.db('releases').insert({
        decision_id: at.measured,
        person_id: at.personId,
        act: 'release',
        staff_id: null,
        at: at.as(planner).now,
      });
      await decideByCommittee(at, await contest(at), { kind: 'uphold' });
      const second = await decideSecondRelease(
        at.as(planner),
        { filter: {}, decisionIds: [at.measured] },
        'confirm',
      );
      expect(second.released).to.deep.equal([]);
    }));

  it('after it was released is told as contested, not as dealt with', () =>
    contested(async (at) => {
      expect((await release(at)).released).to.deep.equal([at.measured]);
      await contest(at);
      const [held] = await listReleasable(at.db, {}, [at.measured]);
      expect(held?.release).to.equal('contested');
      expect([...(await release(at)).refused]).to.deep.equal([['suspended', 1]]);
    }));

  it('by two planners at the same moment is one measure taken', () =>
    contested(async (at) => {
      const results = await Promise.all([release(at), release(at)]);
      const acted = results.map(({ released, awaitingSecond }) => released.length + awaitingSecond.length);
      expect(acted.sort()).to.deep.equal([0, 1]);
      expect((await at.db('measures_taken').where({ person_id: at.personId })).length).to.be.at.most(1);
    }));
});
