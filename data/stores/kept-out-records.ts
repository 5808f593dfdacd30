import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import type { ErasablePart } from '../../scoring/safeguards/erasable-parts.ts';
import type { RecordType } from '../files/columns.ts';
import type { TypedRecord } from '../files/read-records.ts';
import type { Row } from '../bulk.ts';
import type { Database } from '../database.ts';
import { keyOf, type RecordTarget, rowOf, tableOf } from './imported-records.ts';

/** Which part of a person a record of a file belongs to, and the day it tells of; null: to none that can be erased alone. */
function partOf(type: RecordType, row: Row): { readonly part: ErasablePart; readonly on: unknown } | null {
  switch (type) {
    case 'contacts':
      return { part: 'contacts', on: row['happened_on'] };
    case 'incomes':
      return row['source'] === 'person' ? { part: 'told_income', on: row['obtained_on'] } : null;
    case 'restrictions':
      return row['kind'] === 'hardship' ? { part: 'support_needs', on: row['from_on'] } : null;
    case 'consents':
      return {
        part: row['purpose'] === 'support_need' ? 'support_needs' : 'surveys_and_offers',
        on: row['given_on'],
      };
    default:
      return null;
  }
}

const PARTED: readonly RecordType[] = ['contacts', 'incomes', 'restrictions', 'consents'];
const PERSONS_A_QUERY = 5_000;

/**
 * Names of those records that tell again what a person had erased. Hardly any portfolio has one: a file of millions of
 * rows asks but once a chunk.
 */
export async function findErased(
  target: RecordTarget,
  type: RecordType,
  records: readonly TypedRecord[],
): Promise<ReadonlySet<string>> {
  const erased = new Set<string>();
  if (!PARTED.includes(type)) return erased;
  const { db, portfolioId } = target;
  if (!(await isAnythingErased(db, portfolioId))) return erased;
  const rows = records.map((record) => ({ key: keyOf(record), row: rowOf(target, type, record.values) }));
  const marks = await marksOf(
    db,
    rows.flatMap(({ row }) => (typeof row['person_id'] === 'number' ? [row['person_id']] : [])),
  );
  for (const { key, row } of rows) {
    const told = partOf(type, row);
    const until = told && marks.get(`${String(row['person_id'])} ${told.part}`);
    if (until != null && typeof told?.on === 'string' && told.on <= until) erased.add(key);
  }
  return erased;
}

async function isAnythingErased(db: Database, portfolioId: number): Promise<boolean> {
  const first: unknown = await db('erased_parts')
    .join('persons', 'persons.id', 'erased_parts.person_id')
    .where('persons.portfolio_id', portfolioId)
    .first('erased_parts.id');
  return first !== undefined;
}

async function marksOf(db: Database, personIds: readonly number[]): Promise<ReadonlyMap<string, IsoDate>> {
  const marks = new Map<string, IsoDate>();
  const ids = [...new Set(personIds)];
  for (let at = 0; at < ids.length; at += PERSONS_A_QUERY) {
    const rows = await db('erased_parts')
      .whereIn('person_id', ids.slice(at, at + PERSONS_A_QUERY))
      .select<{ person_id: number; part: string; erased_on: IsoDate }[]>('person_id', 'part', 'erased_on');
    for (const row of rows) marks.set(`${row.person_id} ${row.part}`, row.erased_on);
  }
  return marks;
}

/** A bank books on another day than the person paid: so many days lie between at most, weekend and holidays included. */
const BOOKED_WITHIN_DAYS = 5;

/**
 * Payments that were put in by hand, because the person showed that they had paid, meet the row of the bank or the
 * creditor: the one of the same claim and amount, booked within a few days, takes over its name, so that the row counts
 * as known and nothing is paid twice. Tells which rows met one.
 */
export async function matchAddedPayments(
  target: RecordTarget,
  records: readonly TypedRecord[],
): Promise<ReadonlySet<string>> {
  const matched = new Set<string>();
  const { db, portfolioId } = target;
  const added = await addedPayments(db, portfolioId);
  if (added.length === 0) return matched;
  const known = new Set(
    await db(tableOf('payments'))
      .where({ portfolio_id: portfolioId })
      .whereIn('external_id', records.map(keyOf))
      .pluck<string[]>('external_id'),
  );
  const free = [...added];
  for (const record of records) {
    const key = keyOf(record);
    if (known.has(key)) continue;
    const row = rowOf(target, 'payments', record.values);
    const at = free.findIndex((payment) => isSame(payment, row));
    const found = free[at];
    if (found === undefined) continue;
    free.splice(at, 1);
    known.add(key);
    await db('payments').where({ id: found.id, external_id: null }).update({ external_id: key });
    matched.add(key);
  }
  return matched;
}

interface Added {
  readonly id: number;
  readonly claim_id: number;
  readonly amount_cents: number;
  readonly happened_on: IsoDate;
}

/** Those that no row has met yet; a member of staff adds few. */
async function addedPayments(db: Database, portfolioId: number): Promise<readonly Added[]> {
  return db('payments')
    .where({ portfolio_id: portfolioId, external_id: null, source: 'person' })
    .orderBy(['happened_on', 'id'])
    .select<Added[]>('id', 'claim_id', 'amount_cents', 'happened_on');
}

function isSame(payment: Added, row: Row): boolean {
  const on = row['happened_on'];
  return (
    row['claim_id'] === payment.claim_id &&
    row['amount_cents'] === payment.amount_cents &&
    typeof on === 'string' &&
    on >= addDays(payment.happened_on, -BOOKED_WITHIN_DAYS) &&
    on <= addDays(payment.happened_on, BOOKED_WITHIN_DAYS)
  );
}
