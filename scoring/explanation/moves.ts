import type { Attribute, Change, ScorecardCharacteristic, Value, ValueRow } from '../scorecard/scorecard.ts';
import { isMissing } from '../scorecard/table.ts';

/** One value that the person could bring a characteristic to. */
export interface Move {
  readonly characteristic: string;
  readonly from: Value;
  readonly to: Value;
  /** Index of the attribute that it leads to. */
  readonly attribute: number;
  /** Log-odds of the favourable outcome that the characteristic's own term brings; a pair term may add to it. */
  readonly gain: number;
  readonly cost: number;
  readonly days: number;
}

/**
 * The nearest value of every other attribute that the declared change reaches and training has seen. Nothing is advised
 * out of "missing" or a special code: what would have to happen there is not a distance.
 */
export function movesOf(
  characteristic: ScorecardCharacteristic,
  hit: number,
  row: ValueRow,
  sign: 1 | -1,
): readonly Move[] {
  const { change, attributes, id } = characteristic;
  const value = row[id] ?? null;
  const current = attributes[hit]!;
  if (!change || isMissing(value) || current.kind === 'missing') return [];
  const moves: Move[] = [];
  attributes.forEach((attribute, at) => {
    if (at === hit || attribute.count === 0) return;
    const reached = reachable(characteristic, change, current, value, attribute);
    if (reached === null) return;
    const { to, units } = reached;
    moves.push({
      characteristic: id,
      from: value,
      to,
      attribute: at,
      gain: sign * (attribute.logOdds - current.logOdds),
      cost: units * change.costPerUnit,
      days: Math.ceil(units * change.daysPerUnit - 1e-9),
    });
  });
  return moves;
}

interface Reached {
  readonly to: Value;
  readonly units: number;
}

function reachable(
  { kind, observed }: ScorecardCharacteristic,
  change: Change,
  current: Attribute,
  value: Value,
  attribute: Attribute,
): Reached | null {
  if (kind === 'category') {
    // Categories have no order to rise or fall in: only "either way" says that they can be changed.
    if (change.direction !== 0 || attribute.kind !== 'categories') return null;
    const [to] = attribute.values;
    return to === undefined ? null : { to, units: 1 };
  }
  if (current.kind !== 'range' || attribute.kind !== 'range') return null;
  const from = Number(value);
  const rises = attribute.from !== null && attribute.from > from;
  if (change.direction !== 0 && rises !== change.direction > 0) return null;
  const to = rises ? entryFromBelow(attribute, from) : entryFromAbove(attribute, from);
  if (to === null || (observed && (to < observed.from || to > observed.to))) return null;
  return { to, units: Math.abs(to - from) };
}

type Range = Attribute & { readonly kind: 'range' };

/** The smallest value in the range, in whole numbers for a person whose own value is whole. */
function entryFromBelow({ from, to }: Range, own: number): number | null {
  if (from === null) return null;
  const whole = Math.ceil(from);
  return Number.isInteger(own) && (to === null || whole < to) ? whole : from;
}

/** The largest value below the range's open end, in steps as fine as the person's own value and the cuts are written. */
function entryFromAbove({ from, to }: Range, own: number): number | null {
  if (to === null) return null;
  const decimals = Number.isInteger(own) ? 0 : Math.max(...[own, to, from ?? 0].map(decimalsOf));
  for (let finer = decimals; finer <= 15; finer += 1) {
    const scale = 10 ** finer;
    const below = (Math.ceil(to * scale - 1e-9) - 1) / scale;
    if (below < to && (from === null || below >= from)) return below;
  }
  return from;
}

function decimalsOf(value: number): number {
  const [digits, exponent] = String(value).split('e');
  return Math.max(0, (digits!.split('.')[1]?.length ?? 0) - Number(exponent ?? 0));
}
