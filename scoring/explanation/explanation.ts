import type { IsoDate } from '../portfolio/dates.ts';
import type { Provenance } from '../portfolio/records.ts';
import type { Unfamiliar } from '../scorecard/score.ts';
import type { Value } from '../scorecard/scorecard.ts';
import type { WordsToPerson } from '../policy/policy.ts';

/** One term of the sum. `points` of all contributions plus `basePoints` is the score, to the last bit of the sum order given. */
export interface Contribution {
  /** The characteristic, or of a pair term its id. */
  readonly characteristic: string;
  /** Null where it is missing, and of a pair term, whose two values stand in `pair`. */
  readonly value: Value;
  /** Index of the attribute hit in the scorecard, or of the cell of a pair term. */
  readonly attribute: number;
  readonly logOdds: number;
  readonly points: number;
  /** What the two sides of a pair term are; absent for a characteristic's own term. */
  readonly pair?: readonly [PairSideValue, PairSideValue];
}

export interface PairSideValue {
  readonly characteristic: string;
  readonly value: Value;
}

/** A principal reason: a rule that spoke, or a characteristic that kept the person from the threshold. */
export interface Reason {
  readonly code: string;
  readonly rule: string | null;
  readonly characteristic: string | null;
  readonly value: Value;
  /** Points that the characteristic's family falls short of what people at the threshold have (negative); 0 for a rule. */
  readonly points: number;
  readonly evidence: Provenance | null;
  /** What the rule itself has to say to the person, in place of the code's words. */
  readonly toPerson?: WordsToPerson;
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
  /**
   * No change the person can make flips the outcome. `rule`: a rule stands that looks at nothing they can change;
   * `score`: the best that they can change does not reach the threshold; `nothing_changeable`: nothing that counted
   * can be changed; `many_changes`: not with as few changes as were asked for.
   *
   * The certificate: `rules` names those that stand whatever the person changes; `best` is how far everything that
   * they can change leads at most, short of what is needed.
   */
  | {
      readonly kind: 'none';
      readonly because: 'rule' | 'score' | 'nothing_changeable' | 'many_changes';
      readonly rules?: readonly string[];
      readonly best?: {
        readonly changes: readonly RecourseChange[];
        readonly points: number;
        readonly neededPoints: number;
      };
    }
  /** The outcome is already the best there is, or no threshold stood in the way. */
  | { readonly kind: 'not_needed' }
  /** Left out: not asked for, or the measure responses of the day were not given. */
  | { readonly kind: 'not_worked_out' };

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
  /** Values that training had not seen, and which the score so weighs with less ground: said, never clipped in silence. */
  readonly unfamiliar: readonly Unfamiliar[];
}

/** The score that an outcome hung on. */
export type Threshold = {
  readonly points: number;
  /** Id of the rule that sets it. */
  readonly of: string;
  readonly scorecard: string;
  readonly passed: boolean;
};

/** Why this measure and not another: the figures that the recommendation compared. */
export type MeasureChoice = {
  readonly measure: string;
  readonly expectedNetCents: number;
  /** P(pay) before any measure is chosen, by the policy's baseline scorecard; null when it gave none. */
  readonly baselineProbability: number | null;
  readonly payProbability: number;
  /** The best of the others that no rule excludes. */
  readonly nextBest: { readonly measure: string; readonly expectedNetCents: number } | null;
  /** Worth more, but ruled out; the most worthy first. */
  readonly betterRuledOut: readonly {
    readonly measure: string;
    readonly expectedNetCents: number;
    readonly rules: readonly string[];
  }[];
};

/** Computed from the decision, its scorecards and its policy alone: the same decision gives the same bytes. */
export interface Explanation {
  readonly threshold: Threshold | null;
  readonly choice: MeasureChoice | null;
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
