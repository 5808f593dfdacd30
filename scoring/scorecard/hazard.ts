import { compileScorer } from './compile.ts';
import { fingerprintOfScorecard } from './fingerprint.ts';
import { type FitRefusal, fitScorecard, type ScorecardSpec } from './fit.ts';
import { largest } from './largest.ts';
import { sigmoid } from './metrics.ts';
import type { HazardMonths, Scorecard } from './scorecard.ts';
import { type Column, findColumn, takeRows, type Table, valueAt } from './table.ts';
import { readTarget, type TargetRefusal } from './target.ts';
import type { TensorFlow } from './tensorflow.ts';
import { unusableColumns } from './unusable-columns.ts';

/** Cases followed month by month until it happened, or until nobody looked any more. */
export interface Followed {
  readonly kind: 'followed';
  /** 1: it happened in the last month followed. 0: it had not by then, and what came later is not known. */
  readonly events: Float64Array;
  /** Whole months followed, at least 1. */
  readonly months: Uint16Array;
}

export interface HazardSpec extends ScorecardSpec {
  /** The column with the months followed. */
  readonly months: string;
  /** The column that names the claim, where one is observed on several dates; it counts for nothing else. */
  readonly claim?: string;
  readonly recovered?: readonly number[];
}

export type HazardOutcome =
  | {
      readonly kind: 'fitted';
      readonly scorecard: Scorecard;
      readonly personMonths: number;
      readonly notes: readonly string[];
    }
  | HazardRefusal;

export type HazardRefusal =
  | FitRefusal
  | { readonly kind: 'refused'; readonly code: 'months' | 'claims'; readonly reason: string };

/** The months at which expected recovery is told. */
export const RECOVERY_MONTHS = [6, 12, 24, 36] as const;
const LONGEST = 36;
/** More change the third decimal and cost minutes; cases, never months of a case, are then left out evenly. */
const MOST_PERSON_MONTHS = 200_000;

/** Reads event and months of every case. An event whose month is not known, or lies before the first, is refused. */
export function readFollowed(table: Table, target: string, months: string): Followed | HazardRefusal {
  const events: ReturnType<typeof readTarget> | TargetRefusal = readTarget(table, target);
  if (events.kind === 'refused') return events;
  const column = findColumn(table, months);
  if (column?.kind !== 'numeric') {
    return refusedMonths(`the table has no numbers in a column "${months}" (want the months followed)`);
  }
  const wrong = column.values.findIndex((value) => !Number.isInteger(value) || value < 1);
  if (wrong >= 0) {
    const value = Number.isNaN(column.values[wrong]!) ? 'missing' : column.values[wrong];
    return refusedMonths(
      `row ${wrong + 2}: months "${months}" is ${value} (want whole months followed, from 1: the month of the event, or ` +
        'the last one known without it)',
    );
  }
  return {
    kind: 'followed',
    events: events.outcomes,
    months: Uint16Array.from(column.values, (value) => Math.min(60_000, value)),
  };
}

/**
 * Discrete-time survival (Cox, 1972; Singer and Willett, 1993): every month of a case is a row whose outcome is whether
 * it came in that month; months after the event or the end of watching are no rows, which is all that censoring needs.
 * The month is a characteristic as any other, so that the scorecard is additive and is explained as any other.
 */
export async function fitHazard(tf: TensorFlow, table: Table, spec: HazardSpec): Promise<HazardOutcome> {
  const followed = readFollowed(table, spec.target.name, spec.months);
  if (followed.kind === 'refused') return followed;
  const unclear = spec.claim === undefined ? null : unclearClaims(table, spec.claim);
  if (unclear !== null) return unclear;
  const horizon = Math.min(LONGEST, largest(followed.months));
  const characteristic = monthName(table);
  const expanded = personMonths(table, followed, spec, characteristic);
  // A number of the case comes again with each of its months, and would no longer be known for one.
  const left = [...(spec.drop ?? []), ...(spec.claim === undefined ? [] : [spec.claim])];
  const counted = { ...spec, drop: [...left, spec.months] };
  const unusable = unusableColumns(table, counted);
  const fitted = await fitScorecard(tf, expanded, {
    ...spec,
    drop: [...left.filter((id) => id !== spec.months), ...unusable.map(({ id }) => id)],
    evidence: spec.claim === undefined ? 1 : claimsOf(table, spec.claim).count / table.rows,
  });
  if (fitted.kind === 'refused') return fitted;
  const months: HazardMonths = {
    characteristic,
    horizon,
    ...(spec.recovered === undefined ? {} : { recovered: spec.recovered }),
  };
  const hazard: Scorecard = {
    ...fitted.scorecard,
    target: { ...fitted.scorecard.target, kind: 'hazard', months },
    training: { ...fitted.scorecard.training, rows: table.rows },
  };
  return {
    kind: 'fitted',
    scorecard: { ...hazard, fingerprint: fingerprintOfScorecard(hazard) },
    personMonths: expanded.rows,
    notes: [...unusable.map(({ id, reason }) => `column "${id}" ${reason}; left out`), ...fitted.notes],
  };
}

/**
 * Which claim each row observes, counted from 0. Observations of one claim foretell the same payment over and over: taken
 * for separate cases they would make the fit sure of what a few claims did. A row then weighs what is new in it. To count
 * each claim once instead would tell of other cases: claims that do not pay are observed more often.
 */
export function claimsOf(table: Table, claim: string): { readonly of: Uint32Array; readonly count: number } {
  const column = findColumn(table, claim);
  if (!column) throw new Error(`the table has no column "${claim}"`);
  const places = new Map<string | number | null, number>();
  const of = Uint32Array.from({ length: table.rows }, (_, row) => {
    const value = valueAt(column, row);
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    return place;
  });
  return { of, count: places.size };
}

/** Why claims cannot be told apart; null where they can. Rows that name no claim would all be taken for one. */
export function unclearClaims(table: Table, claim: string): HazardRefusal | null {
  const column = findColumn(table, claim);
  if (!column) return refusedClaims(`the table has no column "${claim}" to tell claims by`);
  for (let row = 0; row < table.rows; row += 1) {
    if (valueAt(column, row) === null) {
      return refusedClaims(`row ${row + 2}: "${claim}" is missing (want the claim that each row observes)`);
    }
  }
  if (claimsOf(table, claim).count < 2) {
    return refusedClaims(
      `"${claim}" names the same claim in every row: one claim tells nothing of others (want two or more)`,
    );
  }
  return null;
}

/** The first row of each claim: cases that know nothing of each other. */
export function firstOfClaims(table: Table, claim: string): Uint32Array {
  const firsts = new Map<number, number>();
  claimsOf(table, claim).of.forEach((place, row) => {
    if (!firsts.has(place)) firsts.set(place, row);
  });
  return Uint32Array.from(firsts.values());
}

/** A row for each month of each case, with the month, and whether it came in that month, as columns. */
export function personMonths(
  table: Table,
  followed: Pick<Followed, 'events' | 'months'>,
  { target, months: monthsColumn }: Pick<HazardSpec, 'target' | 'months'>,
  characteristic: string,
): Table {
  const { cases, month, outcome } = monthsOfCases(followed);
  const left = new Set([target.name, monthsColumn]);
  const kept = { rows: table.rows, columns: table.columns.filter(({ id }) => !left.has(id)) };
  return {
    rows: cases.length,
    columns: [
      ...takeRows(kept, cases).columns,
      { id: characteristic, kind: 'numeric', values: month },
      { id: target.name, kind: 'numeric', values: outcome },
    ],
  };
}

/** Every month of every case: whose, which, and whether it came. Of very many months, those of every so-many-th case. */
export function monthsOfCases({ events, months }: Pick<Followed, 'events' | 'months'>): {
  readonly cases: Uint32Array;
  readonly month: Float64Array;
  readonly outcome: Float64Array;
} {
  const watched = Array.from(months, (one) => Math.min(LONGEST, one));
  const total = watched.reduce((sum, one) => sum + one, 0);
  const keep = Math.ceil(total / MOST_PERSON_MONTHS);
  const cases: number[] = [];
  const month: number[] = [];
  const outcome: number[] = [];
  for (let row = 0; row < watched.length; row += keep) {
    for (let at = 1; at <= watched[row]!; at += 1) {
      cases.push(row);
      month.push(at);
      outcome.push(at === months[row] && events[row] === 1 ? 1 : 0);
    }
  }
  return {
    cases: Uint32Array.from(cases),
    month: Float64Array.from(month),
    outcome: Float64Array.from(outcome),
  };
}

/** The characteristic that counts months; another column of that name keeps it. */
export function monthName(table: Table): string {
  return findColumn(table, 'month') ? 'month since observation' : 'month';
}

/** What is foretold of one case, month by month from the first. */
export interface PaymentCurve {
  /** P(it comes in the month, if it has not before). */
  readonly hazard: readonly number[];
  /** P(it has come by the end of the month). */
  readonly paid: readonly number[];
  /** Share of the amount expected to have come in by the end of the month. */
  readonly recovered: readonly number[];
}

/** The curve of every row of a table that has the scorecard's columns; the month is filled in. */
export function paymentCurves(scorecard: Scorecard, table: Table): readonly PaymentCurve[] {
  const { characteristic, horizon, recovered } = monthsOf(scorecard);
  const scorer = compileScorer(scorecard);
  const byMonth = Array.from({ length: horizon }, (_, at) =>
    scorer.score(withMonth(table, characteristic, at + 1)).logOdds.map(sigmoid),
  );
  return Array.from({ length: table.rows }, (_, row) =>
    curveOf(
      byMonth.map((hazards) => hazards[row]!),
      recovered,
    ),
  );
}

/** Points of every row in its first month: only the term of the month, and of pairs with it, changes later. */
export function firstMonthPoints(scorecard: Scorecard, table: Table): Float64Array {
  const { characteristic } = monthsOf(scorecard);
  return compileScorer(scorecard).score(withMonth(table, characteristic, 1)).points;
}

/** The table with every case at that month since its observation. */
export function withMonth(table: Table, characteristic: string, month: number): Table {
  const column: Column = {
    id: characteristic,
    kind: 'numeric',
    values: new Float64Array(table.rows).fill(month),
  };
  return {
    rows: table.rows,
    columns: [...table.columns.filter(({ id }) => id !== characteristic), column],
  };
}

export function monthsOf({ name, target }: Pick<Scorecard, 'name' | 'target'>): HazardMonths {
  if (target.kind !== 'hazard' || !target.months) {
    throw new Error(`scorecard "${name}" foretells no months`);
  }
  return target.months;
}

/** P(paid by t) = 1 − Π(1 − hazard); recovered by t = Σ P(first paid in s) × share come in t − s months later. */
export function curveOf(hazard: readonly number[], recovered: readonly number[] = [1]): PaymentCurve {
  let still = 1;
  const first = hazard.map((one) => {
    const comes = still * one;
    still -= comes;
    return comes;
  });
  const upTo = (of: (month: number, by: number) => number): readonly number[] =>
    hazard.map((_, by) =>
      first.slice(0, by + 1).reduce((sum, comes, month) => sum + comes * of(month, by), 0),
    );
  return {
    hazard,
    paid: upTo(() => 1),
    recovered: upTo((month, by) => recovered[Math.min(by - month, recovered.length - 1)]!),
  };
}

/**
 * Mean share of the amount that has come in by the month of the first payment, one month later, and so on. Months that
 * were not watched say nothing of the months before: increments are averaged over the cases watched that long (as
 * chain-ladder does), and added up.
 */
export function recoveredAfterFirst(
  /** By case that paid: the share of the amount that came in each month, from the month of the first payment on. */
  shares: readonly (readonly number[])[],
  horizon: number = LONGEST,
): readonly number[] {
  const recovered: number[] = [];
  let sum = 0;
  for (let later = 0; later < horizon; later += 1) {
    const watched = shares.filter((one) => one.length > later);
    // Fewer than these would draw a curve of single cases.
    if (watched.length < 20) break;
    sum += watched.reduce((total, one) => total + one[later]!, 0) / watched.length;
    recovered.push(Math.min(1, sum));
  }
  return recovered.length === 0 ? [1] : recovered;
}

function refusedClaims(reason: string): HazardRefusal {
  return { kind: 'refused', code: 'claims', reason };
}

function refusedMonths(reason: string): HazardRefusal {
  return { kind: 'refused', code: 'months', reason };
}
