import type { AttributeCover } from './attribute-cover.ts';

/** What a person asks to be changed by hand. Attributes are counted from 0, in the scorecard's order. */
export type Edit =
  | { readonly kind: 'merge'; readonly characteristic: string; readonly attributes: readonly number[] }
  /** A number cuts the range that it lies in; a text leaves the group of categories that it is in. */
  | { readonly kind: 'split'; readonly characteristic: string; readonly at: number | string }
  | {
      readonly kind: 'fix';
      readonly characteristic: string;
      readonly attribute: number;
      readonly points: number;
    }
  /** A characteristic by its id, or a pair term as `first × second`. */
  | { readonly kind: 'drop'; readonly term: string };

/** What was changed, in words that stay true when attributes are counted anew. */
export type EditDone =
  | { readonly kind: 'merge'; readonly characteristic: string; readonly covers: readonly AttributeCover[] }
  | {
      readonly kind: 'split';
      readonly characteristic: string;
      readonly cover: AttributeCover;
      readonly at: number | string;
      /** Fingerprint of the table whose rows gave the two sides their numbers. */
      readonly dataFingerprint: string;
    }
  | {
      readonly kind: 'fix';
      readonly characteristic: string;
      readonly cover: AttributeCover;
      readonly fromPoints: number;
      readonly toPoints: number;
    }
  | { readonly kind: 'drop'; readonly term: string };

/** Stands in the scorecard that came of it, and so under its fingerprint. */
export interface EditRecord {
  readonly by: string;
  /** When, as an instant in UTC. */
  readonly at: string;
  readonly why: string;
  readonly parent: { readonly version: number; readonly fingerprint: string };
  readonly changes: readonly EditDone[];
}
