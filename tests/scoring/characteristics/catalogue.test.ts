import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  CHARACTERISTICS,
  characteristic,
  characteristicsFor,
} from '../../../scoring/characteristics/catalogue.ts';
import { describeCatalogue } from '../../../scoring/characteristics/describe.ts';
import { refuseForbidden } from '../../../scoring/characteristics/forbidden.ts';
import { REASON_CODE_IDS } from '../../../scoring/explanation/reason-codes.ts';
import { MEASURES } from '../../../scoring/policy/measures.ts';
import { SOURCES } from '../../../scoring/portfolio/records.ts';

const DOCUMENT = path.resolve(import.meta.dirname, '../../../docs/characteristics.md');

describe('the catalogue of characteristics', () => {
  it('has at least 40 to score a claim by and 25 to score an application by', () => {
    const scored = (kind: 'claim' | 'application') =>
      characteristicsFor(kind).filter(({ role }) => role === 'score');
    expect(scored('claim').length).to.be.at.least(40);
    expect(scored('application').length).to.be.at.least(25);
  });

  it('names each by one id, in Estonian and in English', () => {
    expect(new Set(CHARACTERISTICS.map(({ id }) => id)).size).to.equal(CHARACTERISTICS.length);
    for (const { id, name } of CHARACTERISTICS) {
      expect(id).to.match(/^[a-z][a-z0-9_]*$/);
      expect(name.et, id).to.match(/\S/);
      expect(name.en, id).to.match(/\S/);
      expect(name.et, id).not.to.equal(name.en);
      expect(characteristic(id)?.id).to.equal(id);
    }
  });

  it('speaks of nobody in the third person: whoever reads their data is the person', () => {
    const thirdPerson =
      /\b(isik (on|elab)|inimese|võlgnik (on|elab)|the (person|debtor)|henkilö|velallinen|personen|gäldenären)\b/iu;
    for (const { id, name } of CHARACTERISTICS) {
      for (const text of Object.values(name)) expect(text, id).to.not.match(thirdPerson);
    }
  });

  it('gives no two of a kind of case the same name', () => {
    for (const kind of ['claim', 'application'] as const) {
      for (const language of ['et', 'en'] as const) {
        const names = characteristicsFor(kind).map(({ name }) => name[language]);
        const twice = names.filter((name, at) => names.indexOf(name) !== at);
        expect(twice, `${kind} ${language}`).to.deep.equal([]);
      }
    }
  });

  it('says for each where it comes from and which reason it gives', () => {
    for (const { id, sources, reason, family } of CHARACTERISTICS) {
      expect(sources.length, id).to.be.greaterThan(0);
      for (const source of sources) expect(SOURCES, id).to.include(source);
      expect(REASON_CODE_IDS, id).to.include(reason);
      expect(family, id).to.match(/^[a-z_]+$/);
    }
  });

  it('lets no change go against the direction that favours the person', () => {
    for (const { id, favours, change } of CHARACTERISTICS) {
      if (change !== null && favours !== 0 && change.direction !== 0)
        expect(change.direction, id).to.equal(favours);
    }
  });

  it('never scores a person’s standing, the use of a right or a way to reach them', () => {
    const routed = [
      'deceased',
      'guardianship',
      'minor',
      'abroad',
      'restricted',
      'objection',
      'credit_ban',
      'hardship',
      'suspension_requested',
      'disputed',
      'time_barred',
      'insolvent',
      'address_valid',
      'phone_valid',
      'email_valid',
      'consumer',
      'ownership',
      'co_debtors',
      'dependants',
      'double_payment',
      'income_stale',
      'income_contradiction',
    ];
    for (const id of routed) expect(characteristic(id)?.role, id).to.equal('route');
  });

  it('counts every measure that a policy knows', () => {
    for (const { id } of MEASURES) {
      expect(characteristic(`days_since_${id}`)?.role, id).to.equal('route');
      expect(characteristic(`count_${id}`)?.role, id).to.equal('route');
    }
  });

  it('holds none that is forbidden', () => {
    const scored = CHARACTERISTICS.filter(({ role }) => role === 'score').map(({ id }) => id);
    expect(refuseForbidden(scored)).to.deep.equal([]);
  });

  it('is documented as it stands (UPDATE_DOCS=1 writes docs/characteristics.md anew)', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(DOCUMENT, describeCatalogue());
    expect(readFileSync(DOCUMENT, 'utf8')).to.equal(describeCatalogue());
  });
});

describe('forbidden characteristics', () => {
  it('are refused in their common spellings, with the reason and the law', () => {
    for (const name of [
      'SEX',
      'gender',
      'Sugu',
      'isSex',
      'nationality',
      'Ethnicity',
      'MARRIAGE',
      'marital_status',
      'rahvus',
    ]) {
      const [refused] = refuseForbidden([name]);
      expect(refused?.name, name).to.equal(name);
      expect(refused?.reason.et, name).to.match(/\.$/);
      expect(refused?.law, name).to.match(/\S/);
    }
    for (const name of [
      'DateOfBirth',
      'foreign_worker',
      'personal status',
      'mother-tongue',
      'isikukood',
      'Religion',
    ]) {
      expect(refuseForbidden([name]), name).to.have.length(1);
    }
  });

  it('are told apart from names that only look like them', () => {
    const harmless = [
      'debt_age_days',
      'mortgage',
      'percentage',
      'income_age_days',
      'usage',
      'Essex_branch_count',
      'average_payment',
    ];
    expect(refuseForbidden(harmless)).to.deep.equal([]);
  });

  it('bar age and residence in Finland and where no law is named, not in Estonia', () => {
    expect(refuseForbidden(['AGE', 'postcode'], 'FI').map(({ forbidden }) => forbidden)).to.deep.equal([
      'age',
      'residence',
    ]);
    expect(refuseForbidden(['AGE', 'postcode'])).to.have.length(2);
    expect(refuseForbidden(['AGE', 'postcode', 'SEX'], 'EE').map(({ forbidden }) => forbidden)).to.deep.equal(
      ['sex'],
    );
  });

  it('take the protected columns of the Taiwan table and nothing else', () => {
    const columns = ['LIMIT_BAL', 'SEX', 'EDUCATION', 'MARRIAGE', 'AGE', 'PAY_0', 'BILL_AMT1', 'PAY_AMT1'];
    expect(refuseForbidden(columns).map(({ name }) => name)).to.deep.equal(['SEX', 'MARRIAGE', 'AGE']);
  });
});
