import { expect } from 'chai';
import { noticeText } from '../../../scoring/explanation/notice.ts';
import { INTEREST_ANALYSES } from '../../../scoring/safeguards/interest-analysis.ts';
import { processingOf, purposesOn } from '../../../scoring/safeguards/purposes.ts';
import { REFUSALS, refusalsOf } from '../../../scoring/safeguards/refusals.ts';
import {
  type Answer,
  type LetterSetting,
  requestAnsweredLetter,
  requestExtendedLetter,
  requestReceivedLetter,
  restrictionLiftedLetter,
  rightsTexts,
} from '../../../scoring/safeguards/rights-letters.ts';
import { RIGHTS } from '../../../scoring/safeguards/rights.ts';
import { AUTHORITIES } from '../../../scoring/safeguards/authorities.ts';

const LANGUAGES = ['et', 'en', 'fi', 'sv'] as const;

function setting(language: LetterSetting['language']): LetterSetting {
  return {
    language,
    country: 'EE',
    controller: 'Näide OÜ',
    contact: null,
    signIn: null,
    processing: processingOf(null),
  };
}

const GRANTED: Answer = {
  right: 'access',
  outcome: 'granted',
  refusal: null,
  reason: '',
  kept: [],
  parts: [],
  recipients: [{ kind: 'creditor', name: 'Laen AS' }],
  consent: null,
  reopened: false,
  liftedOn: null,
};

describe('letters about rights', () => {
  it('say in the subject which right it is, by when we answer, and that asking never counts against anybody', () => {
    const letter = noticeText(
      requestReceivedLetter(
        {
          right: 'objection',
          receivedOn: '2026-03-02',
          dueOn: '2026-04-01',
          identified: true,
          meanwhile: 'objection',
        },
        setting('en'),
      ),
    );
    expect(letter).to.match(/^We have your request: Object to how my data are used/);
    expect(letter)
      .to.match(/by 1\sApril\s2026 at the latest/)
      .and.include('no pressing steps');
    expect(letter).to.include('Using a right never counts against you.');
  });

  it('to somebody unknown say nothing of what we hold', () => {
    const letter = noticeText(
      requestReceivedLetter(
        {
          right: 'access',
          receivedOn: '2026-03-02',
          dueOn: '2026-04-01',
          identified: false,
          meanwhile: null,
        },
        setting('en'),
      ),
    );
    expect(letter).to.include('make sure that it is you');
    expect(letter).not.to.include('keep your data');
  });

  for (const language of LANGUAGES) {
    it(`of a refusal give the reason in words, the article, what whoever decided wrote, and where to complain, but no code (${language})`, () => {
      for (const right of RIGHTS) {
        for (const refusal of refusalsOf(right)) {
          const text = noticeText(
            requestAnsweredLetter(
              { ...GRANTED, right, outcome: 'refused', refusal, reason: 'Sest nii.' },
              setting(language),
            ),
          );
          expect(text).to.include(rightsTexts(language).refusal[refusal]).and.include('Sest nii.');
          expect(text).to.include(REFUSALS[refusal].citation).and.not.include(`(${refusal})`);
          if (right !== 'complaint_information') expect(text).to.include(AUTHORITIES.EE.name[language]);
          expect(text).not.to.include('undefined');
        }
      }
    });

    it(`name the recipients, the analysis or the authority where that was asked for (${language})`, () => {
      const of = (right: Answer['right']): string =>
        noticeText(requestAnsweredLetter({ ...GRANTED, right }, setting(language)));
      expect(of('recipients')).to.include('Laen AS');
      expect(of('complaint_information')).to.include(AUTHORITIES.EE.email);
      for (const { texts } of Object.values(INTEREST_ANALYSES)) {
        expect(of('interest_analysis')).to.include(texts[language].balance);
      }
      expect(of('access')).not.to.include('Laen AS');
    });

    it(`name the authority of the person’s country, with a contact of a known day and source (${language})`, () => {
      for (const country of ['EE', 'FI'] as const) {
        const { name, email, asOf, source } = AUTHORITIES[country];
        const answer: Answer = { ...GRANTED, right: 'complaint_information' };
        const text = noticeText(requestAnsweredLetter(answer, { ...setting(language), country }));
        expect(text).to.include(name[language]).and.include(email);
        expect([asOf, source].join(' ')).to.match(/^\d{4}-\d{2}-\d{2} https:/);
      }
    });

    it(`have short sentences: at most 25 words, 15 on average (${language})`, () => {
      const texts = [
        ...textsOf(rightsTexts(language)),
        ...Object.values(INTEREST_ANALYSES).flatMap((each) => textsOf(each.texts[language])),
        noticeText(
          requestExtendedLetter({ right: 'access', dueOn: '2026-06-01', reason: 'x' }, setting(language)),
        ),
        noticeText(restrictionLiftedLetter('2026-06-01', setting(language))),
      ];
      const lengths = texts
        .flatMap((text) => text.split(/(?<=[.?!:])\s+|\n/))
        .filter((each) => each.trim() !== '')
        .map((each) => ({ each, words: each.trim().split(/\s+/).length }));
      for (const { each, words } of lengths) expect(words, each).to.be.at.most(25);
      expect(lengths.reduce((sum, { words }) => sum + words, 0) / lengths.length).to.be.at.most(15);
    });
  }

  it('keep to what stays, why and until when', () => {
    const text = noticeText(
      requestAnsweredLetter(
        {
          ...GRANTED,
          right: 'erasure',
          outcome: 'partly',
          refusal: 'legal_obligation',
          reason: 'Bookkeeping.',
          kept: [{ refusal: 'legal_obligation', until: '2033-12-31' }],
          parts: ['contacts'],
        },
        setting('en'),
      ),
    );
    expect(text).to.include('What stays, and why:').and.include('17(3)(b)');
    expect(text).to.match(/31\sDecember\s2033/);
    expect(text)
      .to.include('We erased these data:\n– Log of calls and messages')
      .and.not.include('the last thing we send');
  });
});

describe('the analyses of our interests', () => {
  it('are there for each purpose that rests on an interest, and for no other', () => {
    expect(Object.keys(INTEREST_ANALYSES).sort()).to.deep.equal(
      [...purposesOn('legitimate_interest')].sort(),
    );
  });
});

function textsOf(texts: object): string[] {
  return Object.values(texts as Record<string, string | object>).flatMap((each) =>
    typeof each === 'string' ? [each.replace(/\{\w+\}/g, 'x')] : textsOf(each),
  );
}
