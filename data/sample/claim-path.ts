import { addMonths } from '../../scoring/portfolio/dates.ts';
import type { ClaimEvent, Country, InstalmentPlan } from '../../scoring/portfolio/records.ts';
import type { Calendar } from './calendar.ts';
import type { Circumstances } from './circumstances.ts';
import { type ClaimEntry, hindranceOf } from './debtor-claims.ts';
import { type Draft, learnt } from './draft.ts';
import type { Random } from './random.ts';
import type { ClaimCondition } from './response.ts';
import { isShocked, type Traits } from './traits.ts';

/** Years until a claim with a title is time-barred (TsÜS § 157; FI 728/2003 § 13). */
const TITLE_YEARS: Readonly<Record<Country, number>> = { EE: 10, FI: 5 };

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
export interface Path {
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
  disputeTold: boolean;
  settlementTold: boolean;
  limitationOn: string | null;
  demandLetters: number;
  remindersSent: number;
  planOffers: number;
  closed: boolean;
  promise: { readonly amountCents: number; readonly byDay: number } | null;
}

export function startOf({ calendar, random }: DebtorLife, { claim, entryDay }: ClaimEntry): Path {
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
    disputeTold: false,
    settlementTold: false,
    limitationOn: claim.limitationOn,
    demandLetters: 0,
    remindersSent: 0,
    planOffers: 0,
    closed: false,
    promise: null,
  };
}

export function conditionOn(
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
    path.limitationOn = addMonths(calendar.iso(path.titleOnDay), 12 * TITLE_YEARS[life.country]);
    event(life, entry, path.titleOnDay, 'limitation', path.limitationOn, null, 'court');
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
    hindrance: hindranceOf(circumstances, path.limitationOn, disputed, day, calendar.iso),
  };
}

export function isDisputed({ disputedFrom, disputeSettledFrom }: Path, day: number): boolean {
  return (
    disputedFrom !== null && disputedFrom <= day && (disputeSettledFrom === null || disputeSettledFrom > day)
  );
}

/** Writes the dispute and its end once their day has come. */
function tellDispute(life: DebtorLife, entry: ClaimEntry, path: Path, day: number): void {
  if (path.disputedFrom !== null && path.disputedFrom <= day && !path.disputeTold) {
    path.disputeTold = true;
    event(life, entry, path.disputedFrom, 'disputed', null, null, 'person');
  }
  if (path.disputeSettledFrom !== null && path.disputeSettledFrom <= day && !path.settlementTold) {
    path.settlementTold = true;
    event(life, entry, path.disputeSettledFrom, 'dispute_settled', null, null, 'own_measures');
  }
}

export function addInterest(life: DebtorLife, entry: ClaimEntry, path: Path, day: number): void {
  if (entry.claim.ownership !== 'owned' || day > life.calendar.lastDay || isDisputed(path, day)) return;
  const amountCents = Math.round((Math.min(path.balanceCents, entry.claim.principalCents) * 0.1015) / 2);
  path.balanceCents += amountCents;
  event(life, entry, day, 'interest', null, amountCents, 'derived');
}

/** A payment or an acknowledgement starts limitation anew (TsÜS § 158; in Finland a demand does, 728/2003 § 10). */
export function extendLimitation(
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

/** Old claims are sold now and then; hopeless ones are let go. */
export function close(life: DebtorLife, entry: ClaimEntry, path: Path, day: number): void {
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

export function event(
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
