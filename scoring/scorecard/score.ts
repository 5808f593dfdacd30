import { type Locator, locate, locatorOf } from './locate.ts';
import { sigmoid } from './metrics.ts';
import { cellOf, type PlacedPair, placePairs } from './pairs.ts';
import { basePointsOf } from './scaling.ts';
import type { Scorecard, Value, ValueRow } from './scorecard.ts';
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
  const prepared = preparedFor(scorecard);
  let logOdds = scorecard.intercept;
  let points = prepared.basePoints;
  const hits: number[] = [];
  scorecard.characteristics.forEach((characteristic, index) => {
    const hit = locate(prepared.locators[index]!, row[characteristic.id]);
    const attribute = characteristic.attributes[hit]!;
    hits.push(hit);
    logOdds += attribute.logOdds;
    points += attribute.points;
  });
  const cells = prepared.pairs.map(({ term, first, second }) => {
    const cell = cellOf(term, hits[first]!, hits[second]!);
    logOdds += term.logOdds[cell]!;
    points += term.points[cell]!;
    return cell;
  });
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
  const prepared = preparedFor(scorecard);
  return scorecard.characteristics.flatMap(({ id, kind, attributes, observed }, index): Unfamiliar[] => {
    const value = row[id] ?? null;
    const attribute = attributes[locate(prepared.locators[index]!, value)]!;
    if (isMissing(value)) {
      return attribute.count === 0 ? [{ kind: 'no_training_case', characteristic: id, value: null }] : [];
    }
    if (attribute.kind === 'other')
      return [{ kind: 'unseen_category', characteristic: id, value: String(value) }];
    if (kind === 'numeric' && attribute.kind === 'missing') {
      return [{ kind: 'not_a_number', characteristic: id, value: String(value) }];
    }
    if (
      attribute.kind === 'range' &&
      observed &&
      (Number(value) < observed.from || Number(value) > observed.to)
    ) {
      return [{ kind: 'out_of_range', characteristic: id, value: Number(value) }];
    }
    return attribute.count === 0 ? [{ kind: 'no_training_case', characteristic: id, value }] : [];
  });
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
