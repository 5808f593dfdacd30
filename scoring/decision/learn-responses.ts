/**
 * Learns what each measure does to payment from the measures that were taken. Two things stand against a naive count.
 * Measures were not dealt by lot: those taken against hopeless debts look useless. So the scorecard's log-odds, as
 * they stood the day before the measure, enter as a covariate, and what is estimated is the change against a person
 * of the same prospects. And many measures are rare: so each effect is shrunk towards the pack's stated prior by as
 * much as the prior is sure, and a difference between segments stays only when the evidence for it outweighs the
 * freedom it costs (empirical Bayes on Laplace's evidence). docs/decisions/0003-measure-responses.md has the reasons.
 */
import type { Policy, PolicyMeasure, Segmentation } from '../policy/policy.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import { fingerprintOf } from '../scorecard/fingerprint.ts';
import { exactLogOdds } from '../scorecard/scaling.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { fitPenalised, type Design, type Fitted, type Prior } from './penalised-logit.ts';
import type { LearntSegmentation, MeasureEffect, MeasureResponses } from './responses.ts';

/** One measure that was taken, long enough ago to know what came of it. */
export interface ResponseRow {
  readonly measure: string;
  /** Log-odds of payment by the baseline scorecard on the day before the measure. */
  readonly baselineLogOdds: number;
  /** The segment in each of the policy's segmentations, in their order. */
  readonly segments: readonly string[];
  readonly paid: boolean;
}

/** Fewer rows than this teach nothing worth a published figure; the priors stand. */
export const LEAST_ROWS = 200;

/** A segmentation must be e² times as likely as its absence to be kept. */
const LEAST_EVIDENCE = 2;

/** Spreads of segment effects that are tried, in log-odds. */
const SPREADS = [0.15, 0.3, 0.6] as const;

const MOST_SEGMENTATIONS = 3;

/** Measures other than `no_action` are told against it: its own effect is the zero they are measured from. */
const YARDSTICK = 'no_action';
const YARDSTICK_LEAST_ROWS = 50;

export function learnResponses(
  policy: Policy,
  scorecard: Scorecard,
  observedOn: IsoDate | null,
  rows: readonly ResponseRow[],
): MeasureResponses | null {
  const { collection } = policy;
  if (collection === null || rows.length < LEAST_ROWS) return null;
  const known = new Map(collection.measures.map((measure, i) => [measure.measure, i]));
  const used = rows.filter(({ measure }) => known.has(measure));
  if (used.length < LEAST_ROWS) return null;
  const learner = new Learner(collection.measures, collection.segmentations, used);
  const kept = learner.choose();
  const fitted = learner.fit(kept);
  const content: Omit<MeasureResponses, 'fingerprint'> = {
    format: 'recourse-responses/1',
    policy: policy.id,
    policyVersion: policy.version,
    scorecard: scorecard.name,
    scorecardFingerprint: scorecard.fingerprint,
    horizonDays: collection.horizonDays,
    observedOn,
    rows: used.length,
    paid: used.filter(({ paid }) => paid).length,
    intercept: exactLogOdds(fitted.estimate[0]!),
    slope: exactLogOdds(fitted.estimate[1]!),
    effects: learner.effects(fitted),
    segmentations: learner.segmentations(kept, fitted),
  };
  return { ...content, fingerprint: fingerprintOf(content) };
}

interface Kept {
  /** Index among the policy's segmentations. */
  readonly segmentation: number;
  readonly spread: number;
  readonly evidence: number;
}

/** A segment of a measure that has rows. */
interface Cell {
  readonly measure: number;
  readonly segment: string;
  readonly count: number;
}

const INTERCEPT = 0;
const SLOPE = 1;
const FIRST_MEASURE = 2;

class Learner {
  readonly #measures: readonly PolicyMeasure[];
  readonly #segmentations: readonly Segmentation[];
  readonly #rows: readonly ResponseRow[];
  readonly #measureOf: Uint16Array;
  /** By segmentation: its cells, and the cell of each row. */
  readonly #cells: readonly { readonly list: readonly Cell[]; readonly ofRow: Uint32Array }[];

  constructor(
    measures: readonly PolicyMeasure[],
    segmentations: readonly Segmentation[],
    rows: readonly ResponseRow[],
  ) {
    this.#measures = measures;
    this.#segmentations = segmentations;
    this.#rows = rows;
    const places = new Map(measures.map(({ measure }, i) => [measure, i]));
    this.#measureOf = Uint16Array.from(rows, ({ measure }) => places.get(measure)!);
    this.#cells = segmentations.map((_, s) => this.#cellsOf(s));
  }

  /** Adds the segmentation with the most evidence while it has enough. */
  choose(): readonly Kept[] {
    let kept: readonly Kept[] = [];
    let before = this.fit(kept);
    while (kept.length < MOST_SEGMENTATIONS) {
      const best = this.#bestAddition(kept, before);
      if (best === null || best.kept.evidence < LEAST_EVIDENCE) return kept;
      kept = [...kept, best.kept];
      before = best.fitted;
    }
    return kept;
  }

  fit(kept: readonly Kept[], from?: Float64Array): Fitted {
    const priors: Prior[] = [
      { mean: 0, standardError: 1 },
      { mean: 1, standardError: 0.25 },
      ...this.#measures.map(({ prior }) => ({ mean: prior.logOdds, standardError: prior.standardError })),
    ];
    const firsts = kept.map(({ segmentation, spread }) => {
      const first = priors.length;
      priors.push(...this.#cells[segmentation]!.list.map(() => ({ mean: 0, standardError: spread })));
      return first;
    });
    return fitPenalised(this.#design(kept, firsts), priors, from);
  }

  effects(fitted: Fitted): readonly MeasureEffect[] {
    const counts = new Array<number>(this.#measures.length).fill(0);
    const paid = new Array<number>(this.#measures.length).fill(0);
    this.#rows.forEach((row, i) => {
      const m = this.#measureOf[i]!;
      counts[m]! += 1;
      if (row.paid) paid[m]! += 1;
    });
    const standardErrors = fitted.standardErrors();
    return this.#measures.map(({ measure, prior }, m): MeasureEffect => {
      const standardError = standardErrors[FIRST_MEASURE + m]!;
      /** Posterior precision = prior + records: the records weigh more when it is over twice the prior's. */
      const isLearnt =
        measure === YARDSTICK
          ? counts[m]! >= YARDSTICK_LEAST_ROWS
          : 2 * standardError ** 2 < prior.standardError ** 2;
      return {
        measure,
        logOdds: exactLogOdds(fitted.estimate[FIRST_MEASURE + m]!),
        standardError: exactLogOdds(standardError),
        priorLogOdds: prior.logOdds,
        priorStandardError: prior.standardError,
        count: counts[m]!,
        paid: paid[m]!,
        basis: isLearnt ? 'learnt' : 'prior',
      };
    });
  }

  segmentations(kept: readonly Kept[], fitted: Fitted): readonly LearntSegmentation[] {
    const standardErrors = fitted.standardErrors();
    let at = FIRST_MEASURE + this.#measures.length;
    return kept.map(({ segmentation, spread, evidence }) => {
      const effects = this.#cells[segmentation]!.list.map(({ measure, segment, count }, i) => ({
        measure: this.#measures[measure]!.measure,
        segment,
        logOdds: exactLogOdds(fitted.estimate[at + i]!),
        standardError: exactLogOdds(standardErrors[at + i]!),
        count,
      }));
      at += effects.length;
      return {
        segmentation: this.#segmentations[segmentation]!,
        spread,
        evidence: exactLogOdds(evidence),
        effects,
      };
    });
  }

  #bestAddition(
    kept: readonly Kept[],
    before: Fitted,
  ): { readonly kept: Kept; readonly fitted: Fitted } | null {
    let best: { kept: Kept; fitted: Fitted } | null = null;
    for (let s = 0; s < this.#segmentations.length; s += 1) {
      if (kept.some(({ segmentation }) => segmentation === s)) continue;
      let from = padded(before.estimate, this.#cells[s]!.list.length);
      for (const spread of SPREADS) {
        const fitted = this.fit([...kept, { segmentation: s, spread, evidence: 0 }], from);
        from = fitted.estimate;
        const evidence = fitted.logEvidence - before.logEvidence;
        if (best === null || evidence > best.kept.evidence)
          best = { kept: { segmentation: s, spread, evidence }, fitted };
      }
    }
    return best;
  }

  #design(kept: readonly Kept[], firsts: readonly number[]): Design {
    const width = 3 + kept.length;
    const columns = new Uint32Array(this.#rows.length * width);
    const values = new Float64Array(this.#rows.length * width).fill(1);
    const outcomes = new Uint8Array(this.#rows.length);
    this.#rows.forEach((row, i) => {
      const at = i * width;
      columns[at] = INTERCEPT;
      columns[at + 1] = SLOPE;
      values[at + 1] = row.baselineLogOdds;
      columns[at + 2] = FIRST_MEASURE + this.#measureOf[i]!;
      kept.forEach(({ segmentation }, k) => {
        columns[at + 3 + k] = firsts[k]! + this.#cells[segmentation]!.ofRow[i]!;
      });
      outcomes[i] = row.paid ? 1 : 0;
    });
    return { rows: this.#rows.length, width, columns, values, outcomes };
  }

  #cellsOf(segmentation: number): { list: readonly Cell[]; ofRow: Uint32Array } {
    const counts = new Map<string, number>();
    const names = this.#rows.map((row) => `${row.measure} ${row.segments[segmentation] ?? '?'}`);
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    const sorted = [...counts.keys()].sort();
    const places = new Map(sorted.map((name, i) => [name, i]));
    const measures = this.#measures.map(({ measure }) => measure);
    return {
      list: sorted.map((name) => {
        const space = name.indexOf(' ');
        return {
          measure: measures.indexOf(name.slice(0, space)),
          segment: name.slice(space + 1),
          count: counts.get(name)!,
        };
      }),
      ofRow: Uint32Array.from(names, (name) => places.get(name)!),
    };
  }
}

function padded(estimate: Float64Array, more: number): Float64Array {
  const longer = new Float64Array(estimate.length + more);
  longer.set(estimate);
  return longer;
}
