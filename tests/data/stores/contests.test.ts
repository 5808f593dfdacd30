import { expect } from 'chai';
import { insertContest, listContests } from '../../../data/stores/contests.ts';
import { erasePerson } from '../../../data/stores/erasure.ts';
import { insertReview } from '../../../data/stores/reviews.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { onEveryDatabase } from '../engines.ts';
import { decisionRowOf, insertMember, insertSmallPortfolio, NOW } from '../small-portfolio.ts';

onEveryDatabase('what people disagree with', (check) => {
  check(
    'is kept each time they ask, what is said to be right sealed; erasure leaves nothing',
    async ({ db, vault }) => {
      const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault);
      const personId = personIds[0]!;
      const row = await decisionRowOf(db, vault, portfolioId, personId, claimIds[0]!);
      const [decisionId = 0] = await insertDecisions(db, [row]);
      const review = { decisionId, personId, requestedAt: NOW, dueOn: '2026-04-01', suspendsOutcome: true };
      const reviewId = (await insertReview(db, review))!;
      const staffId = await insertMember(db, 'officer');
      const asked = { reviewId, personId, at: NOW, proofId: null, statementId: null } as const;
      const wrongData = [{ characteristic: 'income_monthly', right: '1 450 € kuus, alates märtsist 🙂' }];
      await insertContest(db, vault, {
        ...asked,
        channel: 'letter',
        staffId,
        points: ['data', 'conduct'],
        wrongData,
      });
      await insertContest(db, vault, {
        ...asked,
        channel: 'portal',
        staffId: null,
        points: [],
        wrongData: [],
      });
      const [first, second] = await listContests(db, vault, reviewId);
      expect(first).to.deep.include({ channel: 'letter', staffId, points: ['data', 'conduct'], wrongData });
      expect(second).to.deep.include({ channel: 'portal', staffId: null, points: [], wrongData: [] });
      const sealed = await db('contests')
        .whereNotNull('wrong_data_sealed')
        .pluck<Buffer[]>('wrong_data_sealed');
      expect(String(sealed[0])).to.not.include('450');
      await db.transaction((transaction) => erasePerson(transaction, vault, personId, NOW));
      expect(await listContests(db, vault, reviewId)).to.deep.equal([]);
    },
  );
});
