import { type Locator, locatorOf } from '../locate.ts';
import { sigmoid } from '../metrics.ts';
import { placePairs } from '../pairs.ts';
import { basePointsOf } from '../scaling.ts';
import type { Scorecard } from '../scorecard.ts';
import { LEAST_POINTS, shortfallOf } from '../shortfall.ts';
import { ENTRY_BYTES, type Kernel, plainKernel } from './kernel.ts';
import { type Segments, segmentsOf } from './segments.ts';
import { simdKernel } from './simd-kernel.ts';

/** A column of raw values as it comes; a `Column` of a table is one. */
export type RawColumn =
  | {
      readonly id: string;
      readonly kind: 'numeric';
      /** NaN: missing. */
      readonly values: Float32Array | Float64Array;
    }
  | {
      readonly id: string;
      readonly kind: 'category';
      /** Index into `dictionary`; −1: missing. */
      readonly codes: Int32Array;
      readonly dictionary: readonly string[];
    };

/** At most `CHUNK_ROWS` rows. The arrays are written over by the next chunk: what is to be kept has to be copied. */
export interface ExplainedChunk {
  /** The place of the chunk's first row in the batch. */
  readonly from: number;
  readonly rows: number;
  readonly logOdds: Float64Array;
  readonly probability: Float64Array;
  readonly points: Float64Array;
  /** By term, characteristics before pairs, then by row: log-odds in whole steps of `LOG_ODDS_STEP`. */
  readonly contributions: readonly Int32Array[];
  /**
   * By rank, heaviest first, then by row: an index into `reasonNames`, −1 where there is no further reason. Empty when
   * no reasons were asked for.
   */
  readonly reasons: readonly Int32Array[];
  /** The attribute that a row of the chunk hit. */
  readonly attributeHit: (characteristic: number, row: number) => number;
}

export interface Explainer {
  readonly scorecard: Scorecard;
  /** Characteristics in alphabetical order, which is also the order of reasons that weigh the same. */
  readonly reasonNames: readonly string[];
  /** Shortfalls are compared in whole steps of so many points; those within one are taken by name. */
  readonly shortfallStep: number;
  /** Bytes that it holds, whatever the number of rows. */
  readonly bytes: number;
  /** Goes through the batch chunk by chunk. Throws when a characteristic's column is not there. */
  readonly explain: (columns: readonly RawColumn[], rows: number) => Iterable<ExplainedChunk>;
}

export type ExplainerOutcome =
  | { readonly kind: 'compiled'; readonly explainer: Explainer }
  /** Numbers that are not rounded as published ones are, or too large: their sums would not be exact. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Published log-odds are whole multiples of it, and published points of `POINTS_STEP`. */
export const LOG_ODDS_STEP = 2 ** -20;
const POINTS_STEP = 2 ** -16;

/** So many rows of every column, contribution and cost stay in a core's own cache. */
export const CHUNK_ROWS = 2048;

export const RANKS = 4;

export interface ExplainerOptions {
  /** Absent: no reasons are ranked. */
  readonly reasons?: {
    /** What people fall short of; null: of the average case. */
    readonly thresholdPoints: number | null;
  };
  /** `plain`: without WebAssembly. */
  readonly kernel?: 'simd' | 'plain';
}

/**
 * The scorecard as arrays, for batches: every contribution of every row and its principal reasons, from raw columns.
 * All sums are of whole numbers, so that each figure is `scoreRow`'s to the last bit.
 */
export function compileExplainer(scorecard: Scorecard, options: ExplainerOptions = {}): ExplainerOutcome {
  const reason = whyInexact(scorecard);
  if (reason !== null) return { kind: 'refused', reason };
  const terms = scorecard.characteristics.map((characteristic) => {
    const locator = locatorOf(characteristic);
    return { characteristic, locator, segments: segmentsOf(characteristic, locator) };
  });
  const pairs = placePairs(scorecard);
  const ranking =
    options.reasons === undefined ? null : rankingOf(scorecard, options.reasons.thresholdPoints);
  const plan = planOf(
    terms.map(({ segments }) => segments),
    scorecard,
  );
  const kernel = options.kernel === 'plain' ? plainKernel(plan.bytes) : simdKernel(plan.bytes);
  const memory = viewsOf(kernel.memory);

  terms.forEach(({ characteristic, segments }, c) => {
    const { attributes } = characteristic;
    const place = plan.terms[c]!;
    memory.uint16.set(segments.buckets, place.buckets >> 1);
    memory.float64.set(segments.bounds, place.bounds >> 3);
    segments.attributeOf.forEach((attribute, position) => {
      const { logOdds, points } = attributes[attribute]!;
      const entry = [logOdds / LOG_ODDS_STEP, points / POINTS_STEP, ranking?.own[c]![attribute] ?? 0, 0];
      memory.int32.set(entry, (place.entries + ENTRY_BYTES * position) >> 2);
    });
  });
  pairs.forEach(({ term, first, second }, p) => {
    const place = plan.pairs[p]!;
    const offsets = [
      { side: first, from: place.firstOffsets, groupOf: term.first.groupOf, apart: term.second.groups },
      { side: second, from: place.secondOffsets, groupOf: term.second.groupOf, apart: 1 },
    ];
    for (const { side, from, groupOf, apart } of offsets) {
      terms[side]!.segments.attributeOf.forEach((attribute, position) => {
        memory.int32[(from >> 2) + position] = ENTRY_BYTES * apart * groupOf[attribute]!;
      });
    }
    term.logOdds.forEach((logOdds, cell) => {
      const entry = [
        logOdds / LOG_ODDS_STEP,
        term.points[cell]! / POINTS_STEP,
        ranking?.half[p]![cell] ?? 0,
        0,
      ];
      memory.int32.set(entry, (place.entries + ENTRY_BYTES * cell) >> 2);
    });
  });

  const base = [scorecard.intercept / LOG_ODDS_STEP, basePointsOf(scorecard) / POINTS_STEP, 0, 0];
  const bases = Int32Array.from({ length: 4 * CHUNK_ROWS }, (_, at) => base[at % 4]!);
  const logOdds = new Float64Array(CHUNK_ROWS);
  const probability = new Float64Array(CHUNK_ROWS);
  const points = new Float64Array(CHUNK_ROWS);
  const int32Run = (from: number): Int32Array => memory.int32.subarray(from >> 2, (from >> 2) + CHUNK_ROWS);
  const contributions = [...plan.terms, ...plan.pairs].map((place) => int32Run(place.contributions));
  const reasons =
    ranking === null ? [] : Array.from({ length: RANKS }, (_, rank) => int32Run(plan.ranked + rank * RUN));
  const attributeHits = terms.map(({ segments }, c) => ({
    attributeOf: segments.attributeOf,
    positions: memory.uint16.subarray(plan.terms[c]!.positions >> 1),
  }));
  const attributeHit = (characteristic: number, row: number): number => {
    const { attributeOf, positions } = attributeHits[characteristic]!;
    return attributeOf[positions[row]!]!;
  };

  const finish = (count: number): void => {
    for (let row = 0, sum = plan.sums >> 2; row < count; row += 1, sum += 4) {
      const total = memory.int32[sum]! * LOG_ODDS_STEP;
      logOdds[row] = total;
      probability[row] = sigmoid(total);
      points[row] = memory.int32[sum + 1]! * POINTS_STEP;
    }
  };

  function* explain(columns: readonly RawColumn[], rows: number): Generator<ExplainedChunk> {
    const bins = terms.map(({ characteristic: { id }, locator, segments }, c) =>
      binOf(columnNamed(columns, id), rows, {
        locator,
        segments,
        place: plan.terms[c]!,
        kernel,
        memory,
        plan,
      }),
    );
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - from);
      // Rows beyond the last are ones of an earlier chunk: worked out with the others, and told to nobody.
      const byFour = (count + 3) & ~3;
      memory.int32.set(bases, plan.sums >> 2);
      plan.terms.forEach(({ positions, entries, contributions, costs }, c) => {
        bins[c]!(from, count);
        if (ranking === null) kernel.addTerm(positions, byFour, entries, plan.sums, contributions);
        else kernel.addTermWithCost(positions, byFour, entries, plan.sums, contributions, costs);
      });
      pairs.forEach(({ first, second }, p) => {
        const { firstOffsets, secondOffsets, entries, contributions } = plan.pairs[p]!;
        const [one, other] = [plan.terms[first]!, plan.terms[second]!];
        const common = [firstOffsets, secondOffsets, entries, plan.sums, contributions] as const;
        if (ranking === null) kernel.addPair(one.positions, other.positions, byFour, ...common);
        else
          kernel.addPairWithCost(one.positions, other.positions, byFour, ...common, one.costs, other.costs);
      });
      if (ranking !== null && terms.length > 0) {
        kernel.rank(plan.costs, RUN, terms.length, byFour, ranking.limit, ranking.mask, plan.ranked);
      }
      finish(count);
      yield { from, rows: count, logOdds, probability, points, contributions, reasons, attributeHit };
    }
  }
  return {
    kind: 'compiled',
    explainer: {
      scorecard,
      reasonNames: (ranking?.order ?? []).map((c) => scorecard.characteristics[c]!.id),
      shortfallStep: ranking?.step ?? 0,
      bytes: plan.bytes + bases.byteLength + 3 * logOdds.byteLength,
      explain,
    },
  };
}

/** Sums of Int32 are exact as long as no sum can leave its range. */
function whyInexact(scorecard: Scorecard): string | null {
  const { intercept, characteristics, pairs } = scorecard;
  const terms = [
    ...characteristics.map(({ id, attributes }) => ({
      id,
      logOdds: attributes.map((attribute) => attribute.logOdds),
      points: attributes.map((attribute) => attribute.points),
    })),
    ...pairs,
    { id: 'the intercept', logOdds: [intercept], points: [basePointsOf(scorecard)] },
  ];
  let most = 0;
  for (const { id, logOdds, points } of terms) {
    const steps = [logOdds.map((each) => each / LOG_ODDS_STEP), points.map((each) => each / POINTS_STEP)];
    if (!steps.flat().every(Number.isInteger)) {
      return `the numbers of "${id}" are not rounded as those of a published scorecard are`;
    }
    most += highest(steps.flat().map(Math.abs));
  }
  if (most > MOST_STEPS) return 'its numbers are too large to be added exactly';
  const wide = characteristics.find(({ attributes }) => attributes.length > MOST_ATTRIBUTES);
  if (wide !== undefined) return `"${wide.id}" has more than ${MOST_ATTRIBUTES} attributes`;
  const open = characteristics.find(({ kind, attributes }) =>
    (kind === 'numeric' ? ['missing', 'range'] : ['missing', 'other']).some(
      (needed) => !attributes.some((attribute) => attribute.kind === needed),
    ),
  );
  return open === undefined ? null : `"${open.id}" has values without an attribute`;
}

const MOST_STEPS = 2 ** 31 - 1;
/** Each attribute has up to four positions, and a position is a Uint16. */
const MOST_ATTRIBUTES = 16_000;

interface Ranking {
  /** Characteristics in the order of their names. */
  readonly order: readonly number[];
  /** By characteristic, by attribute: shortfall in steps, with the characteristic's place in the order as the lowest bits. */
  readonly own: readonly (readonly number[])[];
  /** By pair, by cell: half of the shortfall, which is what each side bears of it. */
  readonly half: readonly (readonly number[])[];
  /** The highest cost that is a reason. */
  readonly limit: number;
  /** The bits that hold the place. */
  readonly mask: number;
  /** Of a point. */
  readonly step: number;
}

/**
 * What each attribute and each cell costs: its shortfall, as a whole number that is compared together with the name in
 * one comparison, in steps as fine as fit beside it. They add up as those of `scoreReasons` do, without families.
 */
function rankingOf(scorecard: Scorecard, thresholdPoints: number | null): Ranking {
  const { characteristics, pairs } = scorecard;
  const shortOf = shortfallOf(scorecard, thresholdPoints);
  const own = characteristics.map(({ id, attributes }) =>
    attributes.map(({ points }) => shortOf(id, points)),
  );
  const half = pairs.map(({ id, points }) => points.map((each) => shortOf(id, each) / 2));
  const order = characteristics
    .map((_, c) => c)
    .sort((a, b) => (characteristics[a]!.id < characteristics[b]!.id ? -1 : 1));
  const places = 2 ** Math.ceil(Math.log2(Math.max(2, characteristics.length)));
  const most = [...own, ...half].reduce((sum, each) => sum + highest(each.map(Math.abs)) + 1, 0);
  const perPoint = 2 ** Math.min(20, Math.floor(Math.log2((2 ** 31 - 2 * places) / places / most)));
  const placeOf = new Map(order.map((c, place) => [c, place]));
  const inSteps = (points: number): number => Math.round(points * perPoint) * places;
  return {
    order,
    own: own.map((each, c) => each.map((points) => inSteps(points) + placeOf.get(c)!)),
    half: half.map((each) => each.map(inSteps)),
    limit: inSteps(-LEAST_POINTS) + places - 1,
    mask: places - 1,
    step: 1 / perPoint,
  };
}

/** Bytes of a chunk's Int32 run. */
const RUN = 4 * CHUNK_ROWS;

interface TermPlace {
  readonly buckets: number;
  readonly bounds: number;
  readonly entries: number;
  readonly positions: number;
  readonly contributions: number;
  readonly costs: number;
}

interface PairPlace {
  readonly firstOffsets: number;
  readonly secondOffsets: number;
  readonly entries: number;
  readonly contributions: number;
}

interface Plan {
  readonly values: number;
  readonly sums: number;
  readonly costs: number;
  readonly ranked: number;
  readonly terms: readonly TermPlace[];
  readonly pairs: readonly PairPlace[];
  readonly bytes: number;
}

/** Where everything lies in the kernel's memory. */
function planOf(segments: readonly Segments[], { characteristics, pairs }: Scorecard): Plan {
  // 0 is no place: the plain kernel takes it for "none".
  let bytes = ENTRY_BYTES;
  const room = (size: number): number => {
    const place = bytes;
    bytes += Math.ceil(size / ENTRY_BYTES) * ENTRY_BYTES;
    return place;
  };
  const values = room(8 * CHUNK_ROWS);
  const sums = room(ENTRY_BYTES * CHUNK_ROWS);
  const ranked = room(RANKS * RUN);
  const costs = room(RUN * segments.length);
  const terms = segments.map((each, c) => ({
    buckets: room(each.buckets.byteLength),
    bounds: room(each.bounds.byteLength),
    entries: room(ENTRY_BYTES * each.attributeOf.length),
    positions: room(2 * CHUNK_ROWS),
    contributions: room(RUN),
    costs: costs + RUN * c,
  }));
  const positionsOf = (id: string): number =>
    segments[characteristics.findIndex((one) => one.id === id)]!.attributeOf.length;
  const places = pairs.map((term) => ({
    firstOffsets: room(4 * positionsOf(term.first.characteristic)),
    secondOffsets: room(4 * positionsOf(term.second.characteristic)),
    entries: room(ENTRY_BYTES * term.logOdds.length),
    contributions: room(RUN),
  }));
  return { values, sums, costs, ranked, terms, pairs: places, bytes };
}

interface Views {
  readonly int32: Int32Array;
  readonly uint16: Uint16Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

function viewsOf(memory: ArrayBufferLike): Views {
  return {
    int32: new Int32Array(memory),
    uint16: new Uint16Array(memory),
    float32: new Float32Array(memory),
    float64: new Float64Array(memory),
  };
}

interface BinPlace {
  readonly locator: Locator;
  readonly segments: Segments;
  readonly place: TermPlace;
  readonly kernel: Kernel;
  readonly memory: Views;
  readonly plan: Plan;
}

/** Puts the positions that a chunk of the column hits into their place. */
function binOf(column: RawColumn, rows: number, at: BinPlace): (from: number, count: number) => void {
  const { locator, segments, place, kernel, memory, plan } = at;
  if (column.kind === 'category') {
    const { codes, dictionary } = column;
    const ofCode = Uint16Array.from(
      [locator.missing, ...dictionary.map((text) => locator.ofText(text))],
      (attribute) => segments.direct + attribute,
    );
    const start = place.positions >> 1;
    return (from, count) => {
      for (let row = 0; row < count; row += 1) {
        memory.uint16[start + row] = ofCode[Math.max(0, codes[from + row]! + 1)]!;
      }
    };
  }
  const { values } = column;
  if (values.length < rows) throw new Error(`column "${column.id}" has ${values.length} values, not ${rows}`);
  const { shift, steps } = segments;
  const bin = values instanceof Float32Array ? kernel.binFloat32 : kernel.binFloat64;
  const room = values instanceof Float32Array ? memory.float32 : memory.float64;
  const start = plan.values / values.BYTES_PER_ELEMENT;
  return (from, count) => {
    room.set(values.subarray(from, from + count), start);
    bin(plan.values, (count + 3) & ~3, place.buckets, shift, place.bounds, steps, place.positions);
  };
}

function columnNamed(columns: readonly RawColumn[], id: string): RawColumn {
  const column = columns.find((one) => one.id === id);
  if (!column) throw new Error(`the table has no column "${id}", which the scorecard needs`);
  return column;
}

function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
