import { expect } from 'chai';
import { verifyChain } from '../../../data/audit/chain.ts';
import { listVotes } from '../../../data/stores/votes.ts';
import type { Verdict } from '../../../scoring/review/review.ts';
import { castVote } from '../../../server/actions/cast-vote.ts';
import { closeReview } from '../../../server/actions/close-review.ts';
import { openReview } from '../../../server/actions/open-review.ts';
import { prepareReview } from '../../../server/actions/prepare-review.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { withdrawReview } from '../../../server/actions/withdraw-review.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { type Contested, setUpContested } from './contested.ts';

const uphold: Verdict = { kind: 'uphold' };

async function beforeCommittee(at: Contested): Promise<number> {
  const asked = await requestReview(at.as(at.customer), {
    decisionId: at.declined,
    statement: 'Look again.',
  });
  if (asked.kind === 'refused') throw new Error(asked.because);
  const { reviewId } = asked;
  await prepareReview(at.as(at.officer), { reviewId, note: '' });
  await openReview(at.as(at.officer), { reviewId });
  return reviewId;
}

onEveryDatabase('steps of a review at the same moment', (check) => {
  check('two requests open one review', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const ask = () => requestReview(at.as(at.customer), { decisionId: at.declined, statement: '' });
    const results = await Promise.all([ask(), ask(), ask()]);
    expect(results.map(({ kind }) => kind).sort()).to.deep.equal(['already', 'already', 'requested']);
  });

  check('a request at the moment of the close opens no second review', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const reviewId = await beforeCommittee(at);
    for (const member of [...at.members, at.chair]) {
      await castVote(at.as(member), { reviewId, verdict: uphold, reasons: 'Read.' });
    }
    // The close has done everything but commit when the person asks again.
    const closing = await db.transaction();
    const closed = await closeReview({ ...at.as(at.chair), db: closing }, { reviewId });
    const asked = requestReview(at.as(at.customer), { decisionId: at.declined, statement: 'Again.' });
    await new Promise((wait) => setTimeout(wait, 300));
    await closing.commit();
    expect(closed.kind).to.equal('upheld');
    expect(await asked).to.include({ kind: 'refused', because: 'replaced' });
    expect(await db('reviews').where({ decision_id: at.declined })).to.have.length(1);
  });

  check('three votes are all kept, a second one of the same member is not', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const reviewId = await beforeCommittee(at);
    const results = await Promise.all(
      [...at.members, at.chair, at.chair].map((member) =>
        castVote(at.as(member), { reviewId, verdict: uphold, reasons: 'Read.' }),
      ),
    );
    expect(results.map(({ kind }) => kind).sort()).to.deep.equal(['cast', 'cast', 'cast', 'refused']);
    expect(await listVotes(db, vault, reviewId, 1)).to.have.length(3);
    expect(await verifyChain(db)).to.include({ kind: 'intact' });
  });

  check('a close, a withdrawal and another close: exactly one of them ends it', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const reviewId = await beforeCommittee(at);
    for (const member of [...at.members, at.chair]) {
      await castVote(at.as(member), { reviewId, verdict: uphold, reasons: 'Read.' });
    }
    const results = await Promise.all([
      closeReview(at.as(at.chair), { reviewId }),
      withdrawReview(at.as(at.customer), { reviewId }),
      closeReview(at.as(at.chair), { reviewId }),
    ]);
    expect(results.filter(({ kind }) => kind === 'refused')).to.have.length(2);
    const made = await db('decisions').where({ replaces_decision_id: at.declined });
    expect(made).to.have.length(results.some(({ kind }) => kind === 'upheld') ? 1 : 0);
  });

  check(
    'a vote at the moment of the close either counts or is refused, never lost',
    async ({ db, vault }) => {
      const at = await setUpContested(db, vault);
      const reviewId = await beforeCommittee(at);
      for (const member of at.members) {
        await castVote(at.as(member), { reviewId, verdict: uphold, reasons: 'Read.' });
      }
      const [vote, closed] = await Promise.all([
        castVote(at.as(at.chair), { reviewId, verdict: uphold, reasons: 'Read.' }),
        closeReview(at.as(at.chair), { reviewId }),
      ]);
      // Before the vote the close finds no quorum and closes nothing; after it, it counts all three.
      expect(vote.kind).to.equal('cast');
      expect(closed.kind).to.be.oneOf(['no_quorum', 'upheld']);
      expect(await listVotes(db, vault, reviewId, 1)).to.have.length(3);
    },
  );
});
