import { type Locator, locate, locatorOf } from './locate.ts';
import { sigmoid } from './metrics.ts';
import { cellOf, type PlacedPair, placePairs } from './pairs.ts';
import { basePointsOf } from './scaling.ts';
import type { Attribute, Scorecard, ScorecardCharacteristic, Value, ValueRow } from './scorecard.ts';
import { isMissing } from './table.ts';

export interface RowScore {
  /** Log-odds of target = 1. */
  readonly logOdds: number;
  /** P(target = 1). */
  readonly probability: number;
  /** Higher is better for the person. */
  readonly points: number;
  /** Index of the attribute hit, in the order of the scorecard's characteristics. */
  readonly hits: readonly number[];
  /** Index of the cell hit, in the order of the scorecard's pair terms. */
  readonly cells: readonly number[];
}

/** Scores one row. A characteristic that the row does not have counts as missing. */
export function scoreRow(scorecard: Scorecard, row: ValueRow): RowScore {
  return scoreValues(scorecard, valuesOf(scorecard, row));
}

/** The row's values in the order of the scorecard's characteristics: looked up once, whatever is asked of them. */
export function valuesOf({ characteristics }: Scorecard, row: ValueRow): readonly Value[] {
  return characteristics.map(({ id }) => row[id] ?? null);
}

export function scoreValues(scorecard: Scorecard, values: readonly Value[]): RowScore {
  const { locators, pairs, basePoints } = preparedFor(scorecard);
  const { characteristics } = scorecard;
  let logOdds = scorecard.intercept;
  let points = basePoints;
  const hits: number[] = [];
  for (let at = 0; at < characteristics.length; at += 1) {
    const hit = locate(locators[at]!, values[at]);
    const attribute = characteristics[at]!.attributes[hit]!;
    hits.push(hit);
    logOdds += attribute.logOdds;
    points += attribute.points;
  }
  const cells: number[] = [];
  for (const { term, first, second } of pairs) {
    const cell = cellOf(term, hits[first]!, hits[second]!);
    cells.push(cell);
    logOdds += term.logOdds[cell]!;
    points += term.points[cell]!;
  }
  return { logOdds, probability: sigmoid(logOdds), points, hits, cells };
}

/** What about a row the scorecard has not seen in training, and so scores with less ground. */
export type Unfamiliar =
  /** A category seen in training never, or too rarely to tell from the rest. */
  | { readonly kind: 'unseen_category'; readonly characteristic: string; readonly value: string }
  | { readonly kind: 'out_of_range'; readonly characteristic: string; readonly value: number }
  | { readonly kind: 'not_a_number'; readonly characteristic: string; readonly value: string }
  /** The attribute that the value hits had no training case. */
  | { readonly kind: 'no_training_case'; readonly characteristic: string; readonly value: Value };

export function unfamiliarIn(scorecard: Scorecard, row: ValueRow): readonly Unfamiliar[] {
  const values = valuesOf(scorecard, row);
  const { locators } = preparedFor(scorecard);
  return unfamiliarAmong(
    scorecard,
    values,
    values.map((value, at) => locate(locators[at]!, value)),
  );
}

/** Of values in the order of the scorecard's characteristics, and the attributes that they hit. */
export function unfamiliarAmong(
  { characteristics }: Scorecard,
  values: readonly Value[],
  hits: readonly number[],
): readonly Unfamiliar[] {
  const unfamiliar: Unfamiliar[] = [];
  characteristics.forEach((characteristic, at) => {
    const found = unfamiliarityOf(characteristic, characteristic.attributes[hits[at]!]!, values[at]!);
    if (found !== null) unfamiliar.push(found);
  });
  return unfamiliar;
}

function unfamiliarityOf(
  { id, kind, observed }: ScorecardCharacteristic,
  attribute: Attribute,
  value: Value,
): Unfamiliar | null {
  if (isMissing(value)) {
    return attribute.count === 0 ? { kind: 'no_training_case', characteristic: id, value: null } : null;
  }
  if (attribute.kind === 'other')
    return { kind: 'unseen_category', characteristic: id, value: String(value) };
  if (kind === 'numeric' && attribute.kind === 'missing') {
    return { kind: 'not_a_number', characteristic: id, value: String(value) };
  }
  const number = Number(value);
  if (attribute.kind === 'range' && observed && (number < observed.from || number > observed.to)) {
    return { kind: 'out_of_range', characteristic: id, value: number };
  }
  return attribute.count === 0 ? { kind: 'no_training_case', characteristic: id, value } : null;
}

/** The scorecard's pair terms with the places of their sides. */
export function pairsIn(scorecard: Scorecard): readonly PlacedPair[] {
  return preparedFor(scorecard).pairs;
}

interface Prepared {
  readonly locators: readonly Locator[];
  readonly pairs: readonly PlacedPair[];
  readonly basePoints: number;
}

/** A scorecard never changes, so what is derived from it can be kept as long as it lives. */
const PREPARED = new WeakMap<Scorecard, Prepared>();

function preparedFor(scorecard: Scorecard): Prepared {
  let prepared = PREPARED.get(scorecard);
  if (!prepared) {
    prepared = {
      locators: scorecard.characteristics.map(locatorOf),
      pairs: placePairs(scorecard),
      basePoints: basePointsOf(scorecard),
    };
    PREPARED.set(scorecard, prepared);
  }
  return prepared;
}
