import { type Calendar, MONTHS } from './calendar.ts';
import type { Random } from './random.ts';

/** What nobody sees: it drives behaviour, and only its traces are on record. */
export interface Traits {
  /** Means to pay, standardised. */
  readonly ability: number;
  /** Wish to pay, standardised. */
  readonly willingness: number;
  /** Keeps order in affairs; low: forgets, and reminders help. */
  readonly order: number;
  /** Can be reached by phone, a share. */
  readonly reach: number;
  /** Net income a month. */
  readonly incomeCents: number;
  /** Of each simulated month: whether income is gone (job lost, illness). */
  readonly shocks: readonly boolean[];
}

const SHOCK_STARTS_MONTHLY = 0.02;
export const SHOCK_LASTS_MONTHLY = 0.82;

export function drawTraits(random: Random): Traits {
  const ability = random.normal();
  const willingness = 0.25 * ability + 0.97 * random.normal();
  const order = random.normal();
  const shocks: boolean[] = [];
  let shocked = random.chance(0.08);
  for (let month = 0; month < MONTHS; month += 1) {
    shocks.push(shocked);
    shocked = random.chance(shocked ? SHOCK_LASTS_MONTHLY : shockStarts({ ability }));
  }
  return {
    ability,
    willingness,
    order,
    reach: 1 / (1 + Math.exp(-(0.3 + 0.5 * willingness + 0.8 * random.normal()))),
    incomeCents: Math.round(1350 * Math.exp(0.42 * ability + 0.12 * random.normal())) * 100,
    shocks,
  };
}

/** Chance that income goes in a month. */
export function shockStarts({ ability }: Pick<Traits, 'ability'>): number {
  return SHOCK_STARTS_MONTHLY * (ability < 0 ? 1.6 : 0.7);
}

/** Whether the person's income is gone in a simulated month. */
export function isShocked({ shocks }: Traits, month: number): boolean {
  return shocks[Math.max(0, Math.min(month, MONTHS - 1))] ?? false;
}

/** Money is tight before Christmas and in summer, and comes back with the tax refunds of spring. */
const SEASON = [-0.1, 0.05, 0.35, 0.15, 0, -0.1, -0.2, -0.1, 0.1, 0.1, 0.05, -0.3] as const;

export function seasonOf(calendar: Calendar, month: number): number {
  return SEASON[calendar.monthOfYear(month)] ?? 0;
}
