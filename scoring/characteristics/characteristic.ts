import type { CaseHistory } from '../portfolio/as-of.ts';
import { NAMES_FI } from './names-fi.ts';
import { NAMES_SV } from './names-sv.ts';
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

/** What the members of one family share. */
export type FamilyTraits = Pick<Characteristic, 'applies' | 'family' | 'sources' | 'reason'>;

/** What a member says of itself; the rest is the family's, and the plainest. */
export type Traits = Partial<Omit<Characteristic, 'id' | 'name' | 'measure' | 'unit'>>;

/** Defines the members of a family. Names are given Estonian first; Finnish and Swedish stand in `names-….ts`. */
export function family(shared: FamilyTraits) {
  return (
    id: string,
    unit: Unit,
    et: string,
    en: string,
    traits: Traits,
    measure: (history: CaseHistory) => Measured,
  ): Characteristic => ({
    id,
    role: 'score',
    unit,
    name: { et, en, ...(NAMES_FI[id] && { fi: NAMES_FI[id] }), ...(NAMES_SV[id] && { sv: NAMES_SV[id] }) },
    favours: 0,
    change: null,
    ...shared,
    ...traits,
    measure,
  });
}

export const UNKNOWN: Measured = { value: null, evidence: null };

/** A flag is 1 or 0. */
export function flagged(holds: boolean, evidence: Provenance | null): Measured {
  return { value: holds ? 1 : 0, evidence };
}

/** The newest of the records a value rests on; the first of those that came the same day. */
export function newest(records: readonly Provenance[]): Provenance | null {
  let found: Provenance | null = null;
  for (const record of records) if (found === null || record.obtainedOn > found.obtainedOn) found = record;
  return found;
}

/** How many records, and the newest of them. */
export function counted(records: readonly Provenance[]): Measured {
  return { value: records.length, evidence: newest(records) };
}

/** A share rounded to four places, so that the same records give the same value whatever the order of sums. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : null;
}

/** The sum of one figure over the records. */
export function sumOf<T>(records: readonly T[], figure: (record: T) => number): number {
  let sum = 0;
  for (const record of records) sum += figure(record);
  return sum;
}

/** The mean, to two places; null of nothing. */
export function average(values: readonly number[]): number | null {
  return values.length === 0
    ? null
    : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
}
