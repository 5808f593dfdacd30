import { expect } from 'chai';
import fc from 'fast-check';
import { readPacks } from '../../../data/policies.ts';
import { decide } from '../../../scoring/decision/decide.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { compilePolicy, type CompiledPolicy } from '../../../scoring/policy/compile-policy.ts';
import { measure } from '../../../scoring/policy/measures.ts';
import { burdensOf, isWorseFor, type MeasureBurden } from '../../../scoring/review/favour.ts';
import { APPLICATION, applicationInputs, CLAIM, claimInputs, type Values } from '../decision/cases.ts';
import { scorecardsFor } from '../decision/decision-cases.ts';

/**
 * What a person told of illness or other trouble may only ever relax an outcome (GDPR art. 9, domain notes A17):
 * whatever else is so, adding it makes nothing harsher, in any policy that comes with the program.
 */
describe('what a person tells of their troubles', () => {
  let packs: readonly CompiledPolicy[];
  before(async () => {
    packs = (await readPacks()).map(({ policy }) => compilePolicy(policy));
  });

  it('never makes an outcome harsher, in any policy', function () {
    this.timeout(60_000);
    for (const compiled of packs) {
      const { kind, id, jurisdiction } = compiled.policy;
      const base = kind === 'credit' ? APPLICATION : CLAIM;
      let softened = 0;
      fc.assert(
        fc.property(
          situations(base),
          fc.double({ min: 0.01, max: 0.95, noNaN: true }),
          (values, baseline) => {
            const [without, told] = [0, 1].map((hardship) => {
              const whole = { ...base, bureau_rating: 'D', ...values, hardship };
              const inputs =
                kind === 'credit'
                  ? applicationInputs(whole)
                  : claimInputs(whole, '2026-06-30', jurisdiction ?? 'EE');
              return decide(inputs, compiled, scorecardsFor(compiled, baseline), null);
            }) as [Decision, Decision];
            expect(isHarsher(told, without), `${id}: ${outcome(without)} became ${outcome(told)}`).to.equal(
              false,
            );
            if (outcome(told) !== outcome(without)) softened += 1;
          },
        ),
        { numRuns: 400, seed: 5 },
      );
      // It does something: otherwise the property would hold of a policy that does not listen.
      expect(softened, id).to.be.greaterThan(0);
    }
  });
});

function isHarsher(told: Decision, without: Decision): boolean {
  if (told.outcome.kind === 'refer') return without.outcome.kind === 'approve';
  if (without.outcome.kind === 'refer') return told.outcome.kind === 'decline';
  if (told.outcome.kind !== 'measure' || without.outcome.kind !== 'measure') {
    return isWorseFor(
      told.outcome,
      without.outcome,
      burdensOf(without, () => false),
    );
  }
  // Each by what it costs in its own decision: a fee that is not asked of somebody in trouble is no burden.
  const [after, before] = [burdenIn(told, told.outcome.measure), burdenIn(without, without.outcome.measure)];
  if (after.legalEffect !== before.legalEffect) return after.legalEffect;
  return after.debtorCostCents > before.debtorCostCents;
}

function burdenIn(decision: Decision, id: string): MeasureBurden {
  return burdensOf(decision, (each) => measure(each).legalEffect)(id);
}

function outcome({ outcome: made }: Decision): string {
  return made.kind === 'measure' ? made.measure : JSON.stringify(made);
}

type Change = readonly [string, string | number | null];

/** The ordinary case with some of its values changed: flags turned, numbers moved, things not known. */
function situations(base: Values): fc.Arbitrary<Values> {
  const ids = Object.keys(base).filter((id) => id !== 'hardship');
  const change = fc.constantFrom(...ids).chain((id): fc.Arbitrary<Change> => {
    const value = base[id];
    if (typeof value === 'string') return fc.constant<Change>([id, value]);
    if (value === 0 || value === 1) return fc.constantFrom(0, 1).map((flag): Change => [id, flag]);
    const factor = fc.constantFrom(0, 0.1, 0.5, 2, 10, 100);
    return fc.oneof(
      factor.map((by): Change => [id, Math.round((value ?? 10) * by)]),
      fc.constant<Change>([id, null]),
    );
  });
  const money = 'balance' in base ? 'balance' : 'requested_amount';
  // Whether a debt is worth a letter hangs on its size more than on anything.
  const size = fc.constantFrom(0.1, 0.3, 1, 10, 1000).map((by): Change => [money, Number(base[money]) * by]);
  return fc
    .tuple(fc.array(change, { maxLength: 12 }), size)
    .map(([changes, sized]) => Object.fromEntries([sized, ...changes]));
}
