import type { Source } from '../../portfolio/records.ts';
import type { ReasonCodeId } from '../reason-codes.ts';

export interface CodeTexts {
  /** A few words, for a list or a heading. */
  readonly title: string;
  /** One plain sentence to the person. */
  readonly sentence: string;
  /** What the person can do when it is wrong, or to change it. */
  readonly correct: string;
}

/**
 * Says one fact with the person's own value. `{value}` is the value in its unit; `{value|payment|payments}` counts
 * with the right noun. `zero` is said of 0 (and of a flag that is not set), `unknown` of a missing value; without them
 * the name and the value are said.
 */
export interface FactTexts {
  readonly some: string;
  readonly zero?: string;
  readonly unknown?: string;
}

export interface ReasonTexts {
  readonly codes: Readonly<Record<ReasonCodeId, CodeTexts>>;
  /** By characteristic id. */
  readonly facts: Readonly<Record<string, FactTexts>>;
  readonly sources: Readonly<Record<Source, string>>;
  /** Codes of categories in words; a code without words is said as it is (a rating of "C"). */
  readonly values: Readonly<Record<string, string>>;
  /** Said of a fact with no sentence of its own. */
  readonly fact: string;
  readonly factUnknown: string;
  /** "Payment default register, 9 March 2026". */
  readonly evidence: string;
}
