import type { CaseHistory } from '../portfolio/as-of.ts';
import type { Language, Provenance, Source } from '../portfolio/records.ts';

export type { CaseHistory } from '../portfolio/as-of.ts';

export type Unit = 'cents' | 'count' | 'days' | 'months' | 'share' | 'flag' | 'category' | 'points';

/** Text in each language; Estonian and English are complete, the other two fall back to English until they come. */
export type Texts = { readonly et: string; readonly en: string } & Partial<Record<Language, string>>;

/** A value with the record it rests on. `null` value: nothing is known. */
export interface Measured {
  readonly value: number | string | null;
  /** The newest record used; null when the value rests on no single record (a count of nothing). */
  readonly evidence: Provenance | null;
}

/**
 * One fact about a case, computed from the records as of the observation date.
 * `role: 'score'` may be used by scorecards and rules; `role: 'route'` by rules alone (a dispute, a death, a
 * guardianship, a use of rights never counts in a score).
 */
export interface Characteristic {
  readonly id: string;
  readonly applies: 'claim' | 'application' | 'both';
  readonly role: 'score' | 'route';
  readonly unit: Unit;
  readonly name: Texts;
  readonly sources: readonly Source[];
  /** Where the domain fixes it: 1 = a higher value means a better outcome for the person, −1 = worse, 0 = not fixed. */
  readonly favours: -1 | 0 | 1;
  /** One principal reason per family. */
  readonly family: string;
  /** Reason code of `scoring/explanation/reason-codes.ts` when it speaks against the person. */
  readonly reason: string;
  /** See scorecard.ts `Change`; null when the person cannot change it. */
  readonly change: {
    readonly direction: -1 | 0 | 1;
    readonly daysPerUnit: number;
    readonly costPerUnit: number;
  } | null;
  readonly measure: (history: CaseHistory) => Measured;
}
