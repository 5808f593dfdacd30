import { type Binning, binColumn, DEFAULT_BINNING } from './binning.ts';
import { calibrationByLeavingOneOut } from './calibrate.ts';
import { type Layout, layoutOf } from './curvature.ts';
import { fingerprintOfScorecard, fingerprintOfTable } from './fingerprint.ts';
import { type AttributeCover, locateColumn, locatorOf } from './locate.ts';
import { mergeAttributes } from './merge.ts';
import { sigmoid } from './metrics.ts';
import { mendedDirections, withDirections } from './monotone.ts';
import { findPairs, type FoundPair } from './pair-search.ts';
import { DEFAULT_SCALING, exactLogOdds, exactPoints, pointsPerLogOdds } from './scaling.ts';
import type {
  Attribute,
  Change,
  PairTerm,
  Scaling,
  Scorecard,
  ScorecardCharacteristic,
  TrainingFacts,
} from './scorecard.ts';
import { MOST_ATTRIBUTES, screened } from './screen.ts';
import { fitShapes, type Penalty, type ShapeFit, sumHits } from './shape-fit.ts';
import { type Column, findColumn, MOST_NAMED, someOf, type Table } from './table.ts';
import { readTarget, type TargetRefusal } from './target.ts';
import type { TensorFlow } from './tensorflow.ts';
import { drawSampling, drawUncertainty, type FitToDraw } from './uncertainty.ts';

/** What the person who trains a scorecard says about the table. Everything else is found out. */
export interface ScorecardSpec {
  readonly name: string;
  readonly version?: number;
  readonly target: {
    /** The column with the outcome, 0 or 1. */
    readonly name: string;
    /** Which outcome is the good one for the person. */
    readonly favourable: 0 | 1;
  };
  /** Columns that must not count. */
  readonly drop?: readonly string[];
  /** By column: 1 when P(target = 1) may only rise with the value, −1 when it may only fall. */
  readonly monotone?: Readonly<Record<string, -1 | 1>>;
  readonly change?: Readonly<Record<string, Change>>;
  /** By column: codes that are no measurements; an empty list says there are none. */
  readonly special?: Readonly<Record<string, readonly number[]>>;
  /** Columns whose numbers are codes without an order. */
  readonly categorical?: readonly string[];
  readonly scaling?: Scaling;
  readonly seed?: number;
  readonly observedOn?: string | null;
  /** Below 1 where rows repeat each other, as observations of one claim do: how many of them are new, of all. */
  readonly evidence?: number;
}

export type FitOutcome =
  | {
      readonly kind: 'fitted';
      readonly scorecard: Scorecard;
      /** Columns left out and why, for the person who trains. */
      readonly notes: readonly string[];
      /** The same scorecard with draws of what other training cases alone would change (see `drawSampling`). */
      readonly withSampling: () => Scorecard;
    }
  | FitRefusal;

export type FitRefusal =
  | TargetRefusal
  | {
      readonly kind: 'refused';
      readonly code: 'unknown_column' | 'nothing_to_learn_from' | 'not_numeric';
      readonly reason: string;
    };

/**
 * Fits an additive scorecard. Deterministic: the same table, spec and TensorFlow backend give the same fingerprint.
 * The clock is the caller's: `training.seconds` is 0 here, see `withSeconds`.
 */
export async function fitScorecard(tf: TensorFlow, table: Table, spec: ScorecardSpec): Promise<FitOutcome> {
  const unknown = unknownColumns(table, spec);
  if (unknown) return unknown;
  const target = readTarget(table, spec.target.name);
  if (target.kind === 'refused') return target;
  const chosen = chooseCharacteristics(table, spec, target.outcomes);
  if (chosen.kind === 'refused') return chosen;

  const mains = fitMains(tf, table, target.outcomes, chosen.binnings, spec);
  const joint = fitWithPairs(tf, target.outcomes, mains, spec);
  const scorecard = publish(tf, table, spec, target.outcomes, joint);
  const withSampling = (): Scorecard => {
    const { evidence = 1 } = spec;
    const weights = sumHits(joint.layout, joint.fit.numbers).map(
      (sum) => evidence * sigmoid(sum) * (1 - sigmoid(sum)),
    );
    const slope = calibrationByLeavingOneOut(joint.layout, joint.fit, target.outcomes).slope;
    return { ...scorecard, uncertainty: drawSampling(fitToDraw(joint, scorecard, slope), weights) };
  };
  return { kind: 'fitted', scorecard, notes: chosen.notes, withSampling };
}

function fitToDraw(
  { layout, fit, pairs }: FittedWithPairs,
  { characteristics, training }: Pick<Scorecard, 'characteristics' | 'training'>,
  slope: number,
): FitToDraw {
  return {
    layout,
    covariance: fit.covariance,
    shares: characteristics.map(({ attributes }) => attributes.map(({ count }) => count / layout.rows)),
    multipliers: pairs.map((_, t) => fit.numbers[layout.firstShape + t]!),
    slope,
    seed: training.seed,
  };
}

interface Fitted {
  readonly binnings: readonly Binning[];
  readonly layout: Layout;
  readonly fit: ShapeFit;
}

/** Main effects: smooth first, then with the neighbours joined that nobody could tell apart, and directions kept. */
function fitMains(
  tf: TensorFlow,
  table: Table,
  outcomes: Float64Array,
  chosen: readonly Binning[],
  { monotone, evidence }: ScorecardSpec,
): Fitted {
  let binnings = chosen;
  let layout = layOut(table, binnings);
  let fit = fitShapes(tf, layout, outcomes, penaltiesOf(layout, binnings), undefined, evidence);
  for (let pass = 0; ; pass += 1) {
    // Once is enough for the eye; a declared direction has to hold in the end.
    const join = pass === 0 ? 'directions and indistinct' : 'directions';
    const merged = mergeAttributes(binnings, layout, fit.numbers, monotone ?? {}, join);
    if (!merged) return { binnings, layout, fit };
    binnings = merged.binnings;
    layout = layOut(table, binnings);
    const start = { numbers: merged.numbers, strengths: fit.strengths };
    fit = fitShapes(tf, layout, outcomes, penaltiesOf(layout, binnings), start, evidence);
  }
}

interface FittedWithPairs extends Fitted {
  /** The shapes found; their multipliers are the last of the fit's numbers. */
  readonly pairs: readonly FoundPair[];
}

/** Of a found shape less than this is not worth a term. */
const LEAST_MULTIPLIER = 0.1;

/**
 * Fits the pairs' shapes and the main effects together. What stands for a pair in the fit is what bags without the row
 * say of it, so that its multiplier is honest; one that the rows do not bear out is dropped.
 */
function fitWithPairs(
  tf: TensorFlow,
  outcomes: Float64Array,
  { binnings, layout: { hits, sizes, rows }, layout, fit: mains }: Fitted,
  { seed, evidence }: ScorecardSpec,
): FittedWithPairs {
  const logOdds = sumHits(layout, mains.numbers);
  let pairs = findPairs(binnings, layout, mains.numbers, logOdds, outcomes, seed ?? 0);
  while (pairs.length > 0) {
    const shapes = pairs.map(({ outOfBag }) => outOfBag);
    const together = layoutOf(hits, sizes, rows, shapes);
    const numbers = new Float64Array(together.parameters);
    numbers.set(mains.numbers);
    const start = { numbers, strengths: mains.strengths };
    const fit = fitShapes(tf, together, outcomes, penaltiesOf(together, binnings), start, evidence);
    const borneOut = pairs.filter((_, t) => fit.numbers[together.firstShape + t]! >= LEAST_MULTIPLIER);
    if (borneOut.length === pairs.length) return { binnings, layout: together, fit, pairs };
    pairs = borneOut;
  }
  return { binnings, layout, fit: mains, pairs };
}

/** The same scorecard with the measured time of its fit, which is no part of its fingerprint. */
export function withSeconds(scorecard: Scorecard, seconds: number): Scorecard {
  return { ...scorecard, training: { ...scorecard.training, seconds } };
}

function unknownColumns(table: Table, spec: ScorecardSpec): FitRefusal | null {
  const named = [
    ...(spec.drop ?? []),
    ...Object.keys(spec.monotone ?? {}),
    ...Object.keys(spec.change ?? {}),
    ...Object.keys(spec.special ?? {}),
    ...(spec.categorical ?? []),
  ];
  const unknown = [...new Set(named.filter((id) => !findColumn(table, id)))];
  if (unknown.length > 0) {
    const reason = `the table has no column ${quoted(unknown)} (its columns: ${someOf(table.columns.map((c) => c.id))})`;
    return { kind: 'refused', code: 'unknown_column', reason };
  }
  const ordered = Object.keys(spec.monotone ?? {}).filter(
    (id) => findColumn(table, id)?.kind === 'category' || spec.categorical?.includes(id),
  );
  if (ordered.length > 0) {
    const reason = `${quoted(ordered)} has no numbers, so it cannot be monotone`;
    return { kind: 'refused', code: 'not_numeric', reason };
  }
  return null;
}

interface Chosen {
  readonly kind: 'chosen';
  readonly binnings: readonly Binning[];
  readonly notes: readonly string[];
}

function chooseCharacteristics(
  table: Table,
  spec: ScorecardSpec,
  outcomes: Float64Array,
): Chosen | FitRefusal {
  const binnings: Binning[] = [];
  const notes: string[] = [];
  const left = new Set([spec.target.name, ...(spec.drop ?? [])]);
  const candidates = table.columns.filter(({ id }) => !left.has(id));
  const ranges = rangesFor(table.rows, candidates.length);
  for (const column of candidates) {
    const outcome = binColumn(column, {
      ...DEFAULT_BINNING,
      ranges,
      categories: categoriesFor(candidates.length),
      special: spec.special?.[column.id],
      categorical: spec.categorical?.includes(column.id) ?? false,
    });
    if (outcome.kind === 'binned') binnings.push(outcome.binning);
    else notes.push(`column "${outcome.id}" ${outcome.reason}; left out`);
  }
  const screen = screened(binnings, (id) => columnOf(table, id), outcomes);
  if (screen) {
    notes.push(
      `too many columns to fit together: the ${screen.kept.length} of ${binnings.length} that tell most by themselves are ` +
        `kept; left out: ${someOf(screen.leftOut.map(({ id }) => id))}`,
    );
    return { kind: 'chosen', binnings: screen.kept, notes };
  }
  if (binnings.length > 0) return { kind: 'chosen', binnings, notes };
  const why =
    notes.length > MOST_NAMED
      ? `${notes.length} columns can tell nothing, such as ${notes[0]!}`
      : notes.join('; ');
  const reason = `no column is left to learn from${why === '' ? '' : `: ${why}`}`;
  return { kind: 'refused', code: 'nothing_to_learn_from', reason };
}

/** More tell no more apart: the smoothing decides how much of them is left. */
const MOST_RANGES = 48;
const FEWEST_RANGES = 8;
/** What a column has besides its ranges: missing values and codes. */
const OTHER_ATTRIBUTES = 4;

/** Fewer ranges where rows are few, and where columns are so many that they could not all be fitted together. */
function rangesFor(rows: number, columns: number): number {
  const room = Math.floor(MOST_ATTRIBUTES / columns) - OTHER_ATTRIBUTES;
  return Math.max(2, Math.min(MOST_RANGES, Math.round(rows / 20), Math.max(FEWEST_RANGES, room)));
}

/** Categories of a column at most; the rarer ones join the rest. */
function categoriesFor(columns: number): number {
  return Math.max(16, Math.min(DEFAULT_BINNING.categories, Math.floor(MOST_ATTRIBUTES / columns)));
}

function layOut(table: Table, binnings: readonly Binning[]): Layout {
  const hits = binnings.map((binning) =>
    locateColumn(locatorOf(binning), columnOf(table, binning.id), new Uint16Array(table.rows)),
  );
  const sizes = binnings.map((binning) => binning.attributes.length);
  return layoutOf(hits, sizes, table.rows);
}

/**
 * Ranges hold to their neighbours. Categories hold to the characteristic's mean, and to the next in the order of their
 * codes: grades, classes of years and codes such as A11, A12, A13 often have one, and where they have none the strength
 * of that fades.
 */
function penaltiesOf(layout: Layout, binnings: readonly Binning[]): readonly Penalty[] {
  return binnings.flatMap(({ attributes, spans }, j): Penalty[] => {
    const where = (...kinds: readonly AttributeCover['kind'][]): readonly number[] =>
      attributes.flatMap(({ kind }, index) => (kinds.includes(kind) ? [index] : []));
    const parameters = (places: readonly number[]): readonly number[] =>
      places.map((place) => layout.starts[j]! + place);
    const ranges = where('range');
    const penalties: Penalty[] = [
      {
        kinds: ['step', 'bend'],
        parameters: parameters(ranges),
        gaps: gapsOf(ranges.map((at) => spans?.[at] ?? 1)),
      },
      { kinds: ['size', 'step'], parameters: parameters(where('categories')) },
      { kinds: ['size'], parameters: parameters(where('special', 'missing', 'other')) },
    ];
    return penalties.filter((penalty) => penalty.parameters.length > 0);
  });
}

/** From the middle of each to the middle of the next, in ranges as they were before any were joined. */
function gapsOf(spans: readonly number[]): readonly number[] {
  return spans.slice(1).map((span, at) => (span + spans[at]!) / 2);
}

function publish(
  tf: TensorFlow,
  table: Table,
  spec: ScorecardSpec,
  outcomes: Float64Array,
  fitted: FittedWithPairs,
): Scorecard {
  const { binnings, layout, fit, pairs } = fitted;
  const scaling = spec.scaling ?? DEFAULT_SCALING;
  const toPoints = pointsPerLogOdds(scaling, spec.target.favourable);
  const { slope, intercept } = calibrationByLeavingOneOut(layout, fit, outcomes);
  const multipliers = pairs.map((_, t) => fit.numbers[layout.firstShape + t]!);
  const terms = withDirections(
    {
      numbers: fit.numbers,
      cells: pairs.map(({ values }, t) => values.map((value) => multipliers[t]! * value)),
    },
    binnings,
    layout,
    pairs,
    spec.monotone ?? {},
  );
  let base = intercept + slope * terms.numbers[0]!;
  const unpointed = binnings.map((binning, j): ScorecardCharacteristic => {
    const counted = countHits(layout, outcomes, j);
    const centred = centre(layout, terms.numbers, fit.covariance, j, counted.counts);
    base += slope * centred.mean;
    const attributes = binning.attributes.map((cover, index): Attribute => {
      // What no training case shows is taken for the average case.
      const logOdds = counted.counts[index] === 0 ? 0 : slope * centred.numbers[index]!;
      return {
        ...cover,
        logOdds: exactLogOdds(logOdds),
        standardError: exactLogOdds(slope * centred.standardErrors[index]!),
        points: 0,
        count: counted.counts[index]!,
        positives: counted.positives[index]!,
      };
    });
    return {
      id: binning.id,
      kind: binning.kind,
      monotone: spec.monotone?.[binning.id] ?? 0,
      change: spec.change?.[binning.id] ?? null,
      observed: binning.observed,
      attributes,
    };
  });
  const pairTerms = pairs.map((pair, t): PairTerm => {
    const logOdds = Array.from(terms.cells[t]!, (cell) => exactLogOdds(slope * cell));
    const error = slope * multipliers[t]!;
    return {
      id: `${binnings[pair.first]!.id} × ${binnings[pair.second]!.id}`,
      first: { characteristic: binnings[pair.first]!.id, ...pair.firstAxis },
      second: { characteristic: binnings[pair.second]!.id, ...pair.secondAxis },
      logOdds,
      standardErrors: Array.from(pair.standardErrors, (each) => exactLogOdds(error * each)),
      points: logOdds.map((each) => exactPoints(toPoints * each)),
      counts: [...pair.counts],
      positives: positivesByCell(pair, outcomes),
    };
  });
  const characteristics = mendedDirections(unpointed, pairTerms).map((one) => ({
    ...one,
    attributes: one.attributes.map((each) => ({ ...each, points: exactPoints(toPoints * each.logOdds) })),
  }));
  const training: TrainingFacts = {
    rows: table.rows,
    positiveRate: outcomes.reduce((sum, outcome) => sum + outcome, 0) / table.rows,
    seed: spec.seed ?? 0,
    backend: tf.getBackend(),
    seconds: 0,
    dataFingerprint: fingerprintOfTable(table),
    observedOn: spec.observedOn ?? null,
  };
  const content: Omit<Scorecard, 'fingerprint'> = {
    format: 'recourse-scorecard/2',
    name: spec.name,
    version: spec.version ?? 1,
    target: { name: spec.target.name, favourable: spec.target.favourable },
    intercept: exactLogOdds(base),
    characteristics,
    pairs: pairTerms,
    uncertainty: drawUncertainty(fitToDraw(fitted, { characteristics, training }, slope)),
    scaling,
    training,
  };
  return { ...content, fingerprint: fingerprintOfScorecard(content) };
}

function positivesByCell({ grid, counts }: FoundPair, outcomes: Float64Array): readonly number[] {
  const positives = new Array<number>(counts.length).fill(0);
  grid.cells.forEach((cell, row) => {
    positives[cell] = positives[cell]! + outcomes[row]!;
  });
  return positives;
}

function countHits(
  layout: Layout,
  outcomes: Float64Array,
  j: number,
): { readonly counts: readonly number[]; readonly positives: readonly number[] } {
  const counts = new Array<number>(layout.sizes[j]!).fill(0);
  const positives = new Array<number>(layout.sizes[j]!).fill(0);
  layout.hits[j]!.forEach((hit, row) => {
    counts[hit] = counts[hit]! + 1;
    positives[hit] = positives[hit]! + outcomes[row]!;
  });
  return { counts, positives };
}

/** Takes the training-weighted mean out of a characteristic's numbers, and gives their errors about that mean. */
function centre(
  layout: Layout,
  fitted: Float64Array,
  covariance: Float64Array,
  j: number,
  counts: readonly number[],
): {
  readonly mean: number;
  readonly numbers: readonly number[];
  readonly standardErrors: readonly number[];
} {
  const p = layout.parameters;
  const start = layout.starts[j]!;
  const shares = counts.map((count) => count / layout.rows);
  const numbers = counts.map((_, index) => fitted[start + index]!);
  const mean = shares.reduce((sum, share, index) => sum + share * numbers[index]!, 0);
  const covarianceWithMean = shares.map((_, a) =>
    shares.reduce((sum, share, b) => sum + share * covariance[(start + a) * p + start + b]!, 0),
  );
  const varianceOfMean = shares.reduce((sum, share, a) => sum + share * covarianceWithMean[a]!, 0);
  const standardErrors = shares.map((_, a) => {
    const own = covariance[(start + a) * p + start + a]!;
    return Math.sqrt(Math.max(0, own - 2 * covarianceWithMean[a]! + varianceOfMean));
  });
  return { mean, numbers: numbers.map((number) => number - mean), standardErrors };
}

function columnOf(table: Table, id: string): Column {
  const column = findColumn(table, id);
  if (!column) throw new Error(`the table has lost its column "${id}" during the fit`);
  return column;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
