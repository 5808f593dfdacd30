import type { Scorecard } from './scorecard.ts';

/** Why the scorecard has no form as SQL or PMML; null where it has one. Both tell the probability of an outcome, or a share. */
export function obstacleToCompiling({ name, target }: Scorecard): string | null {
  if (target.kind === 'amount') return `scorecard "${name}" foretells an amount, and no probability`;
  if (target.kind === 'hazard')
    return `scorecard "${name}" foretells a curve over months, which no one row tells`;
  return null;
}
