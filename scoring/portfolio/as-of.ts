import { type ClaimView, claimView } from './balance.ts';
import { type IsoDate, monthsBefore } from './dates.ts';
import type { CaseRef, CreditApplication, PersonFile, Provenance } from './records.ts';

/**
 * A person's records as of the observation date, with the case singled out. `file` holds what was known and was not
 * stale; a datum past its `validUntil` stands in `stale` instead, so that it can be named but not used.
 */
export interface CaseHistory {
  readonly asOf: IsoDate;
  readonly case: CaseRef;
  readonly file: PersonFile;
  readonly stale: Pick<PersonFile, 'incomes' | 'publicRecords'>;
  /** The claim the case is about; null when it is about an application. */
  readonly claim: ClaimView | null;
  readonly application: CreditApplication | null;
  /** Every claim against the person that was known, the one of the case included. */
  readonly claims: readonly ClaimView[];
  /** The observation date and the ends of the six whole months before it, the latest first. */
  readonly monthEnds: readonly IsoDate[];
}

/** The history a decision on the case may rest on. The case itself must have been known by then. */
export function historyOf(file: PersonFile, date: IsoDate, ref: CaseRef): CaseHistory {
  const known = knowledgeOf(file, date);
  const claim =
    ref.kind === 'claim' ? known.claims.find((view) => view.claim.claimId === ref.claimId) : undefined;
  const application =
    ref.kind === 'application'
      ? known.file.applications.find((asked) => asked.applicationId === ref.applicationId)
      : undefined;
  if (claim === undefined && application === undefined) {
    const id = ref.kind === 'claim' ? ref.claimId : ref.applicationId;
    throw new Error(`person ${file.person.personId}: ${ref.kind} ${id} was not on record on ${date}`);
  }
  return { ...known, case: ref, claim: claim ?? null, application: application ?? null };
}

/** What all cases of a person have in common on a day. */
type Knowledge = Omit<CaseHistory, 'case' | 'claim' | 'application'>;

/** The last day a file was cut to: a person's cases come one after the other, and a file never changes. */
const lastKnowledge = new WeakMap<PersonFile, Knowledge>();

function knowledgeOf(file: PersonFile, date: IsoDate): Knowledge {
  const before = lastKnowledge.get(file);
  if (before?.asOf === date) return before;
  const known = asOf(file, date);
  const fresh: PersonFile = {
    ...known,
    statuses: freshOn(known.statuses, date),
    incomes: freshOn(known.incomes, date),
    publicRecords: freshOn(known.publicRecords, date),
    consents: freshOn(known.consents, date),
    restrictions: freshOn(known.restrictions, date),
  };
  const knowledge: Knowledge = {
    asOf: date,
    file: fresh,
    stale: { incomes: staleOn(known.incomes, date), publicRecords: staleOn(known.publicRecords, date) },
    claims: fresh.claims.map((claim) => claimView(fresh, claim, date)),
    monthEnds: [0, 1, 2, 3, 4, 5, 6].map((month) => monthsBefore(date, month)),
  };
  lastKnowledge.set(file, knowledge);
  return knowledge;
}

/**
 * What was known by the end of the day: a record counts when it had happened and we had come to know it. An ending
 * that lies later is shown as still open.
 */
export function asOf(file: PersonFile, date: IsoDate): PersonFile {
  return {
    person: file.person,
    statuses: knownOn(file.statuses, date, (status) => status.from).map((status) =>
      isAfter(status.to, date) ? { ...status, to: null } : status,
    ),
    claims: knownOn(file.claims, date, (claim) => claim.openedOn).map((claim) =>
      isAfter(claim.contractEndedOn, date) ? { ...claim, contractEndedOn: null } : claim,
    ),
    claimEvents: knownOn(file.claimEvents, date, (event) => event.on),
    invoices: knownOn(file.invoices, date, (invoice) => invoice.issuedOn),
    payments: knownOn(file.payments, date, (payment) => payment.on).map((payment) =>
      isAfter(payment.reversedOn, date) ? { ...payment, reversedOn: null } : payment,
    ),
    plans: knownOn(file.plans, date, (plan) => plan.agreedOn).map((plan) =>
      isAfter(plan.endedOn, date) ? { ...plan, endedOn: null, ended: null } : plan,
    ),
    promises: knownOn(file.promises, date, (promise) => promise.on),
    contacts: knownOn(file.contacts, date, (contact) => contact.on),
    measures: knownOn(file.measures, date, (measure) => measure.on),
    publicRecords: knownOn(file.publicRecords, date, (record) => record.on).map((record) =>
      isAfter(record.endedOn, date) ? { ...record, endedOn: null } : record,
    ),
    incomes: knownOn(file.incomes, date, (income) => income.from).map((income) =>
      isAfter(income.to, date) ? { ...income, to: null } : income,
    ),
    applications: knownOn(file.applications, date, (application) => application.on),
    consents: knownOn(file.consents, date, (consent) => consent.givenOn).map((consent) =>
      isAfter(consent.withdrawnOn, date) ? { ...consent, withdrawnOn: null } : consent,
    ),
    restrictions: knownOn(file.restrictions, date, (restriction) => restriction.from).map((restriction) =>
      isAfter(restriction.to, date) ? { ...restriction, to: null } : restriction,
    ),
  };
}

/** Stale: past its last day of use. */
export function isStale(datum: Provenance, date: IsoDate): boolean {
  return datum.validUntil !== null && datum.validUntil < date;
}

function knownOn<T extends Provenance>(
  records: readonly T[],
  date: IsoDate,
  happenedOn: (record: T) => IsoDate,
) {
  return records.filter((record) => record.obtainedOn <= date && happenedOn(record) <= date);
}

function isAfter(end: IsoDate | null, date: IsoDate): boolean {
  return end !== null && end > date;
}

function freshOn<T extends Provenance>(records: readonly T[], date: IsoDate): readonly T[] {
  return records.filter((record) => !isStale(record, date));
}

function staleOn<T extends Provenance>(records: readonly T[], date: IsoDate): readonly T[] {
  return records.filter((record) => isStale(record, date));
}
