import { expect } from 'chai';
import { whyWords } from '../../review-ui/pages/cases.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { Reason } from '../../scoring/explanation/explanation.ts';
import { collectionPack } from '../scoring/explanation/fixtures.ts';

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

  it('says a sentence once, however many rules begin with it', () => {
    const words = said(
      reason({}),
      reason({ characteristic: 'phase', value: 'court' }),
      reason({ code: 'R18', rule: null, characteristic: 'days_past_due', value: 60 }),
    );
    expect(words.match(/Going to court/g)).to.have.length(1);
    expect(words.split('; ')).to.have.length(2);
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
});
