import { basePointsOf } from '../scorecard/scaling.ts';
import { pairsIn, scoreValues, unfamiliarAmong, valuesOf } from '../scorecard/score.ts';
import type { Scorecard, Value, ValueRow } from '../scorecard/scorecard.ts';
import type { Contribution, ScoreExplained } from './explanation.ts';

/**
 * The score term by term: the contribution of a characteristic, or of a pair of them, is the term itself; nothing is
 * approximated and nothing is shared out.
 */
export function explainScore(scorecard: Scorecard, row: ValueRow): ScoreExplained {
  const values = valuesOf(scorecard, row);
  const { logOdds, probability, points, hits, cells } = scoreValues(scorecard, values);
  return {
    scorecard: scorecard.name,
    version: scorecard.version,
    base: scorecard.intercept,
    basePoints: basePointsOf(scorecard),
    contributions: contributionsOf(scorecard, values, hits, cells),
    sum: logOdds,
    probability,
    points,
    unfamiliar: unfamiliarAmong(scorecard, values, hits),
  };
}

function contributionsOf(
  scorecard: Scorecard,
  values: readonly Value[],
  hits: readonly number[],
  cells: readonly number[],
): readonly Contribution[] {
  const contributions = scorecard.characteristics.map(({ id, attributes }, at): Contribution => {
    const attribute = hits[at]!;
    const { logOdds, points } = attributes[attribute]!;
    return { characteristic: id, value: values[at]!, attribute, logOdds, points };
  });
  pairsIn(scorecard).forEach(({ term, first, second }, at) => {
    const cell = cells[at]!;
    contributions.push({
      characteristic: term.id,
      value: null,
      attribute: cell,
      logOdds: term.logOdds[cell]!,
      points: term.points[cell]!,
      pair: [
        { characteristic: term.first.characteristic, value: values[first]! },
        { characteristic: term.second.characteristic, value: values[second]! },
      ],
    });
  });
  return contributions;
}
