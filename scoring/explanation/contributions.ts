import { basePointsOf } from '../scorecard/scaling.ts';
import { scoreRow, unfamiliarIn } from '../scorecard/score.ts';
import type { Scorecard, ValueRow } from '../scorecard/scorecard.ts';
import type { Contribution, PairSideValue, ScoreExplained } from './explanation.ts';

/**
 * The score term by term: the contribution of a characteristic, or of a pair of them, is the term itself; nothing is
 * approximated and nothing is shared out.
 */
export function explainScore(scorecard: Scorecard, row: ValueRow): ScoreExplained {
  const { logOdds, probability, points, hits, cells } = scoreRow(scorecard, row);
  return {
    scorecard: scorecard.name,
    version: scorecard.version,
    base: scorecard.intercept,
    basePoints: basePointsOf(scorecard),
    contributions: [
      ...scorecard.characteristics.map(({ id, attributes }, i): Contribution => {
        const attribute = attributes[hits[i]!]!;
        return {
          characteristic: id,
          value: row[id] ?? null,
          attribute: hits[i]!,
          logOdds: attribute.logOdds,
          points: attribute.points,
        };
      }),
      ...scorecard.pairs.map(
        (term, i): Contribution => ({
          characteristic: term.id,
          value: null,
          attribute: cells[i]!,
          logOdds: term.logOdds[cells[i]!]!,
          points: term.points[cells[i]!]!,
          pair: [sideOf(term.first.characteristic, row), sideOf(term.second.characteristic, row)],
        }),
      ),
    ],
    sum: logOdds,
    probability,
    points,
    unfamiliar: unfamiliarIn(scorecard, row),
  };
}

function sideOf(characteristic: string, row: ValueRow): PairSideValue {
  return { characteristic, value: row[characteristic] ?? null };
}
