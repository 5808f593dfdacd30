import type { CompiledCollection } from '../policy/compile-policy.ts';
import type { EffectModifier, PolicyMeasure } from '../policy/policy.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import { sigmoid } from '../scorecard/metrics.ts';
import type { Filled } from './fill-slots.ts';

/**
 * What measures did to payment, learnt from the measures taken in the records (learn-responses.ts):
 * log-odds P(pay within `responseDays` | measure) = intercept + slope × baseline log-odds + Σ covariates + effect, where
 * the effect is that of the measure plus, for each modifier that earned its place, its coefficient × the modifier.
 * Over the horizon the stretches follow each other, each with what is left of the effect:
 * P(pay within the horizon | measure) = 1 − Π over the stretches of (1 − P of the stretch).
 */
export interface MeasureResponses {
  readonly format: 'recourse-responses/1';
  readonly policy: string;
  readonly policyVersion: number;
  readonly scorecard: string;
  readonly scorecardFingerprint: string;
  readonly responseDays: number;
  readonly effectLeft: readonly number[];
  readonly observedOn: IsoDate | null;
  readonly rows: number;
  readonly paid: number;
  readonly intercept: number;
  readonly slope: number;
  /** What each modifier says by itself beyond the scorecard, whatever the measure. */
  readonly covariates: readonly { readonly modifier: string; readonly logOdds: number }[];
  readonly effects: readonly MeasureEffect[];
  /** In the order in which they earned their place; none when the records show no difference. */
  readonly modifiers: readonly LearntModifier[];
  /** SHA-256 (hex) of the canonical JSON of everything above. */
  readonly fingerprint: string;
}

export interface MeasureEffect {
  readonly measure: string;
  /** Against waiting, for a case in the middle of every modifier. */
  readonly logOdds: number;
  readonly standardError: number;
  readonly priorLogOdds: number;
  readonly priorStandardError: number;
  readonly count: number;
  readonly paid: number;
  /** `learnt` when the records weigh more than the prior in the figure. */
  readonly basis: 'learnt' | 'prior';
}

export interface LearntModifier {
  readonly modifier: EffectModifier;
  /** Standard deviation of the coefficients over the measures, as the records show it. */
  readonly spread: number;
  /** Gain in log evidence over leaving it out. */
  readonly evidence: number;
  /** Change of a measure's log-odds for one unit of the modifier. */
  readonly coefficients: readonly {
    readonly measure: string;
    readonly logOdds: number;
    readonly standardError: number;
  }[];
}

export interface PayEstimate {
  readonly probability: number;
  readonly basis: 'learnt' | 'prior';
}

/** P(pay | measure) of one case: by what was learnt, or by the pack's stated priors where nothing was. */
export type PayProbability = (measure: PolicyMeasure) => PayEstimate;

export function payProbabilityOf(
  responses: MeasureResponses | null,
  collection: CompiledCollection,
  filled: Filled,
  baselineLogOdds: number,
): PayProbability {
  const modifiers = modifiersOf(collection, filled);
  if (responses === null)
    return ({ prior }) => {
      const by = Object.entries(prior.by).reduce((sum, [id, of]) => sum + of * (modifiers.get(id) ?? 0), 0);
      return { probability: sigmoid(baselineLogOdds + prior.logOdds + by), basis: 'prior' };
    };
  const { effects, coefficients } = indexOf(responses);
  const start = responses.covariates.reduce(
    (sum, { modifier, logOdds: of }) => sum + of * (modifiers.get(modifier) ?? 0),
    responses.intercept + responses.slope * baselineLogOdds,
  );
  return ({ measure, prior }) => {
    const effect = effects.get(measure);
    let added = effect?.logOdds ?? prior.logOdds;
    for (const [id, of] of coefficients) added += (modifiers.get(id) ?? 0) * (of.get(measure) ?? 0);
    const unpaid = responses.effectLeft.reduce(
      (left, share) => left * (1 - sigmoid(start + share * added)),
      1,
    );
    return { probability: 1 - unpaid, basis: effect?.basis ?? 'prior' };
  };
}

/** Farther than this from the middle, a modifier says no more: the records thin out there. */
const FARTHEST = 2;

/** The modifiers of a case on their common scale, by id, in the policy's order. */
export function modifiersOf(
  { effectModifiers }: CompiledCollection,
  { numbers, texts }: Filled,
): ReadonlyMap<string, number> {
  return new Map(
    effectModifiers.map(({ modifier, value }) => [modifier.id, scaled(modifier, value(numbers, texts))]),
  );
}

function scaled({ scale, middle, unit }: EffectModifier, value: number): number {
  if (!Number.isFinite(value)) return 0;
  const distance =
    scale === 'linear'
      ? value - middle
      : scale === 'log'
        ? Math.log((Math.max(value, 0) + 1) / (middle + 1))
        : logOdds(value) - logOdds(middle);
  return Math.max(-FARTHEST, Math.min(FARTHEST, distance / unit));
}

function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}

interface Index {
  readonly effects: ReadonlyMap<string, MeasureEffect>;
  /** By modifier, then by measure. */
  readonly coefficients: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** What was learnt never changes, and a run looks it up a hundred thousand times. */
const INDEXES = new WeakMap<MeasureResponses, Index>();

function indexOf(responses: MeasureResponses): Index {
  const known = INDEXES.get(responses);
  if (known !== undefined) return known;
  const index: Index = {
    effects: new Map(responses.effects.map((effect) => [effect.measure, effect])),
    coefficients: new Map(
      responses.modifiers.map(({ modifier, coefficients }) => [
        modifier.id,
        new Map(coefficients.map(({ measure, logOdds: of }) => [measure, of])),
      ]),
    ),
  };
  INDEXES.set(responses, index);
  return index;
}
