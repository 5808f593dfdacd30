import { RECORD_FILES, RECORD_TYPES, type Column } from './columns.ts';

/** The columns of every record file as docs/importing.md shows them; a test compares. */
export function recordTables(): string {
  return RECORD_TYPES.map((type) => {
    const { key, columns } = RECORD_FILES[type];
    const rows = columns.map(
      (column) => `| \`${column.name}\` | ${formOf(column)} | ${notesOn(column, key)} |`,
    );
    return [
      '',
      `### ${type}.csv`,
      '',
      '| column | form | meaning |',
      '| --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  }).join('');
}

function formOf(column: Column): string {
  const form = column.type === 'code' ? `one of ${(column.codes ?? []).join(', ')}` : FORMS[column.type];
  return column.required ? form : `${form}; may be empty`;
}

const FORMS: Readonly<Record<Exclude<Column['type'], 'code'>, string>> = {
  text: 'text',
  date: 'date',
  money: 'amount',
  integer: 'whole number',
  number: 'number',
  flag: 'true or false',
};

function notesOn(column: Column, key: string): string {
  const notes = [column.meaning];
  if (column.name === key) notes.push('the key: the same one again changes nothing');
  if (column.refersTo !== undefined) notes.push(`must be on record (${column.refersTo})`);
  if (column.sealed === true) notes.push("sealed under the person's own key");
  return notes.join('; ').replaceAll('|', '\\|');
}
