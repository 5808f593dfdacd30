import { binColumn, DEFAULT_BINNING } from './binning.ts';
import type { Table } from './table.ts';

/** A column that can tell nothing, or only names the rows. */
export interface UnusableColumn {
  readonly id: string;
  readonly reason: string;
}

interface ColumnsOfSpec {
  readonly target: { readonly name: string };
  readonly drop?: readonly string[];
  readonly special?: Readonly<Record<string, readonly number[]>>;
  readonly categorical?: readonly string[];
}

/** What is left out of a fit whatever the outcomes are. */
export function unusableColumns(table: Table, spec: ColumnsOfSpec): readonly UnusableColumn[] {
  const left = new Set([spec.target.name, ...(spec.drop ?? [])]);
  return table.columns.flatMap((column): UnusableColumn[] => {
    if (left.has(column.id)) return [];
    const outcome = binColumn(column, {
      ...DEFAULT_BINNING,
      special: spec.special?.[column.id],
      categorical: spec.categorical?.includes(column.id) ?? false,
    });
    return outcome.kind === 'dropped' ? [{ id: outcome.id, reason: outcome.reason }] : [];
  });
}

/**
 * The spec with those dropped too. Numbers that run through a whole table do not in a part of it, so a part alone would
 * take them for a measurement, and in a table sorted by outcome for the best of all.
 */
export function withoutUnusable<Spec extends ColumnsOfSpec>(table: Table, spec: Spec): Spec {
  const unusable = unusableColumns(table, spec).map(({ id }) => id);
  return unusable.length === 0 ? spec : { ...spec, drop: [...(spec.drop ?? []), ...unusable] };
}
