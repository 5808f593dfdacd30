import { parseDocument } from 'yaml';
import { z } from 'zod';
import { JURISDICTIONS, RECORD_FILES, RECORD_TYPES, type RecordType } from './columns.ts';
import { isDateFormat } from './date-formats.ts';
import { ENCODINGS } from './open-csv.ts';

const DATE_FORMAT = z
  .string()
  .refine(isDateFormat, 'want YYYY, MM and DD (or D, M) once each, such as DD.MM.YYYY')
  .describe(
    'How dates are written: YYYY, MM and DD (D and M without leading zeros), with what stands between.',
  );
const DECIMAL = z.enum(['.', ',']).describe('The decimal mark; found out when left out.');
const THOUSANDS = z
  .enum(['.', ',', "'"])
  .describe('Mark between thousands, taken out before a number is read. Spaces always are.');
/** YAML reads 0, 1.5 and true as what they look like; here they are texts of a file like any other. */
const TEXT = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const EMPTY = z
  .array(TEXT)
  .describe('Texts that mean "nothing", such as NA or -; the empty text always does.');

const FORMATS = {
  date: DATE_FORMAT.optional(),
  decimal: DECIMAL.optional(),
  thousands: THOUSANDS.optional(),
  empty: EMPTY.optional(),
};

/** Where the value of a column comes from: a column of the file by its name alone, or one of these. */
const SOURCE = z.union(
  [
    z.string().min(1),
    z.strictObject({
      column: z
        .string()
        .min(1)
        .describe('A column of the file, or a name given by `columns` of an unrolled step.'),
      ...FORMATS,
      codes: z
        .record(z.string(), TEXT)
        .optional()
        .describe('What stands in the file → what is stored. A value that is not listed is refused.'),
      times: z
        .number()
        .positive()
        .optional()
        .describe('Figures in the file are multiplied by this: 1000 where it counts in thousands.'),
    }),
    z.strictObject({
      constant: TEXT.describe('The same value in every record, in the plain form of its type.'),
    }),
    z.strictObject({
      template: z
        .string()
        .min(1)
        .describe(
          'Text with {COLUMN}, {row} (data rows from 1, {row:5} with leading zeros) or {NAME} of an unrolled step in it.',
        ),
    }),
    z.strictObject({ value: z.string().min(1).describe('A name given by `values` of an unrolled step.') }),
  ],
  'want the name of a column, or one of {column: …}, {constant: …}, {template: …}, {value: …}',
);

const STEP = z.strictObject({
  columns: z
    .record(z.string(), z.string())
    .optional()
    .describe('Name in this record → column of the file, another one at each step.'),
  values: z
    .record(z.string(), TEXT)
    .optional()
    .describe('Name in this record → a text, another one at each step.'),
});

const RECORD = z.strictObject({
  type: z.enum(RECORD_TYPES).describe('The type of record that is made.'),
  columns: z.record(z.string(), SOURCE).describe('Column of the record → where its value comes from.'),
  unroll: z
    .array(STEP)
    .min(1)
    .optional()
    .describe('Makes one record for each step: for a file that repeats columns, one for each month.'),
  skip_when: z
    .record(z.string(), z.array(TEXT))
    .optional()
    .describe('Column → texts: where the row (or step) has one of them, no record is made.'),
});

const MAPPING = z.strictObject({
  name: z.string().min(1).describe('What the mapping is called.'),
  description: z.string().optional().describe('What file it reads and where that comes from.'),
  portfolio: z
    .strictObject({
      name: z.string().min(1).describe('The portfolio, made when it is not there yet.'),
      controller: z.string().min(1).describe('Who answers for the personal data: the creditor or lender.'),
      kind: z.enum(['collection', 'credit']).describe('Claims to collect, or credit to decide on.'),
      jurisdiction: z.enum(JURISDICTIONS).describe('Whose law the relations are under.'),
      policy: z.string().optional().describe('The policy that its runs take unless told otherwise.'),
    })
    .optional()
    .describe('The portfolio that the records go into, unless the import names one.'),
  file: z
    .strictObject({
      encoding: z
        .enum(ENCODINGS)
        .optional()
        .describe('Needed for 8-bit code pages only; UTF-8 and UTF-16 are found out.'),
      delimiter: z.enum([',', ';', '\t', '|']).optional().describe('Found out when left out.'),
      decimal: DECIMAL.optional(),
    })
    .optional()
    .describe('How the file is written, where that cannot be found out.'),
  formats: z
    .strictObject(FORMATS)
    .optional()
    .describe('How values are written in the whole file; a single column may differ.'),
  ignore: z
    .array(z.string())
    .optional()
    .describe(
      'Columns of the file that are left out on purpose. Any other column that nothing uses is refused.',
    ),
  records: z.array(RECORD).min(1).describe('The records that each row makes.'),
});

/** A mapping as written, checked for form; {@link ./mapping.ts} puts it to a file. */
export type Mapping = z.infer<typeof MAPPING>;
export type MappedRecord = Mapping['records'][number];
export type MappedValue = MappedRecord['columns'][string];
export type MappedFormats = NonNullable<Mapping['formats']>;
export type UnrolledStep = NonNullable<MappedRecord['unroll']>[number];

export type MappingRead =
  | { readonly kind: 'mapping'; readonly mapping: Mapping }
  /** Each names its place: `records[2].columns.amount: …`. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Reads the text of a mapping file. */
export function readMapping(text: string): MappingRead {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) {
    return { kind: 'refused', problems: document.errors.map((error) => error.message.split('\n')[0]!) };
  }
  const parsed = MAPPING.safeParse(document.toJS({ maxAliasCount: 20 }));
  if (!parsed.success) {
    return {
      kind: 'refused',
      problems: parsed.error.issues.map((issue) => `${placeOf(issue.path)}: ${issue.message}`),
    };
  }
  const problems = parsed.data.records.flatMap((record, i) => recordProblems(record, `records[${i}]`));
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'mapping', mapping: parsed.data };
}

export interface MappingOption {
  /** As in `records.columns.column`. */
  readonly path: string;
  readonly description: string;
}

/** Every option with its description, for the test that each stands in docs/importing.md. */
export function mappingOptions(): readonly MappingOption[] {
  const options: MappingOption[] = [];
  walk(MAPPING, '', options);
  return options;
}

function recordProblems(record: MappedRecord, place: string): readonly string[] {
  const { columns } = RECORD_FILES[record.type];
  const problems: string[] = [];
  for (const name of Object.keys(record.columns)) {
    if (!columns.some((column) => column.name === name)) {
      problems.push(
        `${place}.columns.${name}: ${record.type} have no such column (want one of ${columnNames(record.type)})`,
      );
    }
  }
  for (const column of columns) {
    if (column.required && !(column.name in record.columns)) {
      problems.push(`${place}.columns.${column.name}: is missing, and ${record.type} need it`);
    }
  }
  return problems;
}

function columnNames(type: RecordType): string {
  return RECORD_FILES[type].columns.map((column) => column.name).join(', ');
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return place.replace(/^\./, '') || 'the mapping';
}

function walk(schema: unknown, path: string, options: MappingOption[]): void {
  if (schema instanceof z.ZodOptional) walk(schema.unwrap(), path, options);
  else if (schema instanceof z.ZodArray) walk(schema.element, path, options);
  else if (schema instanceof z.ZodRecord) walk(schema.valueType, path, options);
  else if (schema instanceof z.ZodUnion) for (const choice of schema.options) walk(choice, path, options);
  else if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, unknown>> = schema.shape;
    for (const [name, below] of Object.entries(shape)) {
      const at = path === '' ? name : `${path}.${name}`;
      options.push({ path: at, description: descriptionOf(below) });
      walk(below, at, options);
    }
  }
}

function descriptionOf(schema: unknown): string {
  if (!(schema instanceof z.ZodType)) return '';
  if (schema.description !== undefined || !(schema instanceof z.ZodOptional)) return schema.description ?? '';
  return descriptionOf(schema.unwrap());
}
