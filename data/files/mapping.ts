import { RECORD_FILES, RECORD_TYPES, type Column, type RecordType } from './columns.ts';
import { dateReader } from './date-formats.ts';
import type { MappedFormats, MappedRecord, MappedValue, Mapping, UnrolledStep } from './mapping-schema.ts';
import type { CsvFile } from './open-csv.ts';
import {
  contradictionIn,
  ERROR_COLUMN,
  type ReaderMade,
  type Refusal,
  type RowRead,
  type TypedRecord,
} from './read-records.ts';
import { parserOf, wantedOf, type Value, type ValueParser } from './value-parsers.ts';

export type { Mapping } from './mapping-schema.ts';

/** A reader that makes the records of a mapping out of each row. A row goes in whole or is refused whole. */
export function mappedReader(
  mapping: Mapping,
  file: Pick<CsvFile, 'name' | 'header' | 'decimal'>,
): ReaderMade {
  const problems: string[] = [];
  const used = new Set<string>();
  const makers = mapping.records.flatMap((record, i) =>
    makersOf({ mapping, file, record, place: `records[${i}]`, problems, used }),
  );
  for (const name of mapping.ignore ?? []) {
    if (!file.header.includes(name)) problems.push(`ignore: "${name}" is not a column of the file`);
    if (used.has(name)) problems.push(`ignore: "${name}" is used by the mapping`);
    used.add(name);
  }
  const idle = file.header.filter((name) => !used.has(name) && name.toLowerCase() !== ERROR_COLUMN);
  if (idle.length > 0) {
    problems.push(
      `${idle.join(', ')}: nothing uses ${idle.length === 1 ? 'this column' : 'these columns'} (map, or list under ignore)`,
    );
  }
  if (problems.length > 0) {
    return {
      kind: 'refused',
      reason: `${file.name}: the mapping "${mapping.name}" does not fit the file: ${problems.join('; ')}`,
    };
  }
  const types = RECORD_TYPES.filter((type) => mapping.records.some((record) => record.type === type));
  const errorAt = file.header.findIndex((name) => name.toLowerCase() === ERROR_COLUMN);
  const read = (fields: readonly string[], row: number): RowRead =>
    readRow(makers, fields, row, errorAt === -1 ? row : firstRowOf(fields[errorAt] ?? '', row));
  return { kind: 'reader', reader: { types, read } };
}

/** A mended row that is sent again keeps the number it had at first, from which its references may be made. */
function firstRowOf(error: string, row: number): number {
  const found = /^row (\d{1,12}): /.exec(error)?.[1];
  return found === undefined ? row : Number(found);
}

function readRow(
  makers: readonly RecordMaker[],
  fields: readonly string[],
  row: number,
  firstRow: number,
): RowRead {
  const records: TypedRecord[] = [];
  let refusals: Refusal[] | null = null;
  for (const maker of makers) {
    if (maker.skips(fields)) continue;
    const values = new Array<Value>(maker.sources.length);
    let sound = true;
    for (let i = 0; i < maker.sources.length; i += 1) {
      const value = maker.sources[i]!.read(fields, row, firstRow);
      if (typeof value === 'object' && value !== null) {
        refusals ??= [];
        refusals.push(value);
        sound = false;
      } else values[i] = value;
    }
    if (!sound) continue;
    const crossed = contradictionIn(maker.type, values);
    if (crossed === null) records.push({ type: maker.type, values });
    else {
      refusals ??= [];
      refusals.push({ row, ...crossed });
    }
  }
  return refusals === null ? { kind: 'records', records } : { kind: 'refused', refusals };
}

/** Makes one record out of a row; an unrolled record has one maker for each step. */
interface RecordMaker {
  readonly type: RecordType;
  readonly skips: (fields: readonly string[]) => boolean;
  readonly sources: readonly ValueSource[];
}

interface ValueSource {
  /** `firstRow` is the row's number when it was first sent; `row` its number in this file. */
  readonly read: (fields: readonly string[], row: number, firstRow: number) => Value | Refusal;
}

/** What putting a record of a mapping to a file needs; problems are gathered, so that all are told at once. */
interface Fitting {
  readonly mapping: Mapping;
  readonly file: Pick<CsvFile, 'header' | 'decimal'>;
  readonly record: MappedRecord;
  readonly place: string;
  readonly problems: string[];
  readonly used: Set<string>;
}

function makersOf(fitting: Fitting): readonly RecordMaker[] {
  const steps: readonly (UnrolledStep | null)[] = fitting.record.unroll ?? [null];
  return steps.map((step, i) => {
    const place = step === null ? fitting.place : `${fitting.place}.unroll[${i}]`;
    const names = new Names({ ...fitting, place }, step);
    const { type } = fitting.record;
    return {
      type,
      skips: skipperOf(fitting, names),
      sources: RECORD_FILES[type].columns.map((column) =>
        sourceOf({ ...fitting, place: `${fitting.place}.columns.${column.name}` }, names, column),
      ),
    };
  });
}

/** Finds the columns and values that a record may name: those of its step first, then those of the file. */
class Names {
  readonly #fitting: Fitting;
  readonly #step: UnrolledStep | null;

  constructor(fitting: Fitting, step: UnrolledStep | null) {
    this.#fitting = fitting;
    this.#step = step;
    for (const [name, column] of Object.entries(step?.columns ?? {}))
      this.#indexOf(column, `${fitting.place}.columns.${name}`);
  }

  /** The place of a column in the row; -1, with a problem noted, when there is none. */
  column(name: string, place: string): number {
    return this.#indexOf(this.#step?.columns?.[name] ?? name, place);
  }

  /** The column as the file calls it. */
  called(name: string): string {
    return this.#step?.columns?.[name] ?? name;
  }

  value(name: string): string | undefined {
    return this.#step?.values?.[name];
  }

  #indexOf(column: string, place: string): number {
    const index = this.#fitting.file.header.indexOf(column);
    if (index === -1) {
      const problem = `${place}: "${column}" is not a column of the file`;
      if (!this.#fitting.problems.includes(problem)) this.#fitting.problems.push(problem);
    } else this.#fitting.used.add(column);
    return index;
  }
}

function skipperOf(fitting: Fitting, names: Names): RecordMaker['skips'] {
  const tests = Object.entries(fitting.record.skip_when ?? {}).map(([name, texts]) => ({
    at: names.column(name, `${fitting.place}.skip_when.${name}`),
    texts: new Set(texts.map((text) => text.trim())),
  }));
  if (tests.length === 0) return () => false;
  return (fields) => tests.some(({ at, texts }) => texts.has((fields[at] ?? '').trim()));
}

function sourceOf(fitting: Fitting, names: Names, column: Column): ValueSource {
  const value = fitting.record.columns[column.name];
  if (value === undefined) return { read: () => null };
  if (typeof value === 'string') return columnSource(fitting, names, column, { column: value });
  if ('column' in value) return columnSource(fitting, names, column, value);
  if ('constant' in value) return constantSource(fitting, column, value.constant);
  if ('template' in value) return templateSource(fitting, names, column, value.template);
  const found = names.value(value.value);
  if (found !== undefined) return constantSource(fitting, column, found);
  fitting.problems.push(`${fitting.place}.value: "${value.value}" is not among the values of the step`);
  return { read: () => null };
}

type ColumnValue = Extract<MappedValue, { column: string }>;

function columnSource(fitting: Fitting, names: Names, column: Column, value: ColumnValue): ValueSource {
  const at = names.column(value.column, fitting.place);
  const field = names.called(value.column);
  const formats: MappedFormats = { ...fitting.mapping.formats, ...value };
  const parser = fileParser(fitting, column, formats);
  const empty = new Set((formats.empty ?? []).map((text) => text.trim()));
  const codes = value.codes === undefined ? null : new Map(Object.entries(value.codes));
  const wanted = codes === null ? null : `one of ${[...codes.keys()].join(', ')}`;
  const times = value.times ?? 1;
  return {
    read: (fields, row) => {
      const text = fields[at] ?? '';
      let trimmed = text.trim();
      if (empty.has(trimmed)) trimmed = '';
      if (codes !== null && trimmed !== '') {
        const code = codes.get(trimmed);
        if (code === undefined) return { row, field, value: text, wanted: wanted! };
        trimmed = code;
      }
      const parsed = parser.parse(trimmed);
      if (parsed === undefined) return { row, field, value: text, wanted: wantedOf(trimmed, column, parser) };
      return times !== 1 && typeof parsed === 'number' ? scaled(parsed, times, column) : parsed;
    },
  };
}

/** Money and counts stay whole. */
function scaled(value: number, times: number, column: Column): number {
  return column.type === 'number' ? value * times : Math.round(value * times);
}

function fileParser(fitting: Fitting, column: Column, formats: MappedFormats): ValueParser {
  return parserOf(column, {
    decimal: formats.decimal ?? fitting.file.decimal,
    thousands: formats.thousands,
    ...(formats.date === undefined ? {} : { date: dateReader(formats.date), dateWanted: formats.date }),
  });
}

/** Constants are written in the plain form: 1234.50, YYYY-MM-DD, true. */
function constantSource(fitting: Fitting, column: Column, text: string): ValueSource {
  const parser = parserOf(column, { decimal: '.' });
  const parsed = parser.parse(text);
  if (parsed === undefined) {
    const problem = `${fitting.place}: "${text}" does not fit (want ${parser.wanted})`;
    if (!fitting.problems.includes(problem)) fitting.problems.push(problem);
  }
  return { read: () => parsed ?? null };
}

function templateSource(fitting: Fitting, names: Names, column: Column, template: string): ValueSource {
  const parser = parserOf(column, { decimal: '.' });
  const pieces = template
    .split(/(\{[^{}]*\})/)
    .map((piece): ((fields: readonly string[], row: number) => string) => {
      const named = /^\{(.*)\}$/.exec(piece)?.[1];
      if (named === undefined) return () => piece;
      const row = /^row(?::(\d{1,2}))?$/.exec(named);
      // Rows of the file count its header; people count their records from 1.
      if (row !== null) return (_, at) => String(at - 1).padStart(Number(row[1] ?? 1), '0');
      const value = names.value(named);
      if (value !== undefined) return () => value;
      const at = names.column(named, `${fitting.place}.template`);
      return (fields) => (fields[at] ?? '').trim();
    });
  return {
    read: (fields, row, firstRow) => {
      let text = '';
      for (const piece of pieces) text += piece(fields, firstRow);
      const parsed = parser.parse(text);
      return parsed === undefined
        ? { row, field: column.name, value: text, wanted: wantedOf(text, column, parser) }
        : parsed;
    },
  };
}
