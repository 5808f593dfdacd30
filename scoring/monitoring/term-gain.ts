import type { BatchScores } from '../scorecard/compile.ts';
import { areaUnderRoc, logLoss, sigmoid } from '../scorecard/metrics.ts';
import { pointsPerLogOdds } from '../scorecard/scaling.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';

/** How much a term moves scores: what the scorecard alone can tell. */
export interface TermWeight {
  /** Of a characteristic its id, of a pair term `first × second`. */
  readonly term: string;
  readonly kind: 'characteristic' | 'pair';
  /** Mean over the training cases of the points it adds or takes, either way. */
  readonly meanPoints: number;
  /** From the attribute or cell that costs most to the one that brings most, of those that training cases hit. */
  readonly rangePoints: number;
}

/** What is lost when the term is left out and nothing else changes; 0 or less: nothing would be missed. */
export interface TermGain extends TermWeight {
  readonly auc: number;
  readonly logLoss: number;
}

/** The heaviest first. */
export function termWeights(scorecard: Scorecard): readonly TermWeight[] {
  const toPoints = Math.abs(pointsPerLogOdds(scorecard.scaling, scorecard.target.favourable));
  const weigh = (
    term: string,
    kind: TermWeight['kind'],
    logOdds: readonly number[],
    counts: readonly number[],
  ): TermWeight => {
    const rows = counts.reduce((sum, count) => sum + count, 0);
    const moved = counts.reduce((sum, count, at) => sum + count * Math.abs(logOdds[at]!), 0);
    const seen = logOdds.filter((_, at) => counts[at]! > 0);
    return {
      term,
      kind,
      meanPoints: rows === 0 ? 0 : (toPoints * moved) / rows,
      rangePoints: seen.length === 0 ? 0 : toPoints * (Math.max(...seen) - Math.min(...seen)),
    };
  };
  return [
    ...scorecard.characteristics.map(({ id, attributes }) =>
      weigh(
        id,
        'characteristic',
        attributes.map((attribute) => attribute.logOdds),
        attributes.map(({ count }) => count),
      ),
    ),
    ...scorecard.pairs.map(({ id, logOdds, counts }) => weigh(id, 'pair', logOdds, counts)),
  ].sort((a, b) => b.meanPoints - a.meanPoints || (a.term < b.term ? -1 : 1));
}

/** Measured on scored rows: the term's contribution is taken out of each score. A pair stays when a side of it goes. */
export function termGains(
  scorecard: Scorecard,
  { logOdds, hits, cells }: Pick<BatchScores, 'logOdds' | 'hits' | 'cells'>,
  outcomes: ArrayLike<number>,
): readonly TermGain[] {
  const whole = logOdds.map(sigmoid);
  const auc = areaUnderRoc(whole, outcomes);
  const loss = logLoss(whole, outcomes);
  const contributions = new Map<string, { readonly numbers: readonly number[]; readonly of: Uint16Array }>([
    ...scorecard.characteristics.map(
      ({ id, attributes }, at) =>
        [id, { numbers: attributes.map((attribute) => attribute.logOdds), of: hits[at]! }] as const,
    ),
    ...scorecard.pairs.map((term, at) => [term.id, { numbers: term.logOdds, of: cells[at]! }] as const),
  ]);
  return termWeights(scorecard).map((weight) => {
    const { numbers, of } = contributions.get(weight.term)!;
    const without = logOdds.map((sum, row) => sigmoid(sum - numbers[of[row]!]!));
    return {
      ...weight,
      auc: auc - areaUnderRoc(without, outcomes),
      logLoss: logLoss(without, outcomes) - loss,
    };
  });
}
