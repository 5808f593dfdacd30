import { probability } from './response.ts';
import { SHOCK_LASTS_MONTHLY, shockStarts, type Traits } from './traits.ts';

/** What a credit weighs on its borrower. */
export interface LoanBurden {
  /** Share of income that goes to this and other debts. */
  readonly serviceShare: number;
  readonly hindrance: number;
}

/** A third bill in a row unpaid when the next falls due is a default: 90 days. */
export const DEFAULT_MISSES = 3;

/** The last bill whose 90 days end within a year of the application. */
const LAST_BILL = 11;

/** Log-odds that a borrower who is up to date misses a bill. */
export function missLogit(
  { ability, willingness, order }: Traits,
  burden: LoanBurden,
  shocked: boolean,
): number {
  return (
    -3.6 -
    0.95 * ability -
    0.85 * willingness -
    0.25 * order +
    2.4 * (Math.min(burden.serviceShare, 1.2) - 0.3) +
    (shocked ? 2.0 : 0) +
    burden.hindrance
  );
}

/** Log-odds that a borrower who is behind catches up with the next bill. */
export function cureLogit({ ability, willingness }: Traits, missed: number, shocked: boolean): number {
  return 0.35 + 0.5 * ability + 0.5 * willingness - 0.9 * (missed - 1) - (shocked ? 1.5 : 0);
}

/** The true probability: the chain of bills missed and income lost, followed exactly for a year. */
export function defaultWithin12Months(traits: Traits, burden: LoanBurden, shockedNow: boolean): number {
  const starts = shockStarts(traits);
  let states = new Float64Array(2 * DEFAULT_MISSES);
  states[shockedNow ? DEFAULT_MISSES : 0] = 1;
  let defaulted = 0;
  for (let bill = 1; bill < LAST_BILL; bill += 1) {
    const next = new Float64Array(2 * DEFAULT_MISSES);
    for (let shocked = 0; shocked < 2; shocked += 1) {
      for (let missed = 0; missed < DEFAULT_MISSES; missed += 1) {
        const here = states[shocked * DEFAULT_MISSES + missed] ?? 0;
        if (here === 0) continue;
        const stays = shocked === 1 ? SHOCK_LASTS_MONTHLY : starts;
        for (const [after, share] of [
          [1, stays],
          [0, 1 - stays],
        ] as const) {
          const misses =
            missed === 0
              ? probability(missLogit(traits, burden, after === 1))
              : 1 - probability(cureLogit(traits, missed, after === 1));
          add(next, after * DEFAULT_MISSES, here * share * (1 - misses));
          if (missed + 1 === DEFAULT_MISSES) defaulted += here * share * misses;
          else add(next, after * DEFAULT_MISSES + missed + 1, here * share * misses);
        }
      }
    }
    states = next;
  }
  return defaulted;
}

function add(states: Float64Array, at: number, mass: number): void {
  states[at] = (states[at] ?? 0) + mass;
}
