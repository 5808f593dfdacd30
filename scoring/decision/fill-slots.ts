import { daysBetween } from '../portfolio/dates.ts';
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
export function fillSlots(
  compiled: CompiledPolicy,
  inputs: Pick<DecisionInputs, 'values' | 'evidence' | 'asOf'>,
): Filled {
  const { slots } = compiled;
  const layout = layoutOf(compiled);
  const numbers = new Float64Array(slots.numbers.size).fill(NaN);
  for (const { name, slot } of layout.characteristics) {
    const value = inputs.values[name];
    if (typeof value === 'number') numbers[slot] = value;
  }
  for (const { name, slot } of layout.ages) {
    const evidence = inputs.evidence[name];
    if (evidence !== undefined) numbers[slot] = daysBetween(evidence.obtainedOn, inputs.asOf);
  }
  const inForce = compiled.numbersOn(inputs.asOf);
  for (const { name, slot } of layout.numbers) numbers[slot] = inForce.get(name)?.value ?? NaN;
  const texts = layout.texts.map((name) => {
    const value = inputs.values[name];
    return value === null || value === undefined ? null : String(value);
  });
  return {
    numbers,
    texts,
    valueOf: (name) => {
      const text = slots.texts.get(name);
      if (text !== undefined) return texts[text] ?? null;
      const value = numbers[slots.numbers.get(name) ?? -1];
      return value !== undefined && Number.isFinite(value) ? value : null;
    },
    set: (name, value) => {
      const slot = slots.numbers.get(name);
      if (slot !== undefined) numbers[slot] = value;
    },
  };
}

interface Place {
  readonly name: string;
  readonly slot: number;
}

/** Which slot is filled from where. */
interface Layout {
  readonly characteristics: readonly Place[];
  /** By characteristic: days since it was obtained. */
  readonly ages: readonly Place[];
  readonly numbers: readonly Place[];
  readonly texts: readonly string[];
}

/** A compiled policy never changes, and a run fills it a hundred thousand times. */
const LAYOUTS = new WeakMap<CompiledPolicy, Layout>();

function layoutOf(compiled: CompiledPolicy): Layout {
  const known = LAYOUTS.get(compiled);
  if (known !== undefined) return known;
  const own = new Set(compiled.policy.numbers.map(({ id }) => id));
  const places = [...compiled.slots.numbers].map(([name, slot]) => ({ name, slot }));
  const isAge = (name: string): boolean => name.startsWith('age_days(');
  const layout: Layout = {
    characteristics: places.filter(({ name }) => !own.has(name) && !isAge(name)),
    ages: places
      .filter(({ name }) => isAge(name))
      .map(({ name, slot }) => ({ name: name.slice('age_days('.length, -1), slot })),
    numbers: places.filter(({ name }) => own.has(name)),
    texts: [...compiled.slots.texts.keys()],
  };
  LAYOUTS.set(compiled, layout);
  return layout;
}
