import type { Coverage } from '../scorecard/coverage.ts';
import type { DirectionCosts } from '../scorecard/direction-cost.ts';
import { fingerprintOf } from '../scorecard/fingerprint.ts';
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
  readonly challenger?: ChallengerGap;
  /** What holding characteristics to directions costs. */
  readonly constraints?: DirectionCosts;
  readonly leakage?: LeakageFindings;
  readonly uncertainty?: Coverage;
  /** Of an edited scorecard: the same rows before and after the edit. */
  readonly edit?: EditMeasured;
  /** SHA-256 (hex) of the canonical JSON of everything above. */
  readonly fingerprint: string;
}

export interface FoldResult {
  /** Null where the fold has one outcome only. */
  readonly auc: number | null;
  readonly logLoss: number;
  readonly brier: number;
}

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
  readonly swap: SwapSet;
}

export interface EditSide {
  readonly metrics: Metrics;
  /** Cases with target = 1 over those foretold. */
  readonly observedOverExpected: number;
}

export type ReportRead =
  | { readonly kind: 'report'; readonly report: TrainingReport }
  | { readonly kind: 'refused'; readonly reason: string };

export function foldResults(folds: readonly Metrics[]): readonly FoldResult[] {
  return folds.map(({ auc, logLoss, brier }) => ({ auc: Number.isNaN(auc) ? null : auc, logLoss, brier }));
}

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
