import type { Binning } from './binning.ts';
import type { Layout } from './curvature.ts';
import type { AttributeCover } from './locate.ts';
import { type Bag, bestQuadrants, boostGrids, type Grid, residualsAt } from './pair-boost.ts';
import { purify } from './purify.ts';
import { seededRandom, shuffled } from './seeded.ts';

/** A pair of characteristics that says more together, with the shape found for it. */
export interface FoundPair {
  /** Places of the two among the characteristics. */
  readonly first: number;
  readonly second: number;
  readonly firstAxis: Axis;
  readonly secondAxis: Axis;
  readonly grid: Grid;
  /** Training rows by cell. */
  readonly counts: Float64Array;
  /** By cell, purified; the mean over bags. */
  readonly values: Float64Array;
  readonly standardErrors: Float64Array;
  /** By row: what the bags that did not see the row give its cell. */
  readonly outOfBag: Float64Array;
}

/** The attributes of a characteristic gathered into groups, in order. */
export interface Axis {
  readonly groupOf: readonly number[];
  readonly groups: number;
}

export const MOST_PAIRS = 10;
const GROUPS = 16;
/** Twice over, four parts: each bag leaves one part out, so that every row is out of bag twice. */
const PASSES = 2;
const PARTS = 4;
const MOST_ROUNDS = 150;
const PATIENCE = 25;
/** Pairs are taken up only where they help rows that they were not learnt from by more than chance would. */
const STANDARD_ERRORS_WANTED = 2;
/** More rows than this show a pair no better, and take longer. */
const MOST_INSIDE = 60_000;
/** Among many characteristics, pairs are looked for among those that move the score most. */
const MOST_CHARACTERISTICS = 60;

/**
 * The pairs worth having beside the main effects, none where they would not help. In each bag pairs are ranked by the
 * four-quadrant cut that explains most of what the main effects leave, the first ten are boosted together, and rows out
 * of the bag say after how many rounds to stop, and whether to begin: the choice of pairs is judged by rows that had no
 * part in it. Then the pairs that most bags chose are boosted in every bag for that many rounds.
 */
export function findPairs(
  binnings: readonly Binning[],
  layout: Layout,
  mainNumbers: Float64Array,
  logOdds: Float64Array,
  outcomes: Float64Array,
  seed: number,
): readonly FoundPair[] {
  const axes = binnings.map((binning, j) => axisOf(binning, layout, j, mainNumbers));
  const places = strongest(layout, mainNumbers).filter((j) => axes[j]!.groups > 1);
  if (places.length < 2) return [];
  const groups = axes.map(({ groupOf }, j) => Uint16Array.from(layout.hits[j]!, (hit) => groupOf[hit]!));
  const gridOf = ([j, k]: Pair): Grid => gridFrom(groups[j]!, axes[j]!.groups, groups[k]!, axes[k]!.groups);
  const bags = bagsOf(layout.rows, seed);

  const votes = new Map<string, { readonly pair: Pair; gain: number }>();
  const curves = bags.map((bag) => {
    const ranked = rankPairs(places, axes, groups, logOdds, outcomes, bag.inside);
    for (const { pair, gain } of ranked) {
      const vote = votes.get(pair.join()) ?? { pair, gain: 0 };
      vote.gain += gain;
      votes.set(pair.join(), vote);
    }
    return improvementsByRound(
      ranked.map(({ pair }) => gridOf(pair)),
      logOdds,
      outcomes,
      bag,
    );
  });
  const rounds = roundsWorthwhile(curves);
  if (rounds === 0) return [];

  const chosen = [...votes.values()]
    .sort((a, b) => b.gain - a.gain)
    .slice(0, MOST_PAIRS)
    .map(({ pair }) => pair);
  const grids = chosen.map(gridOf);
  const counts = grids.map(countsOf);
  const byBag = bags.map((bag) =>
    boostGrids(grids, logOdds, outcomes, bag, (round) => round < rounds).map(
      (values, g) => purify(values, counts[g]!, grids[g]!.rows, grids[g]!.columns).values,
    ),
  );
  return chosen.map(([first, second], g) => ({
    first,
    second,
    firstAxis: axes[first]!,
    secondAxis: axes[second]!,
    grid: grids[g]!,
    counts: counts[g]!,
    ...summaryOf(
      byBag.map((values) => values[g]!),
      bags,
      grids[g]!,
    ),
  }));
}

type Pair = readonly [number, number];

function bagsOf(rows: number, seed: number): readonly Bag[] {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  return Array.from({ length: PASSES }, (_, pass) => {
    const mixed = shuffled(all, seededRandom(seed * PASSES + pass));
    return Array.from({ length: PARTS }, (__, part) => ({
      inside: mixed
        .filter((___, at) => at % PARTS !== part)
        .slice(0, MOST_INSIDE)
        .sort(),
      outside: mixed.filter((___, at) => at % PARTS === part).sort(),
    }));
  }).flat();
}

/** The places of the characteristics whose numbers vary most over the rows. */
function strongest(layout: Layout, numbers: Float64Array): readonly number[] {
  return layout.hits
    .map((hits, j) => {
      let squares = 0;
      for (const hit of hits) squares += numbers[layout.starts[j]! + hit]! ** 2;
      return { j, squares };
    })
    .sort((a, b) => b.squares - a.squares || a.j - b.j)
    .slice(0, MOST_CHARACTERISTICS)
    .map(({ j }) => j)
    .sort((a, b) => a - b);
}

/** Missing and codes apart from the ranges, which stay in order; categories in the order of their main effects. */
function axisOf({ attributes, kind }: Binning, layout: Layout, j: number, numbers: Float64Array): Axis {
  const counts = new Float64Array(attributes.length);
  for (const hit of layout.hits[j]!) counts[hit] = counts[hit]! + 1;
  const place = (at: number): number =>
    kind === 'category' ? numbers[layout.starts[j]! + at]! : PLACE[attributes[at]!.kind];
  const order = attributes.map((_, at) => at).sort((a, b) => place(a) - place(b) || a - b);
  const groupOf = new Array<number>(attributes.length).fill(0);
  let group = 0;
  let inGroup = 0;
  let rowsLeft = layout.rows;
  order.forEach((at, index) => {
    const before = index === 0 ? null : attributes[order[index - 1]!]!.kind;
    const apart = kind === 'numeric' && before !== null && before !== attributes[at]!.kind;
    const full =
      group < GROUPS - 1 &&
      inGroup > 0 &&
      inGroup + counts[at]! / 2 > (inGroup + rowsLeft) / (GROUPS - group);
    if (apart || full) {
      group += 1;
      inGroup = 0;
    }
    groupOf[at] = group;
    inGroup += counts[at]!;
    rowsLeft -= counts[at]!;
  });
  return { groupOf, groups: group + 1 };
}

const PLACE: Readonly<Record<AttributeCover['kind'], number>> = {
  missing: 0,
  special: 1,
  range: 2,
  categories: 2,
  other: 2,
};

function gridFrom(rowOf: Uint16Array, rows: number, columnOf: Uint16Array, columns: number): Grid {
  const cells = new Uint16Array(rowOf.length);
  for (let at = 0; at < cells.length; at += 1) cells[at] = rowOf[at]! * columns + columnOf[at]!;
  return { rows, columns, cells };
}

function countsOf({ rows, columns, cells }: Grid): Float64Array {
  const counts = new Float64Array(rows * columns);
  for (const cell of cells) counts[cell] = counts[cell]! + 1;
  return counts;
}

function rankPairs(
  places: readonly number[],
  axes: readonly Axis[],
  groups: readonly Uint16Array[],
  logOdds: Float64Array,
  outcomes: Float64Array,
  inside: Uint32Array,
): readonly { readonly pair: Pair; readonly gain: number }[] {
  const residuals = residualsAt(
    Float64Array.from(inside, (at) => logOdds[at]!),
    Float64Array.from(inside, (at) => outcomes[at]!),
  );
  const own = groups.map((group) => Uint16Array.from(inside, (at) => group[at]!));
  return places
    .flatMap((j, at) => places.slice(at + 1).map((k): Pair => [j, k]))
    .map((pair) => {
      const [j, k] = pair;
      const grid = gridFrom(own[j]!, axes[j]!.groups, own[k]!, axes[k]!.groups);
      return { pair, gain: bestQuadrants(grid, residuals)?.gain ?? 0 };
    })
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain)
    .slice(0, MOST_PAIRS);
}

/** By round, how much smaller the mean loss of the rows out of the bag has become; entry 0 is before the first. */
function improvementsByRound(
  grids: readonly Grid[],
  logOdds: Float64Array,
  outcomes: Float64Array,
  bag: Bag,
): readonly number[] {
  const curve = [0];
  if (grids.length === 0) return curve;
  const judging = Float64Array.from(bag.outside, (at) => outcomes[at]!);
  const before = meanLoss(
    Float64Array.from(bag.outside, (at) => logOdds[at]!),
    judging,
  );
  let best = 0;
  boostGrids(grids, logOdds, outcomes, bag, (round, outside) => {
    curve.push(before - meanLoss(outside, judging));
    if (curve[round]! > curve[best]!) best = round;
    return round < MOST_ROUNDS && round - best < PATIENCE;
  });
  return curve;
}

function meanLoss(logOdds: Float64Array, outcomes: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < logOdds.length; at += 1) {
    const value = logOdds[at]!;
    sum += Math.log1p(Math.exp(-Math.abs(value))) + Math.max(value, 0) - outcomes[at]! * value;
  }
  return sum / logOdds.length;
}

/** The round at which the bags together are best; 0 where that is no clear gain. A bag that stopped stays where it was. */
function roundsWorthwhile(curves: readonly (readonly number[])[]): number {
  const length = Math.max(...curves.map((curve) => curve.length));
  const at = (curve: readonly number[], round: number): number => curve[Math.min(round, curve.length - 1)]!;
  const meanAt = (round: number): number =>
    curves.reduce((sum, curve) => sum + at(curve, round), 0) / curves.length;
  let best = 0;
  for (let round = 1; round < length; round += 1) if (meanAt(round) > meanAt(best)) best = round;
  const mean = meanAt(best);
  const variance =
    curves.reduce((sum, curve) => sum + (at(curve, best) - mean) ** 2, 0) / (curves.length - 1);
  return mean > STANDARD_ERRORS_WANTED * Math.sqrt(variance / curves.length) ? best : 0;
}

/**
 * The mean over bags, its standard error by the jackknife that deletes a part (Shao and Wu, A general theory for
 * jackknife variance estimation, Annals of Statistics 17, 1989), and for each row what the bags without it say.
 */
function summaryOf(
  byBag: readonly Float64Array[],
  bags: readonly Bag[],
  { cells }: Grid,
): Pick<FoundPair, 'values' | 'standardErrors' | 'outOfBag'> {
  const values = byBag[0]!.map((_, cell) => byBag.reduce((sum, own) => sum + own[cell]!, 0) / byBag.length);
  const standardErrors = values.map((mean, cell) => {
    const variance = byBag.reduce((sum, own) => sum + (own[cell]! - mean) ** 2, 0) / byBag.length;
    return Math.sqrt((PARTS - 1) * variance);
  });
  const outOfBag = new Float64Array(cells.length);
  bags.forEach(({ outside }, bag) => {
    for (const row of outside) outOfBag[row] = outOfBag[row]! + byBag[bag]![cells[row]!]! / PASSES;
  });
  return { values, standardErrors, outOfBag };
}
