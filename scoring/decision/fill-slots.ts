import { daysBetween, type IsoDate } from '../portfolio/dates.ts';
import type { Slots } from '../policy/compile-expression.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { Value } from '../scorecard/scorecard.ts';
import type { DecisionInputs } from './decision.ts';

/** The values that a policy's expressions read, laid out once a case. */
export class Filled {
  readonly numbers: Float64Array;
  readonly texts: (string | null)[];
  readonly #slots: Slots;

  constructor(numbers: Float64Array, texts: (string | null)[], slots: Slots) {
    this.numbers = numbers;
    this.texts = texts;
    this.#slots = slots;
  }

  /** What a rule saw under a name. */
  valueOf(name: string): Value {
    const text = this.#slots.texts.get(name);
    if (text !== undefined) return this.texts[text] ?? null;
    const value = this.numbers[this.#slots.numbers.get(name) ?? -1];
    return value !== undefined && Number.isFinite(value) ? value : null;
  }

  set(name: string, value: number): void {
    const slot = this.#slots.numbers.get(name);
    if (slot !== undefined) this.numbers[slot] = value;
  }
}

/** Scores (`alias.probability`, `alias.points`), affordability and the measure weighed are set by the caller. */
export function fillSlots(
  compiled: CompiledPolicy,
  { values, evidence, asOf }: Pick<DecisionInputs, 'values' | 'evidence' | 'asOf'>,
): Filled {
  const layout = layoutOf(compiled);
  const numbers = new Float64Array(emptyOn(asOf, compiled, layout));
  for (const { name, slot } of layout.characteristics) {
    const value = values[name];
    if (typeof value === 'number') numbers[slot] = value;
  }
  for (const { name, slot } of layout.ages) {
    const known = evidence[name];
    if (known !== undefined) numbers[slot] = daysBetween(known.obtainedOn, asOf);
  }
  const texts = layout.texts.map((name) => {
    const value = values[name];
    return value === null || value === undefined ? null : String(value);
  });
  return new Filled(numbers, texts, compiled.slots);
}

/** The numbers of a case of which nothing is known: those of the policy in force, the rest missing. */
function emptyOn(asOf: IsoDate, { slots, numbersOn }: CompiledPolicy, layout: Layout): Float64Array {
  const known = layout.emptyByDay.get(asOf);
  if (known !== undefined) return known;
  const empty = new Float64Array(slots.numbers.size).fill(NaN);
  const inForce = numbersOn(asOf);
  for (const { name, slot } of layout.numbers) empty[slot] = inForce.get(name)?.value ?? NaN;
  // A run asks of one day; of many days only the newest are kept.
  if (layout.emptyByDay.size >= DAYS_AT_MOST) layout.emptyByDay.clear();
  layout.emptyByDay.set(asOf, empty);
  return empty;
}

const DAYS_AT_MOST = 1000;

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
  readonly emptyByDay: Map<IsoDate, Float64Array>;
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
    emptyByDay: new Map(),
  };
  LAYOUTS.set(compiled, layout);
  return layout;
}
