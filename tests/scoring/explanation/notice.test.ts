import { expect } from 'chai';
import { explain } from '../../../scoring/explanation/explain.ts';
import { decisionNotice, noticeText } from '../../../scoring/explanation/notice.ts';
import { reviewDecidedNotice, reviewReceivedNotice } from '../../../scoring/explanation/review-notices.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { measure } from '../../../scoring/policy/measures.ts';
import {
  collectionPack,
  collectionScorecards,
  creditPack,
  creditScorecards,
  decideCollection,
  decideCredit,
} from './fixtures.ts';
import { sentencesIn, wordsIn } from './sentences-of.ts';

const signIn = { code: '7KQ2-M9XW-4TB8H', validUntil: '2027-02-18', address: 'http://localhost:3000' };

function told(decision: Decision): string {
  const [policy, cards] =
    decision.kind === 'credit' ? [creditPack, creditScorecards] : [collectionPack, collectionScorecards];
  const explanation = explain(decision, policy, cards, { responses: null });
  const notice = decisionNotice(decision, explanation, {
    policy: policy.policy,
    controller: 'Näide OÜ',
    decidedOn: '2026-11-20',
    answerBy: '2026-12-21',
    signIn,
  });
  return noticeText(notice).replaceAll('\u00a0', ' ');
}

const LOW_SCORE = {
  payment_defaults_active: 2,
  payment_defaults_sum: 20_000,
  months_in_job: 3,
  debt_service_share: 0.45,
};

describe('the first notice', () => {
  it('of a refusal tells all that the law wants, in English', () => {
    const text = told(decideCredit(LOW_SCORE));
    for (const part of [
      'Your application A-7: not approved',
      'You applied for €3,000. We did not approve it',
      'A computer program decided this on 20 November 2026.',
      'No person has looked at it yet.',
      'You have 2 payment defaults in force. (from the payment default register, 9 March 2026)',
      'Your score was 511 points. The limit is 534 points.',
      'What would have changed it',
      'Payment defaults in force: 0 instead of 2. It takes about 60 days.',
      'We used data from:',
      '– your bank statement',
      'If something is wrong, tell us.',
      'If you ask today, they answer by 21 December 2026.',
      'Asking never makes the outcome worse for you.',
      'Your code is 7KQ2-M9XW-4TB8H.',
      'Free debt advice',
      'Estonian Data Protection Inspectorate',
      'Näide OÜ',
    ]) {
      expect(text).to.include(part);
    }
  });

  it('is in the person’s language', () => {
    const text = told(decideCredit(LOW_SCORE, 'et'));
    for (const part of [
      'Teie taotlus A-7: rahuldamata',
      'Selle otsuse tegi 20. novembril 2026 arvutiprogramm.',
      'Teil on 2 kehtivat maksehäiret. (allikas: maksehäireregister, 9. märts 2026)',
      'Kui esitate palve täna, vastavad nad hiljemalt 21. detsembril 2026.',
      'Tasuta võlanõustamine',
    ]) {
      expect(text).to.include(part);
    }
  });

  it('is in Finnish and in Swedish too, dates and numbers as they are written there', () => {
    const finnish = told(decideCredit(LOW_SCORE, 'fi'));
    expect(finnish).to.include('Hakemuksenne A-7: ei hyväksytty');
    expect(finnish).to.include('he vastaavat viimeistään 21. joulukuuta 2026.');
    const swedish = told(decideCredit(LOW_SCORE, 'sv'));
    expect(swedish).to.include('Er ansökan A-7: inte godkänd');
    expect(swedish).to.include('svarar de senast den 21 december 2026.');
  });

  it('of a measure tells the step, what it costs the person, that it waits for the review, and who let it go', () => {
    const { outcome } = decideCollection();
    const text = told(decideCollection());
    const { toPerson } = measure(outcome.kind === 'measure' ? outcome.measure : '');
    expect(text).to.include(toPerson.en).and.include('This step costs you nothing.');
    expect(text).to.include('Until they answer, this step waits.');
    const decision = decideCollection();
    const confirmed = told({
      ...decision,
      outcome: { kind: 'measure', measure: 'payment_order', release: 'two_people' },
    });
    expect(confirmed)
      .to.include('Two of our staff have let it go ahead.')
      .and.not.include('No person has looked');
  });

  it('of an approval has no debt advice and no reasons against', () => {
    const text = told(decideCredit({}));
    expect(text)
      .to.include('We approved €3,000 over 36 months.')
      .and.include('Everything that we check was in order.');
    expect(text).to.not.include('debt advice');
  });

  it('of a referral says that people decide anyway', () => {
    const text = told(decideCredit({ income_verified_share: null }));
    expect(text)
      .to.include('People decide about it now.')
      .and.not.include('You may ask people to decide anew.');
  });

  it('is made of short sentences, in both languages, for every outcome', () => {
    for (const language of ['et', 'en'] as const) {
      const texts = [
        told(decideCredit(LOW_SCORE, language)),
        told(decideCredit({}, language)),
        told(decideCredit({ obligations_monthly: 66_000 }, language)),
        told(decideCredit({ income_known: 0 }, language)),
        told(decideCollection({}, language)),
        told(decideCollection({ disputed: 1 }, language)),
      ];
      const sentences = texts.flatMap(sentencesIn);
      const words = sentences.map(wordsIn);
      for (const [i, count] of words.entries()) expect(count, sentences[i]).to.be.at.most(25);
      expect(words.reduce((sum, count) => sum + count, 0) / words.length).to.be.at.most(15);
      for (const text of texts) expect(text).to.not.match(/[{}|]|undefined|NaN|null/);
    }
  });
});

describe('the notices of a review', () => {
  const setting = { policy: collectionPack.policy, controller: 'Näide OÜ', signIn };

  it('confirm the request with the day of the answer', () => {
    const dates = { receivedOn: '2026-11-20', dueOn: '2026-12-21', suspended: true, carriedOutOn: null };
    const text = noticeText(reviewReceivedNotice(decideCollection({}, 'et'), dates, setting)).replaceAll(
      '\u00a0',
      ' ',
    );
    expect(text).to.include('Saime teie palve kätte 20. novembril 2026.');
    expect(text).to.include('Inimesed vastavad teile hiljemalt 21. detsembril 2026.');
    expect(text).to.include('Kuni vastuseni vaidlustatud samm ootab.');
  });

  it('tell the verdict with each member’s reasons and the remedies', () => {
    const verdict = {
      changed: false,
      reasons: [
        { text: 'The income is too low.', otherwise: false },
        { text: 'One entry was paid.', otherwise: true },
      ],
      undos: [],
    };
    const text = noticeText(
      reviewDecidedNotice(decideCredit(LOW_SCORE), verdict, { ...setting, policy: creditPack.policy }),
    );
    expect(text).to.include('They kept the outcome as it was.');
    expect(text).to.include(
      '– The income is too low.\n– One member would have decided otherwise: One entry was paid.',
    );
    expect(text).to.include('Consumer Disputes Committee');
  });
});
