import { expect } from 'chai';
import fc from 'fast-check';
import { MEASURES } from '../../../scoring/policy/measures.ts';
import { carryOut, type CarriedOut, isLetterOfRelief } from '../../../scoring/safeguards/carry-out.ts';
import {
  channelsBarred,
  SUPPORT_NEEDS,
  type SupportNeed,
} from '../../../scoring/safeguards/support-needs.ts';

const measureOf = (id: string) => {
  const found = MEASURES.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const need = fc.constantFrom(...SUPPORT_NEEDS);
const letters = MEASURES.map(({ id }) => id).filter(isLetterOfRelief);
const situation = fc.record({
  recommended: fc.constantFrom(...MEASURES.map(({ id }) => id)),
  needs: fc.uniqueArray(need),
  inWriting: fc.option(fc.constantFrom(...letters)),
  open: fc.boolean(),
});

/** How hard it falls on the person: what is held back asks nothing. */
const hardness = (carried: CarriedOut): number =>
  carried.kind === 'held_back' ? 0 : measureOf(carried.measure).severity;

describe('a measure that is about to be carried out', () => {
  it('calls nobody who must not be called: it goes in writing, or waits', () => {
    const told = { restricted: false, needs: ['no_calls'] as const };
    expect(carryOut('call', told, 'plan_offer', () => true)).to.deep.equal({
      kind: 'changed',
      measure: 'plan_offer',
      because: 'no_calls',
    });
    const waits = { kind: 'held_back', because: 'no_calls' };
    expect(carryOut('call', told, null, () => true)).to.deep.equal(waits);
    expect(carryOut('call', told, 'plan_offer', () => false)).to.deep.equal(waits);
    expect(carryOut('remind_letter', told, 'plan_offer', () => true).kind).to.equal('as_recommended');
  });

  it('of somebody whose data are only kept is held back, and only waiting goes on', () => {
    for (const { id } of MEASURES) {
      const carried = carryOut(id, { restricted: true, needs: [] }, 'plan_offer', () => true);
      expect(carried, id).to.deep.equal(
        id === 'no_action'
          ? { kind: 'as_recommended', measure: id }
          : { kind: 'held_back', because: 'restricted' },
      );
    }
  });

  it('property: is never harsher for a need, and never by a way that a need rules out', () => {
    fc.assert(
      fc.property(situation, need, ({ recommended, needs, inWriting, open }, another) => {
        const decide = (told: readonly SupportNeed[]) =>
          carryOut(recommended, { restricted: false, needs: told }, inWriting, () => open);
        const before = decide(needs);
        const after = decide([...needs, another]);
        expect(hardness(after)).to.be.at.most(hardness(before));
        for (const carried of [before, after]) {
          if (carried.kind === 'held_back') continue;
          const { channel, legalEffect } = measureOf(carried.measure);
          expect(legalEffect && !measureOf(recommended).legalEffect).to.equal(false);
          const told = carried === before ? needs : [...needs, another];
          expect(told.flatMap((each) => channelsBarred(each))).not.to.include(channel);
        }
      }),
    );
  });
});
