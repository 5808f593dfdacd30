import { expect } from 'chai';
import fc from 'fast-check';
import {
  compileExpression,
  FALSE,
  generate,
  slotsFor,
  sourceIsOurs,
  TRUE,
  UNKNOWN,
} from '../../../scoring/policy/compile-expression.ts';
import {
  parseExpression,
  type Expression,
  type Kind,
  type Vocabulary,
} from '../../../scoring/policy/expression.ts';

const VOCABULARY: Vocabulary = new Map([
  ['days_late', 'days'],
  ['balance', 'cents'],
  ['cost', 'cents'],
  ['paid_share', 'share'],
  ['calls', 'count'],
  ['months', 'months'],
  ['disputed', 'flag'],
  ['phase', 'category'],
  ['most_days', 'days'],
  ['payment.probability', 'share'],
  ['age_days(balance)', 'days'],
]);

type Given = Readonly<Record<string, number | string | null>>;

describe('the language of rules', () => {
  it('compares, sums and joins in mathjs syntax', () => {
    expect(value('days_late > 45 days and not disputed', { days_late: 46, disputed: 0 })).to.equal(TRUE);
    expect(value('days_late > 45 days and not disputed', { days_late: 46, disputed: 1 })).to.equal(FALSE);
    expect(value('30 days < days_late <= most_days', { days_late: 31, most_days: 31 })).to.equal(TRUE);
    expect(value('min(balance, 5 EUR) + 1 EUR', { balance: 900 }, 'cents')).to.equal(600);
    expect(value('calls >= 3 ? 0 EUR : cost * 2', { calls: 2, cost: 150 }, 'cents')).to.equal(300);
    expect(value('one_of(phase, "court", "enforcement")', { phase: 'court' })).to.equal(TRUE);
    expect(value('phase != "court"', { phase: 'amicable' })).to.equal(TRUE);
    expect(value('payment.probability < 20 percent', { 'payment.probability': 0.1 })).to.equal(TRUE);
    expect(value('balance / cost >= 2', { balance: 300, cost: 150 })).to.equal(TRUE);
    expect(value('age_days(balance) > 30 days', { 'age_days(balance)': 31 })).to.equal(TRUE);
  });

  it('does not know what a missing value makes unknown', () => {
    expect(value('days_late > 45 days', { days_late: null })).to.equal(UNKNOWN);
    expect(value('disputed', { disputed: null })).to.equal(UNKNOWN);
    expect(value('phase == "court"', { phase: null })).to.equal(UNKNOWN);
    expect(value('balance + cost > 0 EUR', { balance: 100, cost: null })).to.equal(UNKNOWN);
    expect(value('not disputed', { disputed: null })).to.equal(UNKNOWN);
  });

  it('knows what no missing value can change', () => {
    expect(value('disputed and calls > 1', { disputed: null, calls: 0 })).to.equal(FALSE);
    expect(value('disputed or calls > 1', { disputed: null, calls: 2 })).to.equal(TRUE);
    expect(value('known(balance)', { balance: null })).to.equal(FALSE);
    expect(value('first_known(balance, 0 EUR) <= 0', { balance: null })).to.equal(TRUE);
  });

  it('refuses to mix units, and says which', () => {
    expect(refusal('days_late > balance')).to.match(/unit-mismatch.*days with cents/);
    expect(refusal('balance > 30')).to.match(/unit-mismatch.*cents with number/);
    expect(refusal('days_late > 2 months')).to.match(/days with months/);
    expect(refusal('balance * cost > 0 EUR')).to.match(/unit-mismatch/);
    expect(refusal('paid_share + days_late > 0')).to.match(/unit-mismatch/);
    expect(refusal('disputed == 1')).to.match(/by its name alone/);
    expect(refusal('balance')).to.match(/a logic, not cents/);
    expect(refusal('calls', 'cents')).to.match(/a cents, not count/);
  });

  it('names what it does not know and what may have been meant', () => {
    expect(refusal('dais_late > 3 days')).to.match(/unknown-name dais_late.*did you mean days_late/);
    expect(refusal('balance > 30 USD')).to.match(/unknown-name USD/);
  });

  it('refuses everything that is not a comparison or a sum', () => {
    const foreign = [
      'balance = 3',
      'f(x) = x',
      '[1, 2]',
      'import("fs")',
      'disputed.constructor',
      'balance ^ 2 > 0 EUR',
      'a; b',
      'random() > 0.5',
      'days_late > ',
    ];
    for (const text of foreign) expect(refusal(text), text).to.match(/syntax|unknown-name|unit-mismatch/);
  });

  it('generates code in which nothing but ours can be spelt', () => {
    const text = 'one_of(phase, "x\\"]; throw 1; //", "court") or known(balance) and -calls < 1e-7';
    const expression = parsed(text);
    const { source, constants } = generate(expression, slotsFor([expression]));
    expect(sourceIsOurs(source)).to.equal(true);
    expect(source).not.to.include('throw');
    expect(constants.join()).to.include('throw');
    expect(sourceIsOurs('return process.exit()')).to.equal(false);
    expect(sourceIsOurs('return n["constructor"]')).to.equal(false);
  });

  it('is Kleene logic: what is known stays so whatever the missing values turn out to be', () => {
    const text =
      '(days_late > 45 days or disputed) and not (balance < 30 EUR and phase == "court") xor calls > 2';
    const expression = parsed(text);
    const names = ['days_late', 'disputed', 'balance', 'phase', 'calls'] as const;
    const full = fc.record({
      days_late: fc.integer({ min: 0, max: 90 }),
      disputed: fc.constantFrom(0, 1),
      balance: fc.integer({ min: 0, max: 6000 }),
      phase: fc.constantFrom('court', 'amicable'),
      calls: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(full, fc.subarray([...names]), (given, missing) => {
        const gap = { ...given, ...Object.fromEntries(missing.map((name) => [name, null])) };
        const partly = evaluate(expression, gap);
        return partly === UNKNOWN || partly === evaluate(expression, given);
      }),
    );
  });

  it('gives what plain JavaScript gives when nothing is missing', () => {
    const expression = parsed('balance > cost * 2 and days_late - most_days >= 3 days or paid_share != 0.5');
    const given = fc.record({
      balance: fc.integer({ min: 0, max: 500 }),
      cost: fc.integer({ min: 0, max: 250 }),
      days_late: fc.integer({ min: 0, max: 9 }),
      most_days: fc.integer({ min: 0, max: 9 }),
      paid_share: fc.constantFrom(0, 0.5, 1),
    });
    fc.assert(
      fc.property(given, (v) => {
        const plain = (v.balance > v.cost * 2 && v.days_late - v.most_days >= 3) || v.paid_share !== 0.5;
        return evaluate(expression, v) === (plain ? TRUE : FALSE);
      }),
    );
  });
});

function parsed(text: string, want: Kind = 'logic'): Expression {
  const result = parseExpression(text, VOCABULARY, 'EUR', want);
  if (result.kind === 'refused') throw new Error(`${result.because} ${result.value}: ${result.wanted}`);
  return result.expression;
}

function refusal(text: string, want: Kind = 'logic'): string {
  const result = parseExpression(text, VOCABULARY, 'EUR', want);
  return result.kind === 'refused' ? `${result.because} ${result.value}: ${result.wanted}` : 'accepted';
}

function value(text: string, given: Given, want: Kind = 'logic'): number {
  return evaluate(parsed(text, want), given);
}

function evaluate(expression: Expression, given: Given): number {
  const slots = slotsFor([expression]);
  const numbers = new Float64Array(slots.numbers.size).fill(NaN);
  const texts: (string | null)[] = [...slots.texts.keys()].map((name) => {
    const text = given[name];
    return typeof text === 'string' ? text : null;
  });
  for (const [name, slot] of slots.numbers) {
    const number = given[name];
    if (typeof number === 'number') numbers[slot] = number;
  }
  return compileExpression(expression, slots)(numbers, texts);
}
