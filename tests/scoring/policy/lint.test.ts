import { expect } from 'chai';
import type { Vocabulary } from '../../../scoring/policy/expression.ts';
import { lintPolicy } from '../../../scoring/policy/lint.ts';
import { parsePolicy } from '../../../scoring/policy/parse-policy.ts';
import type { Policy } from '../../../scoring/policy/policy.ts';

const SMALL: Vocabulary = new Map([
  ['days_late', 'days'],
  ['balance', 'cents'],
  ['disputed', 'flag'],
  ['phase', 'category'],
]);

interface Parts {
  readonly rules?: string;
  readonly numbers?: string;
  readonly measures?: string;
}

const TEXT = '{ et: Tekst, en: Text }';
const RULE = `{ id: young, when: days_late < grace, unknown: holds, rules_out: [call], reason: R25, basis: policy, text: ${TEXT} }`;

describe('reading a policy file', () => {
  it('accepts a small pack', () => {
    expect(read().rules.map(({ id }) => id)).to.deep.equal(['young']);
  });

  it('gives the same fingerprint for the same contents, and another for another number', () => {
    expect(read().fingerprint).to.equal(read().fingerprint);
    const other = read({ numbers: number('grace', 'days', 4) });
    expect(other.fingerprint).not.to.equal(read().fingerprint);
  });

  it('names path, value and what was wanted', () => {
    const refused = problems(pack().replace('version: 1', 'version: zero'));
    expect(refused[0]).to.include({ path: 'version', value: '"zero"' });
    expect(problems(pack({ rules: RULE.replace('[call]', '[shout]') }))[0]).to.deep.equal({
      path: 'rules.0.rules_out.0',
      value: 'shout',
      wanted: 'a measure or a group of measures',
    });
    expect(problems(pack({ rules: RULE.replace('grace', 'grase') }))[0]).to.include({
      path: 'rules.young.when',
      value: 'grase',
      wanted: 'a known name (did you mean grace?)',
    });
  });

  it('refuses what is no YAML, and what is empty', () => {
    expect(problems('a: [1,')[0]?.wanted).to.equal('YAML 1.2');
    expect(problems('')).not.to.deep.equal([]);
    expect(problems('- 1')).not.to.deep.equal([]);
  });

  it('refuses to rule out waiting', () => {
    expect(problems(pack({ rules: RULE.replace('[call]', '[no_action]') }))[0]?.wanted).to.match(/waiting/);
  });

  it('refuses a rule with two effects or none', () => {
    const two = RULE.replace('rules_out: [call]', 'rules_out: [call], only: [call]');
    expect(problems(pack({ rules: two }))[0]?.wanted).to.match(/exactly one of/);
    expect(problems(pack({ rules: RULE.replace('rules_out: [call],', '') }))[0]?.wanted).to.match(
      /exactly one/,
    );
  });

  it('refuses overlapping periods of a number', () => {
    const overlapping = `grace: { unit: days, text: ${TEXT}, periods: [ { value: 3, citation: c, from: 2020-01-01, confidence: H }, { value: 5, citation: c, from: 2022-01-01, confidence: H } ] }`;
    expect(problems(pack({ numbers: overlapping }))[0]?.path).to.equal('numbers.grace.to');
  });

  it('refuses a number under the name of a characteristic', () => {
    const clash = `${number('grace', 'days', 3)}\n  ${number('balance', 'EUR', 3)}`;
    expect(problems(pack({ numbers: clash }))[0]).to.include({ path: 'numbers.balance' });
  });
});

describe('linting a policy', () => {
  it('finds nothing in a sound pack', () => {
    expect(lintPolicy(read(), SMALL)).to.deep.equal([]);
  });

  it('finds a condition that cannot hold', () => {
    const never = [
      'days_late > 10 days and days_late < 3 days',
      'days_late < grace and days_late > grace',
      'disputed and not disputed',
      'phase == "court" and phase == "amicable"',
      'days_late >= 3 days and days_late <= 3 days and days_late != 3 days',
    ];
    for (const when of never)
      expect(found(when, 'dead'), when).to.deep.equal(['unreachable error rules.dead']);
    expect(found('days_late >= 3 days and days_late <= 3 days', 'alive')).to.deep.equal([]);
    expect(found('days_late > 10 days or not (days_late > 3 days)', 'alive')).to.deep.equal([]);
  });

  it('finds a rule that another one covers', () => {
    expect(found('days_late < grace and disputed', 'narrow')).to.deep.equal([
      'unreachable warning rules.narrow',
    ]);
  });

  it('finds a rule that repeats another, whatever the order of its parts', () => {
    expect(found('grace > days_late', 'again')).to.deep.equal(['duplicate error rules.again']);
  });

  it('finds a rule about a measure that the pack does not use', () => {
    expect(found('disputed', 'idle', 'bailiff')).to.deep.equal(['unreachable warning rules.idle']);
  });

  it('finds a legal rule without its citation', () => {
    const rule = RULE.replace('basis: policy', 'basis: law');
    expect(kinds(read({ rules: rule }))).to.deep.equal(['uncited error rules.young']);
  });

  it('finds an unsure number without the words what to check', () => {
    const unsure = number('grace', 'days', 3).replace('confidence: H', 'confidence: L');
    expect(kinds(read({ numbers: unsure }))).to.deep.equal(['unverified error numbers.grace']);
    const marked = unsure.replace('confidence: L', 'confidence: L, verify: Check the law.');
    expect(kinds(read({ numbers: marked }))).to.deep.equal(['unverified warning numbers.grace']);
  });

  it('finds a number that nothing uses, and one that ends', () => {
    const two = `${number('grace', 'days', 3)}\n  ${number('idle', 'days', 3)}`;
    expect(kinds(read({ numbers: two }))).to.deep.equal(['unused warning numbers.idle']);
    const ended = number('grace', 'days', 3).replace('confidence', 'to: 2024-01-01, confidence');
    expect(kinds(read({ numbers: ended }))).to.deep.equal(['gap warning numbers.grace']);
  });

  it('finds names and units that changed under a policy', () => {
    expect(kinds(read(), new Map([['days_late', 'cents']]))).to.include(
      'unit-mismatch error rules.young.when',
    );
    expect(kinds(read(), new Map())).to.include('unknown-name error rules.young.when');
  });
});

function found(when: string, id: string, measure = 'call'): readonly string[] {
  const more = `{ id: ${id}, when: '${when}', unknown: holds, rules_out: [${measure}], reason: R25, basis: policy, text: ${TEXT} }`;
  return kinds(read({ rules: `${RULE}\n  - ${more}` }));
}

function kinds(policy: Policy, vocabulary: Vocabulary = SMALL): readonly string[] {
  return lintPolicy(policy, vocabulary).map(({ rule, severity, path }) => `${rule} ${severity} ${path}`);
}

function read(parts: Parts = {}): Policy {
  const parsed = parsePolicy(pack(parts), () => SMALL);
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

function problems(yaml: string) {
  const parsed = parsePolicy(yaml, () => SMALL);
  return parsed.kind === 'refused' ? parsed.problems : [];
}

function number(id: string, unit: string, value: number): string {
  return `${id}: { unit: ${unit}, value: ${value}, citation: c, from: 2020-01-01, confidence: H, text: ${TEXT} }`;
}

function pack({ rules = RULE, numbers = number('grace', 'days', 3) }: Parts = {}): string {
  const measure = (cost: string): string =>
    `{ creditor_cost: ${cost}, recovered_share: 0.5, wait_days: 7, prior: { log_odds: 0, standard_error: 0.1, basis: none } }`;
  return `
policy: small
version: 1
kind: collection
jurisdiction: null
currency: EUR
name: ${TEXT}
scorecards: { payment: { scorecard: payment-90d, target: pays } }
numbers:
  ${numbers}
  weight: { unit: number, value: 1, citation: c, from: 2020-01-01, confidence: H, text: ${TEXT} }
rules:
  - ${rules}
collection:
  baseline: payment
  horizon_days: 90
  response_days: 30
  effect_left: [1, 0.7, 0.4]
  amount: balance
  debtor_cost_weight: weight
  measures:
    no_action: ${measure('0')}
    call: ${measure('4 EUR')}
review: { quorum: 3, majority: simple, tie: person, deadline_days: 30, deadline_months: 1, suspends_outcome: true, statement_first: true, remedies: [ ${TEXT} ] }
notice: { debt_advice: { text: ${TEXT}, url: "https://example.org/" }, contact: ${TEXT} }
`;
}
