import { expect } from 'chai';
import { learnResponses, type ResponseRow } from '../../../scoring/decision/learn-responses.ts';
import { fitPenalised } from '../../../scoring/decision/penalised-logit.ts';
import { payProbabilityOf } from '../../../scoring/decision/responses.ts';
import { fillSlots } from '../../../scoring/decision/fill-slots.ts';
import { CLAIM, claimInputs, flatScorecard } from './cases.ts';
import { compiledPack } from './decision-cases.ts';

const COMPILED = compiledPack('collection-ee');
const SETTINGS = COMPILED.policy.collection!;
const SCORECARD = flatScorecard('payment-90d', 0.3, 1);
/** A modifier of which the pack states nothing. */
const DEFAULTS = SETTINGS.effectModifiers.findIndex(({ id }) => id === 'defaults');

/** What the pack's priors speak of is always kept. */
const STATED = ['age-of-debt', 'size-of-debt', 'burden', 'reach'];

describe('learning what measures do', () => {
  it('finds the effect that made the records, although hopeless debts got the hard measures', () => {
    const rows = records(6_000, { call: 0.9, demand_letter: 0.2 }, 0);
    const learnt = learnResponses(COMPILED.policy, SCORECARD, null, rows)!;
    expect(effect(learnt, 'call').logOdds).to.be.closeTo(0.9, 0.2);
    expect(effect(learnt, 'demand_letter').logOdds).to.be.closeTo(0.2, 0.2);
    expect(effect(learnt, 'call').basis).to.equal('learnt');
    expect(learnt.slope).to.be.closeTo(1, 0.1);
    const raw = (measure: string): number => {
      const of = rows.filter((row) => row.measure === measure);
      return of.filter(({ paid }) => paid).length / of.length;
    };
    expect(raw('demand_letter'), 'a plain count would call it harmful').to.be.below(raw('no_action'));
  });

  it('stays at the stated prior where there is no record, and says so', () => {
    const learnt = learnResponses(COMPILED.policy, SCORECARD, null, records(2_000, { call: 0.9 }, 0))!;
    const bailiff = effect(learnt, 'bailiff');
    expect(bailiff).to.include({ count: 0, basis: 'prior' });
    expect(bailiff.logOdds).to.be.closeTo(bailiff.priorLogOdds, 1e-6);
    expect(bailiff.standardError).to.be.closeTo(bailiff.priorStandardError, 1e-3);
  });

  it('shrinks a rare measure towards its prior, the more the rarer', () => {
    const many = learnResponses(COMPILED.policy, SCORECARD, null, records(6_000, { call: 1.5 }, 0))!;
    const few = learnResponses(COMPILED.policy, SCORECARD, null, records(400, { call: 1.5 }, 0))!;
    const prior = effect(few, 'call').priorLogOdds;
    expect(Math.abs(effect(few, 'call').logOdds - prior)).to.be.below(
      Math.abs(effect(many, 'call').logOdds - prior),
    );
    expect(effect(few, 'call').standardError).to.be.above(effect(many, 'call').standardError);
  });

  it('keeps a circumstance that modifies the effect, and drops one that does not', () => {
    const learnt = learntWithModifier();
    expect(learnt.modifiers.map(({ modifier }) => modifier.id)).to.deep.equal([...STATED, 'defaults']);
    const coefficient = learnt.modifiers.at(-1)!.coefficients.find(({ measure }) => measure === 'call')!;
    expect(coefficient.logOdds).to.be.within(0.25, 0.7);
    const flat = learnResponses(COMPILED.policy, SCORECARD, null, records(6_000, { call: 0.4 }, 0))!;
    expect(flat.modifiers.map(({ modifier }) => modifier.id)).to.deep.equal(STATED);
  });

  it('uses the modifiers when it weighs a case', () => {
    const learnt = learntWithModifier();
    const call = SETTINGS.measures.find(({ measure }) => measure === 'call')!;
    const probability = (defaults: number): number => {
      const filled = fillSlots(COMPILED, claimInputs({ ...CLAIM, payment_defaults_active: defaults }));
      return payProbabilityOf(learnt, COMPILED.collection!, filled, -1)(call).probability;
    };
    expect(probability(6)).to.be.above(probability(2));
    expect(probability(2)).to.be.above(probability(0));
  });

  it('gives the priors alone, and says so, when nothing was learnt', () => {
    const call = SETTINGS.measures.find(({ measure }) => measure === 'call')!;
    const filled = fillSlots(COMPILED, claimInputs({}));
    const { probability, basis } = payProbabilityOf(null, COMPILED.collection!, filled, 0)(call);
    expect(probability).to.be.closeTo(1 / (1 + Math.exp(-call.prior.logOdds)), 1e-12);
    expect(basis).to.equal('prior');
  });

  it('learns nothing from a handful of rows', () => {
    expect(learnResponses(COMPILED.policy, SCORECARD, null, records(150, { call: 0.9 }, 0))).to.equal(null);
  });

  it('gives the same fingerprint for the same records', () => {
    const once = learnResponses(
      COMPILED.policy,
      SCORECARD,
      '2026-06-30',
      records(3_000, { call: 0.9 }, 0.3),
    )!;
    const again = learnResponses(
      COMPILED.policy,
      SCORECARD,
      '2026-06-30',
      records(3_000, { call: 0.9 }, 0.3),
    )!;
    expect(again).to.deep.equal(once);
    expect(JSON.parse(JSON.stringify(once))).to.deep.equal(once);
    const other = learnResponses(
      COMPILED.policy,
      SCORECARD,
      '2026-06-30',
      records(3_001, { call: 0.9 }, 0.3),
    )!;
    expect(other.fingerprint).not.to.equal(once.fingerprint);
  });
});

describe('logistic regression with priors', () => {
  it('gives the share of successes where the prior says nothing', () => {
    const fitted = fitPenalised(
      {
        rows: 10,
        width: 1,
        columns: new Uint32Array(10),
        values: new Float64Array(10).fill(1),
        outcomes: Uint8Array.from([1, 1, 1, 0, 0, 0, 0, 0, 0, 0]),
      },
      [{ mean: 0, standardError: 100 }],
    );
    expect(fitted.estimate[0]).to.be.closeTo(Math.log(0.3 / 0.7), 1e-3);
    expect(fitted.standardErrors()[0]).to.be.closeTo(1 / Math.sqrt(10 * 0.3 * 0.7), 1e-2);
  });

  it("gives Laplace's evidence, exact for one coefficient to the second digit", () => {
    const outcomes = Uint8Array.from([1, 0, 1, 1, 0, 1, 1, 1]);
    const design = {
      rows: 8,
      width: 1,
      columns: new Uint32Array(8),
      values: new Float64Array(8).fill(1),
      outcomes,
    };
    const { logEvidence } = fitPenalised(design, [{ mean: 0, standardError: 0.5 }]);
    let integral = 0;
    for (let b = -5; b <= 5; b += 0.001) {
      const p = 1 / (1 + Math.exp(-b));
      const prior = Math.exp(-(b ** 2) / (2 * 0.25)) / (0.5 * Math.sqrt(2 * Math.PI));
      integral += p ** 6 * (1 - p) ** 2 * prior * 0.001;
    }
    expect(logEvidence).to.be.closeTo(Math.log(integral), 0.02);
  });
});

/** Two tests look at it, and learning takes a second. */
let withModifier: ReturnType<typeof learnResponses> = null;
function learntWithModifier(): NonNullable<ReturnType<typeof learnResponses>> {
  withModifier ??= learnResponses(COMPILED.policy, SCORECARD, null, records(6_000, { call: 0.4 }, 0.6));
  return withModifier!;
}

function effect(learnt: NonNullable<ReturnType<typeof learnResponses>>, measure: string) {
  return learnt.effects.find((known) => known.measure === measure)!;
}

/** Records of a collector who leaves good debts alone and takes measures against bad ones. */
function records(
  count: number,
  effects: Readonly<Record<string, number>>,
  perDefault: number,
): readonly ResponseRow[] {
  const random = sequence(7);
  const hard = Object.keys(effects);
  return Array.from({ length: count }, () => {
    const baselineLogOdds = -1.5 + 1.6 * (random() + random() + random() - 1.5);
    const isBad = random() < 1 / (1 + Math.exp(1.5 * (baselineLogOdds + 1.5)));
    const measure = isBad ? hard[Math.floor(random() * hard.length)]! : 'no_action';
    const modifiers = SETTINGS.effectModifiers.map(() => 4 * random() - 2);
    const added = (effects[measure] ?? 0) + (measure === 'call' ? perDefault * modifiers[DEFAULTS]! : 0);
    const paid = random() < 1 / (1 + Math.exp(-(baselineLogOdds + added)));
    return { measure, baselineLogOdds, modifiers, paid };
  });
}

/** Mulberry32: the tests' own dice, always thrown alike. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
