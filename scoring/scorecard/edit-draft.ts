import { coverOf } from './directions.ts';
import type { AttributeCover } from './attribute-cover.ts';
import type { EditDone } from './edit-record.ts';
import { canonicalJson } from './fingerprint.ts';
import { exactPoints, pointsPerLogOdds } from './scaling.ts';
import type { Attribute, PairSide, PairTerm, Scorecard, ScorecardCharacteristic } from './scorecard.ts';

export interface EditRefusal {
  readonly kind: 'refused';
  readonly code:
    | 'nothing_to_change'
    | 'no_reason'
    | 'unknown_term'
    | 'unknown_attribute'
    | 'not_neighbours'
    | 'cannot_join'
    | 'no_such_cut'
    | 'needs_rows'
    | 'too_few_rows'
    | 'not_a_number'
    | 'all_fixed'
    | 'in_pairs'
    | 'last_term'
    | 'direction_broken';
  /** What the sentence names, for a text in another language. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly reason: string;
}

/** A scorecard between two changes. */
export interface Draft {
  readonly scorecard: Scorecard;
  readonly changes: readonly EditDone[];
  /** Attributes whose points people fixed, in this order or an earlier version; they keep them. */
  readonly held: ReadonlySet<string>;
}

export function heldKey(characteristic: string, cover: AttributeCover): string {
  return canonicalJson([characteristic, coverOf(cover)]);
}

export function withAttributes(
  scorecard: Scorecard,
  place: number,
  attributes: readonly Attribute[],
): Scorecard {
  return {
    ...scorecard,
    characteristics: scorecard.characteristics.map((each, at) =>
      at === place ? { ...each, attributes } : each,
    ),
  };
}

export function regrouped(
  pair: PairTerm,
  characteristic: string,
  change: (groupOf: readonly number[]) => readonly number[],
): PairTerm {
  const side = sideOf(pair, characteristic);
  if (side === null) return pair;
  const own: PairSide = { ...pair[side], groupOf: change(pair[side].groupOf) };
  return { ...pair, [side]: own };
}

export function sideOf({ first, second }: PairTerm, characteristic: string): 'first' | 'second' | null {
  if (first.characteristic === characteristic) return 'first';
  return second.characteristic === characteristic ? 'second' : null;
}

export function numbersOf(
  { scaling, target }: Scorecard,
  logOdds: number,
): { logOdds: number; points: number } {
  return { logOdds, points: exactPoints(pointsPerLogOdds(scaling, target.favourable) * logOdds) };
}

/** Parts that no case weighs count alike. */
export function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const sum = total(weights);
  if (sum === 0) return total(values) / values.length;
  return total(values.map((value, at) => value * weights[at]!)) / sum;
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function unknownAttribute({ id, attributes }: ScorecardCharacteristic, index: number): EditRefusal {
  const last = attributes.length - 1;
  return refusal(
    'unknown_attribute',
    { name: id, index, last },
    `"${id}" has no attribute ${index} (it has 0 to ${last})`,
  );
}

export function refusal(
  code: EditRefusal['code'],
  values: EditRefusal['values'],
  reason: string,
): EditRefusal {
  return { kind: 'refused', code, values, reason };
}
