import { expect } from 'chai';
import { type HomeFacts, presentCustomerHome } from '../../review-ui/pages/customer-home.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { BARE, FULL, TODAY } from './examples/customer-home.ts';

const wording = wordingFor('en');
const home = (facts: HomeFacts, today = TODAY) => presentCustomerHome(facts, today, wording);
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the first page of a customer', () => {
  it('says what is owed to whom: debt, interest and costs apart, who collects, and the phase in plain words', () => {
    const { sum, owed, over } = home(FULL);
    // Four claims of 700 + 50 + 15 euros.
    expect(plain(sum?.total ?? '')).to.equal('€3,060');
    expect(sum?.text).to.contain('4 claims');
    const commission = owed.find(({ claimId }) => claimId === 11);
    expect(commission?.creditor).to.equal('Telefoni AS');
    expect(commission?.parts.map(({ value }) => plain(value))).to.deep.equal(['€700', '€50', '€15']);
    expect(commission?.notes).to.deep.equal([
      'We look for a way together with you. No court is involved.',
      'You owe it to Telefoni AS. Näidis Inkasso OÜ collects it for them.',
    ]);
    const notesOf = (id: number): string =>
      plain(owed.find(({ claimId }) => claimId === id)?.notes.join(' ') ?? '');
    expect(notesOf(12))
      .to.contain('A court is dealing with the claim. You owe it to Näidis Inkasso OÜ. You have disputed')
      .and.contain('The next part is due on 1 December 2026.');
    expect(notesOf(13)).to.contain('A bailiff is dealing with the claim.');
    expect(notesOf(13)).to.contain('a pause that ends on 19 January 2027');
    expect(notesOf(14)).to.contain('A person answers your proposal by 7 December 2026.');
    expect(over?.rows.map(({ cells }) => cells[2])).to.deep.equal(
      ['nothing to pay', 'paid, 1 June 2026', 'closed, nothing to pay, 1 June 2026'].map((text) =>
        text.replace(/(\d+) (\w+) (\d{4})/, '$1\u00a0$2\u00a0$3'),
      ),
    );
  });

  it('never adds up two currencies', () => {
    const claims = FULL.file.claims.map((claim, at) => ({ ...claim, currency: at === 0 ? 'USD' : 'EUR' }));
    const { sum } = home({ ...FULL, file: { ...FULL.file, claims } });
    expect(plain(sum?.total ?? '')).to.equal('USD 765 + €2,295');
  });

  it('tells what comes next by its day, nearest first, and last what follows of itself', () => {
    const steps = home(FULL).next.map(({ title, note }) => plain(`${title} | ${note ?? ''}`));
    expect(steps.map((step) => step.split(' | ')[0])).to.deep.equal([
      'Now: your data are only kept, not used',
      '1 December 2026: next payment of your plan, €40',
      'By 7 December 2026: a person answers your proposal',
      'By 20 December 2026: our answer to your request',
      'By 22 December 2026: people answer you',
      '19 January 2027: your pause ends',
      'Until 26 May 2027: we take into account that you need time or help',
      'If you do nothing, the next step is: offer of a payment plan.',
    ]);
    expect(steps.at(-1)).to.contain('Claim C-11.');
    const open = FULL.file.restrictions.map((each) => ({ ...each, to: null }));
    expect(
      home({ ...FULL, file: { ...FULL.file, restrictions: open } })
        .next.slice(0, 2)
        .map(({ title }) => title),
    ).to.deep.equal([
      'Now: your data are only kept, not used',
      'Now: we take into account that you need time or help',
    ]);
    expect(home(BARE).next.map(({ title }) => title)).to.deep.equal([
      'Nothing is under way. When something is decided, we write to you.',
    ]);
  });

  it('is silent about a measure that was carried out, agreed away, contested or replaced', () => {
    const silence = (facts: HomeFacts) =>
      home(facts).next.filter(({ title }) => title.startsWith('If you do nothing')).length;
    const [, measured] = FULL.decisions;
    const { decision } = measured ?? {};
    const measure = decision?.outcome.kind === 'measure' ? decision.outcome.measure : '';
    expect(silence(FULL)).to.equal(1);
    const taken = {
      ...{ claimId: 11, on: '2026-11-25', measure, creditorCostCents: 0, debtorCostCents: 0 },
      ...{ source: 'own_measures' as const, obtainedOn: '2026-11-25', validUntil: null },
    };
    expect(silence({ ...FULL, file: { ...FULL.file, measures: [taken] } })).to.equal(0);
    const pause = { kind: 'pause', reason: 'other', to: '2027-01-19' } as const;
    const paused = { claimId: 11, terms: pause, state: 'accepted', dueOn: '2026-12-01' } as const;
    expect(silence({ ...FULL, offers: [paused] })).to.equal(0);
    const review = { reviewId: 43, decisionId: 11, open: true, dueOn: '2026-12-22' };
    expect(silence({ ...FULL, reviews: [review] })).to.equal(0);
    expect(
      silence({ ...FULL, decisions: FULL.decisions.map((each) => ({ ...each, replaced: true })) }),
    ).to.equal(0);
  });

  it('leads to each thing the person can do: at once where there is one claim or decision, to choose where there are more', () => {
    const hrefs = (facts: HomeFacts): readonly string[] => home(facts).choices.map(({ href }) => href);
    const more = ['/my/decisions/12/facts', '/my/decisions/12/correction', '#talk'];
    expect(hrefs(FULL)).to.deep.equal(['#claims', '#claims', '#decisions', ...more]);
    const one: HomeFacts = {
      ...FULL,
      file: { ...FULL.file, claims: FULL.file.claims.slice(0, 1) },
      decisions: FULL.decisions.slice(0, 1),
    };
    expect(hrefs(one)).to.deep.equal([
      '/my/claims/11/plan',
      '/my/claims/11/pause',
      '/my/reviews/42',
      ...more,
    ]);
    expect(hrefs({ ...one, reviews: [] })).to.include('/my/decisions/12/review');
    expect(hrefs(BARE)).to.deep.equal(['/my/rights/new?right=rectification', '#talk']);
    expect(home(BARE).data.map(({ href }) => href)).to.deep.equal(['/my/looks', '/my/data']);
  });

  it('shows every unread letter, of the rights desk too, each decision or review once', () => {
    expect(home(FULL).now.map(({ href }) => href)).to.deep.equal([
      '/my/decisions/11',
      '/my/reviews/42',
      '/my/letters/3',
    ]);
    expect(home(FULL).now.at(-1)?.title).to.equal('Vastus');
    const [letter] = FULL.letters;
    if (letter === undefined) throw new Error('the example has no letter');
    const letters = Array.from({ length: 9 }, (_, id) => ({ ...letter, id, decisionId: null }));
    const many = home({ ...FULL, letters });
    expect(many.now).to.have.length(4);
    expect(many.moreLetters).to.equal('5 more unread letters');
  });

  it('tells with a decision where its review stands', () => {
    const reviews = home(FULL).decisions.map(
      ({ review }) => review && plain(`${review.href} ${review.text}`),
    );
    expect(reviews).to.deep.equal([
      '/my/reviews/42 People are looking at it. We answer by 22 December 2026.',
      null,
      '/my/reviews/41 People have decided. Read what they said.',
    ]);
  });

  it('says how to reach whoever handles the case: their own contacts, or the words of their policy', () => {
    expect(home(FULL).contact.map(({ href }) => href)).to.deep.equal([
      'tel:+3726000001',
      'mailto:info@naidis.example',
      null,
    ]);
    expect(home(FULL).contactText).to.equal(null);
    expect(home({ ...FULL, contact: null }).contactText).to.equal('Helistage tööpäeval.');
    expect(home(FULL).keeper).to.contain('Näidis Inkasso OÜ');
  });
});
