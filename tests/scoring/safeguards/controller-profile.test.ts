import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { compiledPack } from '../decision/decision-cases.ts';
import { PROFILES_FOLDER, readProfiles } from '../../../data/profiles.ts';
import { readPacks } from '../../../data/policies.ts';
import { ASKED_AT } from '../../../scoring/review/attention.ts';
import {
  askedAtBy,
  type ControllerProfile,
  keptTo,
  readProfile,
  workingLanguage,
} from '../../../scoring/safeguards/controller-profile.ts';
import { RECORD_GROUPS } from '../../../scoring/safeguards/processing.ts';

/** The terms for proposals of a profile, each with something changed. */
function offers(...changes: readonly object[]) {
  return (file: Record<string, unknown>): void => {
    const [terms] = file['offers'] as readonly object[];
    file['offers'] = changes.map((change) => ({ ...terms, ...change }));
  };
}

describe('profiles of controllers', () => {
  let profiles: readonly ControllerProfile[];
  before(async () => {
    profiles = await readProfiles();
  });

  const fileOf = (id: string): Record<string, unknown> =>
    parse(readFileSync(path.join(PROFILES_FOLDER, `${id}.yaml`), 'utf8')) as Record<string, unknown>;

  it('are the five that are promised, named like their files', () => {
    expect(profiles.map(({ id }) => id)).to.deep.equal([
      'debt-collector-ee',
      'debt-collector-fi',
      'media-customers-ee',
      'retail-credit-ee',
      'vehicle-leasing-ee',
    ]);
    for (const { id } of profiles) expect(fileOf(id)).to.have.property('profile', id);
  });

  it('differ where their notices do', () => {
    const of = new Map(profiles.map((profile) => [profile.id, profile]));
    expect(of.get('retail-credit-ee')).to.deep.include({ answerDays: 30, specialData: 'never' });
    expect(of.get('retail-credit-ee')?.identification).to.not.include('control_questions');
    expect(of.get('debt-collector-ee')).to.deep.include({ specialData: 'consent_or_debt_document' });
    expect(of.get('debt-collector-fi')).to.deep.include({ specialData: 'documented_consent' });
    expect(of.get('vehicle-leasing-ee')).to.deep.include({
      changesToldMonths: 1,
      review: { body: 'employee', quorum: 1, language: 'et' },
    });
  });

  it('are decided by a policy of their kind and country that is there', async () => {
    const policies = new Map((await readPacks()).map(({ policy }) => [policy.id, policy]));
    for (const { id, portfolio } of profiles) {
      const policy = policies.get(portfolio.policy);
      expect(policy, id).to.include({ kind: portfolio.kind, jurisdiction: portfolio.jurisdiction });
    }
  });

  it('say of every group of records how long it is kept, with its ground and citation', () => {
    for (const { id, retention } of profiles) {
      for (const group of RECORD_GROUPS) {
        const rules = retention.filter(({ records }) => records === group);
        expect(rules, `${id} ${group}`).to.have.length(1);
        expect(rules[0]!.citation, `${id} ${group}`).not.to.equal('');
      }
    }
  });

  it('never take an answer later than the policy, nor a review away', () => {
    const { review } = compiledPack('consumer-credit-ee').policy;
    for (const profile of profiles) {
      const kept = keptTo(review, profile);
      expect(kept.deadlineDays).to.be.at.most(review.deadlineDays);
      expect(kept.quorum).to.be.at.least(1);
      expect(kept.tie).to.equal(review.tie);
    }
    expect(
      keptTo({ ...review, deadlineDays: 14 }, { answerDays: 30, review: { quorum: 3 } }),
    ).to.have.property('deadlineDays', 14);
    expect(keptTo(review, null)).to.equal(review);
  });

  it('say when somebody is asked to look; without one the house’s own days hold, and lateness is always told', () => {
    const promised = profiles.map((profile) => [profile.id, askedAtBy(profile).remind_first] as const);
    expect(new Map(promised).get('retail-credit-ee')).to.equal(10);
    expect(new Map(promised).get('vehicle-leasing-ee')).to.equal(ASKED_AT.remind_first);
    for (const profile of profiles) expect(askedAtBy(profile).admin).to.equal(-1);
    const silent = fileOf('retail-credit-ee');
    delete silent['reminders'];
    const read = readProfile(silent);
    expect(read.kind === 'profile' ? askedAtBy(read.profile) : null).to.deep.equal(ASKED_AT);
    expect(askedAtBy({ reminders: { first: 14, last: 5, chair: 2 } })).to.deep.equal({
      remind_first: 14,
      remind_last: 5,
      chair: 2,
      admin: -1,
    });
    expect(askedAtBy(null)).to.equal(ASKED_AT);
  });

  it('name the language that the reviewing body writes in; without one it is the country’s, as far as staff have it', () => {
    expect(profiles.map((profile) => workingLanguage(profile, 'EE'))).to.deep.equal([
      'et',
      'en',
      'et',
      'et',
      'et',
    ]);
    expect([workingLanguage(null, 'EE'), workingLanguage(null, 'FI')]).to.deep.equal(['et', 'en']);
  });

  const broken: readonly [string, (file: Record<string, unknown>) => void, string, RegExp][] = [
    [
      'no vote at all',
      (f) => (f['review'] = { body: 'employee', quorum: 0, language: 'et' }),
      'review.quorum',
      />=1/,
    ],
    [
      'a committee of one',
      (f) => (f['review'] = { body: 'committee', quorum: 1, language: 'et' }),
      'review',
      /more than one/,
    ],
    [
      'reviews switched off',
      (f) => (f['review'] = { body: 'none', quorum: 1, language: 'et' }),
      'review.body',
      /"committee"/,
    ],
    [
      'reminders in the wrong order',
      (f) => (f['reminders'] = { first: 2, last: 7, chair: 0 }),
      'reminders',
      /first before last/,
    ],
    ['the portal closed', (f) => (f['identification'] = ['eid']), 'identification', /"session"/],
    ['something kept for ever', (f) => (f['retention'] = []), 'retention', /a rule for each of claims/],
    ['an answer after more than a month', offers({ answer_days: 45 }), 'offers.0.answer_days', /at most 31/],
    [
      'a share of more than all',
      offers({ accepted_least_share: 20 }),
      'offers.0.accepted_least_share',
      /0 to 1/,
    ],
    [
      'half a cent',
      offers({ smallest_instalment_cents: 0.5 }),
      'offers.0.smallest_instalment_cents',
      /whole number/,
    ],
    [
      'a pause of two years',
      offers({ longest_pause_days: 730 }),
      'offers.0.longest_pause_days',
      /at most 366/,
    ],
    [
      'a beginning that is accepted and not possible',
      offers({ accepted_first_within_days: 90, first_within_days: 30 }),
      'offers.0.accepted_first_within_days',
      /no more than first_within_days/,
    ],
    ['two terms of one day', offers({}, {}), 'offers', /each day once/],
    ['a call in place of a call', (f) => (f['in_writing'] = 'call'), 'in_writing', /a letter that eases/],
    ['a word it does not know', (f) => (f['reviews_allowed'] = false), '', /reviews_allowed/],
  ];
  for (const [what, breakIt, place, wanted] of broken) {
    it(`refuses ${what}, naming the place`, () => {
      const file = fileOf('retail-credit-ee');
      breakIt(file);
      const read = readProfile(file);
      if (read.kind !== 'refused') throw new Error(`${what} was taken`);
      expect(read.problems.map((problem) => problem.path)).to.include(place);
      expect(read.problems.map((problem) => problem.wanted).join()).to.match(wanted);
    });
  }
});
