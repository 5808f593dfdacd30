import { calibrationOf, expectedCalibrationError, logit, Z_95 } from '../scorecard/metrics.ts';
import { descending, equalParts, sumOf } from './discrimination.ts';

type Numbers = ArrayLike<number>;

/** Rows of a like prediction: what was expected of them, and what came. */
export interface CalibrationBin {
  readonly rows: number;
  /** Smallest and largest probability among them. */
  readonly from: number;
  readonly to: number;
  readonly predicted: number;
  readonly observed: number;
  /** 95 % interval of the observed share (Wilson, 1927). */
  readonly low: number;
  readonly high: number;
}

/** Rows of a score band: scorecards are watched by bands of points, and by observed over expected (O/E) in each. */
export interface ScoreBand {
  readonly fromPoints: number;
  readonly toPoints: number;
  readonly rows: number;
  readonly observed: number;
  readonly expected: number;
  /** observed / expected; 1: as many as foretold. Null where nothing was expected. */
  readonly ratio: number | null;
  /** 95 % interval of the ratio: of the observed share, over what was expected. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  readonly bands: readonly ScoreBand[];
  /** Mean gap over the bins. */
  readonly ece: number;
  readonly slope: number;
  readonly intercept: number;
}

const BINS = 10;
const BANDS = 10;

export function calibrationReport(probabilities: Numbers, outcomes: Numbers, points: Numbers): Calibration {
  const fitted = calibrationOf(Float64Array.from(probabilities, logit), outcomes);
  return {
    bins: binsOf(probabilities, outcomes),
    bands: bandsOf(probabilities, outcomes, points),
    ece: expectedCalibrationError(probabilities, outcomes, BINS),
    slope: fitted.slope,
    intercept: fitted.intercept,
  };
}

/** Bins of equal count, from the lowest prediction to the highest. */
function binsOf(probabilities: Numbers, outcomes: Numbers): readonly CalibrationBin[] {
  return equalParts(descending(probabilities).reverse(), BINS).map((rows) => {
    const predicted = sumOf(Float64Array.from(rows, (row) => probabilities[row]!)) / rows.length;
    const observed = sumOf(Float64Array.from(rows, (row) => outcomes[row]!)) / rows.length;
    return {
      rows: rows.length,
      from: probabilities[rows[0]!]!,
      to: probabilities[rows.at(-1)!]!,
      predicted,
      observed,
      ...wilson(observed, rows.length),
    };
  });
}

/** Bands of points of equal width with whole, round edges; the outermost take in whatever lies beyond. */
function bandsOf(probabilities: Numbers, outcomes: Numbers, points: Numbers): readonly ScoreBand[] {
  const edges = roundEdges(points);
  const bands = edges.slice(1).map(() => ({ rows: 0, observed: 0, expected: 0 }));
  for (let row = 0; row < points.length; row += 1) {
    const band = bands[bandAt(edges, points[row]!)]!;
    band.rows += 1;
    band.observed += outcomes[row]!;
    band.expected += probabilities[row]!;
  }
  return bands.map(({ rows, observed, expected }, at) => {
    const interval = rows === 0 ? null : wilson(observed / rows, rows);
    const ratioOf = (share: number): number | null => (expected > 0 ? (share * rows) / expected : null);
    return {
      fromPoints: edges[at]!,
      toPoints: edges[at + 1]!,
      rows,
      observed,
      expected,
      ratio: expected > 0 ? observed / expected : null,
      low: interval && ratioOf(interval.low),
      high: interval && ratioOf(interval.high),
    };
  });
}

/** Between the 0.5th and the 99.5th percentile, so that one odd score does not stretch every band. */
export function roundEdges(points: Numbers, most = BANDS): readonly number[] {
  const sorted = Float64Array.from(points).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const [low, high] = [at(0.005), at(0.995)];
  const width = roundWidth((high - low) / most);
  const first = Math.floor(low / width) * width;
  const edges = [first];
  while (edges.at(-1)! <= high) edges.push(Number((edges.at(-1)! + width).toFixed(6)));
  return edges;
}

export function bandAt(edges: readonly number[], points: number): number {
  const width = edges[1]! - edges[0]!;
  return Math.max(0, Math.min(edges.length - 2, Math.floor((points - edges[0]!) / width)));
}

/** 1, 2, 5, 10, 20, 50 …: the next one that is wide enough. */
function roundWidth(least: number): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((width) => width >= least * (1 - 1e-9))!;
}

/** Wilson's interval of a share: never beyond 0 and 1, and sound for few rows. */
export function wilson(share: number, rows: number): { readonly low: number; readonly high: number } {
  const z2 = (Z_95 * Z_95) / rows;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z_95 * Math.sqrt((share * (1 - share)) / rows + z2 / (4 * rows))) / (1 + z2);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
