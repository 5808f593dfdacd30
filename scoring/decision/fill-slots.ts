import type { IsoDate } from '../portfolio/dates.ts';
import { dayNumber } from '../portfolio/dates.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { Value } from '../scorecard/scorecard.ts';
import type { DecisionInputs } from './decision.ts';

/** The values that a policy's expressions read, laid out once a case. */
export interface Filled {
  readonly numbers: Float64Array;
  readonly texts: (string | null)[];
  /** What a rule saw under a name. */
  readonly valueOf: (name: string) => Value;
  readonly set: (name: string, value: number) => void;
}

/** Scores (`alias.probability`, `alias.points`), affordability and the measure weighed are set by the caller. */
export function fillSlots(compiled: CompiledPolicy, inputs: DecisionInputs): Filled {
  const { slots } = compiled;
  const numbers = new Float64Array(slots.numbers.size).fill(NaN);
  const texts: (string | null)[] = new Array<string | null>(slots.texts.size).fill(null);
  const inForce = compiled.numbersOn(inputs.asOf);
  for (const [name, slot] of slots.numbers) {
    const value = inputs.values[name];
    if (value !== undefined) numbers[slot] = typeof value === 'number' ? value : NaN;
    else if (name.startsWith('age_days('))
      numbers[slot] = ageDays(inputs, name.slice('age_days('.length, -1));
    else numbers[slot] = inForce.get(name)?.value ?? NaN;
  }
  for (const [name, slot] of slots.texts) {
    const value = inputs.values[name];
    texts[slot] = value === null || value === undefined ? null : String(value);
  }
  return {
    numbers,
    texts,
    valueOf: (name) => {
      const text = slots.texts.get(name);
      if (text !== undefined) return texts[text] ?? null;
      const slot = slots.numbers.get(name);
      const value = slot === undefined ? NaN : (numbers[slot] ?? NaN);
      return Number.isFinite(value) ? value : null;
    },
    set: (name, value) => {
      const slot = slots.numbers.get(name);
      if (slot !== undefined) numbers[slot] = value;
    },
  };
}

/** Days since the datum was obtained; unknown when it rests on no record. */
function ageDays(inputs: DecisionInputs, characteristic: string): number {
  const evidence = inputs.evidence[characteristic];
  return evidence === undefined ? NaN : days(evidence.obtainedOn, inputs.asOf);
}

function days(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}
