import { expect } from 'chai';
import fc from 'fast-check';
import { simulatePersons } from '../../../data/sample/simulate.ts';
import { measureCase } from '../../../scoring/characteristics/catalogue.ts';
import { asOf, historyOf } from '../../../scoring/portfolio/as-of.ts';
import { addDays } from '../../../scoring/portfolio/dates.ts';
import type { CaseRef, PersonFile } from '../../../scoring/portfolio/records.ts';

const OBSERVED_ON = '2025-12-31';

/** The date of the event in each list, and the field that tells of its end. */
const LISTS = {
  statuses: ['from', 'to'],
  claims: ['openedOn', 'contractEndedOn'],
  claimEvents: ['on', null],
  invoices: ['issuedOn', null],
  payments: ['on', 'reversedOn'],
  plans: ['agreedOn', 'endedOn'],
  promises: ['on', null],
  contacts: ['on', null],
  measures: ['on', null],
  publicRecords: ['on', 'endedOn'],
  incomes: ['from', 'to'],
  applications: ['on', null],
  consents: ['givenOn', 'withdrawnOn'],
  restrictions: ['from', 'to'],
} as const satisfies Record<string, readonly [string, string | null]>;

type ListName = keyof typeof LISTS;
const NAMES = Object.keys(LISTS) as ListName[];

const files = [...simulatePersons({ persons: 400, seed: 11 })].map(({ file }) => file);
const cases: readonly (readonly [PersonFile, CaseRef])[] = files.flatMap((file) => {
  const known = asOf(file, OBSERVED_ON);
  return [
    ...known.claims.map(({ claimId }) => [file, { kind: 'claim', claimId }] as const),
    ...known.applications.map(({ applicationId }) => [file, { kind: 'application', applicationId }] as const),
  ];
});
/** Records of each kind from all persons, to be put into files they were never in. */
const strangers = new Map<ListName, readonly object[]>(
  NAMES.map((name) => [name, files.flatMap((file): readonly object[] => file[name])]),
);

const laterRecord = fc.record({
  list: fc.constantFrom(...NAMES),
  pick: fc.nat(),
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  days: fc.integer({ min: 1, max: 900 }),
  how: fc.constantFrom('happened later', 'became known later', 'both'),
});

describe('the observation date', () => {
  it('has cases of both kinds to be tested on', () => {
    expect(cases.filter(([, { kind }]) => kind === 'claim').length).to.be.greaterThan(200);
    expect(cases.filter(([, { kind }]) => kind === 'application').length).to.be.greaterThan(100);
  });

  it('closes the records: what happened or became known after it changes no value and no evidence', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.array(laterRecord, { minLength: 1, maxLength: 12 }),
        ([file, ref], added) => {
          const before = measureCase(historyOf(file, OBSERVED_ON, ref));
          const fuller = added.reduce((grown, record) => withRecord(grown, record, ref), file);
          expect(measureCase(historyOf(fuller, OBSERVED_ON, ref))).to.deep.equal(before);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('leaves open what ended after it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.integer({ min: 1, max: 900 }), ([file, ref], days) => {
        const before = measureCase(historyOf(file, OBSERVED_ON, ref));
        expect(
          measureCase(historyOf(endedLater(file, addDays(OBSERVED_ON, days)), OBSERVED_ON, ref)),
        ).to.deep.equal(before);
      }),
      { numRuns: 200 },
    );
  });

  it('cuts a file once and for all: cutting again changes nothing', () => {
    for (const file of files) {
      const known = asOf(file, OBSERVED_ON);
      expect(asOf(known, OBSERVED_ON)).to.deep.equal(known);
    }
  });

  it('counts a record of the day itself', () => {
    const [file, ref] = cases.find(([, { kind }]) => kind === 'claim') ?? [];
    if (file === undefined || ref?.kind !== 'claim') throw new Error('the sample has no claim');
    const payment = (on: string, obtainedOn: string) => ({
      ...file,
      payments: [
        {
          claimId: ref.claimId,
          on,
          amountCents: 1,
          reversedOn: null,
          source: 'creditor' as const,
          obtainedOn,
          validUntil: null,
        },
      ],
    });
    const count = (given: PersonFile) =>
      measureCase(historyOf(given, OBSERVED_ON, ref)).values['payments_30d'];
    expect(count(payment(OBSERVED_ON, OBSERVED_ON))).to.equal(1);
    expect(count(payment(OBSERVED_ON, addDays(OBSERVED_ON, 1)))).to.equal(0);
  });
});

function withRecord(
  file: PersonFile,
  { list, pick, place, days, how }: typeof laterRecord extends fc.Arbitrary<infer Later> ? Later : never,
  ref: CaseRef,
): PersonFile {
  const pool = strangers.get(list) ?? [];
  const stranger = pool[pick % pool.length];
  if (stranger === undefined) return file;
  const later = addDays(OBSERVED_ON, days);
  const [happenedOn] = LISTS[list];
  const own = {
    ...stranger,
    ...('claimId' in stranger && list !== 'claims' && ref.kind === 'claim' ? { claimId: ref.claimId } : {}),
    ...(list === 'claims' ? { claimId: 9_000_000 + pick } : {}),
    ...(list === 'applications' ? { applicationId: 9_000_000 + pick } : {}),
    ...(how === 'became known later' ? {} : { [happenedOn]: later }),
    ...(how === 'happened later' ? {} : { obtainedOn: later }),
  };
  const at = Math.floor(place * (file[list].length + 1));
  return { ...file, [list]: [...file[list].slice(0, at), own, ...file[list].slice(at)] };
}

/** Everything that was open ends on the day given. */
function endedLater(file: PersonFile, day: string): PersonFile {
  const changed: Record<string, unknown> = {};
  for (const name of NAMES) {
    const [, end] = LISTS[name];
    if (end === null) continue;
    changed[name] = file[name].map((record) =>
      (record as unknown as Record<string, unknown>)[end] === null ? { ...record, [end]: day } : record,
    );
  }
  return { ...file, ...changed };
}
