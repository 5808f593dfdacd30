import { expect } from 'chai';
import fc from 'fast-check';
import { decide } from '../../../scoring/decision/decide.ts';
import { explain } from '../../../scoring/explanation/explain.ts';
import type { RecourseOption } from '../../../scoring/explanation/explanation.ts';
import { withChanges } from '../../../scoring/explanation/recourse-effects.ts';
import { measure } from '../../../scoring/policy/measures.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { characteristic } from '../../../scoring/characteristics/catalogue.ts';
import {
  collectionPack,
  collectionScorecards,
  creditPack,
  creditScorecards,
  decideCollection,
  decideCredit,
} from './fixtures.ts';

const recourseOf = (decision: Decision) =>
  decision.kind === 'credit'
    ? explain(decision, creditPack, creditScorecards).recourse
    : explain(decision, collectionPack, collectionScorecards, { responses: null }).recourse;

/** Decides again with the option's changes made. */
function again({ inputs, kind }: Decision, { changes }: RecourseOption): Decision {
  const values = withChanges(inputs.values, new Map(changes.map(({ characteristic: id, to }) => [id, to])));
  return kind === 'credit'
    ? decide({ ...inputs, values }, creditPack, creditScorecards, null)
    : decide({ ...inputs, values }, collectionPack, collectionScorecards, null);
}

const LOW_SCORE = {
  payment_defaults_active: 2,
  payment_defaults_sum: 20_000,
  months_in_job: 3,
  debt_service_share: 0.45,
};

describe('recourse of a decision', () => {
  it('turns the decision when it is followed, always', function () {
    this.timeout(60_000);
    const values = fc.record({
      payment_defaults_active: fc.integer({ min: 0, max: 3 }),
      payment_defaults_sum: fc.integer({ min: 0, max: 60_000 }),
      months_in_job: fc.integer({ min: 0, max: 60 }),
      own_bills_on_time_share: fc.double({ min: 0, max: 1, noNaN: true }),
      income_monthly: fc.integer({ min: 40_000, max: 250_000 }),
      obligations_monthly: fc.integer({ min: 0, max: 90_000 }),
      requested_amount: fc.integer({ min: 4, max: 250 }).map((fifties) => fifties * 5000),
    });
    let options = 0;
    fc.assert(
      fc.property(values, (v) => {
        const decision = decideCredit(v);
        const recourse = recourseOf(decision);
        if (recourse.kind !== 'options') return;
        for (const option of recourse.options) {
          options++;
          const { outcome } = again(decision, option);
          expect(outcome.kind, JSON.stringify(option)).to.equal('approve');
          if (decision.outcome.kind === 'approve' && outcome.kind === 'approve') {
            expect(outcome.amountCents).to.be.above(decision.outcome.amountCents);
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(options).to.be.above(20);
  });

  it('turns a measure into a milder one when it is followed, always', function () {
    this.timeout(60_000);
    const values = fc.record({
      days_past_due: fc.integer({ min: 4, max: 400 }),
      payments_90d: fc.integer({ min: 0, max: 4 }),
      broken_promises_365d: fc.integer({ min: 0, max: 3 }),
      balance: fc.integer({ min: 5_000, max: 400_000 }),
    });
    fc.assert(
      fc.property(values, (v) => {
        const decision = decideCollection(v);
        const recourse = recourseOf(decision);
        if (recourse.kind !== 'options' || decision.outcome.kind !== 'measure') return;
        const was = measure(decision.outcome.measure).severity;
        for (const option of recourse.options) {
          const { outcome } = again(decision, option);
          expect(outcome.kind === 'measure' && measure(outcome.measure).severity < was).to.equal(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('never advises the impossible: only what can change, only in its direction', () => {
    for (const months of [0, 3, 8]) {
      const recourse = recourseOf(decideCredit({ ...LOW_SCORE, months_in_job: months }));
      if (recourse.kind !== 'options') throw new Error('wanted options');
      for (const { changes } of recourse.options) {
        for (const { characteristic: id, from, to } of changes) {
          const change = characteristic(id)?.change;
          expect(change, id).to.not.equal(null);
          if (change && change.direction !== 0)
            expect(Math.sign(Number(to) - Number(from))).to.equal(change.direction);
        }
      }
    }
  });

  it('offers the cheapest first, and no option that contains an earlier one', () => {
    const recourse = recourseOf(decideCredit(LOW_SCORE));
    if (recourse.kind !== 'options') throw new Error('wanted options');
    const sets = recourse.options.map(({ changes }) => changes.map(({ characteristic: id }) => id));
    expect(sets[0]).to.deep.equal(['income_monthly', 'months_in_job']);
    for (let i = 1; i < sets.length; i++) {
      expect(recourse.options[i]!.cost).to.be.at.least(recourse.options[i - 1]!.cost);
      for (const earlier of sets.slice(0, i))
        expect(earlier.every((id) => sets[i]!.includes(id))).to.equal(false);
    }
  });

  it('cannot be bettered: no single change costs less and turns the decision', () => {
    const decision = decideCredit(LOW_SCORE);
    const recourse = recourseOf(decision);
    if (recourse.kind !== 'options') throw new Error('wanted options');
    const best = recourse.options[0]!.cost;
    const { costPerUnit } = characteristic('requested_amount')!.change!;
    for (let euros = 200; euros < 3000; euros += 50) {
      const cost = (300_000 - euros * 100) * costPerUnit;
      if (cost >= best) continue;
      const option = {
        changes: [{ characteristic: 'requested_amount', from: 300_000, to: euros * 100, days: 0 }],
        days: 0,
        cost,
      };
      expect(again(decision, option).outcome.kind).to.equal('decline');
    }
  });

  it('asks for the highest amount of the lender’s own steps that still turns the decision', () => {
    const decision = decideCredit({
      obligations_monthly: 15_000,
      requested_amount: 900_000,
      months_in_job: 3,
      debt_service_share: 0.25,
      own_bills_on_time_share: 0.6,
      payment_defaults_active: 1,
    });
    expect(decision.outcome.kind).to.equal('decline');
    const recourse = recourseOf(decision);
    if (recourse.kind !== 'options') throw new Error('wanted options');
    const asked = recourse.options
      .flatMap(({ changes }) => changes)
      .filter(({ characteristic: id }) => id === 'requested_amount');
    for (const { to } of asked) expect(Number(to) % 5000).to.equal(0);
    const alone = recourse.options.find(
      ({ changes }) => changes.length === 1 && changes[0]?.characteristic === 'requested_amount',
    );
    if (alone === undefined) return;
    const more = {
      ...alone,
      changes: alone.changes.map((change) => ({ ...change, to: Number(change.to) + 5000 })),
    };
    expect(again(decision, more).outcome.kind).to.not.equal('approve');
  });

  it('says that there is none where a rule stands that looks at nothing the person can change', () => {
    for (const [value, rule] of [
      ['minor', 'minor'],
      ['credit_ban', 'credit-ban'],
    ] as const) {
      expect(recourseOf(decideCredit({ [value]: 1 }))).to.deep.equal({
        kind: 'none',
        because: 'rule',
        rules: [rule],
      });
    }
  });

  it('moves what follows from a change along with it', () => {
    const { inputs } = decideCredit({});
    const changed = withChanges(inputs.values, new Map([['requested_amount', 150_000]]));
    expect(changed.requested_payment).to.equal(5200);
    expect(changed.free_cash_after_loan).to.equal(85_000 - 5200);
    expect(changed.debt_service_share).to.equal(inputs.values.debt_service_share);
  });
});
