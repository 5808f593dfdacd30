import { expect } from 'chai';
import fc from 'fast-check';
import {
  covers,
  faultOfMandate,
  type Mandate,
  MANDATE_KINDS,
  type MandateDraft,
  type Matter,
  personMayEnd,
  standingOf,
} from '../../../scoring/safeguards/mandate.ts';

const TODAY = '2026-03-02';
const AT = '2026-03-01T10:00:00.000Z';

const mandate: Mandate = {
  kind: 'power_of_attorney',
  scope: { kind: 'all' },
  validFrom: '2026-01-01',
  validUntil: '2026-12-31',
  confirmedAt: AT,
  endedAt: null,
};

const draft: MandateDraft = {
  kind: 'power_of_attorney',
  scope: { kind: 'all' },
  validFrom: '2026-01-01',
  validUntil: null,
  replacesPerson: false,
};

describe('a mandate', () => {
  it('holds from its first day to its last', () => {
    expect(standingOf(mandate, '2025-12-31')).to.equal('not_yet');
    expect(standingOf(mandate, '2026-01-01')).to.equal('valid');
    expect(standingOf(mandate, '2026-12-31')).to.equal('valid');
    expect(standingOf(mandate, '2027-01-01')).to.equal('expired');
    expect(standingOf({ ...mandate, validUntil: null }, '2099-01-01')).to.equal('valid');
  });

  it('opens nothing before a second person confirmed it, nor after it was ended', () => {
    expect(standingOf({ ...mandate, confirmedAt: null }, TODAY)).to.equal('unconfirmed');
    expect(standingOf({ ...mandate, endedAt: AT }, TODAY)).to.equal('ended');
    expect(standingOf({ ...mandate, confirmedAt: null, endedAt: AT }, TODAY)).to.equal('ended');
  });

  it('that is narrow never covers the whole file, and one claim covers no other', () => {
    const claimId = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null });
    const matter: fc.Arbitrary<Matter> = fc.oneof(
      fc.constant<Matter>({ kind: 'file' }),
      fc.record({ kind: fc.constantFrom('decision' as const, 'review' as const), claimId }),
    );
    fc.assert(
      fc.property(matter, fc.integer({ min: 1, max: 5 }), (about, claim) => {
        const own = about.kind !== 'file' && about.claimId === claim;
        expect(covers({ kind: 'claim', claimId: claim }, about)).to.equal(own);
        expect(covers({ kind: 'reviews' }, about)).to.equal(about.kind !== 'file');
        expect(covers({ kind: 'all' }, about)).to.equal(true);
      }),
    );
  });

  it('of a parent ends when the child comes of age', () => {
    const parent: MandateDraft = { ...draft, kind: 'legal_representative', validUntil: '2030-05-01' };
    expect(faultOfMandate(parent, { adultOn: '2030-05-01' })).to.equal(null);
    expect(faultOfMandate(parent, { adultOn: '2030-04-30' })).to.equal('past_majority');
    expect(faultOfMandate({ ...parent, validUntil: null }, { adultOn: '2030-05-01' })).to.equal(
      'past_majority',
    );
    expect(faultOfMandate(parent, { adultOn: '2020-05-01' })).to.equal('not_a_minor');
    expect(faultOfMandate(parent, { adultOn: null })).to.equal('not_a_minor');
  });

  it('lets only a guardian act instead of the person', () => {
    for (const kind of MANDATE_KINDS.filter((each) => each !== 'guardian')) {
      const fault = faultOfMandate({ ...draft, kind, replacesPerson: true }, { adultOn: '2000-01-01' });
      expect(fault, kind).to.equal('only_guardian_replaces');
    }
    expect(faultOfMandate({ ...draft, kind: 'guardian', replacesPerson: true }, { adultOn: null })).to.equal(
      null,
    );
  });

  it('does not end before it begins', () => {
    expect(faultOfMandate({ ...draft, validUntil: '2025-12-31' }, { adultOn: null })).to.equal(
      'ends_before_it_begins',
    );
  });

  it('is the person’s own to end, unless a court or the law gave it', () => {
    expect(MANDATE_KINDS.filter(personMayEnd)).to.deep.equal([
      'power_of_attorney',
      'lawyer',
      'debt_counsellor',
    ]);
  });
});
