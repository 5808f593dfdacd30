import { expect } from 'chai';
import { presentCustomerDecision } from '../../review-ui/pages/customer-decision.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { approved, around, declined, explained, votes } from './examples/customer.ts';

describe('a decision as the person reads it', () => {
  it('marks the reasons of a member who would have decided otherwise, when people changed it', () => {
    const committee = { contested: declined, votes: votes('Read.') };
    const { committeeReasons } = presentCustomerDecision(
      explained(approved),
      { ...around, decidedBy: 'people', committee },
      wordingFor('en'),
    );
    expect(committeeReasons.map(({ member }) => member)).to.deep.equal([
      'Member 1',
      'Member 2',
      'Member 3 would have decided otherwise',
    ]);
  });

  it('marks those who would have changed it, when people left it as it was', () => {
    const committee = { contested: declined, votes: votes('Read.') };
    const { committeeReasons } = presentCustomerDecision(
      explained(declined),
      { ...around, decidedBy: 'people', committee },
      wordingFor('en'),
    );
    expect(committeeReasons.map(({ member }) => member)).to.deep.equal([
      'Member 1 would have decided otherwise',
      'Member 2 would have decided otherwise',
      'Member 3',
    ]);
  });

  it('offers a reader with a narrow mandate its review, and nothing that would be refused', () => {
    const { choices, whatIf } = presentCustomerDecision(
      explained(declined),
      {
        ...around,
        wholeFile: false,
        whatIf: [{ name: 'a', label: 'A', value: '1', hint: '', options: null }],
      },
      wordingFor('en'),
    );
    expect(choices.map(({ href }) => href)).to.deep.equal(['/my/decisions/12/review']);
    expect(whatIf).to.equal(null);
  });
});
