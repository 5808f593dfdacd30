import { hideCodes } from '../../scoring/explanation/sign-in-codes.ts';
import type { Database } from '../database.ts';
import { type Identity, openIdentity } from '../identity.ts';
import type { PersonKey, Vault } from '../vault.ts';
import { TABLES_OF_A_PERSON } from '../stores/erasure.ts';

export type TableOfAPerson = (typeof TABLES_OF_A_PERSON)[number];

/** How one table is handed over: which columns are opened, which are left out, and for whose sake. */
interface Handing {
  /** Sealed columns and what each was sealed for. */
  readonly opened?: Readonly<Record<string, string>>;
  /** `others`: it tells about somebody else (GDPR art. 15(4)); `secret`: it would open an account; `paper`: handed over as a file. */
  readonly leftOut?: Readonly<Record<string, 'others' | 'secret' | 'paper'>>;
  readonly codesHidden?: boolean;
}

/** Who of the staff it was stays theirs; the person reads what was done and in which role (C-579/21). */
const STAFF = { staff_id: 'others' } as const;

/** Every table with rows about a person; one that is added later and not handed over does not compile. */
const HANDINGS: Readonly<Record<TableOfAPerson, Handing>> = {
  erased_parts: {},
  support_needs: { opened: { basis_sealed: 'support need basis' }, leftOut: STAFF },
  undos: { leftOut: { done_by: 'others' } },
  consent_choices: { leftOut: STAFF },
  disclosures: {
    opened: { content_sealed: 'disclosure', recipient_sealed: 'recipient' },
    leftOut: { disclosed_by: 'others' },
  },
  recipients_to_tell: { opened: { recipient_sealed: 'recipient' }, leftOut: { told_by: 'others' } },
  record_corrections: {
    opened: { before_sealed: 'corrected record', after_sealed: 'corrected record' },
    leftOut: STAFF,
  },
  rights_events: { opened: { note_sealed: 'rights note' }, leftOut: { actor_id: 'others' } },
  rights_requests: {
    opened: { asked_sealed: 'rights request', answer_sealed: 'rights answer' },
    leftOut: { entered_by: 'others', assigned_to: 'others', proposed_by: 'others', decided_by: 'others' },
  },
  sign_in_codes: { leftOut: { code_hash: 'secret' } },
  contests: { opened: { wrong_data_sealed: 'wrong data' }, leftOut: STAFF },
  accesses: { leftOut: STAFF },
  control_rounds: { leftOut: { ...STAFF, seed: 'secret' } },
  mandates: {
    opened: { identity_sealed: 'representative', basis_sealed: 'mandate basis' },
    leftOut: { recorded_by: 'others', confirmed_by: 'others' },
  },
  unheard_requests: {
    opened: { words_sealed: 'unheard words' },
    leftOut: { ...STAFF, settled_by: 'others' },
  },
  retention_holds: { leftOut: { set_by: 'others', lifted_by: 'others', note_sealed: 'others' } },
  identity_proofs: { opened: { note_sealed: 'identity proof' }, leftOut: STAFF },
  // The codes of letters would open the pages: of a guardian's letter, the guardian's.
  notices: { opened: { text_sealed: 'notice' }, codesHidden: true },
  deliveries: {},
  answer_wishes: {},
  offers: {
    opened: { words_sealed: 'offer words', reasons_sealed: 'offer reasons' },
    leftOut: { answered_by: 'others' },
  },
  signature_checks: { leftOut: { signers_sealed: 'others' } },
  documents: { opened: { name_sealed: 'document name' }, leftOut: { content_sealed: 'paper' } },
  statement_readings: { leftOut: STAFF },
  statements: { opened: { text_sealed: 'statement' }, leftOut: { author_id: 'others' } },
  votes: {
    opened: { reasons_sealed: 'vote reasons', verdict_sealed: 'verdict' },
    leftOut: { member_id: 'others' },
  },
  conflicts: { leftOut: { ...STAFF, reason_sealed: 'others' } },
  review_minutes: { leftOut: { pdf_sealed: 'paper' } },
  review_events: { opened: { note_sealed: 'review note' }, leftOut: { actor_id: 'others' } },
  reviews: { leftOut: { assigned_to: 'others', prepared_by: 'others' } },
  releases: { leftOut: STAFF },
  decisions: {},
  outcomes: {},
  restrictions: {},
  consents: {},
  applications: {},
  incomes: {},
  public_records: {},
  contacts: {},
  representatives: { opened: { identity_sealed: 'representative' } },
  person_statuses: {},
  measures_taken: {},
  promises: {},
  plans: {},
  payments: {},
  invoices: {},
  claim_events: {},
  claim_parties: {},
  claims: {},
  customers: { leftOut: { password_hash: 'secret' } },
};

export interface TableHandedOver {
  readonly table: TableOfAPerson;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly leftOut: Readonly<Record<string, 'others' | 'secret' | 'paper'>>;
}

export interface EverythingOfPerson {
  readonly identity: Identity | null;
  readonly person: Readonly<Record<string, unknown>>;
  /** Every table with rows, in the order of {@link TABLES_OF_A_PERSON} backwards: what others hang on comes first. */
  readonly tables: readonly TableHandedOver[];
}

/** Everything stored about one person (GDPR art. 15(3)); null when there is none. */
export async function readEverythingOfPerson(
  db: Database,
  vault: Vault,
  personId: number,
): Promise<EverythingOfPerson | null> {
  const person = await db('persons').where({ id: personId }).first<Record<string, unknown> | undefined>();
  if (person === undefined) return null;
  const key = await vault.keyFor(db, personId);
  const hidden = await openReviews(db, personId);
  const tables: TableHandedOver[] = [];
  for (const table of [...TABLES_OF_A_PERSON].reverse()) {
    const stored = (await db(table).where({ person_id: personId }).orderBy(orderOf(table))) as Record<
      string,
      unknown
    >[];
    // A vote is blind until the committee has closed, for the person too.
    const rows = table === 'votes' ? stored.filter((row) => !hidden.has(Number(row['review_id']))) : stored;
    if (rows.length === 0) continue;
    const handing = HANDINGS[table];
    tables.push({
      table,
      rows: rows.map((row) => handedOver(row, handing, vault, key)),
      leftOut: handing.leftOut ?? {},
    });
  }
  const { identity_sealed: sealed, ...plain } = person;
  return {
    identity: openIdentity(vault, key, sealed as Buffer | null),
    person: withoutIndexes(plain),
    tables,
  };
}

async function openReviews(db: Database, personId: number): Promise<ReadonlySet<number>> {
  const ids = await db('reviews')
    .where({ person_id: personId })
    .whereNotIn('state', ['decided', 'notified', 'withdrawn'])
    .pluck<number[]>('id');
  return new Set(ids);
}

/** Tables whose rows have no number of their own hang on one other row each. */
const ORDERED_BY: Partial<Record<TableOfAPerson, string>> = {
  statement_readings: 'statement_id',
  review_minutes: 'review_id',
};

function orderOf(table: TableOfAPerson): string {
  return ORDERED_BY[table] ?? 'id';
}

function handedOver(
  row: Readonly<Record<string, unknown>>,
  { opened = {}, leftOut = {}, codesHidden = false }: Handing,
  vault: Vault,
  key: PersonKey,
): Readonly<Record<string, unknown>> {
  const handed: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (leftOut[column] !== undefined) continue;
    const purpose = opened[column];
    if (purpose === undefined) handed[column] = value;
    else {
      const text = vault.open(key, value as Buffer | null, purpose);
      handed[column.replace(/_sealed$/, '')] = readable(
        text !== null && codesHidden ? hideCodes(text) : text,
      );
    }
  }
  return handed;
}

/** What was kept as JSON is handed over as what it says. */
function readable(text: string | null): unknown {
  if (text === null || !/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Blind indexes say nothing of a person to anybody without the master key. */
function withoutIndexes(person: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(person).filter(([column]) => !column.endsWith('_index')));
}
