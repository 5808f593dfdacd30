import { findColumn, someOf, type Table } from './table.ts';

export interface Target {
  readonly kind: 'target';
  /** 0 or 1 for every row. */
  readonly outcomes: Float64Array;
}

export interface TargetRefusal {
  readonly kind: 'refused';
  readonly code:
    | 'no_target'
    | 'target_missing_values'
    | 'target_not_binary'
    | 'target_named_otherwise'
    | 'target_one_class'
    | 'too_few_rows';
  readonly reason: string;
}

const YES = new Set(['1', 'true', 'yes', 'y']);
const NO = new Set(['0', 'false', 'no', 'n']);

/** Reads the outcome column; anything but two classes is refused with what was found instead. */
export function readTarget(table: Table, name: string): Target | TargetRefusal {
  const column = findColumn(table, name);
  if (!column) {
    const names = someOf(table.columns.map(({ id }) => id));
    return refused('no_target', `the table has no target column "${name}" (its columns: ${names})`);
  }
  if (table.rows < 10) return refused('too_few_rows', `the table has ${table.rows} rows (want at least 10)`);
  const outcomes = new Float64Array(table.rows);
  const others = new Set<string>();
  const has = { no: false, yes: false };
  let missing = 0;
  for (let row = 0; row < table.rows; row += 1) {
    if (column.kind === 'numeric') {
      const value = column.values[row]!;
      if (Number.isNaN(value)) missing += 1;
      else if (value === 0 || value === 1) {
        outcomes[row] = value;
        has[value === 1 ? 'yes' : 'no'] = true;
      } else if (others.size < 1000) others.add(String(value));
    } else {
      const text = column.dictionary[column.codes[row]!];
      if (text === undefined) missing += 1;
      else if (YES.has(text.toLowerCase())) {
        outcomes[row] = 1;
        has.yes = true;
      } else if (NO.has(text.toLowerCase())) has.no = true;
      else if (others.size < 1000) others.add(text);
    }
  }
  if (others.size > 0) {
    return notBinary(name, [...others], has);
  }
  if (missing > 0) {
    return refused(
      'target_missing_values',
      `target "${name}" is missing in ${missing} of ${table.rows} rows (want 0 or 1 in every row: leave out the rows ` +
        'whose outcome is not known)',
    );
  }
  const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (positives === 0 || positives === table.rows) {
    const only = positives === 0 ? 0 : 1;
    return refused(
      'target_one_class',
      `target "${name}" is ${only} in every row: there is nothing to tell apart`,
    );
  }
  return { kind: 'target', outcomes };
}

/** Two values under other names only want renaming; more are another kind of target. */
function notBinary(
  name: string,
  others: readonly string[],
  has: { readonly no: boolean; readonly yes: boolean },
): TargetRefusal {
  const found = [...(has.no ? ['0'] : []), ...(has.yes ? ['1'] : []), ...others];
  if (found.length === 2) {
    const [first, second] = found as [string, string];
    return refused(
      'target_named_otherwise',
      `target "${name}" has the values "${first}" and "${second}" (want 1 for the outcome to foretell, 0 for the other)`,
    );
  }
  const examples = others.slice(0, 3).map((value) => `"${value}"`);
  const count =
    others.length >= 1000 ? 'many values' : others.length === 1 ? 'one value' : `${others.length} values`;
  const besides = has.no || has.yes ? ' besides 0 and 1' : '';
  const such = others.length === 1 ? '' : 'such as ';
  return refused(
    'target_not_binary',
    `target "${name}" is no class of two: it has ${count}${besides}, ${such}${examples.join(', ')} (want 0 or 1 in every row)`,
  );
}

function refused(code: TargetRefusal['code'], reason: string): TargetRefusal {
  return { kind: 'refused', code, reason };
}
