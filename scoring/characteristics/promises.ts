import { addDays, addMonths, daysBetween } from '../portfolio/dates.ts';
import type { ClaimView } from '../portfolio/balance.ts';
import type { InstalmentPlan, PromiseToPay } from '../portfolio/records.ts';
import {
  type CaseHistory,
  counted,
  family,
  flagged,
  newest,
  share,
  sumOf,
  UNKNOWN,
} from './characteristic.ts';

/** A promise is kept when the sum has come within the days of grace (5 to 7 in practice). */
export const PROMISE_GRACE_DAYS = 7;

const promise = family({
  applies: 'claim',
  family: 'promises',
  sources: ['own_measures', 'person'],
  reason: 'R08',
});
const plan = family({
  applies: 'claim',
  family: 'plans',
  sources: ['own_measures', 'person'],
  reason: 'R08',
});

export const PROMISE_CHARACTERISTICS = [
  promise(
    'promises_365d',
    'count',
    'Makselubadusi viimase aasta jooksul',
    'Promises to pay in the last year',
    {},
    (history) => counted(promisesSince(history, 365)),
  ),
  promise(
    'broken_promises_365d',
    'count',
    'Täitmata makselubadusi viimase aasta jooksul',
    'Broken promises to pay in the last year',
    { favours: -1, change: { direction: -1, daysPerUnit: 365, costPerUnit: 1 } },
    (history) => counted(promisesSince(history, 365).filter((made) => fate(history, made) === 'broken')),
  ),
  promise(
    'kept_promises_share',
    'share',
    'Täidetud osa makselubadustest',
    'Share of promises to pay that were kept',
    { favours: 1, change: { direction: 1, daysPerUnit: 90, costPerUnit: 2 } },
    (history) => {
      const due = (history.claim?.promises ?? []).filter((made) => fate(history, made) !== 'pending');
      return {
        value: share(due.filter((made) => fate(history, made) === 'kept').length, due.length),
        evidence: newest(due),
      };
    },
  ),
  promise(
    'promise_open',
    'flag',
    'Makselubaduse tähtaeg on ees',
    'A promise to pay is still open',
    { favours: 1 },
    (history) => {
      const open = (history.claim?.promises ?? []).filter((made) => fate(history, made) === 'pending');
      return flagged(open.length > 0, newest(open));
    },
  ),
  promise(
    'days_since_promise',
    'days',
    'Päevi viimasest makselubadusest',
    'Days since the last promise to pay',
    {},
    ({ asOf, claim }) => {
      const last = claim?.promises.at(-1);
      return last === undefined ? UNKNOWN : { value: daysBetween(last.on, asOf), evidence: last };
    },
  ),
  plan(
    'plan_active',
    'flag',
    'Maksegraafik kehtib',
    'An instalment plan is running',
    { favours: 1, change: { direction: 1, daysPerUnit: 14, costPerUnit: 1 } },
    ({ claim }) => {
      const running = runningPlan(claim);
      return flagged(running !== undefined, running ?? null);
    },
  ),
  plan(
    'plans_broken',
    'count',
    'Katkenud maksegraafikuid',
    'Instalment plans that broke',
    { favours: -1 },
    ({ claim }) => counted((claim?.plans ?? []).filter(({ ended }) => ended === 'broken')),
  ),
  plan(
    'plan_instalments_missed',
    'count',
    'Kehtiva maksegraafiku tasumata osamakseid',
    'Missed instalments of the running plan',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 1 } },
    ({ asOf, claim }) => {
      const running = runningPlan(claim);
      if (claim === null || running === undefined) return UNKNOWN;
      const payments = claim.payments.filter((made) => made.on >= running.agreedOn);
      const paid = sumOf(payments, (made) => made.amountCents);
      const missed = instalmentsDue(running, asOf) - Math.floor(paid / Math.max(1, running.instalmentCents));
      return { value: Math.max(0, missed), evidence: newest([...payments, running]) };
    },
  ),
  plan('plans_agreed', 'count', 'Kokku lepitud maksegraafikuid', 'Instalment plans agreed', {}, ({ claim }) =>
    counted(claim?.plans ?? []),
  ),
];

function promisesSince({ asOf, claim }: CaseHistory, days: number): readonly PromiseToPay[] {
  const from = addDays(asOf, -days);
  return (claim?.promises ?? []).filter((made) => made.on > from);
}

function fate({ asOf, claim }: CaseHistory, promised: PromiseToPay): 'kept' | 'broken' | 'pending' {
  const last = addDays(promised.dueOn, PROMISE_GRACE_DAYS);
  const paid = sumOf(
    (claim?.payments ?? []).filter((made) => made.on >= promised.on && made.on <= last),
    (made) => made.amountCents,
  );
  if (paid >= promised.amountCents) return 'kept';
  return last < asOf ? 'broken' : 'pending';
}

function runningPlan(claim: ClaimView | null): InstalmentPlan | undefined {
  return claim?.plans.findLast(({ endedOn }) => endedOn === null);
}

/** Instalments that had fallen due before the day. */
function instalmentsDue(running: InstalmentPlan, on: string): number {
  let due = 0;
  while (due < running.instalments && addMonths(running.firstDueOn, due) < on) due += 1;
  return due;
}
