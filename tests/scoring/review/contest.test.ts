import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { CHARACTERISTICS } from '../../../scoring/characteristics/catalogue.ts';
import { MEASURES } from '../../../scoring/policy/measures.ts';
import { parsePolicy } from '../../../scoring/policy/parse-policy.ts';
import { CONTEST_POINTS, RIGHT_CHARACTERS_AT_MOST, takeGrounds } from '../../../scoring/review/contest.ts';
import { REMEDIES_LEFT, stillPossible } from '../../../scoring/review/still-possible.ts';
import { SETTING_NAMES } from '../../../server/configuration.ts';

const inputs = { values: { income_monthly: 120_000, dependants: null } };

describe('what a person disagrees with', () => {
  it('need not be named: to ask is enough', () => {
    expect(takeGrounds({ points: [], wrongData: [] }, inputs)).to.deep.equal({
      kind: 'taken',
      grounds: { points: [], wrongData: [] },
    });
  });

  it('is kept once each in a fixed order, and a wrong datum makes the data a point', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...CONTEST_POINTS)),
        fc.array(
          fc.record({
            characteristic: fc.constantFrom('income_monthly', 'dependants'),
            right: fc.option(fc.string({ maxLength: RIGHT_CHARACTERS_AT_MOST })),
          }),
        ),
        (points, wrongData) => {
          const taken = takeGrounds({ points, wrongData }, inputs);
          if (taken.kind === 'refused') throw new Error(taken.because);
          const { grounds } = taken;
          expect(grounds.points).to.deep.equal(
            CONTEST_POINTS.filter((each) => grounds.points.includes(each)),
          );
          for (const point of points) expect(grounds.points).to.include(point);
          if (wrongData.length > 0) expect(grounds.points).to.include('data');
          const said = grounds.wrongData.map(({ characteristic }) => characteristic);
          expect(said).to.deep.equal([...new Set(wrongData.map(({ characteristic }) => characteristic))]);
          expect(takeGrounds(grounds, inputs)).to.deep.equal(taken);
        },
      ),
    );
  });

  it('can only be what the decision was made from', () => {
    for (const characteristic of ['favourite_colour', 'toString', '__proto__']) {
      const wrongData = [{ characteristic, right: null }];
      expect(takeGrounds({ points: [], wrongData }, inputs)).to.include({ because: 'unknown_datum' });
    }
  });

  it('says what is right in a few words; a story goes into the statement', () => {
    const wrongData = [{ characteristic: 'income_monthly', right: 'x'.repeat(RIGHT_CHARACTERS_AT_MOST + 1) }];
    expect(takeGrounds({ points: [], wrongData }, inputs)).to.include({ because: 'too_long' });
  });
});

describe('a measure that was carried out', () => {
  it('is never beyond all remedy', () => {
    for (const { id } of MEASURES) {
      expect(stillPossible(id), id).to.not.have.length(0);
      expect(REMEDIES_LEFT, id).to.include.members([...stillPossible(id)]);
    }
  });
});

describe('the right to review', () => {
  const folder = path.resolve(import.meta.dirname, '../../../scoring/policy/packs');
  const packs = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

  for (const file of packs) {
    it(`cannot be switched off by a policy: ${file}`, () => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const refused = (changed: string): boolean => {
        expect(changed).to.not.equal(text);
        return parsePolicy(changed).kind === 'refused';
      };
      expect(parsePolicy(text).kind).to.equal('policy');
      const within = (line: string) => text.replace(/^review:\n/m, `review:\n  ${line}\n`);
      for (const line of ['enabled: false', 'available: false', 'exempt: [debt_sale]', 'unless: "true"']) {
        expect(refused(within(line)), line).to.equal(true);
      }
      expect(refused(text.replace(/^review:\n( .*\n)+/m, '')), 'no review').to.equal(true);
      expect(refused(text.replace(/^review:\n( .*\n)+/m, 'review: null\n')), 'null').to.equal(true);
      for (const days of ['0', '-1', 'null', '.inf']) {
        expect(refused(text.replace(/deadline_days: \d+/, `deadline_days: ${days}`)), days).to.equal(true);
      }
    });
  }

  it('cannot be switched off by a setting: none speaks of it', () => {
    expect(SETTING_NAMES.filter((name) => /REVIEW|CONTEST|APPEAL|COMMITTEE/.test(name))).to.deep.equal([]);
  });
});

describe('having asked for people', () => {
  it('is no characteristic, and no source of one', () => {
    const told = /review|contest|appeal|complain|grievance|access_request/i;
    for (const { id, name, sources, family } of CHARACTERISTICS) {
      for (const text of [id, name.en, family ?? '', ...sources]) expect(text).to.not.match(told);
    }
    expect(CHARACTERISTICS.length).to.be.greaterThan(200);
  });

  it('stands in no record that a characteristic is measured from', () => {
    const source = readFileSync(
      path.resolve(import.meta.dirname, '../../../data/views/person-files.ts'),
      'utf8',
    );
    const tables = [...source.matchAll(/table: '(\w+)'/g)].map(([, table]) => table);
    expect(tables).to.include('claims');
    for (const table of ['reviews', 'contests', 'statements', 'documents', 'review_events', 'votes']) {
      expect(tables).to.not.include(table);
    }
  });
});
