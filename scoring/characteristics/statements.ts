import type { Invoice } from '../portfolio/records.ts';
import { average, type CaseHistory, family, newest, share, sumOf, UNKNOWN } from './characteristic.ts';
import { MONTHS_BACK, paidInMonth } from './payments.ts';

const statement = family({ applies: 'claim', family: 'statements', sources: ['creditor'], reason: 'R18' });
const lateness = family({ applies: 'claim', family: 'months_late', sources: ['creditor'], reason: 'R18' });
const use = family({ applies: 'claim', family: 'account_use', sources: ['creditor'], reason: 'R18' });

/** Reported months late beyond this are all as bad; the creditor's own codes end at 8 or 9. */
const MOST_MONTHS_LATE = 9;

export const STATEMENT_CHARACTERISTICS = [
  ...MONTHS_BACK.map((bill) =>
    lateness(
      `months_late_${bill}`,
      'months',
      bill === 0 ? 'Hilinemine kuudes viimase arve järgi' : `Hilinemine kuudes ${billsAgo(bill).et}`,
      bill === 0 ? 'Months late by the latest bill' : `Months late ${billsAgo(bill).en}`,
      { favours: -1, change: bill === 0 ? { direction: -1, daysPerUnit: 30, costPerUnit: 1 } : null },
      (history) => reported(history, bill, (status) => Math.min(Math.max(status, 0), MOST_MONTHS_LATE)),
    ),
  ),
  ...MONTHS_BACK.map((bill) =>
    use(
      `account_use_${bill}`,
      'category',
      bill === 0 ? 'Konto seis viimase arve järgi' : `Konto seis ${billsAgo(bill).et}`,
      bill === 0 ? 'State of the account by the latest bill' : `State of the account ${billsAgo(bill).en}`,
      {},
      (history) => reported(history, bill, accountUse),
    ),
  ),
  lateness(
    'months_late_highest_6',
    'months',
    'Suurim hilinemine viimase kuue arve seas, kuudes',
    'Most months late over the last six bills',
    { favours: -1, change: { direction: -1, daysPerUnit: 180, costPerUnit: 1 } },
    (history) => overStatuses(history, (statuses) => Math.max(0, ...statuses)),
  ),
  lateness(
    'bills_late_of_6',
    'count',
    'Hilinenud arveid viimase kuue seas',
    'Late bills of the last six',
    { favours: -1, change: { direction: -1, daysPerUnit: 30, costPerUnit: 0.7 } },
    (history) => overStatuses(history, (statuses) => statuses.filter((status) => status > 0).length),
  ),
  lateness(
    'months_late_change',
    'months',
    'Hilinemise muutus kolme arvega, kuudes',
    'Change in months late over three bills',
    { favours: -1 },
    (history) =>
      overStatuses(history, (statuses) =>
        statuses.length < 4 ? null : Math.max(0, statuses[0] ?? 0) - Math.max(0, statuses[3] ?? 0),
      ),
  ),
  ...MONTHS_BACK.map((bill) =>
    statement(
      `bill_${bill}`,
      'cents',
      bill === 0 ? 'Viimase arve summa' : `Arve summa ${billsAgo(bill).et}`,
      bill === 0 ? 'Amount of the latest bill' : `Amount of the bill ${billsAgo(bill).en}`,
      {},
      (history) => {
        const invoice = billAgo(history, bill);
        return invoice === undefined ? UNKNOWN : { value: invoice.amountCents, evidence: invoice };
      },
    ),
  ),
  ...([0, 1, 2, 3, 4] as const).map((month) =>
    statement(
      `paid_of_bill_${month}`,
      'share',
      month === 0 ? 'Eelmisest arvest tasutud osa' : `Eelmisest arvest tasutud osa ${billsAgo(month).et}`,
      month === 0
        ? 'Share of the previous bill that was paid'
        : `Share of the previous bill that was paid, ${billsAgo(month).en}`,
      { favours: 1, change: month === 0 ? { direction: 1, daysPerUnit: 30, costPerUnit: 2 } : null },
      (history) => {
        const invoice = billAgo(history, month + 1);
        if (invoice === undefined) return UNKNOWN;
        const payments = paidInMonth(history, month);
        const paid = share(
          sumOf(payments, (made) => made.amountCents),
          invoice.amountCents,
        );
        return {
          value: paid === null ? null : Math.min(paid, 2),
          evidence: newest([...payments, invoice]),
        };
      },
    ),
  ),
  statement(
    'utilisation',
    'share',
    'Kasutatud osa krediidilimiidist',
    'Share of the credit limit in use',
    { favours: -1, change: { direction: -1, daysPerUnit: 365, costPerUnit: 4 } },
    (history) => utilisation(history, billsBack(history).slice(0, 1)),
  ),
  statement(
    'utilisation_6',
    'share',
    'Kasutatud osa krediidilimiidist, kuue arve keskmine',
    'Share of the credit limit in use, mean of six bills',
    { favours: -1 },
    (history) => utilisation(history, billsBack(history)),
  ),
  statement(
    'bill_change',
    'share',
    'Viimane arve võrreldes kuue arve keskmisega',
    'Latest bill against the mean of six',
    {},
    (history) => {
      const bills = billsBack(history);
      const mean = average(bills.map((bill) => bill.amountCents));
      return {
        value: mean === null ? null : share(bills[0]?.amountCents ?? 0, mean),
        evidence: newest(bills),
      };
    },
  ),
  statement(
    'credit_limit',
    'cents',
    'Krediidilimiit',
    'Credit limit',
    { favours: 1, reason: 'R21' },
    ({ claim }) =>
      claim === null ? UNKNOWN : { value: claim.claim.creditLimitCents, evidence: claim.claim },
  ),
];

function billsAgo(bill: number): { readonly et: string; readonly en: string } {
  return bill === 1
    ? { et: 'üks arve tagasi', en: 'one bill ago' }
    : { et: `${bill} arvet tagasi`, en: `${bill} bills ago` };
}

function billAgo({ claim }: CaseHistory, bill: number): Invoice | undefined {
  return claim?.invoices.at(-1 - bill);
}

/** The last six bills, the latest first. */
function billsBack({ claim }: CaseHistory): readonly Invoice[] {
  return claim === null ? [] : claim.invoices.slice(-6).reverse();
}

/** −2 no use, −1 paid duly, 0 revolving, n months late. */
function accountUse(status: number): string {
  if (status > 0) return 'late';
  return status === 0 ? 'revolving' : status === -1 ? 'paid' : 'unused';
}

function reported(history: CaseHistory, bill: number, read: (status: number) => number | string) {
  const invoice = billAgo(history, bill);
  const status = invoice?.reportedMonthsLate ?? null;
  return invoice === undefined || status === null ? UNKNOWN : { value: read(status), evidence: invoice };
}

function overStatuses(history: CaseHistory, read: (statuses: readonly number[]) => number | null) {
  const bills = billsBack(history);
  const statuses = bills.flatMap((bill) => bill.reportedMonthsLate ?? []);
  return statuses.length === 0 ? UNKNOWN : { value: read(statuses), evidence: newest(bills) };
}

function utilisation({ claim }: CaseHistory, bills: readonly Invoice[]) {
  const limit = claim?.claim.creditLimitCents ?? 0;
  const used = bills.length === 0 ? null : sumOf(bills, (bill) => bill.amountCents) / bills.length;
  return { value: used === null ? null : share(used, limit), evidence: newest(bills) };
}
