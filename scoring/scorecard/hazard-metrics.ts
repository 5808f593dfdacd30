import type { Spread } from './cross-validate.ts';
import {
  curveOf,
  fitHazard,
  firstMonthPoints,
  type Followed,
  type HazardRefusal,
  type HazardSpec,
  monthsOf,
  type PaymentCurve,
  paymentCurves,
  readFollowed,
  RECOVERY_MONTHS,
} from './hazard.ts';
import { largest } from './largest.ts';
import { mean, standardDeviation } from './metrics.ts';
import { takeRows, type Table } from './table.ts';
import type { TensorFlow } from './tensorflow.ts';
import { withoutUnusable } from './unusable-columns.ts';

/** How far foretold curves can be believed on cases that were followed. */
export interface HazardMetrics {
  /** P(of two cases, the one that paid earlier was foretold to be likelier): Harrell's C; ½ says nothing. */
  readonly concordance: number;
  /** Mean log loss of a month of a case. */
  readonly logLoss: number;
  /** The same where every case is foretold the curve of all: what the characteristics add to the month. */
  readonly baseLogLoss: number;
  /** Mean foretold share that has paid, and the share observed (Kaplan–Meier), at 6, 12, 24, 36 months as far as followed. */
  readonly curve: readonly { readonly month: number; readonly foretold: number; readonly observed: number }[];
}

export function hazardMetrics(
  curves: readonly PaymentCurve[],
  { events, months }: Pick<Followed, 'events' | 'months'>,
  /** P(it comes in the month) over all training cases. */
  base: readonly number[],
): HazardMetrics {
  const observed = curveOf(observedHazard({ events, months }, base.length)).paid;
  const watched = Math.min(base.length, largest(months));
  const told = [...RECOVERY_MONTHS.filter((month) => month <= watched)];
  return {
    concordance: concordance(curves, { events, months }),
    logLoss: monthlyLogLoss((row, at) => curves[row]!.hazard[at]!, { events, months }, base.length),
    baseLogLoss: monthlyLogLoss((_, at) => base[at]!, { events, months }, base.length),
    curve: (told.length > 0 ? told : [watched]).map((month) => ({
      month,
      foretold: mean(curves.map(({ paid }) => paid[month - 1]!)),
      observed: observed[month - 1]!,
    })),
  };
}

/** One month of the observed curve. */
export interface ObservedMonth {
  /** Cases still followed, without it, at the begin of the month. */
  readonly waiting: number;
  /** Share of them to whom it came in the month. */
  readonly hazard: number;
  /** Share of all to whom it has come by its end (Kaplan–Meier by whole months). */
  readonly paid: number;
  /** Of `paid` (Greenwood, 1926). */
  readonly variance: number;
}

export function observedMonths(
  { events, months }: Pick<Followed, 'events' | 'months'>,
  horizon: number,
): readonly ObservedMonth[] {
  const [came, waiting] = [new Float64Array(horizon), new Float64Array(horizon)];
  months.forEach((last, row) => {
    for (let at = 0; at < Math.min(last, horizon); at += 1) waiting[at] = waiting[at]! + 1;
    if (events[row] === 1 && last <= horizon) came[last - 1] = came[last - 1]! + 1;
  });
  let [still, relative] = [1, 0];
  return Array.from(came, (one, at) => {
    const left = waiting[at]!;
    const hazard = left === 0 ? 0 : one / left;
    still *= 1 - hazard;
    if (left > one) relative += one / (left * (left - one));
    return { waiting: left, hazard, paid: 1 - still, variance: still ** 2 * relative };
  });
}

/** Share of those still waiting at its begin to whom it came in the month (Kaplan–Meier by whole months). */
export function observedHazard(
  followed: Pick<Followed, 'events' | 'months'>,
  horizon: number,
): readonly number[] {
  return observedMonths(followed, horizon).map(({ hazard }) => hazard);
}

export interface HazardValidation {
  readonly kind: 'validated';
  readonly folds: readonly HazardMetrics[];
  readonly concordance: Spread;
  readonly logLoss: Spread;
  /** Over all rows, each foretold by the scorecard that did not see it. */
  readonly pooled: HazardMetrics;
  /** By row: what the scorecard foretold that did not see it, and the points of its first month. */
  readonly outOfFold: readonly PaymentCurve[];
  readonly points: Float64Array;
}

/** Fits on all folds but one and measures on that one, for each fold in turn; a case is in one fold with all its months. */
export async function crossValidateHazard(
  tf: TensorFlow,
  table: Table,
  spec: HazardSpec,
  folds: ArrayLike<number>,
  onFold: (done: number, of: number) => void = () => undefined,
): Promise<HazardValidation | HazardRefusal> {
  const followed = readFollowed(table, spec.target.name, spec.months);
  if (followed.kind === 'refused') return followed;
  const usable = withoutUnusable(table, spec);
  const count = largest(Array.from(folds)) + 1;
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const curves: PaymentCurve[] = [];
  const points = new Float64Array(table.rows);
  const judged: HazardMetrics[] = [];
  let shortest = Infinity;
  for (let fold = 0; fold < count; fold += 1) {
    const seen = rows.filter((row) => folds[row] !== fold);
    const held = rows.filter((row) => folds[row] === fold);
    const fitted = await fitHazard(tf, takeRows(table, seen), usable);
    if (fitted.kind === 'refused') return { ...fitted, reason: `without fold ${fold}: ${fitted.reason}` };
    const { horizon } = monthsOf(fitted.scorecard);
    const heldTable = takeRows(table, held);
    const own = paymentCurves(fitted.scorecard, heldTable);
    const scored = firstMonthPoints(fitted.scorecard, heldTable);
    held.forEach((row, at) => {
      curves[row] = own[at]!;
      points[row] = scored[at]!;
    });
    const base = observedHazard(followedOf(followed, seen), horizon);
    judged.push(hazardMetrics(own, followedOf(followed, held), base));
    shortest = Math.min(shortest, horizon);
    onFold(fold + 1, count);
  }
  const spread = (values: readonly number[]): Spread => ({
    mean: mean(values),
    sd: standardDeviation(values),
  });
  return {
    kind: 'validated',
    folds: judged,
    concordance: spread(judged.map((one) => one.concordance)),
    logLoss: spread(judged.map((one) => one.logLoss)),
    pooled: hazardMetrics(curves, followed, observedHazard(followed, shortest)),
    outOfFold: curves,
    points,
  };
}

function followedOf({ events, months }: Followed, rows: Uint32Array): Pick<Followed, 'events' | 'months'> {
  return {
    events: Float64Array.from(rows, (row) => events[row]!),
    months: Uint16Array.from(rows, (row) => months[row]!),
  };
}

function monthlyLogLoss(
  hazardAt: (row: number, at: number) => number,
  { events, months }: Pick<Followed, 'events' | 'months'>,
  horizon: number,
): number {
  let [sum, count] = [0, 0];
  months.forEach((last, row) => {
    for (let at = 0; at < Math.min(last, horizon); at += 1) {
      const p = Math.min(1 - 1e-9, Math.max(1e-9, hazardAt(row, at)));
      sum -= at === last - 1 && events[row] === 1 ? Math.log(p) : Math.log1p(-p);
      count += 1;
    }
  });
  return sum / count;
}

/** Pairs are compared up to this many cases; more are thinned evenly. */
const MOST_COMPARED = 3000;

function concordance(
  curves: readonly PaymentCurve[],
  { events, months }: Pick<Followed, 'events' | 'months'>,
): number {
  const keep = Math.ceil(curves.length / MOST_COMPARED);
  const rows = [...curves.keys()].filter((row) => row % keep === 0);
  const middle = Math.ceil(-largest(curves.map(({ paid }) => -paid.length)) / 2) - 1;
  const likely = rows.map((row) => curves[row]!.paid[middle]!);
  let [right, pairs] = [0, 0];
  rows.forEach((row, a) => {
    if (events[row] !== 1) return;
    rows.forEach((other, b) => {
      if (months[other]! < months[row]! || (months[other] === months[row] && events[other] === 1)) return;
      pairs += 1;
      right += likely[a]! > likely[b]! ? 1 : likely[a] === likely[b] ? 0.5 : 0;
    });
  });
  return pairs === 0 ? NaN : right / pairs;
}
