import type { EditRecord } from './edit-record.ts';

/**
 * A scorecard is data: log-odds(target = 1) = intercept + Σ attribute log-odds, one attribute of each characteristic,
 * + Σ cell log-odds, one cell of each pair term. Calibration is folded into the numbers, so that contributions add up
 * with nothing left over.
 */
export interface Scorecard {
  /** 1: before there were pair terms; its `pairs` are empty and no part of its fingerprint. */
  readonly format: 'recourse-scorecard/1' | 'recourse-scorecard/2';
  readonly name: string;
  /** 1, 2, 3 …; a published version never changes. */
  readonly version: number;
  readonly target: {
    readonly name: string;
    /** Which value of the target is the good outcome for the person. Points rise with its probability. */
    readonly favourable: 0 | 1;
    /**
     * Absent: whether target = 1. `hazard`: whether it comes in a month, if it has not before. `share`: what part, 0 to
     * 1. `amount`: how much; its terms, base and standard errors are then amounts, where they are called log-odds.
     */
    readonly kind?: 'hazard' | 'share' | 'amount';
    /** Of a hazard. */
    readonly months?: HazardMonths;
  };
  /** Log-odds of target = 1 of the average training case: the base every explanation starts from. */
  readonly intercept: number;
  readonly characteristics: readonly ScorecardCharacteristic[];
  readonly pairs: readonly PairTerm[];
  /** Draws of the posterior, from which the standard error of a score is worked out; absent from one edited by hand. */
  readonly uncertainty?: Uncertainty;
  readonly scaling: Scaling;
  readonly training: TrainingFacts;
  /** What people changed by hand since the training, the oldest first; absent when nothing was. */
  readonly edits?: readonly EditRecord[];
  /** SHA-256 (hex) of the canonical JSON of everything above but `training.seconds`. */
  readonly fingerprint: string;
}

export interface HazardMonths {
  /** The characteristic that counts the months since the observation, from 1. */
  readonly characteristic: string;
  /** Months that training saw: no curve is drawn further. */
  readonly horizon: number;
  /**
   * Share of the amount that has come in on average by the month of the first payment, a month later, and so on; absent
   * where the event settles all.
   */
  readonly recovered?: readonly number[];
}

export interface ScorecardCharacteristic {
  readonly id: string;
  readonly kind: 'numeric' | 'category';
  /** Direction of P(target = 1) as the value rises: proved on the attributes, not hoped for. */
  readonly monotone: -1 | 0 | 1;
  /** May the person change it, which way, and how fast; null: recourse never touches it. */
  readonly change: Change | null;
  /** Smallest and largest ordinary value of the training cases; beyond it the scorecard reaches further than its ground. */
  readonly observed?: { readonly from: number; readonly to: number } | null;
  readonly attributes: readonly Attribute[];
}

export interface Change {
  /** 1: can only rise (time in job), −1: can only fall (a debt paid down), 0: either way. */
  readonly direction: -1 | 0 | 1;
  /** Days one unit of change takes (0: at once), for "three months without a missed instalment". */
  readonly daysPerUnit: number;
  /** Relative burden of one unit, in the person's terms; recourse minimises the sum. */
  readonly costPerUnit: number;
}

/** An attribute covers a half-open range [from, to), a set of categories, the missing value, a special code, or the rest. */
export type Attribute = {
  /** Added to the log-odds; the training-weighted mean over a characteristic's attributes is 0. */
  readonly logOdds: number;
  /** Standard error of `logOdds`. */
  readonly standardError: number;
  readonly points: number;
  readonly count: number;
  readonly positives: number;
} & (
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'categories'; readonly values: readonly string[] }
  | { readonly kind: 'special'; readonly value: number }
  | { readonly kind: 'missing' }
  /** Categories not seen in training. */
  | { readonly kind: 'other' }
);

/**
 * What two characteristics say together beyond what each says alone: purified, so that the training-weighted mean of
 * its cells is 0 along every row and every column, and main effects stay readable. A grid of cells over groups of
 * attributes: the cell of an attribute of each side stands at `first.groupOf[a] × second.groups + second.groupOf[b]`.
 */
export interface PairTerm {
  /** `first × second`, as its contribution is called. */
  readonly id: string;
  readonly first: PairSide;
  readonly second: PairSide;
  /** By cell, row by row: added to the log-odds. */
  readonly logOdds: readonly number[];
  readonly standardErrors: readonly number[];
  readonly points: readonly number[];
  readonly counts: readonly number[];
  readonly positives: readonly number[];
}

export interface PairSide {
  readonly characteristic: string;
  readonly groups: number;
  /** The group of each attribute of the characteristic. Ranges share a group only with their neighbours. */
  readonly groupOf: readonly number[];
}

/** How far base, terms and multipliers lie from their published numbers in each draw, in whole multiples of `unit`. */
export interface Uncertainty {
  readonly unit: number;
  readonly base: readonly number[];
  /** By characteristic: attribute by attribute, draw by draw. */
  readonly terms: readonly (readonly number[])[];
  /** By pair term, as a part of its cells. */
  readonly multipliers: readonly (readonly number[])[];
}

/** points = offset + factor × log-odds(favourable outcome); factor = pointsToDouble / ln 2. */
export interface Scaling {
  readonly pointsToDouble: number;
  readonly anchorPoints: number;
  /** Odds (favourable : unfavourable) at `anchorPoints`. */
  readonly anchorOdds: number;
}

export interface TrainingFacts {
  readonly rows: number;
  readonly positiveRate: number;
  readonly seed: number;
  /** Which TensorFlow backend fitted it. */
  readonly backend: string;
  readonly seconds: number;
  readonly dataFingerprint: string;
  /** The observation date of the training records; null for a flat table. */
  readonly observedOn: string | null;
}

/** A value of a characteristic as it reaches the scorecard. `null` and NaN mean missing. */
export type Value = number | string | null;
export type ValueRow = Readonly<Record<string, Value>>;
