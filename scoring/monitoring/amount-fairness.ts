import type { Column } from '../scorecard/table.ts';
import { sumOf } from './discrimination.ts';
import { groupsOf } from './fairness.ts';

/** Whether amounts or shares are foretold as well, and as high, for each group as came to it: there is no cut-off. */
export interface AmountFairness {
  readonly kind: 'amounts';
  readonly column: string;
  readonly groups: readonly {
    /** Null: not known. */
    readonly group: string | null;
    readonly rows: number;
    /** Means. */
    readonly observed: number;
    readonly expected: number;
    /** observed / expected: below 1 more is foretold of the group than came. Null where nothing is foretold. */
    readonly ratio: number | null;
    readonly meanError: number;
  }[];
  readonly rowsLeftOut: number;
}

export function amountFairnessOf(
  column: Column,
  predicted: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): AmountFairness {
  const { large, rowsLeftOut } = groupsOf(column);
  return {
    kind: 'amounts',
    column: column.id,
    groups: large.map(({ group, members }) => {
      const mean = (of: (row: number) => number): number => sumOf(members.map(of)) / members.length;
      const [observed, expected] = [mean((row) => outcomes[row]!), mean((row) => predicted[row]!)];
      return {
        group,
        rows: members.length,
        observed,
        expected,
        ratio: expected > 0 ? observed / expected : null,
        meanError: mean((row) => Math.abs(outcomes[row]! - predicted[row]!)),
      };
    }),
    rowsLeftOut,
  };
}
