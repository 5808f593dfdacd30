import { areaUnderRoc, kolmogorovSmirnov } from '../scorecard/metrics.ts';

type Numbers = ArrayLike<number>;

/** One step of the way from the highest probability of target = 1 to the lowest. */
export interface CurvePoint {
  /** The rows from here upwards: P(target = 1) at least this. */
  readonly threshold: number;
  /** Share of all rows reached. */
  readonly reached: number;
  /** Share of the rows with target = 1 among them: the true positive rate, the height of a gains chart. */
  readonly positives: number;
  /** Share of the rows with target = 0 among them: the false positive rate. */
  readonly negatives: number;
}

/** Everything that ROC, gains and Kolmogorov–Smirnov charts draw: one walk through the rows, three ways to look at it. */
export interface Discrimination {
  readonly auc: number;
  readonly ks: number;
  /** P(target = 1) where the two classes lie furthest apart. */
  readonly ksAt: number;
  readonly curve: readonly CurvePoint[];
}

/** More points than a screen has are not seen. */
const MOST_POINTS = 200;

/** Rows with the same probability are reached together: nobody can rank them, so the curve goes straight over them. */
export function discriminationOf(probabilities: Numbers, outcomes: Numbers): Discrimination {
  const order = descending(probabilities);
  const positives = sumOf(outcomes);
  const negatives = order.length - positives;
  const curve: CurvePoint[] = [];
  let [seenPositives, widest, ksAt] = [0, -1, NaN];
  for (let from = 0; from < order.length; ) {
    const threshold = probabilities[order[from]!]!;
    let to = from;
    while (to < order.length && probabilities[order[to]!] === threshold) {
      seenPositives += outcomes[order[to]!]!;
      to += 1;
    }
    const point = {
      threshold,
      reached: to / order.length,
      positives: seenPositives / positives,
      negatives: (to - seenPositives) / negatives,
    };
    const gap = Math.abs(point.positives - point.negatives);
    if (gap > widest) [widest, ksAt] = [gap, threshold];
    curve.push(point);
    from = to;
  }
  return {
    auc: areaUnderRoc(probabilities, outcomes),
    ks: kolmogorovSmirnov(probabilities, outcomes),
    ksAt,
    curve: thinned(curve, ksAt),
  };
}

/** Evenly by rows reached; the ends and the point of the widest gap always stay. */
function thinned(curve: readonly CurvePoint[], ksAt: number): readonly CurvePoint[] {
  let next = 0;
  return curve.filter((point, at) => {
    const kept =
      at === 0 || at === curve.length - 1 || point.threshold === ksAt || point.reached >= next / MOST_POINTS;
    if (kept) next = Math.floor(point.reached * MOST_POINTS) + 1;
    return kept;
  });
}

/** Positions of the values, the largest first; equal ones in their own order. */
export function descending(values: Numbers): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, row) => row).sort(
    (a, b) => values[b]! - values[a]! || a - b,
  );
}

/** Rows in so many parts of like size, in their order; fewer where there are fewer rows. */
export function equalParts(rows: Uint32Array, most: number): readonly Uint32Array[] {
  const count = Math.min(most, rows.length);
  return Array.from({ length: count }, (_, part) =>
    rows.subarray(Math.floor((part * rows.length) / count), Math.floor(((part + 1) * rows.length) / count)),
  );
}

export function sumOf(values: Numbers): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]!;
  return sum;
}
