/**
 * Expressions to JavaScript. Truth is a number: 1 true, 0 false, ½ unknown, so that Kleene's three-valued logic is
 * min, max and 1 − x. A missing number is NaN, which every comparison turns into ½; a missing category is null.
 *
 * The source is generated from the checked tree alone: names become slot numbers, texts become numbers of a constant
 * table and numbers are printed by JavaScript, so no character of a policy file reaches the compiler. `sourceIsOurs`
 * holds it to an alphabet in which no name but ours can be written.
 */
import { visit, type Comparison, type Expression } from './expression.ts';

export const TRUE = 1;
export const FALSE = 0;
export const UNKNOWN = 0.5;

/** Where the values of names stand. Filled once a case, read by every rule. */
export interface Slots {
  /** Index in the array of numbers: units, flags (0, 1), scores. NaN: missing. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Index in the array of texts. null: missing. */
  readonly texts: ReadonlyMap<string, number>;
}

export type Evaluator = (numbers: Float64Array, texts: readonly (string | null)[]) => number;

/** Slots for all names of these expressions and `also`. */
export function slotsFor(expressions: readonly Expression[], also: readonly string[] = []): Slots {
  const numbers = new Map<string, number>();
  const texts = new Map<string, number>();
  for (const name of also) numbers.set(name, numbers.size);
  for (const expression of expressions)
    visit(expression, (node) => {
      if (node.op !== 'name') return;
      const table = node.kind === 'text' ? texts : numbers;
      if (!table.has(node.name)) table.set(node.name, table.size);
    });
  return { numbers, texts };
}

export function compileExpression(expression: Expression, slots: Slots): Evaluator {
  const { source, constants } = generate(expression, slots);
  if (!sourceIsOurs(source)) throw new Error(`generated code left its alphabet: ${source}`);
  const make = Reflect.construct(Function, ['k', `return (n, s) => {\n${source}};`]) as (
    constants: readonly string[],
  ) => Evaluator;
  return make(constants);
}

/** The generated statements, for tests and for readers. */
export function generate(
  expression: Expression,
  slots: Slots,
): { readonly source: string; readonly constants: readonly string[] } {
  const writer = new Writer(slots);
  const result = writer.write(expression);
  return { source: `${writer.statements.join('')}return ${result};\n`, constants: writer.constants };
}

/** Statements over n[…], s[…], k[…], t… with numbers, operators and Math's min, max and abs; nothing else can be spelt. */
export function sourceIsOurs(source: string): boolean {
  const words = source.match(/[A-Za-z_$][\w$]*(\.\w+)*/g) ?? [];
  const isOurs = (word: string): boolean =>
    /^(const|return|null|NaN|n|s|k|t\d+|Math\.(min|max|abs)|e)$/.test(word);
  return words.every(isOurs) && /^[\w\s.()<>=!?:;,+\-*/[\]]*$/.test(source);
}

class Writer {
  readonly statements: string[] = [];
  readonly constants: string[] = [];
  readonly #slots: Slots;

  constructor(slots: Slots) {
    this.#slots = slots;
  }

  /** Writes the statements that compute the node and returns the operand that holds it: a name or a literal. */
  write(node: Expression): string {
    switch (node.op) {
      case 'constant':
        return typeof node.value === 'string' ? this.#constant(node.value) : numeral(node.value);
      case 'name':
        return this.#slot(node.name, node.kind === 'text', node.kind === 'logic');
      case 'compare':
        return node.left.kind === 'text'
          ? this.#sameText(node.how, this.write(node.left), this.write(node.right))
          : this.#compared(node.how, this.write(node.left), this.write(node.right));
      case 'and':
        return this.#chosen('<', this.write(node.left), this.write(node.right));
      case 'or':
        return this.#chosen('>', this.write(node.left), this.write(node.right));
      case 'xor': {
        const [a, b] = [this.write(node.left), this.write(node.right)];
        return this.#keep(`${a} === 0.5 ? 0.5 : ${b} === 0.5 ? 0.5 : ${a} === ${b} ? 0 : 1`);
      }
      case 'not':
        return this.#keep(`1 - ${this.write(node.of)}`);
      case 'known':
        return this.#known(node.of);
      case '+':
      case '-':
      case '*':
      case '/':
        return this.#keep(`${this.write(node.left)} ${node.op} ${this.write(node.right)}`);
      case 'min':
      case 'max':
        return this.#keep(`Math.${node.op}(${node.of.map((of) => this.write(of)).join(', ')})`);
      case 'first_known':
        return node.of
          .map((of) => this.write(of))
          .reduceRight((rest, of) => this.#keep(`${of} === ${of} ? ${of} : ${rest}`));
      case 'abs':
        return this.#keep(`Math.abs(${this.write(node.of)})`);
      case 'negative':
        return this.#keep(`0 - ${this.write(node.of)}`);
      case 'if': {
        const unknown = node.kind === 'logic' ? '0.5' : 'NaN';
        const condition = this.write(node.condition);
        const [then, otherwise] = [this.write(node.then), this.write(node.otherwise)];
        return this.#keep(`${condition} === 1 ? ${then} : ${condition} === 0 ? ${otherwise} : ${unknown}`);
      }
    }
  }

  #slot(name: string, isText: boolean, isFlag: boolean): string {
    const index = (isText ? this.#slots.texts : this.#slots.numbers).get(name);
    if (index === undefined) throw new Error(`no slot for ${name}`);
    if (isText) return this.#keep(`s[${index}]`);
    const value = this.#keep(`n[${index}]`);
    return isFlag ? this.#keep(`${value} === ${value} ? (${value} === 0 ? 0 : 1) : 0.5`) : value;
  }

  #constant(text: string): string {
    const known = this.constants.indexOf(text);
    if (known >= 0) return `k[${known}]`;
    this.constants.push(text);
    return `k[${this.constants.length - 1}]`;
  }

  /** With NaN on a side neither the comparison nor its opposite holds. */
  #compared(how: Comparison, a: string, b: string): string {
    if (how === '==') return this.#keep(`${a} === ${b} ? 1 : ${a} < ${b} ? 0 : ${a} > ${b} ? 0 : 0.5`);
    if (how === '!=') return this.#keep(`${a} === ${b} ? 0 : ${a} < ${b} ? 1 : ${a} > ${b} ? 1 : 0.5`);
    const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' }[how];
    return this.#keep(`${a} ${how} ${b} ? 1 : ${a} ${opposite} ${b} ? 0 : 0.5`);
  }

  #sameText(how: Comparison, a: string, b: string): string {
    const [same, other] = how === '==' ? [1, 0] : [0, 1];
    return this.#keep(`${a} === null ? 0.5 : ${b} === null ? 0.5 : ${a} === ${b} ? ${same} : ${other}`);
  }

  #known(of: Expression): string {
    const operand = this.write(of);
    if (of.kind === 'text') return this.#keep(`${operand} === null ? 0 : 1`);
    if (of.kind === 'logic') return this.#keep(`${operand} === 0.5 ? 0 : 1`);
    return this.#keep(`${operand} === ${operand} ? 1 : 0`);
  }

  #chosen(how: '<' | '>', a: string, b: string): string {
    return this.#keep(`${a} ${how} ${b} ? ${a} : ${b}`);
  }

  #keep(value: string): string {
    const name = `t${this.statements.length}`;
    this.statements.push(`const ${name} = ${value};\n`);
    return name;
  }
}

function numeral(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} is no number for a rule`);
  return value < 0 ? `(${value})` : String(value);
}
