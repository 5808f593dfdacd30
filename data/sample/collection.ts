import { MONTHS } from './calendar.ts';
import { stopsMeasures } from './circumstances.ts';
import { act } from './claim-measures.ts';
import { addInterest, close, conditionOn, type DebtorLife, isDisputed, startOf } from './claim-path.ts';
import { fullPaymentProbability, pay } from './claim-payments.ts';
import { missPlan } from './claim-plans.ts';
import type { ClaimEntry } from './debtor-claims.ts';
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
import { seasonOf } from './traits.ts';
import type { ClaimTruth } from './truth.ts';

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
    if (month > entryMonth && (month - entryMonth) % 6 === 0) addInterest(life, entry, path, from + 1);
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
