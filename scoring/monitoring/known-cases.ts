import { readContinuousTarget } from '../scorecard/continuous-target.ts';
import { type Followed, monthsOf, personMonths, readFollowed } from '../scorecard/hazard.ts';
import { targetKindOf } from '../scorecard/prediction.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { findColumn, type Table } from '../scorecard/table.ts';
import { readTarget } from '../scorecard/target.ts';

/** Cases whose outcomes are known, as a scorecard of their kind is measured and changed on them. */
export type KnownCases =
  | { readonly kind: 'binary' | 'share' | 'amount'; readonly table: Table; readonly outcomes: Float64Array }
  | {
      readonly kind: 'hazard';
      readonly table: Table;
      readonly followed: Pick<Followed, 'events' | 'months'>;
    };

/** Which columns of a table tell the outcome. */
export interface OutcomeColumns {
  readonly target: string;
  /** Of a hazard: whole months followed. */
  readonly months?: string | undefined;
}

export type KnownCasesRead =
  | { readonly kind: 'known'; readonly cases: KnownCases }
  | { readonly kind: 'refused'; readonly reason: string };

/** Outcomes of the kind that the scorecard foretells. */
export function readKnownCases(
  scorecard: Scorecard,
  table: Table,
  { target, months }: OutcomeColumns,
): KnownCasesRead {
  const kind = targetKindOf(scorecard);
  if (kind === 'hazard') {
    if (months === undefined) {
      return { kind: 'refused', reason: 'a scorecard of months wants the column with the months followed' };
    }
    const followed = readFollowed(table, target, months);
    return followed.kind === 'refused' ? followed : { kind: 'known', cases: { kind, table, followed } };
  }
  const read = kind === 'binary' ? readTarget(table, target) : readContinuousTarget(table, target, kind);
  if (read.kind === 'refused') return { kind: 'refused', reason: read.reason };
  return { kind: 'known', cases: { kind, table, outcomes: read.outcomes } };
}

/** What the terms of the scorecard are fitted to: cases, or of a hazard every month of every case. */
export function fittedRows(
  scorecard: Scorecard,
  cases: KnownCases,
): { readonly table: Table; readonly outcomes: Float64Array } {
  if (cases.kind !== 'hazard') return cases;
  const { characteristic } = monthsOf(scorecard);
  const table = personMonths(
    withoutColumns(cases.table, [characteristic, OUTCOME]),
    cases.followed,
    { target: { name: OUTCOME, favourable: scorecard.target.favourable }, months: OUTCOME },
    characteristic,
  );
  const column = findColumn(table, OUTCOME);
  if (column?.kind !== 'numeric') throw new Error('the months have lost their outcome');
  return { table, outcomes: column.values };
}

/** No column of a file: files have names without line ends. */
const OUTCOME = 'came in the month\n';

function withoutColumns(table: Table, ids: readonly string[]): Table {
  return { ...table, columns: table.columns.filter(({ id }) => !ids.includes(id)) };
}
