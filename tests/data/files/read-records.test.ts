import { expect } from 'chai';
import fc from 'fast-check';
import { RECORD_FILES, RECORD_TYPES, type Column, type RecordType } from '../../../data/files/columns.ts';
import { columnIndex, recordReader, type RowRead } from '../../../data/files/read-records.ts';
import { inOrder, typeNamedBy } from '../../../data/files/record-folder.ts';
import { sayRefusal } from '../../../data/files/refused-rows.ts';
import { parserOf, type Value, type ValueFormats } from '../../../data/files/value-parsers.ts';

const PLAIN: ValueFormats = { decimal: '.' };
const COMMA: ValueFormats = { decimal: ',' };

function column(type: Column['type'], more: Partial<Column> = {}): Column {
  return { name: 'x', type, required: false, meaning: '', ...more };
}

function readerOf(type: RecordType, header: readonly string[], decimal: '.' | ',' = '.') {
  const made = recordReader(type, { name: `${type}.csv`, header, decimal });
  if (made.kind === 'refused') throw new Error(made.reason);
  return made.reader;
}

function valuesOf(read: RowRead): readonly Value[] {
  if (read.kind === 'refused') throw new Error(read.refusals.map(sayRefusal).join('; '));
  return read.records[0]!.values;
}

describe('the values of a record', () => {
  it('money is whole cents, however it is written', () => {
    const money = (text: string, formats = PLAIN, more: Partial<Column> = {}) =>
      parserOf(column('money', more), formats).parse(text);
    expect(money('1234.5')).to.equal(123_450);
    expect(money('1234.50')).to.equal(123_450);
    expect(money('1 234.50')).to.equal(123_450);
    expect(money('0.10')).to.equal(10);
    expect(money('+5')).to.equal(500);
    expect(money('12.3400')).to.equal(1234);
    expect(money('1234,50', COMMA)).to.equal(123_450);
    expect(money('1\u00a0234\u00a0567,89', COMMA)).to.equal(123_456_789);
    expect(money('1.234,50', { ...COMMA, thousands: '.' })).to.equal(123_450);
    expect(money("1'234.50", { ...PLAIN, thousands: "'" })).to.equal(123_450);
    expect(money('-3.20', PLAIN, { signed: true })).to.equal(-320);
    expect(money('-0', PLAIN)).to.equal(0);
  });

  it('what is no amount, or could be read in two ways, is refused', () => {
    for (const text of [
      '1,234.50',
      '1.234',
      '12.345',
      'EUR 5',
      '5 €',
      '1e3',
      '--1',
      '.',
      '12 34',
      '-3.20',
      '99999999999999',
    ]) {
      expect(parserOf(column('money'), PLAIN).parse(text), text).to.equal(undefined);
    }
    expect(parserOf(column('money'), COMMA).parse('1.234')).to.equal(undefined);
  });

  it('every amount in cents is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom(PLAIN, COMMA), (cents, formats) => {
        const text = (cents / 100).toFixed(2).replace('.', formats.decimal);
        expect(parserOf(column('money', { signed: true }), formats).parse(text)).to.equal(
          cents === 0 ? 0 : cents,
        );
      }),
    );
  });

  it('a date must be a day that there was, in the years of living people', () => {
    const date = (text: string) => parserOf(column('date'), PLAIN).parse(text);
    expect(date('2024-02-29')).to.equal('2024-02-29');
    for (const text of [
      '2025-02-29',
      '31-02',
      '2025-13-01',
      '0025-01-01',
      '2205-01-01',
      '2025-1-1',
      '2025-01-01T00:00',
    ]) {
      expect(date(text), text).to.equal(undefined);
    }
  });

  it('a flag is told in English, Estonian or a figure; a code only as it stands', () => {
    const flag = parserOf(column('flag'), PLAIN);
    expect(['true', 'Jah', '1', 'yes'].map((text) => flag.parse(text))).to.deep.equal([1, 1, 1, 1]);
    expect(['false', 'ei', '0', 'NO'].map((text) => flag.parse(text))).to.deep.equal([0, 0, 0, 0]);
    expect(flag.parse('maybe')).to.equal(undefined);
    const code = parserOf(column('code', { codes: ['sms', 'call'] }), PLAIN);
    expect(code.parse('sms')).to.equal('sms');
    expect(code.parse('SMS')).to.equal(undefined);
  });

  it('an empty value is nothing, or is refused where one is required', () => {
    expect(parserOf(column('money'), PLAIN).parse('  ')).to.equal(null);
    expect(parserOf(column('money', { required: true }), PLAIN).parse('')).to.equal(undefined);
  });

  it('a number of a record is no longer than a database can look up, and no text holds a zero character', () => {
    const key = parserOf(column('text', { name: 'claim_number' }), PLAIN);
    expect(key.parse('õ'.repeat(200))).to.have.length(200);
    expect(key.parse('õ'.repeat(201))).to.equal(undefined);
    expect(parserOf(column('text'), PLAIN).parse('a\u0000b')).to.equal(undefined);
  });
});

describe('reading the rows of a record file', () => {
  const header = RECORD_FILES.payments.columns.map((one) => one.name);
  const row = ['T-1', 'C-1', '2026-02-01', '10.00', '', 'creditor', '2026-02-01', ''];

  it('takes the columns in any order and case, and those that may be left out', () => {
    const shuffled = ['AMOUNT', 'source', 'On', 'external_id', 'claim_number', 'obtained_on'];
    const values = valuesOf(
      readerOf('payments', shuffled).read(['5', 'creditor', '2026-02-01', 'T', 'C', '2026-02-02'], 2),
    );
    expect(values[columnIndex('payments', 'amount')]).to.equal(500);
    expect(values[columnIndex('payments', 'reversed_on')]).to.equal(null);
  });

  it('names every field at fault in a row, not only the first', () => {
    const read = readerOf('payments', header).read(
      ['', 'C-1', '31-02', '10.00', '', 'creditor', '2026-02-01', ''],
      412,
    );
    expect(
      read.kind === 'refused' && read.refusals.map((one) => `row ${one.row}: ${sayRefusal(one)}`),
    ).to.deep.equal([
      'row 412: external_id is empty (want a value: text of at most 200 characters)',
      'row 412: on "31-02" (want a date YYYY-MM-DD between 1900 and 2150)',
    ]);
  });

  it('a representative without a role, and a debtor who is also co-debtor, are refused', () => {
    const persons = [
      'person_ref',
      'jurisdiction',
      'language',
      'person_kind',
      'representative_name',
      'source',
      'obtained_on',
    ];
    const read = readerOf('persons', persons).read(
      ['P', 'EE', 'et', 'natural', 'Jaan', 'creditor', '2026-01-01'],
      2,
    );
    expect(read.kind === 'refused' && read.refusals[0]!.field).to.equal('representative_role');
    const names = RECORD_FILES.claims.columns.map((one) => one.name);
    const claim: Record<string, string> = {
      claim_number: 'C',
      person_ref: 'P-1',
      co_debtor_refs: 'P-2|P-1',
      creditor: 'K',
      ownership: 'owned',
      product: 'loan',
      consumer: 'true',
      currency: 'EUR',
      principal: '1',
      interest: '0',
      costs: '0',
      opened_on: '2025-01-01',
      due_on: '2025-02-01',
      source: 'creditor',
      obtained_on: '2026-01-01',
    };
    const fields = names.map((name) => claim[name] ?? '');
    const refused = readerOf('claims', names).read(fields, 3);
    expect(refused.kind === 'refused' && refused.refusals[0]!.field).to.equal('co_debtor_refs');
  });

  it('whatever stands in a row, it is read or refused with what was wanted, and never throws', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('', '0', '-1', '2026-01-01', 'EE', 'true', ...row),
    );
    fc.assert(
      fc.property(fc.constantFrom(...RECORD_TYPES), fc.infiniteStream(cell), (type, cells) => {
        const names = RECORD_FILES[type].columns.map((one) => one.name);
        const fields = names.map(() => cells.next().value as string);
        const read = readerOf(type, names).read(fields, 7);
        if (read.kind === 'records') expect(read.records[0]!.values).to.have.length(names.length);
        else
          for (const refusal of read.refusals)
            expect(refusal)
              .to.include({ row: 7 })
              .and.have.property('wanted')
              .that.is.a('string')
              .and.not.equal('');
      }),
      { numRuns: 500 },
    );
  });
});

describe('the name of a file', () => {
  it('tells the record type, also with a date or "refused" behind it', () => {
    expect(typeNamedBy('/in/claims.csv')).to.equal('claims');
    expect(typeNamedBy('claim_events-2026-09.csv')).to.equal('claim_events');
    expect(typeNamedBy('Claims.refused.CSV')).to.equal('claims');
    expect(typeNamedBy('claimsexport.csv')).to.equal(null);
    expect(typeNamedBy('claims.xlsx')).to.equal(null);
  });

  it('puts files in the order in which they must go in', () => {
    const files = (['payments', 'claims', 'persons'] as const).map((type) => ({ type }));
    expect(inOrder(files).map(({ type }) => type)).to.deep.equal(['persons', 'claims', 'payments']);
  });
});
