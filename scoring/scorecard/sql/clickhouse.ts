import { PLAIN_NUMBER } from '../locate.ts';
import { doubled, doubleLiteral, LONE_SURROGATE, refuseNul, type SqlDialect } from './dialect.ts';

/** Missing numbers are NaN, not NULL: ClickHouse compares columns that cannot be NULL much faster. */
export const clickhouse: SqlDialect = {
  title: 'ClickHouse',
  longestName: null,
  barrier: '',
  inline: '',
  quote: (name) => doubled(escaped(refuseNul(name)), '"'),
  text: (value) => (LONE_SURROGATE.test(value) ? null : doubled(escaped(value), "'")),
  number: doubleLiteral,
  infinity: 'inf',
  list: (items, of) => `[${items.map(of === 'whole' ? String : doubleLiteral).join(', ')}]`,
  numberIn: (column) =>
    [
      `ifNull(if(${isNumberColumn(column)}, toFloat64(${column}),`,
      `  toFloat64OrNull(extract(ifNull(toString(${column}), ''), '${escaped(PLAIN_NUMBER)}'))), nan)`,
    ].join('\n    '),
  // ClickHouse looks for the bits of a number in a list, where −0 is not 0: adding 0 makes it 0.
  numberOfNumberColumn: (column) =>
    `ifNull(if(${isNumberColumn(column)}, toFloat64OrNull(toString(${column})), null), nan) + 0`,
  textOfTextColumn: (column) => `if(${isNumberColumn(column)}, null, toString(${column}))`,
  isNoNumber: (number) => `isNaN(${number})`,
  exp: (exponent) => `exp(${exponent})`,
  lowest: (values, most, count) => {
    const terms = values.map(({ value, name }, at) => `(${value}, ${at + 1}, ${name})`);
    return [
      'arrayMap(term -> term.3, arraySlice(arraySort(arrayFilter(',
      `  term -> term.1 <= ${most},`,
      `  [\n      ${terms.join(',\n      ')}\n    ]`,
      `)), 1, ${count}))`,
    ].join('\n    ');
  },
  nthName: (names, nth) => `if(length(${names}) >= ${nth}, ${names}[${nth}], null)`,
};

function isNumberColumn(column: string): string {
  return `match(toTypeName(${column}), '(^|[(])(U?Int|Float|Decimal)[0-9(]')`;
}

/** A backslash has a meaning between ClickHouse's quotes, of names too. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\0', '\\0');
}
