import { type ContinuousMetrics, continuousMetrics } from '../scorecard/continuous-metrics.ts';
import { Z_95 } from '../scorecard/metrics.ts';
import { roundEdges } from './calibration.ts';
import { descending, equalParts, sumOf } from './discrimination.ts';

type Numbers = ArrayLike<number>;

/** What foretold amounts, or shares, are worth on rows whose outcomes are known. */
export interface AmountPerformance {
  readonly kind: 'amount' | 'share';
  readonly rows: number;
  /** Mean of the outcomes. */
  readonly mean: number;
  readonly metrics: ContinuousMetrics;
  /** Tenths of the rows, from the least foretold to the most. */
  readonly tenths: readonly AmountBin[];
  /** From the most foretold to the least: share of the rows reached, and of the total that they hold. */
  readonly gains: readonly { readonly reached: number; readonly total: number; readonly best: number }[];
  /** How many rows were foretold so much, and to how many so much came. */
  readonly distribution: readonly {
    readonly from: number;
    readonly to: number;
    readonly foretold: number;
    readonly real: number;
  }[];
  /** Of the absolute errors: how far off half, four fifths … of the rows are at most. */
  readonly errors: readonly { readonly share: number; readonly within: number }[];
}

export interface AmountBin {
  readonly rows: number;
  readonly from: number;
  readonly to: number;
  readonly predicted: number;
  readonly observed: number;
  /** 95 % interval of the mean. */
  readonly low: number;
  readonly high: number;
}

const TENTHS = 10;
const BARS = 24;
const GAIN_POINTS = 100;
const ERROR_SHARES = [0.25, 0.5, 0.8, 0.9, 0.95];

export function amountPerformanceOf(
  kind: 'amount' | 'share',
  predicted: Numbers,
  outcomes: Numbers,
): AmountPerformance {
  const rows = outcomes.length;
  return {
    kind,
    rows,
    mean: sumOf(outcomes) / rows,
    metrics: continuousMetrics(predicted, outcomes),
    tenths: tenthsOf(predicted, outcomes),
    gains: gainsOf(predicted, outcomes),
    distribution: distributionOf(predicted, outcomes),
    errors: errorsOf(predicted, outcomes),
  };
}

function tenthsOf(predicted: Numbers, outcomes: Numbers): readonly AmountBin[] {
  return equalParts(descending(predicted).reverse(), TENTHS).map((rows) => {
    const own = Float64Array.from(rows, (row) => outcomes[row]!);
    const observed = sumOf(own) / own.length;
    const squares = sumOf(own.map((outcome) => (outcome - observed) ** 2));
    const half = own.length < 2 ? 0 : Z_95 * Math.sqrt(squares / (own.length - 1) / own.length);
    return {
      rows: rows.length,
      from: predicted[rows[0]!]!,
      to: predicted[rows.at(-1)!]!,
      predicted: sumOf(Float64Array.from(rows, (row) => predicted[row]!)) / own.length,
      observed,
      low: observed - half,
      high: observed + half,
    };
  });
}

/** `best`: what the same share of rows would hold if the order were the real one. */
function gainsOf(predicted: Numbers, outcomes: Numbers): AmountPerformance['gains'] {
  const total = sumOf(outcomes);
  if (!(total > 0)) return [];
  const along = (order: Uint32Array): Float64Array => {
    let sum = 0;
    return Float64Array.from(order, (row) => (sum += outcomes[row]!) / total);
  };
  const [own, best] = [along(descending(predicted)), along(descending(outcomes))];
  const points = Math.min(GAIN_POINTS, own.length);
  return Array.from({ length: points }, (_, at) => {
    const rows = Math.round(((at + 1) * own.length) / points);
    return { reached: rows / own.length, total: own[rows - 1]!, best: best[rows - 1]! };
  });
}

function distributionOf(predicted: Numbers, outcomes: Numbers): AmountPerformance['distribution'] {
  const edges = roundEdges([...Array.from(predicted), ...Array.from(outcomes)], BARS);
  const width = edges[1]! - edges[0]!;
  const counts = edges.slice(1).map(() => ({ foretold: 0, real: 0 }));
  const binOf = (value: number): (typeof counts)[number] =>
    counts[Math.max(0, Math.min(counts.length - 1, Math.floor((value - edges[0]!) / width)))]!;
  for (let row = 0; row < outcomes.length; row += 1) {
    binOf(predicted[row]!).foretold += 1;
    binOf(outcomes[row]!).real += 1;
  }
  return counts.map((count, at) => ({ from: edges[at]!, to: edges[at + 1]!, ...count }));
}

function errorsOf(predicted: Numbers, outcomes: Numbers): AmountPerformance['errors'] {
  const errors = Float64Array.from(outcomes, (outcome, row) => Math.abs(outcome - predicted[row]!)).sort();
  return ERROR_SHARES.map((share) => ({
    share,
    within: errors[Math.min(errors.length - 1, Math.ceil(share * errors.length) - 1)]!,
  }));
}
