import type { Traits } from './traits.ts';

/** What is true of a claim when a measure is chosen, beyond the person's traits. */
export interface ClaimCondition {
  readonly balanceCents: number;
  readonly daysPastDue: number;
  /** Months since the last payment; 12 when there was none in a year. */
  readonly monthsSincePayment: number;
  readonly shocked: boolean;
  readonly planRunning: boolean;
  readonly title: boolean;
  readonly listed: boolean;
  readonly addressValid: boolean;
  readonly phoneValid: boolean;
  readonly emailValid: boolean;
  readonly owner: boolean;
  /** Dead, insolvent, disputed, barred, abroad: how much less is paid. */
  readonly hindrance: number;
}

/** How much of a measure's effect is left in the first, second and third month after it. */
export const EFFECT_LEFT = [1, 0.75, 0.5] as const;

/** The process knows these; a policy may know more. */
export const SIMULATED_MEASURES = [
  'no_action',
  'remind_sms',
  'remind_email',
  'remind_letter',
  'demand_letter',
  'call',
  'plan_offer',
  'instalment_reduction',
  'extension',
  'settlement',
  'pause',
  'debt_advice',
  'bureau_listing',
  'payment_order',
  'lawsuit',
  'bailiff',
  'debt_sale',
  'write_off',
] as const;
export type SimulatedMeasure = (typeof SIMULATED_MEASURES)[number];

/** Log-odds of a payment in one month without any measure. */
export function payLogit(traits: Traits, condition: ClaimCondition, season: number): number {
  const { ability, willingness } = traits;
  return (
    -2.05 +
    0.9 * ability +
    0.95 * willingness -
    0.28 * Math.log(Math.max(condition.balanceCents, 500) / 30_000) -
    0.5 * Math.log1p(condition.daysPastDue / 120) +
    0.55 * (condition.monthsSincePayment <= 1 ? 1 : condition.monthsSincePayment <= 3 ? 0.6 : 0) +
    (condition.planRunning ? 1.5 : 0) +
    (condition.shocked ? -1.1 : 0) +
    season -
    condition.hindrance
  );
}

/**
 * What a measure adds to the log-odds in its first month. Each works on some and not on others, on grounds that are
 * partly on record: that is what choosing case by case can win.
 */
export function effectOf(measure: SimulatedMeasure, traits: Traits, condition: ClaimCondition): number {
  const { ability, willingness, order, reach } = traits;
  const { balanceCents, daysPastDue, shocked } = condition;
  const forgetful = order < 0 ? 1 : 0.25;
  const early = daysPastDue < 120 ? 1 : daysPastDue < 365 ? 0.4 : 0.1;
  const burden = balanceCents / traits.incomeCents;
  const poor = ability < -0.2 || shocked;
  const unwilling = willingness < 0;
  switch (measure) {
    case 'no_action':
    case 'write_off':
    case 'debt_sale':
      return 0;
    case 'remind_sms':
      return condition.phoneValid ? early * (0.3 + 0.75 * forgetful) : 0;
    case 'remind_email':
      return condition.emailValid ? early * (0.25 + 0.65 * forgetful) : 0;
    case 'remind_letter':
      return condition.addressValid ? 0.25 + 0.35 * early * forgetful : 0;
    case 'demand_letter':
      return condition.addressValid
        ? (unwilling ? 0.9 : 0.4) * (daysPastDue < 540 ? 1 : 0.4) - (poor ? 0.25 : 0)
        : 0;
    case 'call':
      return condition.phoneValid ? reach * (0.8 + 0.25 * Math.min(3, Math.log1p(balanceCents / 40_000))) : 0;
    case 'plan_offer':
      return burden > 0.35 ? (poor ? 1.9 : 1.0) * (willingness > -1 ? 1 : 0.3) : -0.15;
    case 'instalment_reduction':
      return condition.planRunning ? (shocked ? 1.3 : 0.2) : burden > 0.35 && poor ? 0.7 : 0;
    case 'extension':
      return shocked ? 0.5 : 0.1;
    case 'settlement':
      return daysPastDue > 400 ? (poor ? 1.7 : 1.1) : 0.4;
    case 'pause':
      return shocked ? 0.35 : -0.4;
    case 'debt_advice':
      return poor && burden > 0.8 ? 0.8 : 0;
    case 'bureau_listing':
      return condition.listed ? 0.05 : unwilling && !poor ? 1.1 : 0.3;
    case 'payment_order':
      return unwilling && !poor ? 1.3 : 0.35;
    case 'lawsuit':
      return unwilling && !poor ? 1.2 : 0.3;
    case 'bailiff':
      return condition.title ? (poor ? 0.4 : 1.5) + (condition.owner ? 0.5 : 0) : 0;
  }
}

/** The true probability of a payment to us within three months of the measure: one month after the other. */
export function payWithin90(
  measure: SimulatedMeasure,
  traits: Traits,
  condition: ClaimCondition,
  seasons: readonly [number, number, number],
): number {
  if (measure === 'debt_sale' || measure === 'write_off') return 0;
  const effect = effectOf(measure, traits, condition);
  let none = 1;
  for (const [month, left] of EFFECT_LEFT.entries()) {
    none *= 1 - probability(payLogit(traits, condition, seasons[month] ?? 0) + effect * left);
  }
  return 1 - none;
}

export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
