import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { type Database, isPostgres } from '../database.ts';

export interface PersonPage {
  readonly portfolioId: number;
  /** Persons with a larger number; 0 for the first page. */
  readonly afterPersonId: number;
  readonly limit: number;
}

export async function countPersons(db: Database, portfolioId: number): Promise<number> {
  const [row] = (await db('persons').where({ portfolio_id: portfolioId }).count({ count: '*' })) as [
    { count: number },
  ];
  return row.count;
}

/** Who of a range of persons (after `after`, up to `last`) is on record now. */
export async function findPersonsThere(
  db: Database,
  portfolioId: number,
  after: number,
  last: number,
): Promise<ReadonlySet<number>> {
  const ids = (await db('persons')
    .where('portfolio_id', portfolioId)
    .andWhere('id', '>', after)
    .andWhere('id', '<=', last)
    .pluck('id')) as readonly number[];
  return new Set(ids);
}

/**
 * Everything on record about the next persons of a portfolio, in order of their number. A claim is in the file of its
 * first person, who answers for it; the others who owe it are named in `coDebtorIds`.
 */
export async function readPersonFiles(db: Database, page: PersonPage): Promise<readonly PersonFile[]> {
  const ids = (await db('persons')
    .where({ portfolio_id: page.portfolioId })
    .andWhere('id', '>', page.afterPersonId)
    .orderBy('id')
    .limit(page.limit)
    .pluck('id')) as readonly number[];
  return filesOf(db, ids, page.portfolioId);
}

export async function readPersonFile(db: Database, personId: number): Promise<PersonFile | null> {
  const found = (await db('persons').select('portfolio_id').where({ id: personId }).first()) as
    | { portfolio_id: number }
    | undefined;
  if (found === undefined) return null;
  return (await filesOf(db, [personId], found.portfolio_id))[0] ?? null;
}

type Field = string | { readonly column: string; readonly as: 'flag' | 'co_debtors' };

interface RecordList {
  readonly table: string;
  /** Lists are in order of this date, then of the record's number. */
  readonly orderBy: string;
  readonly fields: Readonly<Record<string, Field>>;
}

const PROVENANCE = { source: 'source', obtainedOn: 'obtained_on', validUntil: 'valid_until' };
const PERIOD = { from: 'from_on', to: 'to_on' };

const PERSON: RecordList = {
  table: 'persons',
  orderBy: 'id',
  fields: {
    personId: 'id',
    jurisdiction: 'jurisdiction',
    language: 'language',
    adultOn: 'adult_on',
    personKind: 'person_kind',
    ...PROVENANCE,
  },
};

const LISTS: Readonly<Record<Exclude<keyof PersonFile, 'person'>, RecordList>> = {
  statuses: {
    table: 'person_statuses',
    orderBy: 'from_on',
    fields: { personId: 'person_id', kind: 'kind', ...PERIOD, ...PROVENANCE },
  },
  claims: {
    table: 'claims',
    orderBy: 'opened_on',
    fields: {
      claimId: 'id',
      claimNumber: 'claim_number',
      personId: 'person_id',
      coDebtorIds: { column: 'id', as: 'co_debtors' },
      creditor: 'creditor',
      ownership: 'ownership',
      product: 'product',
      consumer: { column: 'consumer', as: 'flag' },
      currency: 'currency',
      principalCents: 'principal_cents',
      interestCents: 'interest_cents',
      costsCents: 'costs_cents',
      creditLimitCents: 'credit_limit_cents',
      openedOn: 'opened_on',
      dueOn: 'due_on',
      contractEndedOn: 'contract_ended_on',
      limitationOn: 'limitation_on',
      ...PROVENANCE,
    },
  },
  claimEvents: {
    table: 'claim_events',
    orderBy: 'happened_on',
    fields: {
      claimId: 'claim_id',
      on: 'happened_on',
      kind: 'kind',
      code: 'code',
      amountCents: 'amount_cents',
      ...PROVENANCE,
    },
  },
  invoices: {
    table: 'invoices',
    orderBy: 'issued_on',
    fields: {
      claimId: 'claim_id',
      issuedOn: 'issued_on',
      dueOn: 'due_on',
      amountCents: 'amount_cents',
      reportedMonthsLate: 'reported_months_late',
      ...PROVENANCE,
    },
  },
  payments: {
    table: 'payments',
    orderBy: 'happened_on',
    fields: {
      claimId: 'claim_id',
      on: 'happened_on',
      amountCents: 'amount_cents',
      reversedOn: 'reversed_on',
      ...PROVENANCE,
    },
  },
  plans: {
    table: 'plans',
    orderBy: 'agreed_on',
    fields: {
      claimId: 'claim_id',
      agreedOn: 'agreed_on',
      instalmentCents: 'instalment_cents',
      instalments: 'instalments',
      firstDueOn: 'first_due_on',
      endedOn: 'ended_on',
      ended: 'ended',
      ...PROVENANCE,
    },
  },
  promises: {
    table: 'promises',
    orderBy: 'happened_on',
    fields: {
      claimId: 'claim_id',
      on: 'happened_on',
      dueOn: 'due_on',
      amountCents: 'amount_cents',
      ...PROVENANCE,
    },
  },
  contacts: {
    table: 'contacts',
    orderBy: 'happened_on',
    fields: {
      personId: 'person_id',
      claimId: 'claim_id',
      on: 'happened_on',
      channel: 'channel',
      direction: 'direction',
      result: 'result',
      ...PROVENANCE,
    },
  },
  measures: {
    table: 'measures_taken',
    orderBy: 'happened_on',
    fields: {
      claimId: 'claim_id',
      on: 'happened_on',
      measure: 'measure',
      creditorCostCents: 'creditor_cost_cents',
      debtorCostCents: 'debtor_cost_cents',
      ...PROVENANCE,
    },
  },
  publicRecords: {
    table: 'public_records',
    orderBy: 'happened_on',
    fields: {
      personId: 'person_id',
      kind: 'kind',
      on: 'happened_on',
      endedOn: 'ended_on',
      amountCents: 'amount_cents',
      code: 'code',
      monthlyCents: 'monthly_cents',
      ...PROVENANCE,
    },
  },
  incomes: {
    table: 'incomes',
    orderBy: 'from_on',
    fields: {
      personId: 'person_id',
      kind: 'kind',
      code: 'code',
      monthlyCents: 'monthly_cents',
      count: 'count',
      ...PERIOD,
      verified: { column: 'verified', as: 'flag' },
      ...PROVENANCE,
    },
  },
  applications: {
    table: 'applications',
    orderBy: 'happened_on',
    fields: {
      applicationId: 'id',
      applicationNumber: 'application_number',
      personId: 'person_id',
      on: 'happened_on',
      lender: 'lender',
      product: 'product',
      currency: 'currency',
      amountCents: 'amount_cents',
      termMonths: 'term_months',
      annualRate: 'annual_rate',
      ...PROVENANCE,
    },
  },
  consents: {
    table: 'consents',
    orderBy: 'given_on',
    fields: {
      personId: 'person_id',
      purpose: 'purpose',
      givenOn: 'given_on',
      withdrawnOn: 'withdrawn_on',
      ...PROVENANCE,
    },
  },
  restrictions: {
    table: 'restrictions',
    orderBy: 'from_on',
    fields: { personId: 'person_id', kind: 'kind', claimId: 'claim_id', ...PERIOD, ...PROVENANCE },
  },
};

const NAMES = Object.keys(LISTS) as readonly (keyof typeof LISTS)[];

async function filesOf(
  db: Database,
  ids: readonly number[],
  portfolioId: number,
): Promise<readonly PersonFile[]> {
  const first = ids[0];
  const last = ids.at(-1);
  if (first === undefined || last === undefined) return [];
  const range = { portfolioId, first, last };
  const persons = await readList(db, PERSON, 'id', range);
  const lists = new Map<string, ReadonlyMap<number, readonly unknown[]>>();
  for (const name of NAMES) lists.set(name, await readList(db, LISTS[name], 'person_id', range));
  return ids.map((id) => {
    const file: Record<string, unknown> = { person: persons.get(id)?.[0] };
    for (const name of NAMES) file[name] = lists.get(name)?.get(id) ?? [];
    return file as unknown as PersonFile;
  });
}

interface Range {
  readonly portfolioId: number;
  readonly first: number;
  readonly last: number;
}

/**
 * One list of all persons of the range. The database writes each person's records as one JSON text: a driver that
 * hands over row by row and cell by cell is several times slower than parsing it.
 */
async function readList(
  db: Database,
  list: RecordList,
  person: string,
  range: Range,
): Promise<ReadonlyMap<number, readonly unknown[]>> {
  const inPostgres = isPostgres(db);
  const fields = Object.entries(list.fields).map(
    ([name, field]) => `'${name}', ${inPostgres ? postgresField(field) : sqliteField(field)}`,
  );
  const records = inPostgres
    ? `json_agg(json_build_object(${fields.join(', ')}) order by r.${list.orderBy}, r.id)::text`
    : `json_group_array(json_object(${fields.join(', ')}) order by r.${list.orderBy}, r.id)`;
  // The plus keeps the databases from the index of the portfolio, by which every page would read all of its rows.
  const result = (await db.raw(
    `select r.${person} as person_id, ${records} as records from ${list.table} r
     where r.${person} between ? and ? and +r.portfolio_id = ? group by r.${person}`,
    [range.first, range.last, range.portfolioId],
  )) as RecordsRow[] | { rows: RecordsRow[] };
  const rows = Array.isArray(result) ? result : result.rows;
  return new Map(rows.map((row) => [row.person_id, JSON.parse(row.records) as readonly unknown[]]));
}

interface RecordsRow {
  readonly person_id: number;
  readonly records: string;
}

function sqliteField(field: Field): string {
  if (typeof field === 'string') return `r.${field}`;
  if (field.as === 'flag') return `json(iif(r.${field.column}, 'true', 'false'))`;
  return `json((select json_group_array(p.person_id order by p.person_id) from claim_parties p where p.claim_id = r.id))`;
}

function postgresField(field: Field): string {
  if (typeof field === 'string') return `r.${field}`;
  if (field.as === 'flag') return `r.${field.column} = 1`;
  return `(select coalesce(json_agg(p.person_id order by p.person_id), '[]'::json) from claim_parties p where p.claim_id = r.id)`;
}
