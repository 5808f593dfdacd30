import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import { RECORD_FILES, REFERENCE_SEPARATOR, type Column, type RecordType } from './columns.ts';
import type { CsvFile } from './open-csv.ts';
import { parserOf, wantedOf, type Value } from './value-parsers.ts';

/** One record, its values in the order of `RECORD_FILES[type].columns`. */
export interface TypedRecord {
  readonly type: RecordType;
  readonly values: readonly Value[];
}

/**
 * Why a row does not go in. `value` may be personal data: it belongs in the answer to whoever sent the file and in
 * the file of refused rows, never in a log.
 */
export interface Refusal {
  readonly row: number;
  /** The column of the file, or of the record where no column of the file is at fault; null for the row as a whole. */
  readonly field: string | null;
  readonly value: string | null;
  readonly wanted: string;
}

/** A row that was not taken, as it came, with all that is wrong with it. */
export interface RefusedRow {
  readonly row: number;
  readonly fields: readonly string[];
  readonly refusals: readonly Refusal[];
}

export type RowRead =
  | { readonly kind: 'records'; readonly records: readonly TypedRecord[] }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** Turns the fields of one sound row into records, or says why it cannot. */
export interface RowReader {
  readonly read: (fields: readonly string[], row: number) => RowRead;
  /** The record types that may come out, in the order in which they must go in. */
  readonly types: readonly RecordType[];
}

export type ReaderMade =
  | { readonly kind: 'reader'; readonly reader: RowReader }
  | { readonly kind: 'refused'; readonly reason: string };

/** Added to refused rows when they are given back; ignored when they are sent again. */
export const ERROR_COLUMN = 'error';

/** A reader of a file that has the columns of one record type, in any order. */
export function recordReader(
  type: RecordType,
  file: Pick<CsvFile, 'name' | 'header' | 'decimal'>,
): ReaderMade {
  const { columns } = RECORD_FILES[type];
  const names = file.header.map((name) => name.toLowerCase());
  const known = new Set(columns.map((column) => column.name));
  const unknown = file.header.filter((_, i) => !known.has(names[i]!) && names[i] !== ERROR_COLUMN);
  const missing = columns.filter((column) => column.required && !names.includes(column.name));
  if (unknown.length > 0 || missing.length > 0) {
    return { kind: 'refused', reason: headerProblem(type, file.name, unknown, missing, columns) };
  }
  const places = columns.map((column) => names.indexOf(column.name));
  const parsers = columns.map((column) => parserOf(column, { decimal: file.decimal }));
  const read = (fields: readonly string[], row: number): RowRead => {
    const values: Value[] = new Array<Value>(columns.length);
    let refusals: Refusal[] | null = null;
    for (let i = 0; i < columns.length; i += 1) {
      const place = places[i]!;
      const text = place === -1 ? '' : fields[place]!;
      const value = parsers[i]!.parse(text);
      if (value === undefined) {
        refusals ??= [];
        refusals.push({
          row,
          field: columns[i]!.name,
          value: text,
          wanted: wantedOf(text, columns[i]!, parsers[i]!),
        });
      } else values[i] = value;
    }
    if (refusals !== null) return { kind: 'refused', refusals };
    const crossed = contradictionIn(type, values);
    if (crossed !== null) return { kind: 'refused', refusals: [{ row, ...crossed }] };
    return { kind: 'records', records: [{ type, values }] };
  };
  return { kind: 'reader', reader: { read, types: [type] } };
}

function headerProblem(
  type: RecordType,
  fileName: string,
  unknown: readonly string[],
  missing: readonly Column[],
  columns: readonly Column[],
): string {
  const parts: string[] = [];
  if (missing.length > 0) parts.push(`lacks ${missing.map((column) => column.name).join(', ')}`);
  if (unknown.length > 0) parts.push(`has ${unknown.slice(0, 10).join(', ')}, which ${type} do not have`);
  const all = columns.map((column) => (column.required ? column.name : `[${column.name}]`)).join(', ');
  return `${fileName}: the header ${parts.join(' and ')} (want ${all}; those in brackets may be left out. A file with other columns needs a mapping)`;
}

type Contradiction = Omit<Refusal, 'row'>;

/** What no single value shows: an end before its beginning, a code that its kind does not have. */
export function contradictionIn(type: RecordType, values: readonly Value[]): Contradiction | null {
  for (const [first, last] of PERIODS[type] ?? []) {
    const from = values[first];
    const to = values[last];
    if (from != null && to != null && to < from) {
      const columns = RECORD_FILES[type].columns;
      return {
        field: columns[last]!.name,
        value: String(to),
        wanted: `a date on or after ${columns[first]!.name}, which is ${from}`,
      };
    }
  }
  if (type === 'claim_events') return eventContradiction(values);
  if (type === 'outcomes') return outcomeContradiction(values);
  if (type === 'claims') return coDebtorContradiction(values);
  if (type === 'persons') return representativeContradiction(values);
  return null;
}

const PERIOD_NAMES: Readonly<Partial<Record<RecordType, readonly (readonly [string, string])[]>>> = {
  statuses: [['from', 'to']],
  consents: [['given_on', 'withdrawn_on']],
  restrictions: [['from', 'to']],
  incomes: [['from', 'to']],
  public_records: [['on', 'ended_on']],
  plans: [['agreed_on', 'ended_on']],
  payments: [['on', 'reversed_on']],
};

const PERIODS = Object.fromEntries(
  Object.entries(PERIOD_NAMES).map(([type, pairs]) => [
    type,
    pairs.map(([first, last]) => [
      columnIndex(type as RecordType, first),
      columnIndex(type as RecordType, last),
    ]),
  ]),
) as Readonly<Partial<Record<RecordType, readonly (readonly [number, number])[]>>>;

/** Where a column stands in the values of a record. */
export function columnIndex(type: RecordType, name: string): number {
  const index = RECORD_FILES[type].columns.findIndex((column) => column.name === name);
  if (index === -1) throw new Error(`${type} have no column ${name}`);
  return index;
}

const EVENT_KIND = columnIndex('claim_events', 'kind');
const EVENT_CODE = columnIndex('claim_events', 'code');
const EVENT_AMOUNT = columnIndex('claim_events', 'amount');
const EVENT_CODES: Readonly<Record<string, readonly string[]>> = {
  phase: ['amicable', 'court', 'enforcement', 'insolvency'],
  closed: ['paid', 'sold', 'written_off'],
};

function eventContradiction(values: readonly Value[]): Contradiction | null {
  const kind = String(values[EVENT_KIND]);
  const code = values[EVENT_CODE] ?? null;
  const codes = EVENT_CODES[kind];
  if (codes !== undefined && !codes.includes(String(code))) {
    return { field: 'code', value: text(code), wanted: `for ${kind} one of ${codes.join(', ')}` };
  }
  if (kind === 'limitation' && !isIsoDate(String(code))) {
    return { field: 'code', value: text(code), wanted: 'for limitation the new date YYYY-MM-DD' };
  }
  if ((kind === 'interest' || kind === 'cost') && values[EVENT_AMOUNT] === null) {
    return { field: 'amount', value: null, wanted: `for ${kind} an amount` };
  }
  return null;
}

const OUTCOME_CLAIM = columnIndex('outcomes', 'claim_number');
const OUTCOME_APPLICATION = columnIndex('outcomes', 'application_number');

function outcomeContradiction(values: readonly Value[]): Contradiction | null {
  const about = [values[OUTCOME_CLAIM], values[OUTCOME_APPLICATION]].filter((value) => value !== null);
  if (about.length === 1) return null;
  return {
    field: 'claim_number',
    value: text(values[OUTCOME_CLAIM] ?? null),
    wanted: 'either a claim_number or an application_number, not both and not neither',
  };
}

const CLAIM_PERSON = columnIndex('claims', 'person_ref');
const CLAIM_CO_DEBTORS = columnIndex('claims', 'co_debtor_refs');

function coDebtorContradiction(values: readonly Value[]): Contradiction | null {
  const refs = values[CLAIM_CO_DEBTORS];
  if (typeof refs !== 'string') return null;
  const parts = refs.split(REFERENCE_SEPARATOR);
  if (
    parts.every((ref) => ref.trim() !== '' && ref !== values[CLAIM_PERSON]) &&
    new Set(parts).size === parts.length
  ) {
    return null;
  }
  return {
    field: 'co_debtor_refs',
    value: refs,
    wanted: `other persons than the first, each once, separated by ${REFERENCE_SEPARATOR}`,
  };
}

const REPRESENTATIVE = ['representative_role', 'representative_name', 'representative_contact'].map((name) =>
  columnIndex('persons', name),
);

function representativeContradiction(values: readonly Value[]): Contradiction | null {
  const [role, ...rest] = REPRESENTATIVE.map((place) => values[place]);
  if (role !== null || rest.every((value) => value === null)) return null;
  return {
    field: 'representative_role',
    value: null,
    wanted: 'the role of the representative who is named',
  };
}

function text(value: Value): string | null {
  return value === null ? null : String(value);
}
