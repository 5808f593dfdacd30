import { daysBetween, type IsoDate } from './dates.ts';
import type {
  Claim,
  ClaimEvent,
  ContactEvent,
  InstalmentPlan,
  Invoice,
  MeasureTaken,
  Payment,
  PersonFile,
  PromiseToPay,
  Provenance,
} from './records.ts';

export type Phase = 'amicable' | 'court' | 'enforcement' | 'insolvency';
export type Closing = 'paid' | 'sold' | 'written_off';

/** What a claim amounts to on a day, and where it stands. */
export interface Balance {
  readonly principalCents: number;
  readonly interestCents: number;
  readonly costsCents: number;
  /** Principal, interest and costs still owed; never below zero. */
  readonly totalCents: number;
  /** Paid beyond what was owed (a payment booked twice, an account in credit). */
  readonly creditCents: number;
  /** The part of the total that has fallen due. */
  readonly arrearsCents: number;
  readonly daysPastDue: number;
  readonly phase: Phase;
  readonly disputed: boolean;
  readonly title: boolean;
  readonly limitationOn: IsoDate | null;
  readonly closed: Closing | null;
  readonly closedOn: IsoDate | null;
  /** The newest record the figures rest on. */
  readonly latest: Provenance;
}

/** A bill and the day the payments up to then had covered it. */
export interface CoveredInvoice {
  readonly invoice: Invoice;
  readonly coveredOn: IsoDate | null;
  readonly openCents: number;
}

/** One claim with its own records, in order of their date, and its balance. */
export interface ClaimView {
  readonly claim: Claim;
  readonly events: readonly ClaimEvent[];
  readonly invoices: readonly Invoice[];
  /** Without those taken back by the observation date. */
  readonly payments: readonly Payment[];
  readonly plans: readonly InstalmentPlan[];
  readonly promises: readonly PromiseToPay[];
  readonly measures: readonly MeasureTaken[];
  readonly contacts: readonly ContactEvent[];
  /** Empty when the creditor reports the account's status itself: then bills are running totals, not instalments. */
  readonly covered: readonly CoveredInvoice[];
  readonly balance: Balance;
}

/** The view of a claim in a file that is already cut to what was known on `on`. */
export function claimView(file: PersonFile, claim: Claim, on: IsoDate): ClaimView {
  const events = ofClaim(file.claimEvents, claim.claimId);
  const invoices = ofClaim(file.invoices, claim.claimId);
  const payments = ofClaim(file.payments, claim.claimId).filter((payment) => payment.reversedOn === null);
  const covered = reportedMonthsLate(invoices) === null ? coverInvoices(invoices, payments) : [];
  return {
    claim,
    events,
    invoices,
    payments,
    plans: ofClaim(file.plans, claim.claimId),
    promises: ofClaim(file.promises, claim.claimId),
    measures: ofClaim(file.measures, claim.claimId),
    contacts: file.contacts.filter((contact) => contact.claimId === claim.claimId),
    covered,
    balance: balanceOf(claim, events, invoices, payments, covered, on),
  };
}

/**
 * The amounts of the claim are those of the day it came to us (`obtainedOn`); interest, costs and payments after that
 * day change them. Payments go to costs, then interest, then principal (VÕS § 88 (8)).
 */
function balanceOf(
  claim: Claim,
  events: readonly ClaimEvent[],
  invoices: readonly Invoice[],
  payments: readonly Payment[],
  covered: readonly CoveredInvoice[],
  on: IsoDate,
): Balance {
  let costs = claim.costsCents;
  let interest = claim.interestCents;
  let phase: Phase = 'amicable';
  let disputed = false;
  let title = false;
  let limitationOn = claim.limitationOn;
  let closed: Closing | null = null;
  let closedOn: IsoDate | null = null;
  let latest: Provenance = claim;
  for (const event of events) {
    latest = later(latest, event);
    if (event.kind === 'phase') phase = event.code as Phase;
    else if (event.kind === 'disputed') disputed = true;
    else if (event.kind === 'dispute_settled') disputed = false;
    else if (event.kind === 'title') title = true;
    else if (event.kind === 'limitation') limitationOn = event.code;
    else if (event.kind === 'closed') {
      closed = event.code as Closing;
      closedOn = event.on;
    } else if (event.on > claim.obtainedOn) {
      if (event.kind === 'cost') costs += event.amountCents ?? 0;
      else interest += event.amountCents ?? 0;
    }
  }
  let paid = 0;
  for (const payment of payments) {
    if (payment.on <= claim.obtainedOn) continue;
    paid += payment.amountCents;
    latest = later(latest, payment);
  }
  const total = claim.principalCents + interest + costs - paid;
  const costsLeft = Math.max(0, costs - paid);
  const interestLeft = Math.max(0, interest - Math.max(0, paid - costs));
  const principalLeft = Math.max(0, claim.principalCents - Math.max(0, paid - costs - interest));
  const totalCents = closed === null ? Math.max(0, total) : 0;
  const overdue = overdueOf(claim, invoices, covered, totalCents, on);
  return {
    principalCents: closed === null ? principalLeft : 0,
    interestCents: closed === null ? interestLeft : 0,
    costsCents: closed === null ? costsLeft : 0,
    totalCents,
    creditCents: Math.max(0, -total),
    arrearsCents: overdue.arrearsCents,
    daysPastDue: overdue.daysPastDue,
    phase,
    disputed,
    title,
    limitationOn,
    closed,
    closedOn,
    latest,
  };
}

/**
 * From the creditor's own status while it reports one (a month late counts as 30 days); otherwise from the oldest bill
 * that the payments have not covered; otherwise from the due date of the claim.
 */
function overdueOf(
  claim: Claim,
  invoices: readonly Invoice[],
  covered: readonly CoveredInvoice[],
  totalCents: number,
  on: IsoDate,
): { readonly arrearsCents: number; readonly daysPastDue: number } {
  const none = { arrearsCents: 0, daysPastDue: 0 };
  if (totalCents === 0) return none;
  const reported = reportedMonthsLate(invoices);
  if (reported !== null)
    return reported > 0 ? { arrearsCents: totalCents, daysPastDue: reported * 30 } : none;
  const ended = claim.contractEndedOn !== null;
  if (covered.length === 0) {
    return claim.dueOn < on ? { arrearsCents: totalCents, daysPastDue: daysBetween(claim.dueOn, on) } : none;
  }
  let arrears = 0;
  let oldest: IsoDate | null = null;
  for (const { invoice, openCents } of covered) {
    if (openCents === 0 || invoice.dueOn >= on) continue;
    arrears += openCents;
    oldest ??= invoice.dueOn;
  }
  if (oldest === null) {
    return ended && claim.dueOn < on
      ? { arrearsCents: totalCents, daysPastDue: daysBetween(claim.contractEndedOn, on) }
      : none;
  }
  return {
    arrearsCents: ended ? totalCents : Math.min(arrears, totalCents),
    daysPastDue: daysBetween(oldest, on),
  };
}

/** Payments cover the oldest bill first. */
function coverInvoices(
  invoices: readonly Invoice[],
  payments: readonly Payment[],
): readonly CoveredInvoice[] {
  const covered: CoveredInvoice[] = [];
  let next = 0;
  let purse = 0;
  let coveredOn: IsoDate | null = null;
  for (const invoice of invoices) {
    let open = invoice.amountCents;
    for (;;) {
      const used = Math.min(open, purse);
      open -= used;
      purse -= used;
      const payment = payments[next];
      if (open <= 0 || payment === undefined) break;
      purse += payment.amountCents;
      coveredOn = payment.on;
      next += 1;
    }
    const paid = open <= 0;
    covered.push({
      invoice,
      coveredOn: paid ? (coveredOn ?? invoice.issuedOn) : null,
      openCents: Math.max(0, open),
    });
  }
  return covered;
}

/** The status on the last bill that carries one; null when the creditor reports none. */
export function reportedMonthsLate(invoices: readonly Invoice[]): number | null {
  return invoices.at(-1)?.reportedMonthsLate ?? null;
}

/** The one we came to know last; the first of two when they came together. */
export function later(a: Provenance, b: Provenance): Provenance {
  return b.obtainedOn > a.obtainedOn ? b : a;
}

function ofClaim<T extends { readonly claimId: number }>(
  records: readonly T[],
  claimId: number,
): readonly T[] {
  return records.filter((record) => record.claimId === claimId);
}
