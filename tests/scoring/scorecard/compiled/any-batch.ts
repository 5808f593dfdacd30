import fc from 'fast-check';
import type { RawColumn } from '../../../../scoring/scorecard/compiled/explainer.ts';
import { exactLogOdds, exactPoints, pointsPerLogOdds } from '../../../../scoring/scorecard/scaling.ts';
import type {
  Attribute,
  PairTerm,
  Scorecard,
  ScorecardCharacteristic,
  Value,
  ValueRow,
} from '../../../../scoring/scorecard/scorecard.ts';
import { attribute, cardOf } from '../cards.ts';

/** A scorecard and rows of it, as values and as raw columns. */
export interface Batch {
  readonly card: Scorecard;
  readonly rows: readonly ValueRow[];
  readonly columns: readonly RawColumn[];
}

const EDGES = [
  ...[0, -0, 1, -1, 0.1, 16777217, 1e-45, -1e-45, 1.1754942e-38, -7e-46, 2 ** -150, Number.MIN_VALUE],
  ...[-Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, 3.4028234663852886e38, 3.4028235677973366e38],
  ...[-3.4028235677973362e38, 1e300, -1e300, 2 ** 31, 999, -999, 0.30000000000000004],
];

const anyNumber = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.integer({ min: -40, max: 40 }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const WORDS = ['a', 'b', '3', '-2.5', '07', ' 4 ', 'Infinity', '-Infinity', 'NaN', '1e+21', '0', ''];
const anyWord = fc.oneof(fc.constantFrom(...WORDS), anyNumber.map(String));
const anyLogOdds = fc.double({ min: -3, max: 3, noNaN: true });

type Cover = Parameters<typeof attribute>[0];

const numericCovers: fc.Arbitrary<readonly Cover[]> = fc
  .record({
    cuts: fc.uniqueArray(anyNumber, { maxLength: 20, comparator: (a, b) => a === b }),
    // Some specials are cuts as well, or neighbours of one another.
    specials: fc.uniqueArray(anyNumber, { maxLength: 4, comparator: (a, b) => a === b }),
  })
  .map(({ cuts, specials }) => {
    const bounds = [null, ...[...cuts].sort((a, b) => a - b), null];
    return [
      ...bounds.slice(1).map((to, at): Cover => ({ kind: 'range', from: bounds[at]!, to })),
      ...specials.map((value): Cover => ({ kind: 'special', value })),
      { kind: 'missing' },
    ];
  });

const categoryCovers: fc.Arbitrary<readonly Cover[]> = fc
  .uniqueArray(anyWord, { maxLength: 8 })
  .map((words) => [
    ...words.map((word): Cover => ({ kind: 'categories', values: [word] })),
    { kind: 'other' },
    { kind: 'missing' },
  ]);

const anyCharacteristic: fc.Arbitrary<Omit<ScorecardCharacteristic, 'id'>> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: numericCovers.map((covers) => ({ kind: 'numeric' as const, covers })) },
      { weight: 1, arbitrary: categoryCovers.map((covers) => ({ kind: 'category' as const, covers })) },
    ),
    fc.array(anyLogOdds, { minLength: 30, maxLength: 30 }),
  )
  .map(([{ kind, covers }, logOdds]) => ({
    kind,
    monotone: 0,
    change: null,
    attributes: covers.map((cover, at): Attribute => attribute(cover, logOdds[at]!)),
  }));

const anyCard: fc.Arbitrary<Scorecard> = fc
  .record({
    characteristics: fc.array(anyCharacteristic, { minLength: 1, maxLength: 7 }),
    pairs: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.array(anyLogOdds, { minLength: 1, maxLength: 6 })), {
      maxLength: 4,
    }),
    favourable: fc.constantFrom<0 | 1>(0, 1),
    intercept: fc.double({ min: -4, max: 4, noNaN: true }),
  })
  .map(({ characteristics, pairs, favourable, intercept }) => {
    const card = cardOf(
      characteristics.map((one, at) => ({ id: `c${at}`, ...one })),
      favourable,
      intercept,
    );
    const count = characteristics.length;
    const placed = pairs
      .map(([first, second, cells]) => ({ first: first % count, second: second % count, cells }))
      .filter(({ first, second }) => first !== second);
    return { ...card, pairs: placed.map(({ first, second, cells }) => pairOf(card, first, second, cells)) };
  });

/** A pair over two groups of the first's attributes and three of the second's; its cells repeat the numbers given. */
export function pairOf(card: Scorecard, first: number, second: number, numbers: readonly number[]): PairTerm {
  const [one, other] = [card.characteristics[first]!, card.characteristics[second]!];
  const logOdds = Array.from({ length: 6 }, (_, cell) => exactLogOdds(numbers[cell % numbers.length]!));
  const toPoints = pointsPerLogOdds(card.scaling, card.target.favourable);
  return {
    id: `${one.id} × ${other.id}`,
    first: { characteristic: one.id, groups: 2, groupOf: one.attributes.map((_, at) => at % 2) },
    second: { characteristic: other.id, groups: 3, groupOf: other.attributes.map((_, at) => at % 3) },
    logOdds,
    standardErrors: logOdds.map(() => 0.1),
    points: logOdds.map((each) => exactPoints(toPoints * each)),
    counts: logOdds.map((_, cell) => 5 + cell),
    positives: logOdds.map(() => 1),
  };
}

const ROWS = 9;

/** Random scorecards with rows at, and one Float64 or Float32 beside, every number that the scorecard names. */
export const anyBatch: fc.Arbitrary<Batch> = anyCard.chain((card) =>
  fc.tuple(...card.characteristics.map((characteristic) => columnOf(characteristic))).map((read) => ({
    card,
    rows: Array.from({ length: ROWS }, (_, row) =>
      Object.fromEntries(card.characteristics.map(({ id }, c) => [id, read[c]!.values[row]!])),
    ),
    columns: read.map(({ column }) => column),
  })),
);

interface ReadColumn {
  readonly values: readonly Value[];
  readonly column: RawColumn;
}

function columnOf({ id, attributes }: ScorecardCharacteristic): fc.Arbitrary<ReadColumn> {
  const named = attributes.flatMap((each) =>
    each.kind === 'range'
      ? [each.from ?? 0]
      : each.kind === 'special'
        ? [each.value]
        : each.kind === 'categories'
          ? each.values.map(Number)
          : [],
  );
  const beside = named.flatMap((value) => [
    value,
    -value,
    value * (1 + Number.EPSILON),
    value * (1 - Number.EPSILON),
    Math.fround(value),
    value * (1 + 2 ** -24),
    value * (1 - 2 ** -24),
  ]);
  const number = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...beside, 0) },
    { weight: 2, arbitrary: anyNumber },
    { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, -0) },
  );
  const numbers = fc.array(number, { minLength: ROWS, maxLength: ROWS });
  const known = attributes.flatMap((each) => (each.kind === 'categories' ? each.values : []));
  const text = fc.option(fc.oneof(anyWord, fc.constantFrom('unseen', ...known, ...named.map(String))));
  const raw = (values: Float32Array | Float64Array): ReadColumn => ({
    values: [...values],
    column: { id, kind: 'numeric', values },
  });
  return fc.oneof(
    numbers.map((values) => raw(Float64Array.from(values))),
    numbers.map((values) => raw(Float32Array.from(values))),
    fc.array(text, { minLength: ROWS, maxLength: ROWS }).map((values) => {
      const dictionary = [...new Set(values.filter((value) => value !== null))];
      const codes = Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value)));
      return { values, column: { id, kind: 'category' as const, codes, dictionary } };
    }),
  );
}
