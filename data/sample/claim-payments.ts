import { type DebtorLife, event, extendLimitation, type Path } from './claim-path.ts';
import { endPlan } from './claim-plans.ts';
import type { ClaimEntry } from './debtor-claims.ts';
import { learnt, wholeEuros } from './draft.ts';
import type { Random } from './random.ts';
import { probability, type SimulatedMeasure } from './response.ts';
import type { Traits } from './traits.ts';

export function pay(
  life: DebtorLife,
  entry: ClaimEntry,
  path: Path,
  measure: SimulatedMeasure,
  from: number,
  to: number,
): void {
  const { draft, calendar, random, traits } = life;
  const promised = path.promise;
  const day =
    promised !== null && promised.byDay > from && random.chance(0.8)
      ? Math.min(to, random.integer(from + 1, promised.byDay))
      : random.integer(from + 1, to);
  path.promise = null;
  const amountCents = Math.min(
    path.balanceCents,
    amountOf(path, measure, promised?.amountCents ?? null, traits, random),
  );
  const booked = Math.min(
    calendar.lastDay,
    day +
      random.weighted([
        [0, 0.7],
        [1, 0.2],
        [3, 0.1],
      ]),
  );
  const record = {
    claimId: entry.claim.claimId,
    on: calendar.iso(day),
    amountCents,
    reversedOn: null,
    ...learnt(calendar, 'bank_statement' as const, booked),
  };
  draft.payments.push(record);
  if (random.chance(0.012)) {
    const reversal = booked + random.integer(8, 45);
    draft.payments.push({
      ...record,
      reversedOn: reversal <= calendar.lastDay ? calendar.iso(reversal) : null,
    });
  }
  path.balanceCents -= amountCents;
  path.lastPaymentDay = day;
  if (path.plan !== null) {
    path.plan.paid += 1;
    path.plan.missed = 0;
    if (path.plan.paid >= path.plan.record.instalments || path.balanceCents === 0)
      endPlan(life, path, day, 'kept');
  }
  if (random.chance(0.15)) contactIn(life, entry, day);
  if (path.balanceCents === 0) {
    path.closed = true;
    event(life, entry, day, 'closed', 'paid', null, 'derived');
    return;
  }
  if (measure === 'settlement' && amountCents >= 2 * path.balanceCents) {
    path.closed = true;
    event(life, entry, Math.min(day + 1, calendar.lastDay), 'closed', 'written_off', null, 'own_measures');
    return;
  }
  extendLimitation(life, entry, path, day, 'person');
}

function amountOf(
  path: Path,
  measure: SimulatedMeasure,
  promised: number | null,
  traits: Traits,
  random: Random,
): number {
  const { plan, balanceCents } = path;
  if (plan !== null) return plan.record.instalmentCents;
  if (measure === 'settlement' && random.chance(0.6)) return wholeEuros(balanceCents * 0.7);
  if (promised !== null && random.chance(0.75)) return promised;
  if (random.chance(fullPaymentProbability(traits, balanceCents))) return balanceCents;
  return Math.max(500, wholeEuros(balanceCents * (0.12 + 0.38 * random.uniform())));
}

export function fullPaymentProbability({ ability }: Traits, balanceCents: number): number {
  return probability(0.2 + 0.6 * ability - 0.7 * Math.log(Math.max(500, balanceCents) / 30_000));
}

function contactIn(life: DebtorLife, entry: ClaimEntry, day: number): void {
  life.draft.contacts.push({
    personId: life.draft.personId,
    claimId: entry.claim.claimId,
    on: life.calendar.iso(day),
    channel: life.random.pick(['email', 'call', 'portal']),
    direction: 'in',
    result: 'received',
    ...learnt(life.calendar, 'own_measures', day),
  });
}
