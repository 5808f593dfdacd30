import { type Binning, binColumn, DEFAULT_BINNING } from './binning.ts';
import { readContinuousTarget } from './continuous-target.ts';
import { layoutOf, type Layout } from './curvature.ts';
import { fingerprintOfScorecard, fingerprintOfTable } from './fingerprint.ts';
import type { ScorecardSpec } from './fit.ts';
import { largest } from './largest.ts';
import { type AttributeCover, locateColumn, locatorOf } from './locate.ts';
import { DEFAULT_SCALING, exactLogOdds, exactPoints, pointsPerLogOdds } from './scaling.ts';
import type { Attribute, Scaling, Scorecard, ScorecardCharacteristic } from './scorecard.ts';
import { fitSmooth, type QuadraticPenalty, type SmoothFit } from './smooth-fit.ts';
import { type Column, findColumn, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';

export interface ContinuousSpec extends ScorecardSpec {
  readonly target: ScorecardSpec['target'] & { readonly kind: 'amount' | 'share' };
}

export type ContinuousOutcome =
  | { readonly kind: 'fitted'; readonly scorecard: Scorecard; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Amounts run on within a range, so that ranges are finer than for yes and no; the smoothing keeps them together. */
const ROWS_A_RANGE = 14;
const MOST_RANGES = 128;
const MOST_PARAMETERS = 900;
/** Neighbours closer than this share of the outcomes' spread are one to a reader. */
const INDISTINCT = 0.005;
/** Points of an amount are the amount: one point a unit, none at nothing. */
const AMOUNT_SCALING: Scaling = { pointsToDouble: Math.LN2, anchorPoints: 0, anchorOdds: 1 };

/**
 * Fits an additive scorecard to an outcome on a scale. Amount: expected amount = base + Σ terms, each in the unit of
 * the target. Share: its log-odds = base + Σ terms. Deterministic, as `fitScorecard` is.
 */
export async function fitContinuous(
  tf: TensorFlow,
  table: Table,
  spec: ContinuousSpec,
): Promise<ContinuousOutcome> {
  const target = readContinuousTarget(table, spec.target.name, spec.target.kind);
  if (target.kind === 'refused') return target;
  const unknown = [
    ...(spec.drop ?? []),
    ...Object.keys(spec.monotone ?? {}),
    ...(spec.categorical ?? []),
  ].find((id) => !findColumn(table, id));
  if (unknown !== undefined) return { kind: 'refused', reason: `the table has no column "${unknown}"` };
  const { binnings, notes } = chooseBinnings(table, spec);
  if (binnings.length === 0) {
    return { kind: 'refused', reason: `no column is left to learn from: ${notes.join('; ')}` };
  }
  const hits = binnings.map((binning) => hitsOf(table, binning));
  const layout = layoutOf(
    hits,
    binnings.map(({ attributes }) => attributes.length),
    table.rows,
  );
  const spread = spec.target.kind === 'amount' ? deviationOf(target.outcomes) : 1;
  const scaled = target.outcomes.map((outcome) => outcome / spread);
  const penalties = binnings.flatMap((binning, j) => penaltiesOf(table, binning, layout, j));
  const link = spec.target.kind === 'amount' ? 'identity' : 'logit';
  const robust = link === 'identity' && isContinuous(target.outcomes);
  const fit = fitSmooth(tf, layout, scaled, penalties, { link, robust });
  const numbers = fit.numbers.map((number) => number * spread);
  const scorecard = publish(tf, table, spec, target.outcomes, binnings, layout, {
    ...fit,
    numbers:
      link === 'identity' ? toTotal(numbers, layout, target.outcomes, robust ? NEAR_THE_TOTAL : 0) : numbers,
    covariance: fit.covariance.map((one) => one * spread * spread),
  });
  return { kind: 'fitted', scorecard, notes };
}

function chooseBinnings(
  table: Table,
  spec: ContinuousSpec,
): { readonly binnings: readonly Binning[]; readonly notes: readonly string[] } {
  const left = new Set([spec.target.name, ...(spec.drop ?? [])]);
  const candidates = table.columns.filter(({ id }) => !left.has(id));
  const ranges = Math.max(
    2,
    Math.min(
      MOST_RANGES,
      Math.round(table.rows / ROWS_A_RANGE),
      Math.max(8, Math.floor(MOST_PARAMETERS / candidates.length)),
    ),
  );
  const binnings: Binning[] = [];
  const notes: string[] = [];
  for (const column of candidates) {
    const outcome = binColumn(column, {
      ...DEFAULT_BINNING,
      ranges,
      special: spec.special?.[column.id],
      categorical: spec.categorical?.includes(column.id) ?? false,
    });
    if (outcome.kind === 'binned') binnings.push(outcome.binning);
    else notes.push(`column "${outcome.id}" ${outcome.reason}; left out`);
  }
  return { binnings, notes };
}

/**
 * Ranges: bends are held down, and apart from them the slope, so that a straight line costs little and a column that
 * tells nothing becomes flat. Everything without an order is pulled to the mean.
 */
function penaltiesOf(table: Table, binning: Binning, layout: Layout, j: number): readonly QuadraticPenalty[] {
  const start = layout.starts[j]!;
  const centres = centresOf(table, binning, layout.hits[j]!);
  const ranges = binning.attributes.flatMap(({ kind }, at) => (kind === 'range' ? [at] : []));
  const others = binning.attributes.flatMap(({ kind }, at) => (kind === 'range' ? [] : [at]));
  const bends = ranges.slice(1, -1).map((at, index) => {
    const [before, after] = [
      centres[index + 1]! - centres[index]!,
      centres[index + 2]! - centres[index + 1]!,
    ];
    return [
      { parameter: start + at - 1, factor: 1 / before },
      { parameter: start + at, factor: -1 / before - 1 / after },
      { parameter: start + at + 1, factor: 1 / after },
    ];
  });
  const middle = centres.reduce((sum, centre) => sum + centre, 0) / centres.length;
  const length = Math.sqrt(centres.reduce((sum, centre) => sum + (centre - middle) ** 2, 0));
  const slope = ranges.map((at, index) => ({
    parameter: start + at,
    factor: (centres[index]! - middle) / length,
  }));
  return [
    { rows: bends },
    { rows: ranges.length > 1 ? [slope] : [] },
    { rows: others.map((at) => [{ parameter: start + at, factor: 1 }]) },
  ];
}

/**
 * Where each range stands: the mean value of its rows, with gaps of a tenth to ten times the mean gap, so that neither an
 * outlier nor a lump of nearly equal values rules the smoothing.
 */
function centresOf(table: Table, binning: Binning, hits: Uint16Array): readonly number[] {
  const ranges = binning.attributes.filter((attribute) => attribute.kind === 'range');
  const column = findColumn(table, binning.id);
  const sums = ranges.map(() => ({ rows: 0, sum: 0 }));
  // Only ratios of distances count; the greatest numbers there are would add up to infinity.
  const unit = isVast(column) ? ADDS_UP : 1;
  if (column?.kind === 'numeric') {
    hits.forEach((hit, row) => {
      const bin = sums[hit];
      if (!bin || !Number.isFinite(column.values[row]!)) return;
      bin.rows += 1;
      bin.sum += column.values[row]! / unit;
    });
  }
  const means = ranges.map(({ from, to }, at) => {
    const { rows, sum } = sums[at]!;
    return rows > 0 ? sum / rows : (from ?? to ?? 0) / unit;
  });
  const usual = ((means.at(-1) ?? 0) - (means[0] ?? 0)) / Math.max(1, means.length - 1);
  let centre = 0;
  return means.map((mean, at) => {
    if (at === 0) return centre;
    const gap = usual > 0 ? (mean - means[at - 1]!) / usual : 1;
    return (centre += Math.min(10, Math.max(0.1, gap)));
  });
}

/** Any number of rows of up to so much add up to a number. */
const ADDS_UP = 1e290;

function isVast(column: Column | undefined): boolean {
  return (
    column?.kind === 'numeric' &&
    column.values.some((value) => Number.isFinite(value) && Math.abs(value) > ADDS_UP)
  );
}

/** Whether amounts vary without lumps: where many are nothing, their median would say nothing for all. */
function isContinuous(outcomes: Float64Array): boolean {
  const counts = new Map<number, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return largest(counts.values()) < 0.05 * outcomes.length;
}

/** Where rows far off count less, the total is left alone so far: the single amounts are nearer without it. */
const NEAR_THE_TOTAL = 0.05;

/**
 * One factor makes the foretold amounts of all cases add up to the real ones, where many are nothing, or where a few are
 * so large that what counts them less would foretell too little for all.
 */
function toTotal(
  numbers: Float64Array,
  layout: Layout,
  outcomes: Float64Array,
  tolerance: number,
): Float64Array {
  let foretold = 0;
  for (let row = 0; row < layout.rows; row += 1) {
    foretold += numbers[0]!;
    layout.hits.forEach((hits, j) => {
      foretold += numbers[layout.starts[j]! + hits[row]!]!;
    });
  }
  const total = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const factor = total / foretold;
  if (Math.abs(factor - 1) <= tolerance) return numbers;
  return factor > 0.8 && factor < 1.25
    ? numbers.map((number) => number * factor)
    : numbers.map((number, at) => (at === 0 ? number + (total - foretold) / layout.rows : number));
}

function publish(
  tf: TensorFlow,
  table: Table,
  spec: ContinuousSpec,
  outcomes: Float64Array,
  binnings: readonly Binning[],
  layout: Layout,
  fit: SmoothFit,
): Scorecard {
  const { kind, favourable, name } = spec.target;
  const scaling = kind === 'amount' ? AMOUNT_SCALING : (spec.scaling ?? DEFAULT_SCALING);
  const toPoints = pointsPerLogOdds(scaling, favourable);
  const indistinct = INDISTINCT * (kind === 'amount' ? deviationOf(outcomes) : 3);
  let base = fit.numbers[0]!;
  const characteristics = binnings.map((binning, j): ScorecardCharacteristic => {
    const direction = spec.monotone?.[binning.id] ?? 0;
    const blocks = blocksOf(layout, fit, outcomes, j, binning, direction, indistinct);
    const mean = blocks.reduce((sum, block) => sum + (block.rows / layout.rows) * block.number, 0);
    base += mean;
    return {
      id: binning.id,
      kind: binning.kind,
      monotone: direction,
      change: spec.change?.[binning.id] ?? null,
      observed: binning.observed,
      attributes: blocks.map(({ cover, number, parts, rows, total }): Attribute => {
        // What no training case shows is taken for the average case.
        const term = rows === 0 ? 0 : number - mean;
        return {
          ...cover,
          logOdds: exactLogOdds(term),
          standardError: exactLogOdds(errorAboutMean(layout, fit.covariance, j, blocks, parts)),
          points: exactPoints(toPoints * term),
          count: rows,
          positives: total,
        };
      }),
    };
  });
  const content: Omit<Scorecard, 'fingerprint'> = {
    format: 'recourse-scorecard/2',
    name: spec.name,
    version: spec.version ?? 1,
    target: { name, favourable, kind },
    intercept: exactLogOdds(base),
    characteristics,
    pairs: [],
    scaling,
    training: {
      rows: table.rows,
      positiveRate: outcomes.reduce((sum, outcome) => sum + outcome, 0) / table.rows,
      seed: spec.seed ?? 0,
      backend: tf.getBackend(),
      seconds: 0,
      dataFingerprint: fingerprintOfTable(table),
      observedOn: spec.observedOn ?? null,
    },
  };
  return { ...content, fingerprint: fingerprintOfScorecard(content) };
}

interface Block {
  readonly cover: AttributeCover;
  readonly number: number;
  /** The attributes as they were fitted, with the rows of each. */
  readonly parts: readonly { readonly attribute: number; readonly rows: number }[];
  readonly rows: number;
  /** Σ of the outcomes of its rows. */
  readonly total: number;
}

/** Neighbouring ranges that break the declared direction, or that no reader could tell apart, become one. */
function blocksOf(
  layout: Layout,
  fit: SmoothFit,
  outcomes: Float64Array,
  j: number,
  { attributes }: Binning,
  direction: -1 | 0 | 1,
  indistinct: number,
): readonly Block[] {
  const start = layout.starts[j]!;
  const rows = new Float64Array(attributes.length);
  const totals = new Float64Array(attributes.length);
  layout.hits[j]!.forEach((hit, row) => {
    rows[hit] = rows[hit]! + 1;
    totals[hit] = totals[hit]! + outcomes[row]!;
  });
  const all = attributes.map(
    (cover, at): Block => ({
      cover,
      number: fit.numbers[start + at]!,
      parts: [{ attribute: at, rows: rows[at]! }],
      rows: rows[at]!,
      total: totals[at]!,
    }),
  );
  const directed: Block[] = [];
  for (const block of all.filter(({ cover }) => cover.kind === 'range')) {
    let pooled = block;
    for (
      let before = directed.at(-1);
      before && direction !== 0 && direction * (pooled.number - before.number) < 0;
      before = directed.at(-1)
    ) {
      directed.pop();
      pooled = pool(before, pooled);
    }
    directed.push(pooled);
  }
  const joined: Block[] = [];
  let [lowest, highest] = [Infinity, -Infinity];
  for (const block of directed) {
    const before = joined.at(-1);
    [lowest, highest] = [Math.min(lowest, block.number), Math.max(highest, block.number)];
    if (before && highest - lowest < indistinct) joined[joined.length - 1] = pool(before, block);
    else {
      joined.push(block);
      lowest = highest = block.number;
    }
  }
  return [...joined, ...all.filter(({ cover }) => cover.kind !== 'range')];
}

function pool(a: Block, b: Block): Block {
  const rows = a.rows + b.rows;
  const share = rows === 0 ? 0.5 : a.rows / rows;
  const [from, to] = [a.cover, b.cover];
  return {
    cover:
      from.kind === 'range' && to.kind === 'range' ? { kind: 'range', from: from.from, to: to.to } : from,
    number: share * a.number + (1 - share) * b.number,
    parts: [...a.parts, ...b.parts],
    rows,
    total: a.total + b.total,
  };
}

/** Of a block's number about the mean of its characteristic, from which it is told: the level is the intercept's affair. */
function errorAboutMean(
  { starts, parameters, rows }: Layout,
  covariance: Float64Array,
  j: number,
  blocks: readonly Block[],
  own: Block['parts'],
): number {
  const all = blocks.flatMap(({ parts }) => parts);
  const ownRows = own.reduce((sum, part) => sum + part.rows, 0);
  const weights = all.map((part) => {
    const within = ownRows === 0 ? 1 / own.length : part.rows / ownRows;
    return (own.includes(part) ? within : 0) - part.rows / rows;
  });
  let variance = 0;
  all.forEach((a, at) => {
    const row = (starts[j]! + a.attribute) * parameters + starts[j]!;
    all.forEach((b, bt) => {
      variance += weights[at]! * weights[bt]! * covariance[row + b.attribute]!;
    });
  });
  return Math.sqrt(Math.max(0, variance));
}

function hitsOf(table: Table, binning: Binning): Uint16Array {
  const column: Column | undefined = findColumn(table, binning.id);
  if (!column) throw new Error(`the table has lost its column "${binning.id}" during the fit`);
  return locateColumn(locatorOf(binning), column, new Uint16Array(table.rows));
}

function deviationOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
