import { allocateIds, insertMany, insertNew, type Cell, type Row } from '../bulk.ts';
import type { Database } from '../database.ts';
import { RECORD_FILES, REFERENCE_SEPARATOR, type Column, type RecordType } from '../files/columns.ts';
import { columnIndex, type TypedRecord } from '../files/read-records.ts';
import type { Value } from '../files/value-parsers.ts';
import { personalCodeIndex, personRefIndex, sealIdentity, sealRepresentative } from '../identity.ts';
import type { Vault } from '../vault.ts';
import type { RecordReferences } from './record-references.ts';

/** Where records go, and what is needed to seal them and to find what they refer to. */
export interface RecordTarget {
  readonly db: Database;
  readonly vault: Vault;
  readonly portfolioId: number;
  readonly references: RecordReferences;
}

/**
 * Inserts the records of one type that are not there yet and tells how many were new. What they refer to must have
 * been looked up, and be known: {@link RecordReferences.look}.
 */
export async function insertRecords(
  target: RecordTarget,
  type: RecordType,
  records: readonly TypedRecord[],
): Promise<number> {
  if (records.length === 0) return 0;
  switch (type) {
    case 'persons':
      return insertPersons(target, records);
    case 'claims':
      return insertClaims(target, records);
    case 'applications':
      return insertApplications(target, records);
    default:
      return insertNew(
        target.db,
        tableOf(type),
        records.map((record) => rowOf(target, type, record.values)),
      );
  }
}

/** How many of these keys of one type are on record already. */
export async function findKnownKeys(
  db: Database,
  portfolioId: number,
  type: RecordType,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (let at = 0; at < keys.length; at += 5_000) {
    const rows = (await db(tableOf(type))
      .select('external_id')
      .where({ portfolio_id: portfolioId })
      .whereIn('external_id', keys.slice(at, at + 5_000))) as readonly { external_id: string }[];
    for (const row of rows) known.add(row.external_id);
  }
  return known;
}

/** Of these keys of one type those whose record a correction has taken out: whoever sends them again knows no better. */
export async function findTakenOut(
  db: Database,
  portfolioId: number,
  type: RecordType,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const of = { portfolio_id: portfolioId, table_name: tableOf(type) };
  const out = new Set<string>();
  // Hardly any portfolio has one; a file of millions of rows asks but once a chunk.
  if ((await db('record_corrections').where(of).whereNotNull('external_id').first('id')) === undefined)
    return out;
  for (let at = 0; at < keys.length; at += 5_000) {
    const found = await db('record_corrections')
      .where(of)
      .whereIn('external_id', keys.slice(at, at + 5_000))
      .pluck<string[]>('external_id');
    for (const key of found) out.add(key);
  }
  return out;
}

/** Where records of a type lie. */
export function tableOf(type: RecordType): string {
  return TABLES[type] ?? type;
}

const TABLES: Readonly<Partial<Record<RecordType, string>>> = {
  statuses: 'person_statuses',
  measures: 'measures_taken',
};

/** Columns of the file under other names in the table: `on`, `from` and `to` are words of SQL. */
const RENAMED: Readonly<Record<string, string>> = { on: 'happened_on', from: 'from_on', to: 'to_on' };

interface PlainColumn {
  readonly at: number;
  readonly name: string;
}

const PLAIN_COLUMNS = Object.fromEntries(
  Object.values(RECORD_FILES).map((file) => [
    file.type,
    file.columns.flatMap((column, at): PlainColumn[] =>
      isPlain(file.type, column) ? [{ at, name: tableColumn(column) }] : [],
    ),
  ]),
) as unknown as Readonly<Record<RecordType, readonly PlainColumn[]>>;

function isPlain(type: RecordType, column: Column): boolean {
  if (column.sealed === true || column.refersTo !== undefined) return false;
  return (
    !['person_ref', 'co_debtor_refs'].includes(column.name) &&
    !(type === 'persons' && column.name === 'representative_role')
  );
}

function tableColumn(column: Column): string {
  if (column.type === 'money') return `${column.name}_cents`;
  return RENAMED[column.name] ?? column.name;
}

function plainRow(type: RecordType, values: readonly Value[]): Record<string, Cell> {
  const row: Record<string, Cell> = {};
  for (const { at, name } of PLAIN_COLUMNS[type]) row[name] = values[at]!;
  return row;
}

type Places = Readonly<{ person: number; claim: number; application: number; key: number }>;

const PLACES = Object.fromEntries(
  Object.values(RECORD_FILES).map((file) => {
    const place = (name: string) => file.columns.findIndex((column) => column.name === name);
    return [
      file.type,
      {
        person: place('person_ref'),
        claim: place('claim_number'),
        application: place('application_number'),
        key: place(file.key),
      },
    ];
  }),
) as Readonly<Record<RecordType, Places>>;

/** The name its sender knows the record by. */
export function keyOf(record: TypedRecord): string {
  return record.values[PLACES[record.type].key] as string;
}

/** A row of a table whose records refer to a person, to a claim, or to an application. */
export function rowOf(target: RecordTarget, type: RecordType, values: readonly Value[]): Row {
  const { person, claim, application } = PLACES[type];
  const row = plainRow(type, values);
  row.portfolio_id = target.portfolioId;
  const claimNumber = claim === -1 ? null : (values[claim] as string | null);
  const applicationNumber = application === -1 ? null : (values[application] as string | null);
  const found = claimNumber === null ? undefined : target.references.claim(claimNumber);
  if (claim !== -1) row.claim_id = found?.claimId ?? null;
  if (person !== -1) row.person_id = target.references.person(values[person] as string)!;
  else row.person_id = found?.personId ?? null;
  if (type === 'outcomes') {
    const about = applicationNumber === null ? undefined : target.references.application(applicationNumber);
    row.application_id = about?.applicationId ?? null;
    row.person_id ??= about?.personId ?? null;
    // A target for training carries no provenance of its own: the file it came in is the creditor's.
    row.source = 'creditor';
    row.obtained_on = row.happened_on!;
    row.valid_until = null;
  }
  return row;
}

const PERSON = {
  ref: columnIndex('persons', 'person_ref'),
  name: columnIndex('persons', 'name'),
  personalCode: columnIndex('persons', 'personal_code'),
  email: columnIndex('persons', 'email'),
  phone: columnIndex('persons', 'phone'),
  address: columnIndex('persons', 'address'),
  role: columnIndex('persons', 'representative_role'),
  representativeName: columnIndex('persons', 'representative_name'),
  representativeContact: columnIndex('persons', 'representative_contact'),
  source: columnIndex('persons', 'source'),
  obtainedOn: columnIndex('persons', 'obtained_on'),
  validUntil: columnIndex('persons', 'valid_until'),
};

async function insertPersons(target: RecordTarget, records: readonly TypedRecord[]): Promise<number> {
  const { db, vault, references, portfolioId } = target;
  const fresh = onlyNew(records, (ref) => references.person(ref) === undefined);
  const ids = await allocateIds(db, 'persons', fresh.length);
  const keys = await vault.createKeys(db, ids);
  const rows = fresh.map(({ values }, i): Row => {
    const text = (place: number) => values[place] as string | null;
    const personRef = text(PERSON.ref)!;
    const personalCode = text(PERSON.personalCode);
    references.rememberPerson(personRef, ids[i]!);
    const row = plainRow('persons', values);
    row.id = ids[i]!;
    row.portfolio_id = portfolioId;
    row.person_ref_index = personRefIndex(vault, personRef);
    row.identifier_index = personalCode === null ? null : personalCodeIndex(vault, personalCode);
    row.identity_sealed = sealIdentity(vault, keys.get(ids[i]!)!, {
      personRef,
      name: text(PERSON.name),
      personalCode,
      email: text(PERSON.email),
      phone: text(PERSON.phone),
      address: text(PERSON.address),
    });
    return row;
  });
  await insertMany(db, 'persons', rows);
  await insertRepresentatives(target, fresh, ids);
  return fresh.length;
}

async function insertRepresentatives(
  { db, vault, portfolioId }: RecordTarget,
  records: readonly TypedRecord[],
  ids: readonly number[],
): Promise<void> {
  const represented = records.flatMap(({ values }, i) =>
    values[PERSON.role] === null ? [] : [{ values, personId: ids[i]! }],
  );
  if (represented.length === 0) return;
  const keys = await vault.keysFor(
    db,
    represented.map(({ personId }) => personId),
  );
  const rows = represented.map(
    ({ values, personId }): Row => ({
      portfolio_id: portfolioId,
      person_id: personId,
      external_id: null,
      kind: values[PERSON.role]!,
      from_on: values[PERSON.obtainedOn]!,
      to_on: null,
      identity_sealed: sealRepresentative(vault, keys.get(personId)!, {
        name: values[PERSON.representativeName] as string | null,
        contact: values[PERSON.representativeContact] as string | null,
      }),
      source: values[PERSON.source]!,
      obtained_on: values[PERSON.obtainedOn]!,
      valid_until: values[PERSON.validUntil]!,
    }),
  );
  await insertMany(db, 'representatives', rows);
}

const CO_DEBTORS = columnIndex('claims', 'co_debtor_refs');

async function insertClaims(target: RecordTarget, records: readonly TypedRecord[]): Promise<number> {
  const { db, references } = target;
  const fresh = onlyNew(records, (number) => references.claim(number) === undefined);
  const ids = await allocateIds(db, 'claims', fresh.length);
  const parties: Row[] = [];
  const rows = fresh.map(({ values }, i): Row => {
    const row = rowOf(target, 'claims', values) as Record<string, Cell>;
    delete row.claim_id;
    row.id = ids[i]!;
    row.claim_number = values[PLACES.claims.key]!;
    row.external_id = row.claim_number;
    references.rememberClaim(row.claim_number as string, {
      claimId: ids[i]!,
      personId: row.person_id as number,
    });
    for (const ref of coDebtorRefs(values)) parties.push(partyOf(target, row, references.person(ref)!));
    return row;
  });
  await insertMany(db, 'claims', rows);
  await insertMany(db, 'claim_parties', parties);
  return fresh.length;
}

/** The other persons that a claim names. */
export function coDebtorRefs(values: readonly Value[]): readonly string[] {
  const refs = values[CO_DEBTORS] as string | null;
  return refs === null ? [] : refs.split(REFERENCE_SEPARATOR).map((ref) => ref.trim());
}

function partyOf(target: RecordTarget, claim: Row, personId: number): Row {
  return {
    portfolio_id: target.portfolioId,
    external_id: null,
    person_id: personId,
    claim_id: claim.id!,
    role: 'co_debtor',
    source: claim.source!,
    obtained_on: claim.obtained_on!,
    valid_until: claim.valid_until!,
  };
}

async function insertApplications(target: RecordTarget, records: readonly TypedRecord[]): Promise<number> {
  const { db, references } = target;
  const fresh = onlyNew(records, (number) => references.application(number) === undefined);
  const ids = await allocateIds(db, 'applications', fresh.length);
  const rows = fresh.map(({ values }, i): Row => {
    const row = rowOf(target, 'applications', values) as Record<string, Cell>;
    row.id = ids[i]!;
    row.external_id = values[PLACES.applications.key]!;
    references.rememberApplication(row.external_id as string, {
      applicationId: ids[i]!,
      personId: row.person_id as number,
    });
    return row;
  });
  await insertMany(db, 'applications', rows);
  return fresh.length;
}

/** Those that are not on record, each once. */
function onlyNew(records: readonly TypedRecord[], isNew: (key: string) => boolean): readonly TypedRecord[] {
  const first = new Map<string, TypedRecord>();
  for (const record of records) {
    const key = keyOf(record);
    if (isNew(key) && !first.has(key)) first.set(key, record);
  }
  return [...first.values()];
}
