import { expect } from 'chai';
import { SAMPLE_LAST_DATE } from '../../../data/sample/simulate.ts';
import { findNewestScorecard, findScorecardReport } from '../../../data/stores/scorecards.ts';
import { editPublishedScorecard } from '../../../server/actions/edit-scorecard.ts';
import { type CurveOrder, learnCurve } from '../../../server/actions/learn-curve.ts';
import { learnScorecard } from '../../../server/actions/learn-scorecard.ts';
import { withSample } from './with-sample.ts';

const ORDER: CurveOrder = {
  portfolios: ['ee-collector', 'fi-collector'],
  asOf: SAMPLE_LAST_DATE,
  scorecard: 'payment-curve',
  seed: 0,
};

describe('learning the curve of payment from records', function () {
  this.timeout(600_000);

  it('follows claims to the end of the records, is judged on persons left out, and is changed by hand as any other', () =>
    withSample(200, async (context) => {
      const { db } = context;
      const learnt = await learnCurve(context, ORDER);
      if (learnt.kind === 'refused') throw new Error(learnt.reason);
      const { scorecard, rows, claims, metrics } = learnt;
      expect(scorecard.target.kind).to.equal('hazard');
      // A claim is observed several times, and its observations are not taken for as many claims.
      expect(rows).to.be.above(1.5 * claims);
      // Sums come in after the first payment, too: the share that is in lies below the share that has paid.
      expect(scorecard.target.months!.recovered!.length).to.be.above(1);
      expect(metrics.concordance).to.be.above(0.55);
      expect(metrics.logLoss).to.be.below(metrics.baseLogLoss);
      const report = await findScorecardReport(db, scorecard);
      expect(report?.source).to.deep.equal({
        portfolios: ORDER.portfolios,
        target: 'payment_curve',
        asOf: SAMPLE_LAST_DATE,
      });
      expect(report?.performance.kind).to.equal('hazard');

      const [heaviest] = scorecard.characteristics;
      const tried = await editPublishedScorecard(context, {
        name: 'payment-curve',
        version: 1,
        edits: [{ kind: 'drop', term: scorecard.pairs[0]?.id ?? heaviest!.id }],
        why: 'a test',
        intent: 'publish',
      });
      if (tried.kind === 'refused') throw new Error(tried.code);
      expect([tried.measured.before.kind, tried.measured.after.kind]).to.deep.equal(['hazard', 'hazard']);
      expect((await findNewestScorecard(db, 'payment-curve'))?.version).to.equal(2);
    }));

  it('a name is of one kind: neither takes the name of the other', () =>
    withSample(60, async (context) => {
      const curve = await learnCurve(context, ORDER);
      expect(curve.kind).to.equal('done');
      const other = await learnScorecard(context, {
        ...ORDER,
        target: 'payment_90d',
        check: 'hold_out',
      });
      expect(other)
        .to.have.property('reason')
        .that.matches(/is the name of a scorecard of another kind/);
      const nobody = await learnCurve(context, { ...ORDER, portfolios: ['ee-lender'] });
      expect(nobody).to.deep.equal({
        kind: 'refused',
        reason: 'portfolio "ee-lender" has no claims to follow',
      });
    }));
});
