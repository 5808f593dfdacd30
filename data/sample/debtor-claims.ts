import type { Claim, Invoice, Payment } from '../../scoring/portfolio/records.ts';
import { type Calendar, MONTHS } from './calendar.ts';
import { type Circumstances, hindranceOn } from './circumstances.ts';
import { type Draft, learnt } from './draft.ts';
import type { SamplePortfolio } from './portfolios.ts';
import type { Random } from './random.ts';

/** A claim as it came to the collector. */
export interface ClaimEntry {
  readonly claim: Claim;
  readonly entryMonth: number;
  readonly entryDay: number;
  readonly dueDay: number;
}

const PRODUCTS: readonly (readonly [Claim['product'], number])[] = [
  ['loan', 0.2],
  ['card', 0.12],
  ['leasing', 0.03],
  ['telecom', 0.22],
  ['utility', 0.12],
  ['rent', 0.05],
  ['retail', 0.15],
  ['medical', 0.06],
  ['other', 0.05],
];

const TYPICAL_EUROS: Readonly<Record<Claim['product'], number>> = {
  loan: 950,
  card: 1_100,
  leasing: 2_600,
  telecom: 190,
  utility: 270,
  rent: 750,
  retail: 240,
  medical: 130,
  other: 210,
};

/** Products billed monthly: the claim is its unpaid bills. */
const BILLED = new Set<Claim['product']>(['telecom', 'utility', 'rent', 'retail', 'medical']);

const CREDITORS = {
  EE: ['Näidis Side AS', 'Näidis Energia OÜ', 'Näidis Pank AS', 'Näidis Kaubandus OÜ', 'Näidis Kliinik OÜ'],
  FI: ['Malli Puhelin Oy', 'Malli Sähkö Oy', 'Malli Pankki Oyj', 'Malli Kauppa Oy', 'Malli Klinikka Oy'],
} as const;

/** Draws a claim, its bills and what was paid to the creditor before. */
export function drawClaim(
  draft: Draft,
  at: number,
  portfolio: SamplePortfolio,
  calendar: Calendar,
  circumstances: Circumstances,
  coDebtorId: number | null,
  random: Random,
): ClaimEntry {
  const { iso, ends } = calendar;
  const entryMonth = Math.min(MONTHS - 1, Math.floor(MONTHS * random.uniform() ** 1.15));
  const entryDay = Math.min((ends[entryMonth] ?? 0) + random.integer(1, 28), ends[entryMonth + 1] ?? 0);
  const owned = random.chance(0.5);
  const barred = random.chance(0.025);
  const age = barred
    ? random.integer(1_300, 2_200)
    : owned
      ? 60 + Math.floor(640 * random.uniform() ** 2)
      : random.integer(18, 130);
  const dueDay = entryDay - age;
  const product = random.weighted(PRODUCTS);
  const principalCents = Math.max(
    1_500,
    Math.round(TYPICAL_EUROS[product] * 100 * Math.exp(0.7 * random.normal())),
  );
  const ended = owned || age > 90 || random.chance(0.3);
  const claimId = draft.personId * 16 + at;
  const shared = coDebtorId !== null && at === 0;
  const claim: Claim = {
    claimId,
    claimNumber: `${portfolio.jurisdiction}-${String(draft.personId).padStart(7, '0')}-${at + 1}`,
    personId: draft.personId,
    coDebtorIds: shared ? [coDebtorId] : [],
    creditor: owned ? portfolio.controller : random.pick(CREDITORS[portfolio.jurisdiction]),
    ownership: owned ? 'owned' : 'commission',
    product,
    consumer: !(circumstances.minor ? false : random.chance(0.03)),
    currency: 'EUR',
    principalCents,
    interestCents: Math.round((principalCents * 0.11 * age) / 365),
    costsCents: random.chance(0.4) ? random.integer(1, 3) * 500 : 0,
    creditLimitCents: product === 'card' ? Math.ceil((principalCents * 1.15) / 10_000) * 10_000 : null,
    openedOn: iso(dueDay - random.integer(60, 1_500)),
    dueOn: iso(dueDay),
    contractEndedOn: ended ? iso(Math.min(entryDay, dueDay + random.integer(25, 80))) : null,
    limitationOn: limitationDate(iso(dueDay), product, portfolio),
    ...learnt(calendar, 'creditor', entryDay),
  };
  draft.claims.push(claim);
  if (BILLED.has(product)) drawBills(draft, claim, dueDay, entryDay, calendar, random);
  if (product === 'card') drawStatements(draft, claim, dueDay, calendar, random);
  if (random.chance(0.2)) drawEarlierPayments(draft, claim, entryDay, age, calendar, random);
  return { claim, entryMonth, entryDay, dueDay };
}

/** Three years (TsÜS § 146 (1); FI 728/2003 § 4); of recurring bills in Estonia from the end of the year (§ 147 (3)). */
function limitationDate(dueOn: string, product: Claim['product'], { jurisdiction }: SamplePortfolio): string {
  const year = Number(dueOn.slice(0, 4)) + 3;
  return jurisdiction === 'EE' && BILLED.has(product)
    ? `${year + 1}-01-01`
    : `${year}-${dueOn.slice(5, 7)}-${dayInEveryYear(dueOn)}`;
}

function dayInEveryYear(date: string): string {
  return date.endsWith('-02-29') ? '28' : date.slice(8);
}

function drawBills(
  draft: Draft,
  claim: Claim,
  dueDay: number,
  entryDay: number,
  calendar: Calendar,
  random: Random,
): void {
  const most = Math.max(1, Math.min(4, Math.floor((entryDay - dueDay) / 30)));
  const bills = random.integer(1, most);
  let left = claim.principalCents;
  for (let bill = 0; bill < bills; bill += 1) {
    const amountCents = bill === bills - 1 ? left : Math.round(left / (bills - bill));
    left -= amountCents;
    const due = dueDay + bill * 30;
    draft.invoices.push({
      claimId: claim.claimId,
      issuedOn: calendar.iso(due - 14),
      dueOn: calendar.iso(due),
      amountCents,
      reportedMonthsLate: null,
      ...learnt(calendar, 'creditor', entryDay),
    });
  }
}

/** Six statements up to the end of the card, ever later. */
function drawStatements(
  draft: Draft,
  claim: Claim,
  dueDay: number,
  calendar: Calendar,
  random: Random,
): void {
  const late = random.integer(1, 3);
  for (let bill = 0; bill < 6; bill += 1) {
    const day = dueDay - 20 - (5 - bill) * 30;
    const statement: Invoice = {
      claimId: claim.claimId,
      issuedOn: calendar.iso(day),
      dueOn: calendar.iso(day + 20),
      amountCents: Math.round(claim.principalCents * (0.75 + 0.05 * bill)),
      reportedMonthsLate: Math.max(random.chance(0.2) ? -1 : 0, late - (5 - bill)),
      source: 'creditor',
      obtainedOn: claim.obtainedOn,
      validUntil: null,
    };
    draft.invoices.push(statement);
  }
}

/** They are in the amounts already: they tell of behaviour, not of the balance. */
function drawEarlierPayments(
  draft: Draft,
  claim: Claim,
  entryDay: number,
  age: number,
  calendar: Calendar,
  random: Random,
): void {
  const payments = random.integer(1, 2);
  for (let at = 0; at < payments; at += 1) {
    const payment: Payment = {
      claimId: claim.claimId,
      on: calendar.iso(entryDay - random.integer(1, Math.max(1, Math.min(150, age)))),
      amountCents: Math.max(500, Math.round((claim.principalCents * 0.15 * random.uniform()) / 100) * 100),
      reversedOn: null,
      source: 'creditor',
      obtainedOn: claim.obtainedOn,
      validUntil: null,
    };
    draft.payments.push(payment);
  }
}

/** What of the claim itself and of the person keeps payments away on a day. */
export function hindranceOf(
  circumstances: Circumstances,
  limitationOn: string | null,
  disputed: boolean,
  day: number,
  iso: Calendar['iso'],
): number {
  const barred = limitationOn !== null && limitationOn <= iso(day);
  return hindranceOn(circumstances, day) + (disputed ? 1.8 : 0) + (barred ? 1 : 0);
}
