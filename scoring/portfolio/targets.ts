import { claimView } from './balance.ts';
import { asOf as cutTo } from './as-of.ts';
import { addDays, addMonths, type IsoDate } from './dates.ts';
import type { Claim, PersonFile } from './records.ts';

/** Paying means at least this share of the balance (the target "pay ≥ X % in 90 days"): a token payment cures nothing. */
export const PAID_SHARE = 0.1;

/** Days late at which a credit counts as defaulted. */
export const DEFAULT_DAYS = 90;

/** Months late, as the creditor reports them, at which a credit counts as defaulted. */
const DEFAULT_MONTHS = 3;

/** A credit paid out within these days of the application is the one that was applied for. */
const PAYOUT_DAYS = 60;

/**
 * 1: it happened, 0: it did not, null: not observable. A window that is not over is null even when it happened already:
 * counting only those would make the young cases look worse than they are.
 */
export type Target = 0 | 1 | null;

/**
 * Whether at least {@link PAID_SHARE} of the balance as of `asOf` was paid in (asOf, asOf + days]. Null also when
 * there was nothing to pay on `asOf`. `observedUntil` is the last day of the records.
 */
export function paidWithin(
  file: PersonFile,
  claimId: number,
  asOf: IsoDate,
  days: number,
  observedUntil: IsoDate,
): Target {
  const known = cutTo(file, asOf);
  const claim = known.claims.find((candidate) => candidate.claimId === claimId);
  if (claim === undefined) return null;
  const { balance } = claimView(known, claim, asOf);
  if (balance.closed !== null || balance.totalCents === 0) return null;
  const end = addDays(asOf, days);
  if (end > observedUntil) return null;
  let paid = 0;
  for (const payment of file.payments) {
    if (payment.claimId !== claimId || payment.on <= asOf || payment.on > end || payment.on > observedUntil)
      continue;
    if (payment.reversedOn === null || payment.reversedOn > observedUntil) paid += payment.amountCents;
  }
  if (paid >= balance.totalCents * PAID_SHARE) return 1;
  return wasSold(file, claimId, asOf, end) ? null : 0;
}

/**
 * Whether the credit granted on the application fell {@link DEFAULT_DAYS} days behind in (asOf, asOf + months].
 * Null when no credit was granted: what a declined applicant would have done is not on record.
 */
export function defaultedWithin(
  file: PersonFile,
  applicationId: number,
  asOf: IsoDate,
  months: number,
  observedUntil: IsoDate,
): Target {
  const claim = creditGranted(file, applicationId, observedUntil);
  if (claim === undefined) return null;
  const end = addMonths(asOf, months);
  if (end > observedUntil) return null;
  const { covered, invoices, events } = claimView(cutTo(file, observedUntil), claim, observedUntil);
  const late = covered.some(({ invoice, coveredOn }) => {
    const day = addDays(invoice.dueOn, DEFAULT_DAYS);
    return day > asOf && day <= end && (coveredOn === null || coveredOn > day);
  });
  const reportedLate = invoices.some(
    ({ issuedOn, reportedMonthsLate }) =>
      issuedOn > asOf && issuedOn <= end && (reportedMonthsLate ?? 0) >= DEFAULT_MONTHS,
  );
  const writtenOff = events.some(
    ({ kind, code, on }) => kind === 'closed' && code === 'written_off' && on > asOf && on <= end,
  );
  if (late || reportedLate || writtenOff) return 1;
  return wasSold(file, claim.claimId, asOf, end) ? null : 0;
}

/** The credit paid out on an application: the lender's first contract of that product soon after it. */
export function creditGranted(file: PersonFile, applicationId: number, knownOn: IsoDate): Claim | undefined {
  const asked = file.applications.find((application) => application.applicationId === applicationId);
  if (asked === undefined) return undefined;
  const last = addDays(asked.on, PAYOUT_DAYS);
  return file.claims.find(
    (claim) =>
      claim.obtainedOn <= knownOn &&
      claim.openedOn >= asked.on &&
      claim.openedOn <= last &&
      claim.creditor === asked.lender &&
      claim.principalCents <= asked.amountCents * 1.5,
  );
}

function wasSold(file: PersonFile, claimId: number, from: IsoDate, to: IsoDate): boolean {
  return file.claimEvents.some(
    (event) =>
      event.claimId === claimId &&
      event.kind === 'closed' &&
      event.code === 'sold' &&
      event.on > from &&
      event.on <= to,
  );
}

/** A claim followed month by month from its observation date. */
export interface PaymentMonths {
  /** Whole months followed: up to the first payment that counts, or to the last month known. */
  readonly months: number;
  /** Whether at least {@link PAID_SHARE} of the balance had been paid by the end of the last of them. */
  readonly paid: boolean;
  /** Share of the balance paid in each month from the first that counts on, as far as known; empty without one. */
  readonly sharesAfter: readonly number[];
}

/**
 * What came in, month by month, of the balance as of `asOf`. What lies after the end of the records, or after a sale,
 * is not known and not counted as nothing. Null when there was nothing to pay, or not one month is known.
 */
export function paymentMonths(
  file: PersonFile,
  claimId: number,
  asOf: IsoDate,
  observedUntil: IsoDate,
  most: number,
): PaymentMonths | null {
  const known = cutTo(file, asOf);
  const claim = known.claims.find((candidate) => candidate.claimId === claimId);
  if (claim === undefined) return null;
  const { balance } = claimView(known, claim, asOf);
  if (balance.closed !== null || balance.totalCents === 0) return null;
  const shares: number[] = [];
  let paid = 0;
  let first = -1;
  for (let month = 1; month <= most; month += 1) {
    const [from, to] = [addMonths(asOf, month - 1), addMonths(asOf, month)];
    if (to > observedUntil || wasSold(file, claimId, asOf, to)) break;
    const cents = paidBetween(file, claimId, from, to, observedUntil);
    paid += cents;
    shares.push(cents / balance.totalCents);
    if (first < 0 && paid >= balance.totalCents * PAID_SHARE) first = month - 1;
  }
  if (shares.length === 0) return null;
  if (first < 0) return { months: shares.length, paid: false, sharesAfter: [] };
  // Small sums of the months before came in by then.
  const before = shares.slice(0, first + 1).reduce((sum, share) => sum + share, 0);
  return { months: first + 1, paid: true, sharesAfter: [before, ...shares.slice(first + 1)] };
}

function paidBetween(
  file: PersonFile,
  claimId: number,
  from: IsoDate,
  to: IsoDate,
  observedUntil: IsoDate,
): number {
  return file.payments
    .filter((payment) => payment.claimId === claimId && payment.on > from && payment.on <= to)
    .filter(({ reversedOn }) => reversedOn === null || reversedOn > observedUntil)
    .reduce((sum, { amountCents }) => sum + amountCents, 0);
}
