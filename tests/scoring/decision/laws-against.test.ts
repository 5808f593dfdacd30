import { expect } from 'chai';
import fc from 'fast-check';
import { decide } from '../../../scoring/decision/decide.ts';
import { lawsAgainst } from '../../../scoring/decision/laws-against.ts';
import { creditInputs, creditScorecards, pack } from '../explanation/fixtures.ts';

const policy = pack('consumer-credit-ee');
const terms = { amountCents: 40_000, termMonths: 48 };
const against = (values: Parameters<typeof creditInputs>[0], asked = terms) =>
  lawsAgainst(policy, creditInputs(values), asked).map(({ rule, mostCents }) => [rule.id, mostCents]);

describe('the laws against a credit', () => {
  it('are none where the person can bear it', () => {
    expect(against({})).to.deep.equal([]);
  });

  it('forbid it to a minor, under a credit ban, in insolvency and in enforcement', () => {
    expect(against({ minor: 1 })).to.deep.equal([['minor', null]]);
    expect(against({ credit_ban: 1 })).to.deep.equal([['credit-ban', null]]);
    expect(against({ insolvent: 1 })).to.deep.equal([['insolvent', null]]);
    expect(against({ enforcement_cases: 1 })).to.deep.equal([['enforcement', null]]);
  });

  it('forbid any amount to whom nothing is left, and more than can be borne over that term', () => {
    expect(against({ income_monthly: 60_000 })).to.deep.equal([['limit-free-cash', 0]]);
    const [[rule, most] = []] = against({ income_monthly: 80_000 }, { amountCents: 900_000, termMonths: 12 });
    expect(rule).to.equal('limit-debt-service');
    expect(most).to.be.greaterThan(0);
    const within = { amountCents: Math.min(Number(most), 10_000), termMonths: 12 };
    expect(against({ income_monthly: 80_000 }, within)).to.deep.equal([]);
  });

  it('forbid a rate above the cap, though the program asks people there', () => {
    expect(against({ requested_rate: 2 }).map(([id]) => id)).to.include('rate-cap');
  });

  it('leave to people what the score says, what is unknown and what the law itself leaves to them', () => {
    const bad = { payment_defaults_active: 2, months_in_job: 3, debt_service_share: 0.45 };
    expect(decide(creditInputs(bad), policy, creditScorecards, null).outcome.kind).to.equal('decline');
    expect(against(bad)).to.deep.equal([]);
    expect(against({ minor: null, income_monthly: null, guardianship: 1, income_known: 0 })).to.deep.equal(
      [],
    );
  });

  it('never speak against what the program itself approves', () => {
    const cents = (most: number) => fc.integer({ min: 0, max: most });
    fc.assert(
      fc.property(
        cents(400_000),
        cents(200_000),
        cents(1_500_000),
        fc.boolean(),
        (income, expenses, amount, ban) => {
          const inputs = creditInputs({
            income_monthly: income,
            expenses_monthly: expenses,
            requested_amount: amount,
            credit_ban: ban ? 1 : 0,
          });
          const { outcome } = decide(inputs, policy, creditScorecards, null);
          if (outcome.kind !== 'approve') return;
          expect(lawsAgainst(policy, inputs, outcome)).to.deep.equal([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
