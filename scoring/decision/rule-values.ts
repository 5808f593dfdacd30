import type { CompiledRule } from '../policy/compile-policy.ts';
import type { Value } from '../scorecard/scorecard.ts';
import type { Filled } from './fill-slots.ts';

/** What the rule looked at, by name: characteristics, the policy's numbers, scores, affordability, the measure. */
export function ruleValues(rule: CompiledRule, filled: Filled): Readonly<Record<string, Value>> {
  const values: Record<string, Value> = {};
  for (const name of rule.names) values[name] = filled.valueOf(name);
  return values;
}
