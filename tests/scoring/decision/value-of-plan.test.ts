import { expect } from 'chai';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { type PlannedCase, valueOfPlan } from '../../../scoring/decision/value-of-plan.ts';
import { claimInputs } from './cases.ts';

describe('the value of a plan', () => {
  it('prices each way of choosing by the truth', () => {
    const cases = [
      planned('call', { no_action: 0.1, call: 0.5, remind_sms: 0.2 }),
      planned('call', { no_action: 0.1, call: 0.1, remind_sms: 0.6 }),
    ];
    const value = valueOfPlan(cases, 1);
    // 100 euros at stake, all of it paid or nothing; a call costs 4 euros, a message 0.
    expect(value.recommended).to.equal(5000 - 400 + 1000 - 400);
    expect(value.oracle).to.equal(5000 - 400 + 6000);
    expect(value.waiting).to.equal(2000);
    expect(value.bestSingle).to.deep.equal({ measure: 'remind_sms', value: 8000 });
    expect(value.shareOfOracle).to.be.closeTo(5200 / 10600, 1e-12);
    expect(value.shareOfGain).to.be.closeTo(3200 / 8600, 1e-12);
  });

  it('lets nobody choose what the rules forbid: not the oracle, not the ladder', () => {
    const value = valueOfPlan(
      [planned('no_action', { no_action: 0.1, call: 0.9, remind_sms: 0.2 }, ['call', 'remind_sms'])],
      1,
    );
    expect(value.oracle).to.equal(1000);
    expect(value.ladder).to.equal(1000);
    expect(value.shareOfGain).to.equal(1);
  });

  it('takes the ladder by days past due alone', () => {
    const young = planned('no_action', { no_action: 0.1, call: 0.9, remind_sms: 0.2 });
    const old = { ...young, truth: { ...young.truth, daysPastDue: 120 } };
    expect(valueOfPlan([young], 1).ladder).to.equal(2000);
    expect(valueOfPlan([old], 1).ladder).to.equal(9000 - 400);
  });

  it('is never above the oracle', () => {
    const value = valueOfPlan([planned('remind_sms', { no_action: 0.5, call: 0.2, remind_sms: 0.1 })], 1);
    expect(value.oracle).to.be.at.least(Math.max(value.recommended, value.ladder, value.bestSingle.value));
  });
});

function planned(
  chosen: string,
  payProbability: Readonly<Record<string, number>>,
  ruledOut: readonly string[] = [],
): PlannedCase {
  const decision: Decision = {
    kind: 'collection',
    inputs: claimInputs({}),
    policy: { id: 'p', version: 1, fingerprint: 'f' },
    scores: [],
    rules: [],
    measures: ['no_action', 'remind_sms', 'call'].map((measure) => ({
      measure,
      ruledOutBy: ruledOut.includes(measure) ? ['rule'] : [],
      payProbability: 0,
      payProbabilityBasis: 'prior' as const,
      creditorCostCents: measure === 'call' ? 400 : 0,
      debtorCostCents: 0,
      recoveredShare: 0.6,
      expectedNetCents: 0,
    })),
    affordability: null,
    outcome: { kind: 'measure', measure: chosen, release: 'automatic' },
  };
  return { decision, truth: { payProbability, amountCents: 10_000, paidShare: 1, daysPastDue: 30 } };
}
