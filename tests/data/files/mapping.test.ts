import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { mappedReader } from '../../../data/files/mapping.ts';
import { mappingOptions, readMapping, type Mapping } from '../../../data/files/mapping-schema.ts';
import { recordTables } from '../../../data/files/record-tables.ts';
import { columnIndex, type RowRead, type TypedRecord } from '../../../data/files/read-records.ts';

describe('a mapping', () => {
  const person = `
  - type: persons
    columns:
      person_ref: client
      jurisdiction: {constant: EE}
      language: {column: lang, codes: {EST: et, RUS: en}}
      person_kind: {constant: natural}
      name: {template: '{first} {last}'}
      source: {constant: creditor}
      obtained_on: {column: seen, date: DD.MM.YYYY}
`;
  const personHeader = ['client', 'lang', 'first', 'last', 'seen'];

  function mapping(text: string): Mapping {
    const read = readMapping(text);
    if (read.kind === 'refused') throw new Error(read.problems.join('\n'));
    return read.mapping;
  }

  function problems(text: string): readonly string[] {
    const read = readMapping(text);
    return read.kind === 'refused' ? read.problems : [];
  }

  function reading(text: string, header: readonly string[], decimal: '.' | ',' = '.') {
    const made = mappedReader(mapping(text), { name: 'ledger.csv', header, decimal });
    if (made.kind === 'refused') throw new Error(made.reason);
    return made.reader;
  }

  function misfit(text: string, header: readonly string[]): string {
    const made = mappedReader(mapping(text), { name: 'ledger.csv', header, decimal: '.' });
    if (made.kind !== 'refused') throw new Error('the mapping was not refused');
    return made.reason;
  }

  function recordsOf(read: RowRead): readonly TypedRecord[] {
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.refusals));
    return read.records;
  }

  function valueOf(record: TypedRecord | undefined, column: string): unknown {
    return record?.values[columnIndex(record.type, column)];
  }

  it('renames, sets constants, puts texts together, turns codes and reads dates as they are written', () => {
    const reader = reading(`name: m\nrecords:${person}`, personHeader);
    const [record] = recordsOf(reader.read(['K-1', 'EST', 'Mari', 'Maasikas', '03.01.2026'], 2));
    expect(valueOf(record, 'person_ref')).to.equal('K-1');
    expect(valueOf(record, 'jurisdiction')).to.equal('EE');
    expect(valueOf(record, 'language')).to.equal('et');
    expect(valueOf(record, 'name')).to.equal('Mari Maasikas');
    expect(valueOf(record, 'obtained_on')).to.equal('2026-01-03');
    expect(valueOf(record, 'email')).to.equal(null);
  });

  it('refuses a value with its row, its column in the file, and what was wanted', () => {
    const reader = reading(`name: m\nrecords:${person}`, personHeader);
    expect(reader.read(['K-1', 'SWE', 'Mari', 'Maasikas', '31.02.2026'], 412)).to.deep.equal({
      kind: 'refused',
      refusals: [
        { row: 412, field: 'lang', value: 'SWE', wanted: 'one of EST, RUS' },
        { row: 412, field: 'seen', value: '31.02.2026', wanted: 'a date DD.MM.YYYY between 1900 and 2150' },
      ],
    });
  });

  it('reads every way of writing a date, and no other than the one stated', () => {
    const ways = {
      'DD.MM.YYYY': '03.01.2026',
      'MM/DD/YYYY': '01/03/2026',
      YYYYMMDD: '20260103',
      'D.M.YYYY': '3.1.2026',
      'YYYY/MM/DD': '2026/01/03',
    };
    for (const [format, text] of Object.entries(ways)) {
      const reader = reading(
        `name: m\nformats: {date: ${format}}\nrecords:${person.replace(', date: DD.MM.YYYY', '')}`,
        personHeader,
      );
      const [record] = recordsOf(reader.read(['K', 'EST', 'a', 'b', text], 2));
      expect(valueOf(record, 'obtained_on'), format).to.equal('2026-01-03');
      const other = reader.read(['K', 'EST', 'a', 'b', '2026-1-3x'], 2);
      expect(other.kind).to.equal('refused');
    }
    expect(problems(`name: m\nformats: {date: DD.MM}\nrecords:${person}`)).to.deep.equal([
      'formats.date: want YYYY, MM and DD (or D, M) once each, such as DD.MM.YYYY',
    ]);
  });

  const payment = `
  - type: payments
    unroll:
      - {columns: {paid: P1}, values: {month: 2026-01, day: 2026-01-15}}
      - {columns: {paid: P2}, values: {month: 2026-02, day: 2026-02-15}}
    skip_when: {paid: ['0', '']}
    columns:
      external_id: {template: '{row:4}-{month}'}
      claim_number: claim
      on: {value: day}
      amount: {column: paid, thousands: '.', decimal: ','}
      source: {constant: creditor}
      obtained_on: {value: day}
`;

  it('unrolls repeated columns into records with their own dates, and skips those that are nothing', () => {
    const reader = reading(`name: m\nrecords:${payment}`, ['claim', 'P1', 'P2']);
    const records = recordsOf(reader.read(['C-1', '0', '1.234,50'], 8));
    expect(records).to.have.length(1);
    expect(valueOf(records[0], 'external_id')).to.equal('0007-2026-02');
    expect(valueOf(records[0], 'on')).to.equal('2026-02-15');
    expect(valueOf(records[0], 'amount')).to.equal(123_450);
  });

  it('a mended row that is sent again keeps the number that its references are made of', () => {
    const reader = reading(`name: m\nrecords:${payment}`, ['claim', 'P1', 'P2', 'error']);
    const [record] = recordsOf(reader.read(['C-1', '5', '0', 'row 412: paid "x" (want an amount)'], 2));
    expect(valueOf(record, 'external_id')).to.equal('0411-2026-01');
  });

  it('a row goes in whole or is refused whole', () => {
    const reader = reading(`name: m\nrecords:${payment}`, ['claim', 'P1', 'P2']);
    expect(reader.read(['C-1', '5', 'lots'], 8).kind).to.equal('refused');
  });

  it('multiplies figures told in thousands, and takes what means nothing as nothing', () => {
    const text = `name: m\nformats: {empty: [NA]}\nrecords:${payment}`.replace(
      "thousands: '.', decimal: ','",
      'times: 1000',
    );
    const reader = reading(text, ['claim', 'P1', 'P2']);
    expect(valueOf(recordsOf(reader.read(['C', '1.5', '0'], 2))[0], 'amount')).to.equal(150_000);
    expect(reader.read(['C', 'NA', '0'], 2)).to.deep.include({ kind: 'refused' });
  });

  it('takes figures and truths of YAML as the texts that they are in a file', () => {
    const text = `name: m\nrecords:${payment}`.replace("{paid: ['0', '']}", "{paid: [0, '']}");
    const reader = reading(text, ['claim', 'P1', 'P2']);
    expect(recordsOf(reader.read(['C-1', '0', '7'], 2))).to.have.length(1);
  });

  it('names the place of every problem in itself', () => {
    expect(problems('name: m\nrecords:\n  - {type: person, columns: {}}')[0]).to.match(
      /^records\[0\]\.type: /,
    );
    expect(problems(`name: m\ncolour: red\nrecords:${person}`)[0]).to.match(/^the mapping: .*colour/);
    expect(problems(`name: m\nrecords:${person.replace('person_kind:', 'kind_of_person:')}`)).to.deep.equal([
      'records[0].columns.kind_of_person: persons have no such column (want one of person_ref, jurisdiction, language, adult_on, person_kind, name, personal_code, email, phone, address, representative_role, representative_name, representative_contact, source, obtained_on, valid_until)',
      'records[0].columns.person_kind: is missing, and persons need it',
    ]);
    expect(problems('name: [')[0]).to.be.a('string');
  });

  it('does not fit a file that lacks its columns, or has others that nothing uses', () => {
    expect(misfit(`name: m\nrecords:${person}`, ['client', 'lang', 'first', 'seen', 'age'])).to.equal(
      'ledger.csv: the mapping "m" does not fit the file: records[0].columns.name.template: "last" is not a column of the file; age: nothing uses this column (map, or list under ignore)',
    );
    expect(misfit(`name: m\nignore: [age]\nrecords:${person}`, personHeader)).to.contain(
      'ignore: "age" is not a column of the file',
    );
    expect(misfit(`name: m\nignore: [lang]\nrecords:${person}`, personHeader)).to.contain(
      'ignore: "lang" is used by the mapping',
    );
  });

  it('does not fit when a constant is none of its column', () => {
    const text = `name: m\nrecords:${person.replace('{constant: natural}', '{constant: human}')}`;
    expect(misfit(text, personHeader)).to.contain(
      'records[0].columns.person_kind: "human" does not fit (want one of natural, legal)',
    );
  });

  it('has every option explained in docs/importing.md', () => {
    const paper = readFileSync(new URL('../../../docs/importing.md', import.meta.url), 'utf8');
    for (const { path, description } of mappingOptions()) {
      expect(description, path).not.to.equal('');
      expect(paper, `docs/importing.md lacks ${path}`).to.contain(`| \`${path}\` | ${description} |`);
    }
  });

  it('and every column of every record file stand in docs/importing.md', () => {
    const paper = readFileSync(new URL('../../../docs/importing.md', import.meta.url), 'utf8');
    expect(paper).to.contain(recordTables());
  });

  it('of the Taiwanese table never reads a protected column', () => {
    const text = readFileSync(new URL('../../../data/mappings/taiwan-default.yaml', import.meta.url), 'utf8');
    expect(mapping(text).ignore).to.deep.equal(['SEX', 'EDUCATION', 'MARRIAGE', 'AGE']);
  });
});
