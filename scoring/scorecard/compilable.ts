import { targetKindOf } from './prediction.ts';
import type { Scorecard } from './scorecard.ts';

/** Why the scorecard has no such form; null where it has one. */
export function obstacleToCompiling(scorecard: Scorecard, form: 'sql' | 'pmml'): string | null {
  return form === 'pmml' && targetKindOf(scorecard) === 'hazard'
    ? `scorecard "${scorecard.name}" foretells a curve over months, which a Scorecard of PMML has no way to tell (want --to sql:…)`
    : null;
}

/** Why no cut-off can be set; null where one can. `recourse score` measures such reasons against the average case too. */
export function obstacleToCutoff(scorecard: Scorecard): string | null {
  return targetKindOf(scorecard) === 'binary'
    ? null
    : `scorecard "${scorecard.name}" foretells no yes or no: its reasons are measured against the average case (leave --cutoff out)`;
}
