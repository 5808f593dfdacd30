import type { Followed, PaymentCurve } from '../scorecard/hazard.ts';
import {
  type HazardMetrics,
  hazardMetrics,
  observedHazard,
  type ObservedMonth,
  observedMonths,
} from '../scorecard/hazard-metrics.ts';
import { largest } from '../scorecard/largest.ts';
import { areaUnderRoc, mean } from '../scorecard/metrics.ts';
import { type CalibrationBin, wilson } from './calibration.ts';
import { descending, type Discrimination, discriminationOf, equalParts, sumOf } from './discrimination.ts';
import { type ScoreBin, scoreDistribution } from './score-distribution.ts';

/** What foretold curves are worth on cases that were followed. */
export interface HazardPerformance {
  readonly kind: 'hazard';
  readonly rows: number;
  /** Share of the cases to which it came while they were followed. */
  readonly positiveRate: number;
  readonly metrics: HazardMetrics;
  readonly curve: readonly CurveMonth[];
  /** At this month cases are told apart: 12, or the last one followed where that is less. */
  readonly month: number;
  /** Groups of equal size by what is foretold for that month, and what was observed of each (Kaplan–Meier). */
  readonly groups: readonly CalibrationBin[];
  /** Of the cases whose state at that month is known; null where it is the same for all of them. */
  readonly atMonth: StateAtMonth | null;
}

export interface CurveMonth {
  readonly month: number;
  /** Cases followed to the end of the month before, without it. */
  readonly waiting: number;
  /** Mean of what was foretold: P(it has come by the end of the month), and the share of the amount in by then. */
  readonly foretold: number;
  readonly recovered: number;
  /** Observed share (Kaplan–Meier) with its 95 % interval (Greenwood's variance); null where nobody was left to watch. */
  readonly observed: { readonly share: number; readonly low: number; readonly high: number } | null;
}

/** Cases that left earlier without it say nothing of the month, and are left out. */
export interface StateAtMonth {
  readonly rows: number;
  readonly positiveRate: number;
  readonly auc: number;
  readonly discrimination: Discrimination;
  readonly distribution: readonly ScoreBin[];
}

const USUAL_MONTH = 12;
const GROUPS = 10;
/** A curve of fewer cases is one of single persons. */
const FEWEST_A_GROUP = 30;

export function hazardPerformanceOf(
  curves: readonly PaymentCurve[],
  followed: Pick<Followed, 'events' | 'months'>,
  /** Of the first month, a case each. */
  points: ArrayLike<number>,
): HazardPerformance {
  const horizon = Math.min(...curves.map(({ paid }) => paid.length));
  const observed = observedMonths(followed, horizon);
  const month = Math.min(USUAL_MONTH, horizon, largest(followed.months));
  return {
    kind: 'hazard',
    rows: curves.length,
    positiveRate: sumOf(followed.events) / curves.length,
    metrics: hazardMetrics(curves, followed, observedHazard(followed, horizon)),
    curve: observed.map((one, at) => ({
      month: at + 1,
      waiting: one.waiting,
      foretold: mean(curves.map(({ paid }) => paid[at]!)),
      recovered: mean(curves.map(({ recovered }) => recovered[at]!)),
      observed: one.waiting === 0 ? null : intervalOf(one),
    })),
    month,
    groups: groupsOf(
      curves.map(({ paid }) => paid[month - 1]!),
      followed,
      month,
    ),
    atMonth: stateAtMonth(
      curves.map(({ paid }) => paid[month - 1]!),
      followed,
      month,
      points,
    ),
  };
}

/** Wilson's interval of as many cases as would give Greenwood's variance: never beyond 0 and 1. */
function intervalOf({ waiting, paid, variance }: ObservedMonth): NonNullable<CurveMonth['observed']> {
  const cases = variance > 0 ? (paid * (1 - paid)) / variance : waiting;
  return { share: paid, ...wilson(paid, Math.max(1, cases)) };
}

function groupsOf(
  foretold: readonly number[],
  { events, months }: Pick<Followed, 'events' | 'months'>,
  month: number,
): readonly CalibrationBin[] {
  const order = descending(foretold).reverse();
  const most = Math.max(1, Math.min(GROUPS, Math.floor(order.length / FEWEST_A_GROUP)));
  return equalParts(order, most).map((rows) => {
    const own = {
      events: Float64Array.from(rows, (row) => events[row]!),
      months: Uint16Array.from(rows, (row) => months[row]!),
    };
    const { share, low, high } = intervalOf(observedMonths(own, month).at(-1)!);
    return {
      rows: rows.length,
      from: foretold[rows[0]!]!,
      to: foretold[rows.at(-1)!]!,
      predicted: mean(Array.from(rows, (row) => foretold[row]!)),
      observed: share,
      low,
      high,
    };
  });
}

/** The rows whose state at the month is known, and what it is. */
export function knownAtMonth(
  { events, months }: Pick<Followed, 'events' | 'months'>,
  month: number,
): { readonly rows: readonly number[]; readonly outcomes: Float64Array } {
  const came = (row: number): boolean => events[row] === 1 && months[row]! <= month;
  const rows = [...months.keys()].filter((row) => came(row) || months[row]! >= month);
  return { rows, outcomes: Float64Array.from(rows, (row) => Number(came(row))) };
}

function stateAtMonth(
  foretold: readonly number[],
  followed: Pick<Followed, 'events' | 'months'>,
  month: number,
  points: ArrayLike<number>,
): StateAtMonth | null {
  const { rows, outcomes } = knownAtMonth(followed, month);
  const probabilities = rows.map((row) => foretold[row]!);
  const auc = areaUnderRoc(probabilities, outcomes);
  if (Number.isNaN(auc)) return null;
  return {
    rows: rows.length,
    positiveRate: sumOf(outcomes) / rows.length,
    auc,
    discrimination: discriminationOf(probabilities, outcomes),
    distribution: scoreDistribution(
      rows.map((row) => points[row]!),
      outcomes,
    ),
  };
}
