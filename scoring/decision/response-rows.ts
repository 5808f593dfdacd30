import { measureCase } from '../characteristics/catalogue.ts';
import { type Channel, isMeasure, measure as measureNamed } from '../policy/measures.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { historyOf } from '../portfolio/as-of.ts';
import { addDays, type IsoDate } from '../portfolio/dates.ts';
import type { PersonFile } from '../portfolio/records.ts';
import { paidWithin } from '../portfolio/targets.ts';
import { scoreRow } from '../scorecard/score.ts';
import type { Scorecard, Value } from '../scorecard/scorecard.ts';
import { fillSlots } from './fill-slots.ts';
import type { ResponseRow } from './learn-responses.ts';
import { modifiersOf } from './responses.ts';

/**
 * The measures of a person whose answer could be seen by `observedUntil`, each seen from the day before it: what was
 * known then, and whether payment followed. Nothing later than `observedUntil` is read.
 */
export function responseRowsOf(
  file: PersonFile,
  compiled: CompiledPolicy,
  scorecard: Scorecard,
  observedUntil: IsoDate,
): readonly ResponseRow[] {
  const { collection: settings, scorecards } = compiled.policy;
  const { collection } = compiled;
  const card = scorecards.find(({ alias }) => alias === settings?.baseline);
  if (settings === null || collection === null || card === undefined) return [];
  return file.measures.flatMap((taken): readonly ResponseRow[] => {
    const { claimId, measure } = taken;
    const before = addDays(taken.on, -1);
    if (taken.obtainedOn > observedUntil || addDays(before, settings.responseDays) > observedUntil) return [];
    const paid = paidWithin(file, claimId, before, settings.responseDays, observedUntil);
    if (paid === null) return [];
    const { values, evidence } = measureCase(historyOf(file, before, { kind: 'claim', claimId }));
    if (!isReachable(measure, values) || isPlanKept(measure, values)) return [];
    const { logOdds, probability, points } = scoreRow(scorecard, values);
    const filled = fillSlots(compiled, { values, evidence, asOf: before });
    filled.set(`${card.alias}.probability`, probability);
    filled.set(`${card.alias}.points`, points);
    return [
      {
        measure,
        baselineLogOdds: card.target === 'pays' ? logOdds : -logOdds,
        modifiers: [...modifiersOf(collection, filled).values()],
        paid: paid === 1,
      },
    ];
  });
}

const VALIDITY: Readonly<Record<Channel, string | null>> = {
  email: 'email_valid',
  sms: 'phone_valid',
  phone: 'phone_valid',
  letter: 'address_valid',
  visit: 'address_valid',
  none: null,
};

/** Who pays by a running plan pays because of the plan: it says nothing about what else was done, or left undone. */
function isPlanKept(measure: string, { plan_active: planActive }: Readonly<Record<string, Value>>): boolean {
  return planActive === 1 && measure !== 'instalment_reduction';
}

/** A letter to a wrong address says nothing about letters. */
function isReachable(measure: string, values: Readonly<Record<string, Value>>): boolean {
  const validity = isMeasure(measure) ? VALIDITY[measureNamed(measure).channel] : null;
  return validity === null || values[validity] !== 0;
}
