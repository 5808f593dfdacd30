import { characteristic, CHARACTERISTICS } from '../characteristics/catalogue.ts';
import type { Unit } from '../characteristics/characteristic.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { type Expression, parseExpression, type Vocabulary, visit } from '../policy/expression.ts';
import { vocabularyOf } from '../policy/expressions-of.ts';
import type { Change, Scorecard, Value } from '../scorecard/scorecard.ts';
import { FOLLOWS } from './recourse-effects.ts';

/** One value that the person could bring a characteristic to, and what it takes. */
export interface Candidate {
  readonly characteristic: string;
  readonly from: Value;
  readonly to: number;
  readonly cost: number;
  readonly days: number;
}

export type Values = Readonly<Record<string, Value>>;

/**
 * Where an outcome can turn: the edges of the attributes and the figures that rules compare with. Between two of these
 * nothing changes, so a search over them misses no cheaper change. The amount and the term asked for also act through
 * affordability, which has no edges; they are tried in even steps.
 */
export function candidatesOf(
  values: Values,
  compiled: CompiledPolicy,
  scorecards: readonly Scorecard[],
  asOf: string,
): readonly (readonly Candidate[])[] {
  return [...turningPoints(compiled, scorecards, asOf)].flatMap(([id, edges]) => {
    const changeable = changeableOf(id, values, scorecards);
    if (changeable === null) return [];
    const { from, change } = changeable;
    const points = [
      ...reachablePoints(id, from, change, edges),
      ...offeredSteps(id, from, compiled, asOf).filter((to) => isInReach(to - from, change)),
    ];
    const tos = [...new Set(points.map(onOffer(id, compiled, asOf)))]
      .filter((to) => to !== from && to >= 0 && isInReach(to - from, change))
      .sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
    return tos.length === 0 ? [] : [tos.map((to) => candidate(id, from, to, change))];
  });
}

/** A characteristic that the person can change by itself, and its value now. */
export interface Changeable {
  readonly characteristic: string;
  readonly from: number;
  readonly change: Change;
}

/** Null for what nobody can change, what is not known, and what only follows from other figures. */
export function changeableOf(
  id: string,
  values: Values,
  scorecards: readonly Scorecard[],
): Changeable | null {
  const from = values[id];
  if (typeof from !== 'number' || !Number.isFinite(from) || Object.hasOwn(FOLLOWS, id)) return null;
  const change = changeOf(id, scorecards);
  return change === null ? null : { characteristic: id, from, change };
}

/** The values next to the edges that the person could bring the characteristic to, on the far side of each. */
export function reachablePoints(
  id: string,
  from: number,
  { direction }: Change,
  edges: readonly number[],
): readonly number[] {
  const unit = characteristic(id)?.unit ?? 'points';
  const most = unit === 'share' ? Math.max(1, from) : Infinity;
  const points: number[] = [];
  for (const edge of edges) {
    // An edge belongs to the upper side: whoever rises enters there, whoever falls stops one step of the unit below.
    const [below, above] = besides(edge, unit);
    if (direction >= 0 && above > from && above <= most) points.push(above);
    if (direction <= 0 && below < from && below >= 0) points.push(below);
  }
  return points;
}

export function candidate(id: string, from: number, to: number, change: Change): Candidate {
  const distance = Math.abs(to - from);
  return {
    characteristic: id,
    from,
    to,
    cost: distance * change.costPerUnit,
    days: Math.ceil(distance * change.daysPerUnit),
  };
}

/** The scorecard's word on what can change goes before the catalogue's: it is the one that was published. */
export function changeOf(id: string, scorecards: readonly Scorecard[]): Change | null {
  for (const { characteristics } of scorecards) {
    const own = characteristics.find((c) => c.id === id);
    if (own !== undefined) return own.change;
  }
  return characteristic(id)?.change ?? null;
}

function isInReach(distance: number, { direction }: Change): boolean {
  return direction === 0 || Math.sign(distance) === direction;
}

/** The last value below an edge and the first at it or above, in steps of the unit. */
function besides(edge: number, unit: Unit): readonly [below: number, above: number] {
  // Points have no step of their own: a table of one's own is moved to the edge itself.
  if (unit === 'points') return [edge, edge];
  const scale = unit === 'share' ? 10_000 : 1;
  const above = Math.ceil(edge * scale - 1e-9);
  return [(above - 1) / scale, above / scale];
}

/** Neither a policy nor a scorecard ever changes, and thousands of decisions of a day are explained by them. */
const TURNING = new WeakMap<CompiledPolicy, Map<string, ReadonlyMap<string, readonly number[]>>>();

/** By characteristic, in order of name, the edges at which an attribute or a rule turns. */
export function turningPoints(
  compiled: CompiledPolicy,
  scorecards: readonly Scorecard[],
  asOf: string,
): ReadonlyMap<string, readonly number[]> {
  let known = TURNING.get(compiled);
  if (known === undefined) {
    known = new Map<string, ReadonlyMap<string, readonly number[]>>();
    TURNING.set(compiled, known);
  }
  const key = [asOf, ...scorecards.map(({ fingerprint }) => fingerprint)].join(' ');
  const ready = known.get(key);
  if (ready !== undefined) return ready;
  const found = new Map(
    [...findTurningPoints(compiled, scorecards, asOf)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, edges]) => [id, [...edges].sort((a, b) => a - b)]),
  );
  // A long run asks of one day; of many days only the newest are kept.
  if (known.size >= TURNING_AT_MOST) known.clear();
  known.set(key, found);
  return found;
}

const TURNING_AT_MOST = 50;

function findTurningPoints(
  compiled: CompiledPolicy,
  scorecards: readonly Scorecard[],
  asOf: string,
): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  const add = (id: string, value: number | null): void => {
    if (!found.has(id)) found.set(id, new Set());
    if (value !== null) found.get(id)?.add(value);
  };
  for (const scorecard of scorecards) {
    for (const { id, attributes } of scorecard.characteristics) {
      for (const attribute of attributes) if (attribute.kind === 'range') add(id, attribute.from);
    }
  }
  const numbers = compiled.numbersOn(asOf);
  for (const { characteristic: id, number, value, isFlag } of comparedWith(compiled)) {
    const figure = number === null ? value : (numbers.get(number)?.value ?? null);
    add(id, figure);
    // The figure itself is the other side of "more than".
    if (figure !== null && !isFlag) add(id, figure + (UNITS.get(id) === 'share' ? 0.0001 : 1));
  }
  for (const id of ['requested_amount', 'requested_term']) if (compiled.credit !== null) add(id, null);
  return found;
}

/** The amounts between one that was found and the next higher one tried, the highest first. */
export function finerAmounts(
  found: number,
  from: number,
  compiled: CompiledPolicy,
  asOf: string,
): readonly number[] {
  const step = amountStep(compiled, asOf);
  const finer: number[] = [];
  for (let more = found + step; more < Math.min(from, found + coarseStep(from, step)); more += step)
    finer.push(more);
  return finer.reverse();
}

/** Amounts to ask for are the lender's own steps: nobody is advised to ask for €1,999.99. */
function onOffer(id: string, compiled: CompiledPolicy, asOf: string): (value: number) => number {
  if (id !== 'requested_amount' || compiled.credit === null) return (value) => value;
  const step = amountStep(compiled, asOf);
  return (value) => Math.floor(value / step) * step;
}

export function amountStep({ credit, numbersOn }: CompiledPolicy, asOf: string): number {
  return Math.max(numbersOn(asOf).get(credit?.settings.amountStep ?? '')?.value ?? 100_00, 1);
}

/** Amounts in some forty even steps of the lender's (refined once one is found), terms in whole years. */
export function offeredSteps(
  id: string,
  from: number,
  compiled: CompiledPolicy,
  asOf: string,
): readonly number[] {
  const { credit } = compiled;
  if (credit === null) return [];
  if (id === 'requested_term') return Array.from({ length: LONGEST_TERM_YEARS }, (_, i) => (i + 1) * 12);
  if (id !== 'requested_amount') return [];
  const numbers = compiled.numbersOn(asOf);
  const step = amountStep(compiled, asOf);
  const least = numbers.get(credit.settings.leastAmount)?.value ?? step;
  const coarse = coarseStep(from, step);
  const amounts: number[] = [];
  for (let amount = Math.floor((from - 1) / coarse) * coarse; amount >= least; amount -= coarse)
    amounts.push(amount);
  return amounts;
}

/** What a person can ask a lender for at all; everything else is bounded by its unit alone. */
export function offeredRange(
  id: string,
  from: number,
  compiled: CompiledPolicy,
  asOf: string,
): { readonly least: number; readonly most: number } {
  const unit = characteristic(id)?.unit;
  if (id === 'requested_term') return { least: 1, most: Math.max(from, LONGEST_TERM_YEARS * 12) };
  const least =
    id === 'requested_amount' && compiled.credit !== null
      ? Math.min(from, compiled.numbersOn(asOf).get(compiled.credit.settings.leastAmount)?.value ?? 0)
      : 0;
  return { least, most: unit === 'flag' || unit === 'share' ? Math.max(1, from) : Infinity };
}

function coarseStep(from: number, step: number): number {
  return Math.max(step, Math.ceil(from / AMOUNTS_AT_MOST / step) * step);
}

const LONGEST_TERM_YEARS = 10;
const AMOUNTS_AT_MOST = 40;

interface Compared {
  readonly characteristic: string;
  readonly number: string | null;
  readonly value: number | null;
  readonly isFlag: boolean;
}

const UNITS: Vocabulary = new Map(CHARACTERISTICS.map(({ id, unit }) => [id, unit]));

/** A policy never changes, and thousands of decisions are explained by one. */
const COMPARED = new WeakMap<CompiledPolicy, readonly Compared[]>();

/** Every comparison of a characteristic with a figure in the rules. */
function comparedWith(compiled: CompiledPolicy): readonly Compared[] {
  const known = COMPARED.get(compiled);
  if (known !== undefined) return known;
  const { policy } = compiled;
  const vocabulary = vocabularyOf(policy, UNITS, 'rule');
  const found: Compared[] = [];
  for (const rule of policy.rules.filter(({ enabled }) => enabled)) {
    const parsed = parseExpression(rule.when, vocabulary, policy.currency, 'logic');
    if (parsed.kind === 'refused') continue;
    visit(parsed.expression, (node) => {
      if (node.op === 'compare')
        found.push(...comparedIn(node.left, node.right), ...comparedIn(node.right, node.left));
      // A flag or a bare count stands for "not 0".
      if (node.op === 'name' && node.kind === 'logic')
        found.push({ characteristic: node.name, number: null, value: 1, isFlag: true });
    });
  }
  const ofCharacteristics = found.filter((compared) => UNITS.has(compared.characteristic));
  COMPARED.set(compiled, ofCharacteristics);
  return ofCharacteristics;
}

function comparedIn(side: Expression, other: Expression): readonly Compared[] {
  if (side.op !== 'name') return [];
  const { name } = side;
  if (other.op === 'constant' && typeof other.value === 'number') {
    return [{ characteristic: name, number: null, value: other.value, isFlag: false }];
  }
  return other.op === 'name'
    ? [{ characteristic: name, number: other.name, value: null, isFlag: false }]
    : [];
}
