import { expect } from 'chai';
import { overridesOf, type ReviewedOutcome } from '../../../scoring/monitoring/overrides.ts';

const reviews = (
  count: number,
  overturned: boolean,
  reasons: readonly string[],
  paid: boolean | null,
): readonly ReviewedOutcome[] =>
  Array.from({ length: count }, (_, reviewId) => ({ reviewId, overturned, reasons, paid }));

describe('what people overturn', () => {
  const observed = [
    ...reviews(8, true, ['R03', 'EE-C-01'], true),
    ...reviews(4, true, ['R03'], false),
    ...reviews(12, false, ['R03'], false),
    ...reviews(3, false, ['R18'], null),
  ];

  it('is told by reason, with an interval, and with who then paid', () => {
    const [first] = overridesOf(observed, 10).byReason;
    expect(first).to.include({ reason: 'R03' });
    expect(first?.overturned).to.deep.include({ count: 12, of: 24 });
    expect(first?.overturned.share?.value).to.equal(0.5);
    expect(first?.overturned.share?.low).to.be.within(0.3, 0.35);
    expect(first?.paidAfterOverturn).to.deep.include({ count: 8, of: 12 });
    expect(first?.paidAfterUphold.share?.value).to.equal(0);
  });

  it('keeps back what few cases would tell of single people', () => {
    const few = overridesOf(observed, 10).byReason.filter(({ reason }) => reason !== 'R03');
    expect(few.map(({ reason, overturned }) => [reason, overturned.of, overturned.share])).to.deep.equal([
      ['EE-C-01', 8, null],
      ['R18', 3, null],
    ]);
  });

  it('counts among payments only what is known', () => {
    expect(overridesOf(observed, 1).all.paidAfterUphold.of).to.equal(12);
    expect(overridesOf([], 1)).to.deep.include({ byReason: [] });
  });
});
