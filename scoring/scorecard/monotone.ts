import type { Binning } from './binning.ts';
import type { Layout } from './curvature.ts';
import { brokenDirections } from './directions.ts';
import { levelled } from './merge.ts';
import type { FoundPair } from './pair-search.ts';
import { purify } from './purify.ts';
import { exactLogOdds } from './scaling.ts';
import type { PairTerm, ScorecardCharacteristic } from './scorecard.ts';

/** Numbers by parameter, and by pair and cell. */
export interface Terms {
  readonly numbers: Float64Array;
  readonly cells: readonly Float64Array[];
}

/**
 * The nearest terms that keep the declared directions, pair terms included. A main effect is levelled where it goes the
 * wrong way; each of its pairs may then take back at most its part of every step of the main effect, whatever the other
 * side: in each line of cells the rest is levelled. What that leaves of a pair is purified again.
 */
export function withDirections(
  { numbers, cells }: Terms,
  binnings: readonly Binning[],
  layout: Layout,
  pairs: readonly FoundPair[],
  monotone: Readonly<Record<string, -1 | 1>>,
): Terms {
  const directed = Float64Array.from(numbers);
  binnings.forEach((binning, j) => {
    const direction = monotone[binning.id];
    if (direction) directed.set(levelled(binning, layout, j, numbers, direction), layout.starts[j]);
  });
  const held = pairs.map((pair, t) => {
    let own: Float64Array = cells[t]!;
    for (let pass = 0; pass < PASSES; pass += 1) {
      for (const side of ['first', 'second'] as const) {
        const direction = monotone[binnings[pair[side]]!.id];
        if (!direction) continue;
        const allowed = allowances(pair, side, pairs, binnings, layout, directed, direction);
        own = heldAlong(pair, side, own, allowed, direction);
      }
    }
    return own;
  });
  const pure = pairs.map((pair, t) => {
    if (held[t] === cells[t]) return cells[t]!;
    const { values, byRow, byColumn } = purify(held[t]!, pair.counts, pair.grid.rows, pair.grid.columns);
    addByGroup(directed, layout, pair.first, pair.firstAxis.groupOf, byRow);
    addByGroup(directed, layout, pair.second, pair.secondAxis.groupOf, byColumn);
    return values;
  });
  return { numbers: directed, cells: pure };
}

/** Both sides of a pair may be directed: what holds along one is held along the other in turn. */
const PASSES = 8;

/** Rounding a published number may tip an equal step by its last digit: it is lifted back, and all beyond it with it. */
export function mendedDirections(
  characteristics: readonly ScorecardCharacteristic[],
  pairs: readonly PairTerm[],
): readonly ScorecardCharacteristic[] {
  const broken = brokenDirections({ characteristics, pairs });
  if (broken.length === 0) return characteristics;
  return characteristics.map((one) => {
    const lifts = broken.filter(({ characteristic }) => characteristic === one.id);
    if (lifts.length === 0) return one;
    let lift = 0;
    const attributes = one.attributes.map((attribute) => {
      if (attribute.kind !== 'range') return attribute;
      const here = lifts.find(({ to }) => to.kind === 'range' && to.from === attribute.from);
      lift += here?.by ?? 0;
      return { ...attribute, logOdds: exactLogOdds(attribute.logOdds + one.monotone * lift) };
    });
    return { ...one, attributes };
  });
}

/** By group of the side, how far its cells may step back from the group before: part of the main effect's step there. */
function allowances(
  pair: FoundPair,
  side: 'first' | 'second',
  pairs: readonly FoundPair[],
  binnings: readonly Binning[],
  layout: Layout,
  numbers: Float64Array,
  direction: -1 | 1,
): Float64Array {
  const j = pair[side];
  const { groupOf, groups } = pair[`${side}Axis`];
  const sharers = pairs.filter(({ first, second }) => first === j || second === j).length;
  const allowed = new Float64Array(groups).fill(Infinity);
  const { attributes } = binnings[j]!;
  for (let at = 1; at < attributes.length; at += 1) {
    if (attributes[at]!.kind !== 'range' || groupOf[at] === groupOf[at - 1]) continue;
    const step = direction * (numbers[layout.starts[j]! + at]! - numbers[layout.starts[j]! + at - 1]!);
    allowed[groupOf[at]!] = (SHARE_OF_STEP * Math.max(0, step)) / sharers;
  }
  return allowed;
}

/** A hair less than all, so that rounding has room. */
const SHARE_OF_STEP = 0.99;

/** Pools adjacent violators along the side, in each line of the other side, about the allowances. */
function heldAlong(
  { grid, counts }: FoundPair,
  side: 'first' | 'second',
  values: Float64Array,
  allowed: Float64Array,
  direction: -1 | 1,
): Float64Array {
  const held = Float64Array.from(values);
  const [lines, stride, lineStride] =
    side === 'first' ? [grid.columns, grid.columns, 1] : [grid.rows, 1, grid.columns];
  for (let line = 0; line < lines; line += 1) {
    let blocks: { from: number; to: number; weight: number; mean: number }[] = [];
    let room = 0;
    const rooms = new Float64Array(allowed.length);
    const close = (): void => {
      for (const { from, to, mean } of blocks) {
        for (let at = from; at <= to; at += 1) {
          held[at * stride + line * lineStride] = direction * (mean - rooms[at]!);
        }
      }
      blocks = [];
    };
    for (let at = 0; at < allowed.length; at += 1) {
      // Groups without an order: missing, a code, and the first range after them.
      if (allowed[at] === Infinity) {
        close();
        room = 0;
      } else room += allowed[at]!;
      rooms[at] = room;
      const cell = at * stride + line * lineStride;
      let block = { from: at, to: at, weight: counts[cell]! + 1e-6, mean: direction * values[cell]! + room };
      for (let before = blocks.at(-1); before && before.mean > block.mean; before = blocks.at(-1)) {
        blocks.pop();
        const weight = before.weight + block.weight;
        const mean = (before.weight * before.mean + block.weight * block.mean) / weight;
        block = { from: before.from, to: block.to, weight, mean };
      }
      blocks.push(block);
    }
    close();
  }
  return held;
}

function addByGroup(
  numbers: Float64Array,
  layout: Layout,
  j: number,
  groupOf: readonly number[],
  amounts: Float64Array,
): void {
  groupOf.forEach((group, at) => {
    const place = layout.starts[j]! + at;
    numbers[place] = numbers[place]! + amounts[group]!;
  });
}
