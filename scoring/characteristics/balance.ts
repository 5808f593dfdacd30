import { daysBetween, isIsoDate } from '../portfolio/dates.ts';
import type { ClaimView } from '../portfolio/balance.ts';
import type { Value } from '../scorecard/scorecard.ts';
import {
  average,
  type CaseHistory,
  counted,
  family,
  type Measured,
  newest,
  share,
  UNKNOWN,
} from './characteristic.ts';

const arrears = family({
  applies: 'claim',
  family: 'arrears',
  sources: ['creditor', 'own_measures', 'derived'],
  reason: 'R18',
});

const amount = family({
  applies: 'claim',
  family: 'amount',
  sources: ['creditor', 'own_measures', 'derived'],
  reason: 'R18',
});

const contract = family({ applies: 'claim', family: 'contract', sources: ['creditor'], reason: 'R21' });

export const BALANCE_CHARACTERISTICS = [
  arrears(
    'days_past_due',
    'days',
    'Päevi üle tähtaja',
    'Days past due',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.02 } },
    of((claim) => claim.balance.daysPastDue),
  ),
  arrears(
    'arrears',
    'cents',
    'Tähtajaks tasumata summa',
    'Amount past due',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.0001 } },
    of((claim) => claim.balance.arrearsCents),
  ),
  arrears(
    'overdue_invoices',
    'count',
    'Tähtajaks tasumata arveid',
    'Invoices past due',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 1 } },
    (history) => counted(overdueInvoices(history)),
  ),
  arrears(
    'average_days_late',
    'days',
    'Arvete keskmine hilinemine viimasel aastal',
    'Average days an invoice was late in the last year',
    { favours: -1, change: { direction: -1, daysPerUnit: 30, costPerUnit: 0.1 } },
    ({ asOf, claim }) => {
      const late = (claim?.covered ?? []).filter(
        ({ invoice }) => invoice.dueOn < asOf && daysBetween(invoice.dueOn, asOf) <= 365,
      );
      return {
        value: average(
          late.map(({ invoice, coveredOn }) => Math.max(0, daysBetween(invoice.dueOn, coveredOn ?? asOf))),
        ),
        evidence: newest(late.map(({ invoice }) => invoice)),
      };
    },
  ),
  amount(
    'balance',
    'cents',
    'Võla jääk',
    'Balance of the debt',
    { change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.0001 } },
    of((claim) => claim.balance.totalCents),
  ),
  amount(
    'principal',
    'cents',
    'Põhivõla jääk',
    'Principal left',
    {},
    of((claim) => claim.balance.principalCents),
  ),
  amount(
    'side_claims_share',
    'share',
    'Intressi ja kulude osa võlas',
    'Share of interest and costs in the debt',
    { favours: -1 },
    of(({ balance }) => share(balance.interestCents + balance.costsCents, balance.totalCents)),
  ),
  amount(
    'original_amount',
    'cents',
    'Nõude algne suurus',
    'Original amount of the claim',
    {},
    of(({ claim }) => claim.principalCents + claim.interestCents + claim.costsCents),
  ),
  contract(
    'product',
    'category',
    'Nõude liik',
    'Kind of claim',
    {},
    // A doctor's bill hints at health, which may not count: it is a claim like any other.
    of(({ claim }) => (claim.product === 'medical' ? 'other' : claim.product)),
  ),
  contract(
    'phase',
    'category',
    'Menetluse etapp',
    'Phase of collection',
    { reason: 'R26', sources: ['own_measures', 'court', 'bailiff'] },
    of((claim) => claim.balance.phase),
  ),
  contract(
    'has_title',
    'flag',
    'Täitedokument on olemas',
    'An enforcement title exists',
    { reason: 'R26', sources: ['court', 'bailiff'] },
    of((claim) => (claim.balance.title ? 1 : 0)),
  ),
  contract(
    'contract_ended',
    'flag',
    'Leping on lõpetatud',
    'The contract has ended',
    { favours: -1 },
    of(({ claim }) => (claim.contractEndedOn === null ? 0 : 1)),
  ),
  contract(
    'days_since_contract_end',
    'days',
    'Päevi lepingu lõppemisest',
    'Days since the contract ended',
    {},
    (history) => sinceOf(history, (claim) => claim.claim.contractEndedOn),
  ),
  contract(
    'days_on_book',
    'days',
    'Päevi lepingu sõlmimisest',
    'Days since the contract began',
    {},
    (history) => sinceOf(history, (claim) => claim.claim.openedOn),
  ),
  contract(
    'days_with_us',
    'days',
    'Päevi nõude saamisest',
    'Days since the claim came to us',
    {},
    (history) => sinceOf(history, (claim) => claim.claim.obtainedOn),
  ),
  contract(
    'limitation_days_left',
    'days',
    'Päevi aegumiseni',
    'Days until the claim is time-barred',
    { role: 'route', reason: 'R24', sources: ['creditor', 'court', 'derived'] },
    ({ asOf, claim }) => {
      const on = claim?.balance.limitationOn ?? null;
      return claim === null || on === null || !isIsoDate(on)
        ? UNKNOWN
        : { value: daysBetween(asOf, on), evidence: claim.balance.latest };
    },
  ),
];

/** A figure of the case's own claim and its newest record. */
function of(figure: (claim: ClaimView) => Value): (history: CaseHistory) => Measured {
  return ({ claim }) => (claim === null ? UNKNOWN : { value: figure(claim), evidence: claim.balance.latest });
}

function sinceOf({ asOf, claim }: CaseHistory, day: (claim: ClaimView) => string | null): Measured {
  const from = claim === null ? null : day(claim);
  return claim === null || from === null
    ? UNKNOWN
    : { value: daysBetween(from, asOf), evidence: claim.claim };
}

function overdueInvoices({ asOf, claim }: CaseHistory) {
  if (claim === null) return [];
  return claim.covered
    .filter(({ invoice, openCents }) => openCents > 0 && invoice.dueOn < asOf)
    .map(({ invoice }) => invoice);
}
