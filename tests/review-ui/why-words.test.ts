import { expect } from 'chai';
import { reasonWords } from '../../review-ui/reasons.ts';
import { whyWords } from '../../review-ui/pages/cases.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { Reason } from '../../scoring/explanation/explanation.ts';
import { declined, explained, reminded } from './examples/customer.ts';
import { collectionPack, creditPack } from '../scoring/explanation/fixtures.ts';

const reason = (part: Partial<Reason>): Reason => ({
  code: 'R26',
  rule: 'some-rule',
  characteristic: null,
  value: null,
  points: 0,
  evidence: null,
  ...part,
});

describe('why, in a few words', () => {
  const said = (...reasons: readonly Reason[]): string =>
    whyWords({ reasons, policy: collectionPack.policy }, 'EUR', wordingFor('en'));

  it('says what a rule says once, with the value it looked at, and a fact by its name', () => {
    const rule = { rule: 'court-hopeless', characteristic: 'balance', value: 4000 };
    const words = said(
      reason(rule),
      reason(rule),
      reason({ code: 'R18', rule: null, characteristic: 'days_past_due', value: 60 }),
    );
    expect(words).to.match(/^A court is not expected to help \(.*: .*40.*\); Days past due: 60.days$/);
  });

  it('speaks about the person, never to the person', () => {
    for (const { reasons } of [explained(reminded), explained(declined)].map((each) => each.explanation)) {
      for (const each of reasons)
        expect(said(each))
          .to.match(/./)
          .and.not.match(/\byou(r|rs)?\b/i);
    }
  });

  it('is at most two reasons, and nothing where there is none', () => {
    expect(said()).to.equal('');
    expect(
      said(
        reason({ code: 'R18', rule: null, characteristic: 'days_past_due', value: 60 }),
        reason({ code: 'R18', rule: null, characteristic: 'last_measure', value: 'call' }),
        reason({}),
      ).split('; '),
    ).to.have.length(2);
  });

  it('tells a debtor no way out that only an applicant has', () => {
    const about = { currency: 'EUR' };
    const outside = reason({ code: 'R21', rule: null, characteristic: 'phase', value: 'court' });
    const way = (policy: typeof collectionPack.policy) =>
      reasonWords(outside, { ...about, policy }, wordingFor('en')).correct;
    expect(way(collectionPack.policy)).to.equal('');
    expect(way(creditPack.policy)).to.equal('Look at our terms, and apply again within them.');
  });
});
