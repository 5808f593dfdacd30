import { expect } from 'chai';
import type { Database } from '../../../data/database.ts';
import { insertConflict } from '../../../data/stores/committees.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { findDocument, insertDocument, listDocuments } from '../../../data/stores/documents.ts';
import { countOutbox } from '../../../data/views/outbox.ts';
import { findNotice, insertNotices, updateNoticeSent } from '../../../data/stores/notices.ts';
import { insertReleases } from '../../../data/stores/releases.ts';
import {
  closeReviewVote,
  findOpenReviewOf,
  findReview,
  insertReview,
  moveReview,
} from '../../../data/stores/reviews.ts';
import { insertSignInCodes, spendSignInCode } from '../../../data/stores/sign-in-codes.ts';
import { insertVote, listVotes } from '../../../data/stores/votes.ts';
import { listInvolvements } from '../../../data/views/involvements.ts';
import type { Vault } from '../../../data/vault.ts';
import { onEveryDatabase } from '../engines.ts';
import { refusalOf } from '../refusal.ts';
import { decisionRowOf, insertMember, insertSmallPortfolio, NOW } from '../small-portfolio.ts';

onEveryDatabase('reviews', (check) => {
  check(
    'a decision is contested once at a time, and again once the first review has ended',
    async ({ db, vault }) => {
      const contested = await contest(db, vault);
      const again = { ...contested.asked, requestedAt: NOW };
      expect(await insertReview(db, again)).to.equal(null);
      expect((await findOpenReviewOf(db, contested.asked.decisionId))?.reviewId).to.equal(contested.reviewId);
      await moveReview(db, contested.reviewId, 'requested', 'withdrawn');
      expect(await insertReview(db, again)).to.be.greaterThan(contested.reviewId);
    },
  );

  check('a review moves only from the state its mover saw', async ({ db, vault }) => {
    const { reviewId } = await contest(db, vault);
    const officer = await insertMember(db, 'officer');
    expect(await moveReview(db, reviewId, 'requested', 'prepared', { preparedBy: officer })).to.equal(true);
    expect(await moveReview(db, reviewId, 'requested', 'withdrawn')).to.equal(false);
    expect(await findReview(db, reviewId)).to.deep.include({
      state: 'prepared',
      preparedBy: officer,
      round: 1,
    });
  });

  check('the vote is closed once', async ({ db, vault }) => {
    const { reviewId } = await contest(db, vault);
    expect(await closeReviewVote(db, reviewId, NOW)).to.equal(false);
    await moveReview(db, reviewId, 'requested', 'before_committee');
    expect(await closeReviewVote(db, reviewId, NOW)).to.equal(true);
    expect(await closeReviewVote(db, reviewId, '2026-03-03T00:00:00.000Z')).to.equal(false);
    expect((await findReview(db, reviewId))?.closedAt).to.equal(NOW);
  });

  check('a member votes once a round, even when two tries come at once', async ({ db, vault }) => {
    const { reviewId, personId } = await contest(db, vault);
    const memberId = await insertMember(db, 'member');
    const vote = {
      memberId,
      castAt: NOW,
      verdict: { kind: 'uphold' as const },
      reasons: 'The data are right.',
    };
    const cast = { reviewId, personId, round: 1, vote };
    const tries = await Promise.all([insertVote(db, vault, cast), insertVote(db, vault, cast)]);
    expect([...tries].sort()).to.deep.equal([false, true]);
    expect(await insertVote(db, vault, { ...cast, round: 2 })).to.equal(true);
    expect(await listVotes(db, vault, reviewId, 1)).to.deep.equal([vote]);
    expect(await refusalOf(db('votes').update({ verdict_kind: 'change' }))).to.include('never edited');
  });

  check(
    'who made, released, prepared or declared is told, so that none of them votes',
    async ({ db, vault }) => {
      const { reviewId, personId, asked } = await contest(db, vault);
      const [releaser, preparer, friend] = [
        await insertMember(db, 'releaser'),
        await insertMember(db, 'preparer'),
        await insertMember(db, 'friend'),
      ];
      await insertReleases(db, [
        { decisionId: asked.decisionId, personId, act: 'release', staffId: releaser, at: NOW },
      ]);
      await moveReview(db, reviewId, 'requested', 'prepared', { preparedBy: preparer });
      await insertConflict(db, vault, { reviewId, personId, staffId: friend, declaredAt: NOW, reason: null });
      expect(await listInvolvements(db, reviewId)).to.deep.equal([
        { memberId: releaser, conflict: 'released' },
        { memberId: preparer, conflict: 'prepared' },
        { memberId: friend, conflict: 'declared' },
      ]);
    },
  );
});

onEveryDatabase('papers and letters', (check) => {
  check('a paper comes back byte for byte, and its list does not load it', async ({ db, vault }) => {
    const { reviewId, personId } = await contest(db, vault);
    const content = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7919) % 256));
    const id = await insertDocument(db, vault, {
      personId,
      reviewId,
      statementId: null,
      name: 'palgatõend.pdf',
      mediaType: 'application/pdf',
      content,
      uploadedAt: NOW,
    });
    expect((await findDocument(db, vault, id))?.content.equals(content)).to.equal(true);
    const [listed] = await listDocuments(db, vault, { reviewId });
    expect(listed).to.deep.include({ id, name: 'palgatõend.pdf', bytes: 70_000 });
    expect(listed).not.to.have.property('content');
  });

  check('a notice waits in the outbox until it is sent', async ({ db, vault }) => {
    const { personId, asked } = await contest(db, vault);
    const notice = {
      personId,
      decisionId: asked.decisionId,
      reviewId: null,
      kind: 'decision',
      language: 'et' as const,
      channel: 'email' as const,
      text: 'Arvutiprogramm otsustas.',
      createdAt: NOW,
    };
    const [id = 0] = await insertNotices(db, vault, [notice]);
    expect((await countOutbox(db)).waiting).to.equal(1);
    await updateNoticeSent(db, id, 'sent', NOW);
    expect((await countOutbox(db)).waiting).to.equal(0);
    expect(await findNotice(db, vault, id)).to.deep.include({ ...notice, state: 'sent', sentAt: NOW });
  });

  check(
    'a code opens the door once, for one of two who try, and not after its day',
    async ({ db, vault }) => {
      const { personId } = await contest(db, vault);
      const code = { personId, noticeId: null, createdAt: NOW, expiresAt: '2026-04-01T00:00:00.000Z' };
      await insertSignInCodes(db, [
        { ...code, code: 'ABCD-EFGH-2345' },
        { ...code, code: 'LATE' },
      ]);
      expect(await spendSignInCode(db, 'LATE', '2026-04-01T00:00:00.000Z')).to.equal(null);
      const tries = await Promise.all([
        spendSignInCode(db, 'abcd efgh 2345', NOW),
        spendSignInCode(db, 'ABCDEFGH2345', NOW),
      ]);
      expect(tries.filter((each) => each !== null)).to.deep.equal([{ personId, noticeId: null }]);
      expect(await spendSignInCode(db, 'WRONG', NOW)).to.equal(null);
    },
  );
});

async function contest(db: Database, vault: Vault) {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault);
  const personId = personIds[0] ?? 0;
  const row = await decisionRowOf(db, vault, portfolioId, personId, claimIds[0] ?? 0);
  const [decisionId = 0] = await insertDecisions(db, [row]);
  const asked = { decisionId, personId, requestedAt: NOW, dueOn: '2026-04-01', suspendsOutcome: true };
  return { personId, asked, reviewId: (await insertReview(db, asked)) ?? 0 };
}
