import { BASELINE } from '../policy/expressions-of.ts';
import type { PolicyMeasure, Segmentation } from '../policy/policy.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import { sigmoid } from '../scorecard/metrics.ts';
import type { Value } from '../scorecard/scorecard.ts';

/**
 * What measures did to payment, learnt from the measures taken in the records (learn-responses.ts):
 * log-odds P(pay within the horizon | measure) = intercept + slope × baseline log-odds + effect of the measure
 * + Σ over the segmentations that earned their place of the effect of the measure in the case's segment.
 */
export interface MeasureResponses {
  readonly format: 'recourse-responses/1';
  readonly policy: string;
  readonly policyVersion: number;
  readonly scorecard: string;
  readonly scorecardFingerprint: string;
  readonly horizonDays: number;
  readonly observedOn: IsoDate | null;
  readonly rows: number;
  readonly paid: number;
  readonly intercept: number;
  readonly slope: number;
  readonly effects: readonly MeasureEffect[];
  /** In the order in which they earned their place; none when the records show no difference. */
  readonly segmentations: readonly LearntSegmentation[];
  /** SHA-256 (hex) of the canonical JSON of everything above. */
  readonly fingerprint: string;
}

export interface MeasureEffect {
  readonly measure: string;
  /** Against waiting. */
  readonly logOdds: number;
  readonly standardError: number;
  readonly priorLogOdds: number;
  readonly priorStandardError: number;
  readonly count: number;
  readonly paid: number;
  /** `learnt` when the records weigh more than the prior in the figure. */
  readonly basis: 'learnt' | 'prior';
}

export interface LearntSegmentation {
  readonly segmentation: Segmentation;
  /** Standard deviation of the differences between segments, as the records show it. */
  readonly spread: number;
  /** Gain in log evidence over leaving it out. */
  readonly evidence: number;
  readonly effects: readonly {
    readonly measure: string;
    readonly segment: string;
    readonly logOdds: number;
    readonly standardError: number;
    readonly count: number;
  }[];
}

export interface PayEstimate {
  readonly probability: number;
  readonly basis: 'learnt' | 'prior';
}

/** P(pay | measure) for one case after the other: by what was learnt, or by the pack's stated priors where nothing was. */
export type PayProbability = (measure: PolicyMeasure) => PayEstimate;

export function payProbabilityOf(
  responses: MeasureResponses | null,
  values: Readonly<Record<string, Value>>,
  baselineLogOdds: number,
): PayProbability {
  if (responses === null)
    return ({ prior }) => ({ probability: sigmoid(baselineLogOdds + prior.logOdds), basis: 'prior' });
  const index = indexOf(responses);
  const baseline = sigmoid(baselineLogOdds);
  const cells = responses.segmentations.map(({ segmentation }) => segmentOf(segmentation, values, baseline));
  const start = responses.intercept + responses.slope * baselineLogOdds;
  return ({ measure, prior }) => {
    const effect = index.effects.get(measure);
    let logOdds = start + (effect?.logOdds ?? prior.logOdds);
    cells.forEach((cell, i) => {
      logOdds += index.cells[i]?.get(`${measure} ${cell}`) ?? 0;
    });
    return { probability: sigmoid(logOdds), basis: effect?.basis ?? 'prior' };
  };
}

/** The cell of a case: one part a characteristic, `?` where nothing is known. */
export function segmentOf(
  segmentation: Segmentation,
  values: Readonly<Record<string, Value>>,
  baselineProbability: number,
): string {
  return segmentation.by
    .map(({ characteristic, cuts }) => {
      const value = characteristic === BASELINE ? baselineProbability : values[characteristic];
      if (value === null || value === undefined || Number.isNaN(value)) return '?';
      if (typeof value === 'string' || cuts.length === 0) return String(value);
      return String(cuts.filter((cut) => value >= cut).length);
    })
    .join('|');
}

interface Index {
  readonly effects: ReadonlyMap<string, MeasureEffect>;
  /** By segmentation, log-odds under "measure cell". */
  readonly cells: readonly ReadonlyMap<string, number>[];
}

/** What was learnt never changes, and a run looks it up a hundred thousand times. */
const INDEXES = new WeakMap<MeasureResponses, Index>();

function indexOf(responses: MeasureResponses): Index {
  const known = INDEXES.get(responses);
  if (known !== undefined) return known;
  const index: Index = {
    effects: new Map(responses.effects.map((effect) => [effect.measure, effect])),
    cells: responses.segmentations.map(
      ({ effects }) =>
        new Map(effects.map(({ measure, segment, logOdds }) => [`${measure} ${segment}`, logOdds])),
    ),
  };
  INDEXES.set(responses, index);
  return index;
}
