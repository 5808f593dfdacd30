import type { CollectionOutcome, CreditOutcome, Decision, MeasureWeighed } from '../decision/decision.ts';
import type { ChangedOutcome, Vote } from './review.ts';

/** What a measure does to the person: legal effect weighs more than any cost. */
export interface MeasureBurden {
  readonly legalEffect: boolean;
  readonly debtorCostCents: number;
}

export type BurdenOf = (measure: string) => MeasureBurden;

/**
 * Whether `candidate` is worse for the person than the contested outcome. A review never ends so: whoever asks for
 * people loses nothing by asking. A referred application has no outcome yet, so nothing can be worse than it.
 */
export function isWorseFor(
  candidate: ChangedOutcome,
  contested: CreditOutcome | CollectionOutcome,
  burdenOf: BurdenOf,
): boolean {
  if (contested.kind === 'refer') return false;
  return compareFavour(candidate, contested, burdenOf) < 0;
}

/** Whether two outcomes are the same in effect. */
export function isSameOutcome(
  a: ChangedOutcome,
  b: CreditOutcome | CollectionOutcome | ChangedOutcome,
): boolean {
  if (a.kind === 'approve' && b.kind === 'approve') {
    return a.amountCents === b.amountCents && a.termMonths === b.termMonths;
  }
  if (a.kind === 'measure' && b.kind === 'measure') return a.measure === b.measure;
  return a.kind === b.kind;
}

/** Whether a vote was for another end than the one that came of all votes. */
export function votedOtherwise(
  { verdict }: Pick<Vote, 'verdict'>,
  came: { readonly changed: boolean; readonly outcome: CreditOutcome | CollectionOutcome | null },
): boolean {
  if (verdict.kind !== 'change') return came.changed;
  return !came.changed || came.outcome === null || !isSameOutcome(verdict.to, came.outcome);
}

/**
 * Orders outcomes by how good they are for the person: positive when `a` is better. Credit: a higher amount, then the
 * longer term (the lower instalment). Collection: no legal effect, then the lower added cost. Ties are 0.
 */
export function compareFavour(
  a: ChangedOutcome,
  b: Exclude<CreditOutcome, { kind: 'refer' }> | CollectionOutcome | ChangedOutcome,
  burdenOf: BurdenOf,
): number {
  if (a.kind === 'measure' || b.kind === 'measure') {
    // A claim and an application are never decided by each other's outcomes.
    if (a.kind !== 'measure' || b.kind !== 'measure') return -1;
    return -compareBurden(burdenOf(a.measure), burdenOf(b.measure));
  }
  return compareLists(creditRank(a), creditRank(b));
}

function creditRank(
  outcome: { kind: 'approve'; amountCents: number; termMonths: number } | { kind: 'decline' },
): readonly number[] {
  return outcome.kind === 'approve' ? [1, outcome.amountCents, outcome.termMonths] : [0, 0, 0];
}

function compareBurden(a: MeasureBurden, b: MeasureBurden): number {
  return compareLists([Number(a.legalEffect), a.debtorCostCents], [Number(b.legalEffect), b.debtorCostCents]);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Burdens as the decision itself weighed them; a measure it did not weigh counts as the heaviest. */
export function burdensOf(
  decision: Pick<Decision, 'measures'>,
  hasLegalEffect: (measure: string) => boolean,
): BurdenOf {
  const weighed = new Map<string, MeasureWeighed>(decision.measures.map((m) => [m.measure, m]));
  return (measure) => ({
    legalEffect: hasLegalEffect(measure),
    debtorCostCents: weighed.get(measure)?.debtorCostCents ?? Number.MAX_SAFE_INTEGER,
  });
}
