import { expect } from 'chai';
import fc from 'fast-check';
import { CHARACTERISTICS } from '../../../scoring/characteristics/catalogue.ts';
import type { Reason } from '../../../scoring/explanation/explanation.ts';
import {
  dateText,
  moneyText,
  numberText,
  onDateText,
  percentText,
  valueText,
} from '../../../scoring/explanation/format.ts';
import { REASON_CODE_IDS, REASON_CODES, reasonCode } from '../../../scoring/explanation/reason-codes.ts';
import {
  categoryText,
  evidenceText,
  factSentence,
  howToCorrect,
  reasonTitle,
  render,
  sentence,
} from '../../../scoring/explanation/sentences.ts';
import { EN } from '../../../scoring/explanation/texts/en.ts';
import { ET } from '../../../scoring/explanation/texts/et.ts';
import { NOTICE_EN } from '../../../scoring/explanation/texts/notice-en.ts';
import { FI } from '../../../scoring/explanation/texts/fi.ts';
import { NOTICE_ET } from '../../../scoring/explanation/texts/notice-et.ts';
import { NOTICE_FI } from '../../../scoring/explanation/texts/notice-fi.ts';
import { NOTICE_SV } from '../../../scoring/explanation/texts/notice-sv.ts';
import { SV } from '../../../scoring/explanation/texts/sv.ts';
import { RECORD_FILES, type RecordType } from '../../../data/files/columns.ts';
import { MEASURES } from '../../../scoring/policy/measures.ts';
import { SOURCES } from '../../../scoring/portfolio/records.ts';
import { collectionPack, creditPack, pack } from './fixtures.ts';
import { characteristicNamed, factValue } from '../../../review-ui/facts.ts';
import { wordingFor } from '../../../review-ui/wording.ts';
import { sentencesIn, wordsIn } from './sentences-of.ts';

/** The codes that an import takes for a column. */
function codesOf(type: RecordType, column: string): readonly string[] {
  return RECORD_FILES[type].columns.find(({ name }) => name === column)?.codes ?? [];
}

const reason = (part: Partial<Reason>): Reason => ({
  code: 'R18',
  rule: null,
  characteristic: null,
  value: null,
  points: -10,
  evidence: null,
  ...part,
});

describe('the reason codes', () => {
  it('are R01 to R28, each with a title, a sentence and how to correct it, in four languages', () => {
    expect(REASON_CODE_IDS).to.have.length(28);
    for (const { id } of REASON_CODES) {
      for (const texts of [ET, EN, FI, SV]) {
        const { title, sentence: said, correct } = texts.codes[id];
        expect(title, id).to.have.length.above(3);
        expect(said, id).to.match(/^\p{Lu}.*\.$/u);
        expect(correct, id).to.match(/^\p{Lu}.*\.$/u);
      }
    }
  });

  it('cover every code that a characteristic or a policy names', () => {
    for (const { id, reason: code } of CHARACTERISTICS) expect(() => reasonCode(code), id).to.not.throw();
    for (const { policy } of [collectionPack, creditPack, pack('collection-fi'), pack('card-accounts')]) {
      for (const rule of policy.rules) expect(() => reasonCode(rule.reason), rule.id).to.not.throw();
    }
    expect(() => reasonCode('R99')).to.throw('"R99" is no reason code (want R01 to R28)');
  });
});

describe('the values of categories', () => {
  const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));
  const ACCOUNT_USES = ['late', 'revolving', 'paid', 'unused'];
  /** A rating is said as it is. */
  const RATINGS = ['bureau_rating'];
  const VALUES: Readonly<Record<string, readonly string[]>> = {
    product: codesOf('claims', 'product'),
    credit_product: codesOf('applications', 'product'),
    ownership: codesOf('claims', 'ownership'),
    phase: ['amicable', 'court', 'enforcement', 'insolvency'],
    income_kind: ['salary', 'pension', 'benefit', 'business', 'other'],
    last_measure: MEASURES.map(({ id }) => id),
    month_of_year: MONTHS,
  };

  it('have words in Estonian and English, whichever category of the catalogue it is', () => {
    for (const { id, unit } of CHARACTERISTICS) {
      if (unit !== 'category' || RATINGS.includes(id)) continue;
      const values = id.startsWith('account_use_') ? ACCOUNT_USES : VALUES[id];
      expect(values, `the values of "${id}"`).to.be.an('array').that.is.not.empty;
      for (const value of values ?? []) {
        for (const language of ['et', 'en'] as const) {
          const words = categoryText(id, value, language);
          expect(words, `${id} ${value} ${language}`).to.match(/^\p{L}/u);
          expect(words, `${id} ${value} ${language}`).to.not.include('_');
        }
      }
    }
  });

  it("stay as they are in a table of one's own, where the same code may mean another thing", () => {
    expect(categoryText('channel', 'call', 'et')).to.equal(null);
    expect(render(factSentence('channel', 'call', 'et', 'EUR'), 'et')).to.equal('Channel: call.');
  });

  it('are said by name on the pages too', () => {
    const said = (id: string, value: string, language: 'et' | 'en' | 'fi') =>
      factValue(value, { id, unit: 'category' }, 'EUR', wordingFor(language));
    expect(said('last_measure', 'demand_letter', 'en')).to.equal('letter of demand');
    expect(said('account_use_0', 'revolving', 'et')).to.equal('osaliselt tasutud');
    expect(said('month_of_year', '05', 'et')).to.equal('mai');
    expect(said('month_of_year', '10', 'fi')).to.equal('lokakuu');
    expect(said('bureau_rating', 'C', 'et')).to.equal('C');
  });
});

describe('the sentences of facts', () => {
  it('are the same facts in both languages, and only of characteristics that exist', () => {
    const ids = new Set(CHARACTERISTICS.map(({ id }) => id));
    expect(Object.keys(ET.facts).sort()).to.deep.equal(Object.keys(EN.facts).sort());
    for (const id of Object.keys(EN.facts)) {
      expect(ids.has(id), id).to.equal(true);
      expect(Object.keys(ET.facts[id] ?? {}).sort(), id).to.deep.equal(
        Object.keys(EN.facts[id] ?? {}).sort(),
      );
    }
  });

  it('carry the person’s own value, in words of the language', () => {
    const said = (language: 'et' | 'en', id: string, value: number | null): string =>
      render(factSentence(id, value, language, 'EUR'), language).replaceAll('\u00a0', ' ');
    expect(said('en', 'payments_90d', 1)).to.equal('You made 1 payment in the last 90 days.');
    expect(said('en', 'payments_90d', 3)).to.equal('You made 3 payments in the last 90 days.');
    expect(said('en', 'payments_90d', 0)).to.equal('You made no payments in the last 90 days.');
    expect(said('et', 'payments_90d', 1)).to.equal('Viimase 90 päeva jooksul tegite 1 makse.');
    expect(said('et', 'payments_90d', 3)).to.equal('Viimase 90 päeva jooksul tegite 3 makset.');
    expect(said('en', 'balance', 123_450)).to.equal('You owe €1,234.50.');
    expect(said('et', 'balance', 123_450)).to.equal('Teie võlg on € 1 234,50.');
    expect(said('et', 'debt_service_share', 0.44)).to.equal('Teie kohustused võtavad sissetulekust 44 %.');
    expect(said('en', 'months_in_job', null)).to.equal('We do not know how long you have been in your job.');
    expect(said('en', 'free_cash', -5_000)).to.equal('Money left over each month: −€50.');
  });

  it('leave no placeholder behind, whatever the value, in every language', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.integer({ min: -5, max: 100_000 }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.constant('A'),
    );
    const any = fc.constantFrom(...CHARACTERISTICS.map(({ id }) => id), 'column_of_ones_own');
    const language = fc.constantFrom('et' as const, 'en' as const, 'fi' as const, 'sv' as const);
    fc.assert(
      fc.property(any, value, language, (id, v, l) => {
        const text = render(factSentence(id, v, l, 'EUR'), l);
        expect(text)
          .to.match(/^[\p{Lu}\d−€].*\.$/u)
          .and.not.match(/[{}|#]|undefined|NaN/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a reason in words', () => {
  it('is the fact for a score, the rule and the figure for a rule, the rule alone for a state', () => {
    expect(sentence('en', reason({ characteristic: 'days_past_due', value: 12 }))).to.equal(
      'The claim is 12\u00a0days past due.',
    );
    const rule = { rule: 'r', points: 0 };
    expect(
      sentence('en', reason({ ...rule, code: 'R03', characteristic: 'payment_defaults_sum', value: 41_200 })),
    ).to.equal('You have an open payment default. Your payment defaults in force come to €412.');
    expect(sentence('en', reason({ ...rule, code: 'R23', characteristic: 'disputed', value: 1 }))).to.equal(
      EN.codes.R23.sentence,
    );
    expect(sentence('en', reason({ ...rule, code: 'R25' }))).to.equal(EN.codes.R25.sentence);
  });

  it('of a column of one’s own is its name and value', () => {
    const own = reason({ code: 'R00', characteristic: 'limit_bal', value: 20_000 });
    expect(sentence('en', own)).to.equal('Limit bal: 20,000.');
    expect(sentence('en', own, 'TWD', () => 'Credit limit')).to.equal('Credit limit: 20,000.');
    expect(howToCorrect('en', own)).to.equal(null);
    expect(reasonTitle('en', own)).to.equal('limit bal');
  });

  it('is told in Finnish and Swedish by the name of the fact and the person’s own value', () => {
    const due = reason({ characteristic: 'balance', value: 100_00 });
    expect(sentence('fi', due).replaceAll('\u00a0', ' ')).to.equal('Velan määrä: € 100.');
    expect(sentence('sv', due).replaceAll('\u00a0', ' ')).to.equal('Skuldens storlek: € 100.');
    for (const { id, name } of CHARACTERISTICS) {
      expect(name.fi, id).to.match(/^\p{Lu}/u);
      expect(name.sv, id).to.match(/^\p{Lu}/u);
    }
  });

  it('says where the datum is from and when', () => {
    const evidence = { source: 'default_register', obtainedOn: '2026-03-09', validUntil: null } as const;
    expect(evidenceText('en', evidence).replaceAll('\u00a0', ' ')).to.equal(
      'from the payment default register, 9 March 2026',
    );
    expect(evidenceText('et', evidence).replaceAll('\u00a0', ' ')).to.equal(
      'allikas: maksehäireregister, 9. märts 2026',
    );
    for (const source of SOURCES)
      for (const texts of [ET, EN, FI, SV]) expect(texts.sources[source], source).to.be.a('string');
  });
});

describe('numbers, money and dates', () => {
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

  it('are written as each language writes them', () => {
    expect(moneyText(123_450, 'EUR', 'en')).to.equal('€1,234.50');
    for (const language of ['et', 'fi', 'sv'] as const)
      expect(plain(moneyText(123_450, 'EUR', language))).to.equal('€ 1 234,50');
    expect(plain(moneyText(-300_000, 'TWD', 'en'))).to.equal('−TWD 3,000');
    expect(plain(percentText(0.445, 1, 'et'))).to.equal('44,5 %');
    expect(percentText(0.44, 0, 'en')).to.equal('44%');
    expect(plain(valueText(1, 'days', 'EUR', 'et'))).to.equal('1 päev');
    expect(plain(valueText(2.5, 'months', 'EUR', 'en'))).to.equal('2.5 months');
    expect(valueText(1, 'flag', 'EUR', 'et')).to.equal('jah');
    expect(valueText(null, 'cents', 'EUR', 'sv')).to.equal('inte känt');
    expect(plain(dateText('2026-11-18', 'et'))).to.equal('18. november 2026');
    expect(plain(dateText('2026-11-18', 'sv'))).to.equal('18 november 2026');
    expect(plain(onDateText('2026-06-05', 'et'))).to.equal('5. juunil 2026');
    expect(plain(onDateText('2026-03-05', 'et'))).to.equal('5. märtsil 2026');
    expect(plain(onDateText('2026-11-20', 'et'))).to.equal('20. novembril 2026');
    expect(plain(onDateText('2026-03-05', 'en'))).to.equal('5 March 2026');
  });

  it('have no minus sign before zero', () => {
    expect(numberText(-0.001, 2, 'en')).to.equal('0.00');
    expect(numberText(-12.5, 1, 'et')).to.equal('−12,5');
  });
});

describe('the values that rules look at', () => {
  it('have a name in each language, whatever the rule of a pack reads', () => {
    for (const { policy, rules } of [
      collectionPack,
      creditPack,
      pack('collection-fi'),
      pack('retail-credit-ee'),
    ]) {
      for (const name of new Set(rules.flatMap(({ names }) => names))) {
        for (const language of ['et', 'en', 'fi', 'sv'] as const) {
          expect(characteristicNamed(name, { policy }, wordingFor(language)).name, name).to.not.match(
            /[a-z]\.[a-z]|_/,
          );
        }
      }
    }
  });
});

describe('our words to people', () => {
  it('are short: on average at most 15 words a sentence, none above 25', () => {
    for (const texts of [ET, EN, FI, SV, NOTICE_ET, NOTICE_EN, NOTICE_FI, NOTICE_SV]) {
      const sentences = textsOf(texts).flatMap(sentencesIn);
      const words = sentences.map(wordsIn);
      for (const [i, count] of words.entries()) expect(count, sentences[i]).to.be.at.most(25);
      expect(words.reduce((sum, count) => sum + count, 0) / words.length).to.be.at.most(15);
    }
  });

  it('blame nobody and threaten nothing', () => {
    const forbidden =
      /unfortunately|kahjuks|failed to|refus|penalt|süüd|ähvard|valitettav|laiminly|tyvärr|försumm|!\s*$/i;
    for (const texts of [ET, EN, FI, SV, NOTICE_EN, NOTICE_FI, NOTICE_SV])
      for (const text of textsOf(texts)) {
        if (/Nende puudumist me teie kahjuks ei arvesta/.test(text)) continue;
        expect(text).to.not.match(forbidden);
      }
  });
});

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
