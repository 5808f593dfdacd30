import type { Country } from '../../scoring/portfolio/records.ts';
import type { Random } from './random.ts';
import type { ClaimCondition, SimulatedMeasure } from './response.ts';

/** What staff had done about a claim so far. */
export interface StaffView {
  readonly condition: ClaimCondition;
  readonly country: Country;
  readonly demandLetters: number;
  readonly remindersSent: number;
  readonly planOffers: number;
  readonly listed: boolean;
  readonly courtStarted: boolean;
}

/** One choice in three is made without a system: a new colleague, a full desk, a trial. From it the responses can be learnt. */
const UNSYSTEMATIC = 0.35;

/** A ladder by days past due that most collectors would recognise: sensible, and blind to the person. */
export function chooseMeasure(view: StaffView, random: Random): SimulatedMeasure {
  if (random.chance(UNSYSTEMATIC)) return random.pick(possibleMeasures(view));
  const { condition, demandLetters, courtStarted, planOffers } = view;
  const { daysPastDue, balanceCents } = condition;
  if (condition.planRunning) return 'no_action';
  if (daysPastDue < 45) return condition.emailValid && random.chance(0.5) ? 'remind_email' : 'remind_sms';
  if (daysPastDue < 90) return 'remind_letter';
  if (daysPastDue < 180) return demandLetters < 2 ? 'demand_letter' : 'call';
  if (daysPastDue < 300) return planOffers < 2 && random.chance(0.6) ? 'plan_offer' : 'call';
  if (condition.title) return random.chance(0.6) ? 'bailiff' : 'no_action';
  if (balanceCents > 30_000 && !courtStarted && random.chance(0.15)) return 'payment_order';
  return random.pick(['settlement', 'call', 'no_action', 'remind_letter']);
}

function possibleMeasures(view: StaffView): readonly SimulatedMeasure[] {
  const { condition, demandLetters, listed, courtStarted } = view;
  const possible: SimulatedMeasure[] = [
    'no_action',
    'remind_sms',
    'remind_email',
    'remind_letter',
    'call',
    'call',
    'plan_offer',
    'plan_offer',
    'settlement',
    'extension',
    'pause',
    'debt_advice',
  ];
  if (demandLetters < 2) possible.push('demand_letter', 'demand_letter');
  if (condition.planRunning) possible.push('instalment_reduction', 'instalment_reduction');
  if (!listed && condition.daysPastDue > 60 && condition.balanceCents >= 3_000)
    possible.push('bureau_listing');
  if (!courtStarted && condition.balanceCents > 10_000 && condition.daysPastDue > 60) {
    possible.push('payment_order', 'lawsuit');
  }
  if (condition.title) possible.push('bailiff', 'bailiff', 'bailiff');
  return possible;
}

export interface MeasureCost {
  readonly creditorCents: number;
  readonly debtorCents: number;
}

const CREDITOR_CENTS: Readonly<Record<SimulatedMeasure, number>> = {
  no_action: 0,
  remind_sms: 8,
  remind_email: 2,
  remind_letter: 120,
  demand_letter: 220,
  call: 400,
  plan_offer: 500,
  instalment_reduction: 500,
  extension: 100,
  settlement: 500,
  pause: 100,
  debt_advice: 50,
  bureau_listing: 100,
  payment_order: 7_500,
  lawsuit: 35_000,
  bailiff: 3_000,
  debt_sale: 0,
  write_off: 0,
};

/** What a measure costs both sides; `chargedCents` is what the debtor was charged before, against the legal ceiling. */
export function costOf(
  measure: SimulatedMeasure,
  { country, condition, remindersSent }: StaffView,
  principalCents: number,
  chargedCents: number,
): MeasureCost {
  const legal = measure === 'payment_order' || measure === 'lawsuit' || measure === 'bailiff';
  const fee = legal ? Math.max(6_500, Math.round(condition.balanceCents * 0.03)) : 0;
  const asked = legal
    ? fee + (measure === 'lawsuit' ? 20_000 : 0)
    : chargeOf(measure, country, principalCents, remindersSent);
  const room = legal ? asked : Math.max(0, ceilingOf(country, principalCents) - chargedCents);
  return { creditorCents: CREDITOR_CENTS[measure] + fee, debtorCents: Math.min(asked, room) };
}

/** VÕS § 113² and the Finnish Debt Collection Act § 10 a, as the packs state them with their dates. */
function chargeOf(
  measure: SimulatedMeasure,
  country: Country,
  principalCents: number,
  remindersSent: number,
): number {
  if (measure === 'remind_letter') return country === 'EE' ? (remindersSent === 1 ? 500 : 0) : 500;
  if (measure === 'demand_letter') {
    if (country === 'EE') return 1_000;
    return principalCents <= 10_000 ? 1_400 : principalCents <= 100_000 ? 2_400 : 5_000;
  }
  if (measure === 'plan_offer' && country === 'FI') return principalCents <= 10_000 ? 2_000 : 3_000;
  if (measure === 'extension' && country === 'FI') return 500;
  return 0;
}

function ceilingOf(country: Country, principalCents: number): number {
  if (country === 'EE') return principalCents <= 50_000 ? 3_000 : principalCents <= 100_000 ? 4_000 : 5_000;
  return principalCents <= 10_000 ? 6_000 : principalCents <= 100_000 ? 12_000 : 21_000;
}
