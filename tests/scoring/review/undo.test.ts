import { expect } from 'chai';
import { MEASURES } from '../../../scoring/policy/measures.ts';
import { stillPossible } from '../../../scoring/review/still-possible.ts';
import { undosOf } from '../../../scoring/review/undo.ts';

const waited = { kind: 'measure', measure: 'no_action', release: 'automatic' } as const;
const whats = (measure: string, debtorCostCents = 500): readonly string[] =>
  undosOf({ measure, debtorCostCents }, waited).map(({ what }) => what);

describe('what must be taken back of a measure that people replaced', () => {
  it('is the entry of a register, the proceedings of a court or bailiff, the sale, and the cost', () => {
    expect(whats('bureau_listing')).to.deep.equal(['entry_removed']);
    for (const measure of ['payment_order', 'lawsuit', 'bailiff', 'bankruptcy_petition'])
      expect(whats(measure), measure).to.deep.equal(['proceedings_stopped', 'cost_returned']);
    expect(whats('debt_sale')).to.deep.equal(['holder_told']);
    expect(whats('demand_letter')).to.deep.equal(['cost_returned']);
    expect(whats('call')).to.deep.equal([]);
  });

  it('is never a cost that the person was not charged, and else exactly the cost', () => {
    expect(whats('payment_order', 0)).to.deep.equal(['proceedings_stopped']);
    expect(undosOf({ measure: 'demand_letter', debtorCostCents: 700 }, waited)).to.deep.equal([
      { what: 'cost_returned', amountCents: 700 },
    ]);
  });

  it('is nothing while people keep the measure, whichever it is', () => {
    for (const { id } of MEASURES) {
      const kept = { kind: 'measure', measure: id, release: 'one_person' } as const;
      expect(undosOf({ measure: id, debtorCostCents: 500 }, kept), id).to.deep.equal([]);
    }
  });

  it('is never anything that the receipt did not say people can do', () => {
    for (const { id } of MEASURES)
      for (const what of whats(id)) expect(stillPossible(id), id).to.include(what);
  });

  it('is there for every measure with legal effect', () => {
    for (const { id } of MEASURES.filter(({ legalEffect }) => legalEffect))
      expect(whats(id), id).not.to.deep.equal([]);
  });
});
