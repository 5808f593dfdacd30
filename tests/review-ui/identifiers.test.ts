import { expect } from 'chai';
import ejs from 'ejs';
import { keepIdentifiersWhole } from '../../review-ui/identifiers.ts';
import { MARKUP } from './examples/example.ts';

const whole = (text: string) => keepIdentifiersWhole(text, ejs.escapeXML);

describe('a number of a claim in a sentence', () => {
  it('is kept whole, wherever it stands and whatever surrounds it', () => {
    expect(whole('Nõue A-0000090-3: hagi')).to.equal('Nõue <span class="whole">A-0000090-3</span>: hagi');
    expect(whole('A-1 & B-2')).to.equal(
      '<span class="whole">A-1</span> &amp; <span class="whole">B-2</span>',
    );
  });

  it('is told from words with a hyphen, and from what would not fit a phone', () => {
    for (const text of ['e-kiri, ID-kaart', 'EE204417', `A-${'1'.repeat(40)}`]) {
      expect(whole(text)).to.equal(text);
    }
  });

  it('brings no markup into the page', () => {
    expect(whole(`A-1${MARKUP}`)).to.equal(`<span class="whole">A-1</span>${ejs.escapeXML(MARKUP)}`);
  });
});
