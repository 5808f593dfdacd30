/** How one engine spells what every compiled scorecard says. Expressions go in and come out as text. */
export interface SqlDialect {
  readonly title: string;
  /** Longest name in bytes that the engine keeps apart from others; null: any. */
  readonly longestName: number | null;
  /** After each step, where the engine would otherwise spread a step's expressions over the next one's. */
  readonly barrier: string;
  /** Between `with NAME as` and the step. */
  readonly inline: string;
  readonly quote: (name: string) => string;
  /** Null for a text that the engine cannot hold, and so no row can have. */
  readonly text: (value: string) => string | null;
  /** A double that reads back to the same bits. */
  readonly number: (value: number) => string;
  /** The double above all others, which can be the name of a category. */
  readonly infinity: string;
  readonly list: (items: readonly number[], of: 'number' | 'whole') => string;
  /** The column as a number, whatever its type; what is no number fulfils `isNoNumber`. */
  readonly numberIn: (column: string) => string;
  /** The column as a number if its type is one; otherwise as `isNoNumber`. For categories that are written as numbers. */
  readonly numberOfNumberColumn: (column: string) => string;
  /** The column as text, null if its type is a number's. */
  readonly textOfTextColumn: (column: string) => string;
  readonly isNoNumber: (number: string) => string;
  readonly exp: (exponent: string) => string;
  /** The names of the lowest values, lowest first, of two alike the earlier; none whose value is above `most`. */
  readonly lowest: (values: readonly NamedValue[], most: string, count: number) => string;
  /** Null where there are fewer. */
  readonly nthName: (names: string, nth: number) => string;
}

export interface NamedValue {
  readonly value: string;
  /** A literal. */
  readonly name: string;
}

/** The probability that log-odds say. Either way round, the power is at most 1 and nothing is lost. */
export function probabilityIn({ exp }: SqlDialect, logOdds: string): string {
  return (
    `case when ${logOdds} >= 0 then 1 / (1 + ${exp(`-${logOdds}`)}) ` +
    `else ${exp(logOdds)} / (1 + ${exp(logOdds)}) end`
  );
}

/** The shortest decimals that read back to the same number, always with an exponent: 0.1 alone may be a DECIMAL. */
export function doubleLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`a scorecard has no number ${value}`);
  const shortest = String(value);
  return shortest.includes('e') ? shortest : `${shortest}e0`;
}

/** A name or a text between quotes, each quote in it doubled. */
export function doubled(text: string, quote: '"' | "'"): string {
  return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
}

export function refuseNul(name: string): string {
  if (name.includes('\0')) throw new Error(`no column can be called ${JSON.stringify(name)}`);
  return name;
}

/** No engine that keeps UTF-8 can hold half a character. */
export const LONE_SURROGATE = /\p{Surrogate}/u;
