import type { CompiledCredit, CompiledPolicy, CompiledRule } from '../policy/compile-policy.ts';
import { FALSE, TRUE, UNKNOWN } from '../policy/compile-expression.ts';
import { workOutAffordability, type AffordabilityWorked } from './affordability.ts';
import type { Affordability, CreditOutcome, RuleResult } from './decision.ts';
import type { Filled } from './fill-slots.ts';
import { ruleValues } from './rule-values.ts';
import type { CaseScore } from './score-case.ts';

export interface CreditDecided {
  readonly outcome: CreditOutcome;
  readonly affordability: Affordability;
  readonly rules: readonly RuleResult[];
}

/**
 * Approve, decline or refer. In this order: a stop that stands by itself declines (insolvency, minority, a credit
 * ban); anything missing, stale or contradictory refers; a rule that holds declines; otherwise the amount within all
 * limits is approved. A value that is missing can therefore turn a decline into a referral, never the other way; so can
 * what a person told of their troubles, which takes no approval away.
 */
export function decideCredit(
  compiled: CompiledPolicy,
  credit: CompiledCredit,
  scores: ReadonlyMap<string, CaseScore>,
  filled: Filled,
): CreditDecided {
  const worked = affordabilityOf(credit, filled);
  setAffordability(filled, worked);
  const requested = credit.requestedAmount(filled.numbers, filled.texts);
  const asked = compiled.rules.map((rule) => ask(rule, compiled, scores, filled, requested));
  return {
    outcome: outcomeOf(asked, credit, filled, requested),
    affordability: linesOf(worked),
    rules: asked.map(({ result }) => result),
  };
}

interface Asked {
  readonly rule: CompiledRule;
  readonly result: RuleResult;
  readonly speaks: 'declines' | 'refers' | 'softens' | 'limits' | 'nothing';
  /** What the rule allows at most; Infinity when it sets no limit. */
  readonly limitCents: number;
}

function ask(
  rule: CompiledRule,
  compiled: CompiledPolicy,
  scores: ReadonlyMap<string, CaseScore>,
  filled: Filled,
  requested: number,
): Asked {
  const limit = limitOf(rule, filled);
  const truth = limitedTruth(rule, truthWithWhatIsMissing(rule, compiled, scores, filled), limit, requested);
  const unknown = truth === UNKNOWN;
  const holds = truth === TRUE || (unknown && rule.rule.unknown === 'holds');
  const speaks = whatItSays(rule, truth);
  const values = ruleValues(rule, filled);
  if (rule.limit !== null) values.limit = Number.isFinite(limit) ? limit : null;
  const { id } = rule.rule;
  return {
    rule,
    speaks,
    limitCents: speaks === 'limits' ? limit : Infinity,
    result: unknown ? { rule: id, holds, unknown, values } : { rule: id, holds, values },
  };
}

/** What the rule allows at most; Infinity when it sets no limit. */
export function limitOf(rule: CompiledRule, { numbers, texts }: Filled): number {
  return rule.limit === null ? Infinity : Math.max(0, Math.floor(rule.limit(numbers, texts)));
}

/** What a rule says that is so true: unknown, it does what the policy wants of it. */
export function whatItSays({ rule }: CompiledRule, truth: number): Asked['speaks'] {
  if (truth === UNKNOWN && rule.unknown === 'refer') return 'refers';
  return truth === TRUE || (truth === UNKNOWN && rule.unknown === 'holds')
    ? SPEAKS[rule.effect.kind]
    : 'nothing';
}

const SPEAKS = {
  decline: 'declines',
  refer: 'refers',
  refer_declines: 'softens',
  limit: 'limits',
  rules_out: 'nothing',
  release: 'nothing',
} as const;

/** A limit speaks when it applies and is below what was asked for. */
export function limitedTruth(rule: CompiledRule, truth: number, limit: number, requested: number): number {
  if (rule.limit === null || truth !== TRUE) return truth;
  if (Number.isNaN(limit) || Number.isNaN(requested)) return UNKNOWN;
  return limit < requested ? TRUE : FALSE;
}

/**
 * A score with missing values is only known to lie between its worst and its best. A rule that would not hold at the
 * best is not known to hold.
 */
function truthWithWhatIsMissing(
  rule: CompiledRule,
  compiled: CompiledPolicy,
  scores: ReadonlyMap<string, CaseScore>,
  filled: Filled,
): number {
  const truth = rule.holds(filled.numbers, filled.texts);
  if (!rule.looksAtScore || truth !== TRUE || rule.rule.effect.kind !== 'decline') return truth;
  setScores(filled, compiled, scores, 'best');
  const atBest = rule.holds(filled.numbers, filled.texts);
  setScores(filled, compiled, scores, 'actual');
  return atBest === TRUE ? TRUE : UNKNOWN;
}

export function setScores(
  { numbers }: Filled,
  { scoreSlots }: CompiledPolicy,
  scores: ReadonlyMap<string, CaseScore>,
  which: 'actual' | 'best',
): void {
  for (const slots of scoreSlots) {
    const { score, best, error } = scores.get(slots.alias)!;
    const { probability, points } = which === 'best' ? best : score;
    if (slots.error >= 0) numbers[slots.error] = error;
    if (slots.probability >= 0) numbers[slots.probability] = probability;
    if (slots.points >= 0) numbers[slots.points] = points;
  }
}

function outcomeOf(
  asked: readonly Asked[],
  credit: CompiledCredit,
  filled: Filled,
  requested: number,
): CreditOutcome {
  const stands = asked.some(
    ({ rule, speaks }) =>
      speaks === 'declines' && rule.rule.effect.kind === 'decline' && rule.rule.effect.stands,
  );
  if (stands) return { kind: 'decline' };
  const why = rulesThat(asked, 'refers');
  if (why.length > 0) return { kind: 'refer', why };
  const limit = Math.min(...asked.map(({ limitCents }) => limitCents), Infinity);
  const outcome: CreditOutcome = asked.some(({ speaks }) => speaks === 'declines')
    ? { kind: 'decline' }
    : amountWithin(limit, credit, filled, requested);
  const softened = outcome.kind === 'decline' ? rulesThat(asked, 'softens') : [];
  return softened.length > 0 ? { kind: 'refer', why: softened } : outcome;
}

function rulesThat(asked: readonly Asked[], speak: Asked['speaks']): readonly string[] {
  return asked.filter(({ speaks }) => speaks === speak).map(({ rule }) => rule.rule.id);
}

/** What is granted when no rule stands in the way: the amount asked for, or as much of it as the limits allow. */
export function amountWithin(
  limit: number,
  credit: CompiledCredit,
  filled: Filled,
  requested: number,
): CreditOutcome {
  const { numbers, texts } = filled;
  const term = credit.termMonths(numbers, texts);
  const step = credit.amountStep(numbers, texts);
  const least = credit.leastAmount(numbers, texts);
  // A sum is NaN when a part is.
  if (Number.isNaN(requested + term + step + least)) return { kind: 'refer', why: ['data-missing'] };
  if (requested <= limit) return { kind: 'approve', amountCents: requested, termMonths: term };
  const offered = Math.floor(limit / step) * step;
  return credit.settings.offerLess && offered >= least
    ? { kind: 'approve', amountCents: offered, termMonths: term }
    : { kind: 'decline' };
}

export function affordabilityOf(credit: CompiledCredit, filled: Filled): AffordabilityWorked {
  const { numbers, texts } = filled;
  return workOutAffordability({
    incomeCents: credit.income(numbers, texts),
    expensesCents: credit.expenses(numbers, texts),
    obligationsCents: credit.obligations(numbers, texts),
    requestedCents: credit.requestedAmount(numbers, texts),
    termMonths: credit.termMonths(numbers, texts),
    annualRate: credit.annualRate(numbers, texts),
    stressRate: credit.stressRate(numbers, texts),
    debtServiceLimit: credit.debtServiceLimit(numbers, texts),
    freeCashLeastCents: credit.freeCashLeast(numbers, texts),
  });
}

/** The lines that a decision keeps; the two amounts stand with the rules that used them. */
function linesOf(worked: AffordabilityWorked): Affordability {
  return {
    incomeCents: worked.incomeCents,
    expensesCents: worked.expensesCents,
    obligationsCents: worked.obligationsCents,
    newPaymentCents: worked.newPaymentCents,
    stressedPaymentCents: worked.stressedPaymentCents,
    debtServiceShare: worked.debtServiceShare,
    freeCents: worked.freeCents,
    affordableAmountCents: worked.affordableAmountCents,
  };
}

export function setAffordability(filled: Filled, worked: AffordabilityWorked): void {
  filled.set('affordability.income', worked.incomeCents ?? NaN);
  filled.set('affordability.expenses', worked.expensesCents ?? NaN);
  filled.set('affordability.obligations', worked.obligationsCents ?? NaN);
  filled.set('affordability.new_payment', worked.newPaymentCents);
  filled.set('affordability.stressed_payment', worked.stressedPaymentCents);
  filled.set('affordability.debt_service_share', worked.debtServiceShare ?? NaN);
  filled.set('affordability.free', worked.freeCents ?? NaN);
  filled.set('affordability.amount_by_debt_service', worked.amountByDebtServiceCents);
  filled.set('affordability.amount_by_free_cash', worked.amountByFreeCashCents);
}
