import { areaUnderRoc } from '../scorecard/metrics.ts';
import { type Column, valueAt } from '../scorecard/table.ts';
import { sumOf } from './discrimination.ts';

/** How a group of people fares under the scorecard. */
export interface GroupFairness {
  /** Null: not known. */
  readonly group: string | null;
  readonly rows: number;
  /** Share with target = 1, as it came and as it was foretold. */
  readonly observed: number;
  readonly expected: number;
  readonly meanPoints: number;
  /** Null where the group has one outcome only. */
  readonly auc: number | null;
  /** Share that the cut-off lets through. */
  readonly accepted: number;
  /** Its share accepted over that of the group accepted most (adverse impact ratio; below 0.8 wants a reason). */
  readonly acceptedRatio: number;
  /** Among those whose outcome was the good one: the share let through (equal opportunity). Null where there are none. */
  readonly acceptedOfGood: number | null;
}

export interface Fairness {
  readonly kind?: undefined;
  readonly column: string;
  /** P(target = 1) at which people are let through or not. */
  readonly cutoff: number;
  readonly groups: readonly GroupFairness[];
  /** Rows in groups that are too small, or too many, to be told apart. */
  readonly rowsLeftOut: number;
}

/** Fewer rows tell more about the persons in them than about the group. */
const FEWEST_ROWS = 30;
const MOST_GROUPS = 12;

/**
 * The groups of a column that has no part in the score. Everyone is measured by the same cut-off; `favourable` says on
 * which side of it people are let through.
 */
export function fairnessOf(
  column: Column,
  scored: {
    readonly probability: ArrayLike<number>;
    readonly points: ArrayLike<number>;
    readonly outcomes: ArrayLike<number>;
  },
  favourable: 0 | 1,
  cutoff: number,
): Fairness {
  const { large, rowsLeftOut } = groupsOf(column);
  const measured = large.map(({ group, members }) => measure(group, members, scored, favourable, cutoff));
  const most = Math.max(...measured.map(({ accepted }) => accepted));
  return {
    column: column.id,
    cutoff,
    groups: measured.map((group) => ({ ...group, acceptedRatio: most > 0 ? group.accepted / most : 1 })),
    rowsLeftOut,
  };
}

/** Groups that are large enough to be told from their members, the largest first. */
export function groupsOf(column: Column): {
  readonly large: readonly { readonly group: string | null; readonly members: readonly number[] }[];
  readonly rowsLeftOut: number;
} {
  const rowsOf = new Map<string | null, number[]>();
  const rows = column.kind === 'numeric' ? column.values.length : column.codes.length;
  for (let row = 0; row < rows; row += 1) {
    const value = valueAt(column, row);
    const group = value === null ? null : String(value);
    const known = rowsOf.get(group);
    if (known) known.push(row);
    else rowsOf.set(group, [row]);
  }
  const large = [...rowsOf]
    .map(([group, members]) => ({ group, members }))
    .filter(({ members }) => members.length >= FEWEST_ROWS)
    .sort((a, b) => b.members.length - a.members.length || (String(a.group) < String(b.group) ? -1 : 1))
    .slice(0, MOST_GROUPS);
  return { large, rowsLeftOut: rows - large.reduce((sum, { members }) => sum + members.length, 0) };
}

/** At a probability of exactly the cut-off a person is let through: the doubt is in their favour. */
export function isAccepted(probability: number, favourable: 0 | 1, cutoff: number): boolean {
  return favourable === 1 ? probability >= cutoff : probability <= cutoff;
}

function measure(
  group: string | null,
  members: readonly number[],
  { probability, points, outcomes }: Parameters<typeof fairnessOf>[1],
  favourable: 0 | 1,
  cutoff: number,
): Omit<GroupFairness, 'acceptedRatio'> {
  const own = (values: ArrayLike<number>): Float64Array => Float64Array.from(members, (row) => values[row]!);
  const mean = (values: ArrayLike<number>): number => sumOf(own(values)) / members.length;
  const auc = areaUnderRoc(own(probability), own(outcomes));
  const good = members.filter((row) => outcomes[row] === favourable);
  const acceptedIn = (rows: readonly number[]): number =>
    rows.filter((row) => isAccepted(probability[row]!, favourable, cutoff)).length / rows.length;
  return {
    group,
    rows: members.length,
    observed: mean(outcomes),
    expected: mean(probability),
    meanPoints: mean(points),
    auc: Number.isNaN(auc) ? null : auc,
    accepted: acceptedIn(members),
    acceptedOfGood: good.length === 0 ? null : acceptedIn(good),
  };
}
