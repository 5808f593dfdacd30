import { basePointsOf } from '../scorecard/scaling.ts';
import { scoreRow } from '../scorecard/score.ts';
import type { Scorecard, ValueRow } from '../scorecard/scorecard.ts';
import type { ScoreExplained } from './explanation.ts';

/** The score term by term: the contribution of a characteristic is the term itself, nothing is approximated. */
export function explainScore(scorecard: Scorecard, row: ValueRow): ScoreExplained {
  const { logOdds, probability, points, hits } = scoreRow(scorecard, row);
  return {
    scorecard: scorecard.name,
    version: scorecard.version,
    base: scorecard.intercept,
    basePoints: basePointsOf(scorecard),
    contributions: scorecard.characteristics.map(({ id, attributes }, i) => {
      const attribute = attributes[hits[i]!]!;
      return {
        characteristic: id,
        value: row[id] ?? null,
        attribute: hits[i]!,
        logOdds: attribute.logOdds,
        points: attribute.points,
      };
    }),
    sum: logOdds,
    probability,
    points,
  };
}
