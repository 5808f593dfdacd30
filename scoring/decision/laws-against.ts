import { TRUE } from '../policy/compile-expression.ts';
import type { CompiledPolicy, CompiledRule } from '../policy/compile-policy.ts';
import type { CreditSettings, PolicyRule } from '../policy/policy.ts';
import { affordabilityOf, limitedTruth, limitOf, setAffordability, whatItSays } from './decide-credit.ts';
import type { DecisionInputs } from './decision.ts';
import { fillSlots, type Filled } from './fill-slots.ts';

/** What people would lend, at the rate that was asked for. */
export interface CreditTerms {
  readonly amountCents: number;
  readonly termMonths: number;
}

export interface LawAgainst {
  readonly rule: PolicyRule;
  /** What the rule allows at most over that term; null when it allows no credit at all. */
  readonly mostCents: number | null;
}

/**
 * The laws that forbid this credit to this person, whoever decides. A score is an opinion that people may overrule; a
 * value that nobody knows is theirs to find out, as is whatever a law leaves to people. Facts and sums that a law
 * draws a line through are not.
 */
export function lawsAgainst(
  compiled: CompiledPolicy,
  inputs: DecisionInputs,
  terms: CreditTerms,
): readonly LawAgainst[] {
  const { credit, rules } = compiled;
  if (credit === null) return [];
  const { requestedAmount, termMonths } = credit.settings;
  const values = {
    ...inputs.values,
    [requestedAmount]: terms.amountCents,
    [termMonths]: terms.termMonths,
  };
  const filled = fillSlots(compiled, { ...inputs, values });
  setAffordability(filled, affordabilityOf(credit, filled));
  return rules
    .filter(({ rule, looksAtScore }) => rule.basis === 'law' && !looksAtScore)
    .filter((rule) => forbids(rule, compiled, credit.settings, filled, terms))
    .map((rule) => ({ rule: rule.rule, mostCents: rule.limit === null ? null : limitOf(rule, filled) }));
}

function forbids(
  rule: CompiledRule,
  compiled: CompiledPolicy,
  settings: CreditSettings,
  filled: Filled,
  { amountCents }: CreditTerms,
): boolean {
  const truth = limitedTruth(
    rule,
    rule.holds(filled.numbers, filled.texts),
    limitOf(rule, filled),
    amountCents,
  );
  switch (rule.rule.effect.kind) {
    case 'decline':
      return whatItSays(rule, truth) === 'declines';
    case 'limit':
      return truth === TRUE;
    case 'refer':
      return truth === TRUE && looksAtTermsAlone(rule, compiled, settings);
    default:
      return false;
  }
}

/** A cap on the rate refers, for the program offers no other rate; no person's look makes the rate lawful. */
function looksAtTermsAlone(
  { names }: CompiledRule,
  { policy }: CompiledPolicy,
  settings: CreditSettings,
): boolean {
  const known = new Set([
    settings.requestedAmount,
    settings.termMonths,
    settings.annualRate,
    ...policy.numbers.map(({ id }) => id),
  ]);
  return names.every((name) => known.has(name));
}
