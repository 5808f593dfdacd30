import { expect } from 'chai';
import fc from 'fast-check';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { explain } from '../../../scoring/explanation/explain.ts';
import { FOLLOWS, withChanges } from '../../../scoring/explanation/recourse-effects.ts';
import {
  type DecisionMeans,
  decideWith,
  judgeTried,
  type Tryable,
  tryableOf,
  whatIf,
} from '../../../scoring/explanation/what-if.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import {
  collectionPack,
  collectionScorecards,
  creditPack,
  creditScorecards,
  decideCollection,
  decideCredit,
  defaultCard,
} from './fixtures.ts';

const credit: DecisionMeans = { policy: creditPack, scorecards: creditScorecards, responses: null };
const collection: DecisionMeans = {
  policy: collectionPack,
  scorecards: collectionScorecards,
  responses: null,
};

/** The same scorecard, which has seen months in the job from 2 to 60, and none from 24 on. */
const narrow: Scorecard = {
  ...defaultCard,
  characteristics: defaultCard.characteristics.map((each) =>
    each.id === 'months_in_job'
      ? {
          ...each,
          observed: { from: 2, to: 60 },
          attributes: each.attributes.map((attribute) =>
            attribute.kind === 'range' && attribute.from === 24 ? { ...attribute, count: 0 } : attribute,
          ),
        }
      : each,
  ),
};

describe('what a person tries with other values', () => {
  it('is limited to what they can change: not their age, no share without what it is a share of', () => {
    const ids = tryableOf(decideCredit(), credit).map(({ characteristic }) => characteristic);
    expect(ids).to.include.members([
      'requested_amount',
      'requested_term',
      'income_monthly',
      'expenses_monthly',
      'obligations_monthly',
      'months_in_job',
    ]);
    for (const id of ['minor', 'insolvent', 'own_days_past_due', ...Object.keys(FOLLOWS)])
      expect(ids).not.to.include(id);
  });

  it('offers nothing that the person does not know or cannot move any further', () => {
    const decision = decideCredit({ months_in_job: null, applications_180d: 0 });
    const ids = tryableOf(decision, credit).map(({ characteristic }) => characteristic);
    expect(ids).not.to.include('months_in_job');
    expect(ids).not.to.include('applications_180d');
  });

  it('goes the way that the person can go, and no further than training saw', () => {
    const means = { ...credit, scorecards: new Map([[narrow.name, narrow]]) };
    const decision = decideCredit({ months_in_job: 4 });
    const job = named(decision, means, 'months_in_job');
    expect(job).to.include({ from: 4, least: 4, most: 60 });
    const because = (to: number): string => {
      const judged = judgeTried(job, to, decision, means);
      return judged.kind === 'refused' ? judged.because : judged.kind;
    };
    expect(because(3)).to.equal('wrong_way');
    expect(because(61)).to.equal('beyond_training');
    expect(because(30)).to.equal('gap');
    expect(because(6.5)).to.equal('not_whole');
    expect(because(12)).to.equal('reachable');
    const term = named(decision, means, 'requested_term');
    expect(judgeTried(term, 0, decision, means)).to.deep.equal({ kind: 'refused', because: 'not_offered' });
  });

  it('takes what follows along: a higher income lowers the share that payments take', () => {
    const decision = decideCredit({ income_monthly: 80_000, debt_service_share: 0.1875 });
    const again = decideWith(decision, new Map([['income_monthly', 160_000]]), credit);
    expect(again.inputs.values.debt_service_share).to.be.closeTo(15_000 / 160_000, 1e-4);
    expect(again.scores[0]!.points).to.be.greaterThan(decision.scores[0]!.points);
    const staff = decideWith(
      decision,
      new Map([
        ['income_monthly', 160_000],
        ['debt_service_share', 0.5],
      ]),
      credit,
    );
    expect(staff.inputs.values.debt_service_share).to.equal(0.5);
  });

  it('answers as recourse advises, and takes as long', () => {
    const decision = decideCredit({
      payment_defaults_active: 2,
      payment_defaults_sum: 20_000,
      months_in_job: 3,
      debt_service_share: 0.45,
    });
    const { recourse } = explain(decision, creditPack, creditScorecards, { responses: null });
    expect(decision.outcome.kind).to.equal('decline');
    if (recourse.kind !== 'options') throw new Error(`recourse: ${recourse.kind}`);
    for (const { changes, days } of recourse.options) {
      const tried = changes.map(({ characteristic, to }) => {
        const tryable = named(decision, credit, characteristic);
        expect(judgeTried(tryable, Number(to), decision, credit).kind).to.equal('reachable');
        return { ...tryable, to: Number(to) };
      });
      const answer = whatIf(decision, tried, credit);
      expect(answer.decision.outcome.kind).to.equal('approve');
      expect(answer.days).to.equal(days);
    }
  });

  it('says which figures then lie beyond what training saw', () => {
    const seen: Scorecard = {
      ...defaultCard,
      characteristics: defaultCard.characteristics.map((each) =>
        each.id === 'debt_service_share' ? { ...each, observed: { from: 0.05, to: 0.9 } } : each,
      ),
    };
    const means = { ...credit, scorecards: new Map([[seen.name, seen]]) };
    const decision = decideCredit();
    const obligations = named(decision, means, 'obligations_monthly');
    expect(whatIf(decision, [{ ...obligations, to: 14_000 }], means).lessGround).to.deep.equal([]);
    expect(whatIf(decision, [{ ...obligations, to: 1_000 }], means).lessGround).to.deep.equal([
      'debt_service_share',
    ]);
  });

  it('leaves the decision as it is, and with the same values decides the same', () => {
    for (const [decision, means] of [
      [decideCredit(), credit],
      [decideCollection(), collection],
    ] as const) {
      const before = JSON.stringify(decision);
      expect(decideWith(decision, new Map(), means).outcome).to.deep.equal(decision.outcome);
      const [first] = tryableOf(decision, means);
      whatIf(decision, [{ ...first!, to: first!.least }], means);
      expect(JSON.stringify(decision)).to.equal(before);
    }
  });

  it('whatever stands within the bounds is never the wrong way, and whatever stands beyond is refused', () => {
    const decision = decideCredit();
    const facts = tryableOf(decision, credit);
    expect(facts.length).to.be.greaterThan(4);
    fc.assert(
      fc.property(fc.constantFrom(...facts), fc.double({ min: 0, max: 2, noNaN: true }), (tryable, part) => {
        const span = tryable.from === 0 ? 1 : tryable.from;
        const to = tryable.unit === 'share' ? span * part : Math.round(span * part);
        const judged = judgeTried(tryable, to, decision, credit);
        const within = to >= tryable.least && to <= tryable.most;
        expect(judged.kind).to.equal(within ? 'reachable' : 'refused');
        const values = withChanges(decision.inputs.values, new Map([[tryable.characteristic, to]]));
        expect(
          decideWith(decision, new Map([[tryable.characteristic, to]]), credit).inputs.values,
        ).to.deep.equal(values);
      }),
    );
  });
});

function named(decision: Decision, means: DecisionMeans, id: string): Tryable {
  const found = tryableOf(decision, means).find(({ characteristic }) => characteristic === id);
  if (found === undefined) throw new Error(`${id} cannot be tried`);
  return found;
}
