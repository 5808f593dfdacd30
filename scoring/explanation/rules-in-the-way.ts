import { whatItSays } from '../decision/decide-credit.ts';
import type { Filled } from '../decision/fill-slots.ts';
import type { CompiledRule } from '../policy/compile-policy.ts';
import type { CreditCase } from './credit-case.ts';

/** Which rules have their word where, of those that do not look at the score. */
export interface RulesInTheWay {
  /** They stand, whatever the person changes. */
  readonly standing: readonly string[];
  /** By characteristic, those that look at it and at nothing else that can change. */
  readonly single: ReadonlyMap<string, readonly CompiledRule[]>;
  /** Those that look at money, or set a limit. */
  readonly ofMoney: readonly CompiledRule[];
}

/**
 * Null where a rule has its word in several places at once. `alone`: what can change by itself; `moved`: what changes
 * with money.
 */
export function rulesInTheWay(
  { plan, filled }: CreditCase,
  alone: ReadonlySet<string>,
  moved: ReadonlySet<string>,
): RulesInTheWay | null {
  const standing: string[] = [];
  const single = new Map<string, CompiledRule[]>();
  const ofMoney: CompiledRule[] = [];
  for (const { rule, sees } of plan.valueRules) {
    let own: string | null = null;
    let others = 0;
    let isOfMoney = rule.limit !== null;
    for (const id of sees) {
      if (moved.has(id)) isOfMoney = true;
      else if (alone.has(id)) {
        own = id;
        others += 1;
      }
    }
    if (others > 1 || (others === 1 && isOfMoney)) return null;
    if (own !== null) single.set(own, [...(single.get(own) ?? []), rule]);
    else if (isOfMoney) ofMoney.push(rule);
    else if (!isSilent(rule, filled)) standing.push(rule.rule.id);
  }
  return { standing, single, ofMoney };
}

/** Neither declines nor refers. */
export function isSilent(rule: CompiledRule, { numbers, texts }: Filled): boolean {
  const says = whatItSays(rule, rule.holds(numbers, texts));
  return says !== 'declines' && says !== 'refers';
}
