import { aucDifference } from './auc-difference.ts';
import { compileScorer } from './compile.ts';
import { continuousMetrics } from './continuous-metrics.ts';
import { type ContinuousSpec, fitContinuous } from './fit-continuous.ts';
import { fitScorecard, type ScorecardSpec } from './fit.ts';
import { claimsOf, type HazardSpec, monthName, monthsOfCases, personMonths, readFollowed } from './hazard.ts';
import { logLoss, mean, standardDeviation, Z_95 } from './metrics.ts';
import { predictionOf } from './prediction.ts';
import type { Scorecard } from './scorecard.ts';
import { seededRandom, shuffled } from './seeded.ts';
import { takeRows, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';
import { withoutUnusable } from './unusable-columns.ts';

/** What is lost by holding to a direction: with it against without it, on the same rows that neither fit had seen. */
export type DirectionCost = RankCost | AmountCost;

/** Of yes or no; of a hazard, whether it comes in a month. */
export interface RankCost {
  /** AUC without − AUC with: above 0 the direction costs. */
  readonly auc: number;
  /** 95 %, paired on the same rows. */
  readonly interval: readonly [number, number];
  /** Log loss with − log loss without: above 0 the direction costs. */
  readonly logLoss: number;
}

/** Of amounts and shares. */
export interface AmountCost {
  /** Mean absolute error with − without, in the unit of the target: above 0 the direction costs. */
  readonly meanError: number;
  /** 95 %, paired on the same rows. */
  readonly interval: readonly [number, number];
  /** R² without − R² with. */
  readonly r2: number;
}

export interface DirectionCosts<Cost extends DirectionCost = DirectionCost> {
  /** All directions let go at once. */
  readonly together: Cost;
  /** One let go while the others hold; of many, the heaviest. */
  readonly each: readonly (Cost & { readonly characteristic: string; readonly direction: -1 | 1 })[];
  /** Characteristics that are held to a direction. */
  readonly held: number;
  readonly trainedOn: number;
  readonly judgedOn: number;
}

/** Every figure takes a fit: on so many rows it takes seconds, and on more the cost only becomes less. */
const ROWS_AT_MOST = 10_000;
const EACH_AT_MOST = 12;
/** An interval from fewer than these has no meaning; of one alone it has no width at all. */
const FEWEST_OF_A_CLASS = 5;

/**
 * Fits once as the spec wants it, once without any direction, and once without each of the heaviest, all on the same
 * rows, and compares them on the rows of the first fold. Null where nothing is held to a direction, or where the rows
 * do not suffice. The same table, seed and TensorFlow backend give the same figures.
 */
export async function directionCosts(
  tf: TensorFlow,
  table: Table,
  outcomes: Float64Array,
  spec: ScorecardSpec,
  folds: ArrayLike<number>,
  onFit?: OnFit,
): Promise<DirectionCosts<RankCost> | null> {
  const rows = rowsFor(table, outcomes, spec, folds);
  const bad = rows.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (Math.min(bad, rows.outcomes.length - bad) < FEWEST_OF_A_CLASS) return null;
  return costsOf(spec, rows, (usable) => fitScorecard(tf, rows.training, usable), rankCost, onFit);
}

/** The same for amounts and shares, by how far off they are. */
export async function amountDirectionCosts(
  tf: TensorFlow,
  table: Table,
  outcomes: Float64Array,
  spec: ContinuousSpec,
  folds: ArrayLike<number>,
  onFit?: OnFit,
): Promise<DirectionCosts<AmountCost> | null> {
  const rows = rowsFor(table, outcomes, spec, folds);
  return costsOf(spec, rows, (usable) => fitContinuous(tf, rows.training, usable), amountCost, onFit);
}

/** The same for months: whether it comes in a month. All months of a case lie on one side. */
export async function hazardDirectionCosts(
  tf: TensorFlow,
  table: Table,
  spec: HazardSpec,
  folds: ArrayLike<number>,
  onFit?: OnFit,
): Promise<DirectionCosts<RankCost> | null> {
  const followed = readFollowed(table, spec.target.name, spec.months);
  if (followed.kind === 'refused') return null;
  const { cases, outcome } = monthsOfCases(followed);
  const expanded = personMonths(table, followed, spec, monthName(table));
  const { claim } = spec;
  const plain = {
    ...spec,
    drop: [...(spec.drop ?? []).filter((id) => id !== spec.months), ...(claim === undefined ? [] : [claim])],
    evidence: claim === undefined ? 1 : claimsOf(table, claim).count / table.rows,
  };
  return directionCosts(
    tf,
    expanded,
    outcome,
    plain,
    Array.from(cases, (row) => folds[row]!),
    onFit,
  );
}

type OnFit = (done: number, of: number) => void;

/** What every fit is made from, and what it is judged on. */
interface Rows {
  readonly training: Table;
  readonly judged: Table;
  readonly outcomes: Float64Array;
}

interface Judged {
  readonly scorecard: Scorecard;
  readonly predicted: Float64Array;
}

function rowsFor(
  table: Table,
  outcomes: Float64Array,
  { seed }: ScorecardSpec,
  folds: ArrayLike<number>,
): Rows {
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const seen = shuffled(
    rows.filter((row) => folds[row] !== 0),
    seededRandom(seed ?? 0),
  ).subarray(0, ROWS_AT_MOST);
  const held = rows.filter((row) => folds[row] === 0);
  return {
    training: takeRows(table, seen),
    judged: takeRows(table, held),
    outcomes: Float64Array.from(held, (row) => outcomes[row]!),
  };
}

type FitForCost =
  | { readonly kind: 'fitted'; readonly scorecard: Scorecard }
  | { readonly kind: 'refused'; readonly reason: string };

async function costsOf<Spec extends ScorecardSpec, Cost extends DirectionCost>(
  spec: Spec,
  { training, judged, outcomes }: Rows,
  fit: (spec: Spec) => Promise<FitForCost>,
  costOf: (within: Judged, without: Judged, outcomes: Float64Array) => Cost,
  onFit: OnFit = () => undefined,
): Promise<DirectionCosts<Cost> | null> {
  const { monotone = {} } = spec;
  if (Object.keys(monotone).length === 0) return null;
  const usable = withoutUnusable(training, spec);
  const fitted = async (directions: Readonly<Record<string, -1 | 1>>): Promise<Judged | null> => {
    const outcome = await fit({ ...usable, monotone: directions });
    if (outcome.kind === 'refused') return null;
    const { scorecard } = outcome;
    const { logOdds } = compileScorer(scorecard).score(judged);
    return { scorecard, predicted: logOdds.map((sum) => predictionOf(scorecard, sum)) };
  };
  const within = await fitted(monotone);
  if (within === null) return null;
  const directed = directedOf(within.scorecard);
  const measured = directed.slice(0, EACH_AT_MOST);
  onFit(1, measured.length + 2);
  const free = await fitted({});
  if (free === null || directed.length === 0) return null;
  const each = [];
  for (const { id, direction } of measured) {
    onFit(each.length + 2, measured.length + 2);
    const others = Object.fromEntries(Object.entries(monotone).filter(([other]) => other !== id));
    const without = measured.length === 1 && directed.length === 1 ? free : await fitted(others);
    if (without === null) return null;
    each.push({ characteristic: id, direction, ...costOf(within, without, outcomes) });
  }
  onFit(measured.length + 2, measured.length + 2);
  return {
    together: costOf(within, free, outcomes),
    each,
    held: directed.length,
    trainedOn: training.rows,
    judgedOn: judged.rows,
  };
}

function rankCost(within: Judged, without: Judged, outcomes: Float64Array): RankCost {
  const { difference, variance } = aucDifference(without.predicted, within.predicted, outcomes);
  const reach = Z_95 * Math.sqrt(variance);
  return {
    auc: difference,
    interval: [difference - reach, difference + reach],
    logLoss: logLoss(within.predicted, outcomes) - logLoss(without.predicted, outcomes),
  };
}

function amountCost(within: Judged, without: Judged, outcomes: Float64Array): AmountCost {
  const differences = Array.from(
    outcomes,
    (outcome, row) =>
      Math.abs(outcome - within.predicted[row]!) - Math.abs(outcome - without.predicted[row]!),
  );
  const meanError = mean(differences);
  const reach = (Z_95 * standardDeviation(differences)) / Math.sqrt(differences.length);
  return {
    meanError,
    interval: [meanError - reach, meanError + reach],
    r2: continuousMetrics(without.predicted, outcomes).r2 - continuousMetrics(within.predicted, outcomes).r2,
  };
}

/** What is held to a direction, the heaviest first: by how far its log-odds lie from 0 over the training rows. */
function directedOf({
  characteristics,
}: Scorecard): readonly { readonly id: string; readonly direction: -1 | 1 }[] {
  return characteristics
    .flatMap(({ id, monotone, attributes }) => {
      const weight = attributes.reduce((sum, { logOdds, count }) => sum + count * Math.abs(logOdds), 0);
      return monotone === 0 ? [] : [{ id, direction: monotone, weight }];
    })
    .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
}
