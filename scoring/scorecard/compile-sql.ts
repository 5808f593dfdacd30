import { foretoldNames, thresholdPoints } from './foretold.ts';
import { placePairs } from './pairs.ts';
import { targetKindOf } from './prediction.ts';
import { basePointsOf } from './scaling.ts';
import type { Attribute, Scorecard, ScorecardCharacteristic } from './scorecard.ts';
import { LEAST_POINTS, REASONS_AT_MOST, yardsticksOf } from './shortfall.ts';
import { clickhouse } from './sql/clickhouse.ts';
import { probabilityIn, type SqlDialect } from './sql/dialect.ts';
import { duckdb } from './sql/duckdb.ts';
import { headerOf, shown } from './sql/header.ts';
import { type CurveSql, curveSqlOf, type NamedExpression } from './sql/payment-curve.ts';
import { postgres } from './sql/postgres.ts';

export const SQL_DIALECTS = { duckdb, postgres, clickhouse } as const;
export type SqlDialectName = keyof typeof SQL_DIALECTS;

export interface SqlOptions {
  /** The table's name, or its schema and name; default: `cases`. */
  readonly table?: readonly string[];
  /** The column that names the rows; null: the rows come without a name. */
  readonly id?: string | null;
  /** The probability that reasons are measured against; default: the average of the training cases. */
  readonly cutoff?: number;
}

/**
 * The scorecard as one SELECT over a table that has its characteristics as columns, of whatever type: what it foretells
 * (`foretoldNames`), `points`, `reason_1` … and `contribution:NAME`, as `recourse score` gives them. Contributions, and so
 * points, log-odds and amounts, are equal to the last bit; a probability is as good as the engine's `exp`. A curve over
 * months fills the months in by itself. Throws when the dialect has no way to write a name.
 */
export function compileToSql(
  scorecard: Scorecard,
  dialectName: SqlDialectName,
  options: SqlOptions = {},
): string {
  const dialect = SQL_DIALECTS[dialectName];
  const curve = curveSqlOf(scorecard, dialect, attributeName);
  const terms = termsOf(scorecard, dialect, curve);
  const table = (options.table ?? ['cases']).map(dialect.quote).join('.');
  const id = options.id ?? null;
  const carried = id === null ? [] : ['row_id'];
  const steps = [
    step(
      'valued',
      'each value as the scorecard reads it',
      [...(id === null ? [] : [`source.${dialect.quote(id)} as row_id`]), ...terms.flatMap(valueColumns)],
      `${table} as source`,
    ),
    step(
      'placed',
      'the attribute that each value hits, counted from 1',
      [...carried, ...terms.map(attributeColumn)],
      'valued',
    ),
    ...(scorecard.pairs.length === 0
      ? []
      : [
          step(
            'paired',
            'the cell that each pair of attributes hits',
            [...carried, ...terms.map(({ attribute }) => attribute), ...cellColumns(scorecard, dialect)],
            'placed',
          ),
        ]),
    step(
      'weighed',
      'what each term adds to the sum and to the points',
      [...carried, ...weightColumns(scorecard, dialect), ...(curve?.later ?? []).map(column)],
      scorecard.pairs.length === 0 ? 'placed' : 'paired',
    ),
    step(
      'summed',
      'exact sums, and what each characteristic is short of what reasons are measured against',
      [...carried, ...sumColumns(scorecard, dialect, options.cutoff), ...laterNames(curve)],
      'weighed',
    ),
    step(
      'ranked',
      'what cost most',
      [...carried, ...rankedColumns(scorecard, dialect), ...(curve?.hazards ?? []).map(column)],
      'summed',
    ),
  ];
  const withSteps = steps.map(
    ({ name, why, columns, from }) =>
      `${name} as ${dialect.inline}( -- ${why}\n  select\n    ${columns.join(',\n    ')}\n  from ${from}${dialect.barrier}\n)`,
  );
  return [
    ...headerOf(scorecard, dialect, options.cutoff),
    `with ${withSteps.join(',\n')}`,
    `select\n  ${resultColumns(scorecard, dialect, curve, id).join(',\n  ')}`,
    'from ranked',
    '',
  ].join('\n');
}

interface Step {
  readonly name: string;
  readonly why: string;
  readonly columns: readonly string[];
  readonly from: string;
}

function step(name: string, why: string, columns: readonly string[], from: string): Step {
  return { name, why, columns, from };
}

/** A characteristic and the short names that its value and its attribute go by between the steps. */
interface Term {
  /** Counted from 1, where the row has no say: the months of a curve. */
  readonly fixed: number | null;
  readonly characteristic: ScorecardCharacteristic;
  readonly dialect: SqlDialect;
  readonly number: string;
  readonly text: string;
  readonly attribute: string;
}

function termsOf(scorecard: Scorecard, dialect: SqlDialect, curve: CurveSql | null): readonly Term[] {
  return scorecard.characteristics.map((characteristic, at) => ({
    fixed: curve?.months.place === at ? curve.months.firstAttribute : null,
    characteristic,
    dialect,
    number: `number_${at + 1}`,
    text: `text_${at + 1}`,
    attribute: attributeName(at),
  }));
}

const attributeName = (at: number): string => `attribute_${at + 1}`;
const cellName = (at: number): string => `cell_${at + 1}`;
const logOddsName = (at: number): string => `log_odds_${at + 1}`;
const pointsName = (at: number): string => `points_${at + 1}`;
const shortName = (at: number): string => `short_${at + 1}`;

function valueColumns({ fixed, characteristic, dialect, number, text }: Term): readonly string[] {
  if (fixed !== null) return [`1 as ${number}`];
  const column = `source.${dialect.quote(characteristic.id)}`;
  return characteristic.kind === 'numeric'
    ? [`${dialect.numberIn(column)} as ${number}`]
    : [
        `${dialect.numberOfNumberColumn(column)} as ${number}`,
        `${dialect.textOfTextColumn(column)} as ${text}`,
      ];
}

function attributeColumn(term: Term): string {
  const { fixed, characteristic, attribute } = term;
  if (fixed !== null) return `${fixed} as ${attribute}`;
  const chosen = characteristic.kind === 'numeric' ? numericChoice(term) : categoryChoice(term);
  return `case -- ${shown(characteristic.id)}\n      ${chosen.join('\n      ')}\n    end as ${attribute}`;
}

function numericChoice({ characteristic: { attributes }, dialect, number }: Term): readonly string[] {
  const ranges = attributes.flatMap((attribute, at) =>
    attribute.kind === 'range' ? [{ to: attribute.to, place: at + 1 }] : [],
  );
  return [
    `when ${dialect.isNoNumber(number)} then ${placeOf(attributes, 'missing')} -- missing`,
    ...attributes.flatMap((attribute, at) =>
      attribute.kind === 'special'
        ? [`when ${number} = ${dialect.number(attribute.value)} then ${at + 1} -- special code`]
        : [],
    ),
    ...rangeChoice(ranges, dialect, number),
  ];
}

interface RangeChoice {
  readonly to: number | null;
  readonly place: number;
}

/** So many ranges can be read in one go; more are halved first, which also asks an engine fewer questions. */
const RANGES_IN_A_LIST = 6;

/** Ranges in rising order: the first whose end lies above the value. */
function rangeChoice(ranges: readonly RangeChoice[], dialect: SqlDialect, number: string): readonly string[] {
  const below = ({ to }: RangeChoice): string =>
    to === null ? 'else' : `when ${number} < ${dialect.number(to)} then`;
  if (ranges.length <= RANGES_IN_A_LIST) {
    return ranges.map((range, at) =>
      at === ranges.length - 1 ? `else ${range.place}` : `${below(range)} ${range.place}`,
    );
  }
  const middle = ranges.length >>> 1;
  const nested = (half: readonly RangeChoice[]): string =>
    `case\n  ${rangeChoice(half, dialect, number).join('\n  ')}\nend`;
  const lines = [
    `${below(ranges[middle - 1]!)} ${nested(ranges.slice(0, middle))}`,
    `else ${nested(ranges.slice(middle))}`,
  ];
  return lines.flatMap((line) => line.split('\n'));
}

function categoryChoice({ characteristic: { attributes }, dialect, number, text }: Term): readonly string[] {
  return [
    `when ${text} is null and (${dialect.isNoNumber(number)}) then ${placeOf(attributes, 'missing')} -- missing`,
    ...attributes.flatMap((attribute, at) => {
      if (attribute.kind !== 'categories') return [];
      const texts = attribute.values.map(dialect.text).filter((value) => value !== null);
      const numbers = attribute.values.flatMap((value) => numberLiteral(value, dialect));
      const tests = [
        ...(texts.length === 0 ? [] : [`${text} in (${texts.join(', ')})`]),
        ...(numbers.length === 0 ? [] : [`${number} in (${numbers.join(', ')})`]),
      ];
      return tests.length === 0 ? [] : [`when ${tests.join(' or ')} then ${at + 1}`];
    }),
    `else ${placeOf(attributes, 'other')} -- not seen in training`,
  ];
}

/** The number that the scorecard turns into this text, if there is one: a column of numbers can hold it. */
function numberLiteral(category: string, dialect: SqlDialect): readonly string[] {
  const number = Number(category);
  if (String(number) !== category || Number.isNaN(number)) return [];
  if (Number.isFinite(number)) return [dialect.number(number)];
  return [number > 0 ? dialect.infinity : `-${dialect.infinity}`];
}

/** Counted from 1. */
function placeOf(attributes: readonly Attribute[], kind: Attribute['kind']): number {
  const at = attributes.findIndex((attribute) => attribute.kind === kind);
  if (at < 0) throw new Error(`a characteristic of the scorecard has no attribute for ${kind} values`);
  return at + 1;
}

function cellColumns(scorecard: Scorecard, dialect: SqlDialect): readonly string[] {
  return placePairs(scorecard).map(({ term, first, second }, at) => {
    const rows = term.first.groupOf.map((group) => group * term.second.groups + 1);
    const cell =
      `${dialect.list(rows, 'whole')}[${attributeName(first)}] + ` +
      `${dialect.list(term.second.groupOf, 'whole')}[${attributeName(second)}]`;
    return `${cell} as ${cellName(at)}`;
  });
}

function weightColumns(scorecard: Scorecard, dialect: SqlDialect): readonly string[] {
  const { characteristics, pairs } = scorecard;
  const looked = (numbers: readonly number[], at: string): string =>
    `${dialect.list(numbers, 'number')}[${at}]`;
  const terms = [
    ...characteristics.map(({ attributes }, at) => ({
      hit: attributeName(at),
      logOdds: attributes.map(({ logOdds }) => logOdds),
      points: attributes.map(({ points }) => points),
    })),
    ...pairs.map(({ logOdds, points }, at) => ({ hit: cellName(at), logOdds, points })),
  ];
  return terms.flatMap(({ hit, logOdds, points }, at) => [
    `${looked(logOdds, hit)} as ${logOddsName(at)}`,
    `${looked(points, hit)} as ${pointsName(at)}`,
  ]);
}

/**
 * What each characteristic's points are short of people's at the cut-off. A pair's half comes after its own part, pair
 * by pair, as `scoreReasons` adds them: float sums depend on their order.
 */
function shortColumns(scorecard: Scorecard, dialect: SqlDialect, cutoff?: number): readonly string[] {
  const { characteristics, pairs } = scorecard;
  const yardstickOf = yardsticksOf(scorecard, thresholdPoints(scorecard, cutoff));
  const short = (term: string, at: number): string => {
    const { mean, allowance } = yardstickOf(term);
    return `${pointsName(at)} - (${dialect.number(mean)}) - (${dialect.number(allowance)})`;
  };
  return characteristics.map(({ id }, at) => {
    const halves = pairs.flatMap((pair, k) =>
      pair.first.characteristic === id || pair.second.characteristic === id
        ? [` + (${short(pair.id, characteristics.length + k)}) / 2`]
        : [],
    );
    return `${short(id, at)}${halves.join('')} as ${shortName(at)}`;
  });
}

function rankedColumns(scorecard: Scorecard, dialect: SqlDialect): readonly string[] {
  // Of reasons of equal weight the one whose name comes first is told first.
  const named = scorecard.characteristics
    .map(({ id }, at) => ({ id, value: shortName(at) }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ id, value }) => ({ value, name: dialect.text(id) ?? 'null' }));
  return [
    'log_odds',
    'points',
    `${dialect.lowest(named, dialect.number(-LEAST_POINTS), REASONS_AT_MOST)} as reasons`,
    ...termNames(scorecard, logOddsName),
  ];
}

function sumColumns(scorecard: Scorecard, dialect: SqlDialect, cutoff?: number): readonly string[] {
  const total = (base: number, names: readonly string[]): string =>
    [dialect.number(base), ...names].join(' + ');
  return [
    `${total(scorecard.intercept, termNames(scorecard, logOddsName))} as log_odds`,
    `${total(basePointsOf(scorecard), termNames(scorecard, pointsName))} as points`,
    ...shortColumns(scorecard, dialect, cutoff),
    ...termNames(scorecard, logOddsName),
  ];
}

function termNames({ characteristics, pairs }: Scorecard, nameOf: (at: number) => string): readonly string[] {
  return [...characteristics, ...pairs].map((_, at) => nameOf(at));
}

function column({ value, name }: NamedExpression): string {
  return `${value} as ${name}`;
}

function laterNames(curve: CurveSql | null): readonly string[] {
  return (curve?.later ?? []).map(({ name }) => name);
}

/** In the order of `foretoldNames`. */
function foretoldValues(
  scorecard: Scorecard,
  dialect: SqlDialect,
  curve: CurveSql | null,
): readonly string[] {
  if (curve !== null) return curve.foretold;
  // The terms of an amount are amounts, whatever their column is called.
  return [targetKindOf(scorecard) === 'amount' ? 'log_odds' : probabilityIn(dialect, 'log_odds')];
}

function resultColumns(
  scorecard: Scorecard,
  dialect: SqlDialect,
  curve: CurveSql | null,
  id: string | null,
): readonly string[] {
  const foretold = foretoldValues(scorecard, dialect, curve);
  const columns: readonly NamedExpression[] = [
    ...(id === null ? [] : [{ value: 'row_id', name: id }]),
    ...foretoldNames(scorecard).map((name, at) => ({ value: foretold[at]!, name })),
    { value: 'points', name: 'points' },
    ...Array.from({ length: REASONS_AT_MOST }, (_, at) => ({
      value: dialect.nthName('reasons', at + 1),
      name: `reason_${at + 1}`,
    })),
    ...[...scorecard.characteristics, ...scorecard.pairs].map(({ id: term }, at) => ({
      value: logOddsName(at),
      name: `contribution:${term}`,
    })),
  ];
  const taken = new Set<string>();
  return columns.map(({ value, name }) => `${value} as ${dialect.quote(freeName(name, taken, dialect))}`);
}

/** The name, or as much of it as the engine keeps and no other column has: engines differ in whether case counts. */
function freeName(name: string, taken: Set<string>, { longestName }: SqlDialect): string {
  for (let copy = 1; ; copy += 1) {
    const ending = copy === 1 ? '' : `~${copy}`;
    const free = longestName === null ? name + ending : cutTo(name, longestName - ending.length) + ending;
    if (!taken.has(free.toLowerCase())) {
      taken.add(free.toLowerCase());
      return free;
    }
  }
}

/** Cut between characters, never within one. */
function cutTo(name: string, bytes: number): string {
  let length = 0;
  let kept = '';
  for (const character of name) {
    length += new TextEncoder().encode(character).length;
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}
