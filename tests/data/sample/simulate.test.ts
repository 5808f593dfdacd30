import { expect } from 'chai';
import { henkilotunnusCheck, isikukoodCheckDigit } from '../../../data/sample/identity.ts';
import { SAMPLE_PORTFOLIOS } from '../../../data/sample/portfolios.ts';
import { SIMULATED_MEASURES } from '../../../data/sample/response.ts';
import { SAMPLE_LAST_DATE, type SimulatedPerson, simulatePersons } from '../../../data/sample/simulate.ts';
import { CHARACTERISTICS, measureCase } from '../../../scoring/characteristics/catalogue.ts';
import { type CaseHistory, historyOf } from '../../../scoring/portfolio/as-of.ts';
import { openCases } from '../../../scoring/portfolio/cases.ts';
import { MEASURES } from '../../../scoring/policy/measures.ts';
import { defaultedWithin, paidWithin } from '../../../scoring/portfolio/targets.ts';

/** Ninety days before the sample ends. */
const EARLIER = '2026-07-31';

const AWKWARD_CLAIMS = [
  'deceased',
  'guardianship',
  'minor',
  'abroad',
  'insolvent',
  'restricted',
  'objection',
  'credit_ban',
  'hardship',
  'suspension_requested',
  'disputed',
  'time_barred',
  'double_payment',
  'income_stale',
];

const AWKWARD_APPLICATIONS = [
  'credit_ban',
  'minor',
  'deceased',
  'restricted',
  'hardship',
  'income_contradiction',
  'income_stale',
];

describe('the sample', function () {
  this.timeout(60_000);
  let people: readonly SimulatedPerson[];

  before(() => {
    people = [...simulatePersons()];
  });

  it('has by default 5,000 persons of three controllers, about 9,000 claims and 3,000 applications', () => {
    expect(people).to.have.length(5_000);
    expect(count(({ file }) => file.claims.length)).to.be.within(8_500, 9_500);
    expect(count(({ file }) => file.applications.length)).to.be.within(2_700, 3_300);
    const controllers = new Set(people.map(({ portfolio }) => portfolio.name));
    expect([...controllers].sort()).to.deep.equal(SAMPLE_PORTFOLIOS.map(({ name }) => name).sort());
  });

  it('is the same for the same seed, and another for another', () => {
    const once = [...simulatePersons({ persons: 60, seed: 5 })];
    expect([...simulatePersons({ persons: 60, seed: 5 })]).to.deep.equal(once);
    expect([...simulatePersons({ persons: 60, seed: 6 })]).not.to.deep.equal(once);
  });

  it('has the same person k whatever its size', () => {
    expect([...simulatePersons({ persons: 40 })]).to.deep.equal(people.slice(0, 40));
  });

  it('knows nothing later than its last day', () => {
    let latest = '';
    for (const { file } of people) {
      for (const list of Object.values(file)) {
        if (!Array.isArray(list)) continue;
        for (const record of list as readonly { readonly obtainedOn: string }[]) {
          latest = record.obtainedOn > latest ? record.obtainedOn : latest;
        }
      }
      for (const { on } of [...file.payments, ...file.measures, ...file.claimEvents, ...file.contacts]) {
        latest = on > latest ? on : latest;
      }
    }
    expect(latest).to.equal(SAMPLE_LAST_DATE);
  });

  it('gives everyone a code of their own that its country’s checksum accepts', () => {
    const codes = people.map(({ identity }) => identity.personalCode);
    expect(new Set(codes).size).to.equal(codes.length);
    for (const { identity, portfolio } of people) {
      const { personalCode } = identity;
      if (portfolio.jurisdiction === 'EE') {
        expect(personalCode).to.match(/^[3-6]\d{10}$/);
        expect(String(isikukoodCheckDigit(personalCode.slice(0, 10)))).to.equal(personalCode.slice(10));
      } else {
        expect(personalCode).to.match(/^\d{6}[-A]\d{3}[0-9A-Y]$/);
        expect(henkilotunnusCheck(personalCode.slice(0, 6) + personalCode.slice(7, 10))).to.equal(
          personalCode.slice(10),
        );
      }
    }
  });

  it('takes only measures that the policies know', () => {
    const known = MEASURES.map(({ id }) => id);
    for (const measure of SIMULATED_MEASURES) expect(known).to.include(measure);
    const taken = new Set(people.flatMap(({ file }) => file.measures.map(({ measure }) => measure)));
    expect([...taken].sort()).to.deep.equal([...SIMULATED_MEASURES].sort());
  });

  it('has every awkward case among the open claims', () => {
    const found = flagsFound(AWKWARD_CLAIMS, ({ file, portfolio }) =>
      portfolio.kind === 'credit'
        ? []
        : openCases(file, 'collection', SAMPLE_LAST_DATE).map((ref) =>
            historyOf(file, SAMPLE_LAST_DATE, ref),
          ),
    );
    for (const id of AWKWARD_CLAIMS) expect(found.get(id), id).to.be.greaterThan(0);
  });

  it('has every awkward case among the applications', () => {
    const found = flagsFound(AWKWARD_APPLICATIONS, ({ file }) =>
      file.applications.map(({ applicationId, on }) =>
        historyOf(file, on, { kind: 'application', applicationId }),
      ),
    );
    for (const id of AWKWARD_APPLICATIONS) expect(found.get(id), id).to.be.greaterThan(0);
  });

  it('has wrong addresses, claims of two persons, bookings taken back, applicants without a word on income', () => {
    expect(
      count(({ file }) => file.statuses.filter(({ kind }) => kind === 'address_invalid').length),
    ).to.be.greaterThan(50);
    expect(
      count(({ file }) => file.claims.filter(({ coDebtorIds }) => coDebtorIds.length > 0).length),
    ).to.be.greaterThan(20);
    expect(
      count(({ file }) => file.payments.filter(({ reversedOn }) => reversedOn !== null).length),
    ).to.be.greaterThan(20);
    expect(
      count(({ file }) => (file.applications.length > 0 && file.incomes.length === 0 ? 1 : 0)),
    ).to.be.greaterThan(5);
    expect(people.some(({ identity }) => identity.representativeRole === 'guardian')).to.equal(true);
  });

  it('names as co-debtor a person of the same controller who comes earlier', () => {
    for (const { file, portfolio } of people) {
      for (const coDebtorId of file.claims.flatMap(({ coDebtorIds }) => coDebtorIds)) {
        expect(coDebtorId).to.be.lessThan(file.person.personId);
        expect(people[coDebtorId - 1]?.portfolio.name).to.equal(portfolio.name);
      }
    }
  });

  it('has both targets in the records, neither rare nor common', () => {
    const paid = people.flatMap(({ file, portfolio }) =>
      portfolio.kind === 'credit'
        ? []
        : file.claims.flatMap(
            ({ claimId }) => paidWithin(file, claimId, EARLIER, 90, SAMPLE_LAST_DATE) ?? [],
          ),
    );
    expect(paid.length).to.be.greaterThan(2_000);
    expect(mean(paid)).to.be.within(0.08, 0.4);
    const defaulted = targetsWithTruth(people);
    expect(defaulted.length).to.be.greaterThan(1_000);
    expect(mean(defaulted.map(([, target]) => target))).to.be.within(0.06, 0.18);
  });

  it('tells the truth about defaults: calibrated, and able to rank', () => {
    const rows = targetsWithTruth(people);
    const expected = mean(rows.map(([truth]) => truth));
    const seen = mean(rows.map(([, target]) => target));
    expect(Math.abs(expected - seen)).to.be.lessThan(0.02);
    expect(aucOf(rows)).to.be.within(0.78, 0.9);
  });

  it('makes choosing case by case worth more than the best single measure', () => {
    const truths = people.flatMap(({ truth }) =>
      truth.flatMap((told) => (told.kind === 'claim' ? [told.payWithin90] : [])),
    );
    const best = mean(truths.map((told) => Math.max(...Object.values(told))));
    const single = Math.max(
      ...SIMULATED_MEASURES.map((measure) => mean(truths.map((told) => told[measure]))),
    );
    expect(best / single).to.be.greaterThan(1.15);
  });

  function count(figure: (person: SimulatedPerson) => number): number {
    return people.reduce((sum, person) => sum + figure(person), 0);
  }

  /** Of how many histories each flag is true. */
  function flagsFound(
    ids: readonly string[],
    historiesOf: (person: SimulatedPerson) => readonly CaseHistory[],
  ) {
    const wanted = CHARACTERISTICS.filter(({ id }) => ids.includes(id));
    const found = new Map<string, number>();
    for (const history of people.flatMap(historiesOf)) {
      for (const [id, value] of Object.entries(measureCase(history, wanted).values)) {
        if (value === 1) found.set(id, (found.get(id) ?? 0) + 1);
      }
    }
    return found;
  }
});

function targetsWithTruth(people: readonly SimulatedPerson[]): readonly (readonly [number, number])[] {
  return people.flatMap(({ file, truth }) =>
    truth.flatMap((told) => {
      if (told.kind === 'claim') return [];
      const application = file.applications.find(
        ({ applicationNumber }) => applicationNumber === told.number,
      );
      if (application === undefined) throw new Error(`${told.number} is not in its file`);
      const target = defaultedWithin(file, application.applicationId, application.on, 12, SAMPLE_LAST_DATE);
      return target === null ? [] : [[told.defaultWithin12Months, target] as const];
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function aucOf(rows: readonly (readonly [number, number])[]): number {
  const sorted = rows.toSorted(([a], [b]) => a - b);
  let ranks = 0;
  let positives = 0;
  for (const [at, [, target]] of sorted.entries()) {
    if (target === 0) continue;
    ranks += at + 1;
    positives += 1;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (rows.length - positives));
}
