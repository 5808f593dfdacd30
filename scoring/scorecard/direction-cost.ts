import { aucDifference } from './auc-difference.ts';
import { compileScorer } from './compile.ts';
import { fitScorecard, type ScorecardSpec } from './fit.ts';
import { logLoss } from './metrics.ts';
import type { Scorecard } from './scorecard.ts';
import { seededRandom, shuffled } from './seeded.ts';
import { takeRows, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';
import { withoutUnusable } from './unusable-columns.ts';

/** What is lost by holding to a direction: with it against without it, on the same rows that neither fit had seen. */
export interface DirectionCost {
  /** AUC without − AUC with: above 0 the direction costs. */
  readonly auc: number;
  /** 95 %, paired on the same rows. */
  readonly interval: readonly [number, number];
  /** Log loss with − log loss without: above 0 the direction costs. */
  readonly logLoss: number;
}

export interface DirectionCosts {
  /** All directions let go at once. */
  readonly together: DirectionCost;
  /** One let go while the others hold; of many, the heaviest. */
  readonly each: readonly (DirectionCost & {
    readonly characteristic: string;
    readonly direction: -1 | 1;
  })[];
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
const Z_95 = 1.959964;

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
  onFit: (done: number, of: number) => void = () => undefined,
): Promise<DirectionCosts | null> {
  const { monotone = {} } = spec;
  if (Object.keys(monotone).length === 0) return null;
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const seen = shuffled(
    rows.filter((row) => folds[row] !== 0),
    seededRandom(spec.seed ?? 0),
  ).subarray(0, ROWS_AT_MOST);
  const held = rows.filter((row) => folds[row] === 0);
  const heldOutcomes = Float64Array.from(held, (row) => outcomes[row]!);
  const bad = heldOutcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (Math.min(bad, held.length - bad) < FEWEST_OF_A_CLASS) return null;
  const [training, judged] = [takeRows(table, seen), takeRows(table, held)];
  const usable = withoutUnusable(table, spec);
  const fitted = async (directions: Readonly<Record<string, -1 | 1>>): Promise<Judged | null> => {
    const outcome = await fitScorecard(tf, training, { ...usable, monotone: directions });
    if (outcome.kind === 'refused') return null;
    return {
      scorecard: outcome.scorecard,
      probability: compileScorer(outcome.scorecard).score(judged).probability,
    };
  };
  const costOf = (within: Judged, without: Judged): DirectionCost => {
    const { difference, variance } = aucDifference(without.probability, within.probability, heldOutcomes);
    const reach = Z_95 * Math.sqrt(variance);
    return {
      auc: difference,
      interval: [difference - reach, difference + reach],
      logLoss: logLoss(within.probability, heldOutcomes) - logLoss(without.probability, heldOutcomes),
    };
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
    each.push({ characteristic: id, direction, ...costOf(within, without) });
  }
  onFit(measured.length + 2, measured.length + 2);
  return {
    together: costOf(within, free),
    each,
    held: directed.length,
    trainedOn: seen.length,
    judgedOn: held.length,
  };
}

interface Judged {
  readonly scorecard: Scorecard;
  readonly probability: Float64Array;
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
