import { expect } from 'chai';
import { caseFiles, compiledPack, decideCase, traceOf } from './decision-cases.ts';

describe('decision cases', () => {
  const files = caseFiles();

  it('are there for every pack, at least twelve where a law stands behind it', () => {
    const counts = new Map(files.map(({ policy, cases }) => [policy, cases.length]));
    for (const policy of [
      'collection-ee',
      'collection-fi',
      'consumer-credit-ee',
      'customer-accounts-ee',
      'retail-credit-ee',
    ])
      expect(counts.get(policy), policy).to.be.at.least(12);
    expect(counts.get('card-accounts')).to.be.at.least(5);
  });

  for (const { file, policy, jurisdiction, cases } of files) {
    describe(file, () => {
      const compiled = compiledPack(policy);
      for (const given of cases)
        it(given.name, () => {
          expect(given.expect, `${file}: no expectation`).not.to.equal(undefined);
          expect(traceOf(decideCase(compiled, given, jurisdiction))).to.deep.equal(given.expect);
        });
    });
  }
});
