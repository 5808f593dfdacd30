import { addDays, daysBetween } from '../portfolio/dates.ts';
import type { ClaimView } from '../portfolio/balance.ts';
import {
  average,
  type CaseHistory,
  counted,
  family,
  newest,
  share,
  sumOf,
  UNKNOWN,
} from './characteristic.ts';

const own = family({
  applies: 'both',
  family: 'history_with_us',
  sources: ['own_measures', 'creditor'],
  reason: 'R18',
});

const length = family({
  applies: 'both',
  family: 'length_of_history',
  sources: ['own_measures', 'creditor'],
  reason: 'R09',
});

export const PERSON_HISTORY_CHARACTERISTICS = [
  own(
    'open_claims',
    'count',
    'Teisi lõpetamata nõudeid või lepinguid meie juures',
    'Other open claims or contracts with us',
    { favours: -1, change: { direction: -1, daysPerUnit: 90, costPerUnit: 2 } },
    (history) => counted(others(history, isOpen).map(({ balance }) => balance.latest)),
  ),
  own(
    'other_arrears',
    'cents',
    'Tähtajaks tasumata summa teiste nõuete järgi',
    'Amount past due on other claims',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.0001 } },
    (history) => {
      const open = others(history, isOpen);
      return {
        value: sumOf(open, (claim) => claim.balance.arrearsCents),
        evidence: newest(open.map(({ balance }) => balance.latest)),
      };
    },
  ),
  own(
    'other_days_past_due',
    'days',
    'Suurim viivitus teiste nõuete järgi, päevades',
    'Most days past due on other claims',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.02 } },
    (history) => {
      const open = others(history, isOpen);
      return {
        value: open.length === 0 ? null : Math.max(...open.map((claim) => claim.balance.daysPastDue)),
        evidence: newest(open.map(({ balance }) => balance.latest)),
      };
    },
  ),
  own(
    'paid_claims',
    'count',
    'Tasutud nõudeid meie juures',
    'Claims paid in full with us',
    { favours: 1, change: { direction: 1, daysPerUnit: 60, costPerUnit: 2 } },
    (history) => counted(others(history, isPaid).map(({ balance }) => balance.latest)),
  ),
  own(
    'paid_claims_share',
    'share',
    'Tasutud osa lõppenud nõuetest',
    'Share of ended claims that were paid',
    { favours: 1 },
    (history) => {
      const ended = others(history, (claim) => !isOpen(claim));
      return {
        value: share(ended.filter(isPaid).length, ended.length),
        evidence: newest(ended.map(({ balance }) => balance.latest)),
      };
    },
  ),
  own(
    'paid_without_court_share',
    'share',
    'Kohtuta tasutud osa tasutud nõuetest',
    'Share of paid claims that were paid without a court',
    { favours: 1 },
    (history) => {
      const paid = others(history, isPaid);
      return {
        value: share(paid.filter(({ balance }) => balance.phase === 'amicable').length, paid.length),
        evidence: newest(paid.map(({ balance }) => balance.latest)),
      };
    },
  ),
  own(
    'average_days_to_pay',
    'days',
    'Varasema nõude tasumiseks kulunud päevi keskmiselt',
    'Average days earlier claims took to be paid',
    { favours: -1 },
    (history) => {
      const paid = others(history, isPaid);
      return {
        value: average(
          paid.map(({ claim, balance }) =>
            Math.max(0, daysBetween(claim.dueOn, balance.closedOn ?? claim.dueOn)),
          ),
        ),
        evidence: newest(paid.map(({ balance }) => balance.latest)),
      };
    },
  ),
  own(
    'claims_365d',
    'count',
    'Uusi nõudeid viimase aasta jooksul',
    'New claims in the last year',
    { favours: -1, change: { direction: -1, daysPerUnit: 365, costPerUnit: 1 } },
    (history) => {
      const from = addDays(history.asOf, -365);
      return counted(others(history, ({ claim }) => claim.obtainedOn > from).map(({ claim }) => claim));
    },
  ),
  own(
    'other_payments_180d',
    'count',
    'Makseid teiste nõuete järgi viimase 180 päeva jooksul',
    'Payments on other claims in the last 180 days',
    { favours: 1, change: { direction: 1, daysPerUnit: 30, costPerUnit: 0.5 } },
    (history) => {
      const from = addDays(history.asOf, -180);
      return counted(
        others(history, () => true).flatMap(({ payments }) => payments.filter((made) => made.on > from)),
      );
    },
  ),
  length(
    'days_known',
    'days',
    'Päevi esimesest meie juures peetud arvest või lepingust',
    'Days since the first claim or contract with us',
    { favours: 1 },
    ({ asOf, claims }) => {
      const [first] = claims.map(({ claim }) => claim).sort((a, b) => (a.openedOn < b.openedOn ? -1 : 1));
      return first === undefined ? UNKNOWN : { value: daysBetween(first.openedOn, asOf), evidence: first };
    },
  ),
];

/** The person's claims but the one of the case. */
export function others(
  { claim, claims }: CaseHistory,
  wanted: (claim: ClaimView) => boolean,
): readonly ClaimView[] {
  return claims.filter((other) => other.claim.claimId !== claim?.claim.claimId && wanted(other));
}

export function isOpen({ balance }: ClaimView): boolean {
  return balance.closed === null && balance.totalCents > 0;
}

function isPaid({ balance }: ClaimView): boolean {
  return balance.closed === 'paid';
}
