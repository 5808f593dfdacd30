import { expect } from 'chai';
import { presentTrack } from '../../review-ui/pages/review-track.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { tracked, trackForm } from './examples/customer.ts';

describe('the track of a request', () => {
  it('tells the person’s words from what staff put beside them; what staff wrote down for the person is the person’s', () => {
    const at = '2026-11-22T10:00:00.000Z';
    const statements = [
      { kind: 'contest', authorKind: 'staff', at, text: 'I paid it.' },
      { kind: 'new_fact', authorKind: 'customer', at, text: 'A new job.' },
      { kind: 'note', authorKind: 'staff', at, text: 'The file is complete.' },
    ];
    const { words, added } = presentTrack({ ...tracked, statements }, trackForm, wordingFor('en'));
    expect(words.map(({ text }) => text)).to.deep.equal(['I paid it.', 'A new job.']);
    expect(added.map(({ text }) => text)).to.deep.equal(['The file is complete.']);
  });
});
