import { measureCase } from '../characteristics/catalogue.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { historyOf } from '../portfolio/as-of.ts';
import { addDays, type IsoDate } from '../portfolio/dates.ts';
import type { PersonFile } from '../portfolio/records.ts';
import { paidWithin } from '../portfolio/targets.ts';
import { sigmoid } from '../scorecard/metrics.ts';
import { scoreRow } from '../scorecard/score.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import type { ResponseRow } from './learn-responses.ts';
import { segmentOf } from './responses.ts';

/**
 * The measures of a person whose horizon is over by `observedUntil`, each seen from the day before it: what was known
 * then, and whether payment followed. Nothing later than `observedUntil` is read.
 */
export function responseRowsOf(
  file: PersonFile,
  compiled: CompiledPolicy,
  scorecard: Scorecard,
  observedUntil: IsoDate,
): readonly ResponseRow[] {
  const { collection, scorecards } = compiled.policy;
  if (collection === null) return [];
  const pays = scorecards.find(({ alias }) => alias === collection.baseline)?.target === 'pays';
  return file.measures.flatMap((taken): readonly ResponseRow[] => {
    const { claimId, measure } = taken;
    if (taken.obtainedOn > observedUntil) return [];
    const before = addDays(taken.on, -1);
    if (addDays(before, collection.horizonDays) > observedUntil) return [];
    const paid = paidWithin(file, claimId, before, collection.horizonDays, observedUntil);
    if (paid === null) return [];
    const { values } = measureCase(historyOf(file, before, { kind: 'claim', claimId }));
    const { logOdds } = scoreRow(scorecard, values);
    const baselineLogOdds = pays ? logOdds : -logOdds;
    const probability = sigmoid(baselineLogOdds);
    return [
      {
        measure,
        baselineLogOdds,
        segments: collection.segmentations.map((segmentation) =>
          segmentOf(segmentation, values, probability),
        ),
        paid: paid === 1,
      },
    ];
  });
}
