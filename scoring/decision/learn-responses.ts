/**
 * Learns what each measure does to payment from the measures that were taken. Two things stand against a naive count.
 * Measures were not dealt by lot: those taken against hopeless debts look useless. So the scorecard's log-odds, as
 * they stood the day before the measure, enter as a covariate, and what is estimated is the change against a person
 * of the same prospects. And many measures are rare: so each effect is shrunk towards the pack's stated prior by as
 * much as the prior is sure, and a circumstance that modifies effects stays only when the evidence for it outweighs
 * the freedom it costs (empirical Bayes on Laplace's evidence). docs/decisions/0003-measure-responses.md: the reasons.
 */
import type { EffectModifier, Policy, PolicyMeasure } from '../policy/policy.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import { fingerprintOf } from '../scorecard/fingerprint.ts';
import { exactLogOdds } from '../scorecard/scaling.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { fitPenalised, type Design, type Fitted, type Prior } from './penalised-logit.ts';
import type { LearntModifier, MeasureEffect, MeasureResponses } from './responses.ts';

/** One measure that was taken, long enough ago to know what came of it. */
export interface ResponseRow {
  readonly measure: string;
  /** Log-odds of payment by the baseline scorecard on the day before the measure. */
  readonly baselineLogOdds: number;
  /** The policy's effect modifiers on their common scale, in their order. */
  readonly modifiers: readonly number[];
  readonly paid: boolean;
}

/** Fewer rows than this teach nothing worth a published figure; the priors stand. */
export const LEAST_ROWS = 200;

/** A modifier must make the records e² times as likely to be kept. */
const LEAST_EVIDENCE = 2;

/** Spreads of coefficients that are tried, in log-odds. */
const SPREADS = [0.05, 0.1, 0.2, 0.4] as const;

/** Spread around the coefficients that a pack states, until the records say otherwise. */
const STATED_SPREAD = 0.1;

/** Measures are told against it: its own effect is the zero they are measured from. */
const YARDSTICK = 'no_action';
const YARDSTICK_LEAST_ROWS = 50;

export function learnResponses(
  policy: Policy,
  scorecard: Scorecard,
  observedOn: IsoDate | null,
  rows: readonly ResponseRow[],
): MeasureResponses | null {
  const { collection } = policy;
  if (collection === null) return null;
  const known = new Set(collection.measures.map(({ measure }) => measure));
  const used = rows.filter(({ measure }) => known.has(measure));
  if (used.length < LEAST_ROWS) return null;
  const learner = new Learner(collection.measures, collection.effectModifiers, used);
  const kept = learner.choose();
  const fitted = learner.fit(kept);
  const content: Omit<MeasureResponses, 'fingerprint'> = {
    format: 'recourse-responses/1',
    policy: policy.id,
    policyVersion: policy.version,
    scorecard: scorecard.name,
    scorecardFingerprint: scorecard.fingerprint,
    responseDays: collection.responseDays,
    effectLeft: collection.effectLeft,
    observedOn,
    rows: used.length,
    paid: used.filter(({ paid }) => paid).length,
    intercept: exactLogOdds(fitted.estimate[INTERCEPT]!),
    slope: exactLogOdds(fitted.estimate[SLOPE]!),
    covariates: learner.covariates(fitted),
    effects: learner.effects(fitted),
    modifiers: learner.modifiers(kept, fitted),
  };
  return { ...content, fingerprint: fingerprintOf(content) };
}

interface Kept {
  /** Index among the policy's modifiers. */
  readonly modifier: number;
  readonly spread: number;
  readonly evidence: number;
}

const INTERCEPT = 0;
const SLOPE = 1;
const FIRST_COVARIATE = 2;

/** How far the scorecard may be off by a modifier's unit, in log-odds, on the cases that measures were taken in. */
const COVARIATE_SPREAD = 0.3;

class Learner {
  readonly #measures: readonly PolicyMeasure[];
  readonly #modifiers: readonly EffectModifier[];
  readonly #rows: readonly ResponseRow[];
  readonly #measureOf: Uint16Array;

  constructor(
    measures: readonly PolicyMeasure[],
    modifiers: readonly EffectModifier[],
    rows: readonly ResponseRow[],
  ) {
    const places = new Map(measures.map(({ measure }, i) => [measure, i]));
    this.#measures = measures;
    this.#modifiers = modifiers;
    this.#rows = rows;
    this.#measureOf = Uint16Array.from(rows, ({ measure }) => places.get(measure)!);
  }

  /** Those that the pack's priors speak of, then the one with the most evidence while it has enough. */
  choose(): readonly Kept[] {
    let kept: readonly Kept[] = this.#modifiers.flatMap(({ id }, modifier) =>
      this.#measures.some(({ prior }) => prior.by[id] !== undefined)
        ? [{ modifier, spread: STATED_SPREAD, evidence: 0 }]
        : [],
    );
    for (let k = 0; k < kept.length; k += 1) kept = this.#respread(kept, k);
    let before = this.fit(kept);
    for (;;) {
      const best = this.#bestAddition(kept, before);
      if (best === null || best.kept.evidence < LEAST_EVIDENCE) return kept;
      kept = [...kept, best.kept];
      before = best.fitted;
    }
  }

  fit(kept: readonly Kept[], from?: Float64Array): Fitted {
    const priors: Prior[] = [
      { mean: 0, standardError: 1 },
      { mean: 1, standardError: 0.25 },
      ...this.#modifiers.map(() => ({ mean: 0, standardError: COVARIATE_SPREAD })),
      ...this.#measures.map(({ prior }) => ({ mean: prior.logOdds, standardError: prior.standardError })),
      ...kept.flatMap(({ modifier, spread }) =>
        this.#measures.map(({ prior }) => ({
          mean: prior.by[this.#modifiers[modifier]!.id] ?? 0,
          standardError: spread,
        })),
      ),
    ];
    return fitPenalised(this.#design(kept), priors, from);
  }

  covariates(fitted: Fitted): MeasureResponses['covariates'] {
    return this.#modifiers.map(({ id }, j) => ({
      modifier: id,
      logOdds: exactLogOdds(fitted.estimate[FIRST_COVARIATE + j]!),
    }));
  }

  effects(fitted: Fitted): readonly MeasureEffect[] {
    const standardErrors = fitted.standardErrors();
    const counts = new Array<number>(this.#measures.length).fill(0);
    const paid = new Array<number>(this.#measures.length).fill(0);
    this.#rows.forEach((row, i) => {
      const m = this.#measureOf[i]!;
      counts[m]! += 1;
      if (row.paid) paid[m]! += 1;
    });
    return this.#measures.map(({ measure, prior }, m): MeasureEffect => {
      const standardError = standardErrors[this.#effect(m)]!;
      /** Posterior precision = prior + records: the records weigh more when it is over twice the prior's. */
      const isLearnt =
        measure === YARDSTICK
          ? counts[m]! >= YARDSTICK_LEAST_ROWS
          : 2 * standardError ** 2 < prior.standardError ** 2;
      return {
        measure,
        logOdds: exactLogOdds(fitted.estimate[this.#effect(m)]!),
        standardError: exactLogOdds(standardError),
        priorLogOdds: prior.logOdds,
        priorStandardError: prior.standardError,
        count: counts[m]!,
        paid: paid[m]!,
        basis: isLearnt ? 'learnt' : 'prior',
      };
    });
  }

  modifiers(kept: readonly Kept[], fitted: Fitted): readonly LearntModifier[] {
    const standardErrors = fitted.standardErrors();
    return kept.map(({ modifier, spread, evidence }, k) => ({
      modifier: this.#modifiers[modifier]!,
      spread,
      evidence: exactLogOdds(evidence),
      coefficients: this.#measures.map(({ measure }, m) => ({
        measure,
        logOdds: exactLogOdds(fitted.estimate[this.#coefficient(k, m)]!),
        standardError: exactLogOdds(standardErrors[this.#coefficient(k, m)]!),
      })),
    }));
  }

  /** The k-th modifier with the spread for which there is most evidence. */
  #respread(kept: readonly Kept[], k: number): readonly Kept[] {
    let best = { kept, evidence: -Infinity };
    let from: Float64Array | undefined;
    for (const spread of SPREADS) {
      const tried = kept.map((known, i) => (i === k ? { ...known, spread } : known));
      const fitted = this.fit(tried, from);
      from = fitted.estimate;
      if (fitted.logEvidence > best.evidence) best = { kept: tried, evidence: fitted.logEvidence };
    }
    return best.kept;
  }

  #bestAddition(
    kept: readonly Kept[],
    before: Fitted,
  ): { readonly kept: Kept; readonly fitted: Fitted } | null {
    let best: { kept: Kept; fitted: Fitted } | null = null;
    for (let modifier = 0; modifier < this.#modifiers.length; modifier += 1) {
      if (kept.some((known) => known.modifier === modifier)) continue;
      let from = padded(before.estimate, this.#measures.length);
      for (const spread of SPREADS) {
        const fitted = this.fit([...kept, { modifier, spread, evidence: 0 }], from);
        from = fitted.estimate;
        const evidence = fitted.logEvidence - before.logEvidence;
        if (best === null || evidence > best.kept.evidence)
          best = { kept: { modifier, spread, evidence }, fitted };
      }
    }
    return best;
  }

  #design(kept: readonly Kept[]): Design {
    const covariates = this.#modifiers.length;
    const width = 3 + covariates + kept.length;
    const columns = new Uint32Array(this.#rows.length * width);
    const values = new Float64Array(this.#rows.length * width).fill(1);
    const outcomes = new Uint8Array(this.#rows.length);
    this.#rows.forEach((row, i) => {
      const at = i * width;
      const m = this.#measureOf[i]!;
      columns[at] = INTERCEPT;
      columns[at + 1] = SLOPE;
      values[at + 1] = row.baselineLogOdds;
      for (let j = 0; j < covariates; j += 1) {
        columns[at + 2 + j] = FIRST_COVARIATE + j;
        values[at + 2 + j] = row.modifiers[j] ?? 0;
      }
      const first = at + 2 + covariates;
      columns[first] = this.#effect(m);
      kept.forEach(({ modifier }, k) => {
        columns[first + 1 + k] = this.#coefficient(k, m);
        values[first + 1 + k] = row.modifiers[modifier] ?? 0;
      });
      outcomes[i] = row.paid ? 1 : 0;
    });
    return { rows: this.#rows.length, width, columns, values, outcomes };
  }

  #effect(measure: number): number {
    return FIRST_COVARIATE + this.#modifiers.length + measure;
  }

  /** Where the coefficient of the k-th modifier kept stands for a measure. */
  #coefficient(k: number, measure: number): number {
    return this.#effect(0) + this.#measures.length * (k + 1) + measure;
  }
}

function padded(estimate: Float64Array, more: number): Float64Array {
  const longer = new Float64Array(estimate.length + more);
  longer.set(estimate);
  return longer;
}
