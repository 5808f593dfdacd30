import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import { RECORD_FILES, REFERENCE_SEPARATOR, type Column, type RecordType } from './columns.ts';
import type { CsvFile } from './open-csv.ts';

/** money: whole cents; date: ISO text; flag: 1 or 0. */
export type Value = string | number | null;

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

/** What a text must look like to be the value of a column. */
export interface ValueParser {
  /** Undefined: the text is no such value. */
  readonly parse: (text: string) => Value | undefined;
  readonly wanted: string;
}

export interface ValueFormats {
  readonly decimal: '.' | ',';
  /** Marks between thousands that are taken out before reading a number. Spaces always are. */
  readonly thousands?: '.' | ',' | "'";
  /** How dates are written; without it YYYY-MM-DD. */
  readonly date?: (text: string) => string | null;
  readonly dateWanted?: string;
}

const MAX_TEXT = 2000;
// eslint rule no-control-regex would refuse the characters themselves; NUL is what PostgreSQL cannot keep.
const UNREADABLE = /[\u0000\ufffd]/;

/** An empty text is null where the column allows it. */
export function parserOf(column: Column, formats: ValueFormats): ValueParser {
  const parser = typeParser(column, formats);
  const { required } = column;
  return {
    wanted: parser.wanted,
    parse: (text) => {
      const trimmed = text.trim();
      if (trimmed === '') return required ? undefined : null;
      return parser.parse(trimmed);
    },
  };
}

export function wantedOf(text: string, column: Column, parser: ValueParser): string {
  return text.trim() === '' && column.required ? `a value: ${parser.wanted}` : parser.wanted;
}

function typeParser(column: Column, formats: ValueFormats): ValueParser {
  switch (column.type) {
    case 'text':
      return textParser(column);
    case 'date':
      return dateParser(formats);
    case 'money':
      return moneyParser(formats, column.signed === true);
    case 'integer':
      return integerParser(formats, column.signed === true);
    case 'number':
      return numberParser(formats, column.signed === true);
    case 'flag':
      return flagParser();
    case 'code':
      return codeParser(column.codes ?? []);
  }
}

function textParser(column: Column): ValueParser {
  if (column.name === 'currency') {
    return {
      wanted: 'three capital letters (ISO 4217), such as EUR',
      parse: (text) => (/^[A-Z]{3}$/.test(text) ? text : undefined),
    };
  }
  return {
    wanted: `text of at most ${MAX_TEXT} characters`,
    parse: (text) => (text.length > MAX_TEXT || UNREADABLE.test(text) ? undefined : text),
  };
}

/** Records before or after these years are slips of the pen: 0025-01-31, 2205-01-31. */
const FIRST_YEAR = '1900';
const LAST_YEAR = '2150';

function dateParser(formats: ValueFormats): ValueParser {
  const toIso = formats.date ?? ((text: string) => text);
  const known = new Map<string, string | undefined>();
  const parse = (text: string): string | undefined => {
    const iso = toIso(text);
    if (iso === null || !isIsoDate(iso)) return undefined;
    return iso.slice(0, 4) >= FIRST_YEAR && iso.slice(0, 4) <= LAST_YEAR ? iso : undefined;
  };
  return {
    wanted: `a date ${formats.dateWanted ?? 'YYYY-MM-DD'} between ${FIRST_YEAR} and ${LAST_YEAR}`,
    // A ledger has few different dates, and checking one costs more than all the rest of its row.
    parse: (text) => {
      if (known.has(text)) return known.get(text);
      const date = parse(text);
      if (known.size < 20_000) known.set(text, date);
      return date;
    },
  };
}

/** Up to 13 digits before the mark stay exact as whole cents. */
const MONEY = /^([-+]?)(\d{1,13})(?:\.(\d{1,2}))?0*$/;

function moneyParser(formats: ValueFormats, signed: boolean): ValueParser {
  const plain = plainNumber(formats);
  const example = formats.decimal === ',' ? '1234,50' : '1234.50';
  return {
    wanted: signed
      ? `an amount such as ${example} or -${example}`
      : `an amount of at least 0, such as ${example}`,
    parse: (text) => {
      const match = MONEY.exec(plain(text));
      if (match === null) return undefined;
      const decimals = match[3] ?? '';
      const cents = Number(match[2]) * 100 + Number(decimals.length === 1 ? `${decimals}0` : decimals);
      if (match[1] !== '-' || cents === 0) return cents;
      return signed ? -cents : undefined;
    },
  };
}

function integerParser(formats: ValueFormats, signed: boolean): ValueParser {
  const plain = plainNumber(formats);
  return {
    wanted: signed ? 'a whole number' : 'a whole number of at least 0',
    parse: (text) => {
      const value = plain(text);
      if (!/^[-+]?\d{1,9}(\.0+)?$/.test(value)) return undefined;
      const number = Number(value) + 0;
      return number < 0 && !signed ? undefined : number;
    },
  };
}

function numberParser(formats: ValueFormats, signed: boolean): ValueParser {
  const plain = plainNumber(formats);
  return {
    wanted: `${signed ? 'a number' : 'a number of at least 0'}, such as ${formats.decimal === ',' ? '0,18' : '0.18'}`,
    parse: (text) => {
      const value = plain(text);
      if (!/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,3})?$/i.test(value)) return undefined;
      const number = Number(value);
      return Number.isFinite(number) && (signed || number >= 0) ? number : undefined;
    },
  };
}

/** Takes the marks between thousands out and turns the decimal mark into a point. */
function plainNumber(formats: ValueFormats): (text: string) => string {
  const { decimal, thousands } = formats;
  return (text) => {
    let value = text;
    if (/\s/.test(value)) value = value.replace(/(\d)[\s\u00a0\u202f](?=\d{3}(\D|$))/g, '$1');
    if (thousands !== undefined && value.includes(thousands)) {
      value = value.replace(
        thousands === '.'
          ? /(\d)\.(?=\d{3}(\D|$))/g
          : thousands === ','
            ? /(\d),(?=\d{3}(\D|$))/g
            : /(\d)'(?=\d{3}(\D|$))/g,
        '$1',
      );
    }
    if (decimal === '.') return value;
    // A mapping may say "decimal comma" of a file whose whole numbers have points between thousands.
    return value.includes('.') ? 'no number' : value.replace(',', '.');
  };
}

const FLAGS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['1', 1],
  ['yes', 1],
  ['jah', 1],
  ['false', 0],
  ['0', 0],
  ['no', 0],
  ['ei', 0],
]);

function flagParser(): ValueParser {
  return { wanted: 'true or false', parse: (text) => FLAGS.get(text.toLowerCase()) };
}

function codeParser(codes: readonly string[]): ValueParser {
  const known = new Set(codes);
  return { wanted: `one of ${codes.join(', ')}`, parse: (text) => (known.has(text) ? text : undefined) };
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

function text(value: Value): string | null {
  return value === null ? null : String(value);
}
