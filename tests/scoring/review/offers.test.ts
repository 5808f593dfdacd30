import { expect } from 'chai';
import fc from 'fast-check';
import { addDays } from '../../../scoring/portfolio/dates.ts';
import {
  type Asked,
  judgeOffer,
  nextDueOn,
  lastDueOn,
  type OfferSituation,
  type OfferTerms,
  offerTermsOn,
  PAUSE_REASONS,
  PEOPLE_DECIDE,
} from '../../../scoring/review/offers.ts';

const TODAY = '2026-03-02';
const noHoliday = () => false;
const owes: OfferSituation = {
  balance: { totalCents: 48_000, phase: 'amicable', disputed: false, closed: null },
  planRuns: false,
  offerOpen: false,
  pausesOn: [],
};
const terms: OfferTerms = {
  from: '2024-01-01',
  instalmentAtLeastCents: 500,
  acceptedInstalments: 12,
  acceptedLeastShare: 0,
  acceptedFirstWithinDays: 31,
  firstWithinDays: 92,
  pauseDays: 60,
  acceptedPausesAYear: 1,
  answerDays: 10,
  basis: 'a choice',
};
const plan = (instalmentCents: number, firstDueOn = '2026-03-20'): Asked => ({
  kind: 'plan',
  instalmentCents,
  firstDueOn,
});
const judge = (asked: Asked, situation: Partial<OfferSituation> = {}, more: Partial<OfferTerms> = {}) =>
  judgeOffer(asked, { ...owes, ...situation }, TODAY, noHoliday, { ...terms, ...more });

describe('an offer of a person in debt', () => {
  it('is accepted at once when the plan pays the claim off in twelve months', () => {
    const judged = judge(plan(4_000));
    expect(judged).to.deep.equal({
      kind: 'accepted',
      terms: { kind: 'plan', instalmentCents: 4_000, instalments: 12, firstDueOn: '2026-03-20' },
    });
    if (judged.kind === 'accepted' && judged.terms.kind === 'plan') {
      expect(lastDueOn(judged.terms)).to.equal('2027-02-20');
    }
  });

  it('goes to a person when it takes longer, with an answer day that is a working day', () => {
    // Ten days after Monday 2 March 2026 is Thursday the 12th.
    expect(judge(plan(3_999))).to.deep.include({ kind: 'asked', dueOn: '2026-03-12' });
    const holiday = judgeOffer(plan(3_999), owes, TODAY, (date) => date === '2026-03-12', terms);
    expect(holiday).to.deep.include({ kind: 'asked', dueOn: '2026-03-13' });
  });

  it('goes to a person before a court, when disputed, with a plan, or when it begins late', () => {
    const { balance } = owes;
    for (const situation of [
      { balance: { ...balance, phase: 'court' as const } },
      { balance: { ...balance, disputed: true } },
      { planRuns: true },
    ]) {
      expect(judge(plan(4_000), situation).kind).to.equal('asked');
    }
    expect(judge(plan(4_000, '2026-04-20')).kind).to.equal('asked');
  });

  it('that cannot be is answered with each reason', () => {
    const because = (asked: Asked, situation: Partial<OfferSituation> = {}) => {
      const judged = judge(asked, situation);
      return judged.kind === 'refused' ? judged.because : [];
    };
    expect(because(plan(48_001))).to.deep.equal(['more_than_owed']);
    expect(because(plan(0))).to.deep.equal(['no_amount']);
    expect(because(plan(499))).to.deep.equal(['too_small']);
    expect(because(plan(499), { balance: { ...owes.balance, totalCents: 499 } })).to.deep.equal([]);
    expect(because(plan(48_001, '2026-03-01'))).to.deep.equal(['more_than_owed', 'first_passed']);
    expect(because(plan(4_000, '2026-07-01'))).to.deep.equal(['first_too_late']);
    expect(because(plan(4_000), { offerOpen: true })).to.deep.equal(['offer_open']);
    expect(because(plan(4_000), { balance: { ...owes.balance, totalCents: 0 } })).to.deep.equal([
      'nothing_owed',
    ]);
  });

  it('for debt counselling is a pause at once, once in twelve months; other reasons go to a person', () => {
    const to = addDays(TODAY, 60);
    expect(judge({ kind: 'pause', reason: 'debt_counselling' })).to.deep.equal({
      kind: 'accepted',
      terms: { kind: 'pause', reason: 'debt_counselling', to },
    });
    const again = (pausesOn: readonly string[], acceptedPausesAYear = 1) =>
      judge({ kind: 'pause', reason: 'debt_counselling' }, { pausesOn }, { acceptedPausesAYear }).kind;
    expect(again(['2025-03-03'])).to.equal('asked');
    expect(again(['2025-03-02'])).to.equal('accepted');
    expect(again(['2025-03-03', '2025-09-01'], 3)).to.equal('accepted');
    expect(again(['2025-03-03', '2025-09-01'], 2)).to.equal('asked');
    expect(judge({ kind: 'pause', reason: 'money_trouble' }).kind).to.equal('asked');
  });

  it('for debt counselling is a pause at once while another offer waits, and nothing else is taken then', () => {
    const waits = { offerOpen: true };
    const counselling: Asked = { kind: 'pause', reason: 'debt_counselling' };
    expect(judge(counselling, waits).kind).to.equal('accepted');
    expect(judge(counselling, { ...waits, pausesOn: ['2026-01-05'] })).to.deep.include({
      because: ['offer_open'],
    });
    expect(judge({ kind: 'pause', reason: 'other' }, waits)).to.deep.include({ because: ['offer_open'] });
  });

  it('of small instalments goes to a person where the terms want a share of the debt each month', () => {
    expect(judge(plan(4_000), {}, { acceptedLeastShare: 0.1 }).kind).to.equal('asked');
    expect(judge(plan(4_800), {}, { acceptedLeastShare: 0.1 }).kind).to.equal('accepted');
  });

  it('follows the terms of its day, and goes to a person where the controller has dated none', () => {
    const later = { ...terms, from: '2026-03-01', acceptedInstalments: 24 };
    expect(offerTermsOn('2026-02-28', [terms, later])).to.equal(terms);
    expect(offerTermsOn('2026-03-01', [terms, later])).to.equal(later);
    expect(offerTermsOn('2023-12-31', [terms, later])).to.equal(PEOPLE_DECIDE);
    for (const asked of [plan(48_000), { kind: 'pause', reason: 'debt_counselling' } as const]) {
      expect(judgeOffer(asked, owes, TODAY, noHoliday, offerTermsOn(TODAY, [])).kind).to.equal('asked');
    }
  });

  it('property: an accepted plan pays the whole claim, its last instalment being no more than the others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.integer({ min: -100, max: 6_000_000 }),
        fc.integer({ min: -10, max: 200 }),
        fc.option(fc.constantFrom(...PAUSE_REASONS)),
        (totalCents, instalmentCents, days, reason) => {
          const asked: Asked =
            reason === null ? plan(instalmentCents, addDays(TODAY, days)) : { kind: 'pause', reason };
          const judged = judge(asked, { balance: { ...owes.balance, totalCents } });
          if (judged.kind === 'refused') {
            expect(judged.because).not.to.deep.equal([]);
            return;
          }
          if (judged.terms.kind === 'pause') {
            expect(judged.terms.to > TODAY).to.equal(true);
            return;
          }
          const { instalments } = judged.terms;
          expect(instalments * instalmentCents).to.be.at.least(totalCents);
          expect((instalments - 1) * instalmentCents).to.be.below(totalCents);
          if (judged.kind === 'accepted') {
            expect(instalments).to.be.at.most(terms.acceptedInstalments);
          }
        },
      ),
    );
  });

  it('the next instalment is that of today or the first after it, short months too, and none after the last', () => {
    const agreed = { firstDueOn: '2026-01-31', instalments: 3 };
    expect(nextDueOn(agreed, '2026-01-01')).to.equal('2026-01-31');
    expect(nextDueOn(agreed, '2026-02-01')).to.equal('2026-02-28');
    expect(nextDueOn(agreed, '2026-02-28')).to.equal('2026-02-28');
    expect(nextDueOn(agreed, '2026-03-01')).to.equal('2026-03-31');
    expect(nextDueOn(agreed, '2026-04-01')).to.equal(null);
  });
});
