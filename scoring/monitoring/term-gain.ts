import { compileScorer } from '../scorecard/compile.ts';
import { continuousMetrics } from '../scorecard/continuous-metrics.ts';
import { areaUnderRoc, logLoss } from '../scorecard/metrics.ts';
import { predictionOf, targetKindOf } from '../scorecard/prediction.ts';
import { pointsPerLogOdds } from '../scorecard/scaling.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { fittedRows, type KnownCases } from './known-cases.ts';

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
export type TermGain = TermWeight & (RankGain | AmountGain);

/** Of yes or no; of a hazard, whether it comes in a month. */
export interface RankGain {
  readonly auc: number;
  readonly logLoss: number;
}

/** R² that is lost, and the mean absolute error that is gained, in the unit of the target. */
export interface AmountGain {
  readonly r2: number;
  readonly meanError: number;
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

/** Measured on rows with known outcomes: the term's contribution is taken out of each score. A pair stays when a side of it goes. */
export function termGains(scorecard: Scorecard, cases: KnownCases): readonly TermGain[] {
  const { table, outcomes } = fittedRows(scorecard, cases);
  const { logOdds, hits, cells } = compileScorer(scorecard).score(table);
  const lossOf = lossesOf(scorecard, logOdds, outcomes);
  const contributions = new Map<string, { readonly numbers: readonly number[]; readonly of: Uint16Array }>([
    ...scorecard.characteristics.map(
      ({ id, attributes }, at) =>
        [id, { numbers: attributes.map((attribute) => attribute.logOdds), of: hits[at]! }] as const,
    ),
    ...scorecard.pairs.map((term, at) => [term.id, { numbers: term.logOdds, of: cells[at]! }] as const),
  ]);
  return termWeights(scorecard).map((weight) => {
    const { numbers, of } = contributions.get(weight.term)!;
    return { ...weight, ...lossOf(logOdds.map((sum, row) => sum - numbers[of[row]!]!)) };
  });
}

function lossesOf(
  scorecard: Scorecard,
  whole: Float64Array,
  outcomes: Float64Array,
): (without: Float64Array) => RankGain | AmountGain {
  const predicted = (sums: Float64Array): Float64Array => sums.map((sum) => predictionOf(scorecard, sum));
  const kind = targetKindOf(scorecard);
  if (kind === 'amount' || kind === 'share') {
    const { r2, mae } = continuousMetrics(predicted(whole), outcomes);
    return (without) => {
      const left = continuousMetrics(predicted(without), outcomes);
      return { r2: r2 - left.r2, meanError: left.mae - mae };
    };
  }
  const auc = areaUnderRoc(predicted(whole), outcomes);
  const loss = logLoss(predicted(whole), outcomes);
  return (without) => {
    const left = predicted(without);
    return { auc: auc - areaUnderRoc(left, outcomes), logLoss: logLoss(left, outcomes) - loss };
  };
}
