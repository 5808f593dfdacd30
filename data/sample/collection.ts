import type { ClaimEvent, InstalmentPlan } from '../../scoring/portfolio/records.ts';
import { addMonths } from '../../scoring/portfolio/dates.ts';
import { type Calendar, MONTHS } from './calendar.ts';
import { type Circumstances, stopsMeasures } from './circumstances.ts';
import { type ClaimEntry, hindranceOf } from './debtor-claims.ts';
import { type Draft, learnt } from './draft.ts';
import type { Random } from './random.ts';
import {
  type ClaimCondition,
  EFFECT_LEFT,
  effectOf,
  payLogit,
  payWithin90,
  probability,
  SIMULATED_MEASURES,
  type SimulatedMeasure,
} from './response.ts';
import { chooseMeasure, costOf, type StaffView } from './staff.ts';
import type { Country } from '../../scoring/portfolio/records.ts';
import { isShocked, seasonOf, type Traits } from './traits.ts';
import type { ClaimTruth } from './truth.ts';

/** Everything that is the same for all claims of one person. */
export interface DebtorLife {
  readonly draft: Draft;
  readonly traits: Traits;
  readonly circumstances: Circumstances;
  readonly calendar: Calendar;
  readonly country: Country;
  readonly random: Random;
  /** Owns property, holds a default entry: what effects hang on. */
  readonly owner: boolean;
  readonly listedBefore: boolean;
}

/** The claim's path while it is simulated. */
interface Path {
  balanceCents: number;
  chargedCents: number;
  lastPaymentDay: number | null;
  plan: { readonly record: InstalmentPlan; paid: number; missed: number } | null;
  title: boolean;
  titleOnDay: number | null;
  courtStarted: boolean;
  listed: boolean;
  disputedFrom: number | null;
  disputeSettledFrom: number | null;
  limitationOn: string | null;
  demandLetters: number;
  remindersSent: number;
  planOffers: number;
  closed: boolean;
  promise: { readonly amountCents: number; readonly byDay: number } | null;
}

/** Lives one claim month by month to the last day, and tells the truth about it when it is still open then. */
export function simulateClaim(life: DebtorLife, entry: ClaimEntry): ClaimTruth | null {
  const { traits, calendar, random, circumstances } = life;
  const { claim, entryMonth, entryDay } = entry;
  const path = startOf(life, entry);
  let condition = conditionOn(life, entry, path, entryDay, entryMonth);
  let measure: SimulatedMeasure = 'no_action';
  let reviewedIn = entryMonth;
  let nextReview = entryMonth;
  for (let month = entryMonth; month < MONTHS && !path.closed; month += 1) {
    const from = Math.max(entryDay, calendar.ends[month] ?? 0);
    const to = calendar.ends[month + 1] ?? calendar.lastDay;
    if (month > entryMonth && (month - entryMonth) % 3 === 0) addInterest(life, entry, path, from + 1);
    let day = from;
    if (month >= nextReview && from < to) {
      condition = conditionOn(life, entry, path, from, month);
      nextReview =
        month +
        random.weighted([
          [3, 0.76],
          [2, 0.14],
          [1, 0.1],
        ]);
      reviewedIn = month;
      measure = 'no_action';
      if (!stopsMeasures(circumstances, from) && !isDisputed(path, from)) {
        day = Math.min(to, from + random.integer(1, 5));
        measure = act(life, entry, path, condition, day);
      }
    }
    const left = EFFECT_LEFT[month - reviewedIn] ?? 0;
    const logit =
      payLogit(traits, condition, seasonOf(calendar, month)) + effectOf(measure, traits, condition) * left;
    if (random.chance(probability(logit)) && day < to) pay(life, entry, path, measure, day, to);
    else missPlan(life, path, to);
    if (!path.closed) close(life, entry, path, to);
  }
  if (path.closed) return null;
  const { lastDay } = calendar;
  return {
    kind: 'claim',
    number: claim.claimNumber,
    asOf: calendar.iso(lastDay),
    ...truthOn(life, conditionOn(life, entry, path, lastDay, MONTHS - 1)),
  };
}

function truthOn({ traits, calendar }: DebtorLife, condition: ClaimCondition) {
  const month = MONTHS - 1;
  const seasons = [1, 2, 3].map((ahead) => seasonOf(calendar, month - 12 + ahead));
  const [first = 0, second = 0, third = 0] = seasons;
  const payWithin90Days = Object.fromEntries(
    SIMULATED_MEASURES.map((measure) => [
      measure,
      payWithin90(measure, traits, condition, [first, second, third]),
    ]),
  ) as Record<SimulatedMeasure, number>;
  const full = fullPaymentProbability(traits, condition.balanceCents);
  return { payWithin90: payWithin90Days, paidShare: full + (1 - full) * 0.31 };
}

function startOf({ calendar, random }: DebtorLife, { claim, entryDay }: ClaimEntry): Path {
  const disputedFrom = random.chance(0.045) ? random.integer(entryDay, calendar.lastDay) : null;
  return {
    balanceCents: claim.principalCents + claim.interestCents + claim.costsCents,
    chargedCents: 0,
    lastPaymentDay: null,
    plan: null,
    title: false,
    titleOnDay: null,
    courtStarted: false,
    listed: false,
    disputedFrom,
    disputeSettledFrom:
      disputedFrom !== null && random.chance(0.5) ? disputedFrom + random.integer(20, 150) : null,
    limitationOn: claim.limitationOn,
    demandLetters: 0,
    remindersSent: 0,
    planOffers: 0,
    closed: false,
    promise: null,
  };
}

function conditionOn(
  life: DebtorLife,
  entry: ClaimEntry,
  path: Path,
  day: number,
  month: number,
): ClaimCondition {
  const { traits, circumstances, calendar } = life;
  const valid = (since: number | null) => since === null || since > day;
  const disputed = isDisputed(path, day);
  tellDispute(life, entry, path, day);
  if (path.titleOnDay !== null && path.titleOnDay <= day && !path.title) {
    path.title = true;
    event(life, entry, path.titleOnDay, 'title', null, null, 'court');
  }
  return {
    balanceCents: path.balanceCents,
    daysPastDue: Math.max(0, day - entry.dueDay),
    monthsSincePayment: path.lastPaymentDay === null ? 12 : Math.floor((day - path.lastPaymentDay) / 30),
    shocked: isShocked(traits, month),
    planRunning: path.plan !== null,
    title: path.title,
    listed: path.listed || life.listedBefore,
    addressValid: valid(circumstances.addressInvalidFrom),
    phoneValid: valid(circumstances.phoneInvalidFrom),
    emailValid: valid(circumstances.emailInvalidFrom),
    owner: life.owner,
    hindrance: hindranceOf(circumstances, path.title ? null : path.limitationOn, disputed, day, calendar.iso),
  };
}

function isDisputed({ disputedFrom, disputeSettledFrom }: Path, day: number): boolean {
  return (
    disputedFrom !== null && disputedFrom <= day && (disputeSettledFrom === null || disputeSettledFrom > day)
  );
}

const told = new WeakMap<Path, { disputed?: true; settled?: true }>();

/** Writes the dispute and its end once their day has come. */
function tellDispute(life: DebtorLife, entry: ClaimEntry, path: Path, day: number): void {
  const known = told.get(path) ?? {};
  told.set(path, known);
  if (path.disputedFrom !== null && path.disputedFrom <= day && known.disputed === undefined) {
    known.disputed = true;
    event(life, entry, path.disputedFrom, 'disputed', null, null, 'person');
  }
  if (path.disputeSettledFrom !== null && path.disputeSettledFrom <= day && known.settled === undefined) {
    known.settled = true;
    event(life, entry, path.disputeSettledFrom, 'dispute_settled', null, null, 'own_measures');
  }
}

/** Staff choose a measure; what it costs and sets off goes on record. */
function act(
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
    Math.max(500, round(path.balanceCents * random.pick([0.15, 0.25, 0.5, 1]))),
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

function agreePlan(
  life: DebtorLife,
  entry: ClaimEntry,
  path: Path,
  condition: ClaimCondition,
  day: number,
): void {
  const { random, draft, calendar, traits } = life;
  const wanted = effectOf('plan_offer', traits, condition);
  const agreed = day + random.integer(2, 10);
  if (agreed > calendar.lastDay || !random.chance(probability(1.1 * wanted - 1.2))) return;
  endPlan(life, path, agreed, 'cancelled');
  const instalments = random.integer(3, 8);
  const record: InstalmentPlan = {
    claimId: entry.claim.claimId,
    agreedOn: calendar.iso(agreed),
    instalmentCents: Math.ceil(path.balanceCents / instalments / 100) * 100,
    instalments,
    firstDueOn: addMonths(calendar.iso(agreed), 1),
    endedOn: null,
    ended: null,
    ...learnt(calendar, 'person', agreed),
  };
  draft.plans.push(record);
  path.plan = { record, paid: 0, missed: 0 };
}

function endPlan(
  { draft, calendar }: DebtorLife,
  path: Path,
  day: number,
  ended: 'kept' | 'broken' | 'cancelled',
): void {
  if (path.plan === null) return;
  const at = draft.plans.indexOf(path.plan.record);
  draft.plans[at] = { ...path.plan.record, endedOn: calendar.iso(Math.min(day, calendar.lastDay)), ended };
  path.plan = null;
}

/** Two instalments missed one after the other break a plan. */
function missPlan(life: DebtorLife, path: Path, day: number): void {
  if (path.plan === null) return;
  path.plan.missed += 1;
  if (path.plan.missed >= 2) endPlan(life, path, day, 'broken');
}

function fullPaymentProbability({ ability }: Traits, balanceCents: number): number {
  return probability(0.2 + 0.6 * ability - 0.7 * Math.log(Math.max(500, balanceCents) / 30_000));
}

function pay(
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
  if (measure === 'settlement' && random.chance(0.6)) return round(balanceCents * 0.7);
  if (promised !== null && random.chance(0.75)) return promised;
  if (random.chance(fullPaymentProbability(traits, balanceCents))) return balanceCents;
  return Math.max(500, round(balanceCents * (0.12 + 0.38 * random.uniform())));
}

/** A payment or an acknowledgement starts limitation anew (TsÜS § 158; in Finland a demand does, 728/2003 § 10). */
function extendLimitation(
  life: DebtorLife,
  entry: ClaimEntry,
  path: Path,
  day: number,
  source: 'person' | 'own_measures',
): void {
  const { calendar } = life;
  const on = calendar.iso(day);
  if (path.limitationOn === null || path.limitationOn <= on || path.limitationOn > addMonths(on, 24)) return;
  path.limitationOn = addMonths(on, 36);
  event(life, entry, day, 'limitation', path.limitationOn, null, source);
}

function addInterest(life: DebtorLife, entry: ClaimEntry, path: Path, day: number): void {
  if (entry.claim.ownership !== 'owned' || day > life.calendar.lastDay || isDisputed(path, day)) return;
  const amountCents = Math.round((Math.min(path.balanceCents, entry.claim.principalCents) * 0.1015) / 4);
  path.balanceCents += amountCents;
  event(life, entry, day, 'interest', null, amountCents, 'derived');
}

/** Old claims are sold now and then; hopeless ones are let go. */
function close(life: DebtorLife, entry: ClaimEntry, path: Path, day: number): void {
  const { random, circumstances, draft, calendar } = life;
  const old = day - entry.dueDay > 700;
  const dead = circumstances.deceasedFrom !== null && circumstances.deceasedFrom < day;
  const how = random.chance(dead ? 0.15 : 0) ? 'written_off' : old && random.chance(0.006) ? 'sold' : null;
  if (how === null || day > calendar.lastDay - 1) return;
  path.closed = true;
  draft.measures.push({
    claimId: entry.claim.claimId,
    on: calendar.iso(day),
    measure: how === 'sold' ? 'debt_sale' : 'write_off',
    creditorCostCents: 0,
    debtorCostCents: 0,
    ...learnt(calendar, 'own_measures', day),
  });
  event(life, entry, day, 'closed', how, null, 'own_measures');
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

function event(
  { draft, calendar }: DebtorLife,
  { claim }: ClaimEntry,
  day: number,
  kind: ClaimEvent['kind'],
  code: string | null,
  amountCents: number | null,
  source: ClaimEvent['source'],
): void {
  draft.claimEvents.push({
    claimId: claim.claimId,
    on: calendar.iso(day),
    kind,
    code,
    amountCents,
    ...learnt(calendar, source, day),
  });
}

function round(cents: number): number {
  return Math.round(cents / 100) * 100;
}
