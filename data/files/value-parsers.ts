import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import { RECORD_FILES, type Column } from './columns.ts';

/** money: whole cents; date: ISO text; flag: 1 or 0. */
export type Value = string | number | null;

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
/** Numbers of records are indexed; PostgreSQL takes no index entry above about 2,700 bytes. */
const MAX_KEY = 200;
// eslint rule no-control-regex would refuse the characters themselves; NUL is what PostgreSQL cannot keep.
const KEYS: ReadonlySet<string> = new Set(Object.values(RECORD_FILES).map((file) => file.key));
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
  const most = KEYS.has(column.name) ? MAX_KEY : MAX_TEXT;
  return {
    wanted: `text of at most ${most} characters`,
    parse: (text) => (text.length > most || UNREADABLE.test(text) ? undefined : text),
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
