import { expect } from 'chai';
import { groundsForm, TOPICS } from '../../review-ui/grounds.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { CHARACTERISTICS } from '../../scoring/characteristics/catalogue.ts';
import { NO_GROUNDS } from '../../scoring/review/contest.ts';
import { declined, explained } from './examples/customer.ts';

describe('what a person may say is wrong', () => {
  const wording = wordingFor('en');

  it('stands under a topic, whatever its family, and every family has one topic', () => {
    const topics: readonly string[] = Object.values(TOPICS).flat();
    const families = new Set(CHARACTERISTICS.map(({ family }) => family));
    expect([...topics].sort()).to.deep.equal([...families].sort());
  });

  it('is each datum once, folded away until something in its topic is said to be wrong', () => {
    const form = groundsForm(explained(declined), NO_GROUNDS, wording);
    const ids = form.topics.flatMap(({ data }) => data.map(({ id }) => id));
    expect(ids).to.have.length(form.count).and.to.include('months_in_job');
    expect(new Set(ids).size).to.equal(form.count);
    expect(form.topics.length).to.be.greaterThan(1);
    expect(form.topics.some(({ open }) => open)).to.equal(false);
    const typed = { points: [], wrongData: [{ characteristic: 'months_in_job', right: '14' }] };
    const open = groundsForm(explained(declined), typed, wording).topics.filter((topic) => topic.open);
    expect(open.map(({ name }) => name)).to.deep.equal(['Income, costs and other payments']);
  });
});
