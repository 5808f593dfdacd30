import type { IsoDate } from '../portfolio/dates.ts';
import { BASELINE } from '../policy/expressions-of.ts';
import type { PolicyMeasure, Segmentation } from '../policy/policy.ts';
import type { Value } from '../scorecard/scorecard.ts';
import { sigmoid } from '../scorecard/metrics.ts';

/**
 * What measures did to payment, learnt from the measures taken in the records (learn-responses.ts):
 * log-odds P(pay within the horizon | measure) = intercept + slope × baseline log-odds + effect of the measure
 * + effect of the measure in the case's segment.
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
  /** null: no segmentation earned its place. */
  readonly segmentation: Segmentation | null;
  readonly segmentEffects: readonly SegmentEffect[];
  /** SHA-256 (hex) of the canonical JSON of everything above. */
  readonly fingerprint: string;
}

export interface MeasureEffect {
  readonly measure: string;
  readonly logOdds: number;
  readonly standardError: number;
  readonly priorLogOdds: number;
  readonly priorStandardError: number;
  readonly count: number;
  readonly paid: number;
  /** `learnt` when the records weigh more than the prior in the figure. */
  readonly basis: 'learnt' | 'prior';
}

export interface SegmentEffect {
  readonly measure: string;
  readonly segment: string;
  readonly logOdds: number;
  readonly standardError: number;
  readonly count: number;
}

export type PayProbability = (
  measure: PolicyMeasure,
  baselineLogOdds: number,
  segment: string | null,
) => { readonly probability: number; readonly basis: 'learnt' | 'prior' };

/** P(pay | measure) by what was learnt, or by the pack's stated priors where nothing was. */
export function payProbabilities(responses: MeasureResponses | null): PayProbability {
  if (responses === null)
    return (measure, baseline) => ({
      probability: sigmoid(baseline + measure.prior.logOdds),
      basis: 'prior',
    });
  const effects = new Map(responses.effects.map((effect) => [effect.measure, effect]));
  const inSegment = new Map<string, Map<string, number>>();
  for (const { measure, segment, logOdds } of responses.segmentEffects) {
    const of = inSegment.get(measure) ?? new Map<string, number>();
    inSegment.set(measure, of.set(segment, logOdds));
  }
  return (measure, baseline, segment) => {
    const effect = effects.get(measure.measure);
    const deviation = segment === null ? 0 : (inSegment.get(measure.measure)?.get(segment) ?? 0);
    const logOdds =
      responses.intercept +
      responses.slope * baseline +
      (effect?.logOdds ?? measure.prior.logOdds) +
      deviation;
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
      if (value === null || value === undefined) return '?';
      if (typeof value === 'string' || cuts.length === 0) return String(value);
      return `${cuts.filter((cut) => value >= cut).length}`;
    })
    .join('|');
}
