import { PLAIN_NUMBER } from '../locate.ts';
import { doubled, doubleLiteral, LONE_SURROGATE, refuseNul, type SqlDialect } from './dialect.ts';

const NUMBER_TYPE = '^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL)';

export const duckdb: SqlDialect = {
  title: 'DuckDB',
  longestName: null,
  barrier: '',
  inline: 'not materialized ',
  quote: (name) => doubled(refuseNul(name), '"'),
  text: (value) =>
    LONE_SURROGATE.test(value)
      ? null
      : value
          .split('\0')
          .map((part) => doubled(part, "'"))
          .join(' || chr(0) || '),
  number: doubleLiteral,
  infinity: "cast('Infinity' as double)",
  list: (items, of) => `[${items.map(of === 'whole' ? String : doubleLiteral).join(', ')}]`,
  numberIn: (column) =>
    [
      `case when ${isNumberColumn(column)} then try_cast(${column} as double)`,
      `  else try_cast(regexp_extract(cast(${column} as varchar), '${PLAIN_NUMBER}', 1) as double)`,
      'end',
    ].join('\n    '),
  numberOfNumberColumn: (column) =>
    `case when ${isNumberColumn(column)} then try_cast(${column} as double) end`,
  textOfTextColumn: (column) =>
    `case when not (${isNumberColumn(column)}) then cast(${column} as varchar) end`,
  isNoNumber: (number) => `${number} is null or isnan(${number})`,
  exp: (exponent) => `exp(${exponent})`,
  lowest: (values, most, count) => {
    const terms = values.map(
      ({ value, name }, at) =>
        `case when ${value} <= ${most} then {'value': ${value}, 'place': ${at + 1}, 'name': ${name}} end`,
    );
    return `list_sort([\n      ${terms.join(',\n      ')}\n    ], 'ASC', 'NULLS LAST')[1:${count}]`;
  },
  nthName: (names, nth) => `${names}[${nth}].name`,
};

function isNumberColumn(column: string): string {
  return `regexp_matches(typeof(${column}), '${NUMBER_TYPE}')`;
}
