import { expect } from 'chai';
import fc from 'fast-check';
import { readPacks } from '../../../data/policies.ts';
import { addDays } from '../../../scoring/portfolio/dates.ts';
import type { MeasureTaken, PersonFile, Restriction } from '../../../scoring/portfolio/records.ts';
import {
  isServed,
  DISCLOSURE_PURPOSES,
  type Disclosed,
  type DisclosureAsked,
  type DisclosureSetting,
  disclosureOf,
  recipientsFor,
  REGISTER_RULES,
} from '../../../scoring/safeguards/disclosure.ts';
import { RECIPIENTS } from '../../../scoring/safeguards/processing.ts';
import { PURPOSE_IDS } from '../../../scoring/safeguards/purposes.ts';
import { recipientsOf } from '../../../scoring/safeguards/recipients.ts';
import { claim, CLAIM_ID, claimEvent, debtors, learntOn, OBSERVED_ON } from '../../fixtures/debtors.ts';

const WHO = {
  name: 'Mari Maasikas',
  personalCode: '48001010000',
  address: 'Kase 1',
  email: 'm@example.com',
  phone: '+372 5',
};
const LATE = debtors.twoMonthsLate;

function asked(
  purpose: DisclosureAsked['purpose'],
  file: PersonFile = LATE,
  {
    recipient = recipientsFor(purpose)[0]!,
    said = null as DisclosureSetting['said'],
    today = OBSERVED_ON,
  } = {},
): Disclosed {
  return disclosureOf(file, WHO, { claimId: CLAIM_ID, recipient, purpose }, { today, said });
}

function fieldsOf(found: Disclosed): readonly string[] {
  if (found.kind === 'refused') throw new Error(found.because);
  return found.extent.map(({ field }) => field);
}

function taken(measure: string, on: string): MeasureTaken {
  return { claimId: CLAIM_ID, on, measure, creditorCostCents: 0, debtorCostCents: 0, ...learntOn(on) };
}

function brake(kind: Restriction['kind']): Restriction {
  return { personId: 7, kind, from: '2026-06-01', to: null, ...learntOn('2026-06-01') };
}

const DEMANDED = { ...LATE, measures: [taken('demand_letter', '2026-05-20')] };
const FINNISH: PersonFile = {
  ...DEMANDED,
  person: { ...LATE.person, jurisdiction: 'FI' },
  claims: [claim({ product: 'loan', dueOn: '2026-04-01' })],
};

describe('what of a claim goes to whom', () => {
  it('a breach goes with its number, amounts and dates, and nothing else', () => {
    expect(fieldsOf(asked('breach'))).to.have.members([
      'claim_number',
      'currency',
      'principal',
      'interest',
      'costs',
      'outstanding',
      'due_on',
      'days_past_due',
      'closed_on',
    ]);
  });

  it('in Estonia a breach goes from the 30th day on, and five years after its end no more', () => {
    const on = (today: string, file = LATE): Disclosed => asked('breach', file, { today });
    expect(on('2026-05-30')).to.deep.equal({ kind: 'refused', because: 'too_early' });
    expect(on('2026-05-31').kind).to.equal('extent');
    expect(on('2026-05-01')).to.deep.equal({ kind: 'refused', because: 'no_breach' });
    const closed = { ...LATE, claimEvents: [claimEvent('2026-06-10', 'closed', { code: 'paid' })] };
    expect(on('2031-06-10', closed).kind).to.equal('extent');
    expect(on('2031-06-11', closed)).to.deep.equal({ kind: 'refused', because: 'too_late' });
  });

  it('a buyer sees figures under a number without a name until the claim is sold', () => {
    const offer = asked('sale_offer');
    expect(JSON.stringify(offer)).not.to.match(/Mari|48001010000|Kase|example|EE-71/);
    expect(offer).to.have.nested.property('extent[0].value', `C-${CLAIM_ID}`);
    expect(asked('sale_done')).to.deep.equal({ kind: 'refused', because: 'not_sold' });
    const sold = { ...LATE, claimEvents: [claimEvent('2026-06-10', 'closed', { code: 'sold' })] };
    expect(fieldsOf(asked('sale_done', sold))).to.include.members(['reference', 'claim_number', 'name']);
    expect(asked('sale_offer', sold)).to.deep.equal({ kind: 'refused', because: 'sold_already' });
  });

  it('a collector abroad gets the necessary, and only of a person who moved abroad', () => {
    expect(asked('collection_abroad')).to.deep.equal({ kind: 'refused', because: 'lives_here' });
    const abroad = {
      personId: 7,
      kind: 'abroad',
      from: '2026-06-01',
      to: null,
      ...learntOn('2026-06-01'),
    } as const;
    const fields = fieldsOf(asked('collection_abroad', { ...LATE, statuses: [abroad] }));
    expect(fields).to.include.members(['name', 'address']);
    expect(fields).not.to.include.members(['personal_code']);
    const back = { ...LATE, statuses: [{ ...abroad, to: OBSERVED_ON }] };
    expect(asked('collection_abroad', back)).to.deep.equal({ kind: 'refused', because: 'lives_here' });
  });

  it('an Estonian register waits for 45 days, 30 euros and a demand', () => {
    expect(asked('default_entry', DEMANDED).kind).to.equal('extent');
    expect(asked('default_entry')).to.deep.equal({ kind: 'refused', because: 'not_demanded' });
    expect(asked('default_entry', DEMANDED, { today: '2026-06-15' })).to.include({ because: 'too_early' });
    const small = { ...DEMANDED, claims: [claim({ principalCents: 29_99 })] };
    expect(asked('default_entry', small)).to.include({ because: 'too_little' });
    const child = { ...DEMANDED, person: { ...LATE.person, adultOn: '2026-07-01' } };
    expect(asked('default_entry', child)).to.include({ because: 'minor' });
  });

  it('a Finnish register takes consumer credit after 60 days and 21 days after the demand', () => {
    expect(asked('default_entry', FINNISH).kind).to.equal('extent');
    const phone = { ...FINNISH, claims: [claim({ dueOn: '2026-04-01' })] };
    expect(asked('default_entry', phone)).to.include({ because: 'not_credit' });
    const justDemanded = { ...FINNISH, measures: [taken('demand_letter', addDays(OBSERVED_ON, -20))] };
    expect(asked('default_entry', justDemanded)).to.include({ because: 'not_demanded' });
    expect(asked('default_entry', FINNISH, { today: '2026-05-31' })).to.include({ because: 'too_early' });
    expect(asked('default_entry', FINNISH, { today: '2026-06-01' })).to.include({ because: 'not_demanded' });
  });

  it('restricted data go to nobody but an authority; a disputed claim only to whoever decides or must know', () => {
    const restricted = { ...DEMANDED, restrictions: [brake('restricted')] };
    const disputed = { ...DEMANDED, claimEvents: [claimEvent('2026-06-01', 'disputed')] };
    for (const purpose of DISCLOSURE_PURPOSES) {
      const because = purpose === 'legal_duty' ? 'extent' : 'restricted';
      const found = asked(purpose, restricted);
      expect(found.kind === 'refused' ? found.because : found.kind, purpose).to.equal(because);
      const reaches = ['commission_report', 'enforcement', 'legal_duty'].includes(purpose);
      const told = asked(purpose, disputed);
      expect(told.kind === 'refused' ? told.because : told.kind, purpose).to.equal(
        reaches ? 'extent' : 'disputed',
      );
    }
  });

  it('goes to nobody whom the controller does not list, for nothing that it does not say it does, or beyond the purpose', () => {
    const any = fc.record({
      purpose: fc.constantFrom(...DISCLOSURE_PURPOSES),
      recipient: fc.constantFrom(...RECIPIENTS),
      said: fc.option(
        fc.record({
          recipients: fc.subarray([...RECIPIENTS]),
          purposes: fc
            .subarray([...PURPOSE_IDS])
            .map((all) => all.map((id) => ({ purpose: id, basis: 'consent' as const }))),
        }),
      ),
    });
    fc.assert(
      fc.property(any, ({ purpose, recipient, said }) => {
        const found = asked(purpose, DEMANDED, { recipient, said });
        const listed = said?.recipients ?? RECIPIENTS;
        const serves = said === null || isServed(purpose, said.purposes);
        const open = serves && listed.includes(recipient) && recipientsFor(purpose).includes(recipient);
        return open || found.kind === 'refused';
      }),
    );
  });

  it('keeps the same figures for registers as the policies', async () => {
    const numbers = new Map((await readPacks()).map(({ policy }) => [policy.id, policy.numbers]));
    const figure = (pack: string, name: string): unknown =>
      numbers
        .get(pack)
        ?.find(({ id }) => id === name)
        ?.periods.at(-1)?.value;
    expect(REGISTER_RULES.EE).to.include({
      moreThanDays: figure('collection-ee', 'bureau_least_days'),
      leastCents: figure('collection-ee', 'bureau_least_amount'),
      demandDays: figure('collection-ee', 'notice_before_register_days'),
    });
    expect(REGISTER_RULES.FI).to.include({
      moreThanDays: figure('collection-fi', 'register_least_days'),
      demandDays: figure('collection-fi', 'register_warning_days'),
    });
  });
});

describe('who has to be told of a change', () => {
  it('is whoever a disclosure names, beside those whom measures reached', () => {
    const file = { ...LATE, measures: [taken('debt_sale', '2026-06-01'), taken('lawsuit', '2026-06-01')] };
    expect(recipientsOf(file, [{ kind: 'new_creditor', name: 'Ostja AS' }])).to.have.deep.members([
      { kind: 'court', name: null },
      { kind: 'new_creditor', name: null },
      { kind: 'new_creditor', name: 'Ostja AS' },
    ]);
  });

  it('is told once, however often it got data', () => {
    const twice = { kind: 'guarantor', name: 'Jüri' } as const;
    expect(recipientsOf({ ...LATE, claims: [], measures: [] }, [twice, twice])).to.deep.equal([twice]);
  });
});
