import { expect } from 'chai';
import fc from 'fast-check';
import { readProfiles } from '../../../data/profiles.ts';
import { addDays, type IsoDate } from '../../../scoring/portfolio/dates.ts';
import type { ControllerProfile } from '../../../scoring/safeguards/controller-profile.ts';
import {
  endedBefore,
  fateOfPerson,
  pastBefore,
  type PersonKept,
  ROW_BY_ROW,
  rulesOf,
  type Since,
} from '../../../scoring/safeguards/retention.ts';

const NOTHING: PersonKept = {
  claimsEnded: null,
  contractsEnded: null,
  applicationsAnswered: null,
  decisionsEnded: null,
  reviewsAnswered: null,
  rightsAnswered: null,
  lastContactOn: null,
  held: false,
};

describe('retention', () => {
  let profiles: readonly ControllerProfile[];
  let collector: ControllerProfile;
  before(async () => {
    profiles = await readProfiles();
    collector = profiles.find(({ id }) => id === 'debt-collector-ee')!;
  });

  it('tells of each list of a file by which rule of the notice it goes', () => {
    const lender = profiles.find(({ id }) => id === 'retail-credit-ee')!;
    for (const list of ['claims', 'claimEvents', 'invoices', 'payments', 'plans', 'promises'] as const) {
      expect(rulesOf(list, lender.retention), list).to.have.length(1);
      expect(rulesOf(list, lender.retention)[0], list).to.include({ months: 84, since: 'contract_end' });
    }
    expect(rulesOf('applications', lender.retention)[0]).to.include({ months: 12, since: 'application_end' });
    expect(rulesOf('incomes', collector.retention)[0]).to.include({ months: 24, since: 'obtained' });
    expect(rulesOf('restrictions', lender.retention), 'goes with the rest').to.deep.equal([]);
  });

  it('keeps a person three years after the end of the last debt, and not a day longer', () => {
    const kept = { ...NOTHING, claimsEnded: '2023-05-10', contractsEnded: '2023-05-10' };
    expect(fateOfPerson(kept, collector.retention, '2026-05-09')).to.deep.equal({
      kind: 'kept',
      because: 'claims',
      until: '2026-05-10',
    });
    expect(fateOfPerson(kept, collector.retention, '2026-05-10')).to.deep.equal({ kind: 'let_go' });
  });

  it('names what keeps a person the longest', () => {
    const kept = { ...NOTHING, claimsEnded: '2020-01-01', reviewsAnswered: '2025-01-01' };
    expect(fateOfPerson(kept, collector.retention, '2026-01-01')).to.deep.equal({
      kind: 'kept',
      because: 'reviews',
      until: '2028-01-01',
    });
  });

  it('lets nobody go while a debt, a review or a request is open, nor against a hold', () => {
    const old = { ...NOTHING, claimsEnded: '2000-01-01', lastContactOn: '2000-01-01' } as const;
    for (const open of [
      { claimsEnded: 'open' },
      { reviewsAnswered: 'open' },
      { rightsAnswered: 'open' },
    ] as const) {
      expect(fateOfPerson({ ...old, ...open }, collector.retention, '2099-01-01')).to.include({
        kind: 'kept',
      });
    }
    expect(fateOfPerson({ ...old, held: true }, collector.retention, '2099-01-01')).to.deep.equal({
      kind: 'kept',
      because: 'hold',
      until: null,
    });
  });

  it('keeps a person without a debt or an application from the last contact', () => {
    const kept = { ...NOTHING, lastContactOn: '2024-01-31' };
    expect(fateOfPerson(kept, collector.retention, '2027-01-30')).to.include({ because: 'contacts' });
    expect(fateOfPerson(kept, collector.retention, '2027-01-31')).to.include({ kind: 'let_go' });
  });

  it('never takes back on a later day that a person may go', () => {
    const day = fc.integer({ min: 0, max: 9000 }).map((days): IsoDate => addDays('2010-01-01', days));
    const since: fc.Arbitrary<Since> = fc.oneof(day, fc.constant(null));
    const kept = fc.record({
      claimsEnded: since,
      contractsEnded: since,
      applicationsAnswered: since,
      decisionsEnded: since,
      reviewsAnswered: since,
      rightsAnswered: since,
      lastContactOn: fc.option(day, { nil: null }),
      held: fc.constant(false),
    });
    fc.assert(
      fc.property(kept, day, fc.nat(4000), fc.nat(4), (person, today, later, at) => {
        const { retention } = profiles[at]!;
        if (fateOfPerson(person, retention, today).kind === 'kept') return;
        expect(fateOfPerson(person, retention, addDays(today, later)).kind).to.equal('let_go');
      }),
    );
  });

  it('says of every group that goes row by row from which day it is past, in every profile', () => {
    for (const { id, retention } of profiles) {
      for (const group of ROW_BY_ROW)
        expect(pastBefore(group, retention, '2026-11-26'), `${id} ${group}`).to.match(/^20/);
      expect(endedBefore(retention, '2026-11-26'), id).to.match(/^20/);
    }
    const finnish = profiles.find(({ id }) => id === 'debt-collector-fi')!;
    expect(endedBefore(finnish.retention, '2026-11-26')).to.equal('2026-10-26');
  });
});
