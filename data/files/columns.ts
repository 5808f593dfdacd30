import { SOURCES } from '../../scoring/portfolio/records.ts';

/** text: as it is; date: YYYY-MM-DD; money: decimal of the currency with two places ("12.34"); flag: true or false. */
export type ColumnType = 'text' | 'date' | 'money' | 'integer' | 'number' | 'flag' | 'code';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Closed list of a `code` column. */
  readonly codes?: readonly string[];
  /** A row without a value in a required column is refused. */
  readonly required: boolean;
  /** Names a row of another record type by its key, which must be on record in the same portfolio. */
  readonly refersTo?: RecordType;
  /** Sealed under the person's own key and never stored in plain. */
  readonly sealed?: true;
  /** May be below zero (an account in credit, a reported status); other figures may not. */
  readonly signed?: true;
  readonly meaning: string;
}

/** In the order in which files must go in: a record comes after what it refers to. */
export const RECORD_TYPES = [
  'persons',
  'statuses',
  'consents',
  'restrictions',
  'incomes',
  'public_records',
  'applications',
  'claims',
  'claim_events',
  'invoices',
  'payments',
  'plans',
  'promises',
  'contacts',
  'measures',
  'outcomes',
] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

export interface RecordFile {
  readonly type: RecordType;
  /** The column whose value names the row in its portfolio: importing the same key again changes nothing. */
  readonly key: string;
  readonly columns: readonly Column[];
}

export const LANGUAGES = ['et', 'en', 'fi', 'sv'] as const;
/** Codes of Estonia and Finland: the jurisdictions with a policy pack. */
export const JURISDICTIONS = ['EE', 'FI'] as const;
/** Between the references in `co_debtor_refs`. */
export const REFERENCE_SEPARATOR = '|';

const PROVENANCE: readonly Column[] = [
  code('source', SOURCES, 'Where the datum came from'),
  date('obtained_on', 'The day we came to know it'),
  optional(date('valid_until', 'Last day it may be used; empty: no end')),
];

const PERSON_REF: Column = { ...text('person_ref', 'The person it is about'), refersTo: 'persons' };
const CLAIM_NUMBER: Column = { ...text('claim_number', 'The claim it is about'), refersTo: 'claims' };
const EXTERNAL_ID = text('external_id', 'Number of the record in the system it comes from');

export const RECORD_FILES: Readonly<Record<RecordType, RecordFile>> = {
  persons: recordFile('persons', 'person_ref', [
    text('person_ref', 'Number of the person in the system it comes from'),
    code('jurisdiction', JURISDICTIONS, 'Whose law the relation is under'),
    code('language', LANGUAGES, 'Language the person is written to in'),
    optional(date('adult_on', 'The day the person turns 18')),
    code('person_kind', ['natural', 'legal'], 'A human being or a legal person'),
    sealed(text('name', 'First and last name')),
    sealed(text('personal_code', 'National identification number')),
    sealed(text('email', 'E-mail address')),
    sealed(text('phone', 'Telephone number with the country code')),
    sealed(text('address', 'Postal address')),
    optional(
      code('representative_role', ['guardian', 'representative', 'trustee', 'debt_counsellor'], 'Who acts'),
    ),
    sealed(text('representative_name', 'Name of the guardian or representative')),
    sealed(text('representative_contact', 'How to reach the guardian or representative')),
  ]),
  statuses: recordFile('statuses', 'external_id', [
    EXTERNAL_ID,
    PERSON_REF,
    code(
      'kind',
      ['deceased', 'guardianship', 'abroad', 'address_invalid', 'phone_invalid', 'email_invalid'],
      'Circumstance',
    ),
    date('from', 'First day'),
    optional(date('to', 'The day from which it no longer holds')),
  ]),
  consents: recordFile('consents', 'external_id', [
    EXTERNAL_ID,
    PERSON_REF,
    text('purpose', 'What the person agreed to'),
    date('given_on', 'Day given'),
    optional(date('withdrawn_on', 'Day withdrawn')),
  ]),
  restrictions: recordFile('restrictions', 'external_id', [
    EXTERNAL_ID,
    PERSON_REF,
    code('kind', ['restricted', 'objection', 'credit_ban', 'hardship', 'suspension_requested'], 'Brake'),
    date('from', 'First day'),
    optional(date('to', 'The day from which it no longer holds')),
  ]),
  incomes: recordFile('incomes', 'external_id', [
    EXTERNAL_ID,
    PERSON_REF,
    code('kind', ['income', 'expense', 'obligation'], 'Kind'),
    code(
      'code',
      [
        'salary',
        'pension',
        'benefit',
        'business',
        'other',
        'housing',
        'dependants',
        'living',
        'loan',
        'card',
        'leasing',
        'maintenance',
      ],
      'What it is',
    ),
    money('monthly', 'Amount a month'),
    optional(integer('count', 'Dependants: how many; salary: months in the job')),
    date('from', 'First day'),
    optional(date('to', 'The day from which it no longer holds')),
    flag('verified', 'Checked against a document or a register'),
  ]),
  public_records: recordFile('public_records', 'external_id', [
    EXTERNAL_ID,
    PERSON_REF,
    code(
      'kind',
      [
        'payment_default',
        'tax_debt',
        'insolvency',
        'property',
        'business_role',
        'enforcement',
        'bureau_rating',
        'positive_credit',
      ],
      'Kind of entry',
    ),
    date('on', 'Date of the entry'),
    optional(date('ended_on', 'Date it ended')),
    optional(money('amount', 'Amount of the entry')),
    optional(
      text(
        'code',
        'bureau_rating: A–E; business_role: board, failed or banned; positive_credit: loan, card …',
      ),
    ),
    optional(money('monthly', 'positive_credit: monthly payment')),
  ]),
  applications: recordFile('applications', 'application_number', [
    text('application_number', 'Number the application is known by'),
    PERSON_REF,
    date('on', 'Date of the application'),
    text('lender', 'Who is asked for credit'),
    code('product', ['loan', 'card', 'leasing', 'hire_purchase'], 'Product'),
    text('currency', 'Three letters, ISO 4217'),
    money('amount', 'Amount asked for'),
    integer('term_months', 'Months to repay'),
    number('annual_rate', 'Yearly interest rate as a fraction (0.18 is 18 %)'),
  ]),
  claims: recordFile('claims', 'claim_number', [
    text('claim_number', 'Number the claim is known by'),
    PERSON_REF,
    optional(text('co_debtor_refs', `Other persons who owe it, separated by ${REFERENCE_SEPARATOR}`)),
    text('creditor', 'Who is owed'),
    code('ownership', ['owned', 'commission'], 'Bought, or collected for the creditor'),
    code(
      'product',
      ['loan', 'card', 'leasing', 'telecom', 'utility', 'rent', 'retail', 'medical', 'other'],
      'What it arose from',
    ),
    flag('consumer', 'The debtor is a consumer'),
    text('currency', 'Three letters, ISO 4217'),
    signed(money('principal', 'Principal when the claim came to us; below zero: the account was in credit')),
    money('interest', 'Interest when the claim came to us'),
    money('costs', 'Costs when the claim came to us'),
    optional(money('credit_limit', 'Credit limit')),
    date('opened_on', 'Date of the contract'),
    date(
      'due_on',
      'Oldest unpaid due date when the claim came to us; of a running account the first due date',
    ),
    optional(date('contract_ended_on', 'Date the contract was ended')),
    optional(date('limitation_on', 'Date the claim becomes time-barred')),
  ]),
  claim_events: recordFile('claim_events', 'external_id', [
    EXTERNAL_ID,
    CLAIM_NUMBER,
    date('on', 'Date of the event'),
    code(
      'kind',
      ['phase', 'disputed', 'dispute_settled', 'title', 'limitation', 'interest', 'cost', 'closed'],
      'What happened',
    ),
    optional(
      text(
        'code',
        'phase: amicable, court, enforcement or insolvency; closed: paid, sold or written_off; limitation: the new date',
      ),
    ),
    optional(signed(money('amount', 'interest and cost: what was added (below zero: taken back)'))),
  ]),
  invoices: recordFile('invoices', 'external_id', [
    EXTERNAL_ID,
    CLAIM_NUMBER,
    date('issued_on', 'Date of the bill'),
    date('due_on', 'Due date'),
    signed(money('amount', 'Amount of the bill (below zero: in credit)')),
    optional(
      signed(
        integer(
          'reported_months_late',
          'Months late as the creditor reports; 0 revolving, -1 paid duly, -2 no use',
        ),
      ),
    ),
  ]),
  payments: recordFile('payments', 'external_id', [
    EXTERNAL_ID,
    CLAIM_NUMBER,
    date('on', 'Date of the payment'),
    money('amount', 'Amount paid'),
    optional(date('reversed_on', 'Date the booking was taken back')),
  ]),
  plans: recordFile('plans', 'external_id', [
    EXTERNAL_ID,
    CLAIM_NUMBER,
    date('agreed_on', 'Date agreed'),
    money('instalment', 'Amount of one instalment'),
    integer('instalments', 'How many instalments'),
    date('first_due_on', 'Due date of the first'),
    optional(date('ended_on', 'Date the plan ended')),
    optional(code('ended', ['kept', 'broken', 'cancelled'], 'How it ended')),
  ]),
  promises: recordFile('promises', 'external_id', [
    EXTERNAL_ID,
    CLAIM_NUMBER,
    date('on', 'Date the promise was made'),
    date('due_on', 'Date promised for'),
    money('amount', 'Amount promised'),
  ]),
  contacts: recordFile('contacts', 'external_id', [
    EXTERNAL_ID,
    PERSON_REF,
    optional(CLAIM_NUMBER),
    date('on', 'Date'),
    code('channel', ['sms', 'email', 'letter', 'call', 'visit', 'portal'], 'Channel'),
    code('direction', ['out', 'in'], 'Who made contact: out is ours, in is theirs'),
    code('result', ['sent', 'reached', 'no_answer', 'returned', 'refused', 'received'], 'What came of it'),
  ]),
  measures: recordFile('measures', 'external_id', [
    EXTERNAL_ID,
    CLAIM_NUMBER,
    date('on', 'Date'),
    text('measure', 'Measure, by its id in the policy'),
    money('creditor_cost', 'What it cost the creditor'),
    money('debtor_cost', 'What it added to the debt'),
  ]),
  outcomes: {
    type: 'outcomes',
    key: 'external_id',
    columns: [
      EXTERNAL_ID,
      optional(CLAIM_NUMBER),
      optional({ ...text('application_number', 'The application it is about'), refersTo: 'applications' }),
      text('name', 'Name of the target'),
      date('on', 'Date it was known'),
      signed(number('value', 'Its value: 1 or 0 of a target that is a class')),
    ],
  },
};

function recordFile(type: RecordType, key: string, columns: readonly Column[]): RecordFile {
  return { type, key, columns: [...columns, ...PROVENANCE] };
}

function text(name: string, meaning: string): Column {
  return { name, type: 'text', required: true, meaning };
}

function date(name: string, meaning: string): Column {
  return { name, type: 'date', required: true, meaning };
}

function money(name: string, meaning: string): Column {
  return { name, type: 'money', required: true, meaning };
}

function integer(name: string, meaning: string): Column {
  return { name, type: 'integer', required: true, meaning };
}

function number(name: string, meaning: string): Column {
  return { name, type: 'number', required: true, meaning };
}

function flag(name: string, meaning: string): Column {
  return { name, type: 'flag', required: true, meaning };
}

function code(name: string, codes: readonly string[], meaning: string): Column {
  return { name, type: 'code', codes, required: true, meaning };
}

function optional(column: Column): Column {
  return { ...column, required: false };
}

function signed(column: Column): Column {
  return { ...column, signed: true };
}

function sealed(column: Column): Column {
  return { ...column, required: false, sealed: true };
}
