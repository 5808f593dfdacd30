import { findColumn, someOf, type Table } from './table.ts';

export interface ContinuousTarget {
  readonly kind: 'target';
  readonly outcomes: Float64Array;
}

export interface ContinuousTargetRefusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/** Published terms are whole multiples of 2⁻²⁰; smaller amounts would be rounded away, larger ones not add exactly. */
const SMALLEST_UNIT = 0.01;
const LARGEST_AMOUNT = 2 ** 32;

/** Reads an outcome on a scale: any number for an amount, 0 to 1 for a share. */
export function readContinuousTarget(
  table: Table,
  name: string,
  kind: 'amount' | 'share',
): ContinuousTarget | ContinuousTargetRefusal {
  const column = findColumn(table, name);
  if (!column) {
    const names = someOf(table.columns.map(({ id }) => id));
    return refused(`the table has no target column "${name}" (its columns: ${names})`);
  }
  if (column.kind !== 'numeric') {
    return refused(`target "${name}" holds words, such as "${column.dictionary[0] ?? ''}" (want numbers)`);
  }
  if (table.rows < 20) return refused(`the table has ${table.rows} rows (want at least 20)`);
  const { values } = column;
  const missing = values.filter((value) => Number.isNaN(value)).length;
  if (missing > 0) return refused(`target "${name}" is missing in ${missing} of ${table.rows} rows`);
  const endless = values.findIndex((value) => !Number.isFinite(value));
  if (endless >= 0)
    return refused(`target "${name}" is ${values[endless]} in row ${endless + 2} (want a number)`);
  const outside = values.filter((value) => value < 0 || value > 1);
  if (kind === 'share' && outside.length > 0) {
    return refused(
      `target "${name}" is no share: ${outside.length} rows lie outside 0 to 1, such as ${outside[0]} ` +
        '(want shares, or --kind amount)',
    );
  }
  if (values.every((value) => value === values[0])) {
    return refused(`target "${name}" is ${values[0]} in every row: there is nothing to tell apart`);
  }
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (kind === 'amount' && (largest < SMALLEST_UNIT || largest > LARGEST_AMOUNT)) {
    return refused(
      `target "${name}" reaches ${largest}: terms are published to a millionth and add up exactly to ${LARGEST_AMOUNT} ` +
        `(want a unit in which the largest lies between ${SMALLEST_UNIT} and ${LARGEST_AMOUNT})`,
    );
  }
  return { kind: 'target', outcomes: values };
}

function refused(reason: string): ContinuousTargetRefusal {
  return { kind: 'refused', reason };
}
