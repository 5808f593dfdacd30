import type { CompiledRule } from '../policy/compile-policy.ts';
import type { Value } from '../scorecard/scorecard.ts';
import type { Filled } from './fill-slots.ts';

/** What the rule looked at, by name: characteristics, the policy's numbers, scores, affordability, the measure. */
export function ruleValues({ reads }: CompiledRule, { numbers, texts }: Filled): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const { name, isText, slot } of reads) {
    values[name] = isText ? texts[slot]! : finiteOrNull(numbers[slot]!);
  }
  return values;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
