/**
 * Whether an expression can hold at all, as far as bounds on single names tell: `a > 5 and a < 3` cannot. What the
 * bounds do not understand (sums, two names compared) counts as possible, so "no" is always right.
 */
import type { Comparison, Expression } from './expression.ts';

/** Values of names that are known beforehand: the policy's numbers. */
export type KnownNumbers = ReadonlyMap<string, number>;

/** Alternatives beyond this are not followed. */
const MOST_ALTERNATIVES = 256;

export function canHold(expression: Expression, known: KnownNumbers): boolean {
  const alternatives = alternativesOf(expression, true, known);
  return alternatives === null || alternatives.some((all) => isConsistent(all));
}

/** Whether `narrow` can hold only when `wide` does: every part of `wide` is a part of `narrow`. */
export function implies(narrow: Expression, wide: Expression): boolean {
  const parts = new Set(conjuncts(narrow).map(canonical));
  return conjuncts(wide).every((part) => parts.has(canonical(part)));
}

/** One text for expressions that mean the same by the order of their parts. */
export function canonical(expression: Expression): string {
  switch (expression.op) {
    case 'constant':
      return JSON.stringify(expression.value);
    case 'name':
      return expression.name;
    case 'compare': {
      const [left, right] = [canonical(expression.left), canonical(expression.right)];
      if (expression.how === '==' || expression.how === '!=')
        return `(${[left, right].sort().join(expression.how)})`;
      return expression.how.startsWith('>')
        ? `(${right}${expression.how.replace('>', '<')}${left})`
        : `(${left}${expression.how}${right})`;
    }
    case 'and':
    case 'or':
    case 'xor':
    case '+':
    case '*':
      return `(${[canonical(expression.left), canonical(expression.right)].sort().join(` ${expression.op} `)})`;
    case '-':
    case '/':
      return `(${canonical(expression.left)}${expression.op}${canonical(expression.right)})`;
    case 'min':
    case 'max':
      return `${expression.op}(${expression.of.map(canonical).sort().join()})`;
    case 'first_known':
      return `first_known(${expression.of.map(canonical).join()})`;
    case 'if':
      return `(${canonical(expression.condition)}?${canonical(expression.then)}:${canonical(expression.otherwise)})`;
    case 'not':
    case 'known':
    case 'abs':
    case 'negative':
      return `${expression.op}(${canonical(expression.of)})`;
  }
}

function conjuncts(expression: Expression): readonly Expression[] {
  return expression.op === 'and'
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression];
}

type Fact =
  | { readonly kind: 'bound'; readonly name: string; readonly how: Comparison; readonly value: number }
  | { readonly kind: 'text'; readonly name: string; readonly is: boolean; readonly value: string }
  | { readonly kind: 'flag'; readonly name: string; readonly is: boolean }
  | { readonly kind: 'never' };

/** Disjunctive normal form; null when it grows too large. An empty list of facts says nothing, so it is possible. */
function alternativesOf(
  expression: Expression,
  wanted: boolean,
  known: KnownNumbers,
): readonly (readonly Fact[])[] | null {
  switch (expression.op) {
    case 'not':
      return alternativesOf(expression.of, !wanted, known);
    case 'and':
    case 'or': {
      const left = alternativesOf(expression.left, wanted, known);
      const right = alternativesOf(expression.right, wanted, known);
      if (left === null || right === null) return null;
      if ((expression.op === 'or') === wanted) return [...left, ...right];
      return left.length * right.length > MOST_ALTERNATIVES
        ? null
        : left.flatMap((a) => right.map((b) => [...a, ...b]));
    }
    case 'constant':
      return [(expression.value === 1) === wanted ? [] : [{ kind: 'never' }]];
    case 'name':
      return [[{ kind: 'flag', name: expression.name, is: wanted }]];
    case 'compare':
      return [factsOf(expression, wanted, known)];
    default:
      return [[]];
  }
}

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};
const TURNED: Readonly<Record<Comparison, Comparison>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

function factsOf(
  { how, left, right }: Extract<Expression, { op: 'compare' }>,
  wanted: boolean,
  known: KnownNumbers,
): readonly Fact[] {
  const meant = wanted ? how : OPPOSITE[how];
  if (left.op === 'name' && left.kind === 'text' && right.op === 'constant')
    return [{ kind: 'text', name: left.name, is: meant === '==', value: String(right.value) }];
  const [a, b] = [valueOf(left, known), valueOf(right, known)];
  if (a !== null && b !== null) return holdsBetween(a, meant, b) ? [] : [{ kind: 'never' }];
  if (left.op === 'name' && b !== null) return [{ kind: 'bound', name: left.name, how: meant, value: b }];
  if (right.op === 'name' && a !== null)
    return [{ kind: 'bound', name: right.name, how: TURNED[meant], value: a }];
  return [];
}

function valueOf(expression: Expression, known: KnownNumbers): number | null {
  if (expression.op === 'constant') return typeof expression.value === 'number' ? expression.value : null;
  return expression.op === 'name' ? (known.get(expression.name) ?? null) : null;
}

function holdsBetween(a: number, how: Comparison, b: number): boolean {
  switch (how) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
  }
}

function isConsistent(facts: readonly Fact[]): boolean {
  if (facts.some(({ kind }) => kind === 'never')) return false;
  const names = new Set(facts.map((fact) => (fact.kind === 'never' ? '' : fact.name)));
  return [...names].every((name) =>
    areConsistent(facts.filter((f) => f.kind !== 'never' && f.name === name)),
  );
}

function areConsistent(facts: readonly Fact[]): boolean {
  const flags = new Set(facts.flatMap((fact) => (fact.kind === 'flag' ? [fact.is] : [])));
  const texts = new Set(facts.flatMap((fact) => (fact.kind === 'text' && fact.is ? [fact.value] : [])));
  const barred = new Set(facts.flatMap((fact) => (fact.kind === 'text' && !fact.is ? [fact.value] : [])));
  if (flags.size > 1 || texts.size > 1 || [...texts].some((text) => barred.has(text))) return false;
  let low = -Infinity;
  let high = Infinity;
  let lowOpen = false;
  let highOpen = false;
  const not = new Set<number>();
  for (const fact of facts) {
    if (fact.kind !== 'bound') continue;
    const { how, value } = fact;
    if (how === '!=') not.add(value);
    if ((how === '>' || how === '>=' || how === '==') && (value > low || (value === low && how === '>'))) {
      low = value;
      lowOpen = how === '>';
    }
    if ((how === '<' || how === '<=' || how === '==') && (value < high || (value === high && how === '<'))) {
      high = value;
      highOpen = how === '<';
    }
  }
  if (low > high) return false;
  return low < high || !(lowOpen || highOpen || not.has(low));
}
