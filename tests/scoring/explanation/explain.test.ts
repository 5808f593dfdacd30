import { expect } from 'chai';
import fc from 'fast-check';
import { explain } from '../../../scoring/explanation/explain.ts';
import { scoreReasons } from '../../../scoring/explanation/reasons.ts';
import { explainScore } from '../../../scoring/explanation/contributions.ts';
import { canonicalJson } from '../../../scoring/scorecard/fingerprint.ts';
import {
  collectionPack,
  collectionScorecards,
  creditPack,
  creditScorecards,
  decideCollection,
  decideCredit,
  defaultCard,
  scorecard,
} from './fixtures.ts';

const explained = (values: Parameters<typeof decideCredit>[0]) =>
  explain(decideCredit(values), creditPack, creditScorecards);
const explainedClaim = (values: Parameters<typeof decideCollection>[0]) =>
  explain(decideCollection(values), collectionPack, collectionScorecards, { responses: null });

const LOW_SCORE = {
  payment_defaults_active: 2,
  payment_defaults_sum: 20_000,
  months_in_job: 3,
  debt_service_share: 0.45,
};

describe('the explanation of a credit decision', () => {
  it('measures a decline by score against the cut-off that declined', () => {
    const { threshold, reasons } = explained(LOW_SCORE);
    expect(threshold).to.include({ of: 'score', scorecard: 'default-12m', passed: false });
    expect(reasons.map(({ characteristic }) => characteristic)).to.deep.equal([
      'payment_defaults_active',
      'debt_service_share',
      'months_in_job',
    ]);
    expect(reasons.map(({ code }) => code)).to.deep.equal(['R03', 'R02', 'R01']);
    for (const { points } of reasons) expect(points).to.be.below(0);
    expect(reasons[0]?.evidence).to.include({ source: 'default_register', obtainedOn: '2026-03-09' });
  });

  it('names the rule and its value when a rule declined, not the score', () => {
    const { threshold, reasons } = explained({ payment_defaults_active: 1, payment_defaults_sum: 41_200 });
    expect(threshold?.passed).to.equal(true);
    expect(reasons).to.have.length(1);
    expect(reasons[0]).to.include({
      code: 'R03',
      rule: 'payment-defaults',
      characteristic: 'payment_defaults_sum',
      value: 41_200,
      points: 0,
    });
  });

  it('names the datum that is missing when it refers', () => {
    const { reasons, recourse } = explained({ income_verified_share: null });
    expect(reasons[0]).to.include({
      code: 'R13',
      rule: 'income-unverified',
      characteristic: 'income_verified_share',
    });
    expect(recourse).to.deep.equal({ kind: 'not_needed' });
  });

  it('has no reason against a full approval, and needs no recourse', () => {
    const { reasons, recourse, threshold } = explained({});
    expect(reasons).to.deep.equal([]);
    expect(recourse).to.deep.equal({ kind: 'not_needed' });
    expect(threshold?.passed).to.equal(true);
  });

  it('names the limit when less is approved than was asked for', () => {
    const decision = decideCredit({ obligations_monthly: 66_000 });
    expect(decision.outcome).to.include({ kind: 'approve' });
    const { reasons } = explain(decision, creditPack, creditScorecards);
    expect(reasons.map(({ rule }) => rule)).to.include('limit-debt-service');
    expect(reasons[0]?.code).to.equal('R02');
  });

  it('lists every value that the scorecard or a rule looked at, each once', () => {
    const { data } = explained({});
    const ids = data.map(({ characteristic }) => characteristic);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids).to.include.members([...defaultCard.characteristics.map(({ id }) => id), 'minor', 'tax_debt']);
  });
});

describe('the explanation of a recommended measure', () => {
  it('tells what it is worth, the next best, and what was worth more but is ruled out', () => {
    const { choice } = explainedClaim({ disputed: 1 });
    expect(choice).to.include({ measure: 'no_action' });
    expect(choice?.betterRuledOut.map(({ rules }) => rules)).to.deep.include(['disputed']);
    const worths = choice?.betterRuledOut.map(({ expectedNetCents }) => expectedNetCents) ?? [];
    expect(worths).to.deep.equal([...worths].sort((a, b) => b - a));
    for (const worth of worths) expect(worth).to.be.above(choice?.expectedNetCents ?? Infinity);
  });

  it('tells whom it asks to pay what speaks for it, and whom it spares what protects them', () => {
    expect(explainedClaim({}).reasons[0]).to.include({ characteristic: 'payments_90d', code: 'R18' });
    expect(explainedClaim({ disputed: 1 }).reasons[0]).to.include({ code: 'R23', rule: 'disputed' });
  });

  it('leaves recourse out when the responses of the day are not given', () => {
    const decision = decideCollection({});
    const { recourse } = explain(decision, collectionPack, collectionScorecards);
    expect(recourse).to.deep.equal({ kind: 'not_worked_out' });
  });
});

describe('principal reasons', () => {
  const card = scorecard('card', 1, 0, {
    days_past_due: [[31], [0.5, -0.5]],
    arrears: [[10_000], [0.3, -0.3]],
    payments_90d: [[1], [-0.4, 0.4]],
    broken_promises_365d: [[1], [0.1, -0.1]],
  });
  const family: Readonly<Record<string, string>> = { days_past_due: 'arrears', arrears: 'arrears' };
  const traits = (id: string) => ({ family: family[id] ?? id, reason: 'R18' });
  const bad = { days_past_due: 90, arrears: 50_000, payments_90d: 0, broken_promises_365d: 1 };

  it('are one for each family, told by its heaviest member, with the family’s points', () => {
    const reasons = scoreReasons(explainScore(card, bad), card, null, traits, {});
    expect(reasons.map(({ characteristic }) => characteristic)).to.deep.equal([
      'days_past_due',
      'payments_90d',
      'broken_promises_365d',
    ]);
    const [first] = reasons;
    const member = explainScore(card, bad).contributions[0];
    expect(first?.points).to.be.below(member?.points ?? 0);
  });

  it('measured against a threshold, the shortfalls add up to the points that are missing', () => {
    const term = fc.constantFrom(-0.8, -0.5, -0.2, 0.1, 0.3, 0.7);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(term, term), { minLength: 2, maxLength: 9 }),
        fc.double({ min: 560, max: 700, noNaN: true }),
        (terms, threshold) => {
          const any = scorecard('any', 1, 0.2, Object.fromEntries(terms.map((t, i) => [`c${i}`, [[1], t]])));
          const row = Object.fromEntries(terms.map((_, i) => [`c${i}`, i % 2]));
          const e = explainScore(any, row);
          // One family each and no least: every shortfall is told when all are negative enough.
          const all = scoreReasons(e, any, threshold, () => null, {});
          const missing = threshold - e.points;
          const told = all.reduce((sum, { points }) => sum - points, 0);
          if (all.length === terms.length) expect(told).to.be.closeTo(missing, 1e-6);
          expect(all.length).to.be.at.most(4);
          for (let i = 1; i < all.length; i++) expect(all[i]!.points).to.be.at.least(all[i - 1]!.points);
        },
      ),
    );
  });

  it('of a column of one’s own table have no code of the catalogue', () => {
    const own = scorecard('own', 1, 0, { limit_bal: [[10], [-0.5, 0.5]], sex: [[1], [-0.1, 0.1]] });
    const [reason] = scoreReasons(explainScore(own, { limit_bal: 5, sex: 1 }), own, null, () => null, {});
    expect(reason).to.include({ code: 'R00', characteristic: 'limit_bal', value: 5 });
  });
});

describe('an explanation', () => {
  it('is the same bytes each time, also from the decision as it was stored', () => {
    const values = fc.record({
      payment_defaults_active: fc.integer({ min: 0, max: 3 }),
      payment_defaults_sum: fc.integer({ min: 0, max: 60_000 }),
      months_in_job: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
      debt_service_share: fc.double({ min: 0, max: 0.9, noNaN: true }),
      obligations_monthly: fc.integer({ min: 0, max: 90_000 }),
      requested_amount: fc.integer({ min: 200, max: 9_000 }).map((euros) => euros * 100),
    });
    fc.assert(
      fc.property(values, (v) => {
        const decision = decideCredit(v);
        const once = canonicalJson(explain(decision, creditPack, creditScorecards));
        const stored = JSON.parse(JSON.stringify(decision)) as typeof decision;
        const cards = new Map(
          [...creditScorecards].map(([k, c]) => [k, JSON.parse(JSON.stringify(c)) as typeof c]),
        );
        expect(canonicalJson(explain(stored, creditPack, cards))).to.equal(once);
      }),
      { numRuns: 25 },
    );
  });

  it('adds up: the points are the base and the contributions, exactly', () => {
    const { scores } = explained(LOW_SCORE);
    for (const { basePoints, contributions, points } of scores) {
      expect(contributions.reduce((sum, c) => sum + c.points, basePoints)).to.equal(points);
    }
  });
});
