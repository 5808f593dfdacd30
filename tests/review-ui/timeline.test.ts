import { expect } from 'chai';
import { timelineOf } from '../../review-ui/timeline.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { fullFile } from './examples/customer.ts';

const wording = wordingFor('en');

/** The person's claim, and another one with a payment of its own. */
function twoClaims(): PersonFile {
  const [claim] = fullFile.claims;
  const [payment] = fullFile.payments;
  if (claim === undefined || payment === undefined)
    throw new Error('the full file has a claim and a payment');
  return {
    ...fullFile,
    claims: [claim, { ...claim, claimId: 99, claimNumber: 'OTHER-99' }],
    payments: [payment, { ...payment, claimId: 99, amountCents: 123_456 }],
  };
}

describe('what happened', () => {
  it('is told newest first, and says how much was left out', () => {
    const all = timelineOf(twoClaims(), 'person', wording, 1000);
    expect(all.cut).to.equal(null);
    const cut = timelineOf(twoClaims(), 'person', wording, 3);
    expect(cut.steps).to.deep.equal(all.steps.slice(0, 3));
    expect(cut.cut).to.equal(`The newest 3 of ${all.steps.length} events.`);
    const years = all.steps.map(({ title }) => Number(/\d{4}/.exec(title)?.[0]));
    expect(years).to.deep.equal([...years].sort((a, b) => b - a));
  });

  it('about one claim leaves out the others, and about a person names each claim', () => {
    const file = twoClaims();
    const [claim] = file.claims;
    const about = { kind: 'claim', claimId: claim?.claimId ?? 0 } as const;
    const one = JSON.stringify(timelineOf(file, about, wording, 1000));
    expect(one).to.contain(claim?.claimNumber).and.not.contain('1,234.56').and.not.contain('OTHER-99');
    const person = JSON.stringify(timelineOf(file, 'person', wording, 1000));
    expect(person).to.contain('1,234.56').and.contain('OTHER-99');
  });

  it('about an application tells what was asked for, and nothing of any claim', () => {
    const about = { kind: 'application', applicationId: 7 } as const;
    const told = JSON.stringify(timelineOf(twoClaims(), about, wording, 1000));
    expect(told).to.contain('Application for').and.not.contain('Payment of').and.not.contain('Contract with');
  });
});
