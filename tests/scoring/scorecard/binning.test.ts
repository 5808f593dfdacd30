import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Binning,
  binColumn,
  type BinningOptions,
  DEFAULT_BINNING,
} from '../../../scoring/scorecard/binning.ts';
import { locate, locatorOf } from '../../../scoring/scorecard/locate.ts';
import { tableOf } from '../../../scoring/scorecard/table.ts';
import type { Value } from '../../../scoring/scorecard/scorecard.ts';

const OPTIONS: BinningOptions = { ...DEFAULT_BINNING, special: undefined, categorical: false };

function binOf(values: readonly Value[], options: Partial<BinningOptions> = {}): Binning {
  const column = tableOf(
    ['x'],
    values.map((x) => ({ x })),
  ).columns[0]!;
  const outcome = binColumn(column, { ...OPTIONS, ...options });
  if (outcome.kind === 'dropped') throw new Error(outcome.reason);
  return outcome.binning;
}

function cutsOf({ attributes }: Binning): readonly number[] {
  return attributes.flatMap((one) => (one.kind === 'range' && one.from !== null ? [one.from] : []));
}

const numbers = fc
  .array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
    minLength: 3,
    maxLength: 200,
  })
  .filter((values) => new Set(values).size > 1);

describe('binning', () => {
  it('every value hits exactly the range that covers it', () => {
    fc.assert(
      fc.property(numbers, fc.double({ noNaN: true, noDefaultInfinity: true }), (values, value) => {
        const binning = binOf(values, { special: [] });
        const hit = binning.attributes[locate(locatorOf(binning), value)]!;
        if (hit.kind !== 'range') throw new Error(`${value} hits ${hit.kind}`);
        expect(hit.from === null || value >= hit.from).to.equal(true);
        expect(hit.to === null || value < hit.to).to.equal(true);
      }),
    );
  });

  it('cuts rise, and there are never more ranges than asked for', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 32 }), (values, ranges) => {
        const cuts = cutsOf(binOf(values, { special: [], ranges }));
        cuts.slice(1).forEach((cut, at) => expect(cut).to.be.above(cuts[at]!));
        expect(cuts.length).to.be.below(ranges);
      }),
    );
  });

  it('few different values get a range each, and whole numbers whole cuts', () => {
    const binning = binOf([0, 1, 2, 3, 2, 1, 0, 0, 5]);
    expect(cutsOf(binning)).to.deep.equal([1, 2, 3, 4]);
  });

  it('one frequent value does not eat the cuts of the others', () => {
    const values = [...new Array<number>(900).fill(0), ...Array.from({ length: 100 }, (_, n) => n + 1)];
    expect(cutsOf(binOf(values, { ranges: 10 }))[0]).to.equal(1);
    expect(cutsOf(binOf(values, { ranges: 10 })).length).to.be.at.least(5);
  });

  it('cuts are round where the data leave room', () => {
    expect(cutsOf(binOf([48123, 49876, 48123, 49876]))).to.deep.equal([49000]);
    expect(cutsOf(binOf([0.1234, 0.5678, 0.1234]))).to.deep.equal([0.3]);
  });

  it('codes are found only where they cannot be measurements', () => {
    const kinds = (values: readonly number[]): readonly number[] =>
      binOf(values).attributes.flatMap((one) => (one.kind === 'special' ? [one.value] : []));
    expect(kinds([-9, -8, 3, 5, 7, 9, 0])).to.deep.equal([-9, -8]);
    expect(kinds([-9, -5, 3, 5, 7, 9])).to.deep.equal([]);
    expect(kinds([-2, -1, 0, 1, 2, 8])).to.deep.equal([]);
  });

  it('a spec’s word on codes goes before what was found', () => {
    const binning = binOf([-9, 1, 2, 3, 99], { special: [99] });
    expect(binning.attributes.filter((one) => one.kind === 'special')).to.deep.equal([
      { kind: 'special', value: 99 },
    ]);
    expect(cutsOf(binning)[0]).to.equal(0);
  });

  it('rare categories join the rest, and numbers can be told to be categories', () => {
    const values = [...new Array<string>(300).fill('rent'), ...new Array<string>(300).fill('own'), 'boat'];
    const categories = binOf(values).attributes.flatMap((one) =>
      one.kind === 'categories' ? one.values : [],
    );
    expect(categories).to.deep.equal(['own', 'rent']);
    const coded = binOf([1, 2, 3, 1, 2, 3], { categorical: true });
    expect(coded.kind).to.equal('category');
    expect(coded.attributes[locate(locatorOf(coded), 2)]).to.deep.equal({
      kind: 'categories',
      values: ['2'],
    });
  });

  it('text where a number is wanted counts as missing', () => {
    const binning = binOf([1, 2, 3, 4]);
    const hit = (value: Value): string => binning.attributes[locate(locatorOf(binning), value)]!.kind;
    expect([hit('abc'), hit(''), hit(null), hit('3')]).to.deep.equal([
      'missing',
      'missing',
      'missing',
      'range',
    ]);
  });
});
