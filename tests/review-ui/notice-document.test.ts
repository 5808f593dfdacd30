import { expect } from 'chai';
import { sectionsOf } from '../../review-ui/notice-document.ts';

describe('a block of a notice', () => {
  it('keeps each list behind the sentence that announces it', () => {
    const lines = [
      'We used data from:',
      '– you',
      '– the bureau',
      'Your pages show each datum.',
      '– and more',
    ];
    expect(sectionsOf('Your data', lines)).to.deep.equal([
      { title: 'Your data', texts: ['We used data from:'], list: ['you', 'the bureau'] },
      { title: '', texts: ['Your pages show each datum.'], list: ['and more'] },
    ]);
  });

  it('is one section where a list ends it, or stands alone, or there is none', () => {
    expect(sectionsOf(null, ['One.', '– two'])).to.deep.equal([
      { title: '', texts: ['One.'], list: ['two'] },
    ]);
    expect(sectionsOf('Only', ['– one'])).to.deep.equal([{ title: 'Only', texts: [], list: ['one'] }]);
    expect(sectionsOf('Plain', ['One.', 'Two.'])).to.deep.equal([
      { title: 'Plain', texts: ['One.', 'Two.'], list: [] },
    ]);
    expect(sectionsOf('Nothing', [])).to.deep.equal([]);
  });
});
