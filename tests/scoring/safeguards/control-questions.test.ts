import { expect } from 'chai';
import fc from 'fast-check';
import {
  allRight,
  birthMonthOf,
  CONTROL_QUESTIONS,
  type ControlQuestion,
  drawQuestions,
  isLockedForToday,
  type KnownOfPerson,
  QUESTIONS_ASKED,
} from '../../../scoring/safeguards/control-questions.ts';

const mari: KnownOfPerson = {
  birthMonth: '1980-03',
  phone: '+372 5123 4567',
  address: 'Õismäe tee 12-3, Tallinn',
  creditors: ['Näidislaen AS', 'Kaubamaja OÜ'],
  lastPayment: { on: '2026-02-14', amountCents: 5000 },
};

const RIGHT: Readonly<Record<ControlQuestion, string>> = {
  birth_month: '3.1980',
  phone_end: '4567',
  street: 'oismae',
  creditor: 'näidislaen',
  payment_month: '2026-02',
  payment_amount: '52,50',
};

describe('control questions', () => {
  it('are three different ones, and the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const drawn = drawQuestions(mari, seed);
        if (drawn.kind !== 'drawn') throw new Error('nothing drawn');
        expect(new Set(drawn.questions).size).to.equal(QUESTIONS_ASKED);
        expect(drawQuestions(mari, seed)).to.deep.equal(drawn);
        expect(allRight(drawn.questions, RIGHT, mari)).to.equal(true);
        for (const question of drawn.questions) {
          expect(allRight(drawn.questions, { ...RIGHT, [question]: 'midagi muud' }, mari), question).to.equal(
            false,
          );
          expect(allRight(drawn.questions, { ...RIGHT, [question]: ' ' }, mari), question).to.equal(false);
        }
      }),
    );
  });

  it('are all asked some time or other', () => {
    const asked = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const drawn = drawQuestions(mari, seed);
      if (drawn.kind === 'drawn') for (const question of drawn.questions) asked.add(question);
    }
    expect([...asked].sort()).to.deep.equal([...CONTROL_QUESTIONS].sort());
  });

  it('are not asked where too little is on record', () => {
    const little = { ...mari, phone: null, address: null, lastPayment: null };
    expect(drawQuestions(little, 1).kind).to.equal('too_little_known');
    expect(allRight([], {}, little)).to.equal(false);
  });

  it('take an answer however it is said, and nothing near it', () => {
    const one = (question: ControlQuestion, typed: string): boolean => {
      const others = CONTROL_QUESTIONS.filter((each) => each !== question).slice(0, 2);
      return allRight([question, ...others], { ...RIGHT, [question]: typed }, mari);
    };
    const right: readonly (readonly [ControlQuestion, string])[] = [
      ['birth_month', '1980-03'],
      ['birth_month', '03/1980'],
      ['phone_end', '5123 4567'],
      ['street', 'Õismäe tee 12'],
      ['creditor', 'KAUBAMAJA'],
      ['payment_amount', '€ 45'],
      ['payment_amount', '55.00'],
    ];
    for (const [question, typed] of right)
      expect(one(question, typed), `${question} ${typed}`).to.equal(true);
    const wrong: readonly (readonly [ControlQuestion, string])[] = [
      ['birth_month', '1980'],
      ['birth_month', '04.1980'],
      ['phone_end', '567'],
      ['street', 'Tallinn'],
      ['creditor', 'AS'],
      ['payment_amount', '44,99'],
      ['payment_amount', 'fifty'],
    ];
    for (const [question, typed] of wrong)
      expect(one(question, typed), `${question} ${typed}`).to.equal(false);
  });

  it('lock the telephone for the day after two failures', () => {
    expect([0, 1, 2, 3].map(isLockedForToday)).to.deep.equal([false, false, true, true]);
  });

  it('know the month of birth from the day somebody came of age', () => {
    expect(birthMonthOf('1998-03-31')).to.equal('1980-03');
    expect(birthMonthOf(null)).to.equal(null);
  });
});
