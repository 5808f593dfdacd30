import type { DebtorLife, Path } from './claim-path.ts';
import { event, extendLimitation } from './claim-path.ts';
import { agreePlan } from './claim-plans.ts';
import type { ClaimEntry } from './debtor-claims.ts';
import { learnt, wholeEuros } from './draft.ts';
import { type ClaimCondition, probability, type SimulatedMeasure } from './response.ts';
import { chooseMeasure, costOf, type StaffView } from './staff.ts';

/** Staff choose a measure; what it costs and sets off goes on record. */
export function act(
  life: DebtorLife,
  entry: ClaimEntry,
  path: Path,
  condition: ClaimCondition,
  day: number,
): SimulatedMeasure {
  const { draft, calendar, random, country } = life;
  const { claim } = entry;
  const view: StaffView = { condition, country, ...path };
  const measure = chooseMeasure(view, random);
  const cost = costOf(measure, view, claim.principalCents, path.chargedCents);
  draft.measures.push({
    claimId: claim.claimId,
    on: calendar.iso(day),
    measure,
    creditorCostCents: cost.creditorCents,
    debtorCostCents: cost.debtorCents,
    ...learnt(calendar, 'own_measures', day),
  });
  if (cost.debtorCents > 0) {
    path.chargedCents += cost.debtorCents;
    path.balanceCents += cost.debtorCents;
    event(life, entry, day, 'cost', null, cost.debtorCents, 'own_measures');
  }
  followUp(life, entry, path, condition, measure, day);
  return measure;
}

function followUp(
  life: DebtorLife,
  entry: ClaimEntry,
  path: Path,
  condition: ClaimCondition,
  measure: SimulatedMeasure,
  day: number,
): void {
  const { random, traits, calendar } = life;
  switch (measure) {
    case 'remind_sms':
    case 'remind_email':
      path.remindersSent += 1;
      contact(life, entry, day, measure === 'remind_sms' ? 'sms' : 'email', 'sent');
      return;
    case 'remind_letter':
    case 'demand_letter':
      if (measure === 'demand_letter') path.demandLetters += 1;
      path.remindersSent += 1;
      contact(life, entry, day, 'letter', condition.addressValid || random.chance(0.3) ? 'sent' : 'returned');
      if (measure === 'demand_letter' && life.country === 'FI')
        extendLimitation(life, entry, path, day, 'own_measures');
      return;
    case 'call': {
      const reached = condition.phoneValid && random.chance(traits.reach);
      contact(life, entry, day, 'call', reached ? 'reached' : 'no_answer');
      if (reached && random.chance(probability(0.4 * traits.willingness - 0.3)))
        promise(life, entry, path, day);
      return;
    }
    case 'plan_offer':
    case 'instalment_reduction':
      path.planOffers += 1;
      contact(life, entry, day, 'letter', 'sent');
      agreePlan(life, entry, path, condition, day);
      return;
    case 'payment_order':
    case 'lawsuit':
      path.courtStarted = true;
      event(life, entry, day, 'phase', 'court', null, 'court');
      if (random.chance(0.85))
        path.titleOnDay = day + (measure === 'lawsuit' ? random.integer(120, 240) : random.integer(35, 75));
      return;
    case 'bailiff':
      event(life, entry, day, 'phase', 'enforcement', null, 'bailiff');
      return;
    case 'bureau_listing':
      path.listed = true;
      life.draft.publicRecords.push({
        personId: life.draft.personId,
        kind: 'payment_default',
        on: calendar.iso(day),
        endedOn: null,
        amountCents: path.balanceCents,
        code: null,
        monthlyCents: null,
        ...learnt(calendar, 'default_register', day),
      });
      return;
    default:
      return;
  }
}

function promise(life: DebtorLife, entry: ClaimEntry, path: Path, day: number): void {
  const { random, draft, calendar } = life;
  const byDay = day + random.integer(5, 21);
  const amountCents = Math.min(
    path.balanceCents,
    Math.max(500, wholeEuros(path.balanceCents * random.pick([0.15, 0.25, 0.5, 1]))),
  );
  path.promise = { amountCents, byDay };
  draft.promises.push({
    claimId: entry.claim.claimId,
    on: calendar.iso(day),
    dueOn: calendar.iso(byDay),
    amountCents,
    ...learnt(calendar, 'person', day),
  });
}

function contact(
  life: DebtorLife,
  entry: ClaimEntry,
  day: number,
  channel: 'sms' | 'email' | 'letter' | 'call',
  result: 'sent' | 'reached' | 'no_answer' | 'returned',
): void {
  life.draft.contacts.push({
    personId: life.draft.personId,
    claimId: entry.claim.claimId,
    on: life.calendar.iso(day),
    channel,
    direction: 'out',
    result,
    ...learnt(life.calendar, 'own_measures', day),
  });
}
