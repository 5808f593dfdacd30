import type { Coverage } from '../scorecard/coverage.ts';
import type { DirectionCosts } from '../scorecard/direction-cost.ts';
import { fingerprintOf } from '../scorecard/fingerprint.ts';
import type { ContinuousMetrics } from '../scorecard/continuous-metrics.ts';
import type { HazardMetrics } from '../scorecard/hazard-metrics.ts';
import type { Metrics } from '../scorecard/metrics.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import type { Performance } from './performance.ts';
import type { SwapSet } from './swap-set.ts';

/**
 * What only the training could see, told beside the scorecard: `MODEL.report.json`, or `scorecards.report` in the
 * database. The scorecard scores without it.
 */
export interface TrainingReport {
  readonly format: 'recourse-report/1';
  readonly scorecard: { readonly name: string; readonly version: number; readonly fingerprint: string };
  /** How `performance` came about: on rows that the measured fit had not seen, or (`table`) on any table. */
  readonly measured: 'out_of_fold' | 'hold_out' | 'table';
  readonly performance: Performance;
  /** One entry a fold; empty where there were none. */
  readonly folds: readonly FoldResult[];
  /** Columns left out, and why. */
  readonly notes: readonly string[];
  /** The records a scorecard of the database was trained from, so that the same rows can be gathered again. */
  readonly source?: TrainingSource;
  readonly challenger?: ChallengerGap | AmountChallengerGap;
  /** What holding characteristics to directions costs. */
  readonly constraints?: DirectionCosts;
  readonly leakage?: LeakageFindings;
  readonly uncertainty?: Coverage;
  /** Of an edited scorecard: the same rows before and after the edit. */
  readonly edit?: EditMeasured;
  /** SHA-256 (hex) of the canonical JSON of everything above. */
  readonly fingerprint: string;
}

/** By measure; null where the fold has one outcome only. */
export type FoldResult = Readonly<Partial<Record<FoldMeasure, number | null>>>;
export type FoldMeasure = 'auc' | 'concordance' | 'r2' | 'logLoss' | 'brier' | 'mae' | 'rmse';

export interface TrainingSource {
  readonly portfolios: readonly string[];
  readonly target: string | { readonly outcome: string };
  readonly asOf: string;
}

/** What explainability costs: a black box on the same folds and rows, as `challenge` of scoring/scorecard finds it. */
export interface ChallengerGap {
  readonly kind: 'neural_network';
  /** Units of the hidden layers. */
  readonly layers: readonly number[];
  /** Networks whose log-odds are averaged. */
  readonly networks: number;
  readonly auc: { readonly mean: number; readonly sd: number };
  readonly logLoss: { readonly mean: number; readonly sd: number };
  /** AUC of the network − AUC of the scorecard: above 0, what explainability costs; with its 95 % interval. */
  readonly gap: number;
  readonly interval: readonly [number, number];
  /** Log loss of the scorecard − log loss of the network: above 0, what explainability costs. */
  readonly logLossGap: number;
  readonly logLossInterval: readonly [number, number];
}

/** The same of an amount or a share, as `challengeAmounts` finds it; null where outcomes are alike in every fold. */
export interface AmountChallengerGap {
  readonly kind: 'neural_network_of_amounts';
  readonly layers: readonly number[];
  readonly networks: number;
  readonly mae: { readonly mean: number; readonly sd: number };
  /** Mean absolute error of the scorecard − that of the network: above 0, what explainability costs. */
  readonly maeGap: number;
  readonly maeInterval: readonly [number, number];
  readonly byVariance: {
    readonly r2: { readonly mean: number; readonly sd: number };
    /** R² of the network − R² of the scorecard. */
    readonly gap: number;
    readonly interval: readonly [number, number];
  } | null;
}

/** Columns looked at for knowing the future, and those that seem to. */
export interface LeakageFindings {
  readonly checked: number;
  /** Each with the evidence in one sentence. */
  readonly leaks: readonly { readonly column: string; readonly sentence: string }[];
}

export interface EditMeasured {
  readonly parent: { readonly version: number; readonly fingerprint: string };
  readonly rows: number;
  readonly before: EditSide;
  readonly after: EditSide;
  /** Null where nothing was cut off. */
  readonly swap: SwapSet | null;
}

export type EditSide = BinarySide | HazardSide | AmountSide;

export interface BinarySide {
  readonly kind?: undefined;
  readonly metrics: Metrics;
  /** Cases with target = 1 over those foretold. */
  readonly observedOverExpected: number;
}

export interface HazardSide {
  readonly kind: 'hazard';
  readonly metrics: HazardMetrics;
  /** At this month: AUC of the cases whose state is known, and the observed share over the foretold. */
  readonly month: number;
  readonly auc: number | null;
  readonly observedOverExpected: number | null;
}

export interface AmountSide {
  readonly kind: 'amount' | 'share';
  readonly metrics: ContinuousMetrics;
}

export type ReportRead =
  | { readonly kind: 'report'; readonly report: TrainingReport }
  | { readonly kind: 'refused'; readonly reason: string };

/** The measures named, fold by fold; what could not be measured is null, as JSON has no other word for it. */
export function foldResults<Measure extends FoldMeasure>(
  folds: readonly Readonly<Record<Measure, number>>[],
  measures: readonly Measure[],
): readonly FoldResult[] {
  return folds.map((fold) =>
    Object.fromEntries(
      measures.map((measure) => [measure, Number.isFinite(fold[measure]) ? fold[measure] : null]),
    ),
  );
}

/** Of yes or no. */
export const BINARY_MEASURES = ['auc', 'logLoss', 'brier'] as const;

export function sealReport(report: Omit<TrainingReport, 'format' | 'fingerprint'>): TrainingReport {
  const content = { format: 'recourse-report/1' as const, ...report };
  return { ...content, fingerprint: fingerprintOf(content) };
}

/**
 * A report is believed when its fingerprint fits, so that what was altered, or written by something else, is not shown
 * as what the training found; and only beside the scorecard it tells of.
 */
export function readReport(value: unknown, scorecard: Scorecard): ReportRead {
  if (typeof value !== 'object' || value === null) return refused('it is no object');
  const { format, fingerprint, ...content } = value as Partial<TrainingReport>;
  if (format !== 'recourse-report/1') return refused('it is no training report of this format');
  if (fingerprintOf({ format, ...content }) !== fingerprint) {
    return refused('it was altered after training');
  }
  const report = value as TrainingReport;
  if (report.scorecard.fingerprint !== scorecard.fingerprint) {
    const { name, version } = report.scorecard;
    return refused(`it tells of another scorecard ("${name}", version ${version})`);
  }
  return { kind: 'report', report };
}

function refused(reason: string): ReportRead {
  return { kind: 'refused', reason };
}
