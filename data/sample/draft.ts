import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type {
  Claim,
  ClaimEvent,
  Consent,
  ContactEvent,
  CreditApplication,
  IncomeExpense,
  InstalmentPlan,
  Invoice,
  MeasureTaken,
  Payment,
  Person,
  PersonFile,
  PersonStatus,
  PromiseToPay,
  Provenance,
  PublicRecord,
  Restriction,
  Source,
} from '../../scoring/portfolio/records.ts';
import type { Calendar } from './calendar.ts';

/** A person's records while they are being made. */
export interface Draft {
  readonly personId: number;
  readonly statuses: PersonStatus[];
  readonly claims: Claim[];
  readonly claimEvents: ClaimEvent[];
  readonly invoices: Invoice[];
  readonly payments: Payment[];
  readonly plans: InstalmentPlan[];
  readonly promises: PromiseToPay[];
  readonly contacts: ContactEvent[];
  readonly measures: MeasureTaken[];
  readonly publicRecords: PublicRecord[];
  readonly incomes: IncomeExpense[];
  readonly applications: CreditApplication[];
  readonly consents: Consent[];
  readonly restrictions: Restriction[];
}

export function emptyDraft(personId: number): Draft {
  return {
    personId,
    statuses: [],
    claims: [],
    claimEvents: [],
    invoices: [],
    payments: [],
    plans: [],
    promises: [],
    contacts: [],
    measures: [],
    publicRecords: [],
    incomes: [],
    applications: [],
    consents: [],
    restrictions: [],
  };
}

/** Provenance of a datum learnt on a day; never later than the last day of the sample. */
export function learnt(
  { iso, lastDay }: Calendar,
  source: Source,
  day: number,
  validDays?: number,
): Provenance {
  const on = Math.min(day, lastDay);
  return { source, obtainedOn: iso(on), validUntil: validDays === undefined ? null : iso(on + validDays) };
}

/** The finished file, each list in order of its date. */
export function fileOf(person: Person, draft: Draft): PersonFile {
  return {
    person,
    statuses: byDate(draft.statuses, ({ from }) => from),
    claims: byDate(draft.claims, ({ obtainedOn }) => obtainedOn),
    claimEvents: byDate(draft.claimEvents, ({ on }) => on),
    invoices: byDate(draft.invoices, ({ issuedOn }) => issuedOn),
    payments: byDate(draft.payments, ({ on }) => on),
    plans: byDate(draft.plans, ({ agreedOn }) => agreedOn),
    promises: byDate(draft.promises, ({ on }) => on),
    contacts: byDate(draft.contacts, ({ on }) => on),
    measures: byDate(draft.measures, ({ on }) => on),
    publicRecords: byDate(draft.publicRecords, ({ on }) => on),
    incomes: byDate(draft.incomes, ({ from }) => from),
    applications: byDate(draft.applications, ({ on }) => on),
    consents: byDate(draft.consents, ({ givenOn }) => givenOn),
    restrictions: byDate(draft.restrictions, ({ from }) => from),
  };
}

function byDate<T>(records: readonly T[], date: (record: T) => IsoDate): readonly T[] {
  return records.toSorted((a, b) => (date(a) < date(b) ? -1 : date(a) > date(b) ? 1 : 0));
}

/** People promise and pay whole euros. */
export function wholeEuros(cents: number): number {
  return Math.round(cents / 100) * 100;
}
