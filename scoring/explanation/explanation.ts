import type { IsoDate } from '../portfolio/dates.ts';
import type { Provenance } from '../portfolio/records.ts';
import type { Value } from '../scorecard/scorecard.ts';

/** One term of the sum. `points` of all contributions plus `basePoints` is the score, to the last bit of the sum order given. */
export interface Contribution {
  readonly characteristic: string;
  readonly value: Value;
  /** Index of the attribute hit in the scorecard. */
  readonly attribute: number;
  readonly logOdds: number;
  readonly points: number;
}

/** A principal reason: a rule that spoke, or a characteristic that kept the person from the threshold. */
export interface Reason {
  readonly code: string;
  readonly rule: string | null;
  readonly characteristic: string | null;
  readonly value: Value;
  /** Points below the average case (negative); 0 for a rule. */
  readonly points: number;
  readonly evidence: Provenance | null;
}

export interface RecourseChange {
  readonly characteristic: string;
  readonly from: Value;
  readonly to: Value;
  readonly days: number;
}

export interface RecourseOption {
  readonly changes: readonly RecourseChange[];
  /** The changes run side by side: the longest of them. */
  readonly days: number;
  readonly cost: number;
}

export type Recourse =
  | { readonly kind: 'options'; readonly options: readonly RecourseOption[] }
  /** Proved: no change the person can make flips the outcome. */
  | { readonly kind: 'none'; readonly because: 'rule' | 'score' | 'nothing_changeable' }
  /** The outcome is already the best there is, or no threshold stood in the way. */
  | { readonly kind: 'not_needed' };

export interface ScoreExplained {
  readonly scorecard: string;
  readonly version: number;
  readonly base: number;
  readonly basePoints: number;
  readonly contributions: readonly Contribution[];
  /** Log-odds: base + Σ contributions in the order given. */
  readonly sum: number;
  readonly probability: number;
  readonly points: number;
}

/** Computed from the decision, its scorecards and its policy alone: the same decision gives the same bytes. */
export interface Explanation {
  readonly threshold: { readonly points: number; readonly of: string } | null;
  readonly scores: readonly ScoreExplained[];
  readonly reasons: readonly Reason[];
  readonly recourse: Recourse;
  readonly data: readonly {
    readonly characteristic: string;
    readonly value: Value;
    readonly evidence: Provenance | null;
    readonly usedBy: 'score' | 'rule';
  }[];
  readonly asOf: IsoDate;
}
