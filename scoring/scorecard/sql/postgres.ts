import { PLAIN_NUMBER } from '../locate.ts';
import { doubled, doubleLiteral, LONE_SURROGATE, refuseNul, type SqlDialect } from './dialect.ts';

const NUMBER_TYPES = `'{smallint,integer,bigint,numeric,real,"double precision"}'::regtype[]`;
const LIST_TYPES = { number: 'double precision', whole: 'integer' } as const;

export const postgres: SqlDialect = {
  title: 'PostgreSQL',
  longestName: 63,
  barrier: '\n  offset 0 -- else PostgreSQL works each step out again wherever the next one names it',
  inline: '',
  quote: (name) => doubled(refuseNul(name), '"'),
  text: textLiteral,
  number: (value) => `${doubleLiteral(value)}::double precision`,
  infinity: "cast('Infinity' as double precision)",
  list: (items, of) =>
    `(array[${items.map(of === 'whole' ? String : doubleLiteral).join(', ')}]::${LIST_TYPES[of]}[])`,
  numberIn: (column) =>
    [
      `case when ${isNumberColumn(column)} then ${column}::double precision`,
      `  else substring(${column}::text from '${PLAIN_NUMBER}')::double precision`,
      'end',
    ].join('\n    '),
  numberOfNumberColumn: (column) =>
    `case when ${isNumberColumn(column)} then ${column}::text::double precision end`,
  textOfTextColumn: (column) => `case when not ${isNumberColumn(column)} then ${column}::text end`,
  isNoNumber: (number) => `${number} is null or ${number} = 'NaN'`,
  // PostgreSQL refuses a power that is too small for a double; beyond 700 a probability no longer changes.
  exp: (exponent) => `exp(greatest(${exponent}, -700))`,
  lowest: (values, most, count) => {
    const rows = values.map(({ value, name }, at) => `(${value}, ${at + 1}, ${name})`);
    return [
      'array(select name from (values',
      `    ${rows.join(',\n        ')}`,
      '  ) as term (value, place, name)',
      `  where value <= ${most} order by value, place limit ${count})`,
    ].join('\n    ');
  },
  nthName: (names, nth) => `${names}[${nth}]`,
};

function isNumberColumn(column: string): string {
  return `(pg_typeof(${column}) = any (${NUMBER_TYPES}))`;
}

function textLiteral(value: string): string | null {
  if (value.includes('\0') || LONE_SURROGATE.test(value)) return null;
  // An old setting (standard_conforming_strings = off) gives a backslash a meaning; between E quotes it always has one.
  return value.includes('\\') ? `E${doubled(value.replaceAll('\\', '\\\\'), "'")}` : doubled(value, "'");
}
