import { processingOf } from '../../scoring/safeguards/purposes.ts';
import { ERASABLE_PARTS } from '../../scoring/safeguards/erasable-parts.ts';
import { expect } from 'chai';
import { wordingFor } from '../../review-ui/wording.ts';
import { decisionNotice, noticeText } from '../../scoring/explanation/notice.ts';
import {
  reviewDecidedNotice,
  reviewExtendedNotice,
  reviewLateNotice,
  reviewReceivedNotice,
} from '../../scoring/explanation/review-notices.ts';
import { explain } from '../../scoring/explanation/explain.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { MEASURES } from '../../scoring/policy/measures.ts';
import { UNDOS } from '../../scoring/review/undo.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import { REFUSALS, type Refusal } from '../../scoring/safeguards/refusals.ts';
import {
  type Answer,
  type LetterSetting,
  requestAnsweredLetter,
  requestExtendedLetter,
  requestReceivedLetter,
  restrictionLiftedLetter,
} from '../../scoring/safeguards/rights-letters.ts';
import { RIGHTS } from '../../scoring/safeguards/rights.ts';
import {
  collectionPack,
  collectionScorecards,
  creditPack,
  creditScorecards,
  decideCollection,
  decideCredit,
} from '../scoring/explanation/fixtures.ts';
import { readExamples, rendered } from './examples.ts';
import { GLOSSARY } from './glossary.ts';
import { type Block, blocksOf, readWords, sentencesOf } from './prose.ts';

const LANGUAGES = ['et', 'en', 'fi', 'sv'] as const;
const WORDS_AT_MOST = 25;
const WORDS_ON_AVERAGE = 15;

/** A page, notice or letter as somebody reads it. */
interface Paper {
  readonly name: string;
  readonly blocks: readonly Block[];
}

const examples = (await readExamples()).filter(({ voice }) => voice !== 'staff');

describe('plain words', () => {
  it('counts a name, an amount and a citation as one word each, and leaves out what is no sentence', () => {
    expect(
      readWords('Write to Mari Maasikas Tartu (GDPR art. 6(1)(b), (f)) about €\u00a01\u00a0234.'),
    ).to.equal(6);
    const blocks = blocksOf(
      '<body><h2>What we <b>do</b></h2><p>We wait. You need <a href="/x">not</a> pay.</p>',
    );
    expect(blocks.map(({ text }) => text)).to.deep.equal(['What we do', 'We wait. You need not pay.']);
    expect(sentencesOf(blocks)).to.deep.equal(['We wait.', 'You need not pay.']);
  });

  it('finds a term without its meaning, and lets it stand beside its meaning', () => {
    const said = (text: string): readonly string[] =>
      unexplained({ name: 'x', blocks: [{ tag: 'p', text }] }, 'en');
    expect(said('Your score was 5.')).to.have.length(1);
    expect(said('Your score was 5. Each fact gave or took points.')).to.deep.equal([]);
    expect(said('The scorecard says no.')).to.have.length(1);
  });

  for (const language of LANGUAGES) {
    describe(`on what a customer reads (${language})`, () => {
      const papers = [...pagesIn(language), ...noticesIn(language), ...lettersIn(language)];

      it('no sentence has more than 25 words, and no paper more than 15 on average', () => {
        expect(papers.length).to.be.greaterThan(60);
        for (const { name, blocks } of papers) {
          const sentences = sentencesOf(blocks);
          const words = sentences.map(readWords);
          for (const [at, count] of words.entries())
            expect(count, `${name}: ${sentences[at]}`).to.be.at.most(WORDS_AT_MOST);
          if (words.length === 0) continue;
          const average = words.reduce((sum, count) => sum + count, 0) / words.length;
          expect(average, name).to.be.at.most(WORDS_ON_AVERAGE);
        }
      });

      it('no term of the trade stands without its plain meaning', () => {
        const faults = papers.flatMap((paper) => unexplained(paper, language));
        expect([...new Set(faults)], [...new Set(faults)].join('\n')).to.deep.equal([]);
      });
    });
  }
});

function unexplained({ name, blocks }: Paper, language: Language): readonly string[] {
  return GLOSSARY[language].flatMap(({ term, meaning, beside }) =>
    blocks
      .filter(({ text }) => term.test(text))
      .filter(
        ({ text }) =>
          meaning === null ||
          !(beside === 'block' ? meaning.test(text) : blocks.some((block) => meaning.test(block.text))),
      )
      .map(({ text }) => `${name}: "${term.exec(text)?.[0]}" in "${text.slice(0, 120)}"`),
  );
}

function pagesIn(language: Language): readonly Paper[] {
  const wording = wordingFor(language);
  return examples.map(({ page, kind, render }) => ({
    name: `${page} (${kind})`,
    // The page of letters shows a notice that is measured as itself; the name of the product is a name.
    blocks: blocksOf(render((view, context) => rendered(view, context, language), wording)),
  }));
}

function noticesIn(language: Language): readonly Paper[] {
  const setting = {
    controller: 'Näide OÜ',
    decidedOn: '2026-11-20',
    answerBy: '2026-12-21',
    signIn: { code: '7KQ2-M9XW-4TB8H', validUntil: '2027-02-18', address: 'http://localhost:3000' },
  } as const;
  const low = { payment_defaults_active: 2, months_in_job: 3, debt_service_share: 0.45 };
  const credit = [decideCredit(low, language), decideCredit({}, language)];
  const collection = decideCollection();
  const spoken: Decision = { ...collection, inputs: { ...collection.inputs, language } };
  const told = [...credit, spoken].map((decision) => {
    const [pack, cards] =
      decision.kind === 'credit' ? [creditPack, creditScorecards] : [collectionPack, collectionScorecards];
    return decisionNotice(decision, explain(decision, pack, cards, { responses: null }), {
      ...setting,
      policy: pack.policy,
    });
  });
  const about = { ...setting, policy: collectionPack.policy };
  const carriedOut = MEASURES.map(({ id }) => ({
    ...spoken,
    outcome: { kind: 'measure', measure: id, release: 'one_person' } as const,
  }));
  const dueOn = '2026-12-21';
  const said = { text: 'X.', otherwise: false };
  const reviews = [
    ...carriedOut.map((decision) =>
      reviewReceivedNotice(
        decision,
        { receivedOn: '2026-11-20', dueOn, suspended: true, carriedOutOn: '2026-11-10' },
        about,
      ),
    ),
    reviewReceivedNotice(
      spoken,
      { receivedOn: '2026-11-20', dueOn, suspended: true, carriedOutOn: null },
      about,
    ),
    reviewExtendedNotice(spoken, { dueOn, reason: 'X.' }, about),
    reviewLateNotice(spoken, { dueOn }, about),
    ...[true, false].map((changed) =>
      reviewDecidedNotice(
        spoken,
        {
          changed,
          reasons: [said, { ...said, otherwise: true }],
          undos: UNDOS.map((what) => ({ what, amountCents: 500 })),
        },
        about,
      ),
    ),
    reviewDecidedNotice(spoken, { changed: false, reasons: [said], undos: [] }, about),
  ];
  return [...told, ...reviews].map((notice) => paperOf(noticeText(notice)));
}

function lettersIn(language: Language): readonly Paper[] {
  const setting: LetterSetting = {
    language,
    country: 'EE',
    controller: 'Näide OÜ',
    contact: null,
    signIn: null,
    processing: processingOf(null),
  };
  const answer: Answer = {
    right: 'access',
    outcome: 'granted',
    refusal: null,
    reason: '',
    kept: [{ refusal: 'legal_obligation', until: '2033-12-31' }],
    parts: ERASABLE_PARTS,
    recipients: [{ kind: 'creditor', name: 'Laen AS' }],
    consent: 'marketing',
    reopened: true,
    liftedOn: '2026-06-01',
  };
  const refusals = Object.keys(REFUSALS) as readonly Refusal[];
  const dueOn = '2026-04-01';
  const letters = [
    ...RIGHTS.flatMap((right) => [
      requestAnsweredLetter({ ...answer, right }, setting),
      requestReceivedLetter(
        { right, receivedOn: '2026-03-02', dueOn, identified: false, meanwhile: 'restricted' },
        setting,
      ),
      requestExtendedLetter({ right, dueOn, reason: 'X.' }, setting),
    ]),
    requestAnsweredLetter({ ...answer, right: 'erasure', outcome: 'partly' }, setting),
    ...refusals.map((refusal) =>
      requestAnsweredLetter(
        { ...answer, right: 'erasure', outcome: 'refused', refusal, reason: 'X.' },
        setting,
      ),
    ),
    restrictionLiftedLetter(dueOn, setting),
  ];
  return letters.map((letter) => paperOf(noticeText(letter)));
}

/** A notice is read line by line; the first names it. */
function paperOf(text: string): Paper {
  const lines = text.split('\n').filter((line) => /\p{L}/u.test(line));
  return { name: lines[0] ?? '', blocks: lines.map((line) => ({ tag: 'p', text: line })) };
}
