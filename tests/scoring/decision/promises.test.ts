import { expect } from 'chai';
import fc from 'fast-check';
import { decide } from '../../../scoring/decision/decide.ts';
import type { CollectionOutcome, CreditOutcome, Decision } from '../../../scoring/decision/decision.ts';
import { measure, MEASURES } from '../../../scoring/policy/measures.ts';
import { compilePolicy, type CompiledPolicy } from '../../../scoring/policy/compile-policy.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import {
  APPLICATION,
  applicationInputs,
  CLAIM,
  claimInputs,
  flatScorecard,
  step,
  type Values,
} from './cases.ts';
import { compiledPack, scorecardsFor } from './decision-cases.ts';

const COLLECTION = ['collection-ee', 'collection-fi', 'card-accounts'].map(compiledPack);
const CREDIT = compiledPack('consumer-credit-ee');

/** Claims of every kind that the packs look at, sane and odd. */
const claims: fc.Arbitrary<Values> = fc
  .record({
    days_past_due: fc.constantFrom(0, 2, 15, 46, 61, 100, 400, 900),
    balance: fc.constantFrom(0, 400, 2_900, 42_000, 450_000, 900_000),
    paid_costs_so_far: fc.constantFrom(0, 500, 3_000, 25_000),
    contract_ended: fc.constantFrom(0, 1),
    consumer: fc.constantFrom(0, 1),
    owned: fc.constantFrom(0, 1),
    has_title: fc.constantFrom(0, 1),
    phase: fc.constantFrom('amicable', 'court', 'enforcement', 'insolvency'),
    plan_active: fc.constantFrom(0, 1),
    plan_instalments_missed: fc.constantFrom(null, 0, 2),
    promise_open: fc.constantFrom(0, 1),
    email_valid: fc.constantFrom(0, 1),
    phone_valid: fc.constantFrom(0, 1),
    address_valid: fc.constantFrom(0, 1),
    days_since_contact: fc.constantFrom(null, 1, 30),
    count_demand_letter: fc.constantFrom(0, 1, 2, 3),
    days_since_demand_letter: fc.constantFrom(null, 5, 40),
    count_plan_offer: fc.constantFrom(0, 1, 2),
    enforcement_cases: fc.constantFrom(0, 1, 4),
    months_late_0: fc.constantFrom(null, 0, 1, 3, 6),
    abroad: fc.constantFrom(0, 1),
  })
  .map((given) => ({ ...CLAIM, ...given, principal: given.balance }));

const applications: fc.Arbitrary<Values> = fc
  .record({
    requested_amount: fc.constantFrom(20_000, 300_000, 1_200_000, 3_000_000),
    requested_term: fc.constantFrom(6, 36, 84, 96),
    income_monthly: fc.constantFrom(0, 60_000, 150_000, 500_000),
    expenses_monthly: fc.constantFrom(10_000, 55_000, 140_000),
    obligations_monthly: fc.constantFrom(null, 0, 12_000, 80_000),
    payment_defaults_sum: fc.constantFrom(0, 30_000, 60_000),
    own_days_past_due: fc.constantFrom(0, 31),
    income_contradiction: fc.constantFrom(0, 1),
    enforcement_cases: fc.constantFrom(0, 1),
    applications_180d: fc.constantFrom(0, 6),
    hardship: fc.constantFrom(0, 1),
  })
  .map((given) => ({ ...APPLICATION, ...given }));

const baselines = fc.constantFrom(0.01, 0.06, 0.3, 0.7, 0.95);

describe('what no collection decision may do', () => {
  const decided = (compiled: CompiledPolicy, values: Values, baseline: number): Decision =>
    decide(claimInputs(values), compiled, scorecardsFor(compiled, baseline), null);

  it('a measure with legal effect is never released by the program or by one person', () => {
    for (const compiled of COLLECTION)
      fc.assert(
        fc.property(claims, baselines, (values, baseline) => {
          const outcome = decided(compiled, values, baseline).outcome as CollectionOutcome;
          const { legalEffect, automation } = measure(outcome.measure);
          return !(legalEffect || automation === 'C') || outcome.release === 'two_people';
        }),
      );
  });

  it('a time-barred claim gets no pressure', () => {
    expectNoPressure({ time_barred: 1 });
  });

  it('a disputed claim gets no pressure', () => {
    expectNoPressure({ disputed: 1 });
  });

  it('a minor, a dead, an insolvent and a restricted person get no pressure', () => {
    for (const status of ['minor', 'deceased', 'insolvent', 'restricted', 'objection', 'closed'])
      expectNoPressure({ [status]: 1 });
  });

  it('told hardship only relaxes: nothing harder becomes possible, and nothing but relief remains', () => {
    for (const compiled of COLLECTION)
      fc.assert(
        fc.property(claims, baselines, (values, baseline) => {
          const without = decided(compiled, values, baseline);
          const told = decided(compiled, { ...values, hardship: 1 }, baseline);
          const harder = possible(told).filter(
            (id) => !possible(without).includes(id) && !measure(id).relief,
          );
          const outcome = told.outcome as CollectionOutcome;
          return harder.length === 0 && measure(outcome.measure).relief;
        }),
      );
  });

  it('a dispute, a request to suspend or an objection never makes a measure possible', () => {
    for (const compiled of COLLECTION)
      fc.assert(
        fc.property(
          claims,
          baselines,
          fc.constantFrom('disputed', 'suspension_requested', 'objection', 'restricted'),
          (values, baseline, right) => {
            const before = possible(decided(compiled, values, baseline));
            const after = possible(decided(compiled, { ...values, [right]: 1 }, baseline));
            return after.every((id) => before.includes(id) || !measure(id).pressure);
          },
        ),
      );
  });

  it('a missing value is never released by the program where a rule asks for a person', () => {
    for (const compiled of COLLECTION.slice(0, 2)) {
      const outcome = decided(compiled, { ...CLAIM, time_barred: null }, 0.3).outcome as CollectionOutcome;
      expect(outcome.release).to.equal('one_person');
    }
  });

  it('waiting is always possible', () => {
    for (const compiled of COLLECTION)
      fc.assert(
        fc.property(claims, baselines, (values, baseline) =>
          possible(decided(compiled, values, baseline)).includes('no_action'),
        ),
      );
  });

  it('the order of the rules changes nothing but the order in which they are told', () => {
    for (const compiled of COLLECTION) {
      const turned = reversed(compiled);
      fc.assert(
        fc.property(claims, baselines, (values, baseline) => {
          const a = decided(compiled, values, baseline);
          const b = decided(turned, values, baseline);
          expect(b.outcome).to.deep.equal(a.outcome);
          expect(sorted(b)).to.deep.equal(sorted(a));
        }),
        { numRuns: 40 },
      );
    }
  });

  it('the recommended measure is worth most among the possible, and a tie goes to the milder', () => {
    for (const compiled of COLLECTION)
      fc.assert(
        fc.property(claims, baselines, (values, baseline) => {
          const { outcome, measures } = decided(compiled, values, baseline);
          const chosen = measures.find(({ measure: id }) => id === (outcome as CollectionOutcome).measure)!;
          return measures.every(
            (other) =>
              other.ruledOutBy.length > 0 ||
              other.expectedNetCents < chosen.expectedNetCents ||
              (other.expectedNetCents === chosen.expectedNetCents &&
                measure(other.measure).severity >= measure(chosen.measure).severity),
          );
        }),
      );
  });

  it('every measure that is ruled out names rules that are in the decision, with their values', () => {
    for (const compiled of COLLECTION)
      fc.assert(
        fc.property(claims, baselines, (values, baseline) => {
          const { measures, rules } = decided(compiled, values, baseline);
          return measures.every(({ measure: id, ruledOutBy }) =>
            ruledOutBy.every((rule) =>
              rules.some((r) => r.rule === rule && r.holds && (r.measure === undefined || r.measure === id)),
            ),
          );
        }),
      );
  });

  it('a measure that only adds costs loses', () => {
    const compiled = COLLECTION[1]!;
    const { measures } = decided(compiled, { ...CLAIM, balance: 3_000, principal: 3_000 }, 0.3);
    const waiting = measures.find(({ measure: id }) => id === 'no_action')!;
    const demand = measures.find(({ measure: id }) => id === 'demand_letter')!;
    expect(demand.debtorCostCents).to.equal(1_400);
    expect(demand.expectedNetCents).to.be.below(waiting.expectedNetCents);
  });

  it('the same inputs give the same decision, and all rules can be told from it again', () => {
    const compiled = COLLECTION[0]!;
    const cards = scorecardsFor(compiled, 0.3);
    const once = decide(claimInputs(CLAIM), compiled, cards, null);
    expect(decide(once.inputs, compiled, cards, null)).to.deep.equal(once);
    const all = decide(once.inputs, compiled, cards, null, { keepAllRules: true });
    expect(all.outcome).to.deep.equal(once.outcome);
    expect(all.rules.length).to.be.greaterThan(once.rules.length);
    expect(all.rules).to.deep.include.members([...once.rules]);
  });

  it('refuses a day before its numbers hold: nothing is known, so a person releases', () => {
    const compiled = COLLECTION[0]!;
    const inputs = claimInputs({ ...CLAIM }, '2012-01-01');
    const { outcome, measures } = decide(inputs, compiled, scorecardsFor(compiled, 0.3), null);
    expect(outcome).to.include({ kind: 'measure', measure: 'no_action' });
    expect(measures.find(({ measure: id }) => id === 'demand_letter')!.ruledOutBy).to.include('cost-cap');
  });

  function expectNoPressure(status: Values): void {
    for (const compiled of COLLECTION)
      fc.assert(
        fc.property(claims, baselines, (values, baseline) => {
          const left = possible(decided(compiled, { ...values, ...status }, baseline));
          return left.every((id) => !measure(id).pressure);
        }),
        { numRuns: 50 },
      );
  }
});

describe('what no credit decision may do', () => {
  /** Scores by income and defaults; the missing income is the worst attribute of all. */
  const scorecard = (probability: number): ReadonlyMap<string, Scorecard> =>
    new Map([
      [
        'default-12m',
        flatScorecard('default-12m', probability, 0, [
          step('income_monthly', 100_000, 0.8, -0.8, 1.5, 0),
          step('applications_180d', 3, -0.3, 0.6, 0.9, 0),
        ]),
      ],
    ]);
  const outcomeOf = (values: Values, probability: number): CreditOutcome =>
    decide(applicationInputs(values), CREDIT, scorecard(probability), null).outcome as CreditOutcome;

  it('what is missing never declines: it refers, or changes nothing', () => {
    fc.assert(
      fc.property(
        applications,
        baselines,
        fc.subarray(Object.keys(APPLICATION)),
        (values, probability, missing) => {
          const gap = { ...values, ...Object.fromEntries(missing.map((name) => [name, null])) };
          return (
            outcomeOf(gap, probability).kind !== 'decline' ||
            outcomeOf(values, probability).kind === 'decline'
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('a score that few cases stand behind is for people, whichever way it points', () => {
    for (const probability of [0.05, 0.6]) {
      const [[name, sure]] = [...scorecard(probability)] as [[string, Scorecard]];
      const unsure: Scorecard = {
        ...sure,
        characteristics: sure.characteristics.map((one) => ({
          ...one,
          attributes: one.attributes.map((attribute) => ({ ...attribute, standardError: 1 })),
        })),
      };
      const { outcome } = decide(applicationInputs(APPLICATION), CREDIT, new Map([[name, unsure]]), null);
      expect(outcome.kind).to.equal('refer');
      expect(outcome).to.have.property('why').that.includes('thin-file');
      expect(outcomeOf(APPLICATION, probability).kind).not.to.equal('refer');
    }
  });

  it('a score that declines only for want of a value refers', () => {
    const values = { ...APPLICATION, applications_180d: null };
    const probability = 0.4;
    expect(outcomeOf({ ...APPLICATION, applications_180d: 5 }, probability).kind).not.to.equal('approve');
    const decision = decide(applicationInputs(values), CREDIT, scorecard(probability), null);
    expect(decision.scores[0]!.probability).to.be.above(0.25);
    expect(decision.outcome).to.include({ kind: 'refer' });
    expect(decision.rules.find(({ rule }) => rule === 'score')).to.include({ holds: false, unknown: true });
  });

  it('stale and contradictory data refer', () => {
    for (const doubt of [
      'income_stale',
      'income_contradiction',
      'obligations_contradiction',
      'bureau_rating_stale',
    ])
      fc.assert(
        fc.property(applications, baselines, (values, probability) => {
          const outcome = outcomeOf({ ...values, enforcement_cases: 0, [doubt]: 1 }, probability);
          return outcome.kind === 'refer' && outcome.why.length > 0;
        }),
        { numRuns: 50 },
      );
  });

  it('never approves more than asked, than any limit, or than can be afforded', () => {
    fc.assert(
      fc.property(applications, baselines, (values, probability) => {
        const decision = decide(applicationInputs(values), CREDIT, scorecard(probability), null);
        const outcome = decision.outcome as CreditOutcome;
        if (outcome.kind !== 'approve') return true;
        return (
          outcome.amountCents <= Number(values.requested_amount) &&
          outcome.amountCents <= decision.affordability!.affordableAmountCents! &&
          outcome.amountCents >= 20_000
        );
      }),
    );
  });

  it('a higher income never turns an approval into a decline', () => {
    fc.assert(
      fc.property(applications, baselines, (values, probability) => {
        const richer = { ...values, income_monthly: Number(values.income_monthly) + 50_000 };
        return (
          outcomeOf(values, probability).kind !== 'approve' ||
          outcomeOf(richer, probability).kind !== 'decline'
        );
      }),
    );
  });

  it('tells every rule that was asked, with its values', () => {
    const { rules } = decide(applicationInputs(APPLICATION), CREDIT, scorecard(0.1), null);
    expect(rules.map(({ rule }) => rule)).to.deep.equal(CREDIT.rules.map(({ rule }) => rule.id));
    expect(rules.find(({ rule }) => rule === 'bureau-old')!.values).to.deep.equal({
      bureau_rating_age_days: 1,
      bureau_age_most: 30,
    });
  });
});

describe('the catalogue of measures', () => {
  it('lets nobody alone do what has legal effect', () => {
    for (const { id, legalEffect, automation } of MEASURES)
      expect(!legalEffect || automation === 'C', id).to.equal(true);
  });

  it('has ids and severities of their own and words in both languages', () => {
    expect(new Set(MEASURES.map(({ id }) => id)).size).to.equal(MEASURES.length);
    expect(new Set(MEASURES.map(({ severity }) => severity)).size).to.equal(MEASURES.length);
    for (const { name, toPerson } of MEASURES)
      for (const text of [name.et, name.en, toPerson.et, toPerson.en]) expect(text).not.to.equal('');
  });
});

function possible({ measures }: Decision): readonly string[] {
  return measures.filter(({ ruledOutBy }) => ruledOutBy.length === 0).map(({ measure: id }) => id);
}

function reversed(compiled: CompiledPolicy): CompiledPolicy {
  return compilePolicy({ ...compiled.policy, rules: [...compiled.policy.rules].reverse() });
}

function sorted({ measures }: Decision): unknown {
  return measures.map((weighed) => ({ ...weighed, ruledOutBy: [...weighed.ruledOutBy].sort() }));
}
