import type { IsoDate } from '../portfolio/dates.ts';
import type { CaseRef, Country, Language, Provenance } from '../portfolio/records.ts';
import type { Value } from '../scorecard/scorecard.ts';

/** Everything a decision is made from. What is not in here cannot have mattered. */
export interface DecisionInputs {
  readonly case: CaseRef;
  /** Claim or application number, as people know it. */
  readonly caseNumber: string;
  readonly personId: number;
  readonly jurisdiction: Country;
  readonly language: Language;
  readonly asOf: IsoDate;
  readonly currency: string;
  /** By characteristic id. */
  readonly values: Readonly<Record<string, Value>>;
  readonly evidence: Readonly<Record<string, Provenance>>;
}

export interface Score {
  readonly scorecard: string;
  readonly version: number;
  readonly fingerprint: string;
  /** P(target = 1). */
  readonly probability: number;
  /** Higher is better for the person. */
  readonly points: number;
}

/** One rule of the policy and what it said, with the values it looked at. */
export interface RuleResult {
  readonly rule: string;
  readonly holds: boolean;
  /** A value that mattered was missing; the rule then did what its `unknown` says. */
  readonly unknown?: true;
  /** The measure weighed, when the rule is asked once a measure. */
  readonly measure?: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** A measure weighed: ruled out by rules, or worth its expected net value. */
export interface MeasureWeighed {
  readonly measure: string;
  readonly ruledOutBy: readonly string[];
  /** P(pay within the horizon | measure). */
  readonly payProbability: number;
  readonly payProbabilityBasis: 'learnt' | 'prior';
  readonly creditorCostCents: number;
  readonly debtorCostCents: number;
  /** Harm to the person that money does not show, as the policy prices it; part of what `expectedNetCents` has lost. */
  readonly harmCents?: number;
  /** Share of the amount that comes in when the person pays, as the policy has it. */
  readonly recoveredShare?: number;
  readonly expectedNetCents: number;
}

export type CreditOutcome =
  | { readonly kind: 'approve'; readonly amountCents: number; readonly termMonths: number }
  | { readonly kind: 'decline' }
  | { readonly kind: 'refer'; readonly why: readonly string[] };

export interface CollectionOutcome {
  readonly kind: 'measure';
  readonly measure: string;
  /** Measures with legal effect are released by one person and confirmed by another. */
  readonly release: 'automatic' | 'one_person' | 'two_people';
}

export interface Affordability {
  readonly incomeCents: number | null;
  readonly expensesCents: number | null;
  readonly obligationsCents: number | null;
  readonly newPaymentCents: number;
  readonly stressedPaymentCents: number;
  readonly debtServiceShare: number | null;
  readonly freeCents: number | null;
  readonly affordableAmountCents: number | null;
}

/** What the program decided. Immutable; an override or a verdict is a new decision that names the one it replaces. */
export interface Decision {
  readonly kind: 'collection' | 'credit';
  readonly inputs: DecisionInputs;
  readonly policy: { readonly id: string; readonly version: number; readonly fingerprint: string };
  readonly scores: readonly Score[];
  readonly rules: readonly RuleResult[];
  readonly measures: readonly MeasureWeighed[];
  readonly affordability: Affordability | null;
  readonly outcome: CreditOutcome | CollectionOutcome;
}
