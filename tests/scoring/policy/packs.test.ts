import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type PackFile, readPacks } from '../../../data/policies.ts';
import { isReasonCode } from '../../../scoring/explanation/reason-codes.ts';
import { compilePolicy, numbersInForce } from '../../../scoring/policy/compile-policy.ts';
import { lintPolicy } from '../../../scoring/policy/lint.ts';
import { measure } from '../../../scoring/policy/measures.ts';
import type { Policy } from '../../../scoring/policy/policy.ts';
import { numbersTable, POLICIES_DOC, withTable } from './numbers-table.ts';

const GOLDEN = path.resolve(import.meta.dirname, '../../golden/policies.json');

describe('the packs', () => {
  let packs: readonly PackFile[];
  before(async () => {
    packs = await readPacks();
  });

  it('are those that are promised', () => {
    expect(packs.map(({ policy }) => policy.id)).to.deep.equal([
      'card-accounts',
      'collection-ee',
      'collection-fi',
      'consumer-credit-ee',
      'customer-accounts-ee',
      'retail-credit-ee',
    ]);
  });

  it('have no lint error, and warn of nothing but what is to be verified and what is switched off', () => {
    for (const { file, policy } of packs)
      for (const finding of lintPolicy(policy)) {
        expect(finding.severity, `${file} ${finding.path}: ${finding.wanted}`).to.equal('warning');
        expect(['unverified', 'unreachable'], `${file} ${finding.path}`).to.include(finding.rule);
      }
  });

  it('keep their fingerprint: a change needs a new version', () => {
    const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, string>;
    for (const { policy } of packs)
      expect(policy.fingerprint, `${policy.id}: raise its version, then add the new fingerprint`).to.equal(
        golden[`${policy.id}@${policy.version}`],
      );
  });

  it('are named like their file', () => {
    for (const { file, policy } of packs) expect(file).to.equal(`${policy.id}.yaml`);
  });

  it('cite every number and every legal rule, and give both languages everywhere', () => {
    for (const { policy } of packs) {
      for (const { id, periods, text } of policy.numbers) {
        for (const { citation, validFrom } of periods) {
          expect(citation, id).not.to.equal('');
          expect(validFrom, id).to.match(/^\d{4}-\d\d-\d\d$/);
        }
        expect(text.et, id).not.to.equal(text.en);
      }
      for (const rule of policy.rules) {
        if (rule.basis === 'law') expect(rule.citation, rule.id).not.to.equal(null);
        expect(rule.text.et, rule.id).not.to.equal(rule.text.en);
        expect(isReasonCode(rule.reason), `${rule.id} ${rule.reason}`).to.equal(true);
      }
    }
  });

  it('mark every unsure number with what to check', () => {
    for (const { policy } of packs)
      for (const { id, periods } of policy.numbers)
        for (const { confidence, verify } of periods)
          if (confidence === 'L') expect(verify, `${policy.id} ${id}`).to.be.a('string');
  });

  it('know every number on every day since 2022', () => {
    for (const { policy } of packs)
      for (const day of ['2022-01-01', '2026-11-22', '2030-01-01'])
        expect(numbersInForce(policy, day).size, `${policy.id} ${day}`).to.equal(policy.numbers.length);
  });

  it('compile, and look at characteristics that are there', () => {
    for (const { policy } of packs) expect(compilePolicy(policy).characteristics.length).to.be.above(5);
  });

  it('never let the program release what has legal effect, and switch off what only people begin', () => {
    for (const { policy } of packs)
      for (const { measure: id, enabled } of policy.collection?.measures ?? []) {
        if (['field_visit', 'bankruptcy_petition', 'debt_sale'].includes(id))
          expect(enabled, `${policy.id} ${id}`).to.equal(false);
        if (measure(id).legalEffect) expect(measure(id).automation, id).to.equal('C');
      }
  });

  it('hold the review to what the law and the promises ask', () => {
    for (const { policy } of packs) {
      expect(policy.review, policy.id).to.include({ tie: 'person', deadlineDays: 30, deadlineMonths: 1 });
      expect(policy.review.quorum).to.be.at.least(3);
      expect(policy.review.remedies.length).to.be.at.least(2);
    }
  });

  it('hold the caps of the law', () => {
    const value = (policy: Policy, id: string): number =>
      policy.numbers.find((number) => number.id === id)!.periods[0]!.value;
    const [, ee, fi] = packs.map(({ policy }) => policy);
    expect(['cap_small', 'cap_middle', 'cap_large'].map((id) => value(ee!, id))).to.deep.equal([
      3000, 4000, 5000,
    ]);
    expect(['cap_small', 'cap_middle', 'cap_large'].map((id) => value(fi!, id))).to.deep.equal([
      6000, 12000, 21000,
    ]);
    expect(value(ee!, 'payment_order_most')).to.equal(800_000);
    expect(
      ['demand_fee_small', 'demand_fee_middle', 'demand_fee_large'].map((id) => value(fi!, id)),
    ).to.deep.equal([1400, 2400, 5000]);
  });

  it('are all in the table of docs/policies.md', async () => {
    const document = readFileSync(POLICIES_DOC, 'utf8');
    expect(document, 'run npx tsx tests/scoring/policy/numbers-table.ts').to.equal(
      withTable(document, await numbersTable()),
    );
  });
});
