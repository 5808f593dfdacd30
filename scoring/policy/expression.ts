/**
 * The language of rules: mathjs syntax, parsed by mathjs, then reduced to the small typed tree below. Everything that
 * is not listed here (assignment, indexing, foreign functions …) is refused, so a policy can compute nothing but
 * comparisons and sums of what it was given.
 *
 *   names        characteristics, policy numbers, `alias.probability`, `affordability.free`, `measure.pay_probability`
 *   literals     30 EUR (the pack's currency), 45 days, 6 months, 50 percent, 3, "category", true, false
 *   arithmetic   + − * /  min(a, b …)  max(a, b …)  abs(a)  first_known(a, b …)  c ? a : b
 *   comparison   < <= > >= == !=  a < b < c  one_of(category, "x", "y")
 *   logic        and or not xor  known(a)  age_days(characteristic)
 */
import math from 'mathjs/lib/browser/math.js';
import type { MathNode } from 'mathjs';
import type { Unit } from '../characteristics/characteristic.ts';
import { nearestTo } from './nearest-name.ts';
import type { NumberUnit } from './policy.ts';

/** `logic` is what rules are made of; a flag turns into logic by itself. `number` has no unit and fits counts, shares and points. */
export type Kind = 'logic' | 'text' | NumberUnit;

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

export type Expression =
  | { readonly op: 'constant'; readonly kind: Kind; readonly value: number | string }
  | { readonly op: 'name'; readonly kind: Kind; readonly name: string }
  | {
      readonly op: 'compare';
      readonly kind: 'logic';
      readonly how: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly op: 'and' | 'or' | 'xor';
      readonly kind: 'logic';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly op: 'not'; readonly kind: 'logic'; readonly of: Expression }
  | { readonly op: 'known'; readonly kind: 'logic'; readonly of: Expression }
  | {
      readonly op: '+' | '-' | '*' | '/';
      readonly kind: Kind;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly op: 'min' | 'max' | 'first_known';
      readonly kind: Kind;
      readonly of: readonly Expression[];
    }
  | { readonly op: 'abs' | 'negative'; readonly kind: Kind; readonly of: Expression }
  | {
      readonly op: 'if';
      readonly kind: Kind;
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    };

/** What names an expression may use, and the unit of each. */
export type Vocabulary = ReadonlyMap<string, Unit | NumberUnit>;

export type ParsedExpression =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | {
      readonly kind: 'refused';
      readonly because: 'syntax' | 'unknown-name' | 'unit-mismatch';
      readonly value: string;
      readonly wanted: string;
    };

/** Parses and checks; `want` is the kind that the place needs (a rule: logic; a cost: cents; a modifier: any number). */
export function parseExpression(
  text: string,
  vocabulary: Vocabulary,
  currency: string,
  want: Kind | 'any_number',
): ParsedExpression {
  try {
    const expression = new Reader(vocabulary, currency).read(parsed(text));
    const fitted = fit(expression, want);
    if (fitted === null) throw new Refusal('unit-mismatch', text, `a ${want}, not ${expression.kind}`);
    return { kind: 'expression', expression: fitted };
  } catch (error) {
    if (error instanceof Refusal)
      return { kind: 'refused', because: error.because, value: error.value, wanted: error.wanted };
    throw error;
  }
}

/** Every name that the expression looks at, once each, in order of appearance. */
export function namesIn(expression: Expression): readonly string[] {
  const names = new Set<string>();
  visit(expression, (node) => {
    if (node.op === 'name') names.add(node.name);
  });
  return [...names];
}

/** Calls back for the node and all below it, parents first. */
export function visit(expression: Expression, see: (node: Expression) => void): void {
  see(expression);
  for (const child of childrenOf(expression)) visit(child, see);
}

export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.op) {
    case 'constant':
    case 'name':
      return [];
    case 'not':
    case 'known':
    case 'abs':
    case 'negative':
      return [node.of];
    case 'min':
    case 'max':
    case 'first_known':
      return node.of;
    case 'if':
      return [node.condition, node.then, node.otherwise];
    default:
      return [node.left, node.right];
  }
}

class Refusal extends Error {
  constructor(
    readonly because: 'syntax' | 'unknown-name' | 'unit-mismatch',
    readonly value: string,
    readonly wanted: string,
  ) {
    super(`${value}: ${wanted}`);
  }
}

function parsed(text: string): MathNode {
  try {
    return math.parse(text);
  } catch (error) {
    throw new Refusal(
      'syntax',
      text,
      `an expression in mathjs syntax (${error instanceof Error ? error.message : ''})`,
    );
  }
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  smaller: '<',
  smallerEq: '<=',
  larger: '>',
  largerEq: '>=',
  equal: '==',
  unequal: '!=',
};

/** Units that may follow a number, with the factor to the unit we count in. */
const LITERAL_UNITS: Readonly<Record<string, { readonly kind: NumberUnit; readonly factor: number }>> = {
  day: { kind: 'days', factor: 1 },
  days: { kind: 'days', factor: 1 },
  month: { kind: 'months', factor: 1 },
  months: { kind: 'months', factor: 1 },
  percent: { kind: 'share', factor: 0.01 },
  points: { kind: 'points', factor: 1 },
};

class Reader {
  readonly #vocabulary: Vocabulary;
  readonly #currency: string;

  constructor(vocabulary: Vocabulary, currency: string) {
    this.#vocabulary = vocabulary;
    this.#currency = currency;
  }

  read(node: MathNode): Expression {
    if (math.isParenthesisNode(node)) return this.read(node.content);
    if (math.isConstantNode(node)) return this.#constant(node.value, node.toString());
    if (math.isSymbolNode(node)) return this.#name(node.name);
    if (math.isAccessorNode(node)) return this.#name(node.toString());
    if (math.isOperatorNode(node)) return this.#operator(node.fn, node.args, node.toString());
    if (math.isRelationalNode(node)) return this.#chain(node);
    if (math.isConditionalNode(node)) return this.#conditional(node);
    if (math.isFunctionNode(node)) return this.#call(node.fn.toString(), node.args, node.toString());
    throw new Refusal('syntax', node.toString(), 'a comparison, a sum or a logical expression');
  }

  #constant(value: unknown, text: string): Expression {
    if (typeof value === 'number' && Number.isFinite(value)) return { op: 'constant', kind: 'number', value };
    if (typeof value === 'string') return { op: 'constant', kind: 'text', value };
    if (typeof value === 'boolean') return { op: 'constant', kind: 'logic', value: value ? 1 : 0 };
    throw new Refusal('syntax', text, 'a finite number, a text in quotes, true or false');
  }

  #name(name: string): Expression {
    const unit = this.#vocabulary.get(name);
    if (unit === undefined)
      throw new Refusal('unknown-name', name, `a known name${nearestTo(name, this.#vocabulary.keys())}`);
    return { op: 'name', kind: unit === 'flag' ? 'logic' : unit === 'category' ? 'text' : unit, name };
  }

  #operator(fn: string, args: readonly MathNode[], text: string): Expression {
    const literal = this.#literal(fn, args);
    if (literal !== null) return literal;
    const comparison = COMPARISONS[fn];
    const [first, second] = args;
    if (first === undefined) throw new Refusal('syntax', text, 'an operand');
    if (second === undefined) return this.#unary(fn, this.read(first), text);
    const left = this.read(first);
    const right = this.read(second);
    if (comparison !== undefined) return compared(comparison, left, right, text);
    if (fn === 'and' || fn === 'or' || fn === 'xor')
      return { op: fn, kind: 'logic', left: logic(left, text), right: logic(right, text) };
    if (fn === 'add' || fn === 'subtract') {
      const kind = common(left, right);
      if (kind === null || kind === 'logic' || kind === 'text') throw mismatch(left, right, text);
      return { op: fn === 'add' ? '+' : '-', kind, left, right };
    }
    if (fn === 'multiply') return product(left, right, text);
    if (fn === 'divide') return quotient(left, right, text);
    throw new Refusal('syntax', text, 'one of + - * / < <= > >= == != and or xor not');
  }

  #unary(fn: string, of: Expression, text: string): Expression {
    if (fn === 'not') return { op: 'not', kind: 'logic', of: logic(of, text) };
    if (fn === 'unaryMinus' && isNumeric(of.kind)) return { op: 'negative', kind: of.kind, of };
    throw new Refusal('syntax', text, 'not (of logic) or − (of a number)');
  }

  /** `45 days` is parsed as an implicit product of a number and a symbol. */
  #literal(fn: string, args: readonly MathNode[]): Expression | null {
    const [number, unit] = args;
    if (fn !== 'multiply' || number === undefined || unit === undefined) return null;
    if (!math.isConstantNode(number) || typeof number.value !== 'number' || !math.isSymbolNode(unit))
      return null;
    if (unit.name === this.#currency)
      return { op: 'constant', kind: 'cents', value: Math.round(number.value * 100) };
    const known = LITERAL_UNITS[unit.name];
    return known === undefined
      ? null
      : { op: 'constant', kind: known.kind, value: number.value * known.factor };
  }

  #chain(node: {
    readonly conditionals: readonly string[];
    readonly params: readonly MathNode[];
  }): Expression {
    const links = node.conditionals.map((fn, i) => {
      const comparison = COMPARISONS[fn];
      const left = node.params[i];
      const right = node.params[i + 1];
      if (comparison === undefined || left === undefined || right === undefined)
        throw new Refusal('syntax', fn, 'a chain of comparisons');
      return compared(
        comparison,
        this.read(left),
        this.read(right),
        `${left.toString()} ${right.toString()}`,
      );
    });
    return links.reduce((left, right) => ({ op: 'and', kind: 'logic', left, right }));
  }

  #conditional(node: { condition: MathNode; trueExpr: MathNode; falseExpr: MathNode }): Expression {
    const condition = logic(this.read(node.condition), node.condition.toString());
    const then = this.read(node.trueExpr);
    const otherwise = this.read(node.falseExpr);
    const kind = common(then, otherwise);
    if (kind === null || kind === 'text') throw mismatch(then, otherwise, node.trueExpr.toString());
    return { op: 'if', kind, condition, then, otherwise };
  }

  #call(fn: string, args: readonly MathNode[], text: string): Expression {
    if (fn === 'age_days') {
      const [of] = args;
      if (of === undefined || args.length > 1) throw new Refusal('syntax', text, 'age_days(characteristic)');
      return this.#name(`age_days(${of.toString()})`);
    }
    const of = args.map((arg) => this.read(arg));
    const [first] = of;
    if (first === undefined) throw new Refusal('syntax', text, `${fn}(…) with an operand`);
    if (fn === 'known' && of.length === 1) return { op: 'known', kind: 'logic', of: first };
    if (fn === 'abs' && of.length === 1 && isNumeric(first.kind))
      return { op: 'abs', kind: first.kind, of: first };
    if (fn === 'one_of') return oneOf(first, of.slice(1), text);
    if (fn === 'min' || fn === 'max' || fn === 'first_known') {
      const kind = of.reduce<Kind | null>(
        (kind, next) => (kind === null ? null : commonKind(kind, next.kind)),
        first.kind,
      );
      if (kind === null || !isNumeric(kind)) throw new Refusal('unit-mismatch', text, 'numbers of one unit');
      return { op: fn, kind, of };
    }
    throw new Refusal(
      'syntax',
      text,
      'one of min, max, abs, first_known, known, one_of, age_days with its operands',
    );
  }
}

function compared(how: Comparison, left: Expression, right: Expression, text: string): Expression {
  if (left.kind === 'logic' || right.kind === 'logic')
    throw new Refusal('unit-mismatch', text, 'a flag by its name alone (or not NAME), not compared');
  const kind = common(left, right);
  if (kind === null) throw mismatch(left, right, text);
  if (kind === 'text' && how !== '==' && how !== '!=')
    throw new Refusal('unit-mismatch', text, '== or != for categories');
  return { op: 'compare', kind: 'logic', how, left, right };
}

function oneOf(of: Expression, values: readonly Expression[], text: string): Expression {
  if (of.kind !== 'text' || values.length === 0 || values.some((value) => value.op !== 'constant'))
    throw new Refusal('unit-mismatch', text, 'one_of(category, "a", "b")');
  return values
    .map((value) => compared('==', of, value, text))
    .reduce((left, right) => ({ op: 'or', kind: 'logic', left, right }));
}

/** A ratio has no unit of its own; money and time keep theirs when scaled by one. */
function product(left: Expression, right: Expression, text: string): Expression {
  const kind = isRatio(left.kind)
    ? isRatio(right.kind)
      ? (common(left, right) ?? 'number')
      : right.kind
    : isRatio(right.kind)
      ? left.kind
      : null;
  if (kind === null || !isNumeric(kind)) throw mismatch(left, right, text);
  return { op: '*', kind, left, right };
}

function quotient(left: Expression, right: Expression, text: string): Expression {
  const kind =
    left.kind === right.kind && !isRatio(left.kind) ? 'share' : isRatio(right.kind) ? left.kind : null;
  if (kind === null || !isNumeric(kind)) throw mismatch(left, right, text);
  return { op: '/', kind, left, right };
}

function logic(expression: Expression, text: string): Expression {
  if (expression.kind !== 'logic')
    throw new Refusal('unit-mismatch', text, `logic (a comparison or a flag), not ${expression.kind}`);
  return expression;
}

function mismatch(left: Expression, right: Expression, text: string): Refusal {
  return new Refusal('unit-mismatch', text, `one unit on both sides, not ${left.kind} with ${right.kind}`);
}

/** The expression where `want` is needed; a plain zero fits any unit. */
function fit(expression: Expression, want: Kind | 'any_number'): Expression | null {
  if (want === 'any_number') return isNumeric(expression.kind) ? expression : null;
  if (expression.kind === want) return expression;
  if (expression.op === 'constant' && expression.value === 0 && isNumeric(want))
    return { ...expression, kind: want };
  return commonKind(expression.kind, want) === want ? expression : null;
}

function common(left: Expression, right: Expression): Kind | null {
  if (isZero(left) && isNumeric(right.kind)) return right.kind;
  if (isZero(right) && isNumeric(left.kind)) return left.kind;
  return commonKind(left.kind, right.kind);
}

function isZero(expression: Expression): boolean {
  return expression.op === 'constant' && expression.kind === 'number' && expression.value === 0;
}

function commonKind(a: Kind, b: Kind): Kind | null {
  if (a === b) return a;
  if (a === 'number' && fitsPlain(b)) return b;
  if (b === 'number' && fitsPlain(a)) return a;
  return null;
}

function fitsPlain(kind: Kind): boolean {
  return kind === 'share' || kind === 'count' || kind === 'points' || kind === 'number';
}

function isRatio(kind: Kind): boolean {
  return kind === 'number' || kind === 'share' || kind === 'count';
}

function isNumeric(kind: Kind): boolean {
  return kind !== 'logic' && kind !== 'text';
}
