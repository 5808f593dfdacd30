import type { AttributeCover } from './attribute-cover.ts';
import type { Attribute, Value } from './scorecard.ts';
import { type Column, isMissing } from './table.ts';

export type { AttributeCover } from './attribute-cover.ts';

export interface Binned {
  readonly kind: 'numeric' | 'category';
  readonly attributes: readonly (AttributeCover | Attribute)[];
}

/** Finds the attribute that a value hits. Every value hits exactly one. */
export interface Locator {
  readonly ofNumber: (value: number) => number;
  readonly ofText: (text: string) => number;
  readonly missing: number;
}

export function locatorOf(binned: Binned): Locator {
  const { attributes } = binned;
  const missing = attributes.findIndex((attribute) => attribute.kind === 'missing');
  const other = attributes.findIndex((attribute) => attribute.kind === 'other');
  const specials = new Map<number, number>();
  const categories = new Map<string, number>();
  const cuts: number[] = [];
  attributes.forEach((attribute, index) => {
    if (attribute.kind === 'special') specials.set(attribute.value, index);
    if (attribute.kind === 'categories') for (const value of attribute.values) categories.set(value, index);
    if (attribute.kind === 'range' && attribute.from !== null) cuts.push(attribute.from);
  });
  const firstRange = attributes.findIndex((attribute) => attribute.kind === 'range');
  const sortedCuts = Float64Array.from(cuts);

  const inRanges = (value: number): number => firstRange + countAtMost(sortedCuts, value);
  const ofNumber =
    specials.size === 0
      ? (value: number): number => (Number.isNaN(value) ? missing : inRanges(value))
      : (value: number): number => (Number.isNaN(value) ? missing : (specials.get(value) ?? inRanges(value)));
  const ofText = (text: string): number => categories.get(text) ?? other;

  return binned.kind === 'numeric'
    ? { ofNumber, ofText: (text) => ofNumber(numberIn(text)), missing }
    : { ofNumber: (value) => (Number.isNaN(value) ? missing : ofText(String(value))), ofText, missing };
}

export function locate(locator: Locator, value: Value | undefined): number {
  if (isMissing(value)) return locator.missing;
  return typeof value === 'number' ? locator.ofNumber(value) : locator.ofText(value);
}

/** The attribute hit by each row of a column. */
export function locateColumn(locator: Locator, column: Column, into: Uint16Array): Uint16Array {
  if (column.kind === 'numeric') {
    const { values } = column;
    const { ofNumber } = locator;
    for (let row = 0; row < into.length; row += 1) into[row] = ofNumber(values[row]!);
    return into;
  }
  const ofCode = Uint16Array.from(column.dictionary, (text) => locator.ofText(text));
  const { codes } = column;
  for (let row = 0; row < into.length; row += 1) {
    const code = codes[row]!;
    into[row] = code < 0 ? locator.missing : ofCode[code]!;
  }
  return into;
}

/** How many cuts are at or below the value: ranges are half-open, [from, to). */
function countAtMost(cuts: Float64Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Text that is a number beyond doubt, as a pattern that JavaScript and every engine we compile for read alike; its group
 * is the number. The limits keep it within what a float can hold. "Infinity" and "0x1f" are words.
 */
export const PLAIN_NUMBER =
  '^[ \\t\\n\\r]*([-+]?(?:[0-9]{1,100}[.]?[0-9]{0,100}|[.][0-9]{1,100})(?:[eE][-+]?[0-9]{1,2})?)[ \\t\\n\\r]*$';

const plainNumber = new RegExp(PLAIN_NUMBER);

/** Text where a number is wanted: NaN, so the missing attribute, unless it is a plain number. */
function numberIn(text: string): number {
  const [, number] = plainNumber.exec(text) ?? [];
  return number === undefined ? NaN : Number(number);
}
