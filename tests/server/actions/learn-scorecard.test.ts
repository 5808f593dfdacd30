import { expect } from 'chai';
import { SAMPLE_LAST_DATE } from '../../../data/sample/simulate.ts';
import { findScorecardReport } from '../../../data/stores/scorecards.ts';
import { learnScorecard, type LearnOrder } from '../../../server/actions/learn-scorecard.ts';
import { withSample } from './with-sample.ts';

const ORDER: LearnOrder = {
  portfolios: ['ee-collector'],
  target: 'payment_90d',
  asOf: SAMPLE_LAST_DATE,
  scorecard: 'payment-90d',
  seed: 0,
  check: 'hold_out',
};

describe('learning a scorecard from records', function () {
  this.timeout(600_000);

  it('its report tells what was looked for leaks, and on the persons left out what explainability and directions cost', () =>
    withSample(250, async (context) => {
      const wanted = { challenger: true, directionCost: true, coverage: true };
      const learnt = await learnScorecard(context, { ...ORDER, ...wanted });
      if (learnt.kind === 'refused') throw new Error(learnt.reason);
      const report = await findScorecardReport(context.db, learnt.scorecard);
      expect(report!.leakage!.checked).to.be.above(30);
      expect(report!.leakage!.leaks).to.deep.equal([]);
      const directed = learnt.scorecard.characteristics.filter(({ monotone }) => monotone !== 0);
      expect(report!.constraints!.held).to.be.within(1, directed.length);
      expect(report!.constraints!.each).to.have.length.within(1, 12);
      expect(report!.uncertainty!.covered).to.be.above(0.7);
      expect(report!.challenger).to.deep.equal(learnt.challenger);
      expect(learnt.challenger!.gap).to.be.closeTo(learnt.challenger!.auc.mean - learnt.auc, 1e-9);
    }));

  it('an outcome that a characteristic knows beforehand is refused, naming it, until a person answers for it', () =>
    withSample(250, async (context) => {
      const { db } = context;
      const claims = (await db('claims').select('id', 'portfolio_id', 'person_id', 'principal_cents')) as {
        readonly id: number;
        readonly portfolio_id: number;
        readonly person_id: number;
        readonly principal_cents: number;
      }[];
      await db.batchInsert(
        'outcomes',
        claims.map(({ id, portfolio_id, person_id, principal_cents }) => ({
          portfolio_id,
          person_id,
          claim_id: id,
          application_id: null,
          name: 'is_large',
          value: principal_cents > 40_000 ? 1 : 0,
          happened_on: SAMPLE_LAST_DATE,
          source: 'creditor',
          obtained_on: SAMPLE_LAST_DATE,
          valid_until: null,
        })),
        200,
      );
      const order: LearnOrder = { ...ORDER, target: { outcome: 'is_large' } };
      const refused = await learnScorecard(context, order);
      if (refused.kind !== 'refused') throw new Error('the leak was not found');
      const column = /^column "([^"]+)" .*(target under another name|known only after the outcome)$/.exec(
        refused.reason,
      )?.[1];
      expect(column, refused.reason).to.be.a('string');
      const allowed = await learnScorecard(context, { ...order, allowLeak: [column!] });
      expect(allowed.kind === 'done' || !allowed.reason.includes(`"${column}"`)).to.equal(true);
    }));
});
