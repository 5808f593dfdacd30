import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type {
  Correction,
  CorrectableList,
  RecordAdded,
  RecordCorrected,
} from '../../scoring/safeguards/corrections.ts';
import type { Database } from '../database.ts';
import { correctIdentity, findCorrectableIdentity } from './identity-corrections.ts';
import { lockImports } from './imports.ts';
import { openRows } from '../sealed-rows.ts';
import type { Vault } from '../vault.ts';

/** Where a list of a person's file lies, the column of each value that may be put right, and what a record is known by. */
interface Place {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly marks?: Readonly<Partial<Record<Mark, string>>>;
  /** A record of it belongs to a claim, whose number it is known by. */
  readonly ofClaim?: true;
}

type RecordList = Exclude<CorrectableList, 'identity'>;

const PLACES: Readonly<Record<RecordList, Place>> = {
  claims: {
    table: 'claims',
    columns: {
      principalCents: 'principal_cents',
      interestCents: 'interest_cents',
      costsCents: 'costs_cents',
      dueOn: 'due_on',
    },
    marks: { number: 'claim_number', creditor: 'creditor' },
  },
  invoices: {
    table: 'invoices',
    ofClaim: true,
    columns: { issuedOn: 'issued_on', dueOn: 'due_on', amountCents: 'amount_cents' },
  },
  payments: {
    table: 'payments',
    ofClaim: true,
    columns: { on: 'happened_on', amountCents: 'amount_cents' },
  },
  plans: {
    table: 'plans',
    ofClaim: true,
    columns: { agreedOn: 'agreed_on', instalmentCents: 'instalment_cents', firstDueOn: 'first_due_on' },
  },
  promises: {
    table: 'promises',
    ofClaim: true,
    columns: { on: 'happened_on', dueOn: 'due_on', amountCents: 'amount_cents' },
  },
  publicRecords: {
    table: 'public_records',
    columns: { on: 'happened_on', endedOn: 'ended_on', amountCents: 'amount_cents' },
    marks: { kind: 'kind', code: 'code' },
  },
  incomes: {
    table: 'incomes',
    columns: { monthlyCents: 'monthly_cents', from: 'from_on', to: 'to_on' },
    marks: { kind: 'kind', code: 'code' },
  },
  statuses: {
    table: 'person_statuses',
    columns: { from: 'from_on', to: 'to_on' },
    marks: { kind: 'kind' },
  },
  contacts: {
    table: 'contacts',
    columns: { on: 'happened_on' },
    marks: { channel: 'channel', direction: 'direction' },
  },
};

const PURPOSE = 'corrected record';

export interface CorrectionMade {
  readonly requestId: number;
  readonly personId: number;
  readonly staffId: number;
  readonly at: IsoInstant;
}

/** What tells one record of a list from another, beside its values. */
export type Mark = 'kind' | 'code' | 'number' | 'creditor' | 'channel' | 'direction';

/** A record that a correction may be about, with its values by their names in the person's file. */
export interface CorrectableRecord {
  readonly list: CorrectableList;
  readonly recordId: number;
  readonly source: string;
  readonly marks: Readonly<Partial<Record<Mark, string>>>;
  readonly values: Readonly<Record<string, string | number | null>>;
}

/** Everything of a person that may be put right. */
export async function listCorrectable(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<readonly CorrectableRecord[]> {
  const identity = await findCorrectableIdentity(db, vault, personId);
  const numbers = new Map(
    (await listClaimsToComplete(db, personId)).map(({ claimId, claimNumber }) => [claimId, claimNumber]),
  );
  const found: CorrectableRecord[] =
    identity === null ? [] : [{ list: 'identity', recordId: personId, marks: {}, ...identity }];
  for (const [list, { table, columns, marks = {}, ofClaim }] of Object.entries(PLACES)) {
    const rows = await db(table)
      .where({ person_id: personId })
      .orderBy('id')
      .select<Record<string, string | number | null>[]>(
        ...['id', 'source', ...(ofClaim === true ? ['claim_id'] : [])],
        ...Object.values(columns),
        ...Object.values(marks),
      );
    for (const row of rows) {
      const number = ofClaim === true ? numbers.get(Number(row['claim_id'])) : undefined;
      found.push({
        list: list as CorrectableList,
        recordId: Number(row['id']),
        source: String(row['source']),
        marks: {
          ...(number === undefined ? {} : { number }),
          ...Object.fromEntries(
            Object.entries(marks).flatMap(([mark, column]) => {
              const value = row[column] ?? null;
              return value === null ? [] : [[mark, String(value)]];
            }),
          ),
        },
        values: Object.fromEntries(
          Object.entries(columns).map(([name, column]) => [name, row[column] ?? null]),
        ),
      });
    }
  }
  return found;
}

/** The person's claims, to which a missing record may be added. */
export async function listClaimsToComplete(
  db: Database,
  personId: number,
): Promise<readonly { readonly claimId: number; readonly claimNumber: string }[]> {
  return (await db('claims')
    .where({ person_id: personId })
    .orderBy('id')
    .select({ claimId: 'id', claimNumber: 'claim_number' })) as { claimId: number; claimNumber: string }[];
}

/**
 * Puts one record right, and keeps it as it stood. The corrected value stands from the day the record was obtained: it
 * was wrong all along, and whatever is decided about that time must rest on what is right. A record that was missing
 * stands from the day it tells of. False: it, or its claim, is not on record.
 */
export async function correctRecord(
  db: Database,
  vault: Vault,
  correction: Correction,
  made: CorrectionMade,
): Promise<boolean> {
  if (correction.act !== 'add' && correction.list === 'identity') {
    const corrected = await correctIdentity(db, vault, correction, made.personId);
    if (corrected === null) return false;
    await keepCorrection(db, vault, made, {
      ...{ table: 'persons', recordId: made.personId, act: correction.act },
      ...{ ...corrected, takenOut: null },
    });
    return true;
  }
  const { list } = correction as Correction & { readonly list: RecordList };
  const done =
    correction.act === 'add'
      ? await addRecord(db, correction, made.personId)
      : await putRight(db, { ...correction, list }, made.personId);
  if (done === null) return false;
  const { before, after, stored } = done;
  await keepCorrection(db, vault, made, {
    ...{ table: PLACES[list].table, recordId: stored.id, act: correction.act, before, after },
    takenOut: after === null ? stored : null,
  });
  return true;
}

async function keepCorrection(
  db: Database,
  vault: Vault,
  made: CorrectionMade,
  kept: {
    readonly table: string;
    readonly recordId: number;
    readonly act: Correction['act'];
    readonly before: object | null;
    readonly after: object | null;
    /** Only of a record that is gone: of the others its own row keeps the sender from writing over it. */
    readonly takenOut: StoredRecord | null;
  },
): Promise<void> {
  const { table, recordId, act, before, after, takenOut } = kept;
  const key = await vault.keyFor(db, made.personId);
  await db('record_corrections').insert({
    request_id: made.requestId,
    person_id: made.personId,
    table_name: table,
    record_id: recordId,
    act,
    portfolio_id: takenOut?.portfolio_id ?? null,
    external_id: takenOut?.external_id ?? null,
    before_sealed: vault.seal(key, JSON.stringify(before), PURPOSE),
    after_sealed: after === null ? null : vault.seal(key, JSON.stringify(after), PURPOSE),
    staff_id: made.staffId,
    at: made.at,
  });
}

interface StoredRecord {
  readonly id: number;
  readonly portfolio_id: number;
  readonly external_id: string | null;
  readonly [column: string]: unknown;
}

/** `stored` is the record as it stands, or as it stood before it was taken out. */
interface Changed {
  readonly before: StoredRecord | null;
  readonly after: StoredRecord | null;
  readonly stored: StoredRecord;
}

async function putRight(
  db: Database,
  { list, recordId, act, values }: RecordCorrected & { readonly list: RecordList },
  personId: number,
): Promise<Changed | null> {
  const { table, columns } = PLACES[list];
  const where = { id: recordId, person_id: personId };
  const before = await db(table).where(where).first<StoredRecord | undefined>();
  if (before === undefined) return null;
  if (act === 'remove') {
    // An import under way would put it back the moment that it is gone.
    await lockImports(db, before.portfolio_id);
    await db(table).where(where).delete();
    return { before, after: null, stored: before };
  }
  await db(table)
    .where(where)
    .update({ ...valuesIn(columns, values), source: 'person' });
  const after = await db(table).where(where).first<StoredRecord>();
  return { before, after, stored: after };
}

async function addRecord(
  db: Database,
  { list, claimId, values }: RecordAdded,
  personId: number,
): Promise<Changed | null> {
  const { table, columns } = PLACES[list];
  const claim = await db('claims')
    .where({ id: claimId, person_id: personId })
    .first<{ portfolio_id: number } | undefined>('portfolio_id');
  if (claim === undefined) return null;
  const [after] = await db(table)
    .insert({
      portfolio_id: claim.portfolio_id,
      person_id: personId,
      claim_id: claimId,
      external_id: null,
      ...valuesIn(columns, values),
      source: 'person',
      obtained_on: values['on'],
      valid_until: null,
    })
    .returning<StoredRecord[]>('*');
  if (after === undefined) throw new Error(`${table}: the database returned no row`);
  return { before: null, after, stored: after };
}

function valuesIn(
  columns: Readonly<Record<string, string>>,
  values: Correction['values'],
): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const column = columns[name];
      if (column === undefined) throw new Error(`no column for "${name}"`);
      return [column, value];
    }),
  );
}

/** A record as it stood before a correction and after it; before is null when it was missing, after when it was taken out. */
export interface CorrectionKept {
  readonly table: string;
  readonly recordId: number;
  readonly at: IsoInstant;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** Oldest first. */
export async function listCorrections(
  db: Database,
  vault: Vault,
  requestId: number,
): Promise<readonly CorrectionKept[]> {
  const rows = await db('record_corrections').where({ request_id: requestId }).orderBy('id').select<
    {
      person_id: number;
      table_name: string;
      record_id: number;
      at: IsoInstant;
      before_sealed: Buffer;
      after_sealed: Buffer | null;
    }[]
  >();
  return openRows(db, vault, rows, (row, { open }) => {
    const before = open(row.before_sealed, PURPOSE);
    if (before === null) return null;
    const after = open(row.after_sealed, PURPOSE);
    return {
      table: row.table_name,
      recordId: row.record_id,
      at: row.at,
      before: JSON.parse(before) as Record<string, unknown> | null,
      after: after === null ? null : (JSON.parse(after) as Record<string, unknown>),
    };
  });
}
