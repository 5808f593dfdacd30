import type { Texts } from '../characteristics/characteristic.ts';
import type { IsoDate } from '../portfolio/dates.ts';
import type { Country, Language } from '../portfolio/records.ts';
import type { CommitteeRules } from '../review/review.ts';

/**
 * A policy is data: versioned YAML in `packs/`. Everything that a law or a management decision fixes is a dated,
 * cited number or a rule with an id and a text; nothing of it stands in code.
 */
export interface Policy {
  readonly format: 'recourse-policy/1';
  readonly id: string;
  /** 1, 2, 3 …; a published version never changes. */
  readonly version: number;
  readonly kind: 'collection' | 'credit';
  /** null: the pack suits any country (a ledger of one's own). */
  readonly jurisdiction: Country | null;
  readonly currency: string;
  readonly name: Texts;
  readonly scorecards: readonly PolicyScorecard[];
  readonly numbers: readonly PolicyNumber[];
  readonly rules: readonly PolicyRule[];
  readonly collection: CollectionSettings | null;
  readonly credit: CreditSettings | null;
  readonly review: ReviewSettings;
  readonly notice: NoticeSettings;
  /** SHA-256 (hex) of the canonical JSON of everything above. */
  readonly fingerprint: string;
}

/** A scorecard under the name that the rules use: `ALIAS.probability`, `ALIAS.points`, `ALIAS.error`. */
export interface PolicyScorecard {
  readonly alias: string;
  readonly scorecard: string;
  /** What target = 1 means. */
  readonly target: 'pays' | 'defaults';
}

export type NumberUnit = 'cents' | 'days' | 'months' | 'share' | 'count' | 'points' | 'number';

/** How sure we are of a number. L, or anything with `verify`, is shown with the words "verify before use". */
export type Confidence = 'H' | 'M' | 'L';

export interface PolicyNumber {
  readonly id: string;
  readonly unit: NumberUnit;
  readonly text: Texts;
  /** By time; half-open periods that do not overlap. A day without a period has no value: rules then know nothing. */
  readonly periods: readonly NumberPeriod[];
}

export interface NumberPeriod {
  readonly value: number;
  readonly citation: string;
  readonly validFrom: IsoDate;
  /** Exclusive. */
  readonly validTo: IsoDate | null;
  readonly confidence: Confidence;
  /** What must be checked before this number is relied on; null when it was verified. */
  readonly verify: string | null;
}

/** What a rule does when a value that matters is missing. */
export type WhenUnknown =
  /** A person must look: credit is referred; a measure it speaks of is released by a person, not by the program. */
  | 'refer'
  /** As if the rule held: for rules that protect the person. */
  | 'holds'
  /** As if it did not hold. */
  | 'fails';

export interface PolicyRule {
  readonly id: string;
  readonly enabled: boolean;
  /** Expression of kind logic; see expression.ts. */
  readonly when: string;
  readonly unknown: WhenUnknown;
  readonly effect: RuleEffect;
  /** Reason code for the person. */
  readonly reason: string;
  readonly basis: 'law' | 'good_practice' | 'policy';
  /** Always given for a legal rule. */
  readonly citation: string | null;
  /** Said to be unverified: shown wherever the rule speaks. */
  readonly verify: string | null;
  readonly text: Texts;
  /** What the person is told of it in place of the reason code's own words, such as who rates and how to correct it. */
  readonly toPerson?: WordsToPerson;
}

export interface WordsToPerson {
  readonly sentence: Readonly<Record<Language, string>>;
  readonly correct: Readonly<Record<Language, string>>;
}

export type RuleEffect =
  /** These measures (ids, groups already spelt out) are not possible. */
  | { readonly kind: 'rules_out'; readonly measures: readonly string[] }
  /** These measures need at least so many people, whatever their class. */
  | {
      readonly kind: 'release';
      readonly measures: readonly string[];
      readonly people: 'one_person' | 'two_people';
    }
  /** `stands`: whatever else is missing or contradictory; otherwise any referral comes first. */
  | { readonly kind: 'decline'; readonly stands: boolean }
  | { readonly kind: 'refer' }
  /** People decide where the program would decline, and nowhere else: what relaxes an outcome never takes an approval away. */
  | { readonly kind: 'refer_declines' }
  /** The amount is at most this (expression in cents). */
  | { readonly kind: 'limit'; readonly amount: string };

export interface CollectionSettings {
  /** Alias of the scorecard that gives P(pay) before any measure is chosen. */
  readonly baseline: string;
  /** Payment within so many days is the success that P(pay) speaks of. */
  readonly horizonDays: number;
  /**
   * What happens within so many days of a measure is taken as its answer when responses are learnt; staff act again
   * soon after, and later payments would be credited to the wrong measure.
   */
  readonly responseDays: number;
  /** How much of a measure's effect is left in each stretch of `responseDays` up to the horizon; 1 in the first. */
  readonly effectLeft: readonly number[];
  /** What is owed now (expression in cents). */
  readonly amount: string;
  /** Weight of the debtor's added cost against the creditor's net (a number's id, unit `number`). */
  readonly debtorCostWeight: string;
  readonly measures: readonly PolicyMeasure[];
  /** Circumstances by which the effect of a measure may differ; learning keeps those that earn it. */
  readonly effectModifiers: readonly EffectModifier[];
}

export interface PolicyMeasure {
  readonly measure: string;
  readonly enabled: boolean;
  /** Expressions in cents. */
  readonly creditorCost: string;
  readonly debtorCost: string;
  /** Share of the amount that comes in when the person pays within the horizon (expression). */
  readonly recoveredShare: string;
  /** Harm to the person that money does not show, priced (expression in cents). */
  readonly harm: string;
  /** What is believed before any record: change of log-odds of payment against waiting, and how sure (standard error). */
  readonly prior: {
    readonly logOdds: number;
    readonly standardError: number;
    /** By effect modifier: the change for one unit of it (a plan works better on a large debt). */
    readonly by: Readonly<Record<string, number>>;
    readonly basis: string;
    readonly verify: string | null;
  };
  /** Stricter than the measure's class, or null. */
  readonly release: 'one_person' | 'two_people' | null;
  /** Days to wait before the next measure. */
  readonly waitDays: number;
}

/** A figure of the case, brought to a common scale: 0 in the middle, ±1 one unit from it, 0 too where nothing is known. */
export interface EffectModifier {
  readonly id: string;
  /** Expression of any numeric kind. */
  readonly value: string;
  /** linear: (x − middle) ÷ unit; log: ln((x + 1) ÷ (middle + 1)) ÷ unit; log_odds: the same of log-odds. */
  readonly scale: 'linear' | 'log' | 'log_odds';
  readonly middle: number;
  readonly unit: number;
}

export interface CreditSettings {
  readonly requestedAmount: string;
  readonly termMonths: string;
  readonly annualRate: string;
  /** Net monthly income, household expenses, monthly obligations (expressions in cents). */
  readonly income: string;
  readonly expenses: string;
  readonly obligations: string;
  /** Ids of numbers: added to the yearly rate for the stress (share), highest debt service share, least free cash a month. */
  readonly stressRate: string;
  readonly debtServiceLimit: string;
  readonly freeCashLeast: string;
  readonly leastAmount: string;
  /** Amounts are rounded down to this step (a number's id, cents). */
  readonly amountStep: string;
  /** Offer the highest amount within the limits instead of declining, when it is at least `leastAmount`. */
  readonly offerLess: boolean;
}

export interface ReviewSettings extends CommitteeRules {
  /** A review holds the outcome back until it is decided. */
  readonly suspendsOutcome: boolean;
  /** The person's words come before any score in the case file. */
  readonly statementFirst: boolean;
  /** A member sees the score only once they have asked for it, so that no number draws them before they have read. */
  readonly showScoreLate?: boolean;
  /** Where else the person may turn. */
  readonly remedies: readonly Texts[];
}

export interface NoticeSettings {
  /** Free, independent advice; named in every refusal and every notice of a claim. */
  readonly debtAdvice: { readonly text: Texts; readonly url: string };
  readonly contact: Texts;
  /** Hours in which people may be called, for the staff page and the notice. */
  readonly contactHours: Texts | null;
  /** Measures that need no notice (nothing happens to the person). */
  readonly silentMeasures: readonly string[];
}

/** A place in a policy file and what was wanted there. */
export interface PolicyProblem {
  readonly path: string;
  readonly value: string;
  readonly wanted: string;
}

export interface LintFinding extends PolicyProblem {
  readonly rule:
    | 'unknown-name'
    | 'unit-mismatch'
    | 'unreachable'
    | 'duplicate'
    | 'unverified'
    | 'uncited'
    | 'unused'
    | 'gap';
  readonly severity: 'error' | 'warning';
}
